"""Public notices (公示): what the regulations have made public, open to anyone, and nothing else of a person."""

from datetime import date
from typing import Annotated

import strawberry

from core.service.notice_board import PublicNotice as Posted
from core.service.notices import laws_of, public_notices
from schema.connection import DEFAULT_FIRST, Page, Paging, codes
from schema.context import Info
from schema.fields import After, First, PlaceName, argument, field
from schema.regulation import Regulation, plain_id
from schema.text import Citation, Text
from schema.vocabulary import SanctionKind
from schema.vocabulary_of_notices import Channel

NOTICES: Paging[Posted, str] = Paging(codes("notice"), lambda one: one.position)


@strawberry.type(
    description="A sanction that a regulation has made public (公示), with no more of the person than its text shows. "
    "It has no global id, and nothing in it leads to the person's record."
)
class PublicNotice:
    """Stands for ``core.service.notice_board.PublicNotice``."""

    person: str = field(
        "The person's name as far as the law shows it: where the text is silent its first character and a mark of "
        "fixed length, as in 张某某."
    )
    institution: str | None = field("The institution's name; none: the text does not have it published.")
    kind: SanctionKind = field("What was done.")
    regulation: Regulation = field("The regulation that has it published.", "law")
    publication: str = field("The rule that has it published, as `PublicationRule.code` gives it.")
    citation: Citation = field("Where the text says so.")
    label: Text = field("What is published, in short.")
    channels: list[Channel] = field("Where the text has it published; empty: it does not say.")
    from_: date = field("First day of the notice.", "start", name="from")
    until: date | None = field("First day after it; none: no day is known, it stands while the sanction does.", "end")


async def notices(
    info: Info,
    *,
    place: PlaceName = None,
    regulation: Annotated[strawberry.ID | None, argument("Only under this regulation, by code or global id.")] = None,
    on: Annotated[
        date | None,
        argument("Only those of today's notices that stand on this day too; a notice whose time is over is not shown."),
    ] = None,
    first: First = DEFAULT_FIRST,
    after: After = None,
) -> Page[Posted]:
    """Return the public notices of today, by first day."""
    office = info.context.office
    laws = laws_of(office, place, None if regulation is None else plain_id(regulation))
    return NOTICES.cut(info.context, first, after, await public_notices(office, laws, on))
