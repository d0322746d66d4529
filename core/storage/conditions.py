"""From a filter to the WHERE clause that says it; every value goes in as a parameter."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Self

from core.records import EntryKind
from core.storage.filters import (
    DoctorFilter,
    EnrolmentFilter,
    EnrolmentStatus,
    InstitutionFilter,
    PeriodFilter,
    RecordFilter,
    ViolationFilter,
)
from core.storage.models import NAME

REGION_DIGITS = 6
ID_OF_DOCTOR = "SELECT id FROM doctor WHERE code = ?"
ID_OF_INSTITUTION = "SELECT id FROM institution WHERE code = ?"
ACTIVE = "e.since <= ? AND (e.until IS NULL OR e.until > ?)"
ENDED = "e.until <= ?"


@dataclass(slots=True)
class Where:
    """A WHERE clause under construction: parts that must all hold, and their parameters in order."""

    parts: list[str] = field(default_factory=list[str])
    parameters: list[object] = field(default_factory=list[object])

    def add(self, part: str, *parameters: object) -> Self:
        """Demand ``part``."""
        self.parts.append(part)
        self.parameters.extend(parameters)
        return self

    def equal(self, column: str, value: object | None) -> Self:
        """Demand that ``column`` holds ``value``, unless that is None."""
        return self if value is None else self.add(f"{column} = ?", value)

    def of_doctor(self, table: str, code: str | None) -> Self:
        """Demand the doctor with ``code``, unless that is None; by the id, which the indexes begin with."""
        return self if code is None else self.add(f"{table}.doctor_id = ({ID_OF_DOCTOR})", code)

    def of_institution(self, table: str, code: str | None) -> Self:
        """Demand the institution with ``code``, unless that is None; by the id, which the indexes begin with."""
        return self if code is None else self.add(f"{table}.institution_id = ({ID_OF_INSTITUTION})", code)

    def contains(self, columns: Iterable[str], text: str | None) -> Self:
        """Demand that one of ``columns`` contains ``text``, unless that is None."""
        if text is None:
            return self
        if len(text) > NAME:  # longer than anything kept, and SQLite raises on very long patterns
            return self.add("1 = 0")
        pattern = f"%{escaped(text)}%"
        tests = [f"{column} LIKE ? ESCAPE '\\'" for column in columns]
        return self.add(f"({' OR '.join(tests)})", *[pattern] * len(tests))

    def within(self, column: str, prefixes: Iterable[str] | None) -> Self:
        """Demand that the region in ``column`` begins with one of ``prefixes``, unless that is None."""
        if prefixes is None:
            return self
        bounds = [bounds_of(prefix) for prefix in prefixes]
        if not bounds:
            return self.add("1 = 0")
        tests = " OR ".join([f"{column} BETWEEN ? AND ?"] * len(bounds))
        return self.add(f"({tests})", *(bound for pair in bounds for bound in pair))

    @property
    def sql(self) -> str:
        """The clause with its WHERE, or nothing where nothing is demanded."""
        return f" WHERE {' AND '.join(self.parts)}" if self.parts else ""


def escaped(text: str) -> str:
    """Return ``text`` with what LIKE would take for a pattern escaped by a backslash."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def bounds_of(prefix: str) -> tuple[str, str]:
    """Return the first and last region code that begin with ``prefix``: an index can serve these."""
    return prefix.ljust(REGION_DIGITS, "0"), prefix.ljust(REGION_DIGITS, "9")


def one(prefix: str | None) -> tuple[str, ...] | None:
    """Return the prefix as the only one, or None for none wanted."""
    return None if prefix is None else (prefix,)


def institutions_where(wanted: InstitutionFilter) -> Where:
    """Return the condition on ``institution i``."""
    where = Where().within("i.region", wanted.regions).within("i.region", one(wanted.region))
    return where.equal("i.designated", wanted.designated).contains(("i.code", "i.name"), wanted.text)


def doctors_where(wanted: DoctorFilter) -> Where:
    """Return the condition on ``doctor d``."""
    where = Where().contains(("d.code", "d.name"), wanted.text)
    enrolled = enrolment_of_doctor(wanted)
    match wanted.status:
        case None:
            return through(where, enrolled, wanted) if enrolled.parts else where
        case EnrolmentStatus.ACTIVE:
            return through(where, enrolled.add(ACTIVE, wanted.on, wanted.on), wanted)
        case EnrolmentStatus.ENDED:
            through(where, enrolled.add(ENDED, wanted.on), wanted)
            active = enrolment_of_doctor(wanted).add(ACTIVE, wanted.on, wanted.on)
            return through(where, active, wanted, negated=True)


def enrolment_of_doctor(wanted: DoctorFilter) -> Where:
    """Return what is demanded of the enrolment by which a doctor is found, whatever its days."""
    where = Where().equal("e.place", wanted.place).of_institution("e", wanted.institution)
    return where.within("i.region", wanted.regions).within("i.region", one(wanted.region))


def through(where: Where, enrolled: Where, wanted: DoctorFilter, *, negated: bool = False) -> Where:
    """Demand an enrolment of ``doctor d``, or with ``negated`` that there is none.

    One institution has few doctors: its list is made once. A region has many: each doctor is looked up in turn.
    """
    source = "enrolment e JOIN institution i ON i.id = e.institution_id"
    no = "NOT " if negated else ""
    if wanted.institution is not None:
        inner = f"SELECT e.doctor_id FROM {source}{enrolled.sql}"  # noqa: S608 - values are parameters
        return where.add(f"d.id {no}IN ({inner})", *enrolled.parameters)
    enrolled.add("e.doctor_id = d.id")
    inner = f"SELECT 1 FROM {source}{enrolled.sql}"  # noqa: S608 - values are parameters
    return where.add(f"{no}EXISTS ({inner})", *enrolled.parameters)


