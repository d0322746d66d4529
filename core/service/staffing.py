"""From doctors to the institution: the share of its staff that was suspended or terminated within a year.

What is counted, where the text is silent:

* the staff: everyone registered there under the law's place on some day of the year, up to the day asked about;
* those affected: each suspension, revocation or termination that took effect within the year, by person and time
  (人次), of somebody registered there between its decision and its first day, the day on which an enrolment ended
  included, since a termination ends it; wherever the record arose, unless a reading of the law says otherwise;
* the year: the calendar year in which the period asked about begins.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from core.assessment.facts import StaffFacts
from core.assessment.over_time.every_period import assess_every_period
from core.assessment.over_time.timeline import period_of
from core.assessment.periods import Period
from core.assessment.points.staff import StaffShareOutcome, assess_staff, in_effect_from
from core.assessment.points.terms import SanctionImposed
from core.regulation.law import Law
from core.regulation.schemes.points import StaffRecords
from core.regulation.vocabulary import PeriodKind
from core.service.assessing import assess_ledger
from core.service.calendars import PUBLISHED
from core.service.facts import Ledger, record_id
from core.service.office import Office
from core.service.questions import Question
from core.storage import EnrolmentRow, ViolationRow

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffAffected:
    """One person-time: a sanction of somebody registered at the institution, and the record that it rests on."""

    doctor_id: int
    sanction: SanctionImposed
    record: ViolationRow
    number: int
    """Its place in the list, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffShareFound:
    """What follows for an institution, the numbers it rests on, and everyone who is counted."""

    outcome: StaffShareOutcome
    facts: StaffFacts
    year: Period
    people: tuple[StaffAffected, ...]
    """Each person-time that counts under the law, by the first day of the sanction, then by person."""


def staff_of(question: Question, enrolments: Iterable[EnrolmentRow]) -> dict[int, list[EnrolmentRow]]:
    """Return, by doctor, the enrolments of one institution that belong to its staff of the year asked about."""
    year, day = _year(question)
    staff: dict[int, list[EnrolmentRow]] = {}
    for row in enrolments:
        known = question.known_at is None or row.recorded_at is None or row.recorded_at <= question.known_at
        during = row.since <= day and (row.until is None or row.until > year.start)
        if known and during and row.place == question.law.regulation.place:
            staff.setdefault(row.doctor_id, []).append(row)
    return staff


def staff_share(
    office: Office,
    question: Question,
    institution_id: int,
    staff: Mapping[int, Sequence[EnrolmentRow]],
    ledgers: Mapping[int, Ledger],
) -> StaffShareFound:
    """Return what the law makes of the share of an institution's ``staff`` (see ``staff_of``) that was affected.

    ``ledgers`` holds, by doctor, everything recorded on each of them; of those left out nothing is.
    """
    year, day = _year(question)
    found: list[StaffAffected] = []
    undecided = 0
    for doctor, rows in staff.items():
        ledger = ledgers.get(doctor, Ledger()).known_at(question.known_at)
        if ledger.violations:
            one = _Person(office, replace(question, as_of=day), doctor, ledger)
            undecided += one.is_undecided
            found += (each for each in one.affected(year) if _was_there(rows, each))
    law = question.law
    own = [one for one in found if one.record.institution_id == institution_id]
    facts = StaffFacts(affected=len(found), staff=len(staff), affected_here=len(own), undecided=undecided or None)
    counted = own if _own_records_alone(law) else found
    counted.sort(key=lambda one: (one.sanction.start, one.doctor_id, one.sanction.record))
    return StaffShareFound(
        outcome=assess_staff(law, facts, question.as_of),
        facts=facts,
        year=year,
        people=tuple(replace(one, number=number) for number, one in enumerate(counted, 1)),
    )


class _Person:
    """One of the staff, with every sanction that stands on the day asked about."""

    def __init__(self, office: Office, question: Question, doctor: int, ledger: Ledger) -> None:
        law, day = question.law, question.as_of
        facts = assess_ledger(office, replace(question, period=period_of(law, day)), ledger).facts
        self._outcomes = assess_every_period(law, facts, day, PUBLISHED)
        self._doctor, self._day = doctor, day
        self._records = {record_id(row): row for row in ledger.violations if row.regulation == law.id}

    @property
    def is_undecided(self) -> bool:
        return any(one.standing is None for one in self._outcomes)

    def affected(self, year: Period) -> Iterator[StaffAffected]:
        sanctions = [one for outcome in self._outcomes for one in outcome.sanctions]
        for one in in_effect_from(sanctions, year.start, min(year.end, self._day + _DAY)):
            yield StaffAffected(doctor_id=self._doctor, sanction=one, record=self._records[one.record], number=0)


def _was_there(rows: Iterable[EnrolmentRow], one: StaffAffected) -> bool:
    """Return whether an enrolment lasted into the days from the decision up to the first day of the sanction."""
    start = one.sanction.start
    since = min(one.record.decided_on, start)
    return any(row.since <= start and (row.until is None or row.until >= since) for row in rows)


def _own_records_alone(law: Law) -> bool:
    scheme = law.regulation.points
    return scheme is not None and scheme.conventions.staff_records is StaffRecords.HERE


def _year(question: Question) -> tuple[Period, date]:
    """Return the calendar year asked about, and the last of its days that is looked at."""
    year = Period.of(PeriodKind.YEAR, question.period.start)
    return year, min(question.as_of, year.end - _DAY)
