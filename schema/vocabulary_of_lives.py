"""The enumerations of a record's life and of the choice of a law, each value described."""

from core.assessment.points.lives import LifeState
from core.regulation.law import ChosenBecause
from core.regulation.vocabulary import LifeEvent
from schema.vocabulary import described

__all__ = ["ChosenBecause", "LifeEvent", "LifeState"]

described(
    LifeState,
    "Where a record of a violation stands in its life.",
    {
        "SUSPECTED": "A suspicion; it costs nothing yet (立案待查).",
        "DECIDED": "Decided; notice has not been given (已决定).",
        "NOTIFIED": "Notice was given, and the person can still object (已送达).",
        "APPEALED": "The person objected, and that is not decided yet (申诉中).",
        "UPHELD": "Confirmed after an objection (维持).",
        "OVERTURNED": "Set aside; it is as if it had never been (撤销).",
        "WITHDRAWN": "The authority took it back itself (撤回).",
        "UNCONTESTED": "Nobody objected in time, or the objection was taken back (无异议).",
    },
)
described(
    LifeEvent,
    "What can happen to a record of a violation.",
    {
        "SUSPECTED": "A suspicion was raised.",
        "DECIDED": "The suspicion was found true.",
        "NOTIFIED": "Notice of the decision was given (送达).",
        "APPEALED": "The person objected (申诉).",
        "APPEAL_WITHDRAWN": "The person took the objection back.",
        "UPHELD": "The decision was confirmed (维持).",
        "OVERTURNED": "The decision was set aside (撤销).",
        "WITHDRAWN": "The authority took the record back itself (撤回).",
    },
)
described(
    ChosenBecause,
    "Why a regulation is applied to a question.",
    {
        "NAMED": "The question names this version.",
        "IN_FORCE": "Of its place's versions it is the one in force on the day.",
        "NONE_IN_FORCE": "No version of its place is in force on the day; it is the last one before, or the first.",
    },
)
