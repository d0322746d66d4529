"""One row being read: typed cells, each problem noted at its place."""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from core.intake.codes import CodeKind, code_kind
from core.intake.headings import Field
from core.intake.problems import ProblemCode, ProblemLog, Refusal, shown
from core.intake.table import Header, Row
from core.intake.texts import parse_code
from core.intake.values import OPEN_END, SCIENTIFIC, is_scientific, parse_date, parse_end
from core.text import Text

T = TypeVar("T")

_STAND_IN_DAY = date.min
_KIND_LABELS = (
    (CodeKind.INSTITUTION, "H+11位数字", "H and 11 digits"),
    (CodeKind.DOCTOR, "D+12位数字", "D and 12 digits"),
)


class Cells:
    """Reads the cells of one row.

    A required cell that cannot be taken yields a stand-in, so that the rest of the row is still checked; ``failed``
    then says that nothing made of this row may be used.
    """

    def __init__(self, header: Header, row: Row, log: ProblemLog) -> None:
        self._refused: set[Field] = set()
        self._header = header
        self._row = row
        self._log = log
        for position, refusal in row.refused.items():
            field = header.fields[position]
            if field is not None:
                self.refuse(field, refusal)

    @property
    def failed(self) -> bool:
        """Whether any cell was refused."""
        return bool(self._refused)

    def is_refused(self, field: Field) -> bool:
        """Return whether the cell of ``field`` was refused."""
        return field in self._refused

    def raw(self, field: Field) -> str | None:
        """Return the trimmed cell; None when it is empty or there is no such column."""
        position = self._header.position(field)
        return None if position is None else self._row.cells[position] or None

    def refuse(self, field: Field, refusal: Refusal) -> None:
        """Note an error at the cell of ``field``."""
        self._refused.add(field)
        self._log.error(self._row.number, self._column(field), refusal, self._address(field))

    def warn(self, field: Field, refusal: Refusal) -> None:
        """Note a warning at the cell of ``field``."""
        self._log.warning(self._row.number, self._column(field), refusal, self._address(field))

    def optional(self, field: Field, parse: Callable[[str], T | Refusal]) -> T | None:
        """Return the value; None when the cell is empty, or refused and noted."""
        value = self.raw(field)
        if value is None:
            return None
        result = parse(value)
        if isinstance(result, Refusal):
            self.refuse(field, result)
            return None
        return result

    def required(
        self, field: Field, parse: Callable[[str], T | Refusal], stand_in: T, *, supplied: T | None = None
    ) -> T:
        """Return the value, or ``supplied`` for an empty cell; ``stand_in`` when there is neither or it is refused."""
        if self.raw(field) is not None:
            found = self.optional(field, parse)
            return stand_in if found is None else found
        if self.is_refused(field):
            return stand_in
        if supplied is not None:
            return supplied
        self.refuse(field, _CELL_EMPTY)
        return stand_in

    def text(self, field: Field, parse: Callable[[str], str | Refusal], *, supplied: str | None = None) -> str:
        """Return a required text."""
        return self.required(field, parse, "", supplied=supplied)

    def code(self, field: Field, kind: CodeKind) -> str:
        """Return a required code, with a warning when it has not the national format of ``kind``."""
        code = self.text(field, parse_code)
        found = code_kind(code)
        expected = found is kind or (kind is CodeKind.DOCTOR and found is CodeKind.TECHNICIAN)
        if code and not expected:
            self.warn(field, _local_code(code, kind))
        return code

    def day(self, field: Field) -> date:
        """Return a required date."""
        return self.required(field, parse_date, _STAND_IN_DAY)

    def end(self, field: Field) -> date | None:
        """Return the end of an interval; None when the cell is empty or says that there is none."""
        end = self.optional(field, parse_end)
        return None if end == OPEN_END else end

    def later(self, field: Field, day: date | None, than: Field, other: date | None, *, or_same: bool = False) -> None:
        """Refuse ``field`` unless its ``day`` comes after the ``other`` day, that of ``than``."""
        if day is None or other is None or _STAND_IN_DAY in (day, other):
            return
        if day < other or (day == other and not or_same):
            self.refuse(field, _out_of_order(day, self._column(than), other))

    def refuse_scientific(self, field: Field) -> None:
        """Refuse a number that Excel has shortened, in a column that is not kept: its neighbours suffered too."""
        value = self.raw(field)
        if value is not None and is_scientific(value):
            self.refuse(field, SCIENTIFIC)

    def _column(self, field: Field) -> str:
        position = self._header.position(field)
        return field.value if position is None else self._header.name(position)

    def _address(self, field: Field) -> str | None:
        return self._header.address(self._row.number, self._header.position(field))


_CELL_EMPTY = Refusal(ProblemCode.CELL_EMPTY, Text(zh="不能为空；请填写", en="may not be empty; fill it in"))


def _local_code(code: str, kind: CodeKind) -> Refusal:
    zh, en = next((zh, en) for labelled, zh, en in _KIND_LABELS if labelled is kind)
    return Refusal(
        ProblemCode.LOCAL_CODE,
        Text(
            zh=f"“{shown(code)}”不是国家编码（{zh}），按地方编码收下；如有误请改正",
            en=f'"{shown(code)}" is not in the national format ({en}) and was taken as a local code; mend it if wrong',
        ),
    )


def _out_of_order(day: date, than: str, other: date) -> Refusal:
    return Refusal(
        ProblemCode.DATES_OUT_OF_ORDER,
        Text(
            zh=f"{day}早于或等于«{than}»的{other}；请核对两个日期",
            en=f"{day} is not after {other} in «{than}»; check both dates",
        ),
    )
