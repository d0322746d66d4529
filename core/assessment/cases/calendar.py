"""The schedule of days off under which worked examples are read: that of one year, so that they never change."""

from datetime import date

from core.assessment.workdays import WorkCalendar

_YEAR = 2025

CALENDAR = WorkCalendar(
    years=frozenset({_YEAR}),
    days_off=frozenset(
        date(_YEAR, month, day)
        for month, days in (
            (1, (1, 28, 29, 30, 31)),
            (2, (3, 4)),
            (4, (4,)),
            (5, (1, 2, 5)),
            (6, (2,)),
            (10, (1, 2, 3, 6, 7, 8)),
        )
        for day in days
    ),
    make_up_days=frozenset(date(_YEAR, month, day) for month, day in ((1, 26), (2, 8), (4, 27), (9, 28), (10, 11))),
)
"""The days off of 2025, as published for the whole country."""
