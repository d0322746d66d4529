"""The account of a doctor who is below every threshold: told from a few columns, and without an explanation.

Most doctors have no record, or a few that bring nothing about. For them points and standing follow by adding up; for
anyone else ``Glancing`` says nothing, and the engine is asked. What it says is what the engine says.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple, cast

from core.assessment.outcome import Determination, Missing
from core.assessment.periods import Period
from core.assessment.points.tally import ZERO, is_reached, quantity_of
from core.assessment.points.terms import SanctionImposed, Standing
from core.assessment.preamble import not_in_force
from core.regulation.base import Unfixed
from core.regulation.citation import Citation
from core.regulation.law import Law
from core.regulation.schemes.points import BookedOn, Clause, PointsScheme
from core.regulation.vocabulary import Scheme, Status
from core.text import Text

Brief = tuple[int, object, str, str, int, str, str | None]
"""What is looked at of a record, as a database gives it.

The doctor (database id), whether there is more to it than this, its clause, the number of its decision, its cases, and
the days of the decision and of the act as they are written, which is also their order.
"""


class Cost(NamedTuple):
    """What ``Deduction`` says under the same names, made several times as fast; ordered as records are.

    Two of one record differ in nothing that has no order.
    """

    decided: str
    decision: str
    """The number of the decision, or else the record."""
    position: int
    record: str
    booked: str
    clause: str
    citation: Citation
    label: Text
    points: Decimal
    quantity: int

    @property
    def booked_on(self) -> date:
        """The day that puts it into the period."""
        return date.fromisoformat(self.booked)

    @property
    def total(self) -> Decimal:
        """Points lost by the record."""
        return self.points * self.quantity


class _Priced(NamedTuple):
    """What a number of cases costs under a clause."""

    position: int
    citation: Citation
    label: Text
    points: Decimal
    quantity: int
    units: int
    """The points it costs altogether, in units of the law's."""


class _Sum(NamedTuple):
    """What points lost come to."""

    lost: Decimal
    counted: Decimal
    left: Decimal


@dataclass(frozen=True, slots=True)
class Glancing:
    """A law, a period and a day, made ready for many doctors."""

    law: Law
    period: Period
    as_of: date
    before: Collection[str]
    """Ids of the versions before; whoever has a record under one is the engine's."""
    scheme: PointsScheme
    clauses: Mapping[str, tuple[int, Clause, Decimal]]
    """The clauses with a fixed number of points and nothing else to them: place in the text, and points of one."""
    by_act: bool
    """Whether a record counts in the period of the act, not of the decision."""
    unit: int
    """Of how many decimal places all points are whole numbers."""
    least: int
    """Whoever has lost fewer units has reached no threshold."""
    standing: Standing
    _days: tuple[str, str, str]
    """The day asked about, and those between which the period lies, as they are written."""
    _prices: dict[tuple[str, int], _Priced] = field(default_factory=dict[tuple[str, int], _Priced], repr=False)
    _sums: dict[int, _Sum] = field(default_factory=dict[int, _Sum], repr=False)
    """Both are made where they are first needed, since a few serve very many doctors."""

    @classmethod
    def of(cls, law: Law, period: Period, as_of: date, before: Collection[str]) -> "Glancing | None":
        """Return what tells of doctors under ``law``; None: only the engine can."""
        scheme = law.regulation.points
        if scheme is None or scheme.repairs is not None or not_in_force(law) is not None:
            return None
        plain = ((place, one, _fixed(one)) for place, one in enumerate(scheme.clauses))
        clauses = {one.id: (place, one, points) for place, one, points in plain if points is not None}
        by_act = scheme.conventions.booked_on is not BookedOn.DECIDED
        levels = (scheme.full - (one.left_below or ZERO) if one.at is None else one.at for one in scheme.thresholds)
        standing = Standing(status=Status.NORMAL, reach=scheme.reach)
        days = as_of.isoformat(), period.start.isoformat(), period.end.isoformat()
        unit = max((_places(points) for _, _, points in clauses.values()), default=0)
        least = ceil(min(levels, default=scheme.full).scaleb(unit))
        return cls(law, period, as_of, before, scheme, clauses, by_act, unit, least, standing, days)

    def at(self, records: Iterable[Brief]) -> "PointsGlance | None":
        """Return the account of one doctor, as ``each`` does."""
        return self.each([records])[0]

    def each(self, accounts: Iterable[Iterable[Brief]]) -> "list[PointsGlance | None]":
        """Return the account of each doctor with these records; None: ask the engine.

        The records are those under the law and the versions before it in its place. One has more to it than this if it
        is under an earlier version, or has a life beyond its decision.
        """
        (as_of, start, end), prices, by_act, least = self._days, self._prices, self.by_act, self.least
        sums, standing, found = self._sums, self.standing, list[PointsGlance | None]()
        for records in accounts:
            everywhere = lost = 0
            entries: list[Cost] = []
            for _, is_more, clause, decision, cases, decided, occurred in records:
                if is_more:
                    break
                if decided > as_of:
                    continue
                priced, day = prices.get((clause, cases)) or self._price(clause, cases), occurred if by_act else decided
                if priced is None or day is None:
                    break
                position, citation, label, points, quantity, units = priced
                everywhere += units
                if units and start <= day < end:
                    lost += units
                    record = f"{decision}/{clause}"
                    cost = decided, decision or record, position, record, day, clause, citation, label, points, quantity
                    entries.append(_new(Cost, cost))
            else:
                if everywhere < least or not self._reaches(Decimal(everywhere).scaleb(-self.unit)):
                    entries.sort()
                    told = self, *(sums.get(lost) or self._sum(lost)), standing, tuple(entries)
                    found.append(_new(PointsGlance, told))
                    continue
            found.append(None)
        return found

    def _reaches(self, lost: Decimal) -> bool:
        """Return whether so many points lost reach a threshold."""
        return any(is_reached(self.scheme, one, lost) for one in self.scheme.thresholds)

    def _price(self, name: str, cases: int) -> _Priced | None:
        known = self.clauses.get(name)
        if known is None:
            return None
        position, clause, points = known
        quantity = quantity_of(clause, cases)
        found = _Priced(position, clause.cite, clause.label, points, quantity, int(points.scaleb(self.unit)) * quantity)
        if len(self._prices) < MOST_KEPT:
            self._prices[name, cases] = found
        return found

    def _sum(self, units: int) -> _Sum:
        full, lost = self.scheme.full, Decimal(units).scaleb(-self.unit)
        counted = min(lost, full) if self.scheme.capped else lost
        found = _Sum(lost, counted, max(ZERO, full - counted))
        if len(self._sums) < MOST_KEPT:
            self._sums[units] = found
        return found


