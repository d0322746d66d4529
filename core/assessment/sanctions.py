"""Which sanctions follow: thresholds reached, escalation of repetition, and how sanctions meet one another."""

from dataclasses import dataclass, field, replace
from datetime import date

from core.assessment.arithmetic import plain
from core.assessment.outcome import SanctionImposed, Step, StepKind
from core.assessment.periods import Period, add_months, end_of_term, first_of_next_month
from core.assessment.tally import ZERO, Booked, Tally
from core.regulation.base import Range
from core.regulation.points import (
    CountedPer,
    Escalation,
    Overlap,
    PointsScheme,
    Sanction,
    StartsOn,
    Threshold,
)
from core.regulation.vocabulary import SanctionKind, SanctionObject
from core.text import Text

FINAL = frozenset({SanctionKind.REVOKE, SanctionKind.TERMINATE})
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
    """Day from which an entry of ``imposed`` no longer holds, because of a readmission."""
    steps: list[Step] = field(default_factory=list[Step])
    """Steps that belong to no period."""


@dataclass(frozen=True, slots=True)
class Cause:
    """What a sanction follows from."""

    id: str
    label: Text


def is_reached(scheme: PointsScheme, threshold: Threshold, tally: Tally) -> bool:
    """Return whether the account has reached ``threshold``."""
    if threshold.at is not None:
        return tally.lost >= threshold.at
    return max(scheme.full - tally.lost, ZERO) < (threshold.left_below or ZERO)


def follow(docket: Docket, tally: Tally, booked: Booked) -> None:
    """Impose what follows from the record just entered: of its act itself, and of thresholds newly reached."""
    clause = booked.clause
    for sanction in clause.sanctions:
        tally.steps.append(Step(StepKind.ACT_SANCTION, sanction.cite, (clause.label,), record=booked.violation.id))
        _impose(docket, tally, booked, sanction, Cause(clause.id, clause.label))


def cross(docket: Docket, tally: Tally, booked: Booked) -> None:
    """Impose what follows from the thresholds that the decision ending with ``booked`` has newly reached.

    The gravest consequence alone takes effect; lesser duties of every threshold passed stay attached.
    """
    scheme = docket.scheme
    reached = [threshold for threshold in scheme.thresholds if is_reached(scheme, threshold, tally)]
    new = reached[tally.reached :]
    if not new:
        return
    tally.reached = len(reached)
    for threshold in new:
        arguments = (plain(tally.lost), threshold.label, booked.violation.decided_on.isoformat())
        record = booked.violation.id
        tally.steps.append(Step(StepKind.THRESHOLD, threshold.cite, arguments, tally.lost, tally.lost, record))
    heavy = next((one for one in reversed(new) if any(s.kind in GRAVE for s in one.sanctions)), None)
    for threshold in new:
        for sanction in threshold.sanctions:
            if sanction.kind not in GRAVE:
                _impose(docket, tally, booked, sanction, Cause(threshold.id, threshold.label))
    if heavy is not None:
        for sanction in heavy.sanctions:
            if sanction.kind in GRAVE:
                _reach(docket, tally, booked, sanction, Cause(heavy.id, heavy.label))


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
    _impose(docket, tally, booked, escalation.sanction, Cause(escalation.id, escalation.label))


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
    if docket.scheme.conventions.overlap is Overlap.SERIAL and sanction.kind is SanctionKind.SUSPEND:
        start = max([start, *(one.end for one in _running(docket, start) if one.end is not None)])
    months, undecided = _term(tally, booked, sanction)
    end = end_of_term(start, months, docket.scheme.conventions.last_day) if months is not None else None
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
    )
    tally.steps.append(
        Step(
            StepKind.SANCTION,
            new.citation,
            (_KIND[new.kind], start.isoformat(), until_of(new)),
            record=new.record,
        )
    )
    _meet(docket, tally, new)


def _meet(docket: Docket, tally: Tally, new: SanctionImposed) -> None:
    """Enter ``new`` and mark what it, or what already holds, takes the place of."""
    if new.kind in GRAVE and new.kind not in FINAL and any(_holds(docket, i, new.start) for i in _finals(docket)):
        new = replace(new, absorbed=True)
    if new.kind in GRAVE and new.start <= docket.as_of and not new.absorbed:
        for index, one in enumerate(docket.imposed):
            if one in _running(docket, new.start) and _covers(new, one):
                docket.imposed[index] = replace(one, absorbed=True)
                arguments = (_KIND[one.kind], one.start.isoformat(), until_of(one))
                tally.steps.append(Step(StepKind.ABSORBED, new.citation, arguments, record=one.record))
    docket.imposed.append(new)


