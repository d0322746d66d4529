"""Conditions of an enrolment: which are met, which are not, and which cannot be told."""

from collections.abc import Mapping
from datetime import date
from enum import Enum

from core.assessment.facts import ActTaken, EnrolmentFacts
from core.assessment.outcome import Step, StepKind
from core.assessment.periods import add_months
from core.regulation.schemes.enrolment import Condition, CountedFrom, EnrolmentScheme
from core.regulation.vocabulary import Act, Attribute


class Met(Enum):
    """Whether a condition is met."""

    YES = StepKind.CONDITION_MET
    NO = StepKind.CONDITION_FAILED
    UNKNOWN = StepKind.CONDITION_UNKNOWN
    NOT_ASKED = StepKind.CONDITION_NOT_ASKED


def conditions_of(
    scheme: EnrolmentScheme, facts: EnrolmentFacts, acts: list[ActTaken], as_of: date
) -> Mapping[str, Met]:
    """Return whether each condition is met; windows look back from the application, or from today before it."""
    known = {one.attribute: one.holds for one in facts.findings}
    taken = {one.act for one in acts}
    applied = next((one.on for one in acts), as_of)
    return {one.id: _met(one, known, taken, facts, applied) for one in scheme.conditions}


def _met(
    condition: Condition, known: Mapping[Attribute, bool], taken: set[Act], facts: EnrolmentFacts, applied: date
) -> Met:
    if condition.only_if is not None:
        asked = known.get(condition.only_if)
        if asked is not True:
            return Met.UNKNOWN if asked is None else Met.NOT_ASKED
    if condition.clear_of is not None:
        barring = (condition.clear_of, *condition.also)
        open_question = not facts.incidents_known
        failed = any(_bars(condition, one.on, applied) for one in facts.incidents if one.incident in barring)
    else:
        found = [known.get(attribute) for attribute in condition.any_of]
        if True in found:
            return Met.YES
        open_question = None in found
        failed = not open_question
    if failed:
        return Met.NO
    return Met.UNKNOWN if open_question and condition.shown_by not in taken else Met.YES


def _bars(condition: Condition, incident: date, applied: date) -> bool:
    """Return whether an incident bars an application, its last day excluded."""
    if incident > applied:
        return False
    if condition.months is None:
        return True
    if condition.counted_from is CountedFrom.APPLICATION:
        return add_months(applied, -condition.months) < incident
    return applied < add_months(incident, condition.months)


def entry_of(scheme: EnrolmentScheme) -> set[str]:
    """Return the conditions of eligibility: those of the first act, and those that no act asks for."""
    later = {name for one in scheme.transitions if one.from_ is not None for name in one.requires}
    first = {name for one in scheme.transitions if one.from_ is None for name in one.requires}
    return {one.id for one in scheme.conditions if one.id in first or one.id not in later}


def steps_of(scheme: EnrolmentScheme, met: Mapping[str, Met]) -> list[Step]:
    """Return one step a condition, in the order of the text."""
    return [Step(met[one.id].value, one.cite, (one.id, one.label)) for one in scheme.conditions]
