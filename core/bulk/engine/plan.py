"""A law as a columnar plan: tables of numbers that say what each clause costs and what each threshold brings."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise

import numpy as np

from core.assessment.points.sanctions import GRAVE
from core.assessment.preamble import not_in_force
from core.bulk.engine.arrays import NONE, Ints
from core.bulk.engine.terms import Template, TermTable, term_table
from core.regulation.base import Range, Unfixed
from core.regulation.effects import Place
from core.regulation.law import Law
from core.regulation.schemes.points import BookedOn, Clause, Per, PointsScheme, Reached, StartsOn, Threshold
from core.regulation.vocabulary import RecordField, Responsibility
from core.text import Text

LEAST_PLACES = 2
"""Decimal places of points that a registry keeps."""
_MOST_PLACES = 4
_MOST_THRESHOLDS = 15
"""So that a count of them takes four bits."""
FIXED, DECIDED, WITHIN, BY_DEGREE, ALL, ASKED = range(6)
"""How the points of a clause come about."""
_PER = (Per.CASE, Per.ACT, Per.REVIEW, Per.EVERY)
PER_CASE, PER_ACT, PER_REVIEW, PER_EVERY = range(len(_PER))
NEEDS = (RecordField.POINTS, RecordField.DETERMINED_BY, RecordField.NOTE, RecordField.RESPONSIBILITY)
"""Fields that a clause can insist on, in the order of their bits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotColumnar:
    """Why a law has no columnar plan; the engine that takes one doctor at a time knows what to say."""

    reason: Text


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClauseTable:
    """What each clause costs, by its place in the scheme."""

    way: Ints
    """How its points come about."""
    points: Ints
    """What one costs, where that is fixed."""
    least: Ints
    most: Ints
    per: Ints
    of: Ints
    needs: Ints
    """Bits of the fields that a record must carry."""
    by_degree: Ints
    """What one costs at each degree of responsibility, a row for a clause."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Imposition:
    """A sanction that a crossing brings: its template, and whether it counts towards an escalation."""

    template: int
    is_trigger: bool


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """A law's points scheme in numbers. Points are counted in units of one to the ``unit``."""

    law: Law
    scheme: PointsScheme
    unit: int
    full: int
    levels: Ints
    """The least number of points lost that reaches each threshold."""
    clauses: ClauseTable
    templates: tuple[Template, ...]
    terms: TermTable
    of_threshold: tuple[tuple[int, ...], ...]
    """Templates of each threshold, in the order of its sanctions; two in a row where it matters how it is reached."""
    of_clause: tuple[tuple[int, ...], ...]
    of_escalation: tuple[int, ...]

    @cached_property
    def differs(self) -> tuple[bool, ...]:
        """Of each threshold, whether the law makes a difference how it is reached."""
        return tuple(
            any(one.reached is not None for one in threshold.sanctions) for threshold in self.scheme.thresholds
        )

    @cached_property
    def columns(self) -> frozenset[str]:
        """What of a record bears on its doctor's answer, beside doctor, clause, day, decision and cases."""
        conventions, ways = self.scheme.conventions, frozenset(self.clauses.way.tolist())
        is_chosen = bool(ways & {DECIDED, WITHIN, BY_DEGREE})
        wanted = {
            "occurred_on": conventions.booked_on is BookedOn.OCCURRED,
            "notified_on": conventions.starts_on is StartsOn.NOTIFIED,
            "points": is_chosen,
            "months": bool(self.terms.is_range.any()),
            "responsibility": BY_DEGREE in ways,
            "reason": conventions.reasoned,
        }
        needed = {str(one) for clause in self.scheme.clauses for one in clause.requires}
        return frozenset(needed | {name for name, is_wanted in wanted.items() if is_wanted})

    def brought(self, before: int, after: int, at_once: int, at_once_before: int) -> tuple[Imposition, ...]:
        """Return what a decision brings that takes the account from ``before`` thresholds reached to ``after``.

        ``at_once`` of them it reaches by itself; single decisions before it have reached ``at_once_before``.
        """
        again = [one for one in range(before) if self.differs[one] and at_once_before <= one < at_once]
        following = [(one, self._sanctions(one, is_at_once=one < at_once)) for one in (*again, *range(before, after))]
        light = [
            Imposition(template=one, is_trigger=False)
            for _, templates in following
            for one in templates
            if self.templates[one].sanction.kind not in GRAVE
        ]
        graves = [[one for one in found if self.templates[one].sanction.kind in GRAVE] for _, found in following]
        heavy: Sequence[int] = next((found for found in reversed(graves) if found), ())
        return (*light, *(Imposition(template=one, is_trigger=True) for one in heavy))

    def _sanctions(self, threshold: int, *, is_at_once: bool) -> list[int]:
        reached = Reached.ONE_OFF if is_at_once else Reached.ACCUMULATED
        return [
            one
            for one in self.of_threshold[threshold]
            if self.templates[one].reached is reached and self.templates[one].sanction.reached in {None, reached}
        ]


