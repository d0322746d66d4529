"""Worked examples as an office would record them: each fact a measurement, in the registry's own words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.assessment.cases import BaseCase, ChargesCase, RatingCase, ScorecardCase, SettlementCase
from core.assessment.charges.terms import ActFound, ChargesFacts
from core.assessment.periods import Period
from core.records import MeasurementRecord, SubjectKind
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.schemes.charges import CostKind
from core.regulation.vocabulary import PeriodKind, Scheme
from core.service.admission import check_measurement
from core.service.measuring import MeasuredQuestion, Subject
from core.service.measuring_rating import NOTHING_BESIDE, Beside
from core.storage import MeasurementRow

_NUMBERED = re.compile(r"'(records|acts|measured)\.[0-9]|record='[0-9]")
HOME = "H-NORTH"
REGION = "990101"


@dataclass(frozen=True, slots=True)
class Recorded:
    """A worked example as measurements, and what it gives that is none."""

    scheme: Scheme
    question: MeasuredQuestion
    records: tuple[MeasurementRecord, ...]
    beside: Beside = NOTHING_BESIDE

    @property
    def rows(self) -> tuple[MeasurementRow, ...]:
        """The records as the registry gives them back."""
        return tuple(a_row(one, number) for number, one in enumerate(self.records, 1))


def a_row(record: MeasurementRecord, number: int = 1, recorded_at: datetime | None = None) -> MeasurementRow:
    given = {name: getattr(record, name) for name in MeasurementRecord.__dataclass_fields__}
    return MeasurementRow(id=number, recorded_at=recorded_at or datetime(2026, 1, 1, tzinfo=UTC), **given)


def a_record(  # noqa: PLR0913 - a measurement has so many parts
    law: str,
    indicator: str,
    given: Decimal | int | str,
    *,
    period: str = "2025",
    on: date = date(2025, 6, 1),
    kind: SubjectKind = SubjectKind.INSTITUTION,
    subject: str = HOME,
    document_no: str = "",
    category: str | None = None,
    region: str = REGION,
) -> MeasurementRecord:
    return MeasurementRecord(
        regulation=law,
        region=region,
        subject_kind=kind,
        subject=subject,
        indicator=indicator,
        period=period,
        on=on,
        source="试镇医保中心",
        document_no=document_no,
        value=None if isinstance(given, str) else Decimal(given),
        grade=given if isinstance(given, str) else None,
        category=category,
    )


def recorded(law: Law, case: BaseCase) -> Recorded:
    """Return a worked example as measurements; raise TypeError for one of another scheme."""
    law = law.under(case.readings)
    match case:
        case ScorecardCase():
            return _scorecard(law, case)
        case SettlementCase():
            return _settlement(law, case)
        case ChargesCase():
            return _charges(law, case)
        case RatingCase():
            return _rating(law, case)
        case _:
            raise TypeError(f"{case.id} rests on no measurement")


def is_recordable(case: BaseCase, given: Recorded) -> bool:
    """Return whether an office could record the facts of an example, and the answer names none of them by number."""
    acts = case.facts.acts if isinstance(case, ChargesCase) else ()
    kinds = list(CostKind)
    in_order = all(
        sorted(kinds.index(cost.kind) for cost in one.costs) == [kinds.index(c.kind) for c in one.costs] for one in acts
    )
    has_left_nothing = any(not list(_of_act(given.question.law, one)) for one in acts)
    problems = [
        problem
        for one in given.records
        for problem in check_measurement(Catalogue([given.question.law]), one, case.as_of + timedelta(days=3650))
    ]
    numbered = _NUMBERED.search(repr(case.expected)) is not None
    return in_order and not has_left_nothing and not problems and not numbered


def _asked(name: str | None, kind: PeriodKind | None, day: date) -> Period:
    return Period.of(kind or PeriodKind.YEAR, day) if name is None else Period.parse(name)


def _said(holds: object) -> str:
    return "YES" if holds else "NO"


def _scorecard(law: Law, case: ScorecardCase) -> Recorded:
    scheme = law.regulation.scorecard
    period = _asked(case.period, scheme.period if scheme else None, case.as_of)
    facts = case.facts(period)
    records = [
        a_record(law.id, one.indicator, one.value, period=one.period.name, on=one.recorded_on) for one in facts.scores
    ]
    records += [a_record(law.id, f"veto:{one.veto}", "YES", period=one.period.name, on=one.on) for one in facts.vetoes]
    if facts.standard is not None:
        records.append(a_record(law.id, "standard", facts.standard, period=period.name, on=case.as_of))
    question = MeasuredQuestion(law, Subject(SubjectKind.INSTITUTION, HOME), period, case.as_of)
    return Recorded(Scheme.SCORECARD, question, tuple(records))


def _settlement(law: Law, case: SettlementCase) -> Recorded:
    year, facts = _asked(case.period, None, case.as_of), case.facts
    before = Period.of(year.kind, year.start - timedelta(days=1))
    given = [("budget", facts.budget, year), ("actual", facts.actual, year), ("actual", facts.previous, before)]
    given += [(one.test.value, _said(one.holds), year) for one in facts.findings]
    given += [("grade", facts.grade, year)]
    records = tuple(
        a_record(law.id, name, value, period=period.name, on=case.as_of)
        for name, value, period in given
        if value is not None
    )
    question = MeasuredQuestion(law, Subject(SubjectKind.INSTITUTION, HOME), year, case.as_of)
    return Recorded(Scheme.SETTLEMENT, question, records)


def _charges(law: Law, case: ChargesCase) -> Recorded:
    question = MeasuredQuestion(
        law, Subject(SubjectKind.INSTITUTION, HOME), _asked(case.period, None, case.as_of), case.as_of
    )
    return Recorded(Scheme.CHARGES, question, tuple(_of_charges(law, case.facts)))


def _of_charges(law: Law, facts: ChargesFacts) -> Iterator[MeasurementRecord]:
    for act in facts.acts:
        for name, given in _of_act(law, act):
            yield a_record(
                law.id,
                name,
                given,
                period=f"{act.on:%Y-%m}",
                on=act.on,
                document_no=f"{act.id}号",
                category=act.owed_by,
            )
    for one in facts.measured:
        name = one.rule if one.group is None else f"{one.rule}:{one.group.value}"
        department = (SubjectKind.DEPARTMENT, f"{HOME}/{one.subject}") if one.subject is not None else None
        kind, subject = department or (SubjectKind.INSTITUTION, HOME)
        period = one.window.name if one.window is not None else f"{one.on:%Y-%m}"
        for part, value in (("", one.value), (":standard", one.standard)):
            if value is not None:
                yield a_record(
                    law.id,
                    name + part,
                    value,
                    period=period,
                    on=one.on,
                    kind=kind,
                    subject=subject,
                    category=one.owed_by,
                )
    audit = law.regulation.charges.audit if law.regulation.charges is not None else None
    for one in facts.deductions:
        name = f"{audit.id if audit is not None else '-'}:{one.problem}"
        yield a_record(
            law.id, name, one.amount, period=f"{one.on:%Y-%m}", on=one.on, category=one.owed_by, document_no=one.id
        )


def _of_act(law: Law, act: ActFound) -> Iterator[tuple[str, Decimal | int | str]]:
    scheme = law.regulation.charges
    if scheme is not None and act.rule in {one.id for one in scheme.tariffs}:
        yield act.rule, act.items
    if act.damages is not None:
        yield act.rule, act.damages
    yield from ((f"{act.rule}:{cost.kind.value}", cost.amount) for cost in act.costs)
    yield from [(f"{act.rule}:percent", act.percent)] if act.percent is not None else []
    yield from ((f"{act.rule}:{proof.proof.value}", _said(proof.holds)) for proof in act.proofs)


def _rating(law: Law, case: RatingCase) -> Recorded:
    scheme = law.regulation.rating
    asked = _asked(case.period, scheme.period if scheme else None, case.as_of)
    kind = SubjectKind.DOCTOR if case.subject.value == "STAFF" else SubjectKind(case.subject.value)
    subject = {SubjectKind.DEPARTMENT: f"{HOME}/A01", SubjectKind.DOCTOR: "N"}.get(kind, HOME)
    facts, records = case.facts(asked), list[MeasurementRecord]()

    def record(name: str, given: Decimal | str | int | None, period: Period, on: date) -> None:
        if given is not None:
            records.append(a_record(law.id, name, given, period=period.name, on=on, kind=kind, subject=subject))

    for grade in facts.grades:
        parts = {"": grade.grade, ":score": grade.score, ":determined_by": grade.determined_by, ":note": grade.note}
        for part, given in parts.items():
            record(f"grade{part}", given, grade.period, grade.on)
    for one in facts.measurements:
        record(one.indicator, one.value, one.period, case.as_of)
        record(f"{one.indicator}:target", one.target, one.period, case.as_of)
    for one in facts.checked:
        for part, given in (("", one.checked), (":passed", one.passed), (":rate", one.rate)):
            record(f"check:{one.check}{part}", given, one.period, case.as_of)
    of_asked = next((one for one in reversed(facts.grades) if one.period == asked), None)
    beside = Beside(circumstances=facts.circumstances, performed=facts.performed, ranked=facts.ranked)
    if of_asked is not None:
        beside = replace(
            beside,
            reached=of_asked.reached,
            forms=of_asked.forms,
            rectify_by=of_asked.rectify_by,
            rectified_on=of_asked.rectified_on,
        )
    question = MeasuredQuestion(law, Subject(kind, subject), asked, case.as_of)
    return Recorded(Scheme.RATING, question, tuple(records), beside)
