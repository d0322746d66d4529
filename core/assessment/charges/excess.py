"""What values beyond a standard cost: distance, steps, and windows in a row."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from core.assessment.arithmetic import plain
from core.assessment.charges.account import WHOLE, ZERO, Account, charge_of, fen, measure
from core.assessment.charges.terms import Charge, MeasuredValue
from core.assessment.money import yuan
from core.assessment.outcome import StepKind
from core.assessment.periods import Period
from core.regulation.schemes.charges import Excess, InsuredGroup, Measure, Side, StepRounding
from core.text import Text

_Row = tuple[str, str | None, InsuredGroup | None]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Breach:
    """How a value lies to its standard. ``distance`` is below zero within it."""

    distance: Fraction
    complies: bool


class Rows:
    """Every window measured, by rule, subject and insured group, to see which exceed in a row."""

    def __init__(self, rules: Mapping[str, Excess], measured: Iterable[MeasuredValue]) -> None:
        self._rows: dict[_Row, dict[date, list[bool | None]]] = {}
        for one in measured:
            rule = rules.get(one.rule)
            if rule is not None and one.window is not None and not misplaced(rule, one):
                breach = breach_of(rule, one)
                states = self._rows.setdefault(_row(rule, one), {}).setdefault(one.window.start, [])
                states.append(None if breach is None else not breach.complies)

    def repeated(self, rule: Excess, one: MeasuredValue) -> bool:
        """Return whether the window of ``one`` was measured more than once, so that no value is the one."""
        if rule.window is None or one.window is None:
            return False
        return len(self._rows[_row(rule, one)][one.window.start]) > 1

    def count(self, rule: Excess, one: MeasuredValue, *, unknown_as: bool) -> tuple[int, int]:
        """Return the place of an exceeding window in its row, and the row's length; ``one`` has a window.

        A window whose value is not decided counts as exceeding if ``unknown_as``; one not measured ends the row.
        """
        windows = self._rows[_row(rule, one)]

        def follow(period: Period | None, *, onward: bool) -> int:
            steps = 0
            while period is not None:
                period = Period.of(period.kind, period.end if onward else period.start - _DAY)
                states = windows.get(period.start, [False])
                state = states[0] if len(states) == 1 else None
                if not (unknown_as if state is None else state):
                    break
                steps += 1
            return steps

        before = follow(one.window, onward=False)
        return before + 1, before + 1 + follow(one.window, onward=True)


def _row(rule: Excess, one: MeasuredValue) -> _Row:
    return one.rule, one.subject, one.group if rule.by_group else None


def misplaced(rule: Excess, one: MeasuredValue) -> list[tuple[str, Text]]:
    """Return the fields without which ``one`` belongs to no row of windows, and what would supply them."""
    found: list[tuple[str, Text]] = []
    if rule.window is not None and (one.window is None or one.window.kind is not rule.window):
        kind = rule.window.value
        found.append(("window", Text(zh=f"须写明核评周期, 类别 {kind}", en=f"the window must be named, a {kind}")))
    if rule.by_group and one.group is None:
        found.append(("group", Text(zh="须写明险种", en="the insured group must be named")))
    return found


def breach_of(rule: Excess, one: MeasuredValue) -> Breach | None:
    """Return how the value lies to its standard, or None if there is no standard to compare it with."""
    standard = rule.standard if rule.standard is not None else one.standard
    if standard is None or (rule.measure is Measure.PERCENT_OF_STANDARD and standard <= 0):
        return None
    distance = Fraction(one.value) - Fraction(standard)
    if rule.side is Side.UNDER:
        distance = -distance
    if rule.measure is Measure.PERCENT_OF_STANDARD:
        distance = distance / Fraction(standard) * WHOLE
    return Breach(distance, complies=distance < 0 or (distance == 0 and rule.standard_complies))


def steps_of(rule: Excess, distance: Fraction) -> Fraction:
    """Return how many steps a distance is charged as."""
    ratio = max(Fraction(0), distance) / Fraction(rule.step)
    match rule.step_rounding:
        case StepRounding.CEIL:
            return Fraction(math.ceil(ratio))
        case StepRounding.FLOOR:
            return Fraction(math.floor(ratio))
        case StepRounding.PROPORTIONAL:
            return ratio


def price_measured(rule: Excess, rows: Rows, account: Account, one: MeasuredValue) -> None:
    """Enter what a measured value costs, or note what is missing to say so."""
    lacks = misplaced(rule, one)
    if not lacks and rows.repeated(rule, one):
        lacks = [("window", Text(zh="同一周期有两个数值", en="the window has two values"))]
    breach = breach_of(rule, one)
    if breach is None:
        lacks.append(("standard", Text(zh="须写明核定的标准", en="the approved standard must be named")))
    for name, text in lacks:
        account.lack(f"measured.{one.id}.{name}", text, one.id, rule.cite)
    if breach is None or lacks:
        account.leave(charge_of(rule, one, None))
        return
    charge = replace(charge_of(rule, one, ZERO), distance=measure(breach.distance), complies=breach.complies)
    if breach.complies:
        account.add(charge, StepKind.CHARGE_COMPLIES, _compared(rule, one))
        return
    _price(rule, rows, account, one, charge, breach)


def _price(rule: Excess, rows: Rows, account: Account, one: MeasuredValue, charge: Charge, breach: Breach) -> None:
    """Enter the charge of a breach, at the rate of its place in the row."""
    least, most = (_rate(rule, rows, one, unknown_as=unknown) for unknown in (False, True))
    steps = steps_of(rule, breach.distance)
    charge = replace(charge, quantity=measure(steps))
    low, high = fen(steps * Fraction(least[0])), fen(steps * Fraction(most[0]))
    if low != high:
        text = Text(zh="相邻周期是否超标未定", en="whether the windows beside it exceed is not decided")
        account.lack(f"measured.{one.id}.row", text, one.id, rule.repeat.cite if rule.repeat else rule.cite)
        account.leave(replace(charge, amount=None, amount_from=low, amount_to=high))
        return
    rate, ordinal = least if least == most else (least[0], None)
    charge = replace(charge, amount=low, unit_amount=rate, ordinal=ordinal)
    if low == ZERO:
        account.add(charge, StepKind.CHARGE_FLAGGED, _compared(rule, one))
        return
    unit = "%" if rule.measure is Measure.PERCENT_OF_STANDARD else ""
    told = (plain(measure(breach.distance)) + unit, plain(measure(steps)), yuan(rate), yuan(low))
    account.add(charge, StepKind.CHARGE_EXCESS, (*_compared(rule, one), *told))
    if rule.repeat is not None and rate == rule.repeat.amount and ordinal is not None:
        account.note(StepKind.CHARGE_IN_A_ROW, rule.repeat.cite, (str(ordinal), yuan(rate)), one.id)


def _rate(rule: Excess, rows: Rows, one: MeasuredValue, *, unknown_as: bool) -> tuple[Decimal, int | None]:
    """Return the yuan for a step, and the window's place in its row; None where rows do not matter."""
    if rule.repeat is None:
        return rule.amount, None
    place, length = rows.count(rule, one, unknown_as=unknown_as)
    reached = length if rule.repeat.reaches_back else place
    return (rule.repeat.amount if reached >= rule.repeat.times else rule.amount), place


def _compared(rule: Excess, one: MeasuredValue) -> tuple[Text | str, ...]:
    standard = rule.standard if rule.standard is not None else one.standard
    return one.on.isoformat(), rule.label, plain(one.value), plain(standard or Decimal(0))
