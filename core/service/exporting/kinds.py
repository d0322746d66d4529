"""The kinds of record that are exported: which columns, from which tables, in the order of which natural key."""

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType

from core.intake import Field, Kind
from core.intake.headings import Heading
from core.intake.kinds import FORMATS
from core.records import EntryKind
from core.service.exporting.columns import Column, Holds
from core.storage.models import POINT_DIGITS, POINT_PLACES, VALUE_DIGITS, VALUE_PLACES
from core.text import Lang

_DAYS = (
    Field.DECIDED_ON, Field.OCCURRED_ON, Field.NOTIFIED_ON, Field.REPORTED_ON, Field.ON, Field.SINCE, Field.UNTIL,
)  # fmt: skip
_HOLDINGS = (
    (Holds.DAY, _DAYS),
    (Holds.NUMBER, (Field.CASES, Field.MONTHS)),
    (Holds.EXACT, (Field.POINTS, Field.VALUE)),
    (Holds.FLAG, (Field.DESIGNATED, Field.MAIN, Field.HOLDS, Field.PASSED)),
)
_HOLDS = MappingProxyType({field: what for what, fields in _HOLDINGS for field in fields})
_SIZES = MappingProxyType({Field.POINTS: (POINT_DIGITS, POINT_PLACES), Field.VALUE: (VALUE_DIGITS, VALUE_PLACES)})


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """How one kind of record is read for an export."""

    kind: Kind
    columns: str
    """What is read, in the order of the kind's headings."""
    tables: str
    key: tuple[str, ...]
    """The natural key, in whose order rows come."""
    prefix: int
    """How many of its columns an index leads to."""
    of_place: str | None = None
    """The condition that a record belongs to a place; each ``?`` is the place."""
    regulation: str | None = None
    """The column that names a regulation, where a record names its place only through that."""

    @property
    def headings(self) -> Sequence[Heading]:
        """The headings of the kind, as an import knows them."""
        return FORMATS[self.kind].headings


def columns_of(exported: Exported, lang: Lang, left_out: frozenset[Field] = frozenset()) -> list[Column]:
    """Return the columns of the file, named in ``lang``, but for the fields left out."""
    return [_column(one, lang) for one in exported.headings if one.field not in left_out]


def holds(field: Field) -> Holds:
    """Return what the values of a field are."""
    return _HOLDS.get(field, Holds.TEXT)


def _column(heading: Heading, lang: Lang) -> Column:
    name = heading.field.value
    if lang is Lang.ZH:
        name = next((alias for alias in heading.aliases if not alias.isascii()), name)
    digits, places = _SIZES.get(heading.field, (0, 0))
    return Column(name, holds(heading.field), digits, places)


_AT = (
    "(EXISTS (SELECT 1 FROM enrolment w WHERE w.{key} = {table}.id AND w.place = ?)"
    " OR EXISTS (SELECT 1 FROM violation w WHERE w.{key} = {table}.id AND w.place = ?))"
)
_TERMS = ", ".join(
    f"CASE WHEN n.kind = '{one.value}' THEN n.term END"
    for one in (EntryKind.FINDING, EntryKind.ACT, EntryKind.INCIDENT, EntryKind.CHANGE)
)
_OF_DOCTOR = "JOIN doctor d ON d.id = {table}.doctor_id"
_AT_INSTITUTION = "JOIN institution i ON i.id = {table}.institution_id"
_ALL_THREE = f"{_OF_DOCTOR} {_AT_INSTITUTION} LEFT JOIN department p ON p.id = {{table}}.department_id"


def _text(column: str) -> str:
    """Return a day's column as text, which orders as the day does."""
    return f"COALESCE(CAST({column} AS VARCHAR), '')"


