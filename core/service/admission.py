"""What a record must satisfy before it enters the registry; everything wrong is said at once.

The registry refuses what no law could mean (an unknown clause, points where the law fixes them, a day to come); what
the law merely asks for, and the record lacks, is entered and makes the outcome INDETERMINATE.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.errors import GuijuError
from core.records import (
    EnrolmentRecord,
    ExaminationRecord,
    MeasurementRecord,
    RepairRecord,
    SubjectKind,
    ViolationRecord,
)
from core.regulation.base import Range, Unfixed
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.model import Regulation
from core.regulation.schemes.points import Clause
from core.regulation.vocabulary import Scheme
from core.service.measuring_names import measurables_of
from core.service.measuring_rows import real_period
from core.text import Text


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a record, as the record itself calls it, with a stable code."""

    field: str | None
    code: str
    message: Text

    @classmethod
    def of(cls, error: GuijuError) -> "FieldProblem":
        """Return an error of the project as a problem of the request."""
        return cls(error.field, error.code, error.message)


def check_violation(catalogue: Catalogue, record: ViolationRecord, today: date) -> tuple[FieldProblem, ...]:
    """Return everything wrong with a violation about to be recorded; empty if it can be."""
    return tuple(_check_violation(catalogue, record, today))


def _check_violation(catalogue: Catalogue, record: ViolationRecord, today: date) -> Iterator[FieldProblem]:
    if not record.decision_no.strip():
        yield FieldProblem(
            "decision_no", "DECISION_NO_EMPTY", Text(zh="须写决定书号", en="the number of the decision is needed")
        )
    if record.cases < 0:
        yield FieldProblem("cases", "CASES_NEGATIVE", Text(zh="例数不能为负", en="cases cannot be negative"))
    yield from _check_days(record, today)
    law = catalogue.find(record.regulation)
    if law is None:
        yield _unknown_regulation(catalogue, record.regulation)
        return
    yield from _check_law(law, record)


def _unknown_regulation(catalogue: Catalogue, name: str) -> FieldProblem:
    known = ", ".join(one.id for one in catalogue.laws) or "-"
    text = Text(zh=f"没有规定 {name}; 现有: {known}", en=f"no regulation {name}; at hand: {known}")
    return FieldProblem("regulation", "REGULATION_UNKNOWN", text)


def _check_days(record: ViolationRecord, today: date) -> Iterator[FieldProblem]:
    for field, day in (("decided_on", record.decided_on), ("occurred_on", record.occurred_on)):
        if day is not None:
            yield from _check_day(field, day, today)
    if record.occurred_on is not None and record.occurred_on > record.decided_on:
        text = Text(zh="行为发生在决定之后", en="the act is dated after the decision")
        yield FieldProblem("occurred_on", "DAYS_REVERSED", text)
    if record.notified_on is not None and record.notified_on < record.decided_on:
        text = Text(zh="送达早于决定", en="the notification is dated before the decision")
        yield FieldProblem("notified_on", "DAYS_REVERSED", text)


def _check_day(field: str, day: date, today: date) -> Iterator[FieldProblem]:
    if day > today:
        text = Text(zh=f"{day} 还没有到", en=f"{day} has not come yet")
        yield FieldProblem(field, "DAY_TO_COME", text)


