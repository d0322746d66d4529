"""What periods are called that the columnar engine knows by number."""

from datetime import date

from core.assessment.periods import Period
from core.bulk.engine.arrays import MONTHS_OF
from core.regulation.vocabulary import PeriodKind


def name_of_period(kind: PeriodKind, number: int) -> str:
    """Return the name of the period of ``kind`` with this number."""
    years, months = divmod(number * MONTHS_OF[kind], 12)
    return Period.of(kind, date(1970 + years, months + 1, 1)).name
