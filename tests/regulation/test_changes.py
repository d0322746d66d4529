"""What differs between two versions of a points scheme, with its place in both texts."""

from core.regulation.changes import Alteration, RuleChange, RuleKind, ValueChange, scheme_changes
from core.regulation.citation import Citation
from core.regulation.files.load import load_law
from core.regulation.law import Law
from tests.assessment.testville import ENROLMENT, HEAD, POINTS, a_law

OLD = a_law()
CHILD = """
id = "testville-2026"
place = "testville"
title = { zh = "试镇新办法", en = "Testville's new measures" }
region = { code = "990101", name = { zh = "试镇", en = "Testville" } }
inherits = "testville-2020"
in_force = { from = 2026-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }
"""


def changes(old: Law, new: Law) -> tuple[RuleChange, ...]:
    return scheme_changes(old.regulation.points, new.regulation.points)


def values(one: RuleChange) -> list[tuple[str, str | None, str | None]]:
    return [(value.path, value.before, value.after) for value in one.values]


def test_a_text_does_not_differ_from_itself_nor_by_words_alone() -> None:
    assert changes(OLD, OLD) == ()
    assert changes(OLD, a_law(("Late report", "Report too late"))) == ()


def test_a_clause_that_costs_more_is_named_with_its_place_and_both_values() -> None:
    (found,) = changes(OLD, a_law(("points = 2.5\n", "points = 3.0\n")))
    assert found == RuleChange(
        kind=RuleKind.CLAUSE,
        id="half",
        alteration=Alteration.CHANGED,
        label=found.label,
        before=Citation.parse("4.二"),
        after=Citation.parse("4.二"),
        values=(ValueChange(path="points", before="2.5", after="3"),),
    )


def test_equal_numbers_in_another_form_are_no_difference() -> None:
    assert changes(OLD, a_law(("points = 2.5\n", "points = 2.50\n"))) == ()


def test_what_is_renamed_is_removed_and_added() -> None:
    found = changes(OLD, a_law(('id = "act"', 'id = "deed"')))
    assert [(one.kind, one.id, one.alteration) for one in found] == [
        (RuleKind.CLAUSE, "act", Alteration.REMOVED),
        (RuleKind.CLAUSE, "deed", Alteration.ADDED),
    ]


def test_values_deep_in_a_table_are_named_by_their_path() -> None:
    (found,) = changes(OLD, a_law(("months = { from = 1, to = 6 }", "months = { from = 2, to = 6 }")))
    assert values(found) == [("sanctions.0.months.from", "1", "2")]


def test_what_the_scheme_says_beside_its_rules_comes_first() -> None:
    found = changes(OLD, a_law(("full = 20", "full = 24"), ("times = 3", "times = 2"), ("at = 6", "at = 7")))
    assert [one.kind for one in found] == [RuleKind.SCHEME, RuleKind.THRESHOLD, RuleKind.ESCALATION]
    assert values(found[0]) == [("full", "20", "24")]
    assert found[0].before == Citation.parse("3")


def test_clauses_in_another_order_are_a_difference_of_the_scheme() -> None:
    swapped = a_law(('id = "one"', 'id = "x"'), ('id = "act"', 'id = "one"'), ('id = "x"', 'id = "act"'))
    found = next(one for one in changes(OLD, swapped) if one.kind is RuleKind.SCHEME)
    ((path, before, after),) = values(found)
    assert path == "clauses"
    assert (before or "").startswith("one, half, act")
    assert (after or "").startswith("act, half, one")


def test_a_reading_taken_differs_by_the_value_that_it_puts_in_place() -> None:
    (found,) = changes(OLD, OLD.under({"overlap": "serial"}))
    assert values(found) == [("conventions.overlap", "SUPERSEDE", "SERIAL")]


def test_a_text_that_inherits_everything_changes_nothing_though_it_cites_another_text() -> None:
    child = load_law(CHILD.encode(), "testville/2026.toml", {OLD.id: OLD})
    assert changes(OLD, child) == ()


def test_a_scheme_that_only_one_text_has_is_added_or_removed_with_all_its_rules() -> None:
    without = load_law((HEAD + ENROLMENT).encode(), "testville/2020.toml")
    gone = changes(OLD, without)
    assert {one.alteration for one in gone} == {Alteration.REMOVED}
    assert (gone[0].kind, len(gone)) == (RuleKind.SCHEME, 1 + POINTS.count("[[points."))
    assert {one.alteration for one in changes(without, OLD)} == {Alteration.ADDED}
    assert changes(without, without) == ()
