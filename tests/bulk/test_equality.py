"""The columnar engine says what the engine for one doctor says, under laws with rules of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from core.assessment.facts import PointsFacts, Violation
from core.assessment.periods import Period
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from tests.assessment.ledgers import FIRST, LAST, facts, scheme_of
from tests.assessment.testville import a_law
from tests.bulk.framing import as_registered, columnar, crowded, edges, one_by_one

VARIANTS = (
    (('starts_on = "DECIDED"', 'starts_on = "NOTIFIED"\nlast_day = "CORRESPONDING"'),),
    (('starts_on = "DECIDED"', 'booked_on = "OCCURRED"\none_off = "CLEAN"'), ("capped = true", "")),
    (('starts_on = "DECIDED"', 'starts_on = "NEXT_MONTH"\nall_points = "FULL"\nopen_term = "LEAST"'),),
    (('starts_on = "DECIDED"', 'overlap = "SERIAL"\nreasoned = true'), ("full = 20", "full = 20.125")),
    *((('period = "YEAR"', f'period = "{kind}"'),) for kind in PeriodKind if kind is not PeriodKind.YEAR),
)


def laws() -> Iterator[Law]:
    """Yield the law in several wordings, the first of them also under every choice of its readings."""
    law = a_law()
    for one in law.chosen:
        yield from (law.under({one.reading.id: choice.id}) for choice in one.reading.choices)
    yield from (a_law(*changes) for changes in VARIANTS)


LAWS = {law.digest[:8]: law for law in laws()}


@pytest.mark.parametrize("law", LAWS.values(), ids=LAWS)
@given(data=st.data())
def test_both_engines_say_the_same(law: Law, data: st.DataObject) -> None:
    drawn = data.draw(st.lists(facts(law), min_size=1, max_size=3))
    ledgers = [as_registered(one) for one in (*drawn, *(crowded(one, FIRST.year) for one in drawn))]
    as_of = data.draw(st.dates(FIRST, LAST + timedelta(days=800)) | st.sampled_from(edges(FIRST.year)))
    period = Period.of(scheme_of(law).period, data.draw(st.dates(FIRST, date(2023, 12, 31))))

    found, left = columnar(law, ledgers, period, as_of)

    expected = one_by_one(law, ledgers, period, as_of, but=left)
    assert_frame_equal(found.standings, expected.standings)
    assert_frame_equal(found.sanctions, expected.sanctions)


def test_of_two_suspensions_that_end_together_the_later_takes_the_place_of_the_earlier() -> None:
    law = a_law(('starts_on = "DECIDED"', 'booked_on = "OCCURRED"'))
    day = date(2021, 1, 1)
    known = PointsFacts(
        violations=tuple(
            Violation(id=f"{on}/one", clause="one", decided_on=day, occurred_on=on, decision_no=f"{on}", cases=6)
            for on in (date(2020, 12, 31), day)
        )
    )

    for period, absorbed in (("2020", True), ("2021", False)):
        found, left = columnar(law, [known], Period.parse(period), day)
        own = found.sanctions.filter((pl.col("period") == period) & (pl.col("kind") == "SUSPEND"))
        assert not left
        assert own["absorbed"].to_list() == [absorbed]
        assert_frame_equal(found.sanctions, one_by_one(law, [known], Period.parse(period), day).sanctions)


def records(*told: tuple[str, int, date], points: Decimal | None = None) -> PointsFacts:
    """Return a record for each clause, cases and day, every one a decision of its own."""
    return PointsFacts(
        violations=tuple(
            Violation(
                id=f"N{number}/{clause}",
                clause=clause,
                decided_on=day,
                decision_no=f"N{number}",
                cases=cases,
                points=points,
                months=2,
                note="示例",
                reason="示例",
            )
            for number, (clause, cases, day) in enumerate(told)
        )
    )


BARRED = '{ kind = "REVOKE", cite = "6.四", bar_months = 24 }'
AT_ONCE = '{ kind = "REVOKE", cite = "6.四", reached = "ONE_OFF" }'
IN_ALL = '{ kind = "REVOKE", cite = "6.四", bar_months = 12, reached = "ACCUMULATED" }'
ONE_OFF = (BARRED, f"{AT_ONCE}, {IN_ALL}")


@pytest.mark.parametrize(
    ("law", "known"),
    [
        (a_law(), records(("one", 25, date(2021, 3, 1)), ("all", 1, date(2021, 3, 2)))),
        (a_law(ONE_OFF), records(("one", 20, date(2021, 3, 1)), ("one", 20, date(2021, 3, 2)))),
        (a_law(ONE_OFF), records(("one", 19, date(2021, 3, 1)), ("one", 20, date(2021, 3, 2)))),
        (a_law(), records(("one", 8, date(2021, 3, 1)), ("unstated", 1, date(2021, 3, 2)), points=Decimal("0.25"))),
    ],
    ids=["nothing is left to take", "reached at once twice", "reached at once after all", "quarters of a point"],
)
def test_what_is_rarely_drawn_is_said_alike(law: Law, known: PointsFacts) -> None:
    question = Period.parse("2021"), date(2021, 12, 31)
    found, left = columnar(law, [known], *question)
    expected = one_by_one(law, [known], *question)

    assert not left
    assert_frame_equal(found.standings, expected.standings)
    assert_frame_equal(found.sanctions, expected.sanctions)


def test_whom_an_enrolment_anew_may_have_restored_goes_to_the_other_engine() -> None:
    known = records(("one", 20, date(2021, 3, 1)))
    ledgers = [replace(known, readmitted_on=(day,)) for day in (date(2021, 3, 1), date(2021, 3, 2), date(2022, 1, 1))]
    _, left = columnar(a_law(ONE_OFF), ledgers, Period.parse("2021"), date(2021, 12, 31))
    assert left == {"001"}
