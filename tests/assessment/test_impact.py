"""What a change of the law does to one person and to all: what differs, which records it comes from, and the sums."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.comparing.impact import ChangeKind, Impact, KindCount, Passage, Sums, impact_between, sums_of
from core.assessment.facts import PointsFacts, Repair, Violation
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.regulation.law import Law
from core.regulation.vocabulary import Status
from tests.assessment import ledgers
from tests.assessment.testville import a_law, a_violation

OLD = a_law()
DEARER = a_law(("points = 3\n", "points = 4\n"))
WITHOUT_ACT = a_law(('id = "act"', 'id = "deed"'))
LAWS = (
    OLD,
    DEARER,
    WITHOUT_ACT,
    a_law(("at = 6\n", "at = 5\n")),
    a_law(("months = 2", "months = 3")),
    a_law(("full = 20", "full = 21")),
    a_law(("bar_months = 24", "bar_months = 25")),
    a_law(('starts_on = "DECIDED"', 'starts_on = "NEXT_MONTH"')),
)


def impact(old: Law, new: Law, violations: Sequence[Violation], as_of: str = "2024-12-31") -> Impact:
    return impact_of_facts(old, new, PointsFacts(violations=tuple(violations)), as_of)


def impact_of_facts(old: Law, new: Law, facts: PointsFacts, as_of: str = "2024-12-31") -> Impact:
    period, day = Period.parse(as_of[:4]), date.fromisoformat(as_of)
    before, after = (assess_points(law, facts, period, day) for law in (old, new))
    return impact_between(before, after, facts)


def test_a_person_whose_records_cost_the_same_is_not_changed() -> None:
    found = impact(OLD, DEARER, [a_violation("one", "2024-03-01", 2)])
    assert (found.is_change, found.kinds, found.records) == (False, (), ())


def test_a_clause_that_costs_more_is_a_change_though_another_record_leaves_the_account_open() -> None:
    found = impact(OLD, DEARER, [a_violation("act", "2024-04-01", id="dear"), a_violation("range", "2024-05-01")])
    assert (found.kinds, found.records) == ((ChangeKind.POINTS,), ("dear",))
    assert (found.before.points_left, found.after.points_left) == (None, None)


def test_dearer_points_alone_are_a_change_of_points_that_names_the_record() -> None:
    records = [a_violation("one", "2024-03-01", id="cheap"), a_violation("act", "2024-04-01", id="dear")]
    found = impact(OLD, DEARER, records)
    assert (found.kinds, found.records) == ((ChangeKind.POINTS,), ("dear",))
    assert (found.before.points_counted, found.after.points_counted) == (4, 5)


def test_a_threshold_newly_reached_changes_standing_dates_and_sanctions() -> None:
    records = [a_violation("one", "2024-11-01", 2, id="first"), a_violation("act", "2024-12-10", id="last")]
    found = impact(OLD, DEARER, records)
    assert found.kinds == (
        ChangeKind.POINTS,
        ChangeKind.STANDING,
        ChangeKind.UNTIL,
        ChangeKind.SANCTIONS,
    )
    assert found.records == ("last",)
    assert [one.kind for one in found.sanctions_new] == ["TRAIN", "SUSPEND"]
    assert [one.kind for one in found.sanctions_gone] == []


def test_a_longer_suspension_changes_its_end_alone() -> None:
    found = impact(OLD, a_law(("months = 2", "months = 3")), [a_violation("act", "2024-12-10", id="a"), *SIX])
    assert found.kinds == (ChangeKind.UNTIL, ChangeKind.SANCTIONS)
    assert found.records == ("act@2024-12-11",)
    ends = [[one.end for one in side] for side in (found.sanctions_gone, found.sanctions_new)]
    assert ends == [[date(2025, 2, 11)], [date(2025, 3, 11)]]


SIX = (a_violation("act", "2024-12-11"),)


def test_a_longer_bar_changes_the_day_of_a_new_application() -> None:
    found = impact(OLD, a_law(("bar_months = 24", "bar_months = 36")), [a_violation("all", "2024-05-01", id="all")])
    assert found.kinds == (ChangeKind.MAY_REAPPLY_FROM, ChangeKind.SANCTIONS)
    assert found.records == ("all",)


def test_another_full_number_changes_everyone_s_points_through_no_record() -> None:
    found = impact(OLD, a_law(("full = 20", "full = 21")), [])
    assert (found.kinds, found.records) == ((ChangeKind.POINTS,), ())


def test_a_clause_that_the_newer_text_has_not_leaves_the_answer_open_and_names_the_record_of_any_year() -> None:
    records = [a_violation("act", "2022-04-01", id="early"), a_violation("one", "2024-04-01", id="late")]
    found = impact(OLD, WITHOUT_ACT, records)
    assert (found.kinds, found.records) == ((ChangeKind.DECIDABLE,), ("early",))
    assert [one.name for one in found.after.missing] == ["points.clauses.act"]
    assert found.after.standing is None


def test_one_more_missing_value_is_a_change_though_the_answer_was_open_before() -> None:
    records = [a_violation("range", "2024-04-01", id="open"), a_violation("act", "2024-05-01", id="gone")]
    found = impact(OLD, WITHOUT_ACT, records)
    assert found.kinds == (ChangeKind.DECIDABLE,)
    assert found.records == ("gone",)


def test_a_record_whose_id_begins_like_another_s_is_not_taken_for_it() -> None:
    records = [a_violation("range", "2024-04-01", id="1", points=6), a_violation("range", "2024-04-02", id="1.2")]
    found = impact(a_law(("to = 6", "to = 5")), OLD, records)
    assert found.records == ("1",)


def test_a_repair_that_the_newer_text_knows_is_named() -> None:
    rule = (
        '\n[points.repairs]\ncite = "8"\nlifting = "KEPT"\nrules = [{ id = "course", cite = "8", points = 1, label = '
    )
    repaired = a_law(
        ('\n[[readings]]\nid = "overlap"', rule + '{ zh = "学习", en = "A course" } }]\n\n[[readings]]\nid = "overlap"')
    )
    done = Repair(id="done", rule="course", on=date(2024, 6, 1))
    facts = PointsFacts(violations=(a_violation("one", "2024-04-01", 2),), repairs=(done,))
    found = impact_of_facts(OLD, repaired, facts)
    assert ChangeKind.POINTS in found.kinds
    assert found.records == ("done",)


def test_sums_count_doctors_kinds_points_and_passages() -> None:
    found = [
        impact(OLD, DEARER, []),
        impact(OLD, DEARER, [a_violation("act", "2024-04-01")]),
        impact(OLD, DEARER, [a_violation("one", "2024-11-01", 2), a_violation("act", "2024-12-10")]),
        impact(OLD, WITHOUT_ACT, [a_violation("act", "2024-04-01")]),
        impact(OLD, WITHOUT_ACT, [a_violation("range", "2024-04-01")]),
    ]
    assert sums_of(found) == Sums(
        doctors=5,
        changed=3,
        kinds=(
            KindCount(ChangeKind.DECIDABLE, 1),
            KindCount(ChangeKind.POINTS, 2),
            KindCount(ChangeKind.STANDING, 1),
            KindCount(ChangeKind.UNTIL, 1),
            KindCount(ChangeKind.SANCTIONS, 1),
        ),
        points_before=Decimal(8),
        points_after=Decimal(10),
        points_open=2,
        undecided_before=1,
        undecided_after=2,
        newly_undecided=1,
        passages=(
            Passage(Status.NORMAL, Status.NORMAL, 1),
            Passage(Status.INTERVIEW, Status.INTERVIEW, 1),
            Passage(Status.INTERVIEW, Status.SUSPENDED, 1),
            Passage(Status.INTERVIEW, None, 1),
            Passage(None, None, 1),
        ),
    )


PAIRS = st.tuples(st.sampled_from(LAWS), st.sampled_from(LAWS))


@given(PAIRS, ledgers.facts(OLD))
def test_a_law_changes_nothing_against_itself_and_as_much_in_either_direction(
    laws: tuple[Law, Law], facts: PointsFacts
) -> None:
    old, new = laws
    there, back = impact_of_facts(old, new, facts, "2022-12-31"), impact_of_facts(new, old, facts, "2022-12-31")
    assert (there.kinds, Counter(there.records)) == (back.kinds, Counter(back.records))
    assert there.sanctions_gone == back.sanctions_new
    assert not impact_of_facts(old, old, facts, "2022-12-31").is_change


@given(PAIRS, ledgers.facts(OLD))
def test_nothing_is_a_change_exactly_if_everything_that_happens_to_the_person_is_equal(
    laws: tuple[Law, Law], facts: PointsFacts
) -> None:
    found = impact_of_facts(*laws, facts, "2022-12-31")
    sides = [
        (
            {missing.name for missing in one.missing},
            (one.points_lost, one.points_counted, one.points_left),
            None if one.points_left is not None else {each.record: each.total for each in one.deductions},
            one.standing and (one.standing.status, one.standing.object, one.standing.since, one.standing.until),
            one.standing and one.standing.may_reapply_from,
            Counter((each.kind, each.object, each.start, each.end, each.absorbed) for each in one.sanctions),
            Counter((each.kind, each.object, each.start, each.end, each.absorbed) for each in one.carried),
            Counter(each.may_reapply_from for each in one.sanctions),
            Counter(each.may_reapply_from for each in one.carried),
            Counter((each.months, each.months_from, each.until_exam) for each in (*one.sanctions, *one.carried)),
        )
        for one in (found.before, found.after)
    ]
    assert found.is_change == (sides[0] != sides[1])


@given(st.lists(st.builds(impact_of_facts, st.sampled_from(LAWS), st.sampled_from(LAWS), ledgers.facts(OLD))))
def test_sums_of_parts_add_up_to_the_sums_of_the_whole(found: list[Impact]) -> None:
    half = len(found) // 2
    assert sums_of(found[:half]) + sums_of(found[half:]) == sums_of(found)
    assert sum(one.doctors for one in sums_of(found).passages) == len(found)


@pytest.mark.parametrize("law", LAWS)
def test_every_record_named_is_one_of_the_facts(law: Law) -> None:
    records = [a_violation("act", "2024-04-01", 1, id=name) for name in "abc"]
    assert set(impact(OLD, law, records).records) <= set("abc")
