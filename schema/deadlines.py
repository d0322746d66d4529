"""What comes up: the deadlines of one doctor, and of everyone on whom something is recorded in the viewer's regions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.service.deadlines import BATCH, DeadlineFound, PersonalFile, Span, deadlines_of
from core.storage import DoctorRow, InstitutionRow, RecordFilter
from schema.access import sees_under
from schema.assessing import KnownAt, ledgers_seen
from schema.connection import DEFAULT_FIRST, Edge, EdgeOf, PageInfo, codes, page_size
from schema.context import Context, Info
from schema.deadline import Deadline
from schema.fields import After, First, InstitutionCode, PlaceName, RegionPrefix, argument, field
from schema.regulation import region_prefix

if TYPE_CHECKING:
    from schema.doctor import Doctor

MOST_LOOKED_AT = 1000
"""How many doctors one page looks at."""
CURSORS = codes("deadlines")

From = Annotated[
    date | None, strawberry.argument(name="from", description="The first day; none: `asOf`. Earlier ones are overdue.")
]
To = Annotated[
    date | None,
    argument("The first day after the last; none: however late. What has no known day is always in the answer."),
]
AsOf = Annotated[
    date | None,
    argument("The day as of which things stand, nothing further being assumed to happen; none: today in China."),
]


@dataclass(frozen=True, slots=True)
class DeadlinesOf:
    """A doctor with what comes up for them; not empty."""

    doctor: DoctorRow
    deadlines: tuple[DeadlineFound, ...]


@strawberry.type(description="A doctor for whom something comes up.")
class DoctorDeadlines:
    """Stands for ``DeadlinesOf``."""

    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] = field("The doctor.")
    deadlines: list[Deadline] = field("What comes up, by day; last what has no known day.")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """What was found among the doctors looked at; ``end`` is the last of them, whether or not something was."""

    rows: tuple[DeadlinesOf, ...]
    end: str | None
    has_next: bool
    has_previous: bool

    @property
    def edges(self) -> list[EdgeOf[DeadlinesOf]]:
        """The rows with their cursors."""
        return [EdgeOf(row, CURSORS.cursor(row.doctor.code)) for row in self.rows]

    @property
    def start_cursor(self) -> str | None:
        """The cursor of the first row; None for an empty page."""
        return CURSORS.cursor(self.rows[0].doctor.code) if self.rows else None

    @property
    def end_cursor(self) -> str | None:
        """The cursor of the last doctor looked at; None if there was none."""
        return None if self.end is None else CURSORS.cursor(self.end)


@strawberry.type(
    description="A page of doctors for whom something comes up, by code. It can hold fewer than were asked for, even "
    f"none, while more follow: one page looks at {MOST_LOOKED_AT} doctors with a record at most. Go on with "
    "`pageInfo.endCursor` while `pageInfo.hasNextPage`."
)
class DoctorDeadlinesConnection:
    """Stands for ``_Page``."""

    edges: list[Edge[DoctorDeadlines]] = field("The doctors with their cursors.")
    nodes: list[DoctorDeadlines] = field("The doctors, for a client that needs no cursor of each.", "rows")
    page_info: PageInfo = field("Where the page stands.", lambda page: page)


async def deadlines_of_doctor(
    root: strawberry.Parent[DoctorRow],
    info: Info,
    *,
    from_: From = None,
    to: To = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
) -> list[DeadlineFound]:
    """Return what comes up for the doctor under the places of which the viewer may see a record."""
    context = info.context
    span = _span(context, from_, to, as_of, known_at=known_at)
    context.spend(1)
    (person,) = await _files(context, [root])
    return list(await _found(context, person, span, RecordFilter(regions=context.viewer.regions)))


async def deadlines(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    from_: From = None,
    to: To = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    institution: InstitutionCode = None,
    region: RegionPrefix = None,
    place: PlaceName = None,
    first: First = DEFAULT_FIRST,
    after: After = None,
) -> _Page:
    """Return for whom something comes up of the doctors on whom something is recorded in the viewer's regions."""
    context = info.context
    context.require_read()
    span = _span(context, from_, to, as_of, known_at=known_at)
    wanted = RecordFilter(
        regions=context.viewer.regions, region=region_prefix(region), institution=institution, place=place
    )
    size, end = page_size(first), CURSORS.key(after)
    found: list[DeadlinesOf] = []
    looked_at, has_next = 0, size > 0
    while has_next and len(found) < size and looked_at < MOST_LOOKED_AT:
        doctors = await context.reads.doctors_on_record(wanted, end, BATCH + 1)
        has_next = len(doctors) > BATCH
        for number, person in enumerate(await _files(context, doctors[:BATCH]), 1):
            context.spend(1)
            looked_at, end = looked_at + 1, person.doctor.code
            coming = await _found(context, person, span, wanted)
            if coming:
                found.append(DeadlinesOf(person.doctor, coming))
            if len(found) == size:
                has_next = has_next or number < len(doctors)
                break
    return _Page(rows=tuple(found), end=end, has_next=has_next, has_previous=after is not None)


def _span(context: Context, start: date | None, end: date | None, as_of: date | None, *, known_at: KnownAt) -> Span:
    day = as_of or context.office.today()
    return Span(start=start or day, end=end, as_of=day, known_at=known_at)


async def _files(context: Context, doctors: Sequence[DoctorRow]) -> list[PersonalFile]:
    """Return what the registry holds on each doctor, from what the request has read already or reads now, once."""
    ids = [row.id for row in doctors]
    ledgers, entries = await ledgers_seen(context, ids), await context.loaders.filed.load_many(ids)
    return [
        PersonalFile(doctor=row, ledger=ledger, entries=filed)
        for row, ledger, filed in zip(doctors, ledgers, entries, strict=True)
    ]


async def _found(context: Context, person: PersonalFile, span: Span, wanted: RecordFilter) -> tuple[DeadlineFound, ...]:
    """Return what comes up, under the places of which the viewer may see a record and at the institutions wanted."""
    rows = (*person.ledger.violations, *person.ledger.enrolments, *person.entries)
    places = {row.place for row in rows} if wanted.place is None else {wanted.place}
    seen = {place for place in places if await sees_under(context, person.doctor.id, place)}
    keys = sorted({row.institution_id for row in person.entries if row.change is not None})
    institutions: Mapping[int, InstitutionRow] = {
        row.id: row for row in await context.loaders.institutions.load_many(keys) if wanted.has(row)
    }
    return deadlines_of(context.office, person, institutions, span, seen)
