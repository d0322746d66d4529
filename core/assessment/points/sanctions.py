"""Which sanctions follow: thresholds reached, escalation of repetition, and how sanctions meet one another."""

from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.assessment.arithmetic import plain
from core.assessment.facts import Repair
from core.assessment.outcome import Step, StepKind
from core.assessment.periods import Period, add_months, end_of_term, first_of_next_month
from core.assessment.points.lives import Stay
from core.assessment.points.sanction_words import FINAL, name_of, until_of
from core.assessment.points.stays import begun, prolonged, stays_of
from core.assessment.points.tally import REASON, ZERO, Booked, Tally, is_reached, points_counted
from core.assessment.points.terms import SanctionImposed
from core.regulation.base import Range
from core.regulation.schemes.points import (
    CountedPer,
    Escalation,
    OneOff,
    OpenTerm,
    Overlap,
    PointsScheme,
    Reached,
    Sanction,
    StartsOn,
    Threshold,
)
from core.regulation.vocabulary import SanctionKind, SanctionObject
from core.text import Text

GRAVE = FINAL | {SanctionKind.SUSPEND}


@dataclass(frozen=True, slots=True)
class Trigger:
    """A sanction that was reached and counts towards an escalation."""

    kind: SanctionKind
    period: Period
    on: date


@dataclass(slots=True)
class Docket:
    """The sanctions of one doctor, while they are being drawn up in order of decision."""

    scheme: PointsScheme
    as_of: date
    imposed: list[SanctionImposed] = field(default_factory=list[SanctionImposed])
    triggers: list[Trigger] = field(default_factory=list[Trigger])
    released: dict[int, date] = field(default_factory=dict[int, date])
    """Day from which an entry of ``imposed`` no longer holds, because of a readmission or repair."""
    credits: dict[int, Decimal] = field(default_factory=dict[int, Decimal])
    """Repaired points that shorten an entry of ``imposed``."""
    adjustable: dict[int, Repair] = field(default_factory=dict[int, Repair])
    """The last repair after which an entry of ``imposed`` could be ended, if the agency so determined."""
    steps: list[Step] = field(default_factory=list[Step])
    """Steps that belong to no period."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a sanction follows from, and how it was reached if it is a threshold."""

    id: str
    label: Text
    reached: Reached | None = None
    stays: tuple[Stay, ...] = ()
    """When it was not executed, because what it follows from was not."""


@dataclass(frozen=True, slots=True)
class Weight:
    """What one decision carries in one period."""

    points: Decimal
    before: Decimal
    """What was held before it."""


def how_reached(scheme: PointsScheme, threshold: Threshold, weight: Weight) -> Reached:
    """Return whether a decision reaches ``threshold`` by itself, or only with what was lost before."""
    by_itself = is_reached(scheme, threshold, weight.points)
    if scheme.conventions.one_off is OneOff.CLEAN and weight.before > ZERO:
        by_itself = False
    return Reached.ONE_OFF if by_itself else Reached.ACCUMULATED


def _differs(threshold: Threshold) -> bool:
    """Return whether the law makes a difference how ``threshold`` is reached."""
    return any(sanction.reached is not None for sanction in threshold.sanctions)


def follow(docket: Docket, tally: Tally, booked: Booked) -> None:
    """Impose what follows from the record just entered: of its act itself, and of thresholds newly reached."""
    clause = booked.clause
    for sanction in clause.sanctions:
        tally.steps.append(Step(StepKind.ACT_SANCTION, sanction.cite, (clause.label,), record=booked.violation.id))
        _impose(docket, tally, booked, sanction, Cause(clause.id, clause.label, stays=booked.stays))


def cross(docket: Docket, tally: Tally, booked: Booked, weight: Weight) -> None:
    """Impose what follows from the thresholds that the decision ending with ``booked`` has newly reached.

    A threshold reached by accumulation is reached anew if a later decision reaches it by itself and the law makes a
    difference. The gravest consequence alone takes effect; lesser duties of every threshold passed stay attached.
    """
    scheme = docket.scheme
    reached = [threshold for threshold in scheme.thresholds if is_reached(scheme, threshold, tally.held)]
    at_once = {one.id for one in reached if how_reached(scheme, one, weight) is Reached.ONE_OFF}
    again = [
        one
        for one in reached[: tally.reached]
        if _differs(one) and one.id in at_once and one.id not in tally.reached_at_once
    ]
    new = [*again, *reached[tally.reached :]]
    tally.reached = len(reached)
    tally.reached_at_once |= at_once
    following = [(one, *_following(scheme, tally, booked, one, how_reached(scheme, one, weight))) for one in new]
    for _, cause, sanctions in following:
        for sanction in sanctions:
            if sanction.kind not in GRAVE:
                _impose(docket, tally, booked, sanction, cause)
    heavy = next((one for one in reversed(following) if any(s.kind in GRAVE for s in one[2])), None)
    if heavy is not None:
        for sanction in heavy[2]:
            if sanction.kind in GRAVE:
                _reach(docket, tally, booked, sanction, heavy[1])


