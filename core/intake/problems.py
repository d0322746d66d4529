"""What is wrong with a file, told so that the person who made it can mend it: where, what, why and what to do."""

import re
from dataclasses import dataclass
from enum import StrEnum

from core.text import Lang, Text

PROBLEM_LIMIT = 1000
"""Errors after which a file is given up; of the warnings, as many are kept."""

_SHOWN_CHARACTERS = 40
_LONG_NUMBER = re.compile(r"\d(?:[ -]?\d){13,}[ -]?[\dXx]?")


class Severity(StrEnum):
    """Whether a problem costs the row its record."""

    ERROR = "ERROR"
    WARNING = "WARNING"


class ProblemCode(StrEnum):
    """The stable name of each problem."""

    CELL_EMPTY = "CELL_EMPTY"
    CELL_ERROR = "CELL_ERROR"
    CELL_MERGED = "CELL_MERGED"
    CELL_TOO_LONG = "CELL_TOO_LONG"
    CELLS_TOO_FEW = "CELLS_TOO_FEW"
    CELLS_TOO_MANY = "CELLS_TOO_MANY"
    COLUMN_MISSING = "COLUMN_MISSING"
    COLUMN_REPEATED = "COLUMN_REPEATED"
    COLUMN_TYPE = "COLUMN_TYPE"
    COLUMN_UNKNOWN = "COLUMN_UNKNOWN"
    DATES_OUT_OF_ORDER = "DATES_OUT_OF_ORDER"
    ENCODING_UNCLEAR = "ENCODING_UNCLEAR"
    END_DATE_MISSING = "END_DATE_MISSING"
    EXCEL_DATE_NUMBER = "EXCEL_DATE_NUMBER"
    FILE_DAMAGED = "FILE_DAMAGED"
    FILE_EMPTY = "FILE_EMPTY"
    FILE_FORMAT = "FILE_FORMAT"
    FILE_IS_WORKBOOK = "FILE_IS_WORKBOOK"
    FILE_LOCKED = "FILE_LOCKED"
    FILE_TOO_LARGE = "FILE_TOO_LARGE"
    FORMULA = "FORMULA"
    FORMULAS_UNSEEN = "FORMULAS_UNSEEN"
    FULL_WIDTH_CHARACTERS = "FULL_WIDTH_CHARACTERS"
    HIDDEN_CHARACTER = "HIDDEN_CHARACTER"
    IDENTITY_NUMBER_MISPLACED = "IDENTITY_NUMBER_MISPLACED"
    IDENTITY_NUMBER_WRONG = "IDENTITY_NUMBER_WRONG"
    LOCAL_CODE = "LOCAL_CODE"
    NO_SUCH_DAY = "NO_SUCH_DAY"
    NOT_A_CODE = "NOT_A_CODE"
    NOT_A_DATE = "NOT_A_DATE"
    NOT_A_NAME = "NOT_A_NAME"
    NOT_A_NUMBER = "NOT_A_NUMBER"
    NOT_A_REGION = "NOT_A_REGION"
    NOT_LISTED = "NOT_LISTED"
    NUL_BYTE = "NUL_BYTE"
    NUMBER_TOO_LONG = "NUMBER_TOO_LONG"
    OPTION_MISSING = "OPTION_MISSING"
    QUOTE_UNBALANCED = "QUOTE_UNBALANCED"
    REGION_MISSING = "REGION_MISSING"
    ROW_REPEATED = "ROW_REPEATED"
    ROWS_CONTRADICT = "ROWS_CONTRADICT"
    SCIENTIFIC_NUMBER = "SCIENTIFIC_NUMBER"
    SHEET_UNCLEAR = "SHEET_UNCLEAR"
    SHEET_UNKNOWN = "SHEET_UNKNOWN"
    TIME_OF_DAY = "TIME_OF_DAY"
    TOO_MANY_PROBLEMS = "TOO_MANY_PROBLEMS"
    TOO_MANY_ROWS = "TOO_MANY_ROWS"
    UNDECODABLE = "UNDECODABLE"
    VALUE_OR_GRADE = "VALUE_OR_GRADE"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a value was not taken, before it is known where the value stood."""

    code: ProblemCode
    message: Text


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One problem at one place of one file."""

    file: str
    row: int
    """The row as a spreadsheet counts it, from 1; 0 where the file as a whole is meant."""
    column: str | None
    """The heading as the file writes it, or the spreadsheet's letter; None where no one column is meant."""
    code: str
    """A ProblemCode, or what the registry says of a row that reads well."""
    message: Text
    severity: Severity = Severity.ERROR
    cell: str | None = None
    """Where it stands in a workbook, as 名册!C3; None in other files, and where no one cell is meant."""

    def render(self, lang: Lang) -> str:
        """Return one line that says where and what, in ``lang``."""
        place = self.file
        if self.row:
            place += f":第{self.row}行" if lang is Lang.ZH else f":row {self.row}"
        if self.column is not None:
            place += f"，列«{self.column}»" if lang is Lang.ZH else f", column «{self.column}»"
        if self.cell is not None:
            place += f"（{self.cell}）" if lang is Lang.ZH else f" ({self.cell})"
        return place + ("：" if lang is Lang.ZH else ": ") + self.message.get(lang)