def _check_law(law: Law, record: ViolationRecord) -> Iterator[FieldProblem]:
    regulation = law.regulation
    if regulation.place != record.place:
        text = Text(zh=f"{law.id} 属于 {regulation.place}", en=f"{law.id} belongs to {regulation.place}")
        yield FieldProblem("place", "PLACE_MISMATCH", text)
    if not regulation.in_force.governs(record.decided_on):
        text = Text(zh=f"{law.id} 在 {record.decided_on} 不适用", en=f"{law.id} does not govern {record.decided_on}")
        yield FieldProblem("decided_on", "NOT_IN_FORCE", text)
    elif not regulation.in_force.governs_act(record.occurred_on or record.decided_on, record.decided_on):
        since = regulation.in_force.acts_since
        text = Text(
            zh=f"{law.id} 只及于 {since} 以来的行为, 行为日为 {record.occurred_on}; 核对日期, "
            "更早的行为适用何文由机关决定",
            en=f"{law.id} reaches back to acts since {since}, not to one of {record.occurred_on}; check the day: "
            "which text governs earlier acts is for the authority to say",
        )
        yield FieldProblem("occurred_on", "NOT_IN_FORCE", text)
    if regulation.points is None:
        yield _no_points(regulation)
        return
    found = regulation.points.clause_by_id.get(record.clause)
    if found is None:
        known = ", ".join(regulation.points.clause_by_id)
        text = Text(zh=f"没有条款 {record.clause}; 现有: {known}", en=f"no clause {record.clause}; at hand: {known}")
        yield FieldProblem("clause", "CLAUSE_UNKNOWN", text)
        return
    yield from _check_points(found[1], record)


def _no_points(regulation: Regulation) -> FieldProblem:
    gap = regulation.gap_of(Scheme.POINTS)
    zh, en = (gap.label.zh, gap.label.en) if gap else ("", "")
    text = Text(zh=f"{regulation.id} 没有分值, 不能记分: {zh}", en=f"{regulation.id} states no points: {en}")
    return FieldProblem("regulation", "NO_POINTS", text)


def _check_points(clause: Clause, record: ViolationRecord) -> Iterator[FieldProblem]:
    if record.points is None:
        return
    if isinstance(clause.points, Range):
        if record.points not in clause.points:
            span = f"{clause.points.from_}-{clause.points.to}"
            text = Text(zh=f"分值须在 {span} 之间", en=f"the points must lie within {span}")
            yield FieldProblem("points", "POINTS_OUT_OF_RANGE", text)
    elif clause.points is not Unfixed.UNSTATED:
        text = Text(
            zh=f"{clause.id} 的分值由规定给出, 记录不得另写",
            en=f"the law itself sets the points of {clause.id}; leave them out",
        )
        yield FieldProblem("points", "POINTS_FIXED_BY_LAW", text)


def check_enrolment(catalogue: Catalogue, record: EnrolmentRecord) -> tuple[FieldProblem, ...]:
    """Return everything wrong with an enrolment about to be entered; empty if it can be."""
    problems = [*_check_place(catalogue, record.place)]
    if record.until is not None and record.until <= record.since:
        text = Text(zh="终止日不晚于起始日", en="it ends before it begins")
        problems.append(FieldProblem("until", "INTERVAL_EMPTY", text))
    return tuple(problems)


def _check_place(catalogue: Catalogue, place: str) -> Iterator[FieldProblem]:
    if not catalogue.versions(place):
        known = ", ".join(catalogue.places) or "-"
        text = Text(zh=f"没有地区 {place} 的规定; 现有: {known}", en=f"no regulation of {place}; at hand: {known}")
        yield FieldProblem("place", "PLACE_UNKNOWN", text)


def check_examination(catalogue: Catalogue, record: ExaminationRecord, today: date) -> tuple[FieldProblem, ...]:
    """Return everything wrong with an examination about to be recorded; empty if it can be."""
    return (*_check_place(catalogue, record.place), *_check_day("on", record.on, today))


def check_repair(catalogue: Catalogue, record: RepairRecord, today: date) -> tuple[FieldProblem, ...]:
    """Return everything wrong with a repair about to be recorded; empty if it can be.

    Where the text at hand has no rules of repair, any rule may be named: whether a repair counts is then the
    engine's to say.
    """
    law = catalogue.find(record.regulation)
    found = (_unknown_regulation(catalogue, record.regulation),) if law is None else _check_rule(law, record)
    return (*_check_day("on", record.on, today), *found)


