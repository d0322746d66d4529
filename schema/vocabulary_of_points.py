"""The enumerations of the points scheme's finer rules, each value described for a reader new to the regulation."""

from core.regulation.points import Reached
from core.regulation.vocabulary import Care, Flag, Profession, Reach, Responsibility
from schema.vocabulary import described

__all__ = ["Care", "Flag", "Profession", "Reach", "Reached", "Responsibility"]

described(
    Reached,
    "How a threshold was reached.",
    {
        "ACCUMULATED": "By decisions that only together carry its points (累计).",
        "ONE_OFF": "By a single decision that carries its points (一次性).",
    },
)
described(
    Care,
    "The urgency of care.",
    {"ORDINARY": "Ordinary care.", "EMERGENCY": "Emergency care (急诊).", "RESCUE": "Rescue (抢救)."},
)
described(
    Flag,
    "A distinction beside a standing.",
    {"COMMENDED": "Praised for the points kept (表扬).", "REWARD_CANDIDATE": "May be proposed for a reward (评优)."},
)
described(
    Profession,
    "The work by which a person falls under a regulation.",
    {
        "MEDICAL": "Doctors (医疗类).",
        "PHARMACY": "Pharmacists at institutions (药学类).",
        "NURSING": "Nurses (护理类).",
        "TECHNICAL": "Technicians (技术类).",
        "SETTLEMENT": "Staff who audit and settle fees (费用审核结算).",
        "PHARMACY_HEAD": "The main responsible person of a retail pharmacy (主要负责人).",
        "RETAIL_PHARMACIST": "A pharmacist at a retail pharmacy.",
    },
)
described(
    Reach,
    "Where a standing holds.",
    {
        "REGION": "At every institution in the regulation's area.",
        "NATIONWIDE": "At every institution of every region (全国联网).",
    },
)
