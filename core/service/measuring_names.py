"""Which indicators a regulation's measurements may name, and what each of them holds.

A name is a rule's own id, or one of the words below, with parts after colons: ``drug_share`` is a value,
``drug_share:target`` the target set for it. Ids hold no colon, so a part is never taken for an id. A name that two
schemes of one regulation know is read by both.

* scorecard: the id of an indicator or group (a score) · ``veto:ID`` (YES or NO) · ``standard`` (its id)
* charges: the id of a tariff (items), of a multiple (damages) or of an excess (a value) · ``ID:GROUP`` where each
  insured group has its own · ``…:standard`` (the approved one) · ``ID:COST`` (what an act cost, such as ``ID:DRUGS``) ·
  ``ID:percent`` (the decided share) · ``ID:PROOF`` (YES or NO) · the id of the audit rule, a colon and the code of the
  problem (a deduction)
* settlement: ``budget`` · ``actual`` · the name of an overspend's test (YES or NO) · ``grade``
* rating: ``grade`` · ``grade:score`` · ``circumstance:ID`` (YES or NO) · both with ``:determined_by`` and ``:note`` ·
  the id of an indicator (a value) · ``ID:target`` · ``check:ID`` (how many were checked) · ``check:ID:passed`` ·
  ``check:ID:rate``
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from core.regulation.base import Range
from core.regulation.model import Regulation
from core.regulation.schemes.charges import ChargesScheme, CostKind, CostShare, Excess, InsuredGroup
from core.regulation.schemes.rating import RatingScheme
from core.regulation.schemes.scorecard import ScorecardScheme
from core.regulation.schemes.settlement import SettlementScheme
from core.text import Text

BUDGET, ACTUAL, GRADE, STANDARD = "budget", "actual", "grade", "standard"
SCORE, TARGET, PERCENT, PASSED, RATE = "score", "target", "percent", "passed", "rate"
DETERMINED_BY, NOTE = "determined_by", "note"
VETO, CIRCUMSTANCE, CHECK = "veto", "circumstance", "check"
YES, NO = "YES", "NO"
_HUNDRED = Decimal(100)
_FEN_PLACES = 2


class Holds(StrEnum):
    """What a measurement of a name holds, in ``value`` but for the last three, which are in ``grade``."""

    NUMBER = "NUMBER"
    AMOUNT = "AMOUNT"
    """Yuan, to the fen."""
    COUNT = "COUNT"
    """A whole number."""
    FINDING = "FINDING"
    """YES or NO."""
    CHOICE = "CHOICE"
    """One of the ids that the regulation lists; any, where it lists none."""
    WORDS = "WORDS"


_IN_GRADE = frozenset({Holds.FINDING, Holds.CHOICE, Holds.WORDS})


def named(*parts: str) -> str:
    """Return the name of an indicator made of ``parts``."""
    return ":".join(parts)


@dataclass(frozen=True, slots=True)
class Measurable:
    """An indicator that may be recorded."""

    name: str
    holds: Holds
    choices: tuple[str, ...] = ()
    most: Decimal | None = None
    """The greatest value; None: none is stated."""
    is_open: bool = False
    """Whether a code of the recorder's own follows the name after a colon."""

    @property
    def shown(self) -> str:
        """The name as a reader is told of it."""
        return f"{self.name}:…" if self.is_open else self.name

    def is_called(self, name: str) -> bool:
        """Return whether ``name`` is its name."""
        if not self.is_open:
            return name == self.name
        return name.startswith(f"{self.name}:") and len(name) > len(self.name) + 1

    def objection(self, value: Decimal | None, grade: str | None) -> Text | None:
        """Return what is wrong with a measurement of it that has either a value or a grade; None: nothing."""
        if self.holds in _IN_GRADE:
            return self._objection_to_grade(grade)
        if value is None:
            return Text(zh=f"{self.name} 须写数值", en=f"{self.name} is a value, not a grade")
        if self.most is not None and value > self.most:
            return Text(zh=f"{self.name} 最大为 {self.most:f}", en=f"{self.name} is {self.most:f} at most")
        if self.holds is Holds.COUNT and value != value.to_integral_value():
            return Text(zh=f"{self.name} 须为整数", en=f"{self.name} is a whole number")
        if self.holds is Holds.AMOUNT and value != round(value, _FEN_PLACES):
            return Text(zh=f"{self.name} 以元计, 最多两位小数", en=f"{self.name} is in yuan with two places at most")
        return None

    def _objection_to_grade(self, grade: str | None) -> Text | None:
        if grade is None:
            return Text(zh=f"{self.name} 须写在等级一项中", en=f"{self.name} is written as a grade, not a value")
        if self.choices and grade not in self.choices:
            listed = ", ".join(self.choices)
            return Text(zh=f"{self.name} 须为其一: {listed}", en=f"{self.name} is one of: {listed}")
        return None


