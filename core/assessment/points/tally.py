"""What each record costs: booking violations into periods and deducting their points."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from core.assessment.arithmetic import plain
from core.assessment.facts import Violation
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.points.lives import VOID, Life, Stay, life_of
from core.assessment.points.terms import Deduction, RepairCounted
from core.assessment.workdays import WorkCalendar
from core.regulation.base import Range, Unfixed
from core.regulation.citation import Citation
from core.regulation.effects import Degrees, Place
from core.regulation.law import Law, PointsQuestion
from core.regulation.schemes.points import AllPoints, BookedOn, Clause, Per, PointsScheme, Threshold
from core.regulation.vocabulary import RecordField, Responsibility
from core.text import Text

ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class Booked:
    """A violation with its clause, its place in the text and the day that puts it into a period."""

    violation: Violation
    clause: Clause
    position: int
    booked_on: date
    stays: tuple[Stay, ...] = ()
    """When it was not executed, because an objection was pending."""

    @property
    def decision(self) -> str:
        """The decision it belongs to; a record without a number is a decision of its own."""
        return self.violation.decision_no or self.violation.id


@dataclass(slots=True)
class Tally:
    """The running account of one period, while it is being drawn up."""

    period: Period
    lost: Decimal = ZERO
    """Sum of all deductions."""
    held: Decimal = ZERO
    """What of it is still held against the person: less repairs, and not more than the cap when a repair came."""
    entries: list[Deduction | RepairCounted] = field(default_factory=list[Deduction | RepairCounted])
    reached: int = 0
    """How many thresholds have been reached."""
    reached_at_once: set[str] = field(default_factory=set[str])
    """Ids of those that a single decision has reached."""
    earned: dict[str, Decimal] = field(default_factory=dict[str, Decimal])
    """Points that repairs have earned, by the rule they rest on."""
    rules: set[str] = field(default_factory=set[str])
    """Ids of the rules brought to bear."""
    stayed: list[tuple[Stay, Decimal]] = field(default_factory=list[tuple[Stay, Decimal]])
    """When records were not executed, with the points that each then did not cost."""
    missing: list[Missing] = field(default_factory=list[Missing])
    blocking: bool = False
    """Whether something is missing without which there is no account."""
    steps: list[Step] = field(default_factory=list[Step])

    @property
    def deductions(self) -> tuple[Deduction, ...]:
        """What the records cost, in order."""
        return tuple(one for one in self.entries if isinstance(one, Deduction))

    @property
    def repairs(self) -> tuple[RepairCounted, ...]:
        """What repairs gave back, in order."""
        return tuple(one for one in self.entries if isinstance(one, RepairCounted))

    def lack(
        self, name: str, text: Text, record: str, citation: Citation | None = None, *, blocking: bool = True
    ) -> None:
        """Note that a value is missing; unless ``blocking``, the account stands and only a date is open."""
        self.blocking = self.blocking or blocking
        if name not in {one.name for one in self.missing}:
            self.missing.append(Missing(name, text))
            self.steps.append(Step(StepKind.MISSING, citation, (name, text), record=record))


def is_reached(scheme: PointsScheme, threshold: Threshold, lost: Decimal) -> bool:
    """Return whether so many points lost reach ``threshold``."""
    if threshold.at is not None:
        return lost >= threshold.at
    return max(scheme.full - lost, ZERO) < (threshold.left_below or ZERO)


def points_counted(scheme: PointsScheme, tally: Tally) -> Decimal:
    """Return what counts as lost: what is held, or the full number at most where the law caps it."""
    return min(tally.held, scheme.full) if scheme.capped else tally.held


def book(
    scheme: PointsScheme, violations: Iterable[Violation], as_of: date, calendar: WorkCalendar | None = None
) -> tuple[list[Booked], list[Missing]]:
    """Return the violations in force on ``as_of`` in the order in which they count, and what is missing to book them.

    The order is that of decision; on one day, of decision number and place in the text, never of entry.
    """
    booked: list[Booked] = []
    missing: list[Missing] = []
    for violation in violations:
        life = life_of(violation, scheme.appeal, as_of, calendar)
        if life is None:
            continue
        if life.calendar is not None and life.state not in VOID:
            missing.append(Missing(f"calendar.{life.calendar}", _CALENDAR))
        elif life.counts:
            match _booked(scheme, violation, life):
                case Booked() as one:
                    booked.append(one)
                case Missing() as one:
                    missing.append(one)
    booked.sort(key=lambda one: (one.violation.decided_on, one.decision, one.position, one.violation.id))
    return booked, missing


def _booked(scheme: PointsScheme, violation: Violation, life: Life) -> Booked | Missing:
    """Return ``violation`` as the decision in force has it, or what is missing to book it."""
    decided_on = life.decided_on or violation.decided_on
    if (decided_on, life.notified_on) != (violation.decided_on, violation.notified_on):
        violation = replace(violation, decided_on=decided_on, notified_on=life.notified_on)
    found = scheme.clause_by_id.get(violation.clause)
    if found is None:
        text = Text(zh=f"规定中没有条款 {violation.clause}", en=f"the regulation has no clause {violation.clause}")
        return Missing(f"points.clauses.{violation.clause}", text)
    day = decided_on if scheme.conventions.booked_on is BookedOn.DECIDED else violation.occurred_on
    if day is None:
        text = Text(zh="按行为发生日记分, 记录未写发生日", en="booked by the day of the act, which it does not give")
        return Missing(f"violations.{violation.id}.occurred_on", text)
    return Booked(violation, found[1], found[0], day, life.stays)


_CALENDAR = Text(
    zh="该年工作日安排未公布, 无法判断申诉是否按期",
    en="the working days of that year are not published; whether the objection came in time cannot be said",
)


def deduct(law: Law, scheme: PointsScheme, tally: Tally, booked: Booked) -> None:
    """Enter ``booked`` into its period's account, or note what is missing to do so."""
    violation, clause = booked.violation, booked.clause
    tally.rules.add(clause.id)
    if not _complete(tally, booked):
        return
    quantity = quantity_of(clause, violation.cases)
    points = _points(law, scheme, tally, booked)
    if points is None:
        return
    one = Deduction(
        record=violation.id,
        clause=clause.id,
        citation=clause.cite,
        label=clause.label,
        booked_on=booked.booked_on,
        points=points,
        quantity=1 if clause.points is Unfixed.ALL else quantity,
    )
    before = tally.held
    if one.total == ZERO:
        arguments = (clause.id, clause.label, violation.decided_on.isoformat(), str(violation.cases))
        tally.steps.append(Step(StepKind.NO_DEDUCTION, clause.cite, arguments, before, before, violation.id))
        return
    tally.lost += one.total
    tally.held += one.total
    tally.stayed += [(stay, one.total) for stay in booked.stays]
    tally.entries.append(one)
    arguments = (
        clause.id,
        clause.label,
        violation.decided_on.isoformat(),
        f"{one.quantity}×{plain(points)}" if one.quantity != 1 else plain(points),
        plain(tally.held),
    )
    tally.steps.append(Step(StepKind.DEDUCTION, clause.cite, arguments, before, tally.held, violation.id))


