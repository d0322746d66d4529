"""Deadlines from the registry: what comes up for a person under every law that concerns them.

What an answer holds today is taken for granted for the days to come: nothing further is assumed to happen.
"""

from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.assessment.over_time.deadlines import Deadline, comes_within, enrolment_deadlines, order_of, points_deadlines
from core.assessment.over_time.every_period import assess_every_period
from core.service.assessing import assess_enrolment_of, ledgers_of
from core.service.calendars import PUBLISHED
from core.service.facts import Ledger
from core.service.office import Office
from core.service.standings import standing_across
from core.storage import DoctorRow, EnrolmentEntryRow, InstitutionRow, RecordFilter

BATCH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days ``[start, end)`` asked about (``end`` None: without end), as things stand on the day ``as_of``."""

    start: date
    end: date | None
    as_of: date
    known_at: datetime | None = None
    """Nothing recorded later is looked at; None: everything is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalFile:
    """All that the registry holds on one doctor from which a deadline can follow."""

    doctor: DoctorRow
    ledger: Ledger
    entries: Sequence[EnrolmentEntryRow] = ()

    def known_at(self, moment: datetime | None) -> "PersonalFile":
        """Return what had been recorded by ``moment``; None: all."""
        if moment is None:
            return self
        entries = [row for row in self.entries if row.recorded_at <= moment]
        return replace(self, ledger=self.ledger.known_at(moment), entries=entries)

    @property
    def recorded_at(self) -> datetime | None:
        """When the last of it was recorded, in UTC; None: nothing was, or that was not kept."""
        ledger = self.ledger
        lives = [entry for row in ledger.violations for entry in row.entries]
        rows = (*ledger.violations, *lives, *ledger.examinations, *ledger.repairs, *ledger.enrolments, *self.entries)
        return max((row.recorded_at for row in rows if row.recorded_at is not None), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineFound:
    """A deadline, and the institution that it is about; None: it is about the person wherever they practise."""

    deadline: Deadline
    institution: InstitutionRow | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingUp:
    """What comes up for one doctor; not empty."""

    doctor: DoctorRow
    found: tuple[DeadlineFound, ...]
    recorded_at: datetime | None
    """When the last of what it rests on was recorded, in UTC; None: that was not kept."""


def deadlines_of(
    office: Office,
    person: PersonalFile,
    institutions: Mapping[int, InstitutionRow],
    span: Span,
    places: Collection[str] | None = None,
) -> tuple[DeadlineFound, ...]:
    """Return what comes up for ``person``: by day, and last what falls into a year without published days off.

    Under the laws of ``places`` alone, if given; of changes to be reported, those at ``institutions``.
    """
    known = person.known_at(span.known_at)
    found = (
        *(DeadlineFound(deadline=one) for one in _of_points(office, known.ledger, span, places)),
        *_of_enrolment(office, known, institutions, span, places),
    )
    kept = (one for one in found if comes_within(one.deadline, span.start, span.end))
    return tuple(sorted(kept, key=_order))


def _order(one: DeadlineFound) -> tuple[object, ...]:
    return *order_of(one.deadline), "" if one.institution is None else one.institution.code


def _of_points(office: Office, ledger: Ledger, span: Span, places: Collection[str] | None) -> tuple[Deadline, ...]:
    if not ledger.violations:
        return ()
    across = standing_across(office, ledger, span.as_of, None, places)
    return tuple(
        deadline
        for one in across.answers
        for outcome in assess_every_period(one.outcome.law, one.facts, span.as_of, PUBLISHED)
        for deadline in points_deadlines(outcome, one.facts)
    )


def _of_enrolment(
    office: Office,
    person: PersonalFile,
    institutions: Mapping[int, InstitutionRow],
    span: Span,
    places: Collection[str] | None,
) -> Iterator[DeadlineFound]:
    """Yield the changes to be reported at each institution, under the version of its place in force on the day."""
    catalogue = office.host.catalogue
    changed = {(row.place, row.institution_id) for row in person.entries if row.change is not None}
    for place, key in sorted(changed):
        if key not in institutions or not catalogue.versions(place) or (places is not None and place not in places):
            continue
        law, at = catalogue.chosen(place, None, span.as_of), institutions[key]
        entries = [row for row in person.entries if row.place == place and row.institution_id == key]
        outcome = assess_enrolment_of(law, person.doctor, at, entries, span.as_of)
        for one in enrolment_deadlines(outcome, PUBLISHED):
            yield DeadlineFound(deadline=one, institution=at)


async def personal_files(office: Office, doctors: Sequence[DoctorRow]) -> list[PersonalFile]:
    """Return what the registry holds on each of ``doctors``, in five statements however many there are."""
    ids = [row.id for row in doctors]
    ledgers, entries = await ledgers_of(office.reads, ids), await office.reads.entries_of_doctors(ids)
    return [PersonalFile(doctor=row, ledger=ledgers[row.id], entries=entries[row.id]) for row in doctors]


async def coming_up(office: Office, wanted: RecordFilter, span: Span) -> AsyncIterator[ComingUp]:
    """Yield what comes up for each doctor found by ``wanted`` for whom anything does, by code.

    Changes to be reported are those at institutions of the regions, and at the institution, that ``wanted`` names.
    """
    reads, after, places = office.reads, None, None if wanted.place is None else {wanted.place}
    while doctors := await reads.doctors_on_record(wanted, after, BATCH):
        files = await personal_files(office, doctors)
        rows = await reads.institutions_by_id({entry.institution_id for one in files for entry in one.entries})
        institutions = {key: row for key, row in rows.items() if wanted.has(row)}
        for one in files:
            found = deadlines_of(office, one, institutions, span, places)
            if found:
                yield ComingUp(doctor=one.doctor, found=found, recorded_at=one.known_at(span.known_at).recorded_at)
        after = doctors[-1].code
