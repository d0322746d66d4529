from datetime import date
from decimal import Decimal

import pytest

from core.assessment.outcome import DutyState
from core.assessment.periods import Period
from core.assessment.rating.terms import Checked, DutyPerformed, Measurement, Ranked, RatingFacts
from core.regulation.schemes.rating import RatedSubject
from tests.assessment.rating_village import a_law, asked

Q1 = Period.parse("2025-Q1")
DOCTOR = RatedSubject.DOCTOR


def test_a_duty_of_each_day_is_due_by_the_end_of_the_next() -> None:
    done = tuple(
        DutyPerformed(duty="log", of=date(2025, 1, day), on=date(2025, 1, day + late))
        for day, late in ((1, 0), (2, 1), (3, 2))
    )

    log = asked(RatingFacts(subject=DOCTOR, performed=done), period="2025-01", as_of=date(2025, 1, 6)).duties[1]

    assert (log.required, log.done, log.overdue) == (31, 3, 1)
    assert (log.due_before, log.state) == (date(2025, 1, 6), DutyState.OVERDUE)


def test_a_duty_met_late_is_done_late_and_met_too_often_only_done() -> None:
    def report(*days: tuple[int, int]) -> DutyState:
        done = tuple(
            DutyPerformed(duty="report", of=date(2025, 1, 9), on=date(2025, month, day)) for month, day in days
        )
        return asked(RatingFacts(subject=DOCTOR, performed=done), period="2025-01").duties[0].state

    assert report((1, 9), (1, 31)) is DutyState.DONE
    assert report((1, 9), (1, 31), (2, 1)) is DutyState.DONE
    assert report((1, 9), (2, 1)) is DutyState.DONE_LATE
    assert report((1, 9)) is DutyState.OVERDUE


def test_the_first_three_places_are_marked() -> None:
    given = tuple(Ranked(ranking="volume", item=f"drug {rank}", rank=rank) for rank in (4, 3, 1))

    assert [(one.rank, one.is_marked) for one in asked(RatingFacts(subject=DOCTOR, ranked=given)).ranks] == [
        (1, True),
        (3, True),
        (4, False),
    ]


@pytest.mark.parametrize(
    ("indicator", "value", "compliant", "arithmetic"),
    [
        ("share", "40", True, "40 - 40 = 0"),
        ("share", "40.1", False, "40.1 - 40 = 0.1"),
        ("visits", "40", True, "40 - 40 = 0"),
        ("visits", "39.9", False, "39.9 - 40 = -0.1"),
        ("mood", "39.9", None, None),
    ],
)
def test_a_value_equal_to_its_target_is_within_it(
    indicator: str, value: str, *, compliant: bool | None, arithmetic: str | None
) -> None:
    given = Measurement(indicator=indicator, period=Q1, value=Decimal(value), target=Decimal(40))

    outcome = asked(RatingFacts(subject=DOCTOR, measurements=(given,)))

    assert [(one.is_compliant, one.arithmetic) for one in outcome.measurements] == [(compliant, arithmetic)]
    assert outcome.exceeded == (compliant is False)


@pytest.mark.parametrize(
    ("checked", "passed", "reported", "rate", "sufficient"),
    [
        (200, 195, None, "97.50", True),
        (200, 194, None, "97.00", False),
        (100000, 97499, None, "97.50", False),  # judged before it is rounded
        (0, 0, None, None, None),
        (0, None, "97.5", None, None),
        (15170, None, "97.5", "97.50", True),
    ],
)
def test_a_pass_rate_is_counted_or_reported_and_judged_unrounded(
    checked: int, passed: int | None, reported: str | None, rate: str | None, *, sufficient: bool | None
) -> None:
    given = Checked(
        check="papers", period=Q1, checked=checked, passed=passed, rate=Decimal(reported) if reported else None
    )

    found = asked(RatingFacts(subject=DOCTOR, checked=(given,))).rates[0]

    assert (found.rate, found.is_sufficient, found.passed) == (Decimal(rate) if rate else None, sufficient, passed)


def test_an_evaluation_of_a_year_before_looks_at_that_years_figures() -> None:
    law = a_law(('period = "QUARTER"', 'period = "YEAR"\ndata_of = "PREVIOUS"'))
    values = tuple(
        Measurement(indicator="mood", period=Period.parse(name), value=Decimal(name[:4]))
        for name in ("2023", "2024-Q2", "2025")
    )

    outcome = asked(RatingFacts(subject=DOCTOR, measurements=values), period="2025", law=law)

    assert (outcome.period.name, outcome.data_period.name) == ("2025", "2024")
    assert [one.value for one in outcome.measurements] == [Decimal(2024)]
