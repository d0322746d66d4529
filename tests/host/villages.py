"""Plugin folders of made-up places, written where a test wants them."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.host import Host
from core.regulation.law import Law

DATA = """
id = "{id}"
place = "{place}"
title = {{ zh = "试镇办法", en = "Measures of {place}" }}
region = {{ code = "990101", name = {{ zh = "试镇", en = "{place}" }} }}
in_force = {{ from = {start} }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE" }}

[points]
cite = "1"
full = 20
period = "YEAR"
clauses = [
  {{ id = "late", cite = "2", points = 3, label = {{ zh = "迟报", en = "Late report" }} }},
  {{ id = "rule", cite = "3", points = "RULE", label = {{ zh = "依规则", en = "As the rule says" }} }},
]

[[points.thresholds]]
id = "six"
cite = "4"
at = 6
label = {{ zh = "暂停", en = "suspended" }}
sanctions = [{{ kind = "SUSPEND", cite = "4", months = 2 }}]
"""

MARKER = '''"""A sentence of the law that no table can express."""

import pluggy

hookimpl = pluggy.HookimplMarker("guiju")
'''

RULES = (
    MARKER
    + """

@hookimpl
def guiju_points_of(question):
    if question.regulation != "{owner}":
        raise AssertionError(question.regulation)
    return question.full / {share}
"""
)


def data(place: str, *, id: str = "", start: str = "2020-01-01") -> str:  # noqa: A002 - the field's name
    """Return a right data file of ``place``."""
    return DATA.format(place=place, id=id or place, start=start)


def write(root: Path, place: str, files: Mapping[str, str]) -> Path:
    """Write a folder of ``place`` below ``root`` and return it."""
    folder = root / place
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def good_neighbours(root: Path) -> Path:
    """Write two folders that nothing is wrong with, of which one has a rule of its own, and return ``root``."""
    write(root, "plainville", {"2020.toml": data("plainville")})
    write(root, "ruleville", {"2020.toml": data("ruleville"), "rules.py": RULES.format(owner="ruleville", share=5)})
    return root


def assessed(law: Law, clause: str = "rule", cases: int = 2) -> PointsOutcome:
    """Return the outcome of one record under ``law``."""
    day = date(2021, 5, 6)
    facts = PointsFacts(violations=(Violation(id="1", clause=clause, decided_on=day, cases=cases),))
    return assess_points(law, facts, Period.parse("2021"), day)


def answers(host: Host, *, without: frozenset[str] = frozenset()) -> Iterator[tuple[str, str, object, object, object]]:
    """Yield what ``host`` answers under each regulation but those of the places in ``without``."""
    for law in host.catalogue.laws:
        if law.regulation.place not in without:
            ruled, plain = assessed(law), assessed(law, "late")
            yield law.id, law.digest, ruled.points_lost, ruled.missing, (plain.standing, plain.steps)


def load(*roots: Path) -> Host:
    """Return the host of the plugins in ``roots`` alone."""
    return Host.load(roots, packages=False)


RULED = Decimal(4)
"""What one unit of the rule costs in ruleville: a fifth of twenty."""
