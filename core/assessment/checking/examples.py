"""Comparing an outcome with what a worked example expects, and seeing what the examples of a regulation use."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, cast, runtime_checkable

from pydantic import BaseModel

from core.assessment.cases import BaseCase, Mismatch, answer
from core.assessment.outcome import Determination, EnrolmentOutcome, Outcome, PointsOutcome
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme

_ALWAYS = frozenset({"determination", "none"})
_STANDING = frozenset({"status", "object", "since", "until", "may_reapply_from", "reach"})


def compare(law: Law, case: BaseCase) -> tuple[Mismatch, ...]:
    """Return every field in which ``law`` does not make of ``case`` what it expects; empty if it passes."""
    return differences(case, answer(law, case))


def differences(case: BaseCase, outcome: Outcome) -> tuple[Mismatch, ...]:
    """Return every field in which ``outcome``, however it came about, is not what ``case`` expects."""
    return tuple(_differences(case, outcome))


def _differences(case: BaseCase, outcome: Outcome) -> Iterator[Mismatch]:
    expected = case.expected
    wanted = expected.determination or Determination.DETERMINED
    if outcome.determination != wanted:
        yield Mismatch("determination", wanted, outcome.determination)
    for name in expected.none:
        found = _field(outcome, name)
        if found is not None:
            yield Mismatch(name, None, found)
    for name in sorted(expected.model_fields_set - _ALWAYS):
        stated, found = getattr(expected, name), _field(outcome, name)
        if not _agrees(stated, found):
            yield Mismatch(name, stated, found)


def _field(outcome: Outcome, name: str) -> object:
    if name in _STANDING and isinstance(outcome, PointsOutcome):
        return getattr(outcome.standing, name, None)
    if name == "data_period":
        return getattr(getattr(outcome, name, None), "name", None)
    if name == "missing":
        return tuple(one.name for one in outcome.missing)
    if name == "next_acts" and isinstance(outcome, EnrolmentOutcome):
        return tuple(one.act for one in outcome.next_acts)
    return getattr(outcome, name, None)


def _agrees(stated: object, found: object) -> bool:
    if isinstance(stated, tuple) and isinstance(found, tuple):
        wanted, given = cast("tuple[object, ...]", stated), cast("tuple[object, ...]", found)
        return len(wanted) == len(given) and all(map(_agrees, wanted, given))
    if isinstance(stated, BaseModel):
        return all(_agrees_in(stated, name, found) for name in type(stated).model_fields)
    return stated == found


def _agrees_in(stated: BaseModel, name: str, found: object) -> bool:
    value = getattr(stated, name)
    if value is None and name not in {"end", "may_reapply_from", "rate"}:
        return True
    return _agrees(value, getattr(found, "citation" if name == "cite" else name, None))


@dataclass(frozen=True, slots=True)
class Unused:
    """A rule, such as a clause or threshold, that no example of a regulation uses."""

    kind: str
    id: str


@runtime_checkable
class _Ruled(Protocol):
    """A scheme that names what examples can use: the kind and id of each of its rules."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]: ...


def unused(law: Law, cases: Sequence[BaseCase]) -> tuple[Unused, ...]:
    """Return the rules of ``law`` that no example in ``cases`` brings to bear, scheme by scheme."""
    return tuple(_unused_rules(law, cases))


def _unused_rules(law: Law, cases: Sequence[BaseCase]) -> Iterator[Unused]:
    """Yield the unused rules of each scheme that names its own, as the outcome's ``rules_used`` tell."""
    for name in Scheme:
        scheme: object = getattr(law.regulation, name.lower())
        if isinstance(scheme, _Ruled):
            outcomes = [answer(law, case) for case in cases if getattr(case, "scheme", None) == name]
            used = {rule for one in outcomes for rule in cast("frozenset[str]", getattr(one, "rules_used", ()))}
            yield from (Unused(kind, rule) for kind, rule in scheme.rule_ids() if rule not in used)
