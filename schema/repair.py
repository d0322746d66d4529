"""Repairs (修复): what was done to win points back, as the registry holds it."""

from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.regulation.effects import RepairRule as RuleOfLaw
from core.regulation.law import Law
from core.service.facts import repair_id
from core.storage import RepairRow
from schema.context import Info
from schema.fields import field, resolved
from schema.points_rules import RepairRule

if TYPE_CHECKING:
    from schema.regulation import Regulation


def _regulation(root: strawberry.Parent[RepairRow], info: Info) -> Law | None:
    return info.context.office.host.catalogue.find(root.regulation)


def _rule(root: strawberry.Parent[RepairRow], info: Info) -> RuleOfLaw | None:
    law = info.context.office.host.catalogue.find(root.regulation)
    scheme = law.regulation.points if law is not None else None
    rules = scheme.repairs.rules if scheme is not None and scheme.repairs is not None else ()
    return next((one for one in rules if one.id == root.rule), None)


@strawberry.type(description="Something done to win points back (修复), as recorded; whether it counts, answers say.")
class Repair:
    """Stands for ``core.storage.RepairRow``."""

    record: str = field("How the steps of an assessment call it: regulation, rule and day.", repair_id)
    regulation_code: str = field("Code of the regulation whose rule it names.", "regulation")
    regulation: Annotated["Regulation", strawberry.lazy("schema.regulation")] | None = resolved(
        _regulation, "The regulation; none: it is not served."
    )
    rule_code: str = field("The rule's name within the regulation.", "rule")
    rule: RepairRule | None = resolved(_rule, "The rule; none: the regulation is not served or has no such rule.")
    on: date = field("Day on which it was accepted.")
    points: Decimal | None = field("The points given back, where the law does not state them.")
    determined_by: str | None = field("The body that determined that a suspension ends with it; none: no one did.")
    recorded_at: datetime = field("When it entered the registry.")
