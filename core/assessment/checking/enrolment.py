"""What every regulation on enrolment keeps, each invariant tried on made-up applications and what came after."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import ClassVar

from core.assessment.checking.invariants import Invariant
from core.assessment.checking.trials import Trial
from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import (
    ChangeOccurred,
    EnrolmentFacts,
    GroundDetermined,
    IncidentNoted,
    SettlementSuspended,
)
from core.assessment.outcome import EnrolmentOutcome, EnrolmentStatus
from core.regulation.law import Law
from core.regulation.schemes.enrolment import EnrolmentScheme
from core.regulation.vocabulary import Scheme

_REFUSED = frozenset(EnrolmentStatus) - {EnrolmentStatus.ENROLLED, EnrolmentStatus.NOT_YET}
"""States that speak against someone; while acts are still due, a condition of a later act may or may not be met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentTrial(Trial[EnrolmentFacts, EnrolmentOutcome]):
    """Findings, acts and changes of one doctor, made up under a law."""

    scheme_name: ClassVar[Scheme] = Scheme.ENROLMENT

    @property
    def scheme(self) -> EnrolmentScheme:
        """The enrolment scheme of the law; raise ValueError if it has none."""
        scheme = self.law.regulation.enrolment
        if scheme is None:
            raise ValueError(f"{self.law.id} has no enrolment scheme")
        return scheme

    @property
    def own(self) -> Mapping[Invariant, Callable[[], bool]]:
        """What enrolments keep."""
        return {name: partial(check, self) for name, check in _OWN.items()}

    @property
    def repeatable(self) -> tuple[str, ...]:
        """Findings, incidents, days of care, and what a body determined."""
        return "findings", "incidents", "served_on", "determinations"

    def answer(self, law: Law, facts: EnrolmentFacts, day: date) -> EnrolmentOutcome:
        """Return what ``law`` makes of ``facts`` on ``day``."""
        return assess_enrolment(law, facts, day)


def _more_never_milder(trial: EnrolmentTrial) -> bool:
    """Return whether nothing that speaks against someone on the day asked about makes an enrolment of it."""
    if trial.asked(trial.facts).status is EnrolmentStatus.ENROLLED:
        return True
    return all(trial.asked(more).status is not EnrolmentStatus.ENROLLED for more in _with_reason(trial))


def _with_reason(trial: EnrolmentTrial) -> Iterator[EnrolmentFacts]:
    """Yield the facts with one more reason for which the doctor may not practise."""
    facts, scheme, day = trial.facts, trial.scheme, trial.as_of
    asked = {one.only_if for one in scheme.conditions}  # whether a condition is asked speaks for or against nobody
    for index, one in enumerate(facts.findings):
        if one.attribute not in asked:
            turned = (*facts.findings[:index], replace(one, holds=False), *facts.findings[index + 1 :])
            yield replace(facts, findings=turned)
    for condition in scheme.conditions:
        for incident in (condition.clear_of, *condition.also):
            if incident is not None:
                yield replace(facts, incidents=(*facts.incidents, IncidentNoted(incident=incident, on=day)))
    for change in {each for one in scheme.endings for each in one.changes}:
        yield replace(facts, changes=(*facts.changes, ChangeOccurred(change=change, on=day)))
    for ground in scheme.deregistrations:
        if ground.determined:
            found = GroundDetermined(ground=ground.id, on=day, determined_by="示例", note="示例")
            yield replace(facts, determinations=(*facts.determinations, found))
        if ground.suspended_months is not None:
            suspended = SettlementSuspended(decided_on=day, months=ground.suspended_months)
            yield replace(facts, suspensions=(*facts.suspensions, suspended))


def _grounds_named(trial: EnrolmentTrial) -> bool:
    one = trial.asked(trial.facts)
    if one.status is EnrolmentStatus.ENROLLED:
        enrolled = {state.id for state in trial.scheme.states if state.enrolled}
        return not one.grounds and one.state in enrolled
    return bool(one.grounds) or one.status not in _REFUSED


def _initial_state(trial: EnrolmentTrial) -> bool:
    one = trial.asked(EnrolmentFacts())
    return one.status is not EnrolmentStatus.ENROLLED and not (one.state or one.duties or one.breaches or one.ended_on)


def _arithmetic_readds(trial: EnrolmentTrial) -> bool:
    line = trial.asked(trial.facts).arithmetic
    if line is None:
        return True
    terms, _, total = line.rpartition(" = ")
    return sum(map(int, terms.split(" + "))) == int(total)


_OWN = MappingProxyType[Invariant, Callable[[EnrolmentTrial], bool]](
    {
        Invariant.MORE_NEVER_MILDER: _more_never_milder,
        Invariant.GROUNDS_NAMED: _grounds_named,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
    }
)
