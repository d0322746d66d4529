"""What became of each row of a file, as rows for a file that opens in a spreadsheet."""

from collections import defaultdict
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice

from core.intake import RowProblem, Severity
from core.service.exporting.columns import Column, Holds, Rows, Value
from core.service.loading.load import Load
from core.text import Lang, Text

PAGE_ROWS = 5000


class RowState(StrEnum):
    """What became of a row."""

    LOADED = "LOADED"
    """Its records are in the registry, now or since before."""
    GOOD = "GOOD"
    """Nothing is wrong with it, and nothing of the file was written."""
    REFUSED = "REFUSED"
    """It is bad."""


_STATES = {
    RowState.LOADED: Text(zh="已导入", en="loaded"),
    RowState.GOOD: Text(zh="无误, 未导入", en="good, not loaded"),
    RowState.REFUSED: Text(zh="有误", en="refused"),
}
_SEVERITIES = {Severity.ERROR: Text(zh="错误", en="error"), Severity.WARNING: Text(zh="提醒", en="warning")}
_HEADINGS = (
    (Text(zh="行", en="row"), Holds.NUMBER),
    (Text(zh="结果", en="state"), Holds.TEXT),
    (Text(zh="级别", en="severity"), Holds.TEXT),
    (Text(zh="列", en="column"), Holds.TEXT),
    (Text(zh="单元格", en="cell"), Holds.TEXT),
    (Text(zh="代号", en="code"), Holds.TEXT),
    (Text(zh="说明", en="message"), Holds.TEXT),
)


def report_columns(lang: Lang) -> list[Column]:
    """Return the columns of a report."""
    return [Column(name.get(lang), what) for name, what in _HEADINGS]


def report_pages(done: Load, lang: Lang) -> Iterator[Rows]:
    """Yield the lines of a report: what is wrong with the file as a whole, then each row, a line for each problem."""
    lines = _lines(done, lang)
    while page := list(islice(lines, PAGE_ROWS)):
        yield page


def _lines(done: Load, lang: Lang) -> Iterator[list[Value]]:
    problems: defaultdict[int, list[RowProblem]] = defaultdict(list)
    for one in done.problems:
        problems[one.row].append(one)
    listed = set(done.numbers)
    for number in (*sorted(problems.keys() - listed), *done.numbers):
        of_row = problems.get(number, [])
        is_bad = any(one.severity is Severity.ERROR for one in of_row)
        state = RowState.REFUSED if is_bad else RowState.LOADED if done.loaded else RowState.GOOD
        told = _STATES[state].get(lang) if number in listed or is_bad else None
        for one in of_row:
            words = (_SEVERITIES[one.severity].get(lang), one.column, one.cell, str(one.code), one.message.get(lang))
            yield [number, told, *words]
        if not of_row:
            yield [number, told, None, None, None, None, None]