def quantity_of(clause: Clause, cases: int) -> int:
    """Return how many times a clause's points count for a record of ``cases`` cases."""
    match clause.per:
        case Per.CASE:
            return cases
        case Per.ACT:
            return 1
        case Per.REVIEW:
            return int(cases >= (clause.of or 1))
        case Per.EVERY:
            return cases // (clause.of or 1)


def _complete(tally: Tally, booked: Booked) -> bool:
    """Return whether the record carries what its clause insists on; note each field that it does not."""
    violation, lacking = booked.violation, list[RecordField]()
    for name in booked.clause.requires:
        value = {
            RecordField.POINTS: violation.points,
            RecordField.DETERMINED_BY: violation.determined_by,
            RecordField.NOTE: violation.note,
            RecordField.RESPONSIBILITY: violation.responsibility or None,
        }[name]
        if value is None:
            lacking.append(name)
    for name in lacking:
        text = _REQUIRED[name]
        tally.lack(f"violations.{violation.id}.{name}", text, violation.id, booked.clause.cite)
    return not lacking


_REQUIRED = {
    RecordField.POINTS: Text(zh="原文未规定分值, 须由决定写明", en="the text sets no points; the decision must"),
    RecordField.DETERMINED_BY: Text(zh="须写明作出认定的机关", en="the body that determined it must be named"),
    RecordField.NOTE: Text(zh="须写明具体情形", en="the circumstances must be noted"),
    RecordField.RESPONSIBILITY: Text(zh="须写明责任程度", en="the degree of responsibility must be named"),
}
REASON = Text(zh="在幅度内选定的数值须写明理由", en="a value chosen within a range needs its reason")


