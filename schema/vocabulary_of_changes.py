"""The enumerations of timelines and differences, each value described."""

from core.assessment.comparing.differences import DifferenceKind
from core.assessment.comparing.items import DifferenceField
from core.assessment.over_time.causes import CauseKind
from schema.vocabulary import described

__all__ = ["CauseKind", "DifferenceField", "DifferenceKind"]

described(
    CauseKind,
    "What happened on a day on which a standing changed.",
    {
        "DECIDED": "A record was decided.",
        "SUSPECTED": "A suspicion was raised.",
        "NOTIFIED": "Notice of a decision was given (送达).",
        "APPEALED": "The person objected (申诉).",
        "APPEAL_WITHDRAWN": "The person took the objection back.",
        "UPHELD": "The decision was confirmed after an objection.",
        "OVERTURNED": "The decision was set aside; it is as if it had never been.",
        "WITHDRAWN": "The authority took the record back itself.",
        "REPAIRED": "Something done to win points back was accepted (修复).",
        "EXAM_PASSED": "An examination was passed.",
        "EXAM_FAILED": "An examination was failed.",
        "READMITTED": "A new enrolment ended a revocation.",
        "LIFTED": "A suspension without end was lifted.",
        "SANCTION_STARTED": "A sanction's first day.",
        "SANCTION_ENDED": "The first day after a sanction's term.",
        "PERIOD_TURNED": "A new evaluation period began.",
        "BROUGHT": "What the version before brings along changed.",
        "VERSION_CHANGED": "Another version of the regulation applies from this day, or none does any more.",
    },
    name="StandingCauseKind",
)
described(
    DifferenceKind,
    "How two answers differ in one statement.",
    {
        "ADDED": "Only the later answer makes it.",
        "REMOVED": "Only the earlier answer makes it.",
        "CHANGED": "Both make it, with different content.",
        "REORDERED": "Both make the same statements, in another order.",
    },
)
described(
    DifferenceField,
    "What a difference between two answers is about.",
    {
        "REGULATION": "The regulation applied.",
        "REGULATION_DIGEST": "A value of the regulation that was used.",
        "READING": "A reading taken.",
        "OPERATOR_SUPPLY": "The operator's values.",
        "FACTS_DIGEST": "A fact that was used.",
        "PERIOD": "The period whose points are summed.",
        "DETERMINATION": "Whether law and facts decide the question.",
        "MISSING": "A value that is lacking.",
        "STANDING": "The standing.",
        "DEDUCTION": "What a record costs.",
        "REPAIR": "What a repair gives back.",
        "SANCTION": "A sanction of the period.",
        "CARRIED": "A sanction of another period that is still in effect.",
        "SUSPENSIONS": "How many suspensions count towards an escalation.",
        "HEADROOM": "How far it is to the next consequence; the days until the period ends are not compared.",
        "FLAG": "A distinction beside the standing.",
        "APPEAL": "Until when a record can be objected to.",
        "EXPOSURE": "A record whose fate is open.",
        "NOTICE": "What the law has made public.",
        "IS_SUBJECT": "Whether the regulation is about the profession.",
        "PAYABLE": "Whether the care asked about is paid for.",
        "STEP": "A step of the explanation.",
    },
)
