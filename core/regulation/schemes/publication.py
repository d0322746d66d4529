"""Publication (公示): which consequences a text makes public, by which channel, for how long, and how it names people.

Where the text says nothing, nothing is invented: the name is shown masked, the institution is not named, and the
notice stands no longer than the consequence that it tells of. What a text leaves out is declared among its gaps.
"""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.regulation.base import Model, Months, Named
from core.regulation.citation import Cite
from core.regulation.vocabulary import SanctionKind
from core.text import Text


class Channel(StrEnum):
    """Where something is made public."""

    WEB_SITE = "WEB_SITE"
    """The web site of the authority or agency (网站)."""
    WECHAT = "WECHAT"
    """The official WeChat account (微信公众号)."""
    AT_INSTITUTION = "AT_INSTITUTION"
    """On display at the institution (院内公示)."""
    PRESS = "PRESS"
    """The news media (新闻媒体)."""


class NameMask(StrEnum):
    """How a published notice names the person."""

    FULL = "FULL"
    """By the whole name."""
    SURNAME = "SURNAME"
    """By its first character, the rest replaced by a mark of fixed length (张某某)."""
    WITHHELD = "WITHHELD"
    """Not at all (某某)."""


class PublishedFrom(StrEnum):
    """The day on which a notice begins."""

    SANCTION = "SANCTION"
    """The first day of the sanction."""
    DECIDED = "DECIDED"
    """The day of the decision."""


class PublishedUntil(Model):
    """When a notice ends; one of the two is given."""

    cite: Cite
    """Where the text says so."""
    months: Months | None = None
    """Calendar months after it began, whatever becomes of the sanction meanwhile."""
    with_sanction: bool = False
    """Whether it ends with the sanction."""


class PublicationRule(Named):
    """Consequences that are made public (公示)."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """What is published, in short."""
    of: tuple[Annotated[SanctionKind, Field(strict=False)], ...] = Field(min_length=1)
    """The sanctions that are published."""
    channels: tuple[Annotated[Channel, Field(strict=False)], ...] = ()
    """Where; none given: the text does not say."""
    starts_on: Annotated[PublishedFrom, Field(strict=False)] | None = None
    """The first day; none: the text does not say, and nothing is shown before the sanction begins."""
    until: PublishedUntil | None = None
    """When it ends; none: the text does not say, and nothing is shown once the sanction is over."""
    mask: Annotated[NameMask, Field(strict=False)] | None = None
    """How the person is named; none: the text does not say, and the name is shown masked, as by SURNAME."""
    names_institution: bool = False
    """Whether the text has the institution named."""

    @property
    def name_shown(self) -> NameMask:
        """How the person is named: as the text says, or by the surname alone where it is silent."""
        return self.mask or NameMask.SURNAME
