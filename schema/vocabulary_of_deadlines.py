"""The enumerations of deadlines, each value described."""

from core.assessment.over_time.deadlines import DeadlineKind
from schema.vocabulary import described

__all__ = ["DeadlineKind"]

described(
    DeadlineKind,
    "What a day is the last of.",
    {
        "OBJECTION_ENDS": "The term to object to a record (异议申诉期); nobody has objected yet.",
        "SUSPENSION_ENDS": "A suspension; it is over on the next day.",
        "EXAMINATION_DUE": "The days on which an examination can be passed before a suspension goes on for want of it.",
        "BAR_ENDS": "The bar on applying again after a revocation or termination.",
        "PERIOD_ENDS": "The evaluation period in which points were lost; points start anew on the next day.",
        "DUTY_DUE": "The term to report a change, or to meet a returning duty.",
        "RECTIFICATION_DUE": "The term to put something right (整改).",
    },
)
