"""Putting very many rows into a table of SQLite, and what stands in for checking each one's foreign keys."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

MOST_ROWS = 16_384
"""Of one statement, whose text and program are held."""

INDEXES = "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = ? AND sql IS NOT NULL ORDER BY name"
REFERENCES = 'SELECT "from", "table", COALESCE("to", \'id\') FROM pragma_foreign_key_list(?)'

Columns = Mapping[str, Sequence[object]]
"""Values by name of the column, one a row."""


def insertions(table: str, columns: Columns, most_parameters: int) -> Iterator[tuple[str, list[object]]]:
    """Yield statements, of at most so many parameters each, that insert the rows whose natural keys are not there.

    There are many rows in a statement, so that each is one long call that needs no Python: with a call for every row
    the thread that makes it and one that computes would wait for each other all the time. What stands in every row is
    one parameter. Statements come in few sizes, so that the connection has them ready.
    """
    same = {name: values[0] for name, values in columns.items() if _is_same(values)}
    others = [values for name, values in columns.items() if name not in same]
    names = (*same, *(name for name in columns if name not in same))
    rows = len(next(iter(columns.values())))
    begin, size = 0, MOST_ROWS
    while len(same) + size * len(others) > most_parameters:
        size //= 2
    while begin < rows:
        while size > rows - begin:
            size //= 2
        parameters: list[object] = [*same.values(), *[None] * (size * len(others))]
        for at, values in enumerate(others, start=len(same)):
            parameters[at :: len(others)] = values[begin : begin + size]
        yield _insertion(table, names, len(same), size), parameters
        begin += size


def _is_same(values: Sequence[object]) -> bool:
    """Return whether all values are the same, and of the same type."""
    return values[0] == values[-1] and values.count(values[0]) == len(values) and len(set(map(type, values))) == 1


@lru_cache(maxsize=64)
def _insertion(table: str, names: tuple[str, ...], same: int, rows: int) -> str:
    """Return the statement for so many rows; the first ``same`` parameters stand in every row."""
    # Only what stands in every row is numbered: SQLite looks each number up among all that were named before.
    row = ", ".join([*(f"?{at}" for at in range(1, same + 1)), *("?" * (len(names) - same))])
    marks = ", ".join([f"({row})"] * rows)
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES {marks} ON CONFLICT DO NOTHING"  # noqa: S608 - our own names


def unreferenced(table: str, references: Sequence[Sequence[str]]) -> str:
    """Return a statement that says with 1 that some row refers to nothing, and with 0 that none does.

    It looks each id up once, in order, which takes a tenth of the time that looking it up for every row takes.
    """
    each = (
        f'EXISTS (SELECT "{column}" FROM "{table}" WHERE "{column}" IS NOT NULL EXCEPT SELECT "{to}" FROM "{parent}")'  # noqa: S608 - our own names
        for column, parent, to in references
    )
    return f"SELECT {' OR '.join(each) or '0'}"