def _following(
    scheme: PointsScheme, tally: Tally, booked: Booked, threshold: Threshold, reached: Reached
) -> tuple[Cause, tuple[Sanction, ...]]:
    """Say that ``threshold`` is reached, and return what follows from it."""
    record, held = booked.violation.id, tally.held
    arguments = (plain(held), threshold.label, booked.violation.decided_on.isoformat())
    tally.steps.append(Step(StepKind.THRESHOLD, threshold.cite, arguments, held, held, record))
    if _differs(threshold):
        kind = StepKind.SINGLE_DECISION if reached is Reached.ONE_OFF else StepKind.ACCUMULATED
        tally.steps.append(Step(kind, threshold.cite, (threshold.label,), record=record))
    sanctions = tuple(one for one in threshold.sanctions if one.reached in {None, reached})
    return Cause(threshold.id, threshold.label, reached, stays_of(scheme, tally, threshold)), sanctions


def _reach(docket: Docket, tally: Tally, booked: Booked, sanction: Sanction, cause: Cause) -> None:
    """Impose a sanction that a threshold brings, or the heavier one if its repetition escalates."""
    on = booked.violation.decided_on
    escalation = escalated(docket, sanction.kind, tally.period, on)
    docket.triggers.append(Trigger(sanction.kind, tally.period, on))
    if escalation is None:
        _impose(docket, tally, booked, sanction, cause)
        return
    count = str(counted(docket, escalation, on))
    step = Step(StepKind.ESCALATION, escalation.cite, (count, escalation.label), record=booked.violation.id)
    tally.steps.append(step)
    _impose(docket, tally, booked, escalation.sanction, Cause(escalation.id, escalation.label, stays=cause.stays))


def escalated(docket: Docket, kind: SanctionKind, period: Period, on: date) -> Escalation | None:
    """Return the escalation that a sanction of ``kind`` reached on ``on`` would bring, or None."""
    for escalation in docket.scheme.escalations:
        same = [one for one in docket.triggers if one.kind is kind and one.period == period]
        if escalation.counts is not kind or (escalation.counted_per is CountedPer.PERIOD and same):
            continue
        if counted(docket, escalation, on) + 1 >= escalation.times:
            return escalation
    return None


def counted(docket: Docket, escalation: Escalation, on: date) -> int:
    """Return how many times what ``escalation`` counts has happened within its window up to ``on``."""
    within = [
        one
        for one in docket.triggers
        if one.kind is escalation.counts
        and (escalation.window_months is None or on < add_months(one.on, escalation.window_months))
    ]
    return len({one.period for one in within}) if escalation.counted_per is CountedPer.PERIOD else len(within)


def _impose(docket: Docket, tally: Tally, booked: Booked, sanction: Sanction, cause: Cause) -> None:
    start = _start(docket.scheme, tally, booked, sanction)
    if start is None:
        return
    start = begun(start, cause.stays)
    if docket.scheme.conventions.overlap is Overlap.SERIAL and sanction.kind is SanctionKind.SUSPEND:
        start = _queued(docket, start)
    months, undecided = _term(docket.scheme, tally, booked, sanction)
    end = end_of_term(start, months, docket.scheme.conventions.last_day) if months is not None else None
    end = prolonged(start, end, cause.stays)
    final = sanction.kind in FINAL
    new = SanctionImposed(
        kind=sanction.kind,
        object=sanction.object,
        citation=sanction.cite,
        cause=cause.id,
        label=cause.label,
        record=booked.violation.id,
        period=tally.period,
        start=start,
        end=end,
        months=months,
        months_from=int(undecided.from_) if undecided else None,
        months_to=int(undecided.to) if undecided else None,
        until_exam=sanction.until_exam,
        may_reapply_from=add_months(start, sanction.bar_months) if final and sanction.bar_months else None,
        bar_months=sanction.bar_months if final else None,
        reached=cause.reached,
    )
    tally.rules.add(cause.id)
    tally.steps += _said(docket.scheme, new)
    _meet(docket, tally, new)


def _queued(docket: Docket, start: date) -> date:
    """Return the first day from ``start`` on which no suspension with an end runs, those that wait included."""
    while ends := [end for index in running(docket, start) if (end := docket.imposed[index].end) is not None]:
        start = max(ends)
    return start


def _said(scheme: PointsScheme, new: SanctionImposed) -> list[Step]:
    """Return what is to be said of a sanction and of where the text sets its first day."""
    start, settled = new.start.isoformat(), scheme.conventions.cite
    steps = [Step(StepKind.SANCTION, new.citation, (name_of(new.kind), start, until_of(new)), record=new.record)]
    if settled is not None:
        steps.append(Step(StepKind.STARTS, settled, (start,), record=new.record))
    return steps


