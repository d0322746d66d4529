"""What follows for an institution from the share of its staff that is suspended or terminated."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.assessment.facts import StaffFacts
from core.assessment.periods import Period as PeriodOfLaw
from core.assessment.points.staff import StaffShareOutcome, affected_under, assess_staff
from core.service.staffing import StaffAffected, staff_of, staff_share
from core.storage import DayKey, DoctorRow, InstitutionRow, ViolationRow
from schema.access import seen_violations
from schema.assessing import AsOf, KnownAt, LawAt, asked, ledgers_seen
from schema.assessment import Assessment
from schema.connection import DEFAULT_FIRST, Connection, Page, Paging, days
from schema.context import Info
from schema.fields import After, First, PeriodName, RegulationId, argument, field, resolved
from schema.given import MOST, Day, Readings, law_under, refuse_outside, refuse_too_many
from schema.points_terms import Period, Sanction
from schema.text import Citation, Text
from schema.vocabulary_of_points import InstitutionMeasure

if TYPE_CHECKING:
    from schema.doctor import Doctor
    from schema.violation import Violation


@dataclass(frozen=True, slots=True)
class StaffShareAssessed:
    """An outcome about the staff of an institution, and the numbers it rests on."""

    outcome: StaffShareOutcome
    facts: StaffFacts
    year: PeriodOfLaw | None = None
    """The year looked at; None: the numbers were in the request."""
    people: tuple[StaffAffected, ...] = ()

    @property
    def affected(self) -> int:
        """How many person-times count under the law."""
        return affected_under(self.outcome.law, self.facts)


PEOPLE: Paging[StaffAffected, DayKey] = Paging(days("staffAffected"), lambda one: (one.sanction.start, one.number))


async def _doctor(root: strawberry.Parent[StaffAffected], info: Info) -> DoctorRow:
    return await info.context.loaders.doctors.load(root.doctor_id)


async def _violation(root: strawberry.Parent[StaffAffected], info: Info) -> ViolationRow | None:
    rows = await seen_violations(info.context, root.doctor_id)
    return next((row for row in rows if row.id == root.record.id), None)


@strawberry.type(description="A person of an institution's staff who was suspended or terminated, once (人次).")
class AffectedPerson:
    """Stands for ``core.service.staffing.StaffAffected``."""

    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] = resolved(_doctor, "The person.")
    record: str = field("The record that it rests on, as `Violation.record` gives it.", "sanction.record")
    violation: Annotated["Violation", strawberry.lazy("schema.violation")] | None = resolved(
        _violation, "That record, with its clause; none: it arose at an institution outside your regions."
    )
    sanction: Sanction = field("The suspension or termination, with the place in the law.")


async def _people(
    root: strawberry.Parent[StaffShareAssessed], info: Info, first: First = DEFAULT_FIRST, after: After = None
) -> Page[StaffAffected]:
    return PEOPLE.cut(info.context, first, after, root.people)


@strawberry.type(
    description="What follows for an institution from the share of its staff that was suspended or terminated within a "
    "year."
)
class StaffShareAssessment(Assessment):
    """Stands for ``StaffShareAssessed``."""

    affected: int = field(
        "Suspended and terminated, counted by person and time (人次): each that took effect within the year."
    )
    staff: int = field("All who are registered there; drawn from the registry: on some day of the year.", "facts.staff")
    undecided: int | None = field(
        "People whose own standing is not decidable, each of whom could add one; none: there are none.",
        "facts.undecided",
    )
    year: Period | None = field("The year looked at; none: the numbers were in the request.")
    people: Connection[AffectedPerson] = resolved(
        _people, "Each that is counted, by the first day of the sanction; empty: the numbers were in the request."
    )
    measure: InstitutionMeasure | None = field("What follows; none: nothing, or not decidable.", "outcome.measure")
    discretionary: bool | None = field(
        "Whether the text only allows it (可以), so that the agency decides; none: nothing follows.",
        "outcome.discretionary",
    )
    label: Text | None = field("What follows, in short.", "outcome.label")
    citation: Citation | None = field("The place in the law.", "outcome.citation")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, StaffShareAssessed)


async def staff_share_of(
    root: strawberry.Parent[InstitutionRow],
    info: Info,
    *,
    regulation: RegulationId,
    period: PeriodName = None,
    as_of: AsOf = None,
    law_at: LawAt = None,
    known_at: KnownAt = None,
) -> StaffShareAssessed:
    """Return what follows for the institution from the standings of its staff within the year of the period."""
    context = info.context
    question = asked(context, regulation, period, as_of, law_at, known_at)
    staff = staff_of(question, await context.loaders.enrolled_at.load(root.id))
    context.spend(1 + len(staff))
    ledgers = dict(zip(staff, await ledgers_seen(context, tuple(staff)), strict=True))
    found = staff_share(context.office, question, root.id, staff, ledgers)
    return StaffShareAssessed(found.outcome, found.facts, found.year, found.people)


def simulate_staff_share(
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    affected: Annotated[
        int, argument("How many were suspended or terminated within a year, by person and time (人次).")
    ],
    staff: Annotated[int, argument("How many are registered there.")],
    affected_here: Annotated[
        int | None,
        argument("Those of `affected` that rest on a record of the institution itself; none: all of them do."),
    ] = None,
    readings: Readings = [],  # noqa: B006 - a default of the schema, never changed
) -> StaffShareAssessed:
    """Return what follows for an institution from numbers in the request; nothing is stored."""
    refuse_too_many(readings)
    refuse_outside(
        "", {"affected": (affected, 0, MOST), "staff": (staff, 0, MOST), "affectedHere": (affected_here, 0, MOST)}
    )
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1)
    given = StaffFacts(affected=affected, staff=staff, affected_here=affected_here)
    return StaffShareAssessed(assess_staff(law, given, as_of), given)