def plan_of(law: Law) -> Plan | NotColumnar:
    """Return the columnar plan of ``law``, or why it has none."""
    scheme = law.regulation.points
    if scheme is None or not_in_force(law) is not None:
        return NotColumnar(reason=Text(zh="没有可适用的记分办法", en="there is no points scheme to apply"))
    unit = _unit(scheme)
    if unit is None or len(scheme.thresholds) > _MOST_THRESHOLDS:
        return NotColumnar(reason=Text(zh="分值小数位或阈值过多", en="too many decimal places or thresholds"))
    levels = [_level(scheme, one, unit) for one in scheme.thresholds]
    if any(one is None for one in levels) or any(a >= b for a, b in pairwise(one or 0 for one in levels)):
        return NotColumnar(reason=Text(zh="阈值不是依次升高", en="the thresholds do not rise one after another"))
    return _planned(law, scheme, unit, np.array(levels, dtype=np.int64))


def _planned(law: Law, scheme: PointsScheme, unit: int, levels: Ints) -> Plan:
    templates: list[Template] = []

    def added(found: Sequence[Template]) -> tuple[int, ...]:
        templates.extend(found)
        return tuple(range(len(templates) - len(found), len(templates)))

    of_threshold = tuple(added(_of_threshold(one)) for one in scheme.thresholds)
    of_clause = tuple(added([Template(one, each.id, each.label) for one in each.sanctions]) for each in scheme.clauses)
    of_escalation = added([Template(one.sanction, one.id, one.label) for one in scheme.escalations])
    return Plan(
        law=law,
        scheme=scheme,
        unit=unit,
        full=int(scheme.full * unit),
        levels=levels,
        clauses=_clauses(scheme, unit),
        templates=tuple(templates),
        terms=term_table(scheme, templates, unit),
        of_threshold=of_threshold,
        of_clause=of_clause,
        of_escalation=of_escalation,
    )


def _of_threshold(threshold: Threshold) -> list[Template]:
    return [Template(one, threshold.id, threshold.label, reached) for one in threshold.sanctions for reached in Reached]


def _unit(scheme: PointsScheme) -> int | None:
    """Return into how many parts a point is divided so that every number is whole; None: too many."""
    numbers = [scheme.full, *(one.at or one.left_below or Decimal(0) for one in scheme.thresholds)]
    numbers += [one.left_from for one in scheme.distinctions]
    for clause in scheme.clauses:
        if isinstance(clause.points, Decimal):
            numbers.append(clause.points)
        elif isinstance(clause.points, Range):
            numbers += [clause.points.from_, clause.points.to, (clause.points.from_ + clause.points.to) / 2]
    places = max(LEAST_PLACES, *(places_of(one) for one in numbers))
    return 10**places if places <= _MOST_PLACES else None


def places_of(number: Decimal) -> int:
    """Return how many decimal places ``number`` needs."""
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _level(scheme: PointsScheme, threshold: Threshold, unit: int) -> int | None:
    """Return the least number of points lost that reaches ``threshold``; None: none does."""
    if threshold.at is not None:
        return int(threshold.at * unit)
    left = threshold.left_below or Decimal(0)
    if left <= 0:
        return None
    return max(0, int((scheme.full - left) * unit) + 1) if left <= scheme.full else 0


def _clauses(scheme: PointsScheme, unit: int) -> ClauseTable:
    def column(values: Sequence[int]) -> Ints:
        return np.array(values, dtype=np.int64)

    ranges = [one.points if isinstance(one.points, Range) else None for one in scheme.clauses]
    return ClauseTable(
        way=column([_way(scheme, one) for one in scheme.clauses]),
        points=column([int(one.points * unit) if isinstance(one.points, Decimal) else 0 for one in scheme.clauses]),
        least=column([0 if one is None else int(one.from_ * unit) for one in ranges]),
        most=column([0 if one is None else int(one.to * unit) for one in ranges]),
        per=column([_PER.index(one.per) for one in scheme.clauses]),
        of=column([one.of or 1 for one in scheme.clauses]),
        needs=column([sum(1 << NEEDS.index(field) for field in set(one.requires)) for one in scheme.clauses]),
        by_degree=np.array([_by_degree(scheme, one, unit) for one in ranges], dtype=np.int64),
    )


def _way(scheme: PointsScheme, clause: Clause) -> int:
    match clause.points:
        case Decimal() | Unfixed.NONE:
            return FIXED
        case Unfixed.ALL:
            return ALL
        case Unfixed.RULE:
            return ASKED
        case Unfixed.UNSTATED:
            return DECIDED
        case Range():
            return WITHIN if scheme.degrees is None else BY_DEGREE


def _by_degree(scheme: PointsScheme, allowed: Range | None, unit: int) -> list[int]:
    if scheme.degrees is None or allowed is None:
        return [NONE] * len(Responsibility)
    values = (allowed.from_, (allowed.from_ + allowed.to) / 2, allowed.to)
    places = {place: int(value * unit) for place, value in zip(Place, values, strict=True)}
    return [places[scheme.degrees.place_of(one)] for one in Responsibility]
