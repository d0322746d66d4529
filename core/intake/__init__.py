"""Intake: the bytes of a file into typed records and row problems; pure, without database, clock or file system.

Map, bottom up; a module may import only what stands above it here, and the package only ``core.records`` and below:

* ``problems``  what is wrong, where, and how it is told; the log that collects it
* ``letters``   which characters belong in a Chinese registry
* ``formulas``  text that a spreadsheet would run, written so that it stays text, and read back
* ``decode``    bytes to text, by rule: UTF-8, UTF-16 with its mark, GB18030
* ``codes``     national code formats, the check digit of identity numbers
* ``headings``  column names in Chinese and English and what they mean; ``headings_file``: an operator's own
* ``table``     numbered rows of cells under known headings, whatever kind of file they come from:
  ``delimited``  text; ``typed_cells``  typed values as text; ``package``, ``sheet_scan``, ``workbook``  .xlsx and .xls;
  ``frames``, ``columnar``  Parquet; ``stream``  text too large to be held, ``unquoted``  what of it is split
  as a whole
* ``values``    one cell to one day, number or word, ``texts`` to one text, or the reason why not
* ``options``   what the loader says about the file
* ``cells``     one row being read, each problem noted at its place
* ``rows``      rows to records; ``entry_rows`` to entries; ``roster`` the list that hospitals export
* ``repeats``   rows that speak of the same thing
* ``kinds``     the kinds of file, and ``read``
* ``bulk``      violations in whole columns
"""

from core.intake.codes import CodeKind, CodeScheme, code_kind, code_scheme
from core.intake.decode import Encoding
from core.intake.headings import Field
from core.intake.kinds import Kind, Reading, Records, read
from core.intake.options import Options
from core.intake.problems import ProblemCode, RowProblem, Severity
from core.intake.repeats import Sourced

__all__ = [
    "CodeKind",
    "CodeScheme",
    "Encoding",
    "Field",
    "Kind",
    "Options",
    "ProblemCode",
    "Reading",
    "Records",
    "RowProblem",
    "Severity",
    "Sourced",
    "code_kind",
    "code_scheme",
    "read",
]
