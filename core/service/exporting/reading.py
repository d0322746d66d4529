"""The rows of a kind of record, page by page in the order of their natural keys."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.intake import Field
from core.service.exporting.columns import Holds, Value
from core.service.exporting.kinds import Exported, holds
from core.storage.backend import Source
from core.storage.decoding import as_points

PAGE_ROWS = 5000


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which records of a kind are wanted."""

    place: str | None = None
    """None: of every place."""
    regulations: tuple[str, ...] = ()
    """The ids of the place's regulations."""
    left_out: frozenset[Field] = frozenset()
    """Fields that are not read."""


async def pages(source: Source, exported: Exported, wanted: Narrowed) -> AsyncGenerator[list[list[Value]]]:
    """Yield the records wanted, in lists of at most ``PAGE_ROWS``; nothing is held between two lists."""
    where, given = _where(exported, wanted)
    fields = [one.field for one in exported.headings]
    kept = [at for at, one in enumerate(fields) if one not in wanted.left_out]
    after: Sequence[Any] = ()
    while True:
        rows = await source.read(*_statement(exported, where, given, after))
        if rows:
            yield [[_value(fields[at], row[at]) for at in kept] for row in rows]
        if len(rows) < PAGE_ROWS:
            return
        after = list(rows[-1])[len(fields) :]


def _where(exported: Exported, wanted: Narrowed) -> tuple[list[str], list[object]]:
    if wanted.place is None:
        return [], []
    if exported.regulation is not None:
        marks = ", ".join("?" * len(wanted.regulations)) or "NULL"
        return [f"{exported.regulation} IN ({marks})"], list(wanted.regulations)
    of_place = exported.of_place or ""
    return [of_place], [wanted.place] * of_place.count("?")


def _statement(
    exported: Exported, where: Sequence[str], given: Sequence[object], after: Sequence[object]
) -> tuple[str, list[object]]:
    """Return the statement of one page, and its parameters; ``after`` is the natural key of the row before it."""
    tests, parameters = list(where), list(given)
    if after:
        for count, sign in ((exported.prefix, ">="), (len(after), ">")):
            tests.append(f"({', '.join(exported.key[:count])}) {sign} ({', '.join('?' * count)})")
            parameters += after[:count]
    narrowed = f" WHERE {' AND '.join(tests)}" if tests else ""
    order = ", ".join(exported.key)
    sql = f"SELECT {exported.columns}, {order} FROM {exported.tables}{narrowed} ORDER BY {order} LIMIT ?"  # noqa: S608 - names are our own, values are parameters
    return sql, [*parameters, PAGE_ROWS]


def _value(field: Field, found: Any) -> Value:  # noqa: ANN401 - as the database gives it
    if found is None or (field is Field.DOCUMENT_NO and not found):
        return None
    match holds(field):
        case Holds.DAY:
            return date.fromisoformat(found)
        case Holds.FLAG:
            return bool(found)
        case Holds.EXACT:
            return as_points(found)
        case _:
            return found
