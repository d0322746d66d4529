"""Example plugins of made-up places, each with one mistake that ``guiju check`` has to name."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tests.host.villages import MARKER, write

HEAD = """
id = "{place}-2020"
place = "{place}"
title = {{ zh = "试镇办法", en = "Measures of {place}" }}
region = {{ code = "990101", name = {{ zh = "试镇", en = "{place}" }} }}
in_force = {{ from = {start} }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE" }}
"""

POINTS = """
[points]
cite = "1"
full = 20
period = "YEAR"
clauses = [
  { id = "rule", cite = "2", points = "RULE", label = { zh = "依规则", en = "As the rule says" } },
]

[[points.thresholds]]
id = "six"
cite = "3"
at = 6
label = { zh = "暂停", en = "suspended" }
sanctions = [{ kind = "SUSPEND", cite = "3", months = 2 }]
"""

SHARING = """
[settlement]
cite = "1"
period = "YEAR"
instalments = {{ cite = "2", every = "MONTH", percent = 94 }}
reserve = {{ cite = "2", percent = 6 }}

[settlement.sharing]
cite = "3"
bands_apply_to = "PART"
edge = "LOWER"
bands = [
  {{ id = "low", cite = "3", over = {low}, fund = 80, institution = 20, label = {{ zh = "低", en = "Low" }} }},
  {{ id = "high", cite = "3", over = {high}, fund = 50, institution = 50, label = {{ zh = "高", en = "High" }} }},
]
"""

REPAIRS = """
[points.repairs]
cite = "4"
lifting = "KEPT"
rules = [{ id = "study", cite = "4", points = -1, label = { zh = "学习", en = "Study" } }]
"""

GRADES = """
[rating]
cite = "1"
subjects = ["INSTITUTION"]
period = "QUARTER"

[[rating.grades]]
id = "good"
cite = "2"
label = { zh = "好", en = "Good" }
consequences = [{ id = "talk", kind = "INTERVIEW", cite = "2", label = { zh = "约谈", en = "Interview" } }]

[[rating.grades]]
id = "poor"
cite = "2"
label = { zh = "差", en = "Poor" }
"""

CARD = """
[scorecard]
cite = "1"
subject = "OFFICE"
period = "QUARTER"
full = 100
groups = [{ id = "work", cite = "2", weight = 100, label = { zh = "工作", en = "Work" } }]
consequences = [
  { id = "bonus", cite = "4", kind = "REWARD", grades = ["fail"], label = { zh = "奖励", en = "Bonus" } },
]

[scorecard.scale]
cite = "3"
grades = [
  { id = "pass", cite = "3", at_least = 60, label = { zh = "合格", en = "Pass" } },
  { id = "fail", cite = "3", label = { zh = "不合格", en = "Fail" } },
]
"""

SOUND = MARKER + "\nfrom decimal import Decimal\n\n\n@hookimpl\ndef guiju_points_of(question):\n    return Decimal(2)\n"


def _points(place: str, rules: str) -> dict[str, str]:
    return {"2020.toml": HEAD.format(place=place, start="2020-01-01") + POINTS, "rules.py": MARKER + rules}


@dataclass(frozen=True, slots=True)
class Seeded:
    """A plugin with one mistake, and the name under which it is to be found."""

    name: str
    files: Mapping[str, str]
    caught_as: str

    def written(self, root: Path) -> Path:
        """Write the plugin's folder below ``root`` and return it."""
        return write(root, self.name, self.files)


SOUND_PLUGIN = {"2020.toml": HEAD.format(place="soundville", start="2020-01-01") + POINTS, "rules.py": SOUND}

GAP = Seeded(
    "gap",
    {"2020.toml": HEAD.format(place="gap", start="2020-01-01") + SHARING.format(low=2, high=10)},
    "BAND_GAP",
)
OVERLAP = Seeded(
    "overlap",
    {"2020.toml": HEAD.format(place="overlap", start="2020-01-01") + SHARING.format(low=0, high=0)},
    "BAND_OUT_OF_ORDER",
)
VERSIONS = Seeded(
    "versions",
    {
        "2020.toml": HEAD.format(place="versions", start="2020-01-01") + POINTS,
        "2021.toml": HEAD.format(place="versions", start="2021-01-01").replace("versions-2020", "versions-2021")
        + POINTS,
    },
    "VERSIONS_OVERLAP",
)
NEGATIVE_REPAIR = Seeded(
    "repair",
    {"2020.toml": HEAD.format(place="repair", start="2020-01-01") + POINTS + REPAIRS},
    "TOO_SMALL",
)

ORDER = Seeded(
    "order",
    _points(
        "order",
        """
from decimal import Decimal

asked = []


@hookimpl
def guiju_points_of(question):
    if question.lost == 0:
        asked.clear()
    asked.append(question)
    return Decimal(len(asked))
""",
    ),
    "ORDER_FREE",
)
LEAK = Seeded(
    "leak",
    _points(
        "leak",
        """
from decimal import Decimal

carried = [Decimal(0)]


@hookimpl
def guiju_points_of(question):
    before = carried[0] if question.lost == 0 else Decimal(0)
    carried[0] = question.lost + 1
    return 1 + before
""",
    ),
    "PERIODS_APART",
)
CLOCK = Seeded(
    "clock",
    _points(
        "clock",
        """
from datetime import date
from decimal import Decimal


@hookimpl
def guiju_points_of(question):
    return Decimal(1 if date.today().year < 2030 else 2)
""",
    ),
    "CLOCK_READ",
)
RANDOM = Seeded(
    "random",
    _points(
        "random",
        """
from decimal import Decimal
from random import randint


@hookimpl
def guiju_points_of(question):
    return Decimal(randint(1, 3))
""",
    ),
    "RANDOM_CHOICE",
)
HIDDEN_RANDOM = Seeded(
    "hidden",
    _points(
        "hidden",
        """
from decimal import Decimal

lots = __import__("random").Random(7)


@hookimpl
def guiju_points_of(question):
    return Decimal(lots.randint(1, 3))
""",
    ),
    "DETERMINISTIC",
)
NEGATIVE_POINTS = Seeded(
    "negative",
    _points(
        "negative",
        """
from decimal import Decimal


@hookimpl
def guiju_points_of(question):
    return Decimal(3) - question.lost
""",
    ),
    "RULES_SOUND",
)
MILDER = Seeded(
    "milder",
    {
        "2020.toml": HEAD.format(place="milder", start="2020-01-01")
        + POINTS.replace('"RULE"', "3").replace('"SUSPEND", cite = "3", months = 2', '"REVOKE", cite = "3"')
        + '\n[[points.thresholds]]\nid = "nine"\ncite = "3"\nat = 9\nlabel = { zh = "暂停", en = "suspended" }\n'
        + 'sanctions = [{ kind = "SUSPEND", cite = "3", months = 1 }]\n',
    },
    "MORE_NEVER_MILDER",
)

WINDFALL = Seeded(
    "windfall",
    {
        "2020.toml": HEAD.format(place="windfall", start="2020-01-01")
        + SHARING.format(low=0, high=10)
        .replace('"PART"', '"WHOLE"')
        .replace("fund = 80, institution = 20", "fund = 20, institution = 80")
    },
    "MORE_NEVER_CHEAPER",
)
"""Whoever overspends more than a tenth bears less of it than who stays below."""
UPSIDE_DOWN = Seeded(
    "upside",
    {"2020.toml": HEAD.format(place="upside", start="2020-01-01") + GRADES},
    "BETTER_NEVER_WORSE",
)
"""The better grade leads to an interview, the worse one to nothing."""
PRIZE = Seeded(
    "prize",
    {"2020.toml": HEAD.format(place="prize", start="2020-01-01") + CARD},
    "BETTER_NEVER_WORSE",
)
"""The reward goes to those who fail."""

REFUSED = (GAP, OVERLAP, VERSIONS, NEGATIVE_REPAIR)
"""Mistakes of the data, for which the plugin is not served."""
READ = (CLOCK, RANDOM)
"""Mistakes that stand in the text of ``rules.py``."""
TRIED = (ORDER, LEAK, HIDDEN_RANDOM, NEGATIVE_POINTS, MILDER, WINDFALL, UPSIDE_DOWN, PRIZE)
"""Mistakes that show on a ledger."""
