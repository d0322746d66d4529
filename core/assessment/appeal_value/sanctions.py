"""What of the sanctions imposed so far can still bear upon the standing on the day asked about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.appeal_value.outlook import Outlook
from core.assessment.facts import Examination
from core.assessment.periods import add_months
from core.assessment.points.sanction_words import FINAL
from core.assessment.points.sanctions import Docket
from core.assessment.points.standing import SEVERITY, standing_under
from core.assessment.points.tally import ZERO
from core.assessment.points.terms import SanctionImposed
from core.regulation.effects import Lifting, Repairs, Shortening
from core.regulation.schemes.points import Overlap, PointsScheme, Reached
from core.regulation.vocabulary import SanctionKind, Status

_SUSPENDED = SEVERITY[Status.SUSPENDED]


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of a docket before what is still to come."""

    one: SanctionImposed
    released: date | None
    """When it ended, if something still asks about a day before."""
    credit: Decimal | None
    severity: int
    """What it gives on the day asked about, if nothing ends it."""
    readmissions: int
    """How many readmissions come after it has started."""
    outlook: Outlook
    scheme: PointsScheme

    @property
    def endings(self) -> int:
        """How many of them come after its bar on applying again, as it is."""
        bar = self.one.may_reapply_from or self.one.start
        return sum(self.one.start < day and bar <= day for day in self.outlook.readmissions)

    @property
    def chances(self) -> int:
        """How many of them can come after its bar on applying again, as far as repair may still shorten it."""
        bar, start, shortening = self.one.may_reapply_from, self.one.start, self.shortening
        if bar is None or shortening is None:
            return self.endings
        points = (self.credit or ZERO) + self.outlook.repairable
        left = (self.one.bar_months or 0) - int(points // shortening.points) * shortening.months
        earliest = add_months(start, left) if left > 0 else start
        return sum(start < day and earliest <= day for day in self.outlook.readmissions)

    @property
    def repairs(self) -> Repairs | None:
        """The rules of the repairs still to come; None: there are none."""
        return self.scheme.repairs if self.outlook.repaired_on is not None else None

    @property
    def excludes(self) -> bool:
        """Whether it can stand in the way of a repair."""
        repairs = self.repairs
        return (
            repairs is not None and self.one.cause == repairs.not_after_one_off and self.one.reached is Reached.ONE_OFF
        )

    @property
    def shortening(self) -> Shortening | None:
        """How repair can shorten it if it runs then, or None if it does not run or cannot be shortened."""
        end = self.one.may_reapply_from if self.one.kind in FINAL else self.one.end
        day, repairs = self.outlook.repaired_on, self.repairs
        return repairs.shortening if repairs and end is not None and day is not None and day < end else None

    @property
    def _shortens(self) -> bool:
        return self.repairs is not None and self.repairs.shortening is not None

    @property
    def is_counted(self) -> bool:
        """Whether it makes a difference to the limits of repair: for what it can be shortened by, all earned counts."""
        return self.outlook.is_limited and self.shortening is not None

    @property
    def is_lifted(self) -> bool:
        """Whether repair can end what runs."""
        return self.repairs is not None and self.repairs.lifting is not Lifting.KEPT

    @property
    def is_open(self) -> bool:
        """Whether it can be shortened or ended by more than a readmission, or something else depends on it."""
        if self.excludes or self.is_counted:
            return True
        if self.one.kind in FINAL and (self.readmissions or self.released is not None):
            return True
        if self.one.kind in FINAL:  # what it absorbs is not there to be shortened, which makes a difference to limits
            return self.outlook.is_limited and self._shortens
        return self.one.kind is SanctionKind.SUSPEND and not self.one.absorbed and self._can_change

    @property
    def _can_change(self) -> bool:
        end, outlook = self.one.end, self.outlook
        if end is None:
            return outlook.is_lifted or self.is_lifted
        if outlook.repaired_on is not None and outlook.repaired_on < end and outlook.as_of < end:
            return self.is_lifted or self.shortening is not None
        if self.is_lifted and self.severity and end > outlook.day:
            return True  # its examination falls away if it, or what absorbs it, is lifted
        return outlook.decided is not None and end > outlook.day and self.is_serial

    @property
    def is_serial(self) -> bool:
        """Whether a later suspension starts where it ends."""
        return self.scheme.conventions.overlap is Overlap.SERIAL

    @property
    def is_certain(self) -> bool:
        """Whether nothing can change what it gives on the day asked about."""
        if self.one.kind in FINAL:
            return not self.chances
        is_eased = self.outlook.is_lifted or self.is_lifted or self.shortening is not None
        return not self.readmissions and (not self.is_open or not is_eased)

    @property
    def key(self) -> tuple[object, ...]:
        """What of it can matter, if it is open."""
        one, outlook = self.one, self.outlook
        given = one.kind, self.severity, self.readmissions, self.excludes, self.released, max(one.start, outlook.day)
        shortened = (one.start, one.months, one.bar_months, one.may_reapply_from, self.credit)
        if one.kind in FINAL:
            return *given, self.endings, *(shortened if self.is_counted or self.chances != self.endings else ())
        run = one.end, one.object, one.until_exam, one.end_undecided, one.absorbed
        lifted = (one.cause, one.period.start) if one.period.start in outlook.repaired else ()
        return *given, run, lifted, *(shortened if self.shortening is not None else ())


def sanctions_ahead(
    docket: Docket, examinations: Sequence[Examination], outlook: Outlook, floor: int
) -> tuple[int, tuple[object, ...]]:
    """Take out of ``docket`` what cannot matter any more.

    Return the severity that is certain on the docket's day, ``floor`` at least, and what else can matter.

    What nothing can end or shorten is certain, though it can still be absorbed: what absorbs it outlasts it in every
    respect, and only what would end either can end it.
    """
    entries = _entries(docket, examinations, outlook)
    floor = max((floor, *(one.severity for one in entries.values() if one.severity > floor and one.is_certain)))
    # Where a suspension is certain and nothing is repaired, none adds to it, and nothing else depends on any.
    suspensions = floor < _SUSPENDED or outlook.is_repaired
    keys, resting, kept = set[tuple[object, ...]](), set[tuple[int, int]](), list[int]()
    for index, one in entries.items():
        if (suspensions or one.one.kind in FINAL) and one.is_open:
            keys.add(one.key)
            kept.append(index)
        elif one.severity > floor:
            resting.add((one.readmissions, one.severity))
            kept.append(index)
    _keep(docket, kept)
    return floor, (frozenset(resting), frozenset(keys))


def _entries(docket: Docket, examinations: Sequence[Examination], outlook: Outlook) -> dict[int, _Entry]:
    """Return the entries of ``docket`` that can matter at all, by their place in it."""
    entries: dict[int, _Entry] = {}
    for index, one in enumerate(docket.imposed):
        released = docket.released.get(index)
        if one.start > docket.as_of or (released is not None and released <= outlook.day):
            continue
        standing = None if one.absorbed or released is not None else standing_under(one, examinations, docket.as_of)
        severity = 0 if standing is None else SEVERITY[standing.status]
        later = sum(one.start < day for day in outlook.readmissions) if outlook.readmissions else 0
        entries[index] = _Entry(one, released, docket.credits.get(index), severity, later, outlook, docket.scheme)
    return entries


def _keep(docket: Docket, kept: Sequence[int]) -> None:
    """Leave those entries in ``docket`` alone."""
    if len(kept) < len(docket.imposed):
        places = {index: place for place, index in enumerate(kept)}
        docket.imposed = [docket.imposed[index] for index in kept]
        docket.released = {places[index]: day for index, day in docket.released.items() if index in places}
        docket.credits = {places[index]: points for index, points in docket.credits.items() if index in places}
