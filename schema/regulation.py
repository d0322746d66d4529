"""Regulations: what is promulgated, on what it rests, what it leaves open. Open to anyone."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, ClassVar

import strawberry

from core.errors import RefusedError
from core.regulation.law import ChosenReading, Law
from core.regulation.model import Choice
from core.text import Text as TextValue
from schema.charges import ChargesScheme
from schema.connection import DEFAULT_FIRST, Page, Paging, codes
from schema.context import Context, Info
from schema.dispensing import DispensingScheme
from schema.enrolment_scheme import EnrolmentScheme
from schema.fields import After, First, PlaceName, RegionPrefix, argument, field
from schema.node import Node, node_id, parse_id
from schema.points import PointsScheme, points_scheme_of
from schema.rating import RatingScheme
from schema.scorecard import ScorecardScheme
from schema.settlement import SettlementScheme
from schema.text import Citation, Text
from schema.vocabulary import Completeness, Confidence, Party, ProvisionKind, Scheme

REGION_LENGTHS = (2, 4, 6)


@strawberry.type(description="The area in which a regulation applies (统筹地区).")
class Region:
    """Stands for ``core.regulation.model.Region``."""

    code: str = field("GB/T 2260 code of six digits.")
    name: Text = field("Its name.")


@strawberry.type(description="When a version governs: from the first day on, up to but not including `to`.")
class InForce:
    """Stands for ``core.regulation.model.InForce``."""

    from_: date | None = field("First day; none: the text at hand gives no date.", name="from")
    to: date | None = field("First day on which it no longer governs; none: not repealed.")
    citation: Citation | None = field("Where the text says so.", "cite")


@strawberry.type(description="What the data of a regulation rests on.")
class Source:
    """Stands for ``core.regulation.model.Source``."""

    issuer: Text | None = field("Who issued the text; none: the text at hand does not say.")
    number: str | None = field("The document's number (文号).")
    promulgated: date | None = field("The day on which it was promulgated.")
    confidence: Confidence = field("How far the source can be trusted.")
    completeness: Completeness = field("Whether the whole text was at hand.")
    articles: str | None = field("The articles at hand, if not all, such as 13-17.")
    basis: list[str] = field("Numbers of the documents that the text names as its basis.")
    supersedes: list[str] = field("Codes of the versions that this one replaces.")


@strawberry.type(description="A provision that computes nothing, kept so that every article can be read and cited.")
class Provision:
    """Stands for ``core.regulation.model.Provision``."""

    citation: Citation = field("Where it stands.", "cite")
    kind: ProvisionKind = field("What it is about.")
    party: Party | None = field("Whom it binds; none: nobody in particular.")
    label: Text = field("The provision in short.")


@strawberry.type(description="Something that the text at hand does not say. No number is ever invented for it.")
class Gap:
    """Stands for ``core.regulation.model.Gap``."""

    code: str = field("Its name within the regulation.", "id")
    scheme: Scheme | None = field("The scheme that cannot be decided without it; none: nothing is blocked.")
    parameters: list[str] = field("Names of the missing values, as `Assessment.missing` gives them.")
    label: Text = field("What is missing.")


@dataclass(frozen=True, slots=True)
class ChoiceOf:
    """A choice, and whether it is the default."""

    choice: Choice
    is_default: bool


@strawberry.type(description="One way to read an ambiguous text.")
class ReadingChoice:
    """Stands for ``ChoiceOf``."""

    code: str = field("Its name within the reading, for `ReadingInput.choice`.", "choice.id")
    label: Text = field("The reading in short.", "choice.label")
    is_default: bool = field("Whether it is taken unless another is chosen.")


def _choices(chosen: ChosenReading) -> list[ChoiceOf]:
    return [ChoiceOf(one, number == 0) for number, one in enumerate(chosen.reading.choices)]


@strawberry.type(description="An ambiguity of the text, with the ways to read it and the one taken.")
class Reading:
    """Stands for ``core.regulation.law.ChosenReading``."""

    code: str = field("Its name within the regulation, for `ReadingInput.reading`.", "reading.id")
    ref: str | None = field("Where the ambiguity is written up.", "reading.ref")
    citation: Citation = field("The place that can be read in more than one way.", "reading.cite")
    question: Text = field("What the text leaves open.", "reading.question")
    choices: list[ReadingChoice] = field("The ways to read it, the default first.", _choices)
    chosen: ReadingChoice = field("The one taken.", lambda chosen: ChoiceOf(chosen.choice, chosen.is_default))


@strawberry.type(description="What an operator put in place of a gap. Never law; every answer that uses it says so.")
class OperatorSupply:
    """Stands for ``core.regulation.model.OperatorSupply``."""

    scheme: Scheme = field("The scheme that was supplied.")
    basis: Text = field("The decision or agreement that the operator's values rest on.")


def schemes_of(law: Law) -> list[Scheme]:
    """Return the schemes that ``law`` can decide."""
    return [scheme for scheme in Scheme if getattr(law.regulation, scheme.value.lower(), None) is not None]


@strawberry.type(description="A regulation (规章): one promulgated version of one place's rules, as it is applied.")
class Regulation(Node):
    """Stands for ``core.regulation.law.Law``."""

    is_kept: ClassVar[bool] = True

    id: strawberry.ID = node_id("Regulation", lambda law: law.id)
    code: str = field("Its plain id, which data and records use.", "id")
    place: str = field("The line of versions that it belongs to.", "regulation.place")
    title: Text = field("The official title, and a translation.", "regulation.title")
    region: Region = field("Where it applies.", "regulation.region")
    in_force: InForce = field("When it governs.", "regulation.in_force")
    source: Source = field("What the data rests on.", "regulation.source")
    digest: str = field("Digest of every value that can change an outcome; equal digests, equal results.")
    schemes: list[Scheme] = field("The kinds of rule that it holds.", schemes_of)
    provisions: list[Provision] = field("Provisions that compute nothing.", "regulation.provisions")
    gaps: list[Gap] = field("What the text at hand does not say.", "regulation.gaps")
    readings: list[Reading] = field("Ambiguities of the text, with the reading taken.", "chosen")
    points: PointsScheme | None = field("The points scheme; none: see the gaps.", points_scheme_of)
    enrolment: EnrolmentScheme | None = field("The enrolment scheme; none: the text has none.", "regulation.enrolment")
    scorecard: ScorecardScheme | None = field("The scorecard scheme; none: the text has none.", "regulation.scorecard")
    rating: RatingScheme | None = field("The rating scheme; none: the text has none.", "regulation.rating")
    charges: ChargesScheme | None = field("The charges scheme; none: the text has none.", "regulation.charges")
    settlement: SettlementScheme | None = field(
        "The settlement scheme; none: the text has none.", "regulation.settlement"
    )
    dispensing: DispensingScheme | None = field(
        "The dispensing scheme; none: the text has none.", "regulation.dispensing"
    )
    operator_supplies: list[OperatorSupply] = field("What the operator put in place of gaps.", "supplied")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, Law)


PAGING: Paging[Law, str] = Paging(codes("regulation"), lambda law: law.id)


def find_law(context: Context, text: str) -> Law | None:
    """Return the law with this plain or global id, or None."""
    catalogue = context.office.host.catalogue
    return catalogue.find(plain_id(text)) or catalogue.find(text)


def plain_id(text: str) -> str:
    """Return the plain id of a regulation named by its plain or global id."""
    parsed = parse_id(text)
    return parsed[1] if parsed is not None and parsed[0] == "Regulation" else text


def region_prefix(region: str | None) -> str | None:
    """Return ``region``; raise RefusedError unless it is 2, 4 or 6 digits, or None."""
    if region is None or (region.isascii() and region.isdigit() and len(region) in REGION_LENGTHS):
        return region
    raise RefusedError(
        "REGION_INVALID",
        TextValue(zh="region 写 2、4 或 6 位行政区划代码", en="`region` is 2, 4 or 6 digits of GB/T 2260"),
        field="region",
    )


def regulation(
    info: Info,
    id: Annotated[strawberry.ID, argument("The regulation's code or global id.")],  # noqa: A002 - the client's word
) -> Law | None:
    """Return the regulation with this id, or None."""
    return find_law(info.context, id)


async def regulations(
    info: Info,
    *,
    first: First = DEFAULT_FIRST,
    after: After = None,
    place: PlaceName = None,
    region: RegionPrefix = None,
    scheme: Annotated[Scheme | None, argument("Only those that hold this kind of rule.")] = None,
    text: Annotated[str | None, argument("A part of the code, title or region's name, in either language.")] = None,
) -> Page[Law]:
    """Return the regulations served, by id."""
    prefix = region_prefix(region) or ""
    rows = [
        law
        for law in info.context.office.host.catalogue.laws
        if place in (None, law.regulation.place)
        and law.regulation.region.code.startswith(prefix)
        and (scheme is None or scheme in schemes_of(law))
        and (text is None or _mentions(law, text))
    ]
    return PAGING.cut(info.context, first, after, rows)


def _mentions(law: Law, text: str) -> bool:
    title, name = law.regulation.title, law.regulation.region.name
    return any(text.casefold() in one.casefold() for one in (law.id, title.zh, title.en, name.zh, name.en))