def measurables_of(regulation: Regulation) -> tuple[Measurable, ...]:
    """Return every indicator that a measurement under ``regulation`` may name; empty if it looks at none."""
    found: list[Measurable] = []
    if regulation.scorecard is not None:
        found += _of_scorecard(regulation.scorecard)
    if regulation.charges is not None:
        found += _of_charges(regulation.charges)
    if regulation.settlement is not None:
        found += _of_settlement(regulation.settlement)
    if regulation.rating is not None:
        found += _of_rating(regulation.rating)
    return tuple(found)


def _finding(*parts: str) -> Measurable:
    return Measurable(named(*parts), Holds.FINDING, (YES, NO))


def _of_scorecard(scheme: ScorecardScheme) -> Iterator[Measurable]:
    for group in scheme.groups:
        for one in (group, *group.indicators):
            yield Measurable(one.id, Holds.NUMBER, most=scheme.full)
    yield from (_finding(VETO, one.id) for one in scheme.vetoes)
    if scheme.standards:
        yield Measurable(STANDARD, Holds.CHOICE, tuple(one.id for one in scheme.standards))


def _of_charges(scheme: ChargesScheme) -> Iterator[Measurable]:
    for tariff in scheme.tariffs:
        yield Measurable(tariff.id, Holds.COUNT)
    for multiple in scheme.multiples:
        yield Measurable(multiple.id, Holds.AMOUNT)
    for excess in scheme.excesses:
        yield from _of_excess(excess)
    for share in scheme.costs:
        yield from _of_cost(share)
    for rule in (*scheme.tariffs, *scheme.costs, *scheme.multiples):
        yield from (_finding(rule.id, proof.value) for proof in rule.requires)
    if scheme.audit is not None:
        yield Measurable(scheme.audit.id, Holds.AMOUNT, is_open=True)


def _of_excess(rule: Excess) -> Iterator[Measurable]:
    for name in [named(rule.id, group.value) for group in InsuredGroup] if rule.by_group else [rule.id]:
        yield Measurable(name, Holds.NUMBER)
        if rule.standard is None:
            yield Measurable(named(name, STANDARD), Holds.NUMBER)


def _of_cost(rule: CostShare) -> Iterator[Measurable]:
    for kind in CostKind:
        yield Measurable(named(rule.id, kind.value), Holds.AMOUNT)
    if any(isinstance(share.percent, Range) for share in rule.shares):
        yield Measurable(named(rule.id, PERCENT), Holds.NUMBER, most=_HUNDRED)


def _of_settlement(scheme: SettlementScheme) -> Iterator[Measurable]:
    yield Measurable(BUDGET, Holds.AMOUNT)
    yield Measurable(ACTUAL, Holds.AMOUNT)
    yield Measurable(GRADE, Holds.CHOICE, tuple(scheme.reserve.release))
    if scheme.sharing is not None:
        yield from (_finding(test) for test in dict.fromkeys(one.test.value for one in scheme.sharing.conditions))


def _of_rating(scheme: RatingScheme) -> Iterator[Measurable]:
    records = [named(CIRCUMSTANCE, one.id) for one in scheme.circumstances]
    yield from (_finding(name) for name in records)
    if scheme.grades:
        yield Measurable(GRADE, Holds.CHOICE, tuple(one.id for one in scheme.grades))
        yield Measurable(named(GRADE, SCORE), Holds.NUMBER)
        records.append(GRADE)
    for name in records:
        yield Measurable(named(name, DETERMINED_BY), Holds.WORDS)
        yield Measurable(named(name, NOTE), Holds.WORDS)
    for indicator in scheme.indicators:
        yield Measurable(indicator.id, Holds.NUMBER)
        if indicator.bound is not None:
            yield Measurable(named(indicator.id, TARGET), Holds.NUMBER)
    for check in scheme.checks:
        yield Measurable(named(CHECK, check.id), Holds.COUNT)
        yield Measurable(named(CHECK, check.id, PASSED), Holds.COUNT)
        yield Measurable(named(CHECK, check.id, RATE), Holds.NUMBER, most=_HUNDRED)
