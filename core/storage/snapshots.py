"""What a snapshot holds: each kind of record, its fields, its natural key, and what it refers to by natural keys.

No id of a row is in it, so that equal registries give equal lines, whatever their databases and the order of entry.
Tokens are left out: they let in to one installation and are no record of anything.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.records import EntryKind, Qualification, SubjectKind
from core.regulation.vocabulary import Basis, LifeEvent, PeriodKind, Responsibility
from core.storage.backend import Source
from core.storage.loaders import chunks
from core.storage.rows import PeriodState
from core.storage.snapshot_fields import Field, Holds, Value

Key = tuple[Value | None, ...]


@dataclass(frozen=True, slots=True)
class Lookup:
    """How rows are found by what refers to them."""

    sql: str
    """Returns the columns of the natural key, and the id."""
    by: int = 0
    """Which of those columns is looked for."""

    async def ids(self, source: Source, keys: Iterable[Key]) -> dict[Key, int]:
        """Return the ids of what has these keys; what is not there is missing."""
        wanted = sorted({key[self.by] for key in keys}, key=str)
        found: dict[Key, int] = {}
        for some in chunks(wanted):
            rows = await source.read(f"{self.sql} ({', '.join('?' * len(some))})", some)
            found.update((tuple(row)[:-1], row[-1]) for row in rows)
        return found


@dataclass(frozen=True, slots=True)
class Reference:
    """A column that refers to a row of another table, or of its own."""

    column: str
    lookup: Lookup
    fields: tuple[str, ...]
    """The fields of the line that name the row."""
    is_optional: bool = False
    """Whether it may refer to none; it does where the last of its fields is not said."""


@dataclass(frozen=True, slots=True)
class Snapped:
    """One kind of record."""

    table: str
    tables: str
    """What is read, with the short names that the fields use."""
    fields: tuple[Field, ...]
    key: tuple[str, ...]
    """The fields of the natural key, in whose order the lines come."""
    references: tuple[Reference, ...] = ()
    own: Lookup | None = None
    """How a later row of its own kind refers to one; None: none does."""

    @property
    def sql(self) -> str:
        """The statement that reads all of it in order."""
        columns = {one.name: one.sql or one.name for one in self.fields}
        named = ", ".join(columns.values())
        optional = {one.name for one in self.fields if one.is_optional}
        # Databases put what is not there in different places; both agree on empty text.
        order = [
            f"COALESCE(CAST({columns[one]} AS VARCHAR), '')" if one in optional else columns[one] for one in self.key
        ]
        return f"SELECT {named} FROM {self.tables} ORDER BY {', '.join(order)}"  # noqa: S608 - our own names

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a line fills, but for the id."""
        return (*(one.name for one in self.fields if one.is_column), *(one.column for one in self.references))


def _words(kind: type[StrEnum]) -> frozenset[str]:
    return frozenset(one.value for one in kind)


def _part(name: str, sql: str, holds: Holds = Holds.TEXT, *, optional: bool = False) -> Field:
    """Return a field that is part of a reference."""
    return Field(name, sql, holds, is_column=False, is_optional=optional)


def _optional(name: str, sql: str = "", holds: Holds = Holds.TEXT) -> Field:
    return Field(name, sql, holds, is_optional=True)


_RECORDED = "recorded_at"
_DOCTOR, _INSTITUTION = _part("doctor", "d.code"), _part("institution", "i.code")
_DEPARTMENT = _part("department", "p.code", optional=True)
_OF_PERIOD = (
    _part("place", "t.place"),
    _part("period_kind", "t.kind"),
    _part("starts_on", "t.starts_on", Holds.DAY),
)

_DOCTORS = Lookup("SELECT code, id FROM doctor WHERE code IN")
_INSTITUTIONS = Lookup("SELECT code, id FROM institution WHERE code IN")
_DEPARTMENTS = Lookup(
    "SELECT i.code, p.code, p.id FROM department p JOIN institution i ON i.id = p.institution_id WHERE i.code IN"
)
_VIOLATIONS = Lookup(
    "SELECT v.place, v.decision_no, d.code, v.clause, v.id FROM doctor d JOIN violation v ON v.doctor_id = d.id "
    "WHERE d.code IN",
    by=2,
)
_PERIODS = Lookup("SELECT place, kind, starts_on, id FROM evaluation_period WHERE place IN")
_LAWS = Lookup("SELECT digest, id FROM kept_law WHERE digest IN")
_FROZEN = Lookup(
    "SELECT d.code, t.place, t.kind, t.starts_on, f.regulation, f.number, f.id FROM doctor d "
    "JOIN frozen f ON f.doctor_id = d.id JOIN evaluation_period t ON t.id = f.period_id WHERE d.code IN"
)

