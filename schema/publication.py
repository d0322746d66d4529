"""What a regulation has made public (公示), as its text lays it down."""

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import SanctionKind
from schema.vocabulary_of_notices import Channel, NameMask, PublishedFrom


@strawberry.type(description="When a notice ends; one of the two is given.")
class PublishedUntil:
    """Stands for ``core.regulation.schemes.publication.PublishedUntil``."""

    citation: Citation = field("Where the text says so.", "cite")
    months: int | None = field("Calendar months after it began; none: it ends with the sanction.")
    with_sanction: bool = field("Whether it ends with the sanction.")


@strawberry.type(description="Consequences that the text has made public (公示).")
class PublicationRule:
    """Stands for ``core.regulation.schemes.publication.PublicationRule``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("What is published, in short.")
    of: list[SanctionKind] = field("The sanctions that are published.")
    channels: list[Channel] = field("Where; empty: the text does not say.")
    starts_on: PublishedFrom | None = field(
        "The first day; none: the text does not say, and nothing is shown before the sanction begins."
    )
    until: PublishedUntil | None = field(
        "When it ends; none: the text does not say, and nothing is shown once the sanction is over."
    )
    mask: NameMask | None = field("How the person is named, as the text says; none: it does not say, see `nameShown`.")
    name_shown: NameMask = field("How the person is named: as the text says, or by surname alone where it is silent.")
    names_institution: bool = field("Whether the text has the institution named.")
