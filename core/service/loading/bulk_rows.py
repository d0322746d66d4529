"""Rows of violations in bulk that are read by themselves, and what tells rows of the same violation."""

from collections.abc import Iterator

from core.intake import Options, Sourced
from core.intake.bulk import Columns
from core.intake.cells import Cells
from core.intake.headings import Field
from core.intake.problems import ProblemLog
from core.intake.rows import read_violation
from core.intake.table import Header, is_blank, row_of
from core.records import ViolationRecord

Violation = Sourced[ViolationRecord]

_KEY = (Field.PLACE, Field.DECISION_NO, Field.DOCTOR, Field.CLAUSE)


def read_left(columns: Columns, header: Header, options: Options, log: ProblemLog) -> Iterator[Violation]:
    """Yield the records of the rows that are left to be read by themselves; their problems are noted."""
    for number, texts in columns.left:
        if is_blank(texts) or log.stopped:
            continue
        row = row_of(number, texts, header, log)
        if row.cells:
            cells = Cells(header, row, log)
            (record,) = read_violation(cells, options)
            if not cells.failed:
                yield Sourced(number, record)


def key_of(record: ViolationRecord) -> int:
    """Return a number that is the same for records of the same natural key; others hardly ever share it."""
    return hash((record.place, record.decision_no, record.doctor, record.clause))


def keys_of(columns: Columns) -> Iterator[int]:
    """Yield the number of ``key_of`` of each row."""
    return map(hash, zip(*(columns.column(one) for one in _KEY), strict=True))
