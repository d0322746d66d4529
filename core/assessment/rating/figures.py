"""Figures beside a rating: returning duties, places in a list, values against targets, pass rates."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from core.assessment.arithmetic import plain
from core.assessment.outcome import DutyState, Step, StepKind
from core.assessment.periods import Period
from core.assessment.rating.consequences import Sheet, is_within
from core.assessment.rating.terms import (
    Checked,
    DutyPerformed,
    DutyRound,
    Measurement,
    MeasurementJudged,
    RankJudged,
    RateFound,
)
from core.regulation.schemes.rating import Bound, DueBy, Every, PassCheck, RatingIndicator, RecurringDuty
from core.regulation.vocabulary import PeriodKind
from core.text import Text

_KINDS = {Every.MONTH: PeriodKind.MONTH, Every.QUARTER: PeriodKind.QUARTER}
_HUNDRED = Decimal(100)
_PLACES = Decimal("0.01")
_ONE_DAY = timedelta(days=1)
_NO_TARGET = Text(zh="没有给该对象设定目标值", en="no target was set for this subject")
_NO_COUNT = Text(zh="没有合格数, 也没有报告合格率", en="neither a count of passes nor a reported rate")
_IMPOSSIBLE = Text(zh="数目自相矛盾", en="the figures contradict one another")


def duties_of(sheet: Sheet) -> tuple[DutyRound, ...]:
    """Return each returning duty over the intervals that touch the period."""
    duties = {one.id: one for one in sheet.scheme.duties}
    performed: dict[str, list[DutyPerformed]] = defaultdict(list)
    for one in sheet.facts.performed:
        if one.on > sheet.as_of:
            continue
        if one.duty not in duties:
            sheet.unknown(one.duty, one.duty)
            continue
        sheet.used.add(one.duty)
        performed[one.duty].append(one)
    rounds = tuple(_round(sheet, duty, performed[duty.id]) for duty in sheet.scheme.duties)
    for one in rounds:
        interval = (one.start.isoformat(), one.end.isoformat())
        arguments = (one.label, *interval, str(one.required), str(one.done), one.due_before.isoformat())
        sheet.steps.append(Step(StepKind.DUTY_ROUND, one.citation, (*arguments, one.state.value)))
    return rounds


def _round(sheet: Sheet, duty: RecurringDuty, performed: list[DutyPerformed]) -> DutyRound:
    intervals = list(_intervals(duty.every, sheet.period))
    by_start: dict[date, list[DutyPerformed]] = defaultdict(list)
    for one in performed:
        by_start[_interval(duty.every, one.of)[0]].append(one)
    done = overdue = 0
    late = False
    open_due: date | None = None
    for start, end in intervals:
        due = end if duty.due is DueBy.END else _interval(duty.every, end)[1]
        met = min(duty.times, sum(one.times for one in by_start[start]))
        in_time = min(duty.times, sum(one.times for one in by_start[start] if one.on < due))
        done += met
        late = late or in_time < met
        if met < duty.times:
            open_due = open_due or due
            overdue += duty.times - met if due <= sheet.as_of else 0
    first, last = intervals[0][0], intervals[-1][1]
    last_due = last if duty.due is DueBy.END else _interval(duty.every, last)[1]
    return DutyRound(
        duty=duty.id,
        citation=duty.cite,
        label=duty.label,
        by=duty.by,
        start=first,
        end=last,
        required=duty.times * len(intervals),
        done=done,
        overdue=overdue,
        due_before=open_due or last_due,
        state=_state(overdue, late=late, is_met=open_due is None),
    )


def _state(overdue: int, *, late: bool, is_met: bool) -> DutyState:
    if overdue:
        return DutyState.OVERDUE
    if not is_met:
        return DutyState.OPEN
    return DutyState.DONE_LATE if late else DutyState.DONE


def _interval(every: Every, day: date) -> tuple[date, date]:
    """Return the day, month or quarter that ``day`` falls into."""
    if every is Every.DAY:
        return day, day + _ONE_DAY
    period = Period.of(_KINDS[every], day)
    return period.start, period.end


def _intervals(every: Every, period: Period) -> Iterator[tuple[date, date]]:
    day = period.start
    while day < period.end:
        start, end = _interval(every, day)
        yield start, end
        day = end


def ranks_of(sheet: Sheet) -> tuple[RankJudged, ...]:
    """Return each place in a list, in the order of the lists and of their places."""
    rankings = {one.id: one for one in sheet.scheme.rankings}
    judged: list[RankJudged] = []
    for one in sorted(sheet.facts.ranked, key=lambda one: (one.rank, one.item)):
        ranking = rankings.get(one.ranking)
        if ranking is None:
            sheet.unknown(one.item, one.ranking)
            continue
        if one.rank < 1:
            sheet.reject("COUNT_IMPOSSIBLE", one.item, _IMPOSSIBLE)
            continue
        marked = one.rank <= ranking.top
        sheet.used.add(ranking.id)
        kind = StepKind.RANK_MARKED if marked else StepKind.RANK_UNMARKED
        sheet.steps.append(Step(kind, ranking.cite, (one.item, str(one.rank), str(ranking.top), ranking.label)))
        judged.append(
            RankJudged(
                ranking=ranking.id,
                citation=ranking.cite,
                label=ranking.label,
                item=one.item,
                rank=one.rank,
                is_marked=marked,
            )
        )
    order = list(rankings)
    return tuple(sorted(judged, key=lambda one: order.index(one.ranking)))


def measurements_of(sheet: Sheet) -> tuple[MeasurementJudged, ...]:
    """Return each value measured for the period whose figures count, in the order of the indicators."""
    known = {one.id for one in sheet.scheme.indicators}
    measured: dict[str, list[Measurement]] = defaultdict(list)
    for one in sheet.facts.measurements:
        if one.indicator not in known:
            sheet.unknown(one.indicator, one.indicator)
        elif is_within(one.period, sheet.data_period):
            measured[one.indicator].append(one)
    return tuple(
        _judged(sheet, indicator, one)
        for indicator in sheet.scheme.indicators
        for one in sorted(measured[indicator.id], key=lambda one: (one.period, one.value))
    )


def _judged(sheet: Sheet, indicator: RatingIndicator, one: Measurement) -> MeasurementJudged:
    sheet.used.add(indicator.id)
    target = one.target if indicator.bound is not None else None
    difference = one.value - target if target is not None else None
    compliant = None if difference is None else difference <= 0 if indicator.bound is Bound.AT_MOST else difference >= 0
    arithmetic = None
    value = plain(one.value)
    if target is not None and difference is not None:
        arithmetic = f"{value} - {plain(target)} = {plain(difference)}"
        kind = StepKind.MEASURED_WITHIN if compliant else StepKind.MEASURED_BEYOND
        sheet.steps.append(Step(kind, indicator.cite, (indicator.label, arithmetic), target, one.value))
    else:
        sheet.steps.append(Step(StepKind.MEASURED, indicator.cite, (indicator.label, value), after=one.value))
        if indicator.bound is not None:
            sheet.lack(f"measurements.{indicator.id}.target", _NO_TARGET, indicator.cite)
    return MeasurementJudged(
        indicator=indicator.id,
        citation=indicator.cite,
        label=indicator.label,
        period=one.period,
        value=one.value,
        unit=indicator.unit,
        bound=indicator.bound,
        target=target,
        difference=difference,
        is_compliant=compliant,
        arithmetic=arithmetic,
    )


def rates_of(sheet: Sheet) -> tuple[RateFound, ...]:
    """Return each pass rate of the period whose figures count, in the order of the checks."""
    known = {one.id for one in sheet.scheme.checks}
    counted: dict[str, list[Checked]] = defaultdict(list)
    for one in sheet.facts.checked:
        if one.check not in known:
            sheet.unknown(one.check, one.check)
        elif not _is_possible(one):
            sheet.reject("COUNT_IMPOSSIBLE", one.check, _IMPOSSIBLE)
        elif is_within(one.period, sheet.data_period):
            counted[one.check].append(one)
    return tuple(
        _found(sheet, check, one)
        for check in sheet.scheme.checks
        for one in sorted(counted[check.id], key=lambda one: (one.period, one.checked, one.passed or 0))
    )


def _is_possible(one: Checked) -> bool:
    return 0 <= (one.passed or 0) <= one.checked and 0 <= (one.rate or 0) <= _HUNDRED


def _found(sheet: Sheet, check: PassCheck, one: Checked) -> RateFound:
    sheet.used.add(check.id)
    exact, arithmetic = _rate(one), None
    rate = exact.quantize(_PLACES, ROUND_HALF_UP) if exact is not None else None
    if one.checked == 0:
        sheet.steps.append(Step(StepKind.RATE_NONE, check.cite, (check.label,)))
    elif rate is None:
        sheet.lack(f"checked.{check.id}.passed", _NO_COUNT, check.cite)
    elif one.passed is None:
        sheet.steps.append(Step(StepKind.RATE_REPORTED, check.cite, (check.label, f"{rate}"), after=rate))
    else:
        arithmetic = f"{one.passed} ÷ {one.checked} = {rate} %"
        sheet.steps.append(Step(StepKind.RATE_COUNTED, check.cite, (check.label, arithmetic), after=rate))
    sufficient = None if exact is None or check.at_least is None else exact >= check.at_least
    if sufficient is not None and check.at_least is not None:
        kind = StepKind.RATE_ENOUGH if sufficient else StepKind.RATE_SHORT
        sheet.steps.append(Step(kind, check.cite, (plain(check.at_least),), check.at_least, rate))
    return RateFound(
        check=check.id,
        citation=check.cite,
        label=check.label,
        period=one.period,
        checked=one.checked,
        passed=one.passed,
        rate=rate,
        is_reported=one.passed is None and rate is not None,
        is_sufficient=sufficient,
        arithmetic=arithmetic,
    )


def _rate(one: Checked) -> Decimal | None:
    """Return the rate in percent, not rounded, or None if nothing was checked or reported."""
    if one.checked == 0:
        return None
    return one.rate if one.passed is None else one.passed * _HUNDRED / one.checked