def _check_rule(law: Law, record: RepairRecord) -> Iterator[FieldProblem]:
    scheme = law.regulation.points
    if scheme is None:
        yield _no_points(law.regulation)
        return
    if scheme.repairs is None:
        return
    rule = next((one for one in scheme.repairs.rules if one.id == record.rule), None)
    if rule is None:
        known = ", ".join(one.id for one in scheme.repairs.rules)
        text = Text(
            zh=f"没有修复方式 {record.rule}; 现有: {known}", en=f"no rule of repair {record.rule}; at hand: {known}"
        )
        yield FieldProblem("rule", "RULE_UNKNOWN", text)
    elif rule.points is not None and record.points is not None:
        text = Text(
            zh=f"{rule.id} 修复的分值由规定给出, 记录不得另写",
            en=f"the law itself sets the points that {rule.id} gives back; leave them out",
        )
        yield FieldProblem("points", "POINTS_FIXED_BY_LAW", text)


def check_measurement(catalogue: Catalogue, record: MeasurementRecord, today: date) -> tuple[FieldProblem, ...]:
    """Return everything wrong with a measurement about to be recorded; empty if it can be."""
    return tuple(_check_measurement(catalogue, record, today))


def _check_measurement(catalogue: Catalogue, record: MeasurementRecord, today: date) -> Iterator[FieldProblem]:
    one_given = (record.value is None) != (record.grade is None)
    if not one_given:
        text = Text(zh="数值和等级须且只须写一项", en="either a value or a grade is needed, and not both")
        yield FieldProblem("value", "VALUE_OR_GRADE", text)
    yield from _check_day("on", record.on, today)
    yield from _check_measured_period(record)
    if record.subject_kind is SubjectKind.DEPARTMENT and not all(record.subject.partition("/")):
        text = Text(
            zh="科室写作 机构编码/科室编码",
            en="a department is written as its institution's code, a slash and its own",
        )
        yield FieldProblem("subject", "SUBJECT_INVALID", text)
    law = catalogue.find(record.regulation)
    if law is None:
        yield _unknown_regulation(catalogue, record.regulation)
    else:
        yield from _check_indicator(law, record, is_readable=one_given)


def _check_measured_period(record: MeasurementRecord) -> Iterator[FieldProblem]:
    if real_period(record.period) is None:
        text = Text(
            zh=f"周期 {record.period} 不能用: 写成 2025、2025-H1、2025-Q3、2025-B6 或 2025-07",
            en=f"the period {record.period} cannot be used: write 2025, 2025-H1, 2025-Q3, 2025-B6 or 2025-07",
        )
        yield FieldProblem("period", "PERIOD_INVALID", text)


def _check_indicator(law: Law, record: MeasurementRecord, *, is_readable: bool) -> Iterator[FieldProblem]:
    """Yield what is wrong with what is measured; a prescription's limits name no indicators of their own."""
    names = measurables_of(law.regulation)
    if not names and law.regulation.dispensing is None:
        text = Text(
            zh=f"{law.id} 没有考核评分、扣款、预付结算、评级或带药天数的规定, 用不到测量值",
            en=f"{law.id} has no scorecard, charges, settlement, rating or dispensing scheme to use a measurement",
        )
        yield FieldProblem("regulation", "NOTHING_MEASURED", text)
        return
    found = [one for one in names if one.is_called(record.indicator)]
    if names and not found:
        known = ", ".join(dict.fromkeys(one.shown for one in names))
        text = Text(
            zh=f"{law.id} 没有指标 {record.indicator}; 现有: {known}",
            en=f"{law.id} has no indicator {record.indicator}; at hand: {known}",
        )
        yield FieldProblem("indicator", "INDICATOR_UNKNOWN", text)
    for one in found if is_readable else []:
        wrong = one.objection(record.value, record.grade)
        if wrong is not None:
            yield FieldProblem("value" if record.grade is None else "grade", "INDICATOR_MISREAD", wrong)