_TO_DOCTOR = Reference("doctor_id", _DOCTORS, ("doctor",))
_TO_INSTITUTION = Reference("institution_id", _INSTITUTIONS, ("institution",))
_TO_DEPARTMENT = Reference("department_id", _DEPARTMENTS, ("institution", "department"), is_optional=True)
_TO_PERIOD = Reference("period_id", _PERIODS, ("place", "period_kind", "starts_on"))
_VIOLATION = ("place", "decision_no", "doctor", "clause")
_FROZEN_KEY = ("doctor", "place", "period_kind", "starts_on", "regulation", "number")
_AT = "JOIN doctor d ON d.id = {0}.doctor_id JOIN institution i ON i.id = {0}.institution_id"
_IN = f"{_AT} LEFT JOIN department p ON p.id = {{0}}.department_id"

KINDS = (
    Snapped(
        "institution",
        "institution",
        (
            Field("code"), Field("name"), Field("region"), _optional("level"),
            Field("designated", holds=Holds.FLAG),
        ),
        ("code",),
    ),
    Snapped(
        "department",
        "department p JOIN institution i ON i.id = p.institution_id",
        (_INSTITUTION, Field("code", "p.code"), Field("name", "p.name")),
        ("institution", "code"),
        (_TO_INSTITUTION,),
    ),
    Snapped(
        "doctor",
        "doctor",
        (
            Field("code"), Field("name"), Field("qualification", words=_words(Qualification)), _optional("title"),
            _optional("category"), _optional("scope"),
        ),
        ("code",),
    ),
    Snapped(
        "enrolment",
        f"enrolment e {_IN.format('e')}",
        (
            _DOCTOR, Field("place", "e.place"), Field("since", "e.since", Holds.DAY), _INSTITUTION, _DEPARTMENT,
            Field("basis", "e.basis", words=_words(Basis)), _optional("until", "e.until", Holds.DAY),
            Field("main", "e.main", Holds.FLAG), _optional(_RECORDED, "e.recorded_at", Holds.MOMENT),
        ),
        ("doctor", "place", "since", "institution"),
        (_TO_DOCTOR, _TO_INSTITUTION, _TO_DEPARTMENT),
    ),
    Snapped(
        "enrolment_entry",
        f"enrolment_entry n {_AT.format('n')}",
        (
            _DOCTOR, _INSTITUTION, Field("place", "n.place"), Field("kind", "n.kind", words=_words(EntryKind)),
            Field("term", "n.term"), Field("happened_on", "n.happened_on", Holds.DAY),
            _optional("reported_on", "n.reported_on", Holds.DAY), _optional("holds", "n.holds", Holds.FLAG),
            Field(_RECORDED, "n.recorded_at", Holds.MOMENT),
        ),
        ("doctor", "institution", "place", "kind", "term", "happened_on", "reported_on"),
        (_TO_DOCTOR, _TO_INSTITUTION),
    ),
    Snapped(
        "violation",
        f"violation v {_IN.format('v')}",
        (
            Field("place", "v.place"), Field("decision_no", "v.decision_no"), _DOCTOR, Field("clause", "v.clause"),
            Field("regulation", "v.regulation"), _INSTITUTION, _DEPARTMENT,
            Field("cases", "v.cases", Holds.NUMBER), _optional("points", "v.points", Holds.EXACT),
            _optional("months", "v.months", Holds.NUMBER), _optional("occurred_on", "v.occurred_on", Holds.DAY),
            Field("decided_on", "v.decided_on", Holds.DAY), _optional("notified_on", "v.notified_on", Holds.DAY),
            _optional("determined_by", "v.determined_by"), _optional("note", "v.note"),
            Field("responsibility", "v.responsibility", is_optional=True, words=_words(Responsibility)),
            _optional("reason", "v.reason"), Field(_RECORDED, "v.recorded_at", Holds.MOMENT),
        ),
        _VIOLATION,
        (_TO_DOCTOR, _TO_INSTITUTION, _TO_DEPARTMENT),
    ),
    Snapped(
        "violation_entry",
        "violation_entry y JOIN violation v ON v.id = y.violation_id JOIN doctor d ON d.id = v.doctor_id",
        (
            _part("place", "v.place"), _part("decision_no", "v.decision_no"), _DOCTOR, _part("clause", "v.clause"),
            Field("event", "y.event", words=_words(LifeEvent)), Field("happened_on", "y.happened_on", Holds.DAY),
            Field("actor", "y.actor"), _optional("reason", "y.reason"),
            Field(_RECORDED, "y.recorded_at", Holds.MOMENT),
        ),
        (*_VIOLATION, "event", "happened_on"),
        (Reference("violation_id", _VIOLATIONS, _VIOLATION),),
    ),
    Snapped(
        "examination",
        "examination x JOIN doctor d ON d.id = x.doctor_id",
        (
            _DOCTOR, Field("place", "x.place"), Field("held_on", "x.held_on", Holds.DAY),
            Field("passed", "x.passed", Holds.FLAG), Field(_RECORDED, "x.recorded_at", Holds.MOMENT),
        ),
        ("doctor", "place", "held_on"),
        (_TO_DOCTOR,),
    ),
    Snapped(
        "repair",
        "repair r JOIN doctor d ON d.id = r.doctor_id",
        (
            _DOCTOR, Field("regulation", "r.regulation"), Field("rule", "r.rule"),
            Field("done_on", "r.done_on", Holds.DAY), _optional("points", "r.points", Holds.EXACT),
            _optional("determined_by", "r.determined_by"), Field(_RECORDED, "r.recorded_at", Holds.MOMENT),
        ),
        ("doctor", "regulation", "rule", "done_on"),
        (_TO_DOCTOR,),
    ),
    Snapped(
        "measurement",
        "measurement",
        (
            Field("subject"), Field("regulation"), Field("subject_kind", words=_words(SubjectKind)),
            Field("indicator"), Field("period"), Field("measured_on", holds=Holds.DAY), Field("document_no"),
            Field("region"), _optional("value", holds=Holds.EXACT), _optional("grade"), _optional("category"),
            Field("source"), Field(_RECORDED, holds=Holds.MOMENT),
        ),
        ("subject", "regulation", "subject_kind", "indicator", "period", "measured_on", "document_no"),
    ),
    Snapped(
        "evaluation_period",
        "evaluation_period",
        (
            Field("place"), Field("kind", words=_words(PeriodKind)), Field("starts_on", holds=Holds.DAY),
            Field("name"), Field("ends_on", holds=Holds.DAY), Field("state", words=_words(PeriodState)),
        ),
        ("place", "kind", "starts_on"),
    ),
    Snapped(
        "period_entry",
        "period_entry c JOIN evaluation_period t ON t.id = c.period_id",
        (
            *_OF_PERIOD, _part("number", "ROW_NUMBER() OVER (PARTITION BY c.period_id ORDER BY c.id)", Holds.NUMBER),
            Field("state", "c.state", words=_words(PeriodState)), Field("actor", "c.actor", checked_as="audit_actor"),
            _optional("reason", "c.reason"), Field(_RECORDED, "c.recorded_at", Holds.MOMENT),
        ),
        ("place", "period_kind", "starts_on", "number"),
        (_TO_PERIOD,),
    ),
    Snapped(
        "kept_law",
        "kept_law",
        (Field("digest"), Field("regulation"), Field("data"), Field(_RECORDED, holds=Holds.MOMENT)),
        ("digest",),
    ),
    Snapped(
        "frozen",
        "frozen f JOIN doctor d ON d.id = f.doctor_id JOIN evaluation_period t ON t.id = f.period_id "
        "JOIN kept_law l ON l.id = f.law_id LEFT JOIN frozen o ON o.id = f.follows_id",
        (
            _DOCTOR, *_OF_PERIOD, Field("regulation", "f.regulation"), Field("number", "f.number", Holds.NUMBER),
            _part("follows", "o.number", Holds.NUMBER, optional=True), _part("law", "l.digest"),
            Field("facts_digest", "f.facts_digest"), Field("outcome_digest", "f.outcome_digest"),
            Field("digest", "f.digest"), Field("engine", "f.engine"), _optional("calendar", "f.calendar"),
            Field("as_of", "f.as_of", Holds.DAY), Field("known_at", "f.known_at", Holds.MOMENT),
            Field("content", "f.content"), _optional("changed_zh", "f.changed_zh"),
            _optional("changed_en", "f.changed_en"), Field(_RECORDED, "f.recorded_at", Holds.MOMENT),
        ),
        _FROZEN_KEY,
        (
            _TO_DOCTOR, _TO_PERIOD, Reference("law_id", _LAWS, ("law",)),
            Reference("follows_id", _FROZEN, (*_FROZEN_KEY[:-1], "follows"), is_optional=True),
        ),
        own=_FROZEN,
    ),
)  # fmt: skip
"""Everything but the audit trail, each kind behind those that it refers to; their lines come in this order."""

TRAIL = Snapped(
    "audit_entry",
    "audit_entry",
    (
        Field("number", holds=Holds.NUMBER), Field("at"), Field("actor", checked_as="audit_actor"), Field("action"),
        Field("subject", checked_as="text"), Field("content"), Field("previous"), Field("digests"), Field("hash"),
    ),
    ("number",),
)  # fmt: skip
"""The audit trail, to the letter."""

EVERY: Sequence[Snapped] = (*KINDS, TRAIL)
