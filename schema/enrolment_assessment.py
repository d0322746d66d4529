"""The answer of the enrolment scheme: whether a doctor may practise for insured patients at an institution."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.assessment.outcome import EnrolmentOutcome
from core.assessment.over_time.deadlines import enrolment_deadlines
from core.regulation.law import Law
from core.service.assessing import assess_enrolment_of
from core.service.calendars import PUBLISHED
from core.service.deadlines import DeadlineFound
from core.storage import DoctorRow, EnrolmentEntryRow, InstitutionRow
from schema.assessment import Assessment
from schema.deadline import Deadline
from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import Act, Change, Party
from schema.vocabulary_of_answers import DutyState, EnrolmentStatus

if TYPE_CHECKING:
    from schema.doctor import Doctor
    from schema.institution import Institution


@dataclass(frozen=True, slots=True)
class EnrolmentAssessed:
    """An outcome of the enrolment scheme, and whose it is; None: of facts in the request."""

    outcome: EnrolmentOutcome
    doctor: DoctorRow | None = None
    institution: InstitutionRow | None = None


def _deadlines(one: EnrolmentAssessed) -> list[DeadlineFound]:
    return [
        DeadlineFound(deadline=deadline, institution=one.institution)
        for deadline in enrolment_deadlines(one.outcome, PUBLISHED)
    ]


def assess_at(
    law: Law, doctor: DoctorRow, institution: InstitutionRow, entries: Sequence[EnrolmentEntryRow], as_of: date
) -> EnrolmentAssessed:
    """Return whether ``doctor`` may treat insured patients at ``institution`` under ``law``."""
    return EnrolmentAssessed(assess_enrolment_of(law, doctor, institution, entries, as_of), doctor, institution)


@strawberry.type(description="An act that can be done next.")
class NextAct:
    """Stands for ``core.assessment.outcome.NextAct``."""

    act: Act = field("What can be done.")
    by: Party = field("Who does it.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The act in short.")


@strawberry.type(description="A change to be reported, and whether it was.")
class DutyDue:
    """Stands for ``core.assessment.outcome.DutyDue``."""

    duty: str = field("Code of the duty within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The duty in short.")
    by: Party = field("Who must report.")
    change: Change = field("The change.")
    on: date = field("When it happened.")
    due_before: date | None = field("The first day that is too late; none: not to be reckoned.")
    reported_on: date | None = field("When it was reported; none: not yet.")
    state: DutyState = field("Whether the duty was met.")
    last_day: date | None = field("The last day on which a report is in time; none: not to be reckoned.")


@strawberry.type(description="A breach of a duty of conduct, for which the text names no consequence.")
class ConductBreach:
    """Stands for ``core.assessment.outcome.DutyBreach``."""

    duty: str = field("Code of the duty within the regulation.")
    citation: Citation = field("The place in the law.")
    label: Text = field("The duty in short.")
    on: date = field("Day of the breach.")


@strawberry.type(description="Whether a doctor may practise for insured patients at an institution (备案/协议).")
class EnrolmentAssessment(Assessment):
    """Stands for ``EnrolmentAssessed``."""

    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] | None = field(
        "The doctor; none: the facts were in the request."
    )
    institution: Annotated["Institution", strawberry.lazy("schema.institution")] | None = field(
        "The institution; none: the facts were in the request."
    )
    status: EnrolmentStatus | None = field("Whether the doctor may; none: not decidable.", "outcome.status")
    state: str | None = field("Code of the state reached; none: at the beginning.", "outcome.state")
    state_label: Text | None = field("The state reached, in short.", "outcome.state_label")
    since: date | None = field("Day on which the state was reached.", "outcome.since")
    covered: bool | None = field(
        "Whether the care asked about falls under the regulation; none: not asked, or not limited by the text.",
        "outcome.covered",
    )
    next_acts: list[NextAct] = field("Acts that can be done next.", "outcome.next_acts")
    duties: list[DutyDue] = field("Changes to be reported, with their dates.", "outcome.duties")
    deadlines: list[Deadline] = field(
        "The last days to report changes that have not been reported, by day.", _deadlines
    )
    grounds: list[Citation] = field(
        "Places in the law for which the doctor may not practise here; empty: the doctor may, or acts are still due.",
        "outcome.grounds",
    )
    ended_on: date | None = field(
        "Day on which the enrolment ended or was struck off; none: it has not.", "outcome.ended_on"
    )
    arithmetic: str | None = field(
        "The months of a year's suspensions added up, such as 6 + 6 = 12, where their sum struck the doctor off.",
        "outcome.arithmetic",
    )
    breaches: list[ConductBreach] = field("Duties of conduct that were breached.", "outcome.breaches")
    in_force: bool | None = field(
        "Whether `asOf` lies within the text's own term; none: it has none, or its start is not known.",
        "outcome.in_force",
    )
    valid_until: date | None = field(
        "First day after the text's own term; none: it has none, or its start is not known.", "outcome.valid_until"
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, EnrolmentAssessed)
