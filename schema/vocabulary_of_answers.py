"""The enumerations of answers, of the registry and of the host, each value described."""

from enum import StrEnum

from core.assessment.outcome import Determination, DutyState, EnrolmentStatus, Step, StepKind
from core.assessment.sentences import sentence
from core.host import Origin
from core.intake.codes import CodeScheme
from core.records import EntryKind, Qualification, SubjectKind
from core.regulation.applicability import Why
from core.storage import EnrolmentStatus as EnrolmentPhase
from core.storage import PeriodState
from core.text import Lang
from schema.vocabulary import described

MOST_ARGUMENTS = 20


class PluginState(StrEnum):
    """Whether a plugin's regulations are served."""

    SERVED = "SERVED"
    PARKED = "PARKED"


class PointsKind(StrEnum):
    """How a text gives the points of a clause."""

    FIXED = "FIXED"
    RANGE = "RANGE"
    ALL = "ALL"
    UNSTATED = "UNSTATED"
    RULE = "RULE"
    NONE = "NONE"


def _said(kind: StepKind) -> str:
    """Return what a step of ``kind`` says, with its arguments left open; empty if it has no sentence."""
    try:
        said = sentence(Step(kind, None, ("…",) * MOST_ARGUMENTS), Lang.EN)
    except KeyError:
        return ""
    return f"It says: {said}."


described(
    PluginState,
    "Whether a plugin's regulations are served.",
    {"SERVED": "They are.", "PARKED": "They are not; `reason` says why. Nothing else is affected."},
)
described(
    PointsKind,
    "How a text gives the points of a clause.",
    {
        "FIXED": "A number, in `value`.",
        "RANGE": "A range, in `from` and `to`; the record must carry the decided number.",
        "ALL": "All points of the period.",
        "UNSTATED": "The text gives no number; the record must carry it.",
        "RULE": "A sentence that no table can say; a rule of the plugin decides.",
        "NONE": "No points; the consequence is named directly.",
    },
)
described(
    Determination,
    "Whether the law and the facts at hand decide the question.",
    {"DETERMINED": "They do.", "INDETERMINATE": "They do not; `missing` says what is lacking. No number is invented."},
)
described(
    Why,
    "Why a regulation was chosen for an act, or none.",
    {
        "ONLY_ONE": "No other regulation served governs the act in this region.",
        "SUPERSEDES": "It replaces the others that would govern.",
        "MOST_LOCAL": "It is made for the smallest area of those that govern.",
        "SEVERAL": "Several of the same area govern and none says that it replaces the others: the operator decides.",
        "NONE_IN_FORCE": "None served governs the act.",
    },
    name="WhyApplicable",
)
described(
    StepKind,
    "What a step of an explanation does. Show `Step.text`; branch on the kind only where the client must.",
    {
        **{kind.name: _said(kind) for kind in StepKind},
        "LAW": "Names the regulation applied.",
        "READING": "Names a reading other than the default.",
        "OPERATOR": "Names the operator's decision that fills a gap of the text.",
        "OPENING": "Opens the period with its full points.",
        "DEDUCTION": "Takes points for a record.",
        "NO_DEDUCTION": "A record that costs no points.",
        "CAP": "More was lost than counts.",
        "FLOOR": "More was lost than there was; nothing is left.",
        "THRESHOLD": "A threshold is reached.",
        "ACT_SANCTION": "The act itself leads to a sanction, whatever the points.",
        "ESCALATION": "Repetition makes the consequence heavier.",
        "SANCTION": "A sanction with its dates.",
        "ABSORBED": "A sanction that a later or graver one replaces.",
        "CARRIED": "A sanction of another period that is still in effect.",
        "EXAM_PASSED": "The examination that ends a suspension was passed.",
        "EXAM_DUE": "The examination that ends a suspension is still due.",
        "READMITTED": "The doctor was enrolled anew after a revocation.",
        "MISSING": "A value is missing.",
        "CONDITION_MET": "A condition is met.",
        "CONDITION_NOT_ASKED": "A condition is not asked of this applicant.",
        "CONDITION_FAILED": "A condition is not met.",
        "CONDITION_UNKNOWN": "It is not known whether a condition is met.",
        "ACT_TAKEN": "A procedural step was taken and has effect.",
        "ACT_REFUSED": "A procedural step was taken without effect.",
        "ENDED": "A change ended the enrolment.",
        "DUTY": "A change to be reported.",
        "COVERED": "The care falls under the regulation.",
        "NOT_COVERED": "The care does not fall under the regulation.",
        "STANDING": "The standing on the day asked about.",
    },
)
described(
    EnrolmentStatus,
    "Whether a doctor may practise for insured patients at an institution.",
    {
        "ENROLLED": "The doctor may.",
        "NOT_YET": "Nothing bars it; acts are still to be done, see `nextActs`.",
        "NOT_FILED": "Filed at another institution, which is good for that one only.",
        "NOT_ELIGIBLE": "A condition is not met.",
        "ENDED": "It has ended.",
        "DEREGISTERED": "Struck off by the agency (注销备案).",
        "NOT_IN_FORCE": "The text's own term has not begun or is over.",
    },
)
described(
    DutyState,
    "Whether a duty was met, such as a report or rectification.",
    {
        "OPEN": "Not yet met, still in time.",
        "OVERDUE": "Not met in time.",
        "DONE": "Met in time.",
        "DONE_LATE": "Met, too late.",
        "UNKNOWN": "Not known: the days off of the year in question are not.",
    },
)
described(
    Qualification,
    "A doctor's licence (执业级别).",
    {"LICENSED": "Physician (执业医师).", "ASSISTANT_LICENSED": "Assistant physician (执业助理医师)."},
)
described(
    EntryKind,
    "What an entry in the file of an enrolment tells.",
    {
        "FINDING": "Whether an attribute holds.",
        "ACT": "A procedural step.",
        "INCIDENT": "Something in the past that can bar the application.",
        "CHANGE": "A change that must be reported.",
        "INCIDENTS_CHECKED": "The past was checked, so that no incident means a clean one.",
    },
)
described(
    EnrolmentPhase,
    "Where a day lies in an enrolment.",
    {"ACTIVE": "On or after the start and before the end.", "ENDED": "On or after the end."},
    name="EnrolmentPhase",
)
described(
    PeriodState,
    "Whether an evaluation period still takes part in new results.",
    {"OPEN": "It does.", "CLOSED": "It is closed.", "REOPENED": "It was closed and opened again."},
)
described(
    CodeScheme,
    "Who gave a code.",
    {"NATIONAL": "It has the form of a national code.", "LOCAL": "It is a local code."},
)
described(
    Origin,
    "Where a plugin was found.",
    {"FOLDER": "A folder of data files.", "PACKAGE": "An installed package."},
    name="PluginOrigin",
)
described(
    SubjectKind,
    "What a measurement is about.",
    {
        "DOCTOR": "A doctor (医保医师), by code.",
        "DEPARTMENT": "A department of an institution (科室).",
        "INSTITUTION": "An institution (医疗机构), by code.",
        "AGENCY": "An agency that runs the insurance (经办机构).",
    },
)
