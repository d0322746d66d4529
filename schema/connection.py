"""Connections: pages that begin after a key, so that rows added meanwhile shift nothing."""

import base64
import binascii
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

import strawberry

from core.errors import RefusedError
from core.storage import DayKey
from core.text import Text
from schema.context import Context
from schema.fields import field, resolved

DEFAULT_FIRST = 20
MAX_FIRST = 200

Row = TypeVar("Row")
Key = TypeVar("Key", str, DayKey)
NodeType = TypeVar("NodeType")


@dataclass(frozen=True, slots=True)
class Cursors(Generic[Key]):
    """Keys as opaque text; a cursor of one kind of connection is refused by another."""

    kind: str
    write: Callable[[Key], str]
    read: Callable[[str], Key]
    """Raises ValueError for any other text."""

    def cursor(self, key: Key) -> str:
        """Return the cursor of ``key``."""
        return base64.urlsafe_b64encode(f"{self.kind}|{self.write(key)}".encode()).decode()

    def key(self, cursor: str | None) -> Key | None:
        """Return the key that ``cursor`` holds, None for none; raise RefusedError for any other text."""
        if cursor is None:
            return None
        try:
            kind, bar, text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().partition("|")
            if bar and kind == self.kind:
                return self.read(text)
        except (ValueError, binascii.Error):
            pass
        raise RefusedError(
            "CURSOR_INVALID",
            Text(
                zh="after 不是此列表给出的游标; 请原样使用 pageInfo.endCursor",
                en="`after` is no cursor of this list; send `pageInfo.endCursor` back as it came",
            ),
            field="after",
        )


def codes(kind: str) -> Cursors[str]:
    """Return the cursors of rows in the order of their codes."""
    return Cursors(kind, str, str)


def days(kind: str) -> Cursors[DayKey]:
    """Return the cursors of rows in the order of a day and an id."""
    return Cursors(kind, _write_day, _read_day)


def _write_day(key: DayKey) -> str:
    return f"{key[0].isoformat()}|{key[1]}"


def _read_day(text: str) -> DayKey:
    day, _, number = text.partition("|")
    if not number.isdecimal() or len(number) > 18:  # noqa: PLR2004 - an id has 64 bits
        raise ValueError(text)
    return date.fromisoformat(day), int(number)


@dataclass(frozen=True, slots=True)
class EdgeOf(Generic[Row]):
    """One row with its cursor."""

    node: Row
    cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Row]):
    """One page of rows, with what is needed to go on."""

    rows: tuple[Row, ...]
    has_next: bool
    has_previous: bool
    cursor_of: Callable[[Row], str]
    count: Callable[[], Awaitable[int | None]]

    @property
    def edges(self) -> list[EdgeOf[Row]]:
        """The rows with their cursors."""
        return [EdgeOf(row, self.cursor_of(row)) for row in self.rows]

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first row; None for an empty page."""
        return self.cursor_of(self.rows[0]) if self.rows else None

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last row; None for an empty page."""
        return self.cursor_of(self.rows[-1]) if self.rows else None


def page_size(first: int) -> int:
    """Return ``first``; raise RefusedError unless it lies between 0 and the most allowed."""
    if 0 <= first <= MAX_FIRST:
        return first
    raise RefusedError(
        "FIRST_OUT_OF_RANGE",
        Text(
            zh=f"first 须在 0 与 {MAX_FIRST} 之间, 得到 {first}",
            en=f"`first` lies between 0 and {MAX_FIRST}, not {first}",
        ),
        field="first",
    )


@dataclass(frozen=True, slots=True)
class Paging(Generic[Row, Key]):
    """How a kind of row is paged: its cursors, and the key of a row."""

    cursors: Cursors[Key]
    key_of: Callable[[Row], Key]

    def cursor_of(self, row: Row) -> str:
        """Return the cursor of ``row``."""
        return self.cursors.cursor(self.key_of(row))

    def page(
        self,
        context: Context,
        rows: Sequence[Row],
        size: int,
        *,
        after: bool,
        count: Callable[[], Awaitable[int | None]],
    ) -> Page[Row]:
        """Return the page of ``rows``, of which one more than ``size`` was fetched if there is one."""
        context.spend(min(len(rows), size))
        return Page(
            rows=tuple(rows[:size]),
            has_next=len(rows) > size,
            has_previous=after,
            cursor_of=self.cursor_of,
            count=count,
        )

    async def fetch(
        self,
        context: Context,
        first: int,
        after: str | None,
        rows: Callable[[Key | None, int], Awaitable[Sequence[Row]]],
        count: Callable[[], Awaitable[int]],
    ) -> Page[Row]:
        """Return the page that ``rows`` (a key to begin after, and a limit) finds; ``count`` is called if asked for."""
        size, key = page_size(first), self.cursors.key(after)
        return self.page(context, await rows(key, size + 1), size, after=key is not None, count=count)

    def cut(self, context: Context, first: int, after: str | None, rows: Sequence[Row]) -> Page[Row]:
        """Return the page of ``rows``, all of which are at hand in the order of their keys."""
        size, key = page_size(first), self.cursors.key(after)
        start = 0
        if key is not None:
            start = next((at for at, row in enumerate(rows) if self.key_of(row) > key), len(rows))

        async def count() -> int:
            return len(rows)

        return self.page(context, rows[start : start + size + 1], size, after=key is not None, count=count)


@strawberry.type(description="Where a page stands in its list.")
class PageInfo:
    """The position of a page; stands for ``Page``."""

    has_next_page: bool = field("Whether more follow; ask again with `after: endCursor`.", "has_next")
    has_previous_page: bool = field("Whether the page was asked for with `after`.", "has_previous")
    start_cursor: str | None = field("Cursor of the first node; none on an empty page.")
    end_cursor: str | None = field("Cursor of the last node; none on an empty page.")


@strawberry.type(description="One node of a page with its cursor.")
class Edge(Generic[NodeType]):
    """A node with its cursor; stands for ``EdgeOf``."""

    cursor: str = field("Opaque; send it as `after` to go on behind this node.")
    node: NodeType = field("The node.")


async def _total_count(root: strawberry.Parent[Page[object]]) -> int | None:
    return await root.count()


@strawberry.type(description="A page of a list in a stable order: what is added meanwhile shifts nothing.")
class Connection(Generic[NodeType]):
    """A page; stands for ``Page``."""

    edges: list[Edge[NodeType]] = field("The nodes with their cursors.")
    nodes: list[NodeType] = field("The nodes, for a client that needs no cursor of each.", "rows")
    page_info: PageInfo = field("Where the page stands.", lambda page: page)
    total_count: int = resolved(_total_count, "How many there are on all pages; counted only if asked for.")
