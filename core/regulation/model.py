"""A regulation (规章): one promulgated version of one place's rules, as its data file states it."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from core.regulation.base import Id, Model, Named
from core.regulation.citation import Cite
from core.regulation.schemes.charges import ChargesScheme
from core.regulation.schemes.dispensing import DispensingScheme
from core.regulation.schemes.enrolment import EnrolmentScheme
from core.regulation.schemes.points import PointsScheme
from core.regulation.schemes.rating import RatingScheme
from core.regulation.schemes.scorecard import ScorecardScheme
from core.regulation.schemes.settlement import SettlementScheme
from core.regulation.vocabulary import Party, Scheme
from core.text import Text


class Confidence(StrEnum):
    """How far the source of a regulation can be trusted."""

    OFFICIAL = "OFFICIAL"
    """The promulgated text itself or an official page."""
    REPORTED = "REPORTED"
    """Press or a copy; to be confirmed by the operator."""
    TEMPLATE = "TEMPLATE"
    """A model text without an issuer."""


class Completeness(StrEnum):
    """How much of the text the data rests on."""

    WHOLE = "WHOLE"
    """The whole text."""
    EXTRACT = "EXTRACT"
    """Some articles only; what they leave open is listed as gaps."""


class Region(Model):
    """The area in which a regulation applies (统筹地区)."""

    code: Annotated[str, Field(pattern=r"^[0-9]{6}$")]
    """GB/T 2260 code of six digits."""
    name: Text
    """Its name."""


class InForce(Model):
    """The interval ``[from, to)`` in which a version governs; an end that the text does not give is left out."""

    from_: date | None = Field(default=None, alias="from")
    """First day; none: the text at hand gives no date, see the gaps."""
    to: date | None = None
    """First day on which it no longer governs; none: not repealed."""
    cite: Cite | None = None
    """Where the text says so."""
    acts_since: date | None = None
    """The transition rule: it governs acts since this day, if decided while it is in force; none: by decision alone."""
    continues: Id | None = None
    """Id of the version before, whose points of the running period count on; none: each version keeps its account."""

    def governs(self, day: date) -> bool:
        """Return whether the version governs on ``day``."""
        return (self.from_ is None or self.from_ <= day) and (self.to is None or day < self.to)

    def governs_act(self, acted_on: date, decided_on: date) -> bool:
        """Return whether the version governs an act of one day decided on another."""
        return self.governs(decided_on) and (self.acts_since is None or self.acts_since <= acted_on)


class Source(Model):
    """What the data rests on."""

    issuer: Text | None = None
    """Who issued the text; none: the text at hand does not say."""
    number: str | None = None
    """The document's number."""
    promulgated: date | None = None
    """The day it was promulgated."""
    confidence: Annotated[Confidence, Field(strict=False)]
    """How far the source can be trusted."""
    completeness: Annotated[Completeness, Field(strict=False)]
    """Whether the whole text was at hand."""
    articles: str | None = None
    """The articles at hand, if not all, such as "13-17"."""
    basis: tuple[str, ...] = ()
    """Numbers of the documents that the text names as its basis."""
    supersedes: tuple[Id, ...] = ()
    """Ids of the versions that this one replaces."""


class ProvisionKind(StrEnum):
    """What a provision that computes nothing is about."""

    PURPOSE = "PURPOSE"
    """Purpose and basis (目的依据)."""
    DEFINITION = "DEFINITION"
    """A definition or the scope (定义、适用范围)."""
    PRINCIPLE = "PRINCIPLE"
    """A principle (原则)."""
    ROLE = "ROLE"
    """Who is responsible for what (职责)."""
    DUTY = "DUTY"
    """A duty that no result depends on (义务)."""
    PROCEDURE = "PROCEDURE"
    """A procedure (程序)."""
    COMMENCEMENT = "COMMENCEMENT"
    """When it comes into force (施行)."""


class Provision(Model):
    """A provision that computes nothing, kept so that every article can be read and cited."""

    cite: Cite
    """Where it stands."""
    kind: Annotated[ProvisionKind, Field(strict=False)]
    """What it is about."""
    party: Annotated[Party, Field(strict=False)] | None = None
    """Whom it binds."""
    label: Text
    """The provision in short."""


class Gap(Named):
    """Something that the text at hand does not say."""

    scheme: Annotated[Scheme, Field(strict=False)] | None = None
    """The scheme that cannot be decided without it; none: nothing is blocked by it."""
    parameters: tuple[str, ...] = ()
    """Names of the missing values, as an INDETERMINATE answer gives them."""
    label: Text
    """What is missing."""


class Choice(Named):
    """One way to read an ambiguous text: the values that it puts in place of the file's own."""

    label: Text
    """The reading in short."""
    set: dict[str, str | int | bool | Decimal] = Field(default_factory=dict)
    """Paths of values in this file (lists by id, as in "points.escalations.twice.counted_per") and what they become."""


class Reading(Named):
    """An ambiguity of the text, the reading taken by default (the first choice) and the others that can be chosen."""

    ref: str | None = None
    """Where the ambiguity is written up."""
    cite: Cite
    """The place that can be read in more than one way."""
    question: Text
    """What the text leaves open."""
    choices: tuple[Choice, ...] = Field(min_length=1)
    """The readings, the default first; the default changes nothing."""


class OperatorSupply(Model):
    """What an operator put in place of a gap: never law, and every answer that uses it says so."""

    basis: Text
    """The decision or agreement that the operator's values rest on."""
    scheme: Annotated[Scheme, Field(strict=False)]
    """The scheme that was supplied."""


class Regulation(Named):
    """A regulation (规章): one promulgated version of one place's rules."""

    host_api: str | None = Field(default=None, exclude=True)  # says nothing of the law: in no digest and no receipt
    """The versions of Guiju's plugin API that the file was made for, such as ">=1,<2"; none: any."""
    place: Id
    """The line of versions that this one belongs to; the folder's name."""
    title: Text
    """The official title, and a translation."""
    region: Region
    """Where it applies."""
    inherits: Id | None = None
    """Id of the regulation whose rules hold where this one is silent; none: it stands alone."""
    without: tuple[str, ...] = ()
    """Inherited tables that do not hold here, by their path, as in "gaps.repair"."""
    in_force: InForce
    """When it governs."""
    source: Source
    """What the data rests on."""
    provisions: tuple[Provision, ...] = ()
    """Provisions that compute nothing."""
    points: PointsScheme | None = None
    """The points scheme, if the text has one."""
    enrolment: EnrolmentScheme | None = None
    """The enrolment scheme, if the text has one."""
    scorecard: ScorecardScheme | None = None
    """The scorecard scheme, if the text has one."""
    charges: ChargesScheme | None = None
    """The charges scheme, if the text has one."""
    settlement: SettlementScheme | None = None
    """The settlement scheme, if the text has one."""
    dispensing: DispensingScheme | None = None
    """The dispensing scheme, if the text has one."""
    rating: RatingScheme | None = None
    """The rating scheme, if the text has one."""
    gaps: tuple[Gap, ...] = ()
    """What the text at hand does not say."""
    readings: tuple[Reading, ...] = ()
    """Ambiguities with the reading taken."""

    def gap_of(self, scheme: Scheme) -> Gap | None:
        """Return the gap that blocks ``scheme``, or None if no declared gap does."""
        return next((gap for gap in self.gaps if gap.scheme is scheme), None)
