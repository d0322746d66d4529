"""Answers of the points scheme about facts in the request: nothing is stored, and anyone may ask."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Annotated

import strawberry

from core.assessment import facts
from core.assessment.points.assess import assess_points
from core.service.apart import apart
from core.service.assessing import settle
from core.service.calendars import PUBLISHED
from schema.assessed import PointsAssessed
from schema.context import Info
from schema.fields import PeriodName, RegulationId, argument, field
from schema.given import MOST, MOST_MONTHS, Day, Readings, many, optional, refuse_outside, refuse_too_many
from schema.regulation import plain_id
from schema.vocabulary_of_lives import LifeEvent
from schema.vocabulary_of_points import Care, Profession, Responsibility


@strawberry.input(description="What happened to a violation.")
class LifeEntryInput:
    """Stands for ``core.assessment.facts.LifeEntry``."""

    event: LifeEvent = field("What happened.")
    on: date = field("When.")


@strawberry.input(description="A violation as it might be decided.")
class ViolationInput:
    """Stands for ``core.assessment.facts.Violation``."""

    clause: str = field("The clause's name within the regulation, as `Clause.code` gives it.")
    decided_on: date = field("Day of the decision.")
    cases: int = strawberry.field(default=1, description="How many cases it counts.")
    decision_no: str | None = optional(
        "The decision's number; records of one number are one decision. None: one of its own."
    )
    occurred_on: date | None = optional("Day of the act.")
    notified_on: date | None = optional("Day of written notification.")
    points: Decimal | None = optional("The decided points, where the law leaves them to the decision.")
    months: int | None = optional("The decided months, where the law leaves them to the decision.")
    determined_by: str | None = optional("The body that determined the act.")
    note: str | None = optional("The circumstances.")
    responsibility: list[Responsibility] = many("The degrees of responsibility found; of several the highest counts.")
    reason: str | None = optional("Why points or months were chosen, where the law leaves a range.")
    entries: list[LifeEntryInput] = many("What happened to the record since; with SUSPECTED it needs DECIDED to count.")


@strawberry.input(description="An examination after training (考试考核).")
class ExaminationInput:
    """Stands for ``core.assessment.facts.Examination``."""

    on: date = field("Day of the examination.")
    passed: bool = field("Whether it was passed.")


@strawberry.input(description="Something done to win points back (修复), as accepted by the agency.")
class RepairInput:
    """Stands for ``core.assessment.facts.Repair``."""

    rule: str = field("Code of the regulation's rule for it.")
    on: date = field("Day on which it was accepted.")
    points: Decimal | None = optional("The points given back, where the law does not state them.")
    determined_by: str | None = optional("The body that determined that a suspension ends with it.")


def _checked(number: int, one: ViolationInput) -> facts.Violation:
    """Return the fact; raise RefusedError for a number that no record can carry."""
    span = {"cases": (one.cases, 0, MOST), "points": (one.points, 0, MOST), "months": (one.months, 1, MOST_MONTHS)}
    refuse_outside(f"violations.{number}", span)
    return facts.Violation(
        id=str(number + 1),
        clause=one.clause,
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
        entries=tuple(facts.LifeEntry(event=entry.event, on=entry.on) for entry in one.entries),
    )


def _repaired(number: int, one: RepairInput) -> facts.Repair:
    """Return the fact; raise RefusedError for a number that no record can carry."""
    refuse_outside(f"repairs.{number}", {"points": (one.points, 0, MOST)})
    return facts.Repair(
        id=str(number + 1), rule=one.rule, on=one.on, points=one.points, determined_by=one.determined_by
    )


async def simulate(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    period: PeriodName = None,
    violations: Annotated[list[ViolationInput], argument("The violations, over all years.")] = [],  # noqa: B006 - a default of the schema, never changed
    examinations: Annotated[list[ExaminationInput], argument("The examinations after training.")] = [],  # noqa: B006
    readmitted_on: Annotated[list[date], argument("Days of enrolment anew after a revocation.")] = [],  # noqa: B006
    lifted_on: Annotated[list[date], argument("Days on which a suspension was lifted that the law gives no end.")] = [],  # noqa: B006
    repairs: Annotated[list[RepairInput], argument("What was done to win points back.")] = [],  # noqa: B006
    profession: Annotated[Profession | None, argument("To ask whether the regulation is about it.")] = None,
    care: Annotated[Care | None, argument("To ask whether care given on `asOf` is paid for.")] = None,
    readings: Readings = [],  # noqa: B006
) -> PointsAssessed:
    """Return what a regulation makes of facts in the request; nothing is stored."""
    refuse_too_many(
        violations, *(one.entries for one in violations), examinations, readmitted_on, lifted_on, repairs, readings
    )
    question = settle(info.context.office, plain_id(regulation), period, as_of)
    info.context.spend(1 + len(violations))
    given = facts.PointsFacts(
        violations=tuple(_checked(number, one) for number, one in enumerate(violations)),
        examinations=tuple(facts.Examination(on=one.on, passed=one.passed) for one in examinations),
        readmitted_on=tuple(readmitted_on),
        lifted_on=tuple(lifted_on),
        repairs=tuple(_repaired(number, one) for number, one in enumerate(repairs)),
        profession=profession,
        care=care,
    )
    law = question.law.under({one.reading: one.choice for one in readings})
    work = partial(assess_points, law, given, question.period, question.as_of, PUBLISHED)
    return PointsAssessed(await apart(law, work), given)
