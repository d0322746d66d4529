"""The enumerations of the points scheme's finer rules, each value described for a reader new to the regulation."""

from core.regulation.effects import Lifting, Place
from core.regulation.schemes.points import OneOff, OpenTerm, Reached, StaffRecords
from core.regulation.vocabulary import Care, Flag, InstitutionMeasure, Profession, Reach, Responsibility
from schema.vocabulary import described

__all__ = [
    "Care",
    "Flag",
    "InstitutionMeasure",
    "Lifting",
    "OneOff",
    "OpenTerm",
    "Place",
    "Profession",
    "Reach",
    "Reached",
    "Responsibility",
    "StaffRecords",
]

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
    {
        "COMMENDED": "Praised for the points kept (表扬).",
        "REWARD_CANDIDATE": "May be proposed for a reward (评优).",
        "UNDER_APPEAL": "A record that counts is being contested (申诉中); see `exposure`.",
    },
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
described(
    Place,
    "A place within a range of points.",
    {
        "LOW": "The least number.",
        "MIDDLE": "The number half way between the least and the greatest.",
        "HIGH": "The greatest number.",
    },
    name="RangePlace",
)
described(
    Lifting,
    "What becomes of a running suspension when repair takes the points below its threshold.",
    {
        "KEPT": "It runs on.",
        "LIFTED": "It ends on the day of the repair.",
        "DETERMINED": "It ends if the agency so determines, and the record of the repair says who did.",
    },
)
described(
    OneOff,
    "When a decision reaches a threshold by itself (一次性).",
    {
        "DECISION": "If it carries the threshold's points, whatever was lost before.",
        "CLEAN": "If it carries them and nothing was lost in the period before.",
    },
)
described(
    OpenTerm,
    "What holds of a term that the law leaves to a decision and the record does not carry.",
    {"UNDECIDED": "The range is shown, and no end.", "LEAST": "The least that the law allows."},
)
described(
    StaffRecords,
    "Whose records count when the share of an institution's staff is worked out.",
    {
        "ANYWHERE": "Every sanction of a person registered there, at whichever institution the record arose.",
        "HERE": "Only a sanction that rests on a record of the institution itself.",
    },
)
described(
    InstitutionMeasure,
    "What can follow for an institution from the standings of its staff.",
    {
        "SETTLEMENT_SUSPENDED": "Settlement with the fund is suspended (暂停结算).",
        "AGREEMENT_SUSPENDED": "The service agreement is suspended (中止协议).",
    },
)
