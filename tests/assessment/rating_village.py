"""A made-up village with rating rules of every kind, and builders of records under them."""

from datetime import date
from decimal import Decimal

from core.assessment.outcome import Step
from core.assessment.periods import Period
from core.assessment.rating.assess import assess_rating
from core.assessment.rating.terms import CircumstanceNoted, GradeGiven, RatingFacts, RatingOutcome, StateReached
from core.assessment.sentences import sentence
from core.regulation.files.load import load_law
from core.regulation.law import Law
from core.regulation.schemes.rating import RatedSubject
from core.text import Lang
from tests.rewriting import rewritten

HEAD = """
id = "rateville"
place = "rateville"
title = { zh = "评村办法", en = "Rateville measures" }
region = { code = "990102", name = { zh = "评村", en = "Rateville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }
"""

RATING = """
[rating]
cite = "3"
subjects = ["INSTITUTION", "DOCTOR"]
period = "QUARTER"

[[rating.grades]]
id = "A"
cite = "4.一"
label = { zh = "甲", en = "A" }
consequences = [{ id = "prize", kind = "REWARD", cite = "4.一", label = { zh = "奖励", en = "a prize" } }]

[[rating.grades]]
id = "B"
cite = "4.二"
label = { zh = "乙", en = "B" }

[[rating.grades]]
id = "C"
cite = "4.三"
label = { zh = "丙", en = "C" }
consequences = [{ id = "watch", kind = "WATCH", cite = "4.三", label = { zh = "关注", en = "watched" } }]

[[rating.grades]]
id = "D"
cite = "4.四"
label = { zh = "丁", en = "D" }
consequences = [{ id = "talk", kind = "INTERVIEW", cite = "4.四", label = { zh = "约谈", en = "an interview" } }]

[[rating.grades]]
id = "E"
cite = "4.五"
label = { zh = "戊", en = "E" }
stated = false

[[rating.circumstances]]
id = "late"
cite = "5.一"
label = { zh = "迟报", en = "late report" }
consequences = [
  { id = "talk", kind = "INTERVIEW", cite = "5.一", subjects = ["DOCTOR"], procedure = "talk", label = { zh = "约谈", en = "an interview" } },
  { id = "mend", kind = "RECTIFY", cite = "5.一", deadline = { cite = "5.一", days = 10 }, label = { zh = "整改", en = "rectification" } },
]

[[rating.circumstances]]
id = "false"
cite = "5.二"
label = { zh = "误报", en = "false report" }
[[rating.circumstances.consequences]]
id = "penalty"
kind = "PENALTY"
cite = "5.二"
label = { zh = "处罚", en = "a penalty" }
forms = [
  { id = "fine", kind = "FINE", cite = "5.二", label = { zh = "罚款", en = "a fine" } },
  { id = "stop", kind = "SUSPEND", cite = "5.二", label = { zh = "暂停", en = "suspension" } },
]

[[rating.repetitions]]
id = "thrice"
cite = "6"
label = { zh = "三期皆丁", en = "D three times" }
grade = "D"
times = 3
consequences = [{ id = "cancel", kind = "CANCEL", cite = "6", label = { zh = "取消", en = "cancelled" } }]

[[rating.procedures]]
id = "talk"
cite = "7"
label = { zh = "约谈", en = "interview" }
states = [
  { id = "CALLED", cite = "7.一", by = "AGENCY", label = { zh = "已通知", en = "called" } },
  { id = "HELD", cite = "7.二", by = "AGENCY", after = ["CALLED", "RECALLED"], label = { zh = "已谈", en = "held" } },
  { id = "RECALLED", cite = "7.三", by = "AGENCY", after = ["HELD"], label = { zh = "再次通知", en = "called again" } },
  { id = "DONE", cite = "7.四", by = "AGENCY", after = ["HELD"], closes = true, label = { zh = "办结", en = "done" } },
]

[[rating.duties]]
id = "report"
cite = "8.一"
by = "INSTITUTION"
every = "MONTH"
times = 2
label = { zh = "报告", en = "report" }

[[rating.duties]]
id = "log"
cite = "8.二"
by = "INSTITUTION"
every = "DAY"
due = "END_OF_NEXT"
label = { zh = "日志", en = "log" }

[[rating.rankings]]
id = "volume"
cite = "10"
top = 3
label = { zh = "盖章", en = "stamped" }

[[rating.indicators]]
id = "share"
cite = "11.一"
bound = "AT_MOST"
unit = "PERCENT"
label = { zh = "占比", en = "share" }

[[rating.indicators]]
id = "visits"
cite = "11.二"
bound = "AT_LEAST"
label = { zh = "人次", en = "visits" }

[[rating.indicators]]
id = "mood"
cite = "11.三"
label = { zh = "满意度", en = "satisfaction" }

[[rating.checks]]
id = "papers"
cite = "12"
at_least = 97.5
label = { zh = "处方", en = "prescriptions" }

[[readings]]
id = "falling"
cite = "6"
question = { zh = "何谓未改善?", en = "What is no improvement?" }
choices = [
  { id = "same", label = { zh = "仍为丁", en = "D again" } },
  { id = "lower", label = { zh = "得分更低", en = "a lower score" }, set = { "rating.repetitions.thrice.worsens_by" = "LOWER_SCORE" } },
]
"""  # noqa: E501 - as a data file writes it

QUARTERS = tuple(Period.parse(f"{year}-Q{number}") for year in (2024, 2025) for number in range(1, 5))
LATE = date(2026, 12, 31)


def a_law(*changes: tuple[str, str]) -> Law:
    """Return the law of the village, with each ``(old, new)`` replaced in its data file."""
    return load_law(rewritten(HEAD + RATING, *changes).encode(), "rateville.toml")


LAW = a_law()


def a_grade(
    grade: str, period: str, *, on: date | None = None, number: str = "g", score: str | None = None
) -> GradeGiven:
    """Return a grade given for ``period``, on the 28th of its first month unless said otherwise."""
    within = Period.parse(period)
    points = Decimal(score) if score is not None else None
    return GradeGiven(id=number, period=within, grade=grade, on=on or within.start.replace(day=28), score=points)


def a_breach(circumstance: str = "late", on: date = date(2025, 2, 3), *reached: tuple[str, date]) -> CircumstanceNoted:
    """Return a circumstance found, with the states of its procedure."""
    states = tuple(StateReached(state=state, on=day) for state, day in reached)
    return CircumstanceNoted(id="c", circumstance=circumstance, on=on, reached=states)


def asked(facts: RatingFacts, period: str = "2025-Q1", as_of: date = LATE, law: Law | None = None) -> RatingOutcome:
    """Return what the village's law makes of ``facts``."""
    return assess_rating(law or LAW, facts, Period.parse(period), as_of)


def facts(
    *grades: GradeGiven, breaches: tuple[CircumstanceNoted, ...] = (), subject: RatedSubject = RatedSubject.DOCTOR
) -> RatingFacts:
    """Return facts of grades and circumstances."""
    return RatingFacts(subject=subject, grades=grades, circumstances=breaches)


def said(steps: tuple[Step, ...]) -> list[str]:
    """Return the steps in English."""
    return [sentence(step, Lang.EN) for step in steps]