def _meet(docket: Docket, tally: Tally, new: SanctionImposed) -> None:
    """Enter ``new`` and mark what it, or what already holds, takes the place of."""
    if new.kind in GRAVE and new.kind not in FINAL and any(holds(docket, i, new.start) for i in _finals(docket)):
        new = replace(new, absorbed=True)
    if new.kind in GRAVE and new.start <= docket.as_of and not new.absorbed:
        for index in running(docket, new.start):
            one = docket.imposed[index]
            if _covers(new, one):
                docket.imposed[index] = replace(one, absorbed=True)
                arguments = (name_of(one.kind), one.start.isoformat(), until_of(one))
                tally.steps.append(Step(StepKind.ABSORBED, new.citation, arguments, record=one.record))
    docket.imposed.append(new)


def _covers(new: SanctionImposed, old: SanctionImposed) -> bool:
    """Return whether nothing of ``old`` outlasts ``new``: not its term, its object nor its examination."""
    if new.kind in FINAL:
        return True
    if old.end is None or new.end is None or (old.until_exam and not new.until_exam):
        return False
    return old.end <= new.end and new.object in {old.object, SanctionObject.QUALIFICATION}


def running(docket: Docket, day: date) -> list[int]:
    """Return the entries of the docket that are suspensions which run on ``day``."""
    return [
        index
        for index, one in enumerate(docket.imposed)
        if one.kind is SanctionKind.SUSPEND
        and not one.absorbed
        and one.start <= day
        and (one.end is None or day < one.end)
        and not is_released(docket, index, day)
    ]


def _finals(docket: Docket) -> list[int]:
    return [index for index, one in enumerate(docket.imposed) if one.kind in FINAL]


def holds(docket: Docket, index: int, day: date) -> bool:
    """Return whether entry ``index`` of the docket has begun by ``day`` and no readmission or repair has ended it."""
    return docket.imposed[index].start <= day and not is_released(docket, index, day)


def is_released(docket: Docket, index: int, day: date) -> bool:
    """Return whether a readmission or repair by ``day`` has ended entry ``index`` of the docket."""
    released = docket.released.get(index)
    return released is not None and released <= day


def readmit(docket: Docket, on: date) -> None:
    """End what was imposed before ``on``, if a revocation stood and every bar on applying again had passed."""
    final = [docket.imposed[i] for i in _finals(docket) if holds(docket, i, on) and docket.imposed[i].start < on]
    if final and all(one.may_reapply_from is None or one.may_reapply_from <= on for one in final):
        for index, one in enumerate(docket.imposed):
            if one.start < on:
                docket.released.setdefault(index, on)
        docket.steps.append(Step(StepKind.READMITTED, final[0].citation, (on.isoformat(),)))


def lift(docket: Docket, on: date) -> None:
    """End suspensions imposed before ``on`` to which the law gives no end."""
    for index, one in enumerate(docket.imposed):
        is_open = one.kind is SanctionKind.SUSPEND and one.end is None and not one.end_undecided
        if is_open and not one.absorbed and one.start < on and holds(docket, index, on):
            docket.released[index] = on
            docket.steps.append(Step(StepKind.LIFTED, one.citation, (on.isoformat(),), record=one.record))


def _start(scheme: PointsScheme, tally: Tally, booked: Booked, sanction: Sanction) -> date | None:
    violation = booked.violation
    match scheme.conventions.starts_on:
        case StartsOn.DECIDED:
            return violation.decided_on
        case StartsOn.NEXT_MONTH:
            return first_of_next_month(violation.decided_on)
        case StartsOn.NOTIFIED:
            if violation.notified_on is None:
                text = Text(zh="自送达之日起算, 记录未写送达日", en="it starts on notification, which is not recorded")
                tally.lack(f"violations.{violation.id}.notified_on", text, violation.id, sanction.cite)
            return violation.notified_on


def _term(scheme: PointsScheme, tally: Tally, booked: Booked, sanction: Sanction) -> tuple[int | None, Range | None]:
    """Return the months of a sanction, and the range left open if the decision does not choose within it."""
    stated, violation = sanction.months, booked.violation
    if not isinstance(stated, Range):
        return stated, None
    fixed = sanction.months_at.get(plain(points_counted(scheme, tally)))
    if fixed is not None and fixed in stated:
        return fixed, None
    decided = violation.months
    if decided is not None and decided in stated:
        if violation.reason is not None or not scheme.conventions.reasoned:
            return decided, None
        tally.lack(f"violations.{violation.id}.reason", REASON, violation.id, sanction.cite, blocking=False)
        return None, stated
    if decided is None and scheme.conventions.open_term is OpenTerm.LEAST:
        return int(stated.from_), None
    span = f"{plain(stated.from_)}-{plain(stated.to)}"
    given = "" if decided is None else f" ({decided})"
    text = Text(zh=f"期限须由决定在 {span} 个月内写明{given}", en=f"the decision must choose {span} months{given}")
    tally.lack(f"violations.{violation.id}.months", text, violation.id, sanction.cite, blocking=False)
    return None, stated
