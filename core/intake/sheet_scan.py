"""What a workbook reader does not tell about a sheet (.xlsx): how far it reaches, its formulas and its error values.

A single cell at the far corner makes a reader set aside memory for everything before it, so a sheet is looked over
before it is opened.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from xml.etree import ElementTree as ET

from core.intake.package import DAMAGED, Package, PackageError
from core.intake.problems import ProblemCode, Refusal
from core.text import Text

LIMIT_COLUMNS = 1024
LIMIT_CELLS = 8_000_000
"""Rows times columns, empty cells included."""
LIMIT_FORMULAS = 200_000
"""Formulas and error values that are kept by place; a sheet with more is no list."""

WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_LIMIT_PART_BYTES = 4 * 1024 * 1024
_OVERLAP_BYTES = 4096
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile(rb"\sr\s*=\s*[\"']([A-Za-z]+)[0-9]")
_ROW = re.compile(rb"\sr\s*=\s*[\"'][A-Za-z]*([0-9]{1,9})[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?c\s([^<>]*)>\s*<(?:\w+:)?f[\s/>]")
_ERROR = re.compile(rb"<(?:\w+:)?c\s([^<>]*\bt\s*=\s*[\"']e[\"'][^<>]*)>")
_VALUE = re.compile(rb"<(?:\w+:)?(?:v|is|f)[\s/>]")
_PLACE = re.compile(rb"(?:^|\s)r\s*=\s*[\"']([A-Za-z]+)([0-9]{1,9})[\"']")
_WIDE_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")

Place = tuple[int, int]
"""Row from 1 and column from 0."""


@dataclass(slots=True)
class Scan:
    """What was found in one sheet."""

    rows: int = 0
    """Number of the last row that is there."""
    columns: int = 0
    """Number of the last column in which a cell is."""
    cells: int = 0
    """How many cells hold a value."""
    refused: dict[Place, Refusal] = field(default_factory=dict[Place, Refusal])
    """Cells whose value is a formula's or an error."""


def parts_of_sheets(package: Package) -> MappingProxyType[str, str]:
    """Return the part of each sheet by its name, in the workbook's order; raise PackageError if it does not say."""
    targets = {
        one.get("Id"): one.get("Target", "") for one in _tree(package, _RELATIONS) if one.tag.endswith("Relationship")
    }
    found: dict[str, str] = {}
    for one in _tree(package, WORKBOOK).iter():
        if one.tag.rpartition("}")[2] == "sheet":
            target = (targets.get(one.get(_RELATION_ID)) or "").removeprefix("/")
            found[one.get("name", "")] = target if target.startswith("xl/") else f"xl/{target}"
    return MappingProxyType(found)


def _tree(package: Package, name: str) -> ET.Element:
    part = package.part(name, _LIMIT_PART_BYTES)
    if b"<!DOCTYPE" in part or part.startswith(_WIDE_MARKS) or b"\0" in part:
        raise PackageError(DAMAGED)
    try:
        return ET.fromstring(part)  # noqa: S314 - as the import says
    except (ET.ParseError, ValueError) as error:
        raise PackageError(DAMAGED) from error


def scanned(package: Package, part: str) -> Scan:
    """Return what stands in a sheet; raise PackageError when it reaches further than is read."""
    scan = Scan()
    for piece in _overlapping(package.pieces(part)):
        scan.columns = max(scan.columns, *map(column_number, set(_COLUMN.findall(piece))), 0)
        scan.rows = max(scan.rows, *map(int, set(_ROW.findall(piece))), 0)
        if scan.columns > LIMIT_COLUMNS or scan.rows * scan.columns > LIMIT_CELLS:
            raise PackageError(REACHES_TOO_FAR)
        scan.cells += len(_VALUE.findall(piece))
        scan.refused |= _places(_FORMULA.findall(piece), FORMULA)
        scan.refused |= _places(_ERROR.findall(piece), ERROR)
        if len(scan.refused) > LIMIT_FORMULAS:
            raise PackageError(TOO_MANY_FORMULAS)
    return scan


def unpacks(package: Package) -> None:
    """Unpack every part that a reader may read, keeping nothing; raise PackageError where a size was misstated."""
    for name in package.parts:
        if name.endswith((".xml", ".rels")):
            for _ in package.pieces(name):
                pass


def _overlapping(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield each piece after the end of the one before, so that nothing short is cut in two."""
    tail = b""
    for number, piece in enumerate(pieces):
        if number == 0 and (piece.startswith(_WIDE_MARKS) or b"\0" in piece[:4]):
            raise PackageError(DAMAGED)  # in another encoding nothing would be found
        joined = tail + piece
        yield joined
        tail = joined[-_OVERLAP_BYTES:]


def _places(found: Iterable[bytes], refusal: Refusal) -> dict[Place, Refusal]:
    matches = (_PLACE.search(attributes) for attributes in found)
    return {(int(one[2]), column_number(one[1]) - 1): refusal for one in matches if one is not None}


def column_number(letters: bytes) -> int:
    """Return the number of the column that a spreadsheet names with ``letters``, from 1."""
    number = 0
    for letter in letters[:8].upper():
        number = number * 26 + letter - ord("A") + 1
    return number


REACHES_TOO_FAR = Refusal(
    ProblemCode.FILE_TOO_LARGE,
    Text(
        zh=f"工作表范围过大：最多{LIMIT_COLUMNS}列，行数乘列数不超过{LIMIT_CELLS}；请删除远处的单元格，或改用CSV",
        en=f"the sheet reaches too far: at most {LIMIT_COLUMNS} columns, and rows times columns at most {LIMIT_CELLS}; "
        "delete cells far away from the list, or use CSV",
    ),
)
TOO_MANY_FORMULAS = Refusal(
    ProblemCode.FORMULA,
    Text(
        zh=f"工作表中的公式或错误值超过{LIMIT_FORMULAS}个；请复制后“选择性粘贴-数值”再导入",
        en=f"the sheet holds more than {LIMIT_FORMULAS} formulas or error values; paste it as values and import that",
    ),
)
FORMULA = Refusal(
    ProblemCode.FORMULA,
    Text(
        zh="此处是公式，显示的数值可能已过时；请复制后“选择性粘贴-数值”再导入",
        en="this is a formula, and what it shows may be out of date; paste it as a value and import again",
    ),
)
ERROR = Refusal(
    ProblemCode.CELL_ERROR,
    Text(
        zh="此处是错误值（如#N/A、#REF!）；请填写实际内容",
        en="this is an error value, such as #N/A or #REF!; fill in what belongs here",
    ),
)
