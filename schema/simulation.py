"""Answers about facts in the request: nothing is stored, and anyone may ask."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from core.assessment import facts
from core.assessment.enrolment import assess_enrolment
from core.assessment.points import assess_points
from core.errors import RefusedError
from core.service.assessing import settle
from core.text import Text
from schema.context import Info
from schema.enrolment_assessment import EnrolmentAssessed
from schema.fields import PeriodName, RegulationId, argument, field
from schema.points_assessment import PointsAssessed
from schema.regulation import plain_id
from schema.vocabulary import Act, Attribute, Change, Incident, Insurance

MAX_RECORDS = 200
MOST_CASES = 1_000_000
MOST_MONTHS = 1200

Day = Annotated[date, argument("The day asked about; what is decided later does not count.")]


@strawberry.input(description="A reading to take instead of the default.")
class ReadingInput:
    """A reading and the choice to take."""

    reading: str = field("Code of the reading, as `Regulation.readings` gives it.")
    choice: str = field("Code of the choice.")


Readings = Annotated[list[ReadingInput], argument("Readings to take instead of the defaults.")]


@strawberry.input(description="A violation as it might be decided.")
class ViolationInput:
    """Stands for ``core.assessment.facts.Violation``."""

    clause: str = field("The clause's name within the regulation, as `Clause.code` gives it.")
    decided_on: date = field("Day of the decision.")
    cases: int = strawberry.field(default=1, description="How many cases it counts.")
    decision_no: str | None = strawberry.field(
        default=None, description="The decision's number; records of one number are one decision. None: one of its own."
    )
    occurred_on: date | None = strawberry.field(default=None, description="Day of the act.")
    notified_on: date | None = strawberry.field(default=None, description="Day of written notification.")
    points: Decimal | None = strawberry.field(
        default=None, description="The decided points, where the law leaves them to the decision."
    )
    months: int | None = strawberry.field(
        default=None, description="The decided months, where the law leaves them to the decision."
    )
    determined_by: str | None = strawberry.field(default=None, description="The body that determined the act.")
    note: str | None = strawberry.field(default=None, description="The circumstances.")


@strawberry.input(description="An examination after training (考试考核).")
class ExaminationInput:
    """Stands for ``core.assessment.facts.Examination``."""

    on: date = field("Day of the examination.")
    passed: bool = field("Whether it was passed.")


@strawberry.input(description="Whether an attribute of the applicant holds; what is not said is not known.")
class FindingInput:
    """Stands for ``core.assessment.facts.Finding``."""

    attribute: Attribute = field("The attribute.")
    holds: bool = field("Whether it holds.")


@strawberry.input(description="A procedural step that was taken.")
class ActInput:
    """Stands for ``core.assessment.facts.ActTaken``."""

    act: Act = field("The step.")
    on: date = field("When.")


@strawberry.input(description="Something in the applicant's past that may bar the application.")
class IncidentInput:
    """Stands for ``core.assessment.facts.IncidentNoted``."""

    incident: Incident = field("What happened.")
    on: date = field("When.")


@strawberry.input(description="A change that must be reported.")
class ChangeInput:
    """Stands for ``core.assessment.facts.ChangeOccurred``."""

    change: Change = field("The change.")
    on: date = field("When it happened.")
    reported_on: date | None = strawberry.field(default=None, description="When it was reported; none: not yet.")


def _refuse_too_many(*given: Sequence[object]) -> None:
    count = sum(map(len, given))
    if count > MAX_RECORDS:
        text = Text(
            zh=f"一次最多 {MAX_RECORDS} 条事实, 得到 {count}", en=f"at most {MAX_RECORDS} facts at once, not {count}"
        )
        raise RefusedError("TOO_MANY_RECORDS", text)


def _chosen(readings: Sequence[ReadingInput]) -> Mapping[str, str]:
    return {one.reading: one.choice for one in readings}


def _checked(number: int, one: ViolationInput) -> facts.Violation:
    """Return the fact; raise RefusedError for a number that no record can carry."""
    span = {
        "cases": (one.cases, 0, MOST_CASES),
        "points": (one.points, 0, MOST_CASES),
        "months": (one.months, 1, MOST_MONTHS),
    }
    for name, (value, least, most) in span.items():
        if value is not None and not least <= value <= most:
            text = Text(zh=f"{name} 须在 {least} 与 {most} 之间", en=f"`{name}` lies between {least} and {most}")
            raise RefusedError("OUT_OF_RANGE", text, field=f"violations.{number}.{name}")
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
    )


def simulate(
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    period: PeriodName = None,
    violations: Annotated[list[ViolationInput], argument("The violations, over all years.")] = [],  # noqa: B006 - a default of the schema, never changed
    examinations: Annotated[list[ExaminationInput], argument("The examinations after training.")] = [],  # noqa: B006
    readmitted_on: Annotated[list[date], argument("Days of enrolment anew after a revocation.")] = [],  # noqa: B006
    readings: Readings = [],  # noqa: B006
) -> PointsAssessed:
    """Return what a regulation makes of facts in the request; nothing is stored."""
    _refuse_too_many(violations, examinations, readmitted_on, readings)
    question = settle(info.context.office, plain_id(regulation), period, as_of)
    info.context.spend(1 + len(violations))
    given = facts.PointsFacts(
        violations=tuple(_checked(number, one) for number, one in enumerate(violations)),
        examinations=tuple(facts.Examination(on=one.on, passed=one.passed) for one in examinations),
        readmitted_on=tuple(readmitted_on),
    )
    law = question.law.under(_chosen(readings))
    return PointsAssessed(assess_points(law, given, question.period, question.as_of))


def simulate_enrolment(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    findings: Annotated[list[FindingInput], argument("What is known of the applicant.")] = [],  # noqa: B006
    acts: Annotated[list[ActInput], argument("Procedural steps taken.")] = [],  # noqa: B006
    incidents: Annotated[list[IncidentInput], argument("What may bar the application.")] = [],  # noqa: B006
    incidents_checked: Annotated[
        bool, argument("Whether the past was checked, so that no incident means a clean one.")
    ] = False,
    changes: Annotated[list[ChangeInput], argument("Changes that must be reported.")] = [],  # noqa: B006
    insurance: Annotated[Insurance | None, argument("The patient's cover, if that is the question.")] = None,
    readings: Readings = [],  # noqa: B006
) -> EnrolmentAssessed:
    """Return whether facts in the request make an enrolment; nothing is stored."""
    _refuse_too_many(findings, acts, incidents, changes, readings)
    law = info.context.office.host.catalogue.get(plain_id(regulation)).under(_chosen(readings))
    info.context.spend(1 + len(acts))
    given = facts.EnrolmentFacts(
        findings=tuple(facts.Finding(attribute=one.attribute, holds=one.holds) for one in findings),
        acts=tuple(facts.ActTaken(act=one.act, on=one.on) for one in acts),
        incidents=tuple(facts.IncidentNoted(incident=one.incident, on=one.on) for one in incidents),
        incidents_known=incidents_checked or bool(incidents),
        changes=tuple(
            facts.ChangeOccurred(change=one.change, on=one.on, reported_on=one.reported_on) for one in changes
        ),
        insurance=insurance,
    )
    return EnrolmentAssessed(assess_enrolment(law, given, as_of))
