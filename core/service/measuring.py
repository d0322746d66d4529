"""Answers drawn from the measurements of the registry: a subject's scorecard, charges, settlement or rating.

What the registry does not hold stays missing, so that the engine says what is lacking; nothing is assumed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.assessment.charges.assess import assess_charges
from core.assessment.charges.terms import ChargesFacts, ChargesOutcome
from core.assessment.periods import Period
from core.assessment.rating.assess import assess_rating
from core.assessment.rating.terms import RatingFacts, RatingOutcome
from core.assessment.scorecard.assess import assess_scorecard
from core.assessment.scorecard.terms import ScorecardFacts, ScorecardOutcome
from core.assessment.settlement.assess import assess_settlement
from core.assessment.settlement.terms import SettlementFacts, SettlementOutcome
from core.errors import RefusedError
from core.records import SubjectKind
from core.regulation.law import Law
from core.regulation.model import Regulation
from core.regulation.vocabulary import PeriodKind, Scheme
from core.service.measuring_charges import charges_facts
from core.service.measuring_facts import scorecard_facts, settlement_facts
from core.service.measuring_rating import NOTHING_BESIDE, Beside, rated, rating_facts
from core.service.measuring_rows import known, real_period
from core.service.office import Office
from core.storage import MeasurementRow
from core.text import Text

Measured = ScorecardOutcome | ChargesOutcome | SettlementOutcome | RatingOutcome
"""An answer drawn from measurements."""

MEASURED_SCHEMES = (Scheme.SCORECARD, Scheme.CHARGES, Scheme.SETTLEMENT, Scheme.RATING)
"""The schemes whose facts are measurements. A prescription is not kept, so there are none of dispensing."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom measurements are about. A department is its institution's code, a slash and its own."""

    kind: SubjectKind
    code: str


@dataclass(frozen=True, slots=True)
class MeasuredQuestion:
    """A law, a subject, a period and a day, all settled."""

    law: Law
    subject: Subject
    period: Period
    as_of: date
    known_at: datetime | None = None
    """What was recorded later does not count; None: all of it counts."""


def settle_measured(
    office: Office,
    scheme: Scheme,
    regulation: str,
    subject: Subject,
    *,
    period: str | None = None,
    as_of: date | None = None,
    known_at: datetime | None = None,
) -> MeasuredQuestion:
    """Return what a question means: today in China if no day is named, and the period of that day.

    A scorecard or budget year is of its scheme's own kind. Charges and ratings are asked for any period, which
    without a name is a year, or for a rating of its scheme's kind.

    Raises:
        NotFoundError: no regulation has this id.
        RefusedError: no period has this name, or the scheme counts in periods of another kind.
    """
    law = office.host.catalogue.get(regulation)
    day = as_of or office.today()
    kind = _kind(law.regulation, scheme)
    asked = Period.of(kind or PeriodKind.YEAR, day) if period is None else real_period(period)
    if asked is None:
        text = Text(
            zh=f"周期 {period!r} 不能用: 写成 2025、2025-H1、2025-Q3、2025-B6 或 2025-07",
            en=f"the period {period!r} cannot be used: write 2025, 2025-H1, 2025-Q3, 2025-B6 or 2025-07",
        )
        raise RefusedError("PERIOD_INVALID", text, field="period")
    if kind is not None and asked.kind is not kind and scheme in (Scheme.SCORECARD, Scheme.SETTLEMENT):
        text = Text(
            zh=f"周期 {asked.name} 不能用: {law.id} 按 {kind} 计",
            en=f"the period {asked.name} cannot be used: {law.id} counts by {kind}",
        )
        raise RefusedError("PERIOD_INVALID", text, field="period")
    return MeasuredQuestion(law, subject, asked, day, known_at)


