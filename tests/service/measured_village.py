"""Made-up regulations that rest on figures, one a scheme, small enough to be added up by eye."""

from functools import cache

from core.regulation.files.load import load_law
from core.regulation.law import Law
from tests.service.recorded_cases import HOME

SCORED, CHARGED, PREPAID, GRADED = "scoreville", "chargeville", "budgetville", "gradeville"

_HEAD = """
id = "{id}"
place = "{id}"
title = {{ zh = "试镇办法", en = "Testville measures" }}
region = {{ code = "990100", name = {{ zh = "试镇", en = "Testville" }} }}
in_force = {{ from = 2020-01-01, cite = "9" }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE" }}
"""
_SCHEMES = {
    SCORED: """
[scorecard]
cite = "1"
subject = "OFFICE"
period = "YEAR"
full = 100
vetoes = [{ id = "fraud", cite = "4", grade = "poor", label = { zh = "骗保", en = "Fraud" } }]
[[scorecard.groups]]
id = "work"
cite = "2"
weight = 100
label = { zh = "工作", en = "Work" }
indicators = [
  { id = "speed", cite = "2.一", weight = 50, label = { zh = "及时", en = "In time" } },
  { id = "care", cite = "2.二", weight = 50, label = { zh = "准确", en = "With care" } },
]
[scorecard.scale]
cite = "3"
grades = [
  { id = "good", cite = "3.一", at_least = 80, label = { zh = "好", en = "Good" } },
  { id = "poor", cite = "3.二", label = { zh = "差", en = "Poor" } },
]
""",
    CHARGED: """
[charges]
cite = "1"
tariffs = [{ id = "item", cite = "2", bearer = "DEPARTMENT", amount = 30, label = { zh = "每项", en = "Each item" } }]
[charges.audit]
id = "audit"
cite = "4"
bearer = "DEPARTMENT"
label = { zh = "审核", en = "Audit" }
shares = [{ cite = "4", percent = 30 }]
[[charges.excesses]]
id = "stay"
cite = "3"
bearer = "DEPARTMENT"
side = "OVER"
step = 1
step_rounding = "CEIL"
amount = 100
window = "QUARTER"
label = { zh = "住院日", en = "Days of stay" }
""",
    PREPAID: """
[settlement]
cite = "1"
period = "YEAR"
instalments = { cite = "2", percent = 90, every = "QUARTER" }
reserve = { cite = "3", percent = 10 }
growth = { cite = "4", from = 5, to = 8 }
[settlement.sharing]
cite = "5"
bands_apply_to = "PART"
edge = "LOWER"
conditions = [{ id = "volume", cite = "5.一", label = { zh = "超量", en = "Volume" }, test = "VOLUME_OVER_PLAN" }]
bands = [{ id = "all", cite = "5.二", label = { zh = "一档", en = "All" }, over = 0, fund = 60, institution = 40 }]
""",
    GRADED: """
[rating]
cite = "1"
subjects = ["INSTITUTION", "STAFF"]
period = "YEAR"
grades = [
  { id = "green", cite = "2.一", label = { zh = "绿", en = "Green" } },
  { id = "red", cite = "2.二", label = { zh = "红", en = "Red" } },
]
indicators = [{ id = "share", cite = "3", bound = "AT_MOST", label = { zh = "占比", en = "Share" } }]
[[rating.circumstances]]
id = "breach"
cite = "4"
label = { zh = "违规", en = "A breach" }
consequences = [{ id = "talk", kind = "INTERVIEW", cite = "4", label = { zh = "约谈", en = "A talk" } }]
""",
}

__all__ = ["CHARGED", "GRADED", "HOME", "PREPAID", "SCORED", "a_law"]


def text_of(name: str) -> str:
    """Return the data file of the made-up regulation called ``name``."""
    return _HEAD.format(id=name) + _SCHEMES[name]


@cache
def a_law(name: str) -> Law:
    """Return the made-up regulation called ``name``."""
    return load_law(text_of(name).encode(), f"{name}.toml")
