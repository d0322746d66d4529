"""Made-up measurements of the synthetic region, so that every scheme that rests on figures has an answer."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.periods import Period
from core.records import EnrolmentRecord, InstitutionRecord, MeasurementRecord, SubjectKind
from core.regulation.law import Law
from core.regulation.schemes.charges import ChargesScheme, InsuredGroup
from core.regulation.schemes.rating import RatedSubject, RatingScheme
from core.regulation.schemes.scorecard import ScorecardScheme, Scored
from core.regulation.schemes.settlement import SettlementScheme
from core.regulation.vocabulary import PeriodKind
from core.service.measuring_names import (
    ACTUAL,
    BUDGET,
    CHECK,
    CIRCUMSTANCE,
    DETERMINED_BY,
    GRADE,
    NOTE,
    PASSED,
    STANDARD,
    TARGET,
    YES,
    named,
)

_SOURCE = "演示数据"
_FULL = Decimal(100)
_BUDGET = Decimal(10_000_000)
_STANDARD = Decimal(6000)
_CHECKED = 400


@dataclass(frozen=True, slots=True)
class _Subject:
    """Whom figures are made up about."""

    kind: SubjectKind
    code: str
    region: str


@dataclass(frozen=True, slots=True)
class _Sheet:
    """One regulation's figures about one subject in one period, while they are being made up."""

    law: Law
    subject: _Subject
    period: Period

    def value(self, indicator: str, value: Decimal | int, *, period: Period | None = None) -> MeasurementRecord:
        """Return a record of a figure."""
        return self._record(indicator, period or self.period, value=Decimal(value))

    def grade(self, indicator: str, grade: str) -> MeasurementRecord:
        """Return a record of a grade or finding."""
        return self._record(indicator, self.period, grade=grade)

    def _record(
        self, indicator: str, period: Period, *, value: Decimal | None = None, grade: str | None = None
    ) -> MeasurementRecord:
        return MeasurementRecord(
            regulation=self.law.id,
            region=self.subject.region,
            subject_kind=self.subject.kind,
            subject=self.subject.code,
            indicator=indicator,
            period=period.name,
            on=period.end - timedelta(days=10),
            source=_SOURCE,
            value=value,
            grade=grade,
        )


def measured(
    laws: Sequence[Law],
    institutions: Sequence[InstitutionRecord],
    enrolments: Sequence[EnrolmentRecord],
    year: int,
    seed: int,
) -> Iterator[MeasurementRecord]:
    """Yield figures of ``year`` under each of ``laws`` that has a use for some; none without an institution."""
    for law in laws if institutions else ():
        chance = random.Random(f"{seed}/measured/{law.id}")  # noqa: S311 - nothing here is secret
        own = [one for one in institutions if one.region[:4] == law.regulation.region.code[:4]]
        yield from _of_law(law, (own or institutions)[0], enrolments, date(year, 12, 1), chance)


def _of_law(
    law: Law, home: InstitutionRecord, enrolments: Sequence[EnrolmentRecord], day: date, chance: random.Random
) -> Iterator[MeasurementRecord]:
    regulation = law.regulation
    at_home = _Subject(SubjectKind.INSTITUTION, home.code, home.region)
    department = _Subject(SubjectKind.DEPARTMENT, f"{home.code}/A01", home.region)
    agency = _Subject(SubjectKind.AGENCY, f"JB{home.region}", home.region)
    doctor = next(one.doctor for one in enrolments if one.institution == home.code)
    if regulation.scorecard is not None:
        subject = agency if regulation.scorecard.subject is Scored.AGENCY else at_home
        sheet = _Sheet(law, subject, Period.of(regulation.scorecard.period or PeriodKind.YEAR, day))
        yield from _scores(regulation.scorecard, sheet, chance)
    if regulation.charges is not None:
        yield from _findings(regulation.charges, _Sheet(law, department, Period.of(PeriodKind.MONTH, day)), chance)
    if regulation.settlement is not None:
        sheet = _Sheet(law, at_home, Period.of(regulation.settlement.period, day))
        yield from _budget(regulation.settlement, sheet, chance)
    if regulation.rating is not None:
        subjects = {
            RatedSubject.INSTITUTION: at_home,
            RatedSubject.DEPARTMENT: department,
            RatedSubject.DOCTOR: _Subject(SubjectKind.DOCTOR, doctor, home.region),
            RatedSubject.STAFF: _Subject(SubjectKind.DOCTOR, doctor, home.region),
        }
        sheet = _Sheet(
            law, subjects[regulation.rating.subjects[0]], Period.of(regulation.rating.period or PeriodKind.YEAR, day)
        )
        yield from _rating(regulation.rating, sheet, chance)


def _scores(scheme: ScorecardScheme, sheet: _Sheet, chance: random.Random) -> Iterator[MeasurementRecord]:
    full = scheme.full or _FULL
    for one in (one for group in scheme.groups for one in group.indicators or (group,)):
        yield sheet.value(one.id, int(full * chance.randrange(75, 100) / 100))
    yield from (sheet.grade(STANDARD, one.id) for one in [one for one in scheme.standards if one.adopted][:1])


def _findings(scheme: ChargesScheme, sheet: _Sheet, chance: random.Random) -> Iterator[MeasurementRecord]:
    for tariff in [one for one in scheme.tariffs if not one.requires][:2]:
        yield sheet.value(tariff.id, chance.randrange(1, 6))
    for excess in scheme.excesses[:1]:
        name = named(excess.id, InsuredGroup.EMPLOYEE.value) if excess.by_group else excess.id
        window = Period.of(excess.window or sheet.period.kind, sheet.period.start)
        standard = excess.standard
        if standard is None:
            standard = _STANDARD
            yield sheet.value(named(name, STANDARD), standard, period=window)
        yield sheet.value(name, standard * (100 + chance.randrange(4)) / 100, period=window)
    if scheme.audit is not None:
        yield sheet.value(named(scheme.audit.id, "演示问题"), chance.randrange(10, 90) * 100)


def _budget(scheme: SettlementScheme, sheet: _Sheet, chance: random.Random) -> Iterator[MeasurementRecord]:
    before = Period.of(sheet.period.kind, sheet.period.start - timedelta(days=1))
    yield sheet.value(ACTUAL, _BUDGET * 93 / 100, period=before)
    yield sheet.value(BUDGET, _BUDGET)
    yield sheet.value(ACTUAL, _BUDGET * (100 + chance.randrange(5, 18)) / 100)
    tests = [one.test.value for one in scheme.sharing.conditions] if scheme.sharing is not None else []
    yield from (sheet.grade(test, YES) for test in tests)


def _rating(scheme: RatingScheme, sheet: _Sheet, chance: random.Random) -> Iterator[MeasurementRecord]:
    given = [(named(CIRCUMSTANCE, one.id), YES) for one in scheme.circumstances[:1]]
    if scheme.grades:
        given = [(GRADE, chance.choice(scheme.grades).id)]
    for name, grade in given:
        yield sheet.grade(name, grade)
        yield sheet.grade(named(name, DETERMINED_BY), "演示医保中心")
        yield sheet.grade(named(name, NOTE), _SOURCE)
    for indicator in scheme.indicators:
        yield sheet.value(indicator.id, chance.randrange(30, 60))
        if indicator.bound is not None:
            yield sheet.value(named(indicator.id, TARGET), 45)
    for check in scheme.checks:
        yield sheet.value(named(CHECK, check.id), _CHECKED)
        yield sheet.value(named(CHECK, check.id, PASSED), _CHECKED - chance.randrange(40))
