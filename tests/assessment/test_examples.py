import pytest

from core.assessment.cases import BaseCase, CaseFile
from core.assessment.checking.examples import Mismatch, Unused, compare, unused
from core.regulation.files.problems import DataFileError
from core.regulation.files.reading import read_text
from tests.assessment.testville import HEAD, a_law

LAW = a_law()
DUTIES = "{ kind = 'INTERVIEW', start = 2021-03-01 }, { kind = 'TRAIN', start = 2021-03-01 }"


def cases(text: str) -> tuple[BaseCase, ...]:
    return read_text(f'regulation = "testville-2020"\n{text}', "2020.cases.toml", CaseFile).case


def a_case(expect: str, given: str = "cases = 6") -> BaseCase:
    (case,) = cases(
        f"""
[[case]]
id = "T-1"
as_of = 2021-03-01
violations = [{{ clause = "one", decided_on = 2021-03-01, {given} }}]
expect = {{ {expect} }}
"""
    )
    return case


@pytest.mark.parametrize(
    "expect",
    [
        "points_lost = 6, points_left = 14, status = 'SUSPENDED', object = 'PRESCRIBING_RIGHT', until = 2021-05-01",
        f"sanctions = [{DUTIES}, {{ kind = 'SUSPEND', start = 2021-03-01, end = 2021-05-01, cite = '6.二' }}]",
        "headroom = { points_to_next = 5.1, consequence = 'SUSPEND' }, none = ['may_reapply_from']",
        "",
    ],
)
def test_an_example_that_agrees_passes(expect: str) -> None:
    assert compare(LAW, a_case(expect)) == ()


@pytest.mark.parametrize(
    ("expect", "field"),
    [
        ("points_lost = 5", "points_lost"),
        ("determination = 'INDETERMINATE'", "determination"),
        ("missing = ['x']", "missing"),
        ("none = ['until']", "until"),
        ("sanctions = []", "sanctions"),
        ("headroom = { points_to_next = 5, consequence = 'SUSPEND' }", "headroom"),
        (f"sanctions = [{DUTIES}, {{ kind = 'SUSPEND', start = 2021-03-01 }}]", "sanctions"),
    ],
)
def test_an_example_that_does_not_agree_names_the_field(expect: str, field: str) -> None:
    assert [one.field for one in compare(LAW, a_case(expect))] == [field]


def test_a_mismatch_says_what_was_expected_and_what_was_found() -> None:
    assert compare(LAW, a_case("status = 'NORMAL'")) == (Mismatch("status", "NORMAL", "SUSPENDED"),)


def test_an_example_that_says_nothing_of_missing_values_expects_none() -> None:
    assert [one.field for one in compare(LAW, a_case("", "cases = 12"))] == ["determination"]


def test_a_repeated_record_is_so_many_decisions() -> None:
    assert compare(LAW, a_case("arithmetic = '20 - 1[4.一] - 1[4.一] = 18'", "repeat = 2")) == ()


def test_a_field_that_no_outcome_has_cannot_be_said_to_be_absent() -> None:
    with pytest.raises(DataFileError) as caught:
        a_case("none = ['untill']")

    assert [problem.code for problem in caught.value.problems] == ["UNKNOWN_FIELD"]
    assert "until" in caught.value.problems[0].hint.en


def test_what_no_example_uses_is_listed() -> None:
    found = unused(LAW, [a_case("")])

    assert Unused("clause", "one") not in found
    assert {one.id for one in found if one.kind == "clause"} == {
        "half",
        "act",
        "review",
        "every",
        "range",
        "unstated",
        "rule",
        "all",
        "struck",
    }
    assert {one.id for one in found if one.kind in {"threshold", "escalation"}} == {"twelve", "twenty", "thrice"}


def test_a_regulation_without_rules_has_nothing_to_use() -> None:
    assert unused(a_law(text=HEAD), []) == ()
