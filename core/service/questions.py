"""Questions: which law, period and day are meant, all settled before anything is read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.assessment.periods import Period
from core.errors import RefusedError
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from core.text import Text


@dataclass(frozen=True, slots=True)
class Question:
    """A law, a period and a day, all settled, and by when what is told must have been recorded."""

    law: Law
    period: Period
    as_of: date
    law_at: date | None = None
    """The day whose law is asked for; None: the law was named, or is that of ``as_of``."""
    known_at: datetime | None = None
    """Nothing recorded later is looked at; None: everything is."""


def settled(
    catalogue: Catalogue,
    today: date,
    regulation: str,
    period: str | None = None,
    as_of: date | None = None,
    *,
    law_at: date | None = None,
    known_at: datetime | None = None,
) -> Question:
    """Return what a question means: the period of ``as_of`` if none is named, today or the period's last day.

    ``regulation`` is the id of a version, or a place; ``law_at`` asks for the version in force that day.

    Raises:
        NotFoundError: no regulation and no place is called so.
        RefusedError: no period has this name, or the regulation counts in periods of another kind.
    """
    named = None if period is None else parse_period(period)
    day = as_of or (today if named is None else min(today, named.end - timedelta(days=1)))
    law = catalogue.chosen(regulation, law_at, day)
    scheme = law.regulation.points
    kind = scheme.period if scheme else PeriodKind.YEAR
    if named is not None and period is not None and named.kind is not kind:
        raise _period_refused(period, f"{law.id} 按 {kind} 计", f"{law.id} counts by {kind}")
    return Question(law, named or Period.of(kind, day), day, law_at, known_at)


def parse_period(name: str) -> Period:
    """Return the period called ``name``; raise RefusedError for any other text."""
    try:
        return Period.parse(name)
    except ValueError as error:
        raise _period_refused(
            name, "写成 2025、2025-H1、2025-Q3 或 2025-07", "write 2025, 2025-H1, 2025-Q3 or 2025-07"
        ) from error


def _period_refused(name: str, zh: str, en: str) -> RefusedError:
    return RefusedError(
        "PERIOD_INVALID",
        Text(zh=f"周期 {name!r} 不能用: {zh}", en=f"the period {name!r} cannot be used: {en}"),
        field="period",
    )
