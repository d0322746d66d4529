"""One set of facts under several regulations: nothing is stored, and anyone may ask."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated

import strawberry

from core.assessment import facts
from core.errors import RefusedError
from core.regulation.law import Law
from core.service.apart import apart
from core.service.assessing import settle
from core.service.comparing import Compared, ComparedAct, MatchedAct
from core.service.comparing import compare as compare_under
from core.text import Text as TextValue
from schema.assessed import PointsAssessed
from schema.context import Info
from schema.fields import PeriodName, argument, field
from schema.given import MOST, MOST_MONTHS, Day, many, optional, refuse_outside, refuse_too_many
from schema.points import Clause, ClauseOf
from schema.points_assessment import PointsAssessment
from schema.regulation import Regulation, plain_id
from schema.vocabulary import Behaviour, Responsibility

MAX_REGULATIONS = 10


@strawberry.input(description="An act as it might be decided, told without naming any regulation's clause.")
class CompareInput:
    """Stands for ``core.service.comparing.ComparedAct``."""

    behaviour: Behaviour = field("What was done; under each regulation the first clause about it is taken.")
    decided_on: date = field("Day of the decision.")
    cases: int = strawberry.field(default=1, description="How many cases it counts.")
    decision_no: str | None = optional(
        "The decision's number; records of one number are one decision. None: one of its own."
    )
    occurred_on: date | None = optional("Day of the act.")
    notified_on: date | None = optional("Day of written notification.")
    points: Decimal | None = optional("The decided points; looked at only where a law leaves them to the decision.")
    months: int | None = optional("The decided months; looked at only where a law leaves them to the decision.")
    determined_by: str | None = optional("The body that determined the act.")
    note: str | None = optional("The circumstances.")
    responsibility: list[Responsibility] = many("The degrees of responsibility found; of several the highest counts.")
    reason: str | None = optional("Why points or months were chosen as they were, where a law leaves a range.")


@dataclass(frozen=True, slots=True)
class MatchOf:
    """A fact with the clause of a law that it was taken to breach."""

    law: Law
    matched: MatchedAct


@dataclass(frozen=True, slots=True)
class ComparisonOf:
    """What one law makes of the facts."""

    law: Law
    compared: Compared


@strawberry.type(description="A fact with the clause that it was taken to breach.")
class MatchedFact:
    """Stands for ``MatchOf``."""

    record: str = field("The fact: its number, from 1, in the request.", "matched.act.record.id")
    behaviour: Behaviour = field("What was done.", "matched.act.behaviour")
    clause: Clause = field("The first clause about it.", lambda one: ClauseOf(one.law, one.matched.clause))
    others: list[Clause] = field(
        "Further clauses about the same behaviour, which were not taken; `simulate` assesses any of them.",
        lambda one: [ClauseOf(one.law, clause) for clause in one.matched.others],
    )


@strawberry.type(description="A fact about which a regulation has no clause; it does not count there.")
class UnmatchedFact:
    """Stands for ``core.service.comparing.ComparedAct``."""

    record: str = field("The fact: its number, from 1, in the request.", "record.id")
    behaviour: Behaviour = field("What was done.")


@strawberry.type(description="What one regulation makes of the facts.")
class Comparison:
    """Stands for ``ComparisonOf``."""

    regulation: Regulation = field("The regulation.", "law")
    assessment: PointsAssessment = field(
        "The answer about the matched facts alone.",
        lambda one: PointsAssessed(one.compared.outcome, one.compared.facts),
    )
    matched: list[MatchedFact] = field(
        "The facts that count, each with its clause.",
        lambda one: [MatchOf(one.law, matched) for matched in one.compared.matched],
    )
    unmatched: list[UnmatchedFact] = field(
        "The facts about which the regulation has no clause; none of its clauses is guessed.", "compared.unmatched"
    )


def _act(number: int, one: CompareInput) -> ComparedAct:
    """Return the act; raise RefusedError for a number that no record can carry."""
    refuse_outside(
        f"facts.{number}",
        {"cases": (one.cases, 0, MOST), "points": (one.points, 0, MOST), "months": (one.months, 1, MOST_MONTHS)},
    )
    record = facts.Violation(
        id=str(number + 1),
        clause="",
        decided_on=one.decided_on,
        cases=one.cases,
        decision_no=one.decision_no,
        occurred_on=one.occurred_on,
        notified_on=one.notified_on,
        points=one.points,
        months=one.months,
        determined_by=one.determined_by,
        note=one.note,
        responsibility=tuple(one.responsibility),
        reason=one.reason,
    )
    return ComparedAct(behaviour=one.behaviour, record=record)


async def compare(
    info: Info,
    *,
    as_of: Day,
    period: PeriodName = None,
    regulations: Annotated[
        list[strawberry.ID], argument(f"The regulations, by code or global id, at most {MAX_REGULATIONS}.")
    ],
    facts: Annotated[list[CompareInput], argument("What was done.")],
) -> list[ComparisonOf]:
    """Return what each of several regulations makes of facts in the request, in the order named; nothing is stored."""
    if len(regulations) > MAX_REGULATIONS:
        text = TextValue(
            zh=f"一次最多比较 {MAX_REGULATIONS} 部规定, 得到 {len(regulations)}",
            en=f"at most {MAX_REGULATIONS} regulations are compared at once, not {len(regulations)}",
        )
        raise RefusedError("TOO_MANY_REGULATIONS", text, field="regulations")
    refuse_too_many(facts)
    info.context.spend(len(regulations) * (1 + len(facts)))
    acts = [_act(number, one) for number, one in enumerate(facts)]
    questions = [settle(info.context.office, plain_id(one), period, as_of) for one in regulations]
    return [
        ComparisonOf(question.law, await apart(question.law, partial(compare_under, question, acts)))
        for question in questions
    ]
