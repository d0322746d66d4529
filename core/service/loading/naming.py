"""The codes by which the rows of a file speak of doctors and institutions."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.intake import Records
from core.records import SubjectKind


@dataclass(frozen=True, slots=True)
class Named:
    """A code by which a row speaks of a doctor or an institution."""

    row: int
    field: str
    kind: SubjectKind
    code: str


def named_in(records: Records) -> Iterator[Named]:
    """Yield every code by which the records speak of doctors and institutions."""
    placed = (*records.enrolments, *records.violations, *records.enrolment_entries)
    for one in (*placed, *records.departments):
        yield Named(one.row, "institution", SubjectKind.INSTITUTION, one.record.institution)
    for one in (*placed, *records.examinations, *records.repairs):
        yield Named(one.row, "doctor", SubjectKind.DOCTOR, one.record.doctor)
    for one in records.measurements:
        kind, code = one.record.subject_kind, one.record.subject
        if kind is SubjectKind.DEPARTMENT:  # registered, as far as it is, with its institution
            kind, code = SubjectKind.INSTITUTION, code.partition("/")[0]
        yield Named(one.row, "subject", kind, code)
