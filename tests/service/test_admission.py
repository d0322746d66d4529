"""Which laws look at measurements."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from core.host import Host
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme
from core.service.admission import check_measurement
from core.service.measuring_names import measurables_of
from tests.service.testville import a_measurement

MEASURING = (Scheme.SCORECARD, Scheme.CHARGES, Scheme.SETTLEMENT, Scheme.DISPENSING, Scheme.RATING)
TODAY = date(2026, 3, 1)


def stripped_to(law: Law, scheme: Scheme | None) -> Law:
    """Return the law with no scheme but this one."""
    others = {other.value.lower(): None for other in Scheme if other is not scheme}
    return replace(law, regulation=law.regulation.model_copy(update=others))


def problems_under(law: Law) -> list[str]:
    """Return what is wrong with the first thing that the law measures, or with anything where it names none."""
    record = a_measurement(regulation=law.id)
    for one in measurables_of(law.regulation)[:1]:
        figure = None if one.choices else Decimal(1)
        record = replace(record, indicator=one.name, value=figure, grade=one.choices[0] if one.choices else None)
    return [problem.code for problem in check_measurement(Catalogue([law]), record, TODAY)]


@pytest.mark.parametrize("scheme", MEASURING)
def test_each_scheme_that_computes_with_figures_or_grades_takes_measurements(host: Host, scheme: Scheme) -> None:
    law = next(one for one in host.catalogue.laws if getattr(one.regulation, scheme.value.lower()) is not None)
    assert problems_under(stripped_to(law, scheme)) == []
    assert problems_under(stripped_to(law, None)) == ["NOTHING_MEASURED"]


@pytest.mark.parametrize("scheme", sorted(set(Scheme) - set(MEASURING)))
def test_no_other_scheme_takes_measurements(host: Host, scheme: Scheme) -> None:
    law = next(one for one in host.catalogue.laws if getattr(one.regulation, scheme.value.lower()) is not None)
    assert problems_under(stripped_to(law, scheme)) == ["NOTHING_MEASURED"]
