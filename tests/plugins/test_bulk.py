"""The columnar engine says what the engine for one doctor says, under every shipped regulation and each reading."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from polars.testing import assert_frame_equal

from core.assessment.facts import PointsFacts
from core.assessment.periods import Period
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme
from core.service.ledgers.every import trials
from tests.assessment.ledgers import scheme_of
from tests.bulk.framing import as_registered, columnar, crowded, edges, one_by_one
from tests.plugins import shipped

LAWS = [one.law for one in shipped.ALL if one.law.regulation.points is not None]
LEDGERS = 40
SEED = 20261122


def readings(law: Law) -> Iterator[Law]:
    """Yield ``law`` as it is, under each choice of each reading, and under the last choice of all."""
    yield law
    for one in law.chosen:
        yield from (law.under({one.reading.id: choice.id}) for choice in one.reading.choices[1:])
    yield law.under({one.reading.id: one.reading.choices[-1].id for one in law.chosen})


def ledgers(law: Law, year: int) -> list[PointsFacts]:
    """Return ledgers made up under ``law``, every other one crowded, without what columns do not hold."""
    drawn = (one.facts for one in trials(law, Scheme.POINTS, LEDGERS, SEED))
    kept = [replace(one, repairs=(), lifted_on=()) for one in drawn if isinstance(one, PointsFacts)]
    return [as_registered(crowded(one, year) if number % 2 else one) for number, one in enumerate(kept)]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.id)
def test_both_engines_say_the_same(law: Law) -> None:
    start = law.regulation.in_force.from_
    year = 2020 if start is None else start.year
    known = ledgers(law, year)
    told = columns = 0
    for read in readings(law):
        for number, as_of in enumerate((*edges(year)[4:7], date(year + 4, 3, 1))):
            period = Period.of(scheme_of(read).period, date(year + number % 3, 1, 1))

            found, left = columnar(read, known, period, as_of)

            expected = one_by_one(read, known, period, as_of, but=left)
            assert_frame_equal(found.standings, expected.standings)
            assert_frame_equal(found.sanctions, expected.sanctions)
            told, columns = told + found.standings.height, columns + len(known) - len(left)
    assert told > 0
    assert columns > 0
