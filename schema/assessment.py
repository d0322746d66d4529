"""What every answer says, whatever the scheme: which law, on which day, whether decided, and each step."""

from datetime import date
from decimal import Decimal

import strawberry

from core.assessment.preamble import why
from core.assessment.sentences import text_of
from core.regulation.law import ChosenReading, Law
from core.regulation.model import OperatorSupply as SupplyValue
from schema.fields import field
from schema.regulation import OperatorSupply, Reading, Regulation
from schema.text import Citation, Text
from schema.vocabulary import Scheme
from schema.vocabulary_of_answers import Determination, StepKind
from schema.vocabulary_of_lives import ChosenBecause


@strawberry.type(description="A value without which the question cannot be decided.")
class MissingValue:
    """Stands for ``core.assessment.outcome.Missing``."""

    name: str = field("Its name, such as points.full; equal names mean the same value.")
    text: Text = field("What it is, and what would supply it.")


@strawberry.type(description="One step of an explanation, resting on one place in the law.")
class Step:
    """Stands for ``core.assessment.outcome.Step``."""

    kind: StepKind = field("What the step does.")
    citation: Citation | None = field("The place in the law; none: it rests on facts or on the operator.")
    text: Text = field("The step as a sentence.", text_of)
    reported: bool = field("Whether only the press, or a copy, tells of the rule; the operator has to confirm it.")
    before: Decimal | None = field("The figure before it, such as points lost or a total; none: it is about no figure.")
    after: Decimal | None = field("The figure after it; none: it is about no figure.")
    record: str | None = field(
        "The record that it speaks of, as `Violation.record` gives it, or by its number in the question."
    )


def _readings(law: Law) -> list[ChosenReading]:
    return [one for one in law.chosen if not one.is_default]


def _supplies(law: Law, scheme: Scheme) -> list[SupplyValue]:
    return [one for one in law.supplied if one.scheme is scheme]


def _because(law: Law) -> ChosenBecause:
    return ChosenBecause.NAMED if law.choice is None else law.choice.because


@strawberry.interface(description="An answer under one regulation, on one day, with every step that led to it.")
class Assessment:
    """What all answers have in common; the values behind them hold an ``outcome``."""

    regulation: Regulation = field("The regulation applied, under the readings taken.", "outcome.law")
    scheme: Scheme = field("The kind of rule that answered.", "outcome.scheme")
    chosen_because: ChosenBecause = field("Why this regulation.", lambda one: _because(one.outcome.law))
    why_chosen: Text = field("Why this regulation, as a sentence.", lambda one: why(one.outcome.law))
    as_of: date = field("The day asked about; what is decided later does not count.", "outcome.as_of")
    determination: Determination = field("Whether law and facts decide the question.", "outcome.determination")
    missing: list[MissingValue] = field("What is lacking; empty if determined.", "outcome.missing")
    steps: list[Step] = field("How the answer came about, in order.", "outcome.steps")
    reported: bool = field("Whether any step rests on a rule that is only reported.", "outcome.reported")
    regulation_digest: str = field("Digest of every value of the law that was used.", "outcome.law.digest")
    facts_digest: str = field("Digest of every fact that was used.", "outcome.facts_digest")
    readings: list[Reading] = field("Readings taken other than the default.", lambda one: _readings(one.outcome.law))
    operator_supplies: list[OperatorSupply] = field(
        "The operator's values that were used; empty: only the law's own.",
        lambda one: _supplies(one.outcome.law, one.outcome.scheme),
    )
