"""Measurements as facts of the scorecard and settlement schemes; ``rows`` come from ``measuring_rows.known``."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

from core.assessment.periods import Period
from core.assessment.scorecard.terms import Score, ScorecardFacts, VetoFound
from core.assessment.settlement.terms import OverspendFinding, SettlementFacts
from core.regulation.schemes.scorecard import ScorecardScheme
from core.regulation.schemes.settlement import OverspendTest
from core.service.measuring_names import ACTUAL, BUDGET, GRADE, STANDARD, VETO, named
from core.service.measuring_rows import holds, latest_of_period
from core.storage import MeasurementRow


def scorecard_facts(scheme: ScorecardScheme, rows: Sequence[MeasurementRow], period: Period) -> ScorecardFacts:
    """Return the scores and vetoes of ``period``, and the standard named for it."""
    held = latest_of_period(rows, period)
    names = [one.id for group in scheme.groups for one in (group, *group.indicators)]
    scored = [(row, row.value) for row in (held.get(name) for name in names) if row is not None]
    found = [(one.id, held.get(named(VETO, one.id))) for one in scheme.vetoes]
    return ScorecardFacts(
        scores=tuple(
            Score(indicator=row.indicator, value=value, period=period, recorded_on=row.on, source=row.source)
            for row, value in scored
            if value is not None
        ),
        vetoes=tuple(
            VetoFound(veto=name, period=period, on=row.on) for name, row in found if row is not None and holds(row)
        ),
        standard=held[STANDARD].grade if STANDARD in held else None,
    )


def settlement_facts(rows: Sequence[MeasurementRow], year: Period) -> SettlementFacts:
    """Return the budget of ``year``, what it and the year before it cost, what was found, and the grade.

    What is not recorded is None: no budget, a year whose cost is not known, no question about growth.
    """
    held = latest_of_period(rows, year)
    before = latest_of_period(rows, Period.of(year.kind, year.start - timedelta(days=1)))
    tests = [(test, held[test.value]) for test in OverspendTest if test.value in held]
    return SettlementFacts(
        budget=_value(held.get(BUDGET)),
        previous=_value(before.get(ACTUAL)),
        actual=_value(held.get(ACTUAL)),
        findings=tuple(OverspendFinding(test=test, holds=holds(row)) for test, row in tests),
        grade=held[GRADE].grade if GRADE in held else None,
    )


def _value(row: MeasurementRow | None) -> Decimal | None:
    return row.value if row is not None else None
