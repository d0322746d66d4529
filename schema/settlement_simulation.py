"""Answers of the settlement scheme about facts in the request: nothing is stored, and anyone may ask."""

from decimal import Decimal
from typing import Annotated

import strawberry

from core.assessment.settlement.assess import assess_settlement
from core.assessment.settlement.terms import OverspendFinding, SettlementFacts
from schema.amounts import refuse_amount
from schema.context import Info
from schema.fields import RegulationId, argument, field
from schema.given import Day, Readings, asked_period, law_under, refuse_too_many
from schema.settlement_assessment import SettlementAssessed
from schema.vocabulary_of_settlement import OverspendTest


@strawberry.input(description="What was found about an overspend; what is not said is not known.")
class OverspendFindingInput:
    """Stands for ``core.assessment.settlement.terms.OverspendFinding``."""

    test: OverspendTest = field("The question.")
    holds: bool = field("Whether it holds.")


def simulate_settlement(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    period: Annotated[str | None, argument("The budget year, such as 2025; none: that of `asOf`.")] = None,
    budget: Annotated[Decimal, argument("The budget of the year as adjusted, in yuan.")],
    previous: Annotated[
        Decimal | None, argument("What the year before cost, for the corridor of growth; none: not asked.")
    ] = None,
    actual: Annotated[Decimal | None, argument("What the year cost; none: not known yet.")] = None,
    findings: Annotated[list[OverspendFindingInput], argument("What was found about an overspend.")] = [],  # noqa: B006 - a default of the schema, never changed
    grade: Annotated[
        str | None, argument("The grade of the year's assessment, as the operator calls it; none: not assessed yet.")
    ] = None,
    readings: Readings = [],  # noqa: B006
) -> SettlementAssessed:
    """Return what becomes of a budget in the request; nothing is stored."""
    refuse_too_many(findings, readings)
    for path, amount in (("budget", budget), ("previous", previous), ("actual", actual)):
        refuse_amount(path, amount)
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1)
    given = SettlementFacts(
        budget=budget,
        previous=previous,
        actual=actual,
        findings=tuple(OverspendFinding(test=one.test, holds=one.holds) for one in findings),
        grade=grade,
    )
    return SettlementAssessed(assess_settlement(law, given, asked_period(period, None, as_of), as_of))
