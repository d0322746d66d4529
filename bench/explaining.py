"""One doctor with full explanation under a made-up regulation of 300 clauses: microseconds of processor time.

The same facts go to ``rules_engine/`` (json-rules-engine, 300 rules with all reasons kept): ``--facts FILE`` writes
them.
"""

import json
import statistics
import sys
import time
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

from core.assessment.facts import PointsFacts, Violation
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.sentences import text_of
from core.regulation.law import Law, make_law

CLAUSES = 300
RECORDS = 20
ROUNDS, REPEATS = 7, 200


def law() -> Law:
    """Return a law of 300 clauses that cost one to five points, three thresholds and an escalation."""
    label = {"zh": "示例", "en": "Example"}
    clauses = tuple(
        {"id": f"c{number}", "cite": f"{9 + number}", "label": label, "points": 1 + number % 5}
        for number in range(1, CLAUSES + 1)
    )
    thresholds: tuple[Mapping[str, object], ...] = tuple(
        {"id": f"t{at}", "cite": "5", "label": label, "at": at, "sanctions": ({"kind": kind, "cite": "5", **terms},)}
        for at, kind, terms in ((6, "INTERVIEW", {}), (9, "SUSPEND", {"months": 6}), (12, "SUSPEND", {"months": 12}))
    )
    again = {"id": "again", "cite": "6", "label": label, "counts": "SUSPEND", "times": 2}
    escalation = {**again, "sanction": {"kind": "REVOKE", "cite": "6", "bar_months": 12}}
    points = {"cite": "3", "full": 12, "period": "YEAR", "clauses": clauses, "thresholds": thresholds}
    return make_law(
        {
            "id": "testville-2020",
            "place": "testville",
            "title": {"zh": "试镇办法", "en": "Testville measures"},
            "region": {"code": "990101", "name": {"zh": "试镇", "en": "Testville"}},
            "in_force": {"from": date(2020, 1, 1), "cite": "9"},
            "source": {"confidence": "TEMPLATE", "completeness": "WHOLE"},
            "points": {**points, "escalations": (escalation,)},
        }
    )


def facts(records: int) -> PointsFacts:
    """Return so many records over five years, of clauses all over the text."""
    first = date(2020, 1, 1)
    return PointsFacts(
        violations=tuple(
            Violation(
                id=f"r{number}",
                clause=f"c{1 + number * 37 % CLAUSES}",
                decided_on=first + timedelta(days=number * 1800 // max(records, 1)),
                decision_no=f"N{number}",
            )
            for number in range(records)
        )
    )


def microseconds(applied: Law, told: PointsFacts, *, in_words: bool) -> float:
    """Return what an assessment takes, with its steps put into words if asked for."""
    period, day = Period.parse("2024"), date(2024, 12, 31)
    rounds: list[float] = []
    for _ in range(ROUNDS):
        start = time.process_time()
        for _ in range(REPEATS):
            outcome = assess_points(applied, told, period, day)
            if in_words:
                for one in outcome.steps:
                    text_of(one)
        rounds.append((time.process_time() - start) / REPEATS * 1e6)
    return statistics.median(rounds)


def main() -> None:
    """Print the medians, or write the facts for the peer."""
    applied = law()
    if "--facts" in sys.argv:
        told = [{"clause": one.clause, "decidedOn": str(one.decided_on)} for one in facts(RECORDS).violations]
        Path(sys.argv[sys.argv.index("--facts") + 1]).write_text(json.dumps(told))
        return
    for records in (0, 5, RECORDS, 50):
        plain, said = (microseconds(applied, facts(records), in_words=one) for one in (False, True))
        sys.stdout.write(f"{records:3} records: {plain:7.0f} µs with every step, {said:7.0f} µs in words\n")


if __name__ == "__main__":
    main()
