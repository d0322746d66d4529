"""Properties of every charge, whatever the records are."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.assessment.charges.account import fen
from core.assessment.charges.terms import (
    ChargesFacts,
    Cost,
    MeasuredValue,
    ProofFound,
)
from core.assessment.outcome import Determination, StepKind
from core.assessment.periods import Period
from core.regulation.law import Law
from core.regulation.schemes.charges import CostKind, Proof
from tests.assessment.charging import (
    END,
    LAWS,
    YUAN,
    a_value,
    an_act,
    assessed,
    deductions,
    facts,
    measured,
    names,
    short,
)

each_law = pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
random = settings(max_examples=20)


def added(amounts: Sequence[Decimal | None]) -> Decimal:
    known = [one for one in amounts if one is not None]
    assert len(known) == len(amounts)
    return sum(known, Decimal(0))


def added_up(line: str) -> tuple[Decimal, Decimal]:
    """Return the sum of the terms of an arithmetic line, and what it says they come to."""
    terms, _, stated = line.rpartition(" = ")
    total = Fraction(0)
    for sign, times, percent, amount in re.findall(r"(-?) ?(?:([0-9.]+)(%?)×)?([0-9.]+)(?:\[[^]]+\]|$)", terms):
        product = Fraction(amount) * Fraction(times or 1) / (100 if percent else 1)
        total += -product if sign else product
    return Decimal(total.numerator) / total.denominator, Decimal(stated)


# ---------------------------------------------------------------- sums


@each_law
@random
@given(data=st.data())
def test_what_is_decided_adds_up_to_the_fen(law: Law, data: st.DataObject) -> None:
    outcome = assessed(data.draw(facts(complete=True)), law)
    owed = [one.amount for one in outcome.charges if not one.from_deposit]
    taken = [one.amount for one in outcome.charges if one.from_deposit]

    assert outcome.determination is Determination.DETERMINED
    assert outcome.total == added(owed) == added([one.total for one in outcome.owed])
    assert outcome.deposit_change == -added(taken)
    assert all(one.amount == fen(one.amount) >= 0 for one in outcome.charges if one.amount is not None)


@each_law
@random
@given(data=st.data())
def test_the_arithmetic_lines_add_up_again(law: Law, data: st.DataObject) -> None:
    outcome = assessed(data.draw(facts(complete=True)), law)

    assert outcome.arithmetic is not None
    assert added_up(outcome.arithmetic) == (outcome.total, outcome.total)
    if outcome.deposit_arithmetic is not None:
        assert added_up(outcome.deposit_arithmetic) == (outcome.deposit_change, outcome.deposit_change)


@each_law
@random
@given(data=st.data())
def test_a_share_of_an_audit_deduction_and_the_rest_make_the_whole(law: Law, data: st.DataObject) -> None:
    drawn = data.draw(deductions())
    amounts = {one.id: one.amount for one in drawn}

    for one in assessed(ChargesFacts(deductions=drawn), law).charges:
        assert one.amount is not None
        assert one.rest is not None
        assert one.amount + one.rest == amounts[one.record]
        assert one.rest >= 0


@each_law
@random
@given(data=st.data())
def test_running_totals_go_on_from_step_to_step_to_the_total(law: Law, data: st.DataObject) -> None:
    outcome = assessed(data.draw(facts(complete=True)), law)
    counted = [one for one in outcome.steps if one.after is not None and one.kind is not StepKind.CHARGE_TOTAL]

    assert [one.before for one in counted] == [Decimal(0), *(one.after for one in counted)][: len(counted)]
    assert (counted[-1].after if counted else Decimal(0)) == outcome.total


# ---------------------------------------------------------------- what may not change an answer


@each_law
@random
@given(data=st.data())
def test_the_order_of_entry_does_not_matter(law: Law, data: st.DataObject) -> None:
    entered = data.draw(facts())
    shuffled = ChargesFacts(
        acts=tuple(data.draw(st.permutations(entered.acts))),
        measured=tuple(data.draw(st.permutations(entered.measured))),
        deductions=tuple(data.draw(st.permutations(entered.deductions))),
    )

    first, second = assessed(entered, law), assessed(shuffled, law)

    assert first == replace(second, facts_digest=first.facts_digest)


@each_law
@random
@given(data=st.data(), day=st.dates(date(2021, 1, 1), END))
def test_records_after_the_day_asked_about_do_not_matter(law: Law, data: st.DataObject, day: date) -> None:
    entered = data.draw(facts())
    known = ChargesFacts(
        acts=tuple(one for one in entered.acts if one.on <= day),
        measured=tuple(one for one in entered.measured if one.on <= day),
        deductions=tuple(one for one in entered.deductions if one.on <= day),
    )

    first, second = assessed(entered, law, as_of=day), assessed(known, law, as_of=day)

    assert first == replace(second, facts_digest=first.facts_digest)


@each_law
@random
@given(data=st.data())
def test_the_quarters_of_a_year_add_up_to_the_year(law: Law, data: st.DataObject) -> None:
    entered = data.draw(facts(complete=True))
    quarters = [assessed(entered, law, Period.parse(f"2021-Q{number}")) for number in range(1, 5)]

    assert [one for each in quarters for one in each.charges] == list(assessed(entered, law).charges)


# ---------------------------------------------------------------- more never costs less


@each_law
@random
@given(data=st.data())
def test_a_further_record_never_lowers_a_charge(law: Law, data: st.DataObject) -> None:
    entered = data.draw(facts(complete=True))
    fewer = ChargesFacts(
        acts=entered.acts[1:],
        measured=without_one_exceeding(entered.measured, data),
        deductions=entered.deductions[1:],
    )
    before = {(one.rule, one.record): one.amount for one in assessed(fewer, law).charges}

    after = {(one.rule, one.record): one.amount for one in assessed(entered, law).charges}

    assert all(after[key] is not None and amount <= (after[key] or 0) for key, amount in before.items() if amount)


def without_one_exceeding(values: tuple[MeasuredValue, ...], data: st.DataObject) -> tuple[MeasuredValue, ...]:
    over = [one for one in values if one.rule == "over" and one.standard is not None and one.value > one.standard]
    gone = data.draw(st.sampled_from(over)) if over else None
    return tuple(one for one in values if one is not gone)


@each_law
@random
@given(standard=st.decimals(1, 200, places=2), values=st.tuples(YUAN, YUAN))
def test_a_value_further_beyond_the_standard_never_costs_less(
    law: Law, standard: Decimal, values: tuple[Decimal, Decimal]
) -> None:
    near, far = (
        assessed(ChargesFacts(measured=(replace(a_value("0"), value=value, standard=standard),)), law).charges[0]
        for value in sorted(values)
    )

    assert near.amount is not None
    assert far.amount is not None
    assert near.amount <= far.amount
    assert (near.complies, far.complies) != (False, True)


@random
@given(values=st.tuples(st.decimals(0, 100, places=2), st.decimals(0, 100, places=2)))
def test_a_value_further_below_the_standard_never_costs_less(values: tuple[Decimal, Decimal]) -> None:
    far, near = (short(str(value)) for value in sorted(values))

    assert near.amount is not None
    assert far.amount is not None
    assert near.amount <= far.amount


@random
@given(data=st.data())
def test_whatever_is_established_later_lies_between_the_bounds(data: st.DataObject) -> None:
    act = an_act("cost", costs=tuple(Cost(kind=kind, amount=data.draw(YUAN)) for kind in CostKind))
    outcome = assessed(ChargesFacts(acts=(act,)))
    found = [ProofFound(proof=one, holds=data.draw(st.booleans())) for one in (Proof.CONFIRMED, Proof.APPEAL_REJECTED)]

    later = assessed(ChargesFacts(acts=(replace(act, proofs=tuple(found)),)))

    assert names(outcome) == ["acts.1.confirmed", "acts.1.appeal_rejected"]
    assert outcome.total_from is not None
    assert outcome.total_to is not None
    assert later.total is not None
    assert outcome.total_from <= later.total <= outcome.total_to


@random
@given(data=st.data())
def test_the_second_window_is_looked_at_across_the_turn_of_the_year(data: st.DataObject) -> None:
    rows = data.draw(measured(complete=True))
    for outcome in (assessed(ChargesFacts(measured=rows), period=Period.parse(year)) for year in ("2021", "2022")):
        for one in outcome.charges:
            value = next(each for each in rows if each.id == one.record)
            if one.complies is False and value.window is not None:
                before = Period.of(value.window.kind, value.window.start - timedelta(days=1))
                neighbour = [each for each in rows if (each.window, each.group) == (before, value.group)]
                exceeded = any(each.standard is not None and each.value > each.standard for each in neighbour)
                assert (one.ordinal or 0) >= 1
                assert ((one.ordinal or 0) > 1) is exceeded
