"""The enrolment scheme of a regulation (备案/协议): conditions, states and the acts between them."""

from datetime import date

import strawberry

from core.regulation.behaviours import LABELS
from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import (
    Act,
    Attribute,
    Basis,
    Behaviour,
    Change,
    Counted,
    CountedFrom,
    Due,
    Filing,
    Incident,
    Insurance,
    Party,
)


@strawberry.type(description="Something that an applicant must fulfil.")
class Condition:
    """Stands for ``core.regulation.schemes.enrolment.Condition``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The condition in short.")
    any_of: list[Attribute] = field("Attributes of which at least one must hold.")
    clear_of: Incident | None = field("An incident that bars an application.")
    months: int | None = field("How many months the incident bars; none: for ever.")
    also: list[Incident] = field("Further incidents that bar likewise.")
    counted_from: CountedFrom = field("From which day the months are counted.")
    only_if: Attribute | None = field("It is asked only of applicants for whom this holds.")
    shown_by: Act | None = field("An act which, once taken, shows that the condition was met.")


@strawberry.type(description="A state on the way to an enrolment.")
class EnrolmentState:
    """Stands for ``core.regulation.schemes.enrolment.State``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text speaks of it.", "cite")
    label: Text = field("The state in short.")
    enrolled: bool = field("Whether a doctor in this state may practise for insured patients.")


@strawberry.type(description="An act that leads from one state to the next.")
class Transition:
    """Stands for ``core.regulation.schemes.enrolment.Transition``."""

    citation: Citation = field("Where the text provides for it.", "cite")
    act: Act = field("What is done.")
    by: Party = field("Who does it.")
    from_: str | None = field("Code of the state it starts from; none: the beginning.", name="from")
    to: str = field("Code of the state it leads to.")
    requires: list[str] = field("Codes of the conditions that must be met for it.")
    label: Text = field("The act in short.")


@strawberry.type(description="A change that must be reported, and by when.")
class ReportingDuty:
    """Stands for ``core.regulation.schemes.enrolment.ReportingDuty``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The duty in short.")
    by: Party = field("Who must report.")
    changes: list[Change] = field("The changes meant.")
    due: Due = field("By when.")
    days: int | None = field("How many working days, where `due` is WORKING_DAYS; none: they are not what counts.")


@strawberry.type(description="A change that ends an enrolment.")
class Ending:
    """Stands for ``core.regulation.schemes.enrolment.Ending``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("The ending in short.")
    changes: list[Change] = field("The changes that end it.")


@strawberry.type(description="A ground on which the agency strikes an enrolment off (注销备案).")
class Deregistration:
    """Stands for ``core.regulation.schemes.enrolment.Deregistration``."""

    code: str = field("Its name within the regulation, for `DeterminationInput.ground`.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("The ground in short.")
    idle_months: int | None = field(
        "Struck off once so many months in a row have passed without care of an insured patient; none: not the ground."
    )
    suspended_months: int | None = field(
        "Struck off when settlement is suspended for at least so many months; none: not the ground."
    )
    counted: Counted | None = field("Which months of suspension are added up; none: they are not the ground.")
    determined: bool = field("Whether it is for a body to find, naming the reason; see `DeterminationInput`.")


@strawberry.type(description="What holds for a doctor who practises at several institutions (多点执业).")
class Sites:
    """Stands for ``core.regulation.schemes.enrolment.Sites``."""

    citation: Citation = field("Where the text says so.", "cite")
    filing: Filing = field("What a filing at one of them is good for.")


@strawberry.type(description="Something a doctor must do or leave undone, whose breach the text prices with nothing.")
class ConductDuty:
    """Stands for ``core.regulation.schemes.enrolment.ConductDuty``."""

    code: str = field("Its name within the regulation, for `ConductBreachInput.duty`.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The duty in short.")
    behaviour: Behaviour | None = field(
        "What a breach of it is, in the taxonomy shared by all regions; none: not classified."
    )
    behaviour_label: Text | None = field(
        "What the behaviour is called; none: not classified.", lambda one: LABELS.get(one.behaviour)
    )


@strawberry.type(description="A term after which the text lapses by itself (有效期).")
class Validity:
    """Stands for ``core.regulation.schemes.enrolment.Validity``."""

    citation: Citation = field("Where the text sets it.", "cite")
    months: int = field("How many calendar months it is valid.")
    promulgated: date | None = field(
        "The day from which it runs; none: the text does not give it, and nothing can be decided without it."
    )


@strawberry.type(description="A kind of insurance whose patients the regulation is about.")
class Cover:
    """Stands for ``core.regulation.schemes.enrolment.Cover``."""

    citation: Citation = field("Where the text says so.", "cite")
    insurance: Insurance = field("The insurance.")


@strawberry.type(description="Whether a doctor may practise for insured patients (备案/协议).")
class EnrolmentScheme:
    """Stands for ``core.regulation.schemes.enrolment.EnrolmentScheme``."""

    citation: Citation = field("Where the text defines who is an insurance doctor.", "cite")
    basis: Basis = field("What the enrolment rests on.")
    conditions: list[Condition] = field("What an applicant must fulfil.")
    states: list[EnrolmentState] = field("The states, in the order in which they are reached.")
    transitions: list[Transition] = field("The acts that lead from state to state.")
    duties: list[ReportingDuty] = field("Changes that must be reported.")
    endings: list[Ending] = field("Changes that end an enrolment.")
    covers: list[Cover] = field("The insurance it is about; empty: the text does not limit it.")
    sites: Sites | None = field("What holds at several institutions; none: the text does not say.")
    deregistrations: list[Deregistration] = field("Grounds on which the agency strikes an enrolment off.")
    conduct: list[ConductDuty] = field("Duties of conduct whose breach costs nothing that the text names.")
    validity: Validity | None = field("The term after which the text lapses; none: it has none.")
