from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.assessment.charges.assess import assess_charges
from core.assessment.charges.terms import (
    AuditDeduction,
    ChargesFacts,
    Cost,
    MeasuredValue,
    ProofFound,
)
from core.assessment.outcome import Determination, Step, StepKind
from core.assessment.sentences import sentence
from core.regulation.files.load import load_law
from core.regulation.schemes.charges import Bearer, CostKind, Proof
from core.text import Lang
from tests.assessment.charging import (
    CONFIRMED,
    DAY,
    END,
    LAWS,
    YEAR,
    a_value,
    an_act,
    assessed,
    names,
    short,
)
from tests.assessment.testville import HEAD

# ---------------------------------------------------------------- standards, steps and rows


@pytest.mark.parametrize(
    ("value", "amount", "complies"),
    [("60.01", 0, True), ("60", 0, False), ("58.51", 0, False), ("58.5", 17, False), ("57", 34, False)],
)
def test_a_rate_that_must_be_above_its_standard(value: str, amount: int, *, complies: bool) -> None:
    assert (short(value).amount, short(value).complies) == (amount, complies)


@pytest.mark.parametrize(
    ("law", "amounts"),
    [("default", [13, 58, 29, 0, 13]), ("floor, calendar", [0, 58, 0, 0, 0]), ("reaching back", [29, 58, 29, 0, 13])],
)
def test_windows_in_a_row_cost_more_until_one_complies(law: str, amounts: list[int]) -> None:
    values = ["100.01", "104", "101", "100", "101"]
    rows = [
        a_value(value, id=str(number), window=f"{2020 + number // 4}-Q{number % 4 + 1}")
        for number, value in enumerate(values)
    ]

    assert [one.amount for one in assessed(ChargesFacts(measured=tuple(rows)), LAWS[law]).charges] == amounts


def test_a_window_of_another_department_is_in_another_row() -> None:
    one, other = a_value("102", id="1"), replace(a_value("102", id="2", window="2021-Q2"), subject="b")

    assert [charge.ordinal for charge in assessed(ChargesFacts(measured=(one, other))).charges] == [1, 1]


def test_two_values_for_one_window_decide_nothing_and_leave_a_range_to_the_next() -> None:
    rows = (a_value("102", id="1"), a_value("99", id="2"), a_value("102", id="3", window="2021-Q2"))

    outcome = assessed(ChargesFacts(measured=rows))

    assert names(outcome) == ["measured.1.window", "measured.2.window", "measured.3.row"]
    assert [(one.amount_from, one.amount_to) for one in outcome.charges] == [(None, None), (None, None), (13, 29)]


def test_an_earlier_value_that_fits_no_row_leaves_the_later_undecided() -> None:
    misfit = replace(a_value("102"), window=None, on=date(2020, 12, 31))

    outcome = assessed(ChargesFacts(measured=(misfit, a_value("102", id="2"))))

    assert names(outcome) == ["measured.1.window"]
    assert (outcome.total, outcome.total_from, outcome.total_to) == (None, None, None)


# ---------------------------------------------------------------- proofs, ranges and what is missing


@pytest.mark.parametrize("holds", [False, None])
def test_nothing_is_decided_to_be_owed_before_it_is_established(*, holds: bool | None) -> None:
    proofs = [] if holds is None else [ProofFound(proof=Proof.VERIFIED, holds=holds)]

    charge = assessed(ChargesFacts(acts=(an_act("flat", *proofs, items=4),))).charges[0]

    assert (charge.amount, charge.amount_to) == ((0, None) if holds is False else (None, 11))


def test_a_finding_against_outweighs_one_in_favour() -> None:
    both = [ProofFound(proof=Proof.VERIFIED, holds=holds) for holds in (True, False)]

    for proofs in (both, both[::-1]):
        assert assessed(ChargesFacts(acts=(an_act("flat", *proofs),))).total == 0


@pytest.mark.parametrize(("percent", "amount"), [("20", 10), ("70", 35), ("19.9", None), ("70.1", None)])
def test_a_decided_share_must_lie_within_the_range(percent: str, amount: int | None) -> None:
    act = an_act("range", costs=(Cost(kind=CostKind.OTHER, amount=Decimal(50)),), percent=Decimal(percent))

    outcome = assessed(ChargesFacts(acts=(act,)))

    assert outcome.total == amount
    assert (outcome.total_from, outcome.total_to) == ((10, 35) if amount is None else (None, None))


def test_an_amount_that_nobody_can_bound_leaves_no_upper_bound() -> None:
    unpriced = an_act("paid")

    outcome = assessed(ChargesFacts(acts=(unpriced, an_act("item", id="2"))))

    assert names(outcome) == ["acts.1.damages"]
    assert (outcome.total, outcome.total_from, outcome.total_to, outcome.arithmetic) == (None, None, None, None)


