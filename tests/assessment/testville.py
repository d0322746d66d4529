"""A made-up place with rules of every kind that the schemes know, and builders of facts under them."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from core.assessment.facts import Examination, PointsFacts, Violation
from core.assessment.outcome import PointsOutcome, SanctionImposed
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.regulation.files.load import load_law
from core.regulation.law import Law
from core.regulation.vocabulary import SanctionKind
from tests.rewriting import rewritten

HEAD = """
id = "testville-2020"
place = "testville"
title = { zh = "试镇办法", en = "Testville measures" }
region = { code = "990101", name = { zh = "试镇", en = "Testville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }
"""

POINTS = """
[points]
cite = "3"
full = 20
period = "YEAR"
capped = true

[points.conventions]
starts_on = "DECIDED"

[[points.clauses]]
id = "one"
cite = "4.一"
points = 1
label = { zh = "迟报", en = "Late report" }

[[points.clauses]]
id = "half"
cite = "4.二"
points = 2.5
label = { zh = "漏报", en = "No report" }

[[points.clauses]]
id = "act"
cite = "4.三"
points = 3
per = "ACT"
label = { zh = "误报", en = "False report" }

[[points.clauses]]
id = "review"
cite = "4.四"
points = 2
per = "REVIEW"
of = 3
label = { zh = "三次未过", en = "Failed three times" }

[[points.clauses]]
id = "every"
cite = "4.五"
points = 1
per = "EVERY"
of = 4
label = { zh = "每四次", en = "For every four" }

[[points.clauses]]
id = "range"
cite = "4.六"
points = { from = 1, to = 6 }
label = { zh = "酌情", en = "As decided" }

[[points.clauses]]
id = "unstated"
cite = "4.七"
points = "UNSTATED"
label = { zh = "未定分值", en = "Points not stated" }

[[points.clauses]]
id = "rule"
cite = "4.八"
points = "RULE"
label = { zh = "依规则", en = "As the rule says" }

[[points.clauses]]
id = "all"
cite = "5.一"
points = "ALL"
label = { zh = "扣完", en = "All of them" }

[[points.clauses]]
id = "struck"
cite = "5.二"
points = "NONE"
label = { zh = "依法制裁", en = "Sanctioned by law" }
sanctions = [{ kind = "TERMINATE", cite = "5.二", bar_months = 36 }]

[[points.thresholds]]
id = "three"
cite = "6.一"
at = 3
label = { zh = "约谈", en = "interview" }
sanctions = [{ kind = "INTERVIEW", cite = "6.一" }]

[[points.thresholds]]
id = "six"
cite = "6.二"
at = 6
label = { zh = "培训并暂停两个月", en = "training, suspended two months" }
sanctions = [
  { kind = "TRAIN", cite = "6.二" },
  { kind = "SUSPEND", cite = "6.二", object = "PRESCRIBING_RIGHT", months = 2, until_exam = true },
]

[[points.thresholds]]
id = "twelve"
cite = "6.三"
left_below = 9
label = { zh = "暂停一至六个月", en = "suspended one to six months" }
sanctions = [{ kind = "SUSPEND", cite = "6.三", months = { from = 1, to = 6 }, until_exam = true }]

[[points.thresholds]]
id = "twenty"
cite = "6.四"
at = 20
label = { zh = "取消", en = "revoked" }
sanctions = [{ kind = "REVOKE", cite = "6.四", bar_months = 24 }]

[[points.escalations]]
id = "thrice"
cite = "7"
label = { zh = "三次暂停, 取消", en = "suspended three times: revoked" }
counts = "SUSPEND"
times = 3
sanction = { kind = "REVOKE", cite = "7", bar_months = 12 }

[[readings]]
id = "overlap"
cite = "6"
question = { zh = "暂停如何衔接?", en = "How do suspensions meet?" }
choices = [
  { id = "supersede", label = { zh = "并入", en = "Absorbed" } },
  { id = "serial", label = { zh = "接续", en = "One after the other" }, set = { "points.conventions.overlap" = "SERIAL" } },
]

[[readings]]
id = "start"
cite = "6"
question = { zh = "何日起算?", en = "From which day?" }
choices = [
  { id = "decision", label = { zh = "决定日", en = "Decision" } },
  { id = "notification", label = { zh = "送达日", en = "Notification" }, set = { "points.conventions.starts_on" = "NOTIFIED" } },
  { id = "next_month", label = { zh = "次月一日", en = "Next month" }, set = { "points.conventions.starts_on" = "NEXT_MONTH" } },
]
"""  # noqa: E501 - an inline table is one line

ENROLMENT = """
[enrolment]
cite = "2"
basis = "AGREEMENT"

[[enrolment.conditions]]
id = "licence"
cite = "2.一"
label = { zh = "执业资格", en = "Licensed" }
any_of = ["LICENSED", "ASSISTANT_LICENSED"]

[[enrolment.conditions]]
id = "clean"
cite = "2.二"
label = { zh = "一年内无违规", en = "No breach within a year" }
clear_of = "BREACH"
months = 12

[[enrolment.conditions]]
id = "exam"
cite = "2.三"
label = { zh = "新人考试", en = "Examination of new hires" }
any_of = ["EXAM_PASSED"]
only_if = "NEWLY_HIRED"

[[enrolment.states]]
id = "APPLIED"
cite = "2.四"
label = { zh = "已申请", en = "Applied" }

[[enrolment.states]]
id = "SIGNED"
cite = "2.五"
label = { zh = "已签约", en = "Signed" }
enrolled = true

[[enrolment.transitions]]
act = "APPLY"
by = "DOCTOR"
to = "APPLIED"
cite = "2.四"
requires = ["licence", "clean"]
label = { zh = "申请", en = "Application" }

[[enrolment.transitions]]
act = "SIGN"
by = "INSTITUTION"
from = "APPLIED"
to = "SIGNED"
cite = "2.五"
requires = ["exam"]
label = { zh = "签约", en = "Signing" }

[[enrolment.duties]]
id = "report"
cite = "8"
label = { zh = "当月报告", en = "Report within the month" }
by = "INSTITUTION"
changes = ["LEFT", "HIRED"]
due = "END_OF_MONTH"

[[enrolment.endings]]
id = "left"
cite = "8"
label = { zh = "离职", en = "Left" }
changes = ["LEFT"]

[[enrolment.covers]]
cite = "1"
insurance = "BASIC"
"""

GAP = """
[[gaps]]
id = "points"
scheme = "POINTS"
parameters = ["points.full", "points.clauses"]
label = { zh = "分值未见", en = "No points at hand" }
"""


def a_law(*changes: tuple[str, str], text: str = HEAD + ENROLMENT + POINTS) -> Law:
    """Return Testville's law with each first text of ``changes`` replaced by the second, wherever it stands."""
    return load_law(rewritten(text, *changes).encode(), "testville/2020.toml")


def a_violation(
    clause: str,
    on: str,
    cases: int = 1,
    *,
    id: str = "",  # noqa: A002 - the field's name
    decision: str | None = None,
    points: int | None = None,
    months: int | None = None,
    notified: str | None = None,
) -> Violation:
    """Return a violation decided ``on`` a day, by default with an id of its own made of what it says."""
    return Violation(
        id=id or f"{clause}@{on}",
        clause=clause,
        decided_on=date.fromisoformat(on),
        cases=cases,
        decision_no=decision,
        notified_on=date.fromisoformat(notified) if notified else None,
        points=None if points is None else Decimal(points),
        months=months,
    )


def assessed(
    law: Law,
    violations: Sequence[Violation],
    as_of: str,
    *,
    passed: Sequence[str] = (),
    readmitted: Sequence[str] = (),
    period: str | None = None,
) -> PointsOutcome:
    """Return what ``law`` makes of the violations on a day, by default for the year of that day."""
    facts = PointsFacts(
        violations=tuple(violations),
        examinations=tuple(Examination(on=date.fromisoformat(day), passed=True) for day in passed),
        readmitted_on=tuple(map(date.fromisoformat, readmitted)),
    )
    return assess_points(law, facts, Period.parse(period or as_of[:4]), date.fromisoformat(as_of))


Imposed = tuple[SanctionKind, str, str | None, bool]


def imposed(sanctions: tuple[SanctionImposed, ...]) -> list[Imposed]:
    """Return kind, first day, first day after and whether absorbed, of each sanction."""
    return [(one.kind, str(one.start), str(one.end) if one.end else None, one.absorbed) for one in sanctions]