def _covers(new: SanctionImposed, old: SanctionImposed) -> bool:
    """Return whether nothing of ``old`` outlasts ``new``: not its term, its object nor its examination."""
    if new.kind in FINAL:
        return True
    if old.end is None or new.end is None or (old.until_exam and not new.until_exam):
        return False
    return old.end <= new.end and new.object in {old.object, SanctionObject.QUALIFICATION}


def _running(docket: Docket, day: date) -> list[SanctionImposed]:
    return [
        one
        for index, one in enumerate(docket.imposed)
        if one.kind is SanctionKind.SUSPEND
        and not one.absorbed
        and one.start <= day
        and (one.end is None or day < one.end)
        and not is_released(docket, index, day)
    ]


def _finals(docket: Docket) -> list[int]:
    return [index for index, one in enumerate(docket.imposed) if one.kind in FINAL]


def _holds(docket: Docket, index: int, day: date) -> bool:
    return docket.imposed[index].start <= day and not is_released(docket, index, day)


def is_released(docket: Docket, index: int, day: date) -> bool:
    """Return whether a readmission by ``day`` has ended entry ``index`` of the docket."""
    released = docket.released.get(index)
    return released is not None and released <= day


def readmit(docket: Docket, on: date) -> None:
    """End what was imposed before ``on``, if a revocation stood and its bar had passed."""
    ended = [i for i in _finals(docket) if _holds(docket, i, on) and _open_again(docket.imposed[i], on)]
    if ended:
        for index, one in enumerate(docket.imposed):
            if one.start < on:
                docket.released.setdefault(index, on)
        docket.steps.append(Step(StepKind.READMITTED, docket.imposed[ended[0]].citation, (on.isoformat(),)))


def _open_again(revoked: SanctionImposed, on: date) -> bool:
    return revoked.start < on and (revoked.may_reapply_from is None or revoked.may_reapply_from <= on)


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


def _term(tally: Tally, booked: Booked, sanction: Sanction) -> tuple[int | None, Range | None]:
    """Return the months of a sanction, and the range left open if the decision does not choose within it."""
    stated, decided = sanction.months, booked.violation.months
    if not isinstance(stated, Range):
        return stated, None
    if decided is not None and decided in stated:
        return decided, None
    span = f"{plain(stated.from_)}-{plain(stated.to)}"
    given = "" if decided is None else f" ({decided})"
    text = Text(zh=f"期限须由决定在 {span} 个月内写明{given}", en=f"the decision must choose {span} months{given}")
    tally.lack(f"violations.{booked.violation.id}.months", text, booked.violation.id, sanction.cite)
    return None, stated


_KIND = {
    SanctionKind.INTERVIEW: Text(zh="约谈", en="interview"),
    SanctionKind.CENSURE: Text(zh="通报", en="censure"),
    SanctionKind.TRAIN: Text(zh="培训考核", en="training and examination"),
    SanctionKind.RECTIFY: Text(zh="整改", en="rectification"),
    SanctionKind.SUSPEND: Text(zh="暂停", en="suspension"),
    SanctionKind.REVOKE: Text(zh="取消资格", en="revocation"),
    SanctionKind.TERMINATE: Text(zh="解除协议", en="termination"),
}


def name_of(kind: SanctionKind) -> Text:
    """Return what a sanction is called."""
    return _KIND[kind]


def until_of(one: SanctionImposed) -> Text:
    """Return until when a sanction lasts, in words."""
    if one.end is not None:
        day = one.end.isoformat()
        if one.until_exam:
            return Text(
                zh=f"至 {day}(不含), 考试合格后方可恢复",
                en=f"until {day} (excluded), restored only after passing an examination",
            )
        return Text(zh=f"至 {day}(不含)", en=f"until {day} (excluded)")
    if one.end_undecided:
        span = f"{one.months_from}-{one.months_to}"
        return Text(zh=f"期限 {span} 个月, 待决定", en=f"for {span} months, to be decided")
    if one.kind not in FINAL:
        return Text(zh="未定截止日", en="with no end given")
    if one.may_reapply_from is None:
        return Text(zh="原文未规定何时可重新申请", en="the text does not say when to apply again")
    day = one.may_reapply_from.isoformat()
    return Text(zh=f"{day} 起可重新申请", en=f"a new application is possible from {day}")
