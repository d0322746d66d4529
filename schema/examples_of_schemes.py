"""Queries to begin with for every scheme but points, made from what is served and from what the registry holds."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from core.regulation.law import Law
from core.regulation.model import Regulation

ANSWER = "determination missing { name text { zh } } steps { kind citation { code text { zh en } } text { zh en } }"

DISPENSING = f"""\
# How many days' supply of a drug is allowed. 带药天数。
query Dispensing($regulation: ID!, $asOf: Date!, $lines: [PrescriptionLineInput!]!) {{
  simulateDispensing(regulation: $regulation, asOf: $asOf, lines: $lines) {{
    within lines {{ drug days limitDays overBy citation {{ code }} }} {ANSWER}
  }}
}}
"""
SCORECARD = f"""\
# Indicators to a score and a grade. 指标得分与等级。
query Scorecard($regulation: ID!, $asOf: Date!, $scores: [ScoreInput!]!) {{
  simulateScorecard(regulation: $regulation, asOf: $asOf, scores: $scores) {{
    score grade arithmetic {ANSWER}
  }}
}}
"""
RATING = f"""\
# What a grade or colour leads to. 等级的后果。
query Rating($regulation: ID!, $asOf: Date!, $subject: RatedSubject!, $grades: [GradeInput!]!) {{
  simulateRating(regulation: $regulation, asOf: $asOf, subject: $subject, grades: $grades) {{
    grade status consequences {{ kind label {{ zh en }} citation {{ code }} }} {ANSWER}
  }}
}}
"""
CHARGES = f"""\
# Money owed for findings. 扣款。
query Charges($regulation: ID!, $asOf: Date!, $acts: [ActFoundInput!]!) {{
  simulateCharges(regulation: $regulation, asOf: $asOf, acts: $acts) {{
    total arithmetic {ANSWER}
  }}
}}
"""
SETTLEMENT = f"""\
# Who bears an overspend of a prepaid budget. 预付超支的分担。
query Settlement($regulation: ID!, $asOf: Date!, $findings: [OverspendFindingInput!]!) {{
  simulateSettlement(
    regulation: $regulation, asOf: $asOf, budget: "10000000.00", actual: "11500000.00", findings: $findings
  ) {{
    overspend fundShare institutionShare arithmetic {ANSWER}
  }}
}}
"""


OF_REGISTRY = MappingProxyType(
    {
        "scorecard": "score grade arithmetic consequences { label { zh en } citation { code } }",
        "rating": "grade gradeLabel { zh } status consequences { kind label { zh en } citation { code } }",
        "charges": "total arithmetic owed { bearer owedBy total } charges { rule amount citation { code } }",
        "settlement": "budget growth { percent verdict } overspend fundShare institutionShare arithmetic",
    }
)
"""What is asked of each scheme about a subject of the registry."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A query about one scheme, and the facts for a regulation that has it; None: it has not."""

    title: str
    query: str
    facts: Callable[[Regulation, str], dict[str, object] | None]


def _dispensing(regulation: Regulation, _: str) -> dict[str, object] | None:
    line = {"drug": "A", "days": 8, "course": "CHRONIC"}
    return None if regulation.dispensing is None else {"lines": [line]}


def _scorecard(regulation: Regulation, _: str) -> dict[str, object] | None:
    scheme = regulation.scorecard
    if scheme is None or any(group.weight is None for group in scheme.groups):
        return None
    return {"scores": [{"indicator": one.id, "value": "90"} for group in scheme.groups for one in group.indicators]}


def _rating(regulation: Regulation, day: str) -> dict[str, object] | None:
    scheme = regulation.rating
    if scheme is None or not scheme.grades:
        return None
    return {"subject": scheme.subjects[0].value, "grades": [{"grade": scheme.grades[-1].id, "on": day}]}


def _charges(regulation: Regulation, day: str) -> dict[str, object] | None:
    scheme = regulation.charges
    plain = [one.id for one in scheme.tariffs if not one.requires] if scheme else []
    return {"acts": [{"rule": plain[0], "on": day, "items": 4}]} if plain else None


def _settlement(regulation: Regulation, _: str) -> dict[str, object] | None:
    scheme = regulation.settlement
    if scheme is None or scheme.sharing is None:
        return None
    return {"findings": [{"test": one.test.value, "holds": True} for one in scheme.sharing.conditions]}


SAMPLES = (
    Sample("scorecard", SCORECARD, _scorecard),
    Sample("rating", RATING, _rating),
    Sample("charges", CHARGES, _charges),
    Sample("settlement", SETTLEMENT, _settlement),
    Sample("dispensing", DISPENSING, _dispensing),
)


def of_registry(scheme: str) -> str:
    """Return the query about measurements in the registry under one scheme of ``OF_REGISTRY``."""
    return f"""\
# The same from measurements in the registry. Outside a demo this needs a token. 登记的测量值; 非演示环境须有令牌。
query Recorded($regulation: ID!, $kind: SubjectKind!, $subject: String!, $period: String, $asOf: Date) {{
  {scheme}Assessment(regulation: $regulation, subjectKind: $kind, subject: $subject, period: $period, asOf: $asOf) {{
    {OF_REGISTRY[scheme]} {ANSWER}
  }}
}}
"""


def measuring(laws: Sequence[Law], day: date) -> list[tuple[str, str]]:
    """Return the scheme, as ``OF_REGISTRY`` names it, and the id of every law that has an example of the scheme."""
    return [
        (sample.title, law.id)
        for sample in SAMPLES
        if sample.title in OF_REGISTRY
        for law in laws
        if sample.facts(law.regulation, day.isoformat()) is not None
    ]


def samples(laws: Sequence[Law], day: date) -> list[tuple[str, str, dict[str, object]]]:
    """Return title, query and variables of a question for each scheme that one of ``laws`` states."""
    found: list[tuple[str, str, dict[str, object]]] = []
    for sample in SAMPLES:
        for law in laws:
            facts = sample.facts(law.regulation, day.isoformat())
            if facts is not None:
                variables = {"regulation": law.id, "asOf": day.isoformat(), **facts}
                found.append((sample.title, sample.query, variables))
                break
    return found