_VIOLATION_KEY = ("v.place", "v.decision_no", "d.code", "v.clause")
_MEASUREMENT_KEY = (
    "m.subject", "m.regulation", "m.subject_kind", "m.indicator", "m.period", _text("m.measured_on"), "m.document_no",
)  # fmt: skip
_ALL = (
    Exported(
        kind=Kind.INSTITUTIONS,
        columns="i.code, i.name, i.region, i.level, i.designated",
        tables="institution i",
        key=("i.code",),
        prefix=1,
        of_place=_AT.format(key="institution_id", table="i"),
    ),
    Exported(
        kind=Kind.DEPARTMENTS,
        columns="i.code, p.code, p.name",
        tables=f"department p {_AT_INSTITUTION.format(table='p')}",
        key=("i.code", "p.code"),
        prefix=1,
        of_place=_AT.format(key="institution_id", table="i"),
    ),
    Exported(
        kind=Kind.DOCTORS,
        columns="d.code, d.name, d.qualification, d.title, d.category, d.scope",
        tables="doctor d",
        key=("d.code",),
        prefix=1,
        of_place=_AT.format(key="doctor_id", table="d"),
    ),
    Exported(
        kind=Kind.ENROLMENTS,
        columns="d.code, i.code, e.place, e.basis, e.since, e.until, p.code, e.main",
        tables=f"enrolment e {_ALL_THREE.format(table='e')}",
        key=("d.code", "e.place", _text("e.since"), "i.code"),
        prefix=1,
        of_place="e.place = ?",
    ),
    Exported(
        kind=Kind.ENROLMENT_ENTRIES,
        columns=f"d.code, i.code, n.place, n.kind, n.happened_on, {_TERMS}, n.holds, n.reported_on",
        tables=f"enrolment_entry n {_OF_DOCTOR.format(table='n')} {_AT_INSTITUTION.format(table='n')}",
        key=("d.code", "i.code", "n.place", "n.kind", "n.term", _text("n.happened_on"), _text("n.reported_on")),
        prefix=1,
        of_place="n.place = ?",
    ),
    Exported(
        kind=Kind.VIOLATIONS,
        columns="v.place, v.regulation, v.clause, v.decision_no, d.code, i.code, v.decided_on, v.cases, p.code, "
        "v.occurred_on, v.notified_on, v.points, v.months, v.determined_by, v.note, v.responsibility, v.reason",
        tables=f"violation v {_ALL_THREE.format(table='v')}",
        key=_VIOLATION_KEY,
        prefix=2,
        of_place="v.place = ?",
    ),
    Exported(
        kind=Kind.VIOLATION_ENTRIES,
        columns="v.place, v.decision_no, d.code, v.clause, y.event, y.happened_on, y.actor, y.reason",
        tables=f"violation v JOIN violation_entry y ON y.violation_id = v.id {_OF_DOCTOR.format(table='v')}",
        key=(*_VIOLATION_KEY, "y.event", _text("y.happened_on")),
        prefix=2,
        of_place="v.place = ?",
    ),
    Exported(
        kind=Kind.EXAMINATIONS,
        columns="d.code, x.place, x.held_on, x.passed",
        tables=f"examination x {_OF_DOCTOR.format(table='x')}",
        key=("d.code", "x.place", _text("x.held_on")),
        prefix=1,
        of_place="x.place = ?",
    ),
    Exported(
        kind=Kind.REPAIRS,
        columns="d.code, r.regulation, r.rule, r.done_on, r.points, r.determined_by",
        tables=f"repair r {_OF_DOCTOR.format(table='r')}",
        key=("d.code", "r.regulation", "r.rule", _text("r.done_on")),
        prefix=1,
        regulation="r.regulation",
    ),
    Exported(
        kind=Kind.MEASUREMENTS,
        columns="m.regulation, m.region, m.subject_kind, m.subject, m.indicator, m.period, m.measured_on, m.source, "
        "m.document_no, m.value, m.grade, m.category",
        tables="measurement m",
        key=_MEASUREMENT_KEY,
        prefix=2,
        regulation="m.regulation",
    ),
)
EXPORTED = MappingProxyType({one.kind: one for one in _ALL})
"""In the order in which they can be imported again."""