def test_damages_that_are_not_known_leave_the_deposit_undecided_and_the_total_alone() -> None:
    outcome = assessed(ChargesFacts(acts=(an_act("damages"), an_act("item", id="2"))))

    assert (outcome.total, outcome.deposit_change) == (Decimal("7.05"), None)
    assert outcome.determination is Determination.INDETERMINATE
    assert [one.kind.value for one in outcome.consequences] == ["TERMINATE"]


def test_a_record_under_no_rule_of_its_kind_is_named() -> None:
    outcome = assessed(
        ChargesFacts(acts=(an_act("over"),), measured=(replace(a_value("1"), rule="item"),), deductions=())
    )

    assert sorted(names(outcome)) == ["charges.acts.over", "charges.excesses.item"]


def test_a_regulation_without_charges_decides_nothing() -> None:
    bare = load_law(HEAD.encode(), "testville.toml")

    outcome = assess_charges(bare, ChargesFacts(), YEAR, END)

    assert (names(outcome), outcome.total, outcome.charges) == (["charges"], None, ())


def test_without_a_rule_on_audits_a_deduction_is_nobodys() -> None:
    text = HEAD + '[charges]\ncite = "2"\n[[charges.tariffs]]\nid = "i"\ncite = "2"\nbearer = "PERSON"\namount = 1.00\n'
    law = load_law((text + 'label = { zh = "项", en = "Item" }\n').encode(), "testville.toml")
    taken = AuditDeduction(id="1", problem="x", on=DAY, amount=Decimal(5))

    assert names(assessed(ChargesFacts(deductions=(taken,)), law)) == ["charges.audit"]


# ---------------------------------------------------------------- explanations


def test_what_is_owed_is_told_by_department_and_person() -> None:
    costs = (Cost(kind=CostKind.DRUGS, amount=Decimal("10.10")), Cost(kind=CostKind.TESTS, amount=Decimal("10.10")))
    outcome = assessed(
        ChargesFacts(
            acts=(
                an_act("item", items=2, owed_by="b"),
                an_act("item", id="2", owed_by="a"),
                an_act("cost", *CONFIRMED, id="3", owed_by="d1", costs=costs),
            )
        )
    )

    assert [(one.bearer, one.owed_by, one.total) for one in outcome.owed] == [
        (Bearer.DEPARTMENT, "a", Decimal("7.05")),
        (Bearer.DEPARTMENT, "b", Decimal("14.10")),
        (Bearer.PERSON, "d1", Decimal("13.46")),
    ]
    assert outcome.arithmetic == "2×7.05[2.一] + 1×7.05[2.一] + 100%×10.10[5.一] + 3.36[reported 5.一] = 34.61"
    assert [one.reported for one in outcome.charges] == [False, False, False, True]
    assert outcome.rules_used == {"item", "cost"}


def steps_of_every_kind() -> list[Step]:
    """Return the steps of outcomes that between them go through everything that can be charged."""
    costs = tuple(Cost(kind=kind, amount=Decimal(9)) for kind in (CostKind.TESTS, CostKind.OTHER))
    acts = (
        an_act("item", items=2),
        an_act("flat", ProofFound(proof=Proof.VERIFIED, holds=False), id="2"),
        an_act("cost", *CONFIRMED, id="3", costs=costs),
        an_act("range", id="4", costs=costs),
        an_act("damages", id="5", damages=Decimal(4)),
    )
    rows = (
        a_value("102", id="1"),
        a_value("102", id="2", window="2021-Q2"),
        a_value("99", id="3", window="2021-Q3"),
        MeasuredValue(id="4", rule="under", on=DAY, value=Decimal(60)),
    )
    taken = (AuditDeduction(id="1", problem="x", on=DAY, amount=Decimal(5)),)
    undecided = assessed(ChargesFacts(acts=acts, measured=rows, deductions=taken))
    decided = assessed(ChargesFacts(acts=acts[:3]))
    return [*undecided.steps, *decided.steps]


KINDS = [kind for kind in StepKind if kind.startswith("CHARGE_")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_sentence_of_a_kind_says_each_of_its_arguments_once_in_both_languages(kind: StepKind) -> None:
    taken = [one for one in steps_of_every_kind() if one.kind is kind]
    assert taken
    marks = tuple(f"«{number}»" for number in range(len(taken[0].arguments)))

    for lang in Lang:
        said = sentence(Step(kind, None, marks), lang)
        assert [said.count(mark) for mark in marks] == [1] * len(marks)
        assert "{" not in said


def test_every_charge_has_a_step_with_a_citation() -> None:
    steps = [one for one in steps_of_every_kind() if one.record is not None]

    assert [one for one in steps if one.citation is None] == []
