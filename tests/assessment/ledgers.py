"""Random ledgers under any points regulation: records complete enough that every question can be decided."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from core.assessment.facts import Examination, PointsFacts, Violation
from core.regulation.base import Range, Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import Clause, PointsScheme
from core.regulation.vocabulary import Responsibility

FIRST, LAST = date(2020, 1, 1), date(2022, 12, 31)
DAYS = st.dates(FIRST, LAST)


def scheme_of(law: Law) -> PointsScheme:
    """Return the points scheme of a law that has one."""
    scheme = law.regulation.points
    if scheme is None:
        raise ValueError(f"{law.id} has no points scheme")
    return scheme


def violations(law: Law) -> st.SearchStrategy[Violation]:
    """Return violations under ``law``; ids are to be made unique by ``ledgers``."""
    clauses = [one for one in scheme_of(law).clauses if one.points is not Unfixed.RULE]
    fixed = scheme_of(law).degrees is not None
    return st.sampled_from(clauses).flatmap(lambda clause: _of(clause, fixed=fixed))


def _of(clause: Clause, *, fixed: bool) -> st.SearchStrategy[Violation]:
    """Return violations of ``clause``; ``fixed`` if the degree of responsibility fixes points within a range."""
    return st.builds(
        _made,
        st.just(clause.id),
        DAYS,
        st.integers(0, 4),
        st.sampled_from([None, "A", "B"]),
        st.integers(0, 40),
        st.none() if fixed else _points(clause),
        st.integers(1, 6),
        st.lists(st.sampled_from(Responsibility), min_size=1, max_size=2).map(tuple),
    )


def _points(clause: Clause) -> st.SearchStrategy[int | None]:
    match clause.points:
        case Range():
            return st.integers(int(clause.points.from_), int(clause.points.to))
        case Unfixed.UNSTATED:
            return st.integers(0, 5)
        case _:
            return st.none()


def _made(
    clause: str,
    day: date,
    cases: int,
    decision: str | None,
    delay: int,
    points: int | None,
    months: int,
    responsibility: tuple[Responsibility, ...],
) -> Violation:
    return Violation(
        id="",
        clause=clause,
        decided_on=day,
        cases=cases,
        decision_no=decision,
        occurred_on=day - timedelta(days=delay),
        notified_on=day + timedelta(days=delay),
        points=None if points is None else Decimal(points),
        months=months,
        determined_by="试镇医保局",
        note="示例",
        responsibility=responsibility,
        reason="示例",
    )


def numbered(drawn: list[Violation]) -> tuple[Violation, ...]:
    """Return the violations with an id each."""
    return tuple(_with_id(one, f"r{number}") for number, one in enumerate(drawn))


def _with_id(one: Violation, name: str) -> Violation:
    return Violation(**{field: getattr(one, field) for field in Violation.__slots__ if field != "id"}, id=name)


def ledgers(law: Law, most: int = 8) -> st.SearchStrategy[tuple[Violation, ...]]:
    """Return up to ``most`` violations under ``law``, over three years."""
    return st.lists(violations(law), max_size=most).map(numbered)


def facts(law: Law) -> st.SearchStrategy[PointsFacts]:
    """Return a ledger with examinations and readmissions."""
    return st.builds(
        PointsFacts,
        violations=ledgers(law),
        examinations=st.lists(st.builds(Examination, on=DAYS, passed=st.booleans()), max_size=3).map(tuple),
        readmitted_on=st.lists(DAYS, max_size=2).map(tuple),
    )
