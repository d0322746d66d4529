"""The enrolment scheme of a regulation (备案/协议): conditions, states and the acts between them."""

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import Act, Attribute, Basis, Change, Due, Incident, Insurance, Party


@strawberry.type(description="Something that an applicant must fulfil.")
class Condition:
    """Stands for ``core.regulation.enrolment.Condition``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The condition in short.")
    any_of: list[Attribute] = field("Attributes of which at least one must hold.")
    clear_of: Incident | None = field("An incident that bars an application.")
    months: int | None = field("How many months after the incident it bars; none: for ever.")
    only_if: Attribute | None = field("It is asked only of applicants for whom this holds.")
    shown_by: Act | None = field("An act which, once taken, shows that the condition was met.")


@strawberry.type(description="A state on the way to an enrolment.")
class EnrolmentState:
    """Stands for ``core.regulation.enrolment.State``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text speaks of it.", "cite")
    label: Text = field("The state in short.")
    enrolled: bool = field("Whether a doctor in this state may practise for insured patients.")


@strawberry.type(description="An act that leads from one state to the next.")
class Transition:
    """Stands for ``core.regulation.enrolment.Transition``."""

    citation: Citation = field("Where the text provides for it.", "cite")
    act: Act = field("What is done.")
    by: Party = field("Who does it.")
    from_: str | None = field("Code of the state it starts from; none: the beginning.", name="from")
    to: str = field("Code of the state it leads to.")
    requires: list[str] = field("Codes of the conditions that must be met for it.")
    label: Text = field("The act in short.")


@strawberry.type(description="A change that must be reported, and by when.")
class ReportingDuty:
    """Stands for ``core.regulation.enrolment.ReportingDuty``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The duty in short.")
    by: Party = field("Who must report.")
    changes: list[Change] = field("The changes meant.")
    due: Due = field("By when.")


@strawberry.type(description="A change that ends an enrolment.")
class Ending:
    """Stands for ``core.regulation.enrolment.Ending``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("The ending in short.")
    changes: list[Change] = field("The changes that end it.")


@strawberry.type(description="A kind of insurance whose patients the regulation is about.")
class Cover:
    """Stands for ``core.regulation.enrolment.Cover``."""

    citation: Citation = field("Where the text says so.", "cite")
    insurance: Insurance = field("The insurance.")


@strawberry.type(description="Whether a doctor may practise for insured patients (备案/协议).")
class EnrolmentScheme:
    """Stands for ``core.regulation.enrolment.EnrolmentScheme``."""

    citation: Citation = field("Where the text defines who is an insurance doctor.", "cite")
    basis: Basis = field("What the enrolment rests on.")
    conditions: list[Condition] = field("What an applicant must fulfil.")
    states: list[EnrolmentState] = field("The states, in the order in which they are reached.")
    transitions: list[Transition] = field("The acts that lead from state to state.")
    duties: list[ReportingDuty] = field("Changes that must be reported.")
    endings: list[Ending] = field("Changes that end an enrolment.")
    covers: list[Cover] = field("The insurance it is about; empty: the text does not limit it.")
