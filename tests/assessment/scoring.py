"""Testville's scorecard: a rule of every kind, and scores under it, drawn at random."""

import ast
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from core.assessment.periods import Period
from core.assessment.scorecard.assess import assess_scorecard
from core.assessment.scorecard.terms import Score, ScorecardFacts, ScorecardOutcome, VetoFound
from core.regulation.files.load import load_law
from core.regulation.law import Law
from core.regulation.schemes.scorecard import ScorecardScheme
from tests.assessment.testville import HEAD
from tests.rewriting import rewritten

SCORECARD = """
[scorecard]
cite = "2"
subject = "OFFICE"
period = "QUARTER"
full = 100

[[scorecard.groups]]
id = "speed"
cite = "2.一"
weight = 55
label = { zh = "速度", en = "Speed" }
indicators = [
  { id = "reply", cite = "2.一.1", weight = 25, label = { zh = "答复", en = "Reply" } },
  { id = "closing", cite = "2.一.2", weight = 30, label = { zh = "结案", en = "Closing" } },
]

[[scorecard.groups]]
id = "care"
cite = "2.二"
weight = 35
members_sum = 48
label = { zh = "细心", en = "Care" }
indicators = [
  { id = "typing", cite = "2.二.1", weight = 17, label = { zh = "录入", en = "Typing" } },
  { id = "filing", cite = "2.二.2", weight = 31, label = { zh = "归档", en = "Filing" } },
]

[[scorecard.groups]]
id = "manner"
cite = "2.三"
weight = 10
label = { zh = "礼貌", en = "Manner" }
indicators = [{ id = "greeting", cite = "2.三.1", label = { zh = "问候", en = "Greeting" } }]

[[scorecard.standards]]
id = "own"
cite = "3.一"
adopted = true
label = { zh = "本镇标准", en = "own standard" }

[[scorecard.standards]]
id = "county"
cite = "3.二"
falls_back_to = "own"
label = { zh = "县标准", en = "county standard" }

[[scorecard.standards]]
id = "moon"
cite = "3.三"
label = { zh = "月球标准", en = "lunar standard" }

[scorecard.scale]
cite = "4"
grades = [
  { id = "gold", cite = "4.一", at_least = 85.5, label = { zh = "金", en = "gold" } },
  { id = "silver", cite = "4.二", at_least = 70, label = { zh = "银", en = "silver" } },
  { id = "bronze", cite = "4.三", at_least = 40.25, label = { zh = "铜", en = "bronze" } },
  { id = "clay", cite = "4.四", label = { zh = "陶", en = "clay" } },
]

[[scorecard.vetoes]]
id = "forgery"
cite = "5.一"
grade = "clay"
label = { zh = "伪造", en = "forgery" }

[[scorecard.vetoes]]
id = "lateness"
cite = "5.二"
grade = "silver"
label = { zh = "迟到", en = "lateness" }

[[scorecard.consequences]]
id = "cake"
cite = "6.一"
kind = "REWARD"
grades = ["gold"]
by_share = true
percent = 12.5
label = { zh = "分蛋糕", en = "a share of the cake" }

[[scorecard.consequences]]
id = "tea"
cite = "6.二"
kind = "REWARD"
grades = ["gold", "silver"]
label = { zh = "喝茶", en = "tea" }

[[scorecard.consequences]]
id = "wall"
cite = "6.三"
kind = "PUBLICATION"
brought_by = "RESULT"
label = { zh = "上墙", en = "on the wall" }

[[scorecard.consequences]]
id = "talk"
cite = "6.四"
kind = "DUTY"
brought_by = "DECISION"
label = { zh = "谈话", en = "a talk" }

[[readings]]
id = "weights"
cite = "2"
question = { zh = "如何计分?", en = "How is it scored?" }
choices = [
  { id = "group", label = { zh = "按组", en = "By group" } },
  { id = "sum", label = { zh = "按合计", en = "By the sum" }, set = { "scorecard.normalisation" = "SUM" } },
  { id = "raw", label = { zh = "直接相加", en = "As they are" }, set = { "scorecard.normalisation" = "RAW" } },
]

[[readings]]
id = "rounding"
cite = "4"
question = { zh = "取整吗?", en = "Rounded?" }
choices = [
  { id = "no", label = { zh = "不取整", en = "No" } },
  { id = "yes", label = { zh = "取整", en = "Yes" }, set = { "scorecard.scale.rounding" = "HALF_UP" } },
]
"""
COUNTED = ("reply", "closing", "typing", "filing", "manner")
"""What Testville's total is made of."""
QUARTER = Period.parse("2021-Q2")
DAY = date(2021, 6, 11)


def a_scorecard(*changes: tuple[str, str]) -> Law:
    """Return Testville's scorecard with each first text of ``changes`` replaced by the second."""
    return load_law(rewritten(HEAD + SCORECARD, *changes).encode(), "testville/2020.toml")


def scheme_of(law: Law) -> ScorecardScheme:
    """Return the scorecard of a law that has one."""
    scheme = law.regulation.scorecard
    assert scheme is not None
    return scheme


def a_score(indicator: str, value: str | Decimal, on: date = DAY, period: Period = QUARTER) -> Score:
    """Return a score recorded on a day."""
    return Score(indicator=indicator, value=Decimal(value), period=period, recorded_on=on)


def scored(
    law: Law,
    scores: Mapping[str, str | Decimal] | Sequence[Score],
    *,
    vetoes: Sequence[str] = (),
    standard: str | None = None,
    period: Period = QUARTER,
    as_of: date = DAY,
) -> ScorecardOutcome:
    """Return what ``law`` makes of scores, by default in the second quarter of 2021."""
    given = [a_score(*one) for one in scores.items()] if isinstance(scores, Mapping) else scores
    facts = ScorecardFacts(
        scores=tuple(given),
        vetoes=tuple(VetoFound(veto=one, period=QUARTER, on=DAY) for one in vetoes),
        standard=standard,
    )
    return assess_scorecard(law, facts, period, as_of)


def all_at(value: int | str | Decimal) -> dict[str, Decimal]:
    """Return the same score for all that Testville's total is made of."""
    return dict.fromkeys(COUNTED, Decimal(value))


MARKS = st.decimals(min_value=0, max_value=100, places=2)
SHEETS: st.SearchStrategy[dict[str, Decimal]] = st.fixed_dictionaries(dict.fromkeys(COUNTED, MARKS))

_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: lambda one, two: one + two,
    ast.Mult: lambda one, two: one * two,
    ast.Div: lambda one, two: one / two,
}


def value_of(line: str) -> Fraction:
    """Return the exact value of the left side of an arithmetic line, such as ``(2×90[2.一] + 3×80[2.二])/5``."""
    sums = re.sub(r"\[[^\]]*\]", "", line).replace("×", "*")
    return _value(ast.parse(sums, mode="eval").body, sums)


def _value(node: ast.expr, text: str) -> Fraction:
    match node:
        case ast.BinOp(left, operator, right):
            return _OPERATORS[type(operator)](_value(left, text), _value(right, text))
        case ast.Call(ast.Name("min"), arguments):
            return min(_value(one, text) for one in arguments)
        case ast.Constant():
            return Fraction(ast.get_source_segment(text, node) or "")
        case _:
            raise ValueError(f"{ast.dump(node)} is not arithmetic")
