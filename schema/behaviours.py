"""Behaviours (违规行为): one taxonomy for all regions, and what the same act costs under each regulation."""

from dataclasses import dataclass

import strawberry

from core.regulation.behaviours import LABELS
from core.regulation.behaviours import Behaviour as BehaviourValue
from core.service.comparing import ClauseAbout, DutyAbout, clauses_by_behaviour, duties_by_behaviour
from core.text import Text as TextValue
from schema.context import Info
from schema.enrolment_scheme import ConductDuty
from schema.fields import field, resolved
from schema.points import Clause, ClauseOf, PointsValue, SanctionRule
from schema.regulation import Regulation
from schema.text import Text
from schema.vocabulary import Behaviour


@dataclass(frozen=True, slots=True)
class BehaviourOf:
    """A behaviour with every clause and every duty of conduct about it."""

    code: BehaviourValue
    label: TextValue
    clauses: tuple[ClauseAbout, ...]
    duties: tuple[DutyAbout, ...]


@strawberry.type(description="A clause about a behaviour, with what one such act leads to by itself.")
class BehaviourClause:
    """Stands for ``core.service.comparing.ClauseAbout``."""

    regulation: Regulation = field("The regulation that the clause belongs to.", "law")
    clause: Clause = field("The clause.", lambda one: ClauseOf(one.law, one.clause))
    points: PointsValue = field("What the act costs.", "clause.points")
    sanctions: list[SanctionRule] = field(
        "What one such act leads to where nothing was lost before, at the least points that the text allows: named by "
        "the clause itself, or of a threshold that its points reach."
    )
    sanctions_at_most: list[SanctionRule] = field(
        "The same at the most points that the text allows; it differs only where points are a range."
    )


@strawberry.type(description="A duty of conduct about a behaviour, whose breach costs nothing that the text names.")
class BehaviourDuty:
    """Stands for ``core.service.comparing.DutyAbout``."""

    regulation: Regulation = field("The regulation that the duty belongs to.", "law")
    duty: ConductDuty = field("The duty.")


def _clauses(root: strawberry.Parent[BehaviourOf], info: Info) -> tuple[ClauseAbout, ...]:
    info.context.spend(len(root.clauses))
    return root.clauses


def _duties(root: strawberry.Parent[BehaviourOf], info: Info) -> tuple[DutyAbout, ...]:
    info.context.spend(len(root.duties))
    return root.duties


@strawberry.type(description="What clauses can be about, in the taxonomy shared by all regions.")
class BehaviourInfo:
    """Stands for ``BehaviourOf``."""

    code: Behaviour = field("The behaviour.")
    label: Text = field("What it is called.")
    clauses: list[BehaviourClause] = resolved(
        _clauses, "The clauses of every regulation served that are about it, by code of the regulation."
    )
    duties: list[BehaviourDuty] = resolved(
        _duties, "The duties of conduct that name it without a price, by code of the regulation."
    )


def behaviours(info: Info) -> list[BehaviourOf]:
    """Return every behaviour of the taxonomy."""
    laws = info.context.office.host.catalogue.laws
    clauses, duties = clauses_by_behaviour(laws), duties_by_behaviour(laws)
    return [BehaviourOf(code, label, clauses[code], duties[code]) for code, label in LABELS.items()]
