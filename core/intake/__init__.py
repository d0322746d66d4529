"""Intake: the bytes of a file into typed records and row problems; pure, without database, clock or file system.

Map, bottom up; a module may import only what stands above it here, and the package only ``core.records`` and below:

* ``problems``  what is wrong, where, and how it is told; the log that collects it
* ``letters``   which characters belong in a Chinese registry
* ``decode``    bytes to text, by rule: UTF-8, UTF-16 with its mark, GB18030
* ``codes``     national code formats, the check digit of identity numbers
* ``headings``  column names in Chinese and English and what they mean
* ``table``     text to numbered rows under known headings
* ``values``    one cell to one value, or the reason why not
* ``options``   what the loader says about the file
* ``cells``     one row being read, each problem noted at its place
* ``rows``      rows to records; ``roster`` the list that hospitals export
* ``repeats``   rows that speak of the same thing
* ``kinds``     the kinds of file, and ``read``
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
