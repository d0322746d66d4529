"""Answers of the scorecard scheme about facts in the request: nothing is stored, and anyone may ask."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from core.assessment.periods import Period
from core.assessment.scorecard.assess import assess_scorecard
from core.assessment.scorecard.terms import Score, ScorecardFacts, VetoFound
from schema.context import Info
from schema.fields import PeriodName, RegulationId, argument, field
from schema.given import Day, Readings, asked_period, law_under, named_period, optional, refuse_too_many
from schema.scorecard_assessment import ScorecardAssessed


@strawberry.input(description="A score (评分) of an indicator, or of a group as a whole; a later one takes its place.")
class ScoreInput:
    """Stands for ``core.assessment.scorecard.terms.Score``."""

    indicator: str = field("Code of the indicator or group, as `ScorecardIndicator.code` or `ScorecardGroup.code`.")
    value: Decimal = field("The score, 0 to `ScorecardScheme.full`.")
    period: str | None = optional("The period that it is about; none: the one asked about.")
    recorded_on: date | None = optional("The day on which it was recorded; none: the day asked about.")
    source: str | None = optional("Where it comes from.")


@strawberry.input(description="A finding that caps the grade of a period (一票否决).")
class VetoInput:
    """Stands for ``core.assessment.scorecard.terms.VetoFound``."""

    veto: str = field("Code of the finding, as `ScorecardVeto.code` gives it.")
    on: date = field("Day of the finding.")
    period: str | None = optional("The period whose grade it caps; none: the one asked about.")
    note: str | None = optional("The circumstances.")


def _scores(given: Sequence[ScoreInput], asked: Period, as_of: date) -> tuple[Score, ...]:
    return tuple(
        Score(
            indicator=one.indicator,
            value=one.value,
            period=asked if one.period is None else named_period(one.period, f"scores.{number}.period"),
            recorded_on=one.recorded_on or as_of,
            source=one.source,
        )
        for number, one in enumerate(given)
    )


def _vetoes(given: Sequence[VetoInput], asked: Period) -> tuple[VetoFound, ...]:
    return tuple(
        VetoFound(
            veto=one.veto,
            period=asked if one.period is None else named_period(one.period, f"vetoes.{number}.period"),
            on=one.on,
            note=one.note,
        )
        for number, one in enumerate(given)
    )


def simulate_scorecard(
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    period: PeriodName = None,
    scores: Annotated[list[ScoreInput], argument("The scores; one that is not given is missing, never zero.")] = [],  # noqa: B006 - a default of the schema, never changed
    vetoes: Annotated[list[VetoInput], argument("Findings that cap the grade.")] = [],  # noqa: B006
    standard: Annotated[
        str | None,
        argument(
            "Code of the standard that the scores were given against, as `ScorecardStandard.code`; none: not said."
        ),
    ] = None,
    readings: Readings = [],  # noqa: B006
) -> ScorecardAssessed:
    """Return what a regulation makes of scores in the request; nothing is stored."""
    refuse_too_many(scores, vetoes, readings)
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1 + len(scores))
    scheme = law.regulation.scorecard
    asked = asked_period(period, scheme.period if scheme is not None else None, as_of)
    facts = ScorecardFacts(scores=_scores(scores, asked, as_of), vetoes=_vetoes(vetoes, asked), standard=standard)
    return ScorecardAssessed(assess_scorecard(law, facts, asked, as_of))
