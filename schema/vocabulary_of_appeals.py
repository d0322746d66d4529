"""The enumerations of what an appeal is worth, each value described."""

from core.assessment.appeal_value.value import AppealAim, AppealWorth
from schema.vocabulary import described

__all__ = ["AppealAim", "AppealWorth"]

described(
    AppealAim,
    "What an appeal is to do to the standing; standings are compared by their status.",
    {
        "MILDER": "The status becomes milder.",
        "CHANGED": "The status becomes another. Removal can make it graver: a later record then crosses the threshold.",
    },
)
described(
    AppealWorth,
    "Whether there are records whose removal does it.",
    {
        "FOUND": "There are; `sets` lists the smallest.",
        "NONE": "No removal does it, not even of all.",
        "UNDECIDED": "The standing itself cannot be decided.",
        "UNPROVEN": "The effort allowed was spent; no set smaller than `atLeast` does it.",
    },
)
