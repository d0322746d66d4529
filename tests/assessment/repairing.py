"""A made-up law with repair, and what it makes of violations and repairs."""

from datetime import date
from decimal import Decimal

from core.assessment.facts import PointsFacts, Repair, Violation
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.regulation.files.load import load_law
from core.regulation.law import Law
from tests.assessment.testville import HEAD, a_violation
from tests.rewriting import rewritten

TEXT = (
    HEAD
    + """
[points]
cite = "3"
full = 12
period = "YEAR"
capped = true
reach = "NATIONWIDE"
subjects = [{ cite = "2", profession = "NURSING" }]
clauses = [
  { id = "some", cite = "4.一", points = { from = 1, to = 12 }, per = "ACT", label = { zh = "酌情", en = "As decided" } },
]
distinctions = [{ id = "kept", cite = "5", flag = "COMMENDED", left_from = 11, label = { zh = "表扬", en = "praised" } }]
payment = { cite = "8", unpaid = ["SUSPENDED"], except = ["RESCUE"] }
appeal = { cite = "9", working_days = 5 }

[[points.thresholds]]
id = "six"
cite = "6.一"
at = 6
label = { zh = "暂停", en = "suspended" }
sanctions = [
  { kind = "SUSPEND", cite = "6.一", reached = "ACCUMULATED", months = 2 },
  { kind = "SUSPEND", cite = "6.一", reached = "ONE_OFF", months = 4 },
]

[[points.thresholds]]
id = "twelve"
cite = "6.二"
at = 12
label = { zh = "终止", en = "terminated" }
sanctions = [
  { kind = "TERMINATE", cite = "6.二", reached = "ACCUMULATED", bar_months = 12 },
  { kind = "TERMINATE", cite = "6.二", reached = "ONE_OFF", bar_months = 36 },
]

[points.repairs]
cite = "7"
most = 5
lifting = "LIFTED"
not_after_one_off = "twelve"
rules = [
  { id = "study", cite = "7.一", points = 1, most = 3, label = { zh = "学习", en = "Study" } },
  { id = "deed", cite = "7.二", label = { zh = "善举", en = "A good deed" } },
]
shortening = { cite = "7.三", points = 2, months = 1 }
"""  # noqa: E501 - an inline table is one line
)
YEAR = Period.parse("2021")
LAST = date(2021, 12, 31)


def a_law(*changes: tuple[str, str]) -> Law:
    """Return the law with each first text of ``changes`` replaced by the second."""
    return load_law(rewritten(TEXT, *changes).encode(), "testville/2020.toml")


LAW = a_law()
KEPT = a_law(("LIFTED", "KEPT"))
DETERMINED = a_law(("LIFTED", "DETERMINED"))


def cost(points: int, on: str, decision: str | None = None) -> Violation:
    """Return a violation decided on a day that costs so many points."""
    return a_violation("some", on, points=points, decision=decision, id=f"{points}@{on}")


def repaired(on: str, rule: str = "study", points: int | None = None, by: str | None = None) -> Repair:
    """Return a repair on a day; ``by`` determined that it ends a suspension."""
    given_back = None if points is None else Decimal(points)
    return Repair(id=f"{rule}@{on}", rule=rule, on=date.fromisoformat(on), points=given_back, determined_by=by)


def asked(
    violations: tuple[Violation, ...], repairs: tuple[Repair, ...] = (), *, law: Law = LAW, on: date = LAST
) -> PointsOutcome:
    """Return what ``law`` makes of violations and repairs, by default at the end of 2021."""
    return assess_points(law, PointsFacts(violations=violations, repairs=repairs), YEAR, on)