def doctor_within_where(code: str, regions: tuple[str, ...] | None, filed: tuple[int, str] | None) -> Where:
    """Return the condition on ``doctor d``: the one with this code, if a record of theirs lies in ``regions``."""
    where = Where().equal("d.code", code)
    if regions is None:
        return where
    here = Where().add("e.doctor_id = d.id").within("i.region", regions)
    joined = "JOIN institution i ON i.id = e.institution_id"
    at = [f"EXISTS (SELECT 1 FROM {table} e {joined}{here.sql})" for table in ("enrolment", "violation")]  # noqa: S608 - values are parameters
    parameters = [*here.parameters, *here.parameters]
    if filed is not None:
        at.append(
            "EXISTS (SELECT 1 FROM enrolment_entry n WHERE n.doctor_id = d.id AND n.institution_id = ? AND n.place = ?)"
        )
        parameters += filed
    return where.add(f"({' OR '.join(at)})", *parameters)


def doctor_on_file_where(code: str, regions: tuple[str, ...] | None, *, or_newcomer: bool) -> Where:
    """Return the condition on ``doctor d``: the one with this code, if on file in ``regions``.

    On file is whoever has an enrolment, a violation or an entry there; with ``or_newcomer`` also who has none anywhere.
    """
    where = Where().equal("d.code", code)
    if regions is None:
        return where
    here = Where().add("e.doctor_id = d.id").within("i.region", regions)
    joined = "JOIN institution i ON i.id = e.institution_id"
    tables = ("enrolment", "violation", "enrolment_entry")
    tests = [f"EXISTS (SELECT 1 FROM {table} e {joined}{here.sql})" for table in tables]  # noqa: S608 - values are parameters
    if or_newcomer:
        none = [f"NOT EXISTS (SELECT 1 FROM {table} e WHERE e.doctor_id = d.id)" for table in tables]  # noqa: S608 - names of tables
        tests.append(f"({' AND '.join(none)})")
    return where.add(f"({' OR '.join(tests)})", *here.parameters * len(tables))


def doctors_on_record_where(wanted: RecordFilter) -> Where:
    """Return the condition on ``doctor d``: one at an institution wanted, with a violation or a change anywhere."""
    here = Where().equal("e.place", wanted.place).of_institution("e", wanted.institution)
    here.add("e.doctor_id = d.id").within("i.region", wanted.regions).within("i.region", one(wanted.region))
    joined = "JOIN institution i ON i.id = e.institution_id"
    at = [f"EXISTS (SELECT 1 FROM {table} e {joined}{here.sql})" for table in ("enrolment", "violation")]  # noqa: S608 - values are parameters
    where = Where().add(
        "(EXISTS (SELECT 1 FROM violation v WHERE v.doctor_id = d.id)"
        " OR EXISTS (SELECT 1 FROM enrolment_entry n WHERE n.doctor_id = d.id AND n.kind = ?))",
        EntryKind.CHANGE,
    )
    return where.add(f"({' OR '.join(at)})", *here.parameters, *here.parameters)


def enrolments_where(wanted: EnrolmentFilter) -> Where:
    """Return the condition on ``enrolment e`` joined with ``institution i``."""
    where = Where().equal("e.place", wanted.place).of_doctor("e", wanted.doctor)
    where.of_institution("e", wanted.institution).within("i.region", wanted.regions)
    match wanted.status:
        case None:
            return where
        case EnrolmentStatus.ACTIVE:
            return where.add(ACTIVE, wanted.on, wanted.on)
        case EnrolmentStatus.ENDED:
            return where.add(ENDED, wanted.on)


def violations_where(wanted: ViolationFilter) -> Where:
    """Return the condition on ``violation v`` joined with ``institution i``."""
    where = Where().equal("v.place", wanted.place).equal("v.regulation", wanted.regulation)
    where.equal("v.clause", wanted.clause).of_doctor("v", wanted.doctor)
    where.of_institution("v", wanted.institution).within("i.region", wanted.regions)
    where.within("i.region", one(wanted.region)).contains(("v.decision_no",), wanted.text)
    if wanted.decided_from is not None:
        where.add("v.decided_on >= ?", wanted.decided_from)
    if wanted.decided_until is not None:
        where.add("v.decided_on < ?", wanted.decided_until)
    return where


def periods_where(wanted: PeriodFilter) -> Where:
    """Return the condition on ``evaluation_period t``."""
    return Where().equal("t.place", wanted.place).equal("t.kind", wanted.kind).equal("t.state", wanted.state)


def concerned_where(
    place: str, start: date, end: date, institution: str | None = None, region: str | None = None
) -> Where:
    """Return the condition on doctors ``d`` whom a place's period ``[start, end)`` is about.

    They were enrolled there on one of its days, or a violation was decided there within it; ``institution`` is a code
    and ``region`` the prefix of one, None for any.
    """
    enrolled = Where().add("e.doctor_id = d.id").equal("e.place", place).add("e.since < ?", end)
    enrolled.add("(e.until IS NULL OR e.until > ?)", start)
    violated = Where().add("v.doctor_id = d.id").equal("v.place", place)
    violated.add("v.decided_on >= ? AND v.decided_on < ?", start, end)
    for table, where in (("e", enrolled), ("v", violated)):
        where.of_institution(table, institution).within("i.region", one(region))
    tests = (
        f"EXISTS (SELECT 1 FROM enrolment e JOIN institution i ON i.id = e.institution_id{enrolled.sql})"  # noqa: S608 - values are parameters
        f" OR EXISTS (SELECT 1 FROM violation v JOIN institution i ON i.id = v.institution_id{violated.sql})"
    )
    return Where().add(f"({tests})", *enrolled.parameters, *violated.parameters)
