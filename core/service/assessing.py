"""Assessing: the answers to a question for one doctor, many, or a whole region."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import PointsFacts
from core.assessment.outcome import EnrolmentOutcome, PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.succession import continued, still_running
from core.errors import NotFoundError
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from core.service.apart import apart
from core.service.calendars import PUBLISHED
from core.service.facts import Ledger, enrolment_facts
from core.service.office import Office
from core.service.questions import Question, settled
from core.storage import DoctorRow, EnrolmentEntryRow, InstitutionRow, Reads
from core.text import Text

_NO_PERIOD = {kind: Period.of(kind, date(9000, 1, 1)) for kind in PeriodKind}
"""A period without records: what an answer carries over into it is all that is in effect."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """An answer with what it was made from."""

    facts: PointsFacts
    outcome: PointsOutcome


def settle(
    office: Office,
    regulation: str,
    period: str | None = None,
    as_of: date | None = None,
    *,
    law_at: date | None = None,
    known_at: datetime | None = None,
) -> Question:
    """Return what a question means: the period of ``as_of`` if none is named, today or the period's last day.

    ``regulation`` is the id of a version, or a place; ``law_at`` asks for the version in force that day.

    Raises:
        NotFoundError: no regulation and no place is called so.
        RefusedError: no period has this name, or the regulation counts in periods of another kind.
    """
    return settled(office.host.catalogue, office.today(), regulation, period, as_of, law_at=law_at, known_at=known_at)


def assess_ledger(office: Office, question: Question, ledger: Ledger) -> Assessed:
    """Return the answer for the doctor on whom ``ledger`` holds all entries."""
    law, known = question.law, ledger.known_at(question.known_at)
    facts = facts_under(office.host.catalogue, law, known, question.as_of)
    return Assessed(facts, assess_points(law, facts, question.period, question.as_of, PUBLISHED))


def facts_under(catalogue: Catalogue, law: Law, ledger: Ledger, as_of: date) -> PointsFacts:
    """Return what ``law`` is told of the doctor on whom ``ledger`` holds all entries."""
    facts = ledger.facts(law.regulation.place, law.id)
    return following(catalogue, law, facts, ledger, as_of)


def following(
    catalogue: Catalogue, law: Law, facts: PointsFacts, ledger: Ledger, as_of: date, apart: Collection[str] = ()
) -> PointsFacts:
    """Return ``facts`` with what the version before ``law`` leaves: sanctions in effect, and points that count on.

    ``apart`` names versions that leave nothing, because their records are among the facts already.
    """
    previous = catalogue.before(law)
    since, scheme = law.regulation.in_force.from_, law.regulation.points
    if previous is None or previous.id in apart or since is None or scheme is None:
        return facts
    told = following(catalogue, previous, ledger.facts(previous.regulation.place, previous.id), ledger, as_of, apart)
    if told == PointsFacts(readmitted_on=told.readmitted_on, examinations=told.examinations):
        return facts
    facts = still_running(facts, assess_points(previous, told, _NO_PERIOD[scheme.period], as_of, PUBLISHED))
    if law.regulation.in_force.continues != previous.id:
        return facts
    return continued(facts, assess_points(previous, told, Period.of(scheme.period, since), as_of, PUBLISHED))


async def ledgers_of(reads: Reads, doctors: Sequence[int]) -> dict[int, Ledger]:
    """Return what the registry holds on each of ``doctors`` (database ids), in four statements."""
    violations = await reads.violations_of_doctors(doctors)
    examinations = await reads.examinations_of_doctors(doctors)
    enrolments = await reads.enrolments_of_doctors(doctors)
    repairs = await reads.repairs_of_doctors(doctors)
    return {
        one: Ledger(
            violations=violations[one],
            examinations=examinations[one],
            enrolments=enrolments[one],
            repairs=repairs[one],
        )
        for one in doctors
    }


async def assess_doctors(office: Office, question: Question, doctors: Sequence[int]) -> dict[int, PointsOutcome]:
    """Return the outcome for each of ``doctors`` (database ids), in four statements however many there are."""
    ledgers = await ledgers_of(office.reads, doctors)
    return await apart(
        question.law,
        lambda: {doctor: assess_ledger(office, question, ledger).outcome for doctor, ledger in ledgers.items()},
    )


async def doctor_called(office: Office, code: str) -> DoctorRow:
    """Return the doctor with this code; raise NotFoundError if there is none."""
    found = (await office.reads.doctors_by_code([code])).get(code)
    if found is None:
        text = Text(zh=f"登记中没有编码为 {code} 的医师", en=f"no doctor in the registry has the code {code}")
        raise NotFoundError("DOCTOR_UNKNOWN", text, field="doctor")
    return found


def assess_enrolment_of(
    law: Law, doctor: DoctorRow, institution: InstitutionRow, entries: Sequence[EnrolmentEntryRow], as_of: date
) -> EnrolmentOutcome:
    """Return whether ``doctor`` may treat insured patients at ``institution`` under ``law``."""
    return assess_enrolment(law, enrolment_facts(doctor, institution, entries), as_of, PUBLISHED)


async def assess_all(
    office: Office,
    question: Question,
    *,
    region: str | None = None,
    institution: str | None = None,
    after: str | None = None,
    batch: int = 1000,
) -> AsyncIterator[list[tuple[DoctorRow, PointsOutcome]]]:
    """Yield the outcomes of every doctor that the law concerns in the period, in order of code, a batch at a time.

    ``after`` is the code of a doctor to continue after; None: from the first.
    """
    doctors = office.reads.enrolled_doctors(
        question.law.regulation.place,
        question.period.start,
        question.period.end,
        institution=institution,
        region=region,
        after=after,
        batch=batch,
    )
    async for rows in doctors:
        outcomes = await assess_doctors(office, question, [row.id for row in rows])
        yield [(row, outcomes[row.id]) for row in rows]