class PointsGlance(NamedTuple):
    """What ``PointsOutcome`` says under the same names, of a doctor on whom nothing has been imposed."""

    of: Glancing
    points_lost: Decimal
    """Sum of all deductions of the period."""
    points_counted: Decimal
    """What counts as lost: the sum, or the full number at most where the law caps it."""
    points_left: Decimal
    """What is left, never below 0."""
    standing: Standing
    """The standing of those on whom nothing has been imposed."""
    deductions: tuple[Cost, ...]

    @property
    def scheme(self) -> Scheme:
        """The scheme of the law."""
        return Scheme.POINTS

    @property
    def determination(self) -> Determination:
        """How far the outcome goes."""
        return Determination.DETERMINED

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What is missing to say more: nothing."""
        return ()

    @property
    def sanctions(self) -> tuple[SanctionImposed, ...]:
        """Sanctions of the period: none."""
        return ()

    @property
    def carried(self) -> tuple[SanctionImposed, ...]:
        """Sanctions of earlier periods that run on: none."""
        return ()

    @property
    def suspensions(self) -> int:
        """How often the doctor has been suspended: never."""
        return 0

    @property
    def law(self) -> Law:
        """The law applied."""
        return self.of.law

    @property
    def period(self) -> Period:
        """The period whose points are summed."""
        return self.of.period

    @property
    def as_of(self) -> date:
        """The day asked about."""
        return self.of.as_of

    @property
    def points_full(self) -> Decimal:
        """Points at the start of the period."""
        return self.of.scheme.full


GLANCED = frozenset(
    {"scheme", "determination", "missing", "sanctions", "carried", "suspensions", "period", "as_of", "standing"}
    | {"points_full", "points_lost", "points_counted", "points_left", "deductions"}
)
"""What a glance tells of an outcome, by name."""
MOST_KEPT = 1_000
_new = cast("Any", tuple.__new__)
"""What a named tuple is made by, without asking for each of its fields by name."""


def _places(number: Decimal) -> int:
    """Return how many decimal places a finite number is written with."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _fixed(clause: Clause) -> Decimal | None:
    """Return what one unit costs, if that is all there is to the clause."""
    if clause.requires or clause.sanctions:
        return None
    return ZERO if clause.points is Unfixed.NONE else clause.points if isinstance(clause.points, Decimal) else None