def _points(law: Law, scheme: PointsScheme, tally: Tally, booked: Booked) -> Decimal | None:
    """Return what one unit costs, or None after noting what is missing."""
    stated = booked.clause.points
    match stated:
        case Decimal():
            return stated
        case Unfixed.NONE:
            return ZERO
        case Unfixed.ALL:
            left = max(ZERO, scheme.full - tally.held)
            return left if scheme.conventions.all_points is AllPoints.REMAINDER else scheme.full
        case Unfixed.RULE:
            return _ruled(law, scheme, tally, booked)
        case Unfixed.UNSTATED:
            return _decided(tally, booked, None)
        case Range():
            return _within(scheme, tally, booked, stated)


def _decided(tally: Tally, booked: Booked, allowed: Range | None) -> Decimal | None:
    """Return the points that the decision carries, or None after noting that they are missing or not allowed."""
    decided, record, cite = booked.violation.points, booked.violation.id, booked.clause.cite
    name = f"violations.{record}.points"
    if decided is None:
        tally.lack(name, _REQUIRED[RecordField.POINTS], record, cite)
        return None
    if allowed is not None and decided not in allowed:
        low, high = plain(allowed.from_), plain(allowed.to)
        text = Text(
            zh=f"决定的分值 {plain(decided)} 不在 {low} 至 {high} 之间",
            en=f"the decided {plain(decided)} is not between {low} and {high}",
        )
        tally.lack(name, text, record, cite)
        return None
    return decided


def _within(scheme: PointsScheme, tally: Tally, booked: Booked, allowed: Range) -> Decimal | None:
    """Return the points within a range: fixed by the degree of responsibility, or chosen by the decision."""
    if scheme.degrees is not None:
        return _fixed_by_degree(scheme.degrees, tally, booked, allowed)
    points, violation = _decided(tally, booked, allowed), booked.violation
    if points is not None and scheme.conventions.reasoned and violation.reason is None:
        tally.lack(f"violations.{violation.id}.reason", REASON, violation.id, booked.clause.cite)
        return None
    return points


def _fixed_by_degree(degrees: Degrees, tally: Tally, booked: Booked, allowed: Range) -> Decimal | None:
    """Return the points that the highest degree found fixes, or None after noting what is missing."""
    violation = booked.violation
    if not violation.responsibility:
        text = _REQUIRED[RecordField.RESPONSIBILITY]
        tally.lack(f"violations.{violation.id}.responsibility", text, violation.id, degrees.cite)
        return None
    highest = max(violation.responsibility, key=list(Responsibility).index)
    points = {
        Place.LOW: allowed.from_,
        Place.MIDDLE: (allowed.from_ + allowed.to) / 2,
        Place.HIGH: allowed.to,
    }[degrees.place_of(highest)]
    if violation.points not in {None, points}:
        text = Text(
            zh=f"该责任程度应计 {plain(points)} 分, 决定写 {plain(violation.points or ZERO)} 分",
            en=f"this degree costs {plain(points)}, the decision says {plain(violation.points or ZERO)}",
        )
        tally.lack(f"violations.{violation.id}.points", text, violation.id, degrees.cite)
        return None
    tally.steps.append(Step(StepKind.DEGREE, degrees.cite, (_DEGREE[highest], plain(points)), record=violation.id))
    return points


_DEGREE = {
    Responsibility.GENERAL: Text(zh="一般责任", en="general responsibility"),
    Responsibility.IMPORTANT: Text(zh="重要责任", en="important responsibility"),
    Responsibility.MAIN: Text(zh="主要责任", en="main responsibility"),
}


def _ruled(law: Law, scheme: PointsScheme, tally: Tally, booked: Booked) -> Decimal | None:
    """Ask the regulation's owner; what it does not answer with a number of points is missing."""
    clause, violation = booked.clause, booked.violation
    question = PointsQuestion(
        regulation=law.id, clause=clause.id, cases=violation.cases, full=scheme.full, lost=tally.held
    )
    points = law.rules(question) if law.rules is not None else None
    if points is not None and points.is_finite() and points >= ZERO:
        return points
    text = Text(zh="插件的 rules.py 没有给出分值", en="the plugin's rules.py gives no points")
    tally.lack(f"rules.{clause.id}", text, violation.id, clause.cite)
    return None
