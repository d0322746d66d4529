"""What holds of repair whatever was lost and given back."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.facts import Repair, Violation
from core.regulation.law import Law
from tests.assessment.repairing import DETERMINED, KEPT, LAST, LAW, asked


def worked_out(line: str) -> tuple[Decimal, Decimal]:
    """Return what the left side of an arithmetic line comes to, and what the line says that it comes to."""
    left, _, right = line.rpartition(" = ")
    total = Decimal(0)
    for sign, times, number, end in re.findall(r"([+-]?) ?(?:(\d+)×)?(\d+)(?!\d*,)(?:\[[^\]]*\])?|(\))", left):
        amount = Decimal(int(times or 1)) * Decimal(number or 0)
        total = max(total, Decimal(0)) if end else total + (-amount if sign == "-" else amount)
    return total, Decimal(right)


DAYS = st.dates(date(2021, 1, 1), LAST)
VIOLATIONS = st.lists(st.tuples(DAYS, st.integers(1, 12)), max_size=5).map(
    lambda drawn: tuple(
        Violation(id=f"v{number}", clause="some", decided_on=day, points=Decimal(points))
        for number, (day, points) in enumerate(drawn)
    )
)
REPAIRS = st.lists(st.tuples(DAYS, st.sampled_from(["study", "deed"]), st.integers(1, 4)), max_size=5).map(
    lambda drawn: tuple(
        Repair(id=f"r{number}", rule=rule, on=day, points=Decimal(points))
        for number, (day, rule, points) in enumerate(drawn)
    )
)
LAWS = st.sampled_from([LAW, KEPT, DETERMINED])
random = settings(max_examples=80, deadline=None)


@random
@given(LAWS, VIOLATIONS, REPAIRS)
def test_the_line_adds_up_again_with_repairs(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    outcome = asked(violations, repairs, law=law)

    assert outcome.arithmetic is not None
    total, said = worked_out(outcome.arithmetic)
    assert total == said == outcome.points_left


@random
@given(LAWS, VIOLATIONS, REPAIRS)
def test_the_account_keeps_within_its_bounds(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    outcome = asked(violations, repairs, law=law)

    assert outcome.points_repaired is not None
    assert outcome.points_counted is not None
    assert outcome.points_left is not None
    assert 0 <= outcome.points_repaired <= 5
    assert sum((one.points for one in outcome.repairs if one.rule == "study"), Decimal(0)) <= 3
    assert 0 <= outcome.points_counted <= 12
    assert outcome.points_left == 12 - outcome.points_counted


@random
@given(LAWS, VIOLATIONS, REPAIRS, st.data())
def test_the_order_of_entry_does_not_matter(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...], data: st.DataObject
) -> None:
    one = asked(violations, repairs, law=law)
    shuffled = tuple(data.draw(st.permutations(violations))), tuple(data.draw(st.permutations(repairs)))
    two = asked(*shuffled, law=law)

    assert replace(one, facts_digest="") == replace(two, facts_digest="")


@random
@given(LAWS, VIOLATIONS.filter(bool), REPAIRS)
def test_a_further_violation_never_lowers_what_counts(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    more, fewer = asked(violations, repairs, law=law), asked(violations[:-1], repairs, law=law)

    assert more.points_counted is not None
    assert fewer.points_counted is not None
    assert more.points_counted >= fewer.points_counted


@random
@given(LAWS, VIOLATIONS, REPAIRS.filter(bool))
def test_a_repair_never_raises_what_counts(
    law: Law, violations: tuple[Violation, ...], repairs: tuple[Repair, ...]
) -> None:
    more, fewer = asked(violations, repairs, law=law), asked(violations, (), law=law)

    assert more.points_counted is not None
    assert fewer.points_counted is not None
    assert more.points_counted <= fewer.points_counted