def _kind(regulation: Regulation, scheme: Scheme) -> PeriodKind | None:
    """Return the kind of period that a scheme counts in; None: any."""
    match scheme:
        case Scheme.SCORECARD:
            return regulation.scorecard.period if regulation.scorecard is not None else None
        case Scheme.SETTLEMENT:
            return regulation.settlement.period if regulation.settlement is not None else None
        case Scheme.RATING:
            return regulation.rating.period if regulation.rating is not None else None
        case _:
            return None


async def measurements_for(office: Office, question: MeasuredQuestion) -> tuple[MeasurementRow, ...]:
    """Return every measurement that the question rests on, whenever made; those of an institution's departments too."""
    subject = question.subject
    return await office.reads.measurements_about(question.law.id, subject.kind, subject.code)


async def assess_measured(
    office: Office, scheme: Scheme, question: MeasuredQuestion, beside: Beside = NOTHING_BESIDE
) -> Measured:
    """Return what the registry's measurements make of the question; ``beside`` is looked at by a rating alone.

    Raises:
        RefusedError: the scheme has no measurements, or a rating is asked of an agency.
    """
    rows = await measurements_for(office, question)
    match scheme:
        case Scheme.SCORECARD:
            return scorecard_of(question, rows)
        case Scheme.CHARGES:
            return charges_of(question, rows)
        case Scheme.SETTLEMENT:
            return settlement_of(question, rows)
        case Scheme.RATING:
            return rating_of(question, rows, beside)
        case _:
            listed = ", ".join(MEASURED_SCHEMES)
            text = Text(zh=f"{scheme} 不用测量值; 可用: {listed}", en=f"{scheme} has no measurements; {listed} have")
            raise RefusedError("NOTHING_MEASURED", text, field="scheme")


def scorecard_of(question: MeasuredQuestion, rows: Sequence[MeasurementRow]) -> ScorecardOutcome:
    """Return the score and grade that ``rows`` earn; those of the subject's departments do not count."""
    scheme = question.law.regulation.scorecard
    facts = ScorecardFacts()
    if scheme is not None:
        facts = scorecard_facts(scheme, _own(question, rows), question.period)
    return assess_scorecard(question.law, facts, question.period, question.as_of)


def charges_of(question: MeasuredQuestion, rows: Sequence[MeasurementRow]) -> ChargesOutcome:
    """Return what ``rows`` cost; an institution's are those of its departments too."""
    scheme = question.law.regulation.charges
    facts = ChargesFacts()
    if scheme is not None:
        facts = charges_facts(scheme, known(rows, question.as_of, question.known_at))
    return assess_charges(question.law, facts, question.period, question.as_of)


def settlement_of(question: MeasuredQuestion, rows: Sequence[MeasurementRow]) -> SettlementOutcome:
    """Return what becomes of the budget in ``rows``; those of the subject's departments do not count."""
    facts = SettlementFacts(budget=None)
    if question.law.regulation.settlement is not None:
        facts = settlement_facts(_own(question, rows), question.period)
    return assess_settlement(question.law, facts, question.period, question.as_of)


def rating_of(
    question: MeasuredQuestion, rows: Sequence[MeasurementRow], beside: Beside = NOTHING_BESIDE
) -> RatingOutcome:
    """Return what the grade, circumstances and figures in ``rows`` lead to, with what the question brings along.

    Raises:
        RefusedError: the subject is an agency, which no regulation rates.
    """
    scheme = question.law.regulation.rating
    subject = rated(scheme, question.subject.kind)
    facts = RatingFacts(subject=subject)
    if scheme is not None:
        facts = rating_facts(scheme, _own(question, rows), subject, question.period, beside)
    return assess_rating(question.law, facts, question.period, question.as_of)


def _own(question: MeasuredQuestion, rows: Sequence[MeasurementRow]) -> tuple[MeasurementRow, ...]:
    """Return what was known about the subject itself."""
    own = [row for row in rows if (row.subject_kind, row.subject) == (question.subject.kind, question.subject.code)]
    return known(own, question.as_of, question.known_at)
