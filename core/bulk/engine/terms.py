"""Sanctions as templates, and how long each lasts: a table of numbers, a row for a template."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from math import ceil, floor

import numpy as np

from core.assessment.points.sanctions import FINAL, GRAVE
from core.bulk.engine.arrays import NONE, Flags, Ints
from core.regulation.base import Range
from core.regulation.schemes.points import OpenTerm, PointsScheme, Reached, Sanction
from core.regulation.vocabulary import SanctionKind, SanctionObject
from core.text import Text

KINDS = tuple(SanctionKind)
OBJECTS = tuple(SanctionObject)
SUSPEND = KINDS.index(SanctionKind.SUSPEND)
QUALIFICATION = OBJECTS.index(SanctionObject.QUALIFICATION)


@dataclass(frozen=True, slots=True)
class Template:
    """A sanction as the law states it, with what it follows from."""

    sanction: Sanction
    cause: str
    """Id of the threshold, escalation or clause."""
    label: Text
    reached: Reached | None = None
    """How its threshold is reached; None: it follows from no threshold."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TermTable:
    """What a template's kind and length are; ``NONE`` where the law gives none."""

    kind: Ints
    object: Ints
    is_grave: Flags
    is_final: Flags
    until_exam: Flags
    months: Ints
    """The length, where the law fixes it."""
    is_range: Flags
    least: Ints
    most: Ints
    open: Ints
    """The length if the decision chooses none; ``NONE``: it is then undecided."""
    bar: Ints
    """Months of a final sanction before a new application."""
    fixed_at: tuple[tuple[int, int, int], ...]
    """Template, number of points counted, and the length that the law fixes within the range for it."""
    reasoned: bool
    """Whether a length chosen within a range needs its reason on the record."""


def term_table(scheme: PointsScheme, templates: Sequence[Template], unit: int) -> TermTable:
    """Return the terms of ``templates``, with points in units of one to the ``unit``."""
    stated = [one.sanction for one in templates]
    least_if_open = scheme.conventions.open_term is OpenTerm.LEAST

    def column(values: Sequence[int | None]) -> Ints:
        return np.array([NONE if one is None else one for one in values], dtype=np.int64)

    ranges = [one.months if isinstance(one.months, Range) else None for one in stated]
    return TermTable(
        kind=column([KINDS.index(one.kind) for one in stated]),
        object=column([OBJECTS.index(one.object) for one in stated]),
        is_grave=np.array([one.kind in GRAVE for one in stated], dtype=np.bool_),
        is_final=np.array([one.kind in FINAL for one in stated], dtype=np.bool_),
        until_exam=np.array([one.until_exam for one in stated], dtype=np.bool_),
        months=column([one.months if isinstance(one.months, int) else None for one in stated]),
        is_range=np.array([one is not None for one in ranges], dtype=np.bool_),
        least=column([None if one is None else ceil(one.from_) for one in ranges]),
        most=column([None if one is None else floor(one.to) for one in ranges]),
        open=column([int(one.from_) if one is not None and least_if_open else None for one in ranges]),
        bar=column([one.bar_months if one.kind in FINAL else None for one in stated]),
        fixed_at=tuple(found for number, one in enumerate(stated) for found in _fixed(number, one, unit)),
        reasoned=scheme.conventions.reasoned,
    )


def _fixed(number: int, sanction: Sanction, unit: int) -> list[tuple[int, int, int]]:
    allowed, found = sanction.months, list[tuple[int, int, int]]()
    if not isinstance(allowed, Range):
        return found
    for text, months in sanction.months_at.items():
        try:
            points = Decimal(text) * unit
        except InvalidOperation:
            continue  # no number of points is written so
        if months in allowed and points == points.to_integral_value():
            found.append((number, int(points), months))
    return found


def months_of(
    terms: TermTable, template: Ints, counted: Ints, decided: Ints | None, has_reason: Flags | None
) -> tuple[Ints, Flags]:
    """Return the months of each sanction, ``NONE`` for no end, and where a decision lacks what it takes to say so.

    ``counted`` are the points that count as lost when it was imposed, ``decided`` the months that the record carries.
    """
    months = terms.months[template]
    at = np.flatnonzero(terms.is_range[template])
    undecided = np.zeros(template.size, dtype=np.bool_)
    if not at.size:
        return months, undecided
    which = template[at]
    fixed = np.full(at.size, NONE, dtype=np.int64)
    for number, points, length in terms.fixed_at:
        fixed[(which == number) & (counted[at] == points)] = length
    chosen = np.full(at.size, NONE, dtype=np.int64) if decided is None else decided[at]
    is_within = (terms.least[which] <= chosen) & (chosen <= terms.most[which])
    if terms.reasoned:
        is_within &= np.zeros(at.size, dtype=np.bool_) if has_reason is None else has_reason[at]
    found = np.where(is_within, chosen, np.where(chosen == NONE, terms.open[which], NONE))
    found = np.where(fixed != NONE, fixed, found)
    months[at] = found
    undecided[at] = found == NONE
    return months, undecided
