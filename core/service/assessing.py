"""Assessing: which law, period and day a question means, and the answers for one doctor, many, or a whole region."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.assessment.enrolment import assess_enrolment
from core.assessment.outcome import EnrolmentOutcome, PointsOutcome
from core.assessment.periods import Period
from core.assessment.points import assess_points
from core.errors import NotFoundError, RefusedError
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from core.service.calendars import PUBLISHED
from core.service.facts import enrolment_facts, points_facts
from core.service.office import Office
from core.storage import DoctorRow, EnrolmentEntryRow, InstitutionRow
from core.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """A law, a period and a day, all settled."""

    law: Law
    period: Period
    as_of: date


def settle(office: Office, regulation: str, period: str | None = None, as_of: date | None = None) -> Question:
    """Return what a question means: the period of ``as_of`` if none is named, today or the period's last day.

    Raises:
        NotFoundError: no regulation has this id.
        RefusedError: no period has this name, or the regulation counts in periods of another kind.
    """
    law = office.host.catalogue.get(regulation)
    scheme = law.regulation.points
    kind = scheme.period if scheme else PeriodKind.YEAR
    if period is None:
        day = as_of or office.today()
        return Question(law, Period.of(kind, day), day)
    named = parse_period(period)
    if named.kind is not kind:
        raise _period_refused(period, f"{law.id} 按 {kind} 计", f"{law.id} counts by {kind}")
    return Question(law, named, as_of or min(office.today(), named.end - timedelta(days=1)))


def parse_period(name: str) -> Period:
    """Return the period called ``name``; raise RefusedError for any other text."""
    try:
        return Period.parse(name)
    except ValueError as error:
        raise _period_refused(
            name, "写成 2025、2025-H1、2025-Q3 或 2025-07", "write 2025, 2025-H1, 2025-Q3 or 2025-07"
        ) from error


def _period_refused(name: str, zh: str, en: str) -> RefusedError:
    return RefusedError(
        "PERIOD_INVALID",
        Text(zh=f"周期 {name!r} 不能用: {zh}", en=f"the period {name!r} cannot be used: {en}"),
        field="period",
    )


async def assess_doctors(office: Office, question: Question, doctors: Sequence[int]) -> dict[int, PointsOutcome]:
    """Return the outcome for each of ``doctors`` (database ids), in four statements however many there are."""
    place = question.law.regulation.place
    violations = await office.reads.violations_of_doctors(doctors, place)
    examinations = await office.reads.examinations_of_doctors(doctors, place)
    enrolments = await office.reads.enrolments_of_doctors(doctors)
    repairs = await office.reads.repairs_of_doctors(doctors, question.law.id)
    outcomes: dict[int, PointsOutcome] = {}
    for doctor in doctors:
        here = [row for row in enrolments[doctor] if row.place == place]
        facts = points_facts(question.law.id, violations[doctor], examinations[doctor], here, repairs[doctor])
        outcomes[doctor] = assess_points(question.law, facts, question.period, question.as_of, PUBLISHED)
    return outcomes


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
