from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.facts import StaffFacts
from core.assessment.outcome import Determination
from core.assessment.periods import Period
from core.assessment.points.staff import affected_under, assess_staff, in_effect_from, share_reached
from core.assessment.points.terms import SanctionImposed
from core.regulation.citation import Citation
from core.regulation.effects import StaffShare
from core.regulation.vocabulary import InstitutionMeasure, SanctionKind, SanctionObject
from core.text import Text
from tests.assessment.test_repairs import LAST
from tests.assessment.testville import HEAD, POINTS, a_law

LABEL = Text(zh="示例", en="made up")
CITE = Citation.parse("9")
TENTH = StaffShare(
    id="tenth", cite=CITE, label=LABEL, at_percent=Decimal(10), follows=InstitutionMeasure.SETTLEMENT_SUSPENDED
)
HALF = StaffShare(
    id="half", cite=CITE, label=LABEL, above_percent=Decimal(50), follows=InstitutionMeasure.AGREEMENT_SUSPENDED
)
SHARES = (TENTH, HALF)


@pytest.mark.parametrize(
    ("affected", "staff", "reached"),
    [(0, 7, None), (9, 100, None), (10, 100, TENTH), (1, 3, TENTH), (1, 2, TENTH), (51, 100, HALF), (9, 3, HALF)],
)
def test_a_share_is_reached_at_or_above_its_percentage(affected: int, staff: int, reached: StaffShare | None) -> None:
    assert share_reached(SHARES, affected, staff) is reached


@given(st.integers(0, 300), st.integers(1, 100))
def test_more_people_never_lead_to_less(affected: int, staff: int) -> None:
    order = [None, TENTH, HALF]

    now, then = (order.index(share_reached(SHARES, number, staff)) for number in (affected, affected + 1))

    assert now <= then


def test_a_law_without_shares_leaves_it_open() -> None:
    outcome = assess_staff(a_law(), StaffFacts(affected=1, staff=10), LAST)

    assert outcome.determination is Determination.INDETERMINATE
    assert [one.name for one in outcome.missing] == ["points.staff_shares"]
    assert outcome.measure is None


SHARED = """
[[points.staff_shares]]
id = "fifth"
cite = "8"
at_percent = 20
follows = "SETTLEMENT_SUSPENDED"
discretionary = true
label = { zh = "可以暂停结算", en = "settlement may be suspended" }

[[points.staff_shares]]
id = "half"
cite = "8"
above_percent = 50
follows = "AGREEMENT_SUSPENDED"
label = { zh = "中止协议", en = "the agreement is suspended" }

[[readings]]
id = "whose"
cite = "8"
question = { zh = "谁的记录?", en = "Whose records?" }
choices = [
  { id = "any", label = { zh = "任何机构", en = "Anyone's" } },
  { id = "own", label = { zh = "本机构", en = "Its own" }, set = { "points.conventions.staff_records" = "HERE" } },
]
"""
LAW = a_law(text=HEAD + POINTS.split("[[readings]]", maxsplit=1)[0] + SHARED)
START, END = date(2025, 1, 1), date(2026, 1, 1)


def imposed(kind: SanctionKind, start: str, *, absorbed: bool = False, again: str | None = None) -> SanctionImposed:
    return SanctionImposed(
        kind=kind,
        object=SanctionObject.QUALIFICATION,
        citation=CITE,
        cause="six",
        label=LABEL,
        record="R",
        period=Period.parse("2025"),
        start=date.fromisoformat(start),
        end=None,
        absorbed=absorbed,
        may_reapply_from=None if again is None else date.fromisoformat(again),
    )


# 199 of 1,000 are 19.9 per cent, 500 of 1,000 exactly 50.
@pytest.mark.parametrize(
    ("affected", "staff", "measure"),
    [
        (199, 1000, None),
        (200, 1000, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (1, 5, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (1, 2, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (500, 1000, InstitutionMeasure.SETTLEMENT_SUSPENDED),
        (501, 1000, InstitutionMeasure.AGREEMENT_SUSPENDED),
        (11, 20, InstitutionMeasure.AGREEMENT_SUSPENDED),
    ],
)
def test_a_measure_follows_at_a_fifth_and_the_graver_one_above_a_half(
    affected: int, staff: int, measure: InstitutionMeasure | None
) -> None:
    outcome = assess_staff(LAW, StaffFacts(affected=affected, staff=staff), LAST)

    assert outcome.measure is measure
    assert outcome.determination is Determination.DETERMINED


def test_a_reading_decides_whether_the_records_of_other_institutions_count() -> None:
    facts = StaffFacts(affected=20, staff=100, affected_here=19)
    own = LAW.under({"whose": "own"})

    assert (affected_under(LAW, facts), affected_under(own, facts)) == (20, 19)
    assert assess_staff(LAW, facts, LAST).measure is InstitutionMeasure.SETTLEMENT_SUSPENDED
    assert assess_staff(own, facts, LAST).measure is None
    assert affected_under(own, StaffFacts(affected=20, staff=100)) == 20


@pytest.mark.parametrize(("affected", "undecided", "is_open"), [(18, 1, False), (18, 2, True), (20, 5, False)])
def test_people_who_are_undecided_leave_it_open_only_where_the_measure_hangs_on_them(
    affected: int,
    undecided: int,
    is_open: bool,  # noqa: FBT001 - a column of the table
) -> None:
    outcome = assess_staff(LAW, StaffFacts(affected=affected, staff=100, undecided=undecided), LAST)

    assert [one.name for one in outcome.missing] == (["staff.undecided"] if is_open else [])
    assert outcome.measure is (InstitutionMeasure.SETTLEMENT_SUSPENDED if affected == 20 else None)


def test_a_sanction_counts_in_the_year_in_which_it_takes_effect() -> None:
    days = ["2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01"]
    found = in_effect_from([imposed(SanctionKind.SUSPEND, day) for day in days], START, END)

    assert [one.start.isoformat() for one in found] == ["2025-01-01", "2025-12-31"]


def test_only_suspensions_and_endings_count() -> None:
    found = in_effect_from([imposed(kind, "2025-03-01") for kind in SanctionKind], START, END)

    assert {one.kind for one in found} == {SanctionKind.SUSPEND, SanctionKind.REVOKE, SanctionKind.TERMINATE}


def test_a_suspension_replaced_later_counts_and_one_that_never_began_does_not() -> None:
    march = imposed(SanctionKind.SUSPEND, "2025-03-01", absorbed=True)
    same_day = imposed(SanctionKind.SUSPEND, "2025-03-01")
    end = imposed(SanctionKind.TERMINATE, "2025-06-01", again="2025-09-01")
    barred = imposed(SanctionKind.SUSPEND, "2025-07-01", absorbed=True)
    returned = imposed(SanctionKind.SUSPEND, "2025-10-01", absorbed=True)
    later = imposed(SanctionKind.SUSPEND, "2025-10-15")

    assert in_effect_from([march, end], START, END) == (march, end)
    assert in_effect_from([march, same_day], START, END) == (same_day,)
    assert in_effect_from([end, barred], START, END) == (end,)
    assert in_effect_from([end, returned, later], START, END) == (end, returned, later)
