"""How long it takes to find what an appeal is worth, against one assessment of the same ledger.

Every shipped regulation with points that can be decided is asked about ledgers of 15, 50, 100 and 200 records, twenty
a year on average, with an examination passed each year and two repairs a year where the law has any.
"""

import random
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from core.assessment.appeal_value.value import AppealValue, AppealWorth, appeal_value
from core.assessment.facts import Examination, PointsFacts, Repair, Violation
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.host import Host
from core.regulation.base import Range, Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import Clause, PointsScheme
from core.regulation.vocabulary import Responsibility

ROOT = Path(__file__).resolve().parent.parent
SIZES = (15, 50, 100, 200)
LEDGERS = 5
PER_YEAR = 20
START = date(2005, 1, 1)


def ledger(scheme: PointsScheme, size: int, draw: random.Random) -> tuple[PointsFacts, date]:
    """Return a made-up ledger under ``scheme`` with the last day of its last year."""
    years = -(-size // PER_YEAR)
    until = START.replace(year=START.year + years)
    clauses = [one for one in scheme.clauses if one.points not in {Unfixed.RULE, Unfixed.ALL, Unfixed.NONE}]

    def day() -> date:
        return START + timedelta(days=draw.randrange((until - START).days))

    repairs = () if scheme.repairs is None else scheme.repairs.rules
    facts = PointsFacts(
        violations=tuple(record(number, draw.choice(clauses), scheme, day(), draw) for number in range(size)),
        examinations=tuple(Examination(on=day(), passed=True) for _ in range(years)),
        repairs=tuple(
            Repair(id=f"p{number}", rule=draw.choice(repairs).id, on=day(), points=Decimal(1), determined_by="bench")
            for number in range(2 * years if repairs else 0)
        ),
    )
    return facts, until - timedelta(days=1)


def record(number: int, clause: Clause, scheme: PointsScheme, on: date, draw: random.Random) -> Violation:
    """Return a record of ``clause`` that lacks nothing; within a range, the least points."""
    points = clause.points.from_ if isinstance(clause.points, Range) else None
    if clause.points is Unfixed.UNSTATED:
        points = Decimal(1)
    return Violation(
        id=f"r{number}",
        clause=clause.id,
        decided_on=on,
        occurred_on=on,
        notified_on=on,
        points=None if scheme.degrees is not None and isinstance(clause.points, Range) else points,
        months=draw.randint(1, 6),
        responsibility=(Responsibility.GENERAL,),
        determined_by="bench",
        note="bench",
        reason="bench",
    )


@dataclass(frozen=True, slots=True)
class Row:
    """What one ledger took."""

    seconds: float
    """Of the search."""
    assessment: float
    """Seconds of one assessment."""
    value: AppealValue


def measured(law: Law, size: int, seed: int) -> Row:
    """Return what a ledger of ``size`` records under ``law`` takes."""
    scheme = law.regulation.points
    if scheme is None:
        raise ValueError(law.id)
    facts, as_of = ledger(scheme, size, random.Random(f"{law.id} {size} {seed}"))  # noqa: S311 - a fixed sequence
    period = Period.of(scheme.period, as_of)
    singles: list[float] = []
    for _ in range(3):
        start = time.perf_counter()
        assess_points(law, facts, period, as_of)
        singles.append(time.perf_counter() - start)
    start = time.perf_counter()
    value = appeal_value(law, facts, period, as_of)
    return Row(time.perf_counter() - start, min(singles), value)


def main() -> None:
    """Print the median and the longest search for each number of records, and how the answers came out."""
    host = Host.load([ROOT / "plugins"], packages=False)
    laws = [law for law in host.catalogue.laws if law.regulation.points is not None]
    for size in SIZES:
        rows = [measured(law, size, seed) for law in laws for seed in range(LEDGERS)]
        took, ratios = [row.seconds for row in rows], [row.seconds / row.assessment for row in rows]
        answers = ", ".join(f"{sum(row.value.worth is worth for row in rows)} {worth}" for worth in AppealWorth)
        sys.stdout.write(
            f"{size:3} records: {statistics.median(took):.3f} s, at most {max(took):.3f} s; "
            f"{statistics.median(ratios):.0f} assessments, at most {max(ratios):.0f}; {answers}; "
            f"sets of up to {max(row.value.size or 0 for row in rows)}\n"
        )


if __name__ == "__main__":
    main()
