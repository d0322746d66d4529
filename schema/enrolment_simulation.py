"""Answers of the enrolment scheme about facts in the request: nothing is stored, and anyone may ask."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import strawberry

from core.assessment import facts
from core.assessment.enrolment.assess import assess_enrolment
from core.service.calendars import PUBLISHED
from schema.context import Info
from schema.enrolment_assessment import EnrolmentAssessed
from schema.fields import RegulationId, argument, field
from schema.given import MOST_MONTHS, Day, Readings, law_under, optional, refuse_outside, refuse_too_many
from schema.vocabulary import Act, Attribute, Change, Incident, Insurance


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
    at: str | None = optional("The institution at which it was taken, by any name; none: the one asked about.")


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
    reported_on: date | None = optional("When it was reported; none: not yet.")


@strawberry.input(description="A decision that suspends, for a breach, the settlement of what the doctor bills.")
class SettlementSuspensionInput:
    """Stands for ``core.assessment.facts.SettlementSuspended``."""

    decided_on: date = field("Day of the decision.")
    months: int = field(f"How many months it lasts, 1 to {MOST_MONTHS}.")


@strawberry.input(description="A body's finding that a ground of deregistration is given.")
class DeterminationInput:
    """Stands for ``core.assessment.facts.GroundDetermined``."""

    ground: str = field("Code of the ground, as `Deregistration.code` gives it.")
    on: date = field("Day of the finding.")
    determined_by: str | None = optional("The body; without it nothing can be decided.")
    note: str | None = optional("The reason; without it nothing can be decided.")


@strawberry.input(description="A duty of conduct that was breached.")
class ConductBreachInput:
    """Stands for ``core.assessment.facts.ConductBreached``."""

    duty: str = field("Code of the duty, as `ConductDuty.code` gives it.")
    on: date = field("Day of the breach.")


def _suspensions(given: Sequence[SettlementSuspensionInput]) -> tuple[facts.SettlementSuspended, ...]:
    """Return the facts; raise RefusedError for a length that no record can carry."""
    for number, one in enumerate(given):
        refuse_outside(f"suspensions.{number}", {"months": (one.months, 1, MOST_MONTHS)})
    return tuple(facts.SettlementSuspended(decided_on=one.decided_on, months=one.months) for one in given)


def _changes(given: Sequence[ChangeInput]) -> tuple[facts.ChangeOccurred, ...]:
    return tuple(facts.ChangeOccurred(change=one.change, on=one.on, reported_on=one.reported_on) for one in given)


def _determinations(given: Sequence[DeterminationInput]) -> tuple[facts.GroundDetermined, ...]:
    return tuple(
        facts.GroundDetermined(ground=one.ground, on=one.on, determined_by=one.determined_by, note=one.note)
        for one in given
    )


PastChecked = Annotated[bool, argument("Whether the past was checked, so that no incident means a clean one.")]
ServicesChecked = Annotated[bool, argument("Whether `servedOn` are all such days, so that no day means no care.")]
Suspensions = Annotated[list[SettlementSuspensionInput], argument("Suspensions of settlement that were decided.")]


def simulate_enrolment(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    findings: Annotated[list[FindingInput], argument("What is known of the applicant.")] = [],  # noqa: B006 - a default of the schema, never changed
    acts: Annotated[list[ActInput], argument("Procedural steps taken.")] = [],  # noqa: B006
    incidents: Annotated[list[IncidentInput], argument("What may bar the application.")] = [],  # noqa: B006
    incidents_checked: PastChecked = False,
    changes: Annotated[list[ChangeInput], argument("Changes that must be reported.")] = [],  # noqa: B006
    insurance: Annotated[Insurance | None, argument("The patient's cover, if that is the question.")] = None,
    served_on: Annotated[list[date], argument("Days on which insured patients were treated here.")] = [],  # noqa: B006
    services_checked: ServicesChecked = False,
    suspensions: Suspensions = [],  # noqa: B006
    determinations: Annotated[list[DeterminationInput], argument("Grounds of deregistration that were found.")] = [],  # noqa: B006
    breaches: Annotated[list[ConductBreachInput], argument("Duties of conduct that were breached.")] = [],  # noqa: B006
    readings: Readings = [],  # noqa: B006
) -> EnrolmentAssessed:
    """Return whether facts in the request make an enrolment; nothing is stored."""
    lists = (findings, acts, incidents, changes, served_on, suspensions, determinations, breaches, readings)
    refuse_too_many(*lists)
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1 + len(acts))
    given = facts.EnrolmentFacts(
        findings=tuple(facts.Finding(attribute=one.attribute, holds=one.holds) for one in findings),
        acts=tuple(facts.ActTaken(act=one.act, on=one.on, at=one.at) for one in acts),
        incidents=tuple(facts.IncidentNoted(incident=one.incident, on=one.on) for one in incidents),
        incidents_known=incidents_checked or bool(incidents),
        changes=_changes(changes),
        insurance=insurance,
        served_on=tuple(served_on),
        services_known=services_checked,
        suspensions=_suspensions(suspensions),
        determinations=_determinations(determinations),
        breaches=tuple(facts.ConductBreached(duty=one.duty, on=one.on) for one in breaches),
    )
    return EnrolmentAssessed(assess_enrolment(law, given, as_of, PUBLISHED))