class ProblemLog:
    """Collects the problems of one file while it is read, and says when to give up."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.stopped = False
        """Whether the file was not read to its end, so that nothing of it may be used."""
        self._errors: list[RowProblem] = []
        self._warnings: list[RowProblem] = []
        self._warnings_unlisted = 0

    @property
    def has_errors(self) -> bool:
        """Whether any error was noted."""
        return bool(self._errors)

    def error(self, row: int, column: str | None, refusal: Refusal, cell: str | None = None) -> None:
        """Note an error; the one that reaches the limit stops the reading."""
        self.put(RowProblem(self.file, row, column, refusal.code, refusal.message, cell=cell))

    def warning(self, row: int, column: str | None, refusal: Refusal, cell: str | None = None) -> None:
        """Note a warning; beyond the limit they are only counted."""
        self.put(RowProblem(self.file, row, column, refusal.code, refusal.message, Severity.WARNING, cell))

    def stop(self, row: int, column: str | None, refusal: Refusal, cell: str | None = None) -> None:
        """Note an error after which the rest of the file cannot be trusted."""
        self.error(row, column, refusal, cell)
        self.stopped = True

    def put(self, problem: RowProblem) -> None:
        """Keep ``problem`` within the limits."""
        if problem.severity is Severity.ERROR:
            if len(self._errors) < PROBLEM_LIMIT:
                self._errors.append(problem)
            self.stopped = self.stopped or len(self._errors) >= PROBLEM_LIMIT
        elif len(self._warnings) < PROBLEM_LIMIT:
            self._warnings.append(problem)
        else:
            self._warnings_unlisted += 1

    def take(self, other: "ProblemLog") -> None:
        """Note what another log of the same file has, and stop if that has."""
        for problem in other.problems():
            self.put(problem)
        self.stopped = self.stopped or other.stopped

    def problems(self) -> tuple[RowProblem, ...]:
        """Return every problem by row, then what had to be left out."""
        found = sorted((*self._errors, *self._warnings), key=lambda problem: problem.row)
        if len(self._errors) >= PROBLEM_LIMIT:
            found.append(self._left_out(_given_up(), Severity.ERROR))
        if self._warnings_unlisted:
            found.append(self._left_out(_unlisted(self._warnings_unlisted), Severity.WARNING))
        return tuple(found)

    def _left_out(self, message: Text, severity: Severity) -> RowProblem:
        return RowProblem(self.file, 0, None, ProblemCode.TOO_MANY_PROBLEMS, message, severity)


def _given_up() -> Text:
    return Text(
        zh=f"错误达到{PROBLEM_LIMIT}处，其余未再检查；请先改正以上各处再导入",
        en=f"{PROBLEM_LIMIT} errors were reached and the rest was not checked; mend these first, then try again",
    )


def _unlisted(count: int) -> Text:
    return Text(zh=f"另有{count}条提醒未列出", en=f"{count} more warnings are not listed")


def shown(value: str) -> str:
    """Return ``value`` fit for a message: long numbers masked, unprintable characters escaped, cut when long.

    A run of 14 digits or more may be an identity number in the wrong column, so it is never repeated.
    """
    masked = _LONG_NUMBER.sub("***", value)
    cut = masked[:_SHOWN_CHARACTERS] + ("…" if len(masked) > _SHOWN_CHARACTERS else "")
    return "".join(char if char.isprintable() else f"\\u{ord(char):04x}" for char in cut)
