"""Repair (修复): what is done to win points back, what it takes off a suspension or a bar, and what it cannot undo."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

from core.assessment.arithmetic import plain
from core.assessment.facts import Repair
from core.assessment.outcome import Step, StepKind
from core.assessment.periods import Period, add_months, end_of_term
from core.assessment.points.sanction_words import FINAL, name_of, until_of
from core.assessment.points.sanctions import Docket, holds, running
from core.assessment.points.tally import ZERO, Tally, is_reached, points_counted
from core.assessment.points.terms import RepairCounted, SanctionImposed
from core.regulation.citation import Citation
from core.regulation.effects import Lifting, RepairRule, Repairs, Shortening
from core.regulation.law import Law
from core.regulation.schemes.points import Reached
from core.text import Text

GAP = "points.repairs"
"""The parameter that a gap names if the text may provide for repair and is not at hand."""


def repair(law: Law, docket: Docket, tally: Tally, done: Repair) -> None:
    """Give back what ``done`` is worth in the account of its period, or say why it gives nothing back."""
    repairs = docket.scheme.repairs
    if repairs is None:
        _unprovided(law, tally, done)
        return
    rule = next((one for one in repairs.rules if one.id == done.rule), None)
    if rule is None:
        text = Text(zh=f"规定中没有修复方式 {done.rule}", en=f"the regulation has no way of repair {done.rule}")
        tally.lack(f"points.repairs.rules.{done.rule}", text, done.id, repairs.cite)
        return
    tally.rules.add(rule.id)
    points = rule.points if rule.points is not None else done.points
    if points is None:
        text = Text(zh="原文未写修复几分, 记录须写明", en="the text does not say how many points; the record must")
        tally.lack(f"repairs.{done.id}.points", text, done.id, rule.cite)
    elif _is_excluded(docket, repairs, done.on):
        _refuse(
            tally, done, rule.cite, Text(zh="一次性达到者不得修复", en="reached by a single decision, not repairable")
        )
    else:
        _give_back(docket, tally, done, repairs, rule, points)


def _unprovided(law: Law, tally: Tally, done: Repair) -> None:
    if any(GAP in gap.parameters for gap in law.regulation.gaps):
        text = Text(zh="手头文本没有修复办法", en="the text at hand does not say how points are repaired")
        tally.lack(GAP, text, done.id)
    else:
        _refuse(tally, done, None, Text(zh="该规定没有修复办法", en="the regulation provides for no repair"))


def _refuse(tally: Tally, done: Repair, citation: Citation | None, why: Text) -> None:
    arguments = (done.on.isoformat(), why)
    tally.steps.append(Step(StepKind.REPAIR_REFUSED, citation, arguments, tally.held, tally.held, done.id))


def _is_excluded(docket: Docket, repairs: Repairs, day: date) -> bool:
    """Return whether a threshold that a single decision has reached leaves nothing to repair on ``day``."""
    return any(
        one.cause == repairs.not_after_one_off and one.reached is Reached.ONE_OFF and holds(docket, index, day)
        for index, one in enumerate(docket.imposed)
    )


def _give_back(docket: Docket, tally: Tally, done: Repair, repairs: Repairs, rule: RepairRule, points: Decimal) -> None:
    earned = min(points, *_allowances(tally, repairs, rule))
    if earned <= ZERO:
        _refuse(tally, done, rule.cite, Text(zh="已达修复上限", en="the most that can be repaired has been reached"))
        return
    shortened = _shortenable(docket, done.on) if repairs.shortening is not None else []
    before = points_counted(docket.scheme, tally)
    given = min(earned, before)
    if given == ZERO and not shortened:
        _refuse(tally, done, rule.cite, Text(zh="没有可修复的记分", en="there are no points to give back"))
        return
    tally.earned[rule.id] = tally.earned.get(rule.id, ZERO) + (earned if shortened else given)
    if tally.held > before:
        arguments = (plain(tally.held), plain(before))
        cite = docket.scheme.cap_cite or docket.scheme.cite
        tally.steps.append(Step(StepKind.CAP, cite, arguments, tally.held, before))
    tally.held = before - given
    tally.entries.append(
        RepairCounted(repair=done.id, rule=rule.id, citation=rule.cite, label=rule.label, on=done.on, points=given)
    )
    arguments = (done.on.isoformat(), rule.label, plain(given), plain(tally.held))
    tally.steps.append(Step(StepKind.REPAIR, rule.cite, arguments, before, tally.held, done.id))
    if repairs.shortening is not None:
        for index in shortened:
            _shorten(docket, tally, done, repairs.shortening, index, earned)
    _fall(docket, tally, done, repairs)


def _allowances(tally: Tally, repairs: Repairs, rule: RepairRule) -> list[Decimal]:
    """Return how much the limits of the rule and of all rules together still allow in the period."""
    of_rule = [] if rule.most is None else [rule.most - tally.earned.get(rule.id, ZERO)]
    of_all = [] if repairs.most is None else [repairs.most - sum(tally.earned.values(), ZERO)]
    return [Decimal("Infinity"), *of_rule, *of_all]


def _shortenable(docket: Docket, day: date) -> list[int]:
    """Return the entries of the docket whose term, or whose bar on applying again, runs on ``day``."""
    suspended = running(docket, day)
    return [
        index
        for index, one in enumerate(docket.imposed)
        if (index in suspended and one.months is not None)
        or (one.kind in FINAL and holds(docket, index, day) and one.may_reapply_from and day < one.may_reapply_from)
    ]


def _shorten(docket: Docket, tally: Tally, done: Repair, shortening: Shortening, index: int, earned: Decimal) -> None:
    one = docket.imposed[index]
    before = docket.credits.get(index, ZERO)
    docket.credits[index] = before + earned
    steps = int(docket.credits[index] // shortening.points)
    if steps == int(before // shortening.points):
        return
    new = _shortened(docket, one, steps * shortening.months, done.on)
    docket.imposed[index] = new
    arguments = (plain(docket.credits[index]), str(steps * shortening.months), name_of(one.kind), until_of(new))
    tally.steps.append(Step(StepKind.REPAIR_SHORTENS, shortening.cite, arguments, record=done.id))


def _shortened(docket: Docket, one: SanctionImposed, months: int, day: date) -> SanctionImposed:
    """Return ``one`` with ``months`` taken off its term or bar; neither ends before ``day``."""
    if one.kind in FINAL:
        left = (one.bar_months or 0) - months
        return replace(one, may_reapply_from=max(day, add_months(one.start, left) if left > 0 else day))
    left = (one.months or 0) - months
    last_day = docket.scheme.conventions.last_day
    return replace(one, end=max(day, end_of_term(one.start, left, last_day) if left > 0 else day))


def _fall(docket: Docket, tally: Tally, done: Repair, repairs: Repairs) -> None:
    """Take note of thresholds that are no longer reached, and of what becomes of their suspensions."""
    scheme = docket.scheme
    fallen = {one.id for one in scheme.thresholds if not is_reached(scheme, one, tally.held)}
    tally.reached = min(tally.reached, len(scheme.thresholds) - len(fallen))
    tally.reached_at_once -= fallen
    suspended = running(docket, done.on)
    for index, one in enumerate(docket.imposed):
        if index in suspended and one.cause in fallen and one.period == tally.period:
            if repairs.lifting is Lifting.LIFTED or (repairs.lifting is Lifting.DETERMINED and done.determined_by):
                _lift(docket, tally, done, repairs, index)
            elif repairs.lifting is Lifting.DETERMINED:
                docket.adjustable[index] = done


def _lift(docket: Docket, tally: Tally, done: Repair, repairs: Repairs, index: int) -> None:
    one = docket.imposed[index]
    docket.imposed[index] = replace(one, end=done.on)
    docket.released[index] = done.on
    arguments = (name_of(one.kind), one.start.isoformat(), done.on.isoformat())
    tally.steps.append(Step(StepKind.REPAIR_LIFTS, repairs.cite, arguments, record=done.id))


def ask_for_determinations(docket: Docket, tallies: Mapping[Period, Tally]) -> None:
    """Note each suspension that still runs though repair has taken the points below its threshold."""
    scheme, repairs = docket.scheme, docket.scheme.repairs
    suspended = running(docket, docket.as_of)
    for index, done in docket.adjustable.items():
        one = docket.imposed[index]
        tally = tallies[one.period]
        reached = {each.id for each in scheme.thresholds if is_reached(scheme, each, tally.held)}
        if repairs is not None and index in suspended and one.cause not in reached:
            text = Text(
                zh="记分已低于该档, 可调整状态, 须写明由谁认定",
                en="the points are below the threshold, the standing can be adjusted; who determines it must be named",
            )
            tally.lack(f"repairs.{done.id}.determined_by", text, done.id, repairs.cite, blocking=False)
