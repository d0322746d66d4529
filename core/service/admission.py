"""What a record must satisfy before it enters the registry; everything wrong is said at once.

The registry refuses what no law could mean (an unknown clause, points where the law fixes them, a day to come); what
the law merely asks for, and the record lacks, is entered and makes the outcome INDETERMINATE.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.errors import GuijuError
from core.records import EnrolmentRecord, ViolationRecord
from core.regulation.base import Range, Unfixed
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.points import Clause
from core.regulation.vocabulary import Scheme
from core.text import Text


@dataclass(frozen=True, slots=True)
class FieldProblem:
    """What is wrong with one field of a request, with a stable code."""

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
            "decisionNo", "DECISION_NO_EMPTY", Text(zh="须写决定书号", en="the number of the decision is needed")
        )
    if record.cases < 0:
        yield FieldProblem("cases", "CASES_NEGATIVE", Text(zh="例数不能为负", en="cases cannot be negative"))
    yield from _check_days(record, today)
    law = catalogue.find(record.regulation)
    if law is None:
        known = ", ".join(one.id for one in catalogue.laws) or "-"
        text = Text(
            zh=f"没有规定 {record.regulation}; 现有: {known}", en=f"no regulation {record.regulation}; at hand: {known}"
        )
        yield FieldProblem("regulation", "REGULATION_UNKNOWN", text)
        return
    yield from _check_law(law, record)


def _check_days(record: ViolationRecord, today: date) -> Iterator[FieldProblem]:
    for field, day in (("decidedOn", record.decided_on), ("occurredOn", record.occurred_on)):
        if day is not None and day > today:
            text = Text(zh=f"{day} 还没有到", en=f"{day} has not come yet")
            yield FieldProblem(field, "DAY_TO_COME", text)
    if record.occurred_on is not None and record.occurred_on > record.decided_on:
        text = Text(zh="行为发生在决定之后", en="the act is dated after the decision")
        yield FieldProblem("occurredOn", "DAYS_REVERSED", text)
    if record.notified_on is not None and record.notified_on < record.decided_on:
        text = Text(zh="送达早于决定", en="the notification is dated before the decision")
        yield FieldProblem("notifiedOn", "DAYS_REVERSED", text)


def _check_law(law: Law, record: ViolationRecord) -> Iterator[FieldProblem]:
    regulation = law.regulation
    if regulation.place != record.place:
        text = Text(zh=f"{law.id} 属于 {regulation.place}", en=f"{law.id} belongs to {regulation.place}")
        yield FieldProblem("place", "PLACE_MISMATCH", text)
    if not regulation.in_force.governs(record.decided_on):
        text = Text(zh=f"{law.id} 在 {record.decided_on} 不适用", en=f"{law.id} does not govern {record.decided_on}")
        yield FieldProblem("decidedOn", "NOT_IN_FORCE", text)
    if regulation.points is None:
        gap = regulation.gap_of(Scheme.POINTS)
        zh, en = (gap.label.zh, gap.label.en) if gap else ("", "")
        text = Text(zh=f"{law.id} 没有分值, 不能记分: {zh}", en=f"{law.id} states no points: {en}")
        yield FieldProblem("regulation", "NO_POINTS", text)
        return
    found = regulation.points.clause_by_id.get(record.clause)
    if found is None:
        known = ", ".join(regulation.points.clause_by_id)
        text = Text(zh=f"没有条款 {record.clause}; 现有: {known}", en=f"no clause {record.clause}; at hand: {known}")
        yield FieldProblem("clause", "CLAUSE_UNKNOWN", text)
        return
    yield from _check_points(found[1], record)


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
    problems: list[FieldProblem] = []
    if not catalogue.versions(record.place):
        known = ", ".join(catalogue.places) or "-"
        text = Text(
            zh=f"没有地区 {record.place} 的规定; 现有: {known}", en=f"no regulation of {record.place}; at hand: {known}"
        )
        problems.append(FieldProblem("place", "PLACE_UNKNOWN", text))
    if record.until is not None and record.until <= record.since:
        text = Text(zh="终止日不晚于起始日", en="it ends before it begins")
        problems.append(FieldProblem("until", "INTERVAL_EMPTY", text))
    return tuple(problems)
