"""Findings, measured values and audit deductions of one institution under a regulation with charges."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.charges.terms import (
    ActFound,
    AuditDeduction,
    ChargesFacts,
    Cost,
    MeasuredValue,
    ProofFound,
)
from core.assessment.checking.charges import ChargesTrial
from core.assessment.periods import Period
from core.regulation.base import Range
from core.regulation.law import Law
from core.regulation.schemes.charges import (
    ActRule,
    ChargesScheme,
    CostKind,
    CostShare,
    Excess,
    InsuredGroup,
    Multiple,
)
from core.service.ledgers.drawing import DAY, Draw, first_day, last_day

_YEARS = 2
_MOST = 5
"""Records of each kind at most."""
_HUNDRED = Decimal(100)


def charges_trial(law: Law, draw: Draw) -> ChargesTrial:
    """Return findings under ``law``, which has charges, and a day on or after the last of them."""
    scheme = law.regulation.charges
    if scheme is None:
        raise ValueError(f"{law.id} has no charges")
    return _Findings(law, scheme, draw).trial()


@dataclass(frozen=True, slots=True)
class _Findings:
    """What findings are made up from."""

    law: Law
    scheme: ChargesScheme
    draw: Draw

    def trial(self) -> ChargesTrial:
        rules: Sequence[ActRule] = (*self.scheme.tariffs, *self.scheme.costs, *self.scheme.multiples)
        excesses = self.scheme.excesses
        facts = ChargesFacts(
            acts=tuple(self._act(str(one), rules) for one in range(self._count(rules))),
            measured=tuple(self._measured(str(one), excesses) for one in range(self._count(excesses))),
            deductions=tuple(self._deduction(str(one)) for one in range(self._count((self.scheme.audit,)))),
        )
        days = [one.on for one in (*facts.acts, *facts.measured, *facts.deductions)]
        latest, last = max(days, default=first_day(self.law)), last_day(self.law, _YEARS)
        return ChargesTrial(law=self.law, facts=facts, as_of=self.draw.any((latest, last)))

    def _count(self, rules: Sequence[object | None]) -> int:
        return self.draw.number(0, _MOST) if any(rules) else 0

    def _act(self, name: str, rules: Sequence[ActRule]) -> ActFound:
        rule, draw = self.draw.any(rules), self.draw
        return ActFound(
            id=name,
            rule=rule.id,
            on=self._day(),
            owed_by=draw.any((None, "A", "B")),
            items=draw.number(0, 4),
            costs=self._costs() if isinstance(rule, CostShare) else (),
            percent=self._percent(rule) if isinstance(rule, CostShare) else None,
            damages=draw.cents(0, 3000) if isinstance(rule, Multiple) and not draw.often(9) else None,
            proofs=tuple(ProofFound(proof=one, holds=not draw.often(5)) for one in rule.requires if not draw.often(9)),
        )

    def _costs(self) -> tuple[Cost, ...]:
        return tuple(Cost(kind=one, amount=self.draw.cents(0, 900)) for one in self.draw.some(list(CostKind), 3))

    def _percent(self, rule: CostShare) -> Decimal | None:
        ranges = [one.percent for one in rule.shares if isinstance(one.percent, Range)]
        if not ranges or self.draw.often(9):
            return None
        allowed = self.draw.any(ranges)
        return self.draw.any((allowed.from_, allowed.to, (allowed.from_ + allowed.to) / 2))

    def _measured(self, name: str, rules: Sequence[Excess]) -> MeasuredValue:
        rule, draw = self.draw.any(rules), self.draw
        standard = rule.standard if rule.standard is not None else Decimal(draw.number(1, 60))
        day = self._day()
        return MeasuredValue(
            id=name,
            rule=rule.id,
            on=day,
            value=draw.near(standard, rule.step) if draw.often(2) else draw.cents(0, 90),
            standard=None if rule.standard is not None or draw.often(9) else standard,
            window=Period.of(rule.window, day) if rule.window is not None else None,
            group=draw.any(list(InsuredGroup)) if rule.by_group else None,
            subject=draw.any((None, "A")),
            owed_by=draw.any((None, "A", "B")),
        )

    def _deduction(self, name: str) -> AuditDeduction:
        amount = self.draw.cents(0, 900)
        return AuditDeduction(
            id=name,
            problem=self.draw.any(("x", "y")),
            on=self._day(),
            amount=amount,
            owed_by=self.draw.any((None, "A")),
        )

    def _day(self) -> date:
        """Return a day; one in four is the first or last of a quarter."""
        day = self.draw.between(first_day(self.law), last_day(self.law, _YEARS))
        quarter = Period.parse(f"{day.year}-Q{(day.month + 2) // 3}")
        return self.draw.any((quarter.start, quarter.end - DAY)) if self.draw.often(4) else day
