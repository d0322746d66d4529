"""The account of a doctor who is below every threshold: told from a few columns, and without an explanation.

Most doctors have no record, or a few that bring nothing about. For them points and standing follow by adding up; for
anyone else ``Glancing`` says nothing, and the engine is asked. What it says is what the engine says.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import itemgetter
from typing import ClassVar, NamedTuple

from core.assessment.outcome import Determination, Missing
from core.assessment.periods import Period
from core.assessment.points.tally import ZERO, is_reached, quantity_of
from core.assessment.points.terms import Deduction, SanctionImposed, Standing
from core.assessment.preamble import not_in_force
from core.regulation.base import Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import BookedOn, Clause, PointsScheme
from core.regulation.vocabulary import Scheme, Status


class Brief(NamedTuple):
    """What is looked at of a record that nobody has contested."""

    place: str
    regulation: str
    clause: str
    decision_no: str
    cases: int
    decided_on: date
    occurred_on: date | None


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
    least: Decimal
    """Whoever has lost less has reached no threshold."""
    standing: Standing

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
        return cls(law, period, as_of, before, scheme, clauses, by_act, min(levels, default=scheme.full), standing)

    def at(self, records: Iterable[Brief]) -> "PointsGlance | None":
        """Return the account of the doctor with ``records``; None: ask the engine.

        The records are all there are, none has a life beyond its decision, and the doctor has repaired nothing.
        """
        found = self._counted(records)
        return None if found is None else PointsGlance(self, *found)

    def _counted(self, records: Iterable[Brief]) -> tuple[Decimal, tuple[Deduction, ...]] | None:
        """Return the points lost in the period and what each record cost; None: something else matters as well."""
        law, own_place, as_of = self.law.id, self.law.regulation.place, self.as_of
        everywhere = lost = ZERO
        entries: list[tuple[date, str, int, str, Deduction]] = []
        for place, regulation, name, decision, cases, decided_on, occurred_on in records:
            if regulation != law or place != own_place or decided_on > as_of:
                if place == own_place and regulation in self.before:
                    return None
                continue
            known, day = self.clauses.get(name), occurred_on if self.by_act else decided_on
            if known is None or day is None:
                return None
            position, clause, points = known
            quantity = quantity_of(clause, cases)
            total = points * quantity
            if total == ZERO:
                continue
            everywhere += total
            if day in self.period:
                lost += total
                record = f"{decision}/{name}"
                entries.append((decided_on, decision or record, position, record, _cost(known, record, day, quantity)))
        if everywhere >= self.least and any(is_reached(self.scheme, one, everywhere) for one in self.scheme.thresholds):
            return None
        entries.sort(key=_ORDER)
        return lost, tuple([entry[4] for entry in entries])


@dataclass(frozen=True, slots=True)
class PointsGlance:
    """What ``PointsOutcome`` says under the same names, of a doctor on whom nothing has been imposed."""

    of: Glancing
    points_lost: Decimal
    deductions: tuple[Deduction, ...]
    scheme: ClassVar = Scheme.POINTS
    determination: ClassVar = Determination.DETERMINED
    missing: ClassVar[tuple[Missing, ...]] = ()
    sanctions: ClassVar[tuple[SanctionImposed, ...]] = ()
    carried: ClassVar[tuple[SanctionImposed, ...]] = ()
    suspensions: ClassVar = 0

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

    @property
    def points_counted(self) -> Decimal:
        """What counts as lost: the sum, or the full number at most where the law caps it."""
        return min(self.points_lost, self.points_full) if self.of.scheme.capped else self.points_lost

    @property
    def points_left(self) -> Decimal:
        """What is left, never below 0."""
        return max(ZERO, self.points_full - self.points_counted)

    @property
    def standing(self) -> Standing:
        """The standing of those on whom nothing has been imposed."""
        return self.of.standing


GLANCED = frozenset(
    {"scheme", "determination", "missing", "sanctions", "carried", "suspensions", "period", "as_of", "standing"}
    | {"points_full", "points_lost", "points_counted", "points_left", "deductions"}
)
"""What a glance tells of an outcome, by name."""
_ORDER = itemgetter(0, 1, 2, 3)


def _cost(known: tuple[int, Clause, Decimal], record: str, day: date, quantity: int) -> Deduction:
    _, clause, points = known
    return Deduction(
        record=record,
        clause=clause.id,
        citation=clause.cite,
        label=clause.label,
        booked_on=day,
        points=points,
        quantity=quantity,
    )


def _fixed(clause: Clause) -> Decimal | None:
    """Return what one unit costs, if that is all there is to the clause."""
    if clause.requires or clause.sanctions:
        return None
    return ZERO if clause.points is Unfixed.NONE else clause.points if isinstance(clause.points, Decimal) else None
