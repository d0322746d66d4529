"""A data file against the official text that it comes from: what the text bears out, contradicts, or leaves undecided.

Three things are compared: every place cited exists; every number stands in the article cited; every item of an
article that is cited item by item has a rule or provision. What cannot be decided is said with its reason.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from core.regulation.against.claims import Claim, ClaimKind, Claims, Place, claims_of
from core.regulation.against.quantities import Measure, Quantity, dates, quantities
from core.regulation.against.text import Division, Form, LawText, normalised
from core.regulation.citation import Citation, Part, Unit
from core.regulation.files.positions import Path
from core.regulation.files.reading import Document


class Verdict(StrEnum):
    """What the text says of a value or a place."""

    CONFIRMED = "CONFIRMED"
    CONTRADICTED = "CONTRADICTED"
    UNDECIDED = "UNDECIDED"


class Why(StrEnum):
    """Why something is contradicted or cannot be decided."""

    PLACE_MISSING = "PLACE_MISSING"
    """The text has no such place."""
    OTHER_NUMBER = "OTHER_NUMBER"
    """The place gives other numbers of this measure, not this one."""
    OTHER_DATE = "OTHER_DATE"
    """The place gives other dates, not this one."""
    NOT_TOGETHER = "NOT_TOGETHER"
    """A consequence and the number that it follows from stand in no sentence together."""
    NOWHERE = "NOWHERE"
    """It stands nowhere in the text, which gives others of its measure."""
    NOT_NAMED = "NOT_NAMED"
    """The text names no such document."""
    ITEM_WITHOUT_RULE = "ITEM_WITHOUT_RULE"
    """The data cites other items of the same row and not this one."""
    NOT_IN_NUMERALS = "NOT_IN_NUMERALS"
    """The place gives no number of this measure: it may say it in words."""
    SOMEWHERE = "SOMEWHERE"
    """It stands in the text, but whether in its place cannot be told."""
    NO_PLACE = "NO_PLACE"
    """The data cites no place, or one whose number is not at hand."""
    NOT_DIVIDED = "NOT_DIVIDED"
    """The text has no articles whose numbers run through, so that no place of it can be looked up."""
    REPORTED = "REPORTED"
    """Only the press tells of the place, and the text at hand does not have it."""
    OTHER_TEXT = "OTHER_TEXT"
    """It stands in another text."""
    DERIVED = "DERIVED"
    """The file works it out from other numbers of its own."""
    ITEMS_TOGETHER = "ITEMS_TOGETHER"
    """One rule or provision cites the whole of what the text enumerates."""
    NUMBER_UNUSED = "NUMBER_UNUSED"
    """An article that the data cites gives a number that no value or label of the data has."""


class About(StrEnum):
    """What a comparison is about."""

    PLACE = "PLACE"
    NUMBER = "NUMBER"
    DATE = "DATE"
    DOCUMENT = "DOCUMENT"
    LABEL = "LABEL"
    ITEM = "ITEM"
    UNUSED = "UNUSED"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing compared."""

    about: About
    verdict: Verdict
    why: Why | None
    """None: confirmed."""
    path: Path | None
    """Of the value or citation in the data file; None: it stands in the text alone."""
    cite: Citation | None
    """The place; None: the data names none."""
    value: str = ""
    """The number, date or document as the data writes it, or as the text does; empty for a place or item."""
    line: int | None = None
    """Line of the text where the place begins; None: the text does not have it, or it is the whole text."""
    others: tuple[str, ...] = ()
    """What the place gives instead, as it writes it."""


_SENTENCE = re.compile(r"[^。;]+")
_WHOLE = Decimal(100)
_DOCUMENT_NUMBER = re.compile(r"\d+号$")


def compare_with_text(document: Document, text: LawText) -> tuple[Compared, ...]:
    """Return everything that a data file, which fits its model, claims of ``text``, each with its verdict."""
    claims = claims_of(document)
    return (
        *(_place(one, text) for one in claims.places),
        *(_value(one, text) for one in claims.values),
        *_items(claims, text),
        *_unused(claims, text),
    )


def _place(place: Place, text: LawText) -> Compared:
    undecided = _undecidable(place.cite, text, is_borrowed=place.is_borrowed)
    way = None if undecided else text.find(place.cite)
    if undecided is None and way is None:
        if place.cite.reported:
            undecided = Why.REPORTED
        else:
            return Compared(About.PLACE, Verdict.CONTRADICTED, Why.PLACE_MISSING, place.path, place.cite)
    verdict = Verdict.UNDECIDED if undecided else Verdict.CONFIRMED
    return Compared(About.PLACE, verdict, undecided, place.path, place.cite, line=way[-1].line if way else None)


def _undecidable(cite: Citation | None, text: LawText, *, is_borrowed: bool) -> Why | None:
    """Return why a place cannot be looked up in the text; None if it can."""
    if is_borrowed or (cite is not None and cite.source is not None):
        return Why.OTHER_TEXT
    if cite is None or not cite.parts:
        return Why.NO_PLACE
    return None if text.articles else Why.NOT_DIVIDED


def _value(claim: Claim, text: LawText) -> Compared:
    if claim.kind is ClaimKind.DOCUMENT:
        return _document(claim, text)
    undecided = _undecidable(claim.cite, text, is_borrowed=claim.is_borrowed)
    if claim.is_derived or undecided is Why.OTHER_TEXT:
        return _said(claim, Verdict.UNDECIDED, Why.DERIVED if claim.is_derived else undecided)
    if undecided is not None or claim.cite is None:
        return _somewhere(claim, text, undecided or Why.NO_PLACE)
    way = text.find(claim.cite)
    if way is None:
        reported = claim.cite.reported
        return _said(
            claim,
            Verdict.UNDECIDED if reported else Verdict.CONTRADICTED,
            Why.REPORTED if reported else Why.PLACE_MISSING,
        )
    return _in_place(claim, way)


def _said(
    claim: Claim, verdict: Verdict, why: Why | None, line: int | None = None, others: tuple[str, ...] = ()
) -> Compared:
    return Compared(About(claim.kind.value), verdict, why, claim.path, claim.cite, claim.shown, line, others)


def _document(claim: Claim, text: LawText) -> Compared:
    wanted, given = _letters(str(claim.value)), _letters("".join(text.blocks))
    number = _DOCUMENT_NUMBER.search(wanted)  # the issuer may stand there in other characters
    if wanted in given or (number is not None and re.search(rf"(?<!\d){number[0]}", given)):
        return _said(claim, Verdict.CONFIRMED, None)
    is_own = claim.path == ("source", "number")
    return _said(claim, Verdict.UNDECIDED if is_own else Verdict.CONTRADICTED, Why.NOT_NAMED)


def _letters(words: str) -> str:
    return "".join(char for char in normalised(words) if char.isalnum()).replace("號", "号")


def _somewhere(claim: Claim, text: LawText, why: Why) -> Compared:
    """Look for a value in the whole text: what stands there cannot be placed, what does not is contradicted."""
    verdict, _, others = _looked_up(claim, text.blocks)
    if verdict is Verdict.CONFIRMED:
        is_placed = claim.kind is ClaimKind.DATE
        return _said(claim, verdict if is_placed else Verdict.UNDECIDED, None if is_placed else Why.SOMEWHERE)
    if verdict is Verdict.CONTRADICTED:
        return _said(claim, verdict, Why.NOWHERE, others=others)
    return _said(claim, Verdict.UNDECIDED, why)


def _in_place(claim: Claim, way: tuple[Division, ...]) -> Compared:
    """Look for a value where it is cited: there first, then in its items, then in what introduces the enumeration."""
    line = way[-1].line
    for blocks in _scopes(claim, way):
        verdict, why, others = _looked_up(claim, blocks)
        if verdict is not Verdict.UNDECIDED:
            return _said(claim, verdict, why, line, others)
    return _said(claim, Verdict.UNDECIDED, Why.NOT_IN_NUMERALS, line)


def _scopes(claim: Claim, way: tuple[Division, ...]) -> Iterator[tuple[str, ...]]:
    own = way[-1]
    if claim.cite is not None and claim.cite.parts[-1].unit is not Unit.PARAGRAPH:
        yield own.blocks
    yield tuple(own.all_blocks())
    for above in reversed(way[:-1]):
        yield above.blocks


def _looked_up(claim: Claim, blocks: tuple[str, ...]) -> tuple[Verdict, Why | None, tuple[str, ...]]:
    """Return whether paragraphs give a value, or others of its measure instead, and these; else it is undecided."""
    if isinstance(claim.value, date):
        given = [day for block in blocks for day in dates(block)]
        wanted = {claim.value, claim.value - timedelta(days=1)} if claim.key == "to" else {claim.value}
        if wanted & set(given):
            return Verdict.CONFIRMED, None, ()
        verdict = Verdict.CONTRADICTED if given else Verdict.UNDECIDED
        return verdict, Why.OTHER_DATE, tuple(day.isoformat() for day in given)
    given = [one for block in blocks for one in quantities(block)]
    found = [one for one in given if one.measure in claim.measures]
    if any(_is(one, claim) for one in found):
        apart = any(_triggers(one, claim) for one in given) and not any(_together(claim, block) for block in blocks)
        return (Verdict.CONTRADICTED, Why.NOT_TOGETHER, ()) if apart else (Verdict.CONFIRMED, None, ())
    others = tuple(dict.fromkeys(one.written.strip() for one in found if not one.worded))
    is_share = claim.measures == (Measure.PERCENT,)
    goes_unsaid = (is_share and claim.value in {0, _WHOLE}) or (claim.key == "full" and claim.value == _WHOLE)
    contradicted = bool(others) and not goes_unsaid
    return (Verdict.CONTRADICTED if contradicted else Verdict.UNDECIDED), Why.OTHER_NUMBER, others


def _is(one: Quantity, claim: Claim) -> bool:
    """Return whether a quantity is the number claimed; the upper end of a range is so for an upper end alone."""
    ends = one.is_upper_end and claim.path[-1] not in {"to", "zh"}
    return one.measure in claim.measures and one.value == claim.value and not ends


def _triggers(one: Quantity, claim: Claim) -> bool:
    return one.measure in claim.trigger_measures and one.value == claim.trigger and not one.is_upper_end


def _together(claim: Claim, block: str) -> bool:
    """Return whether a sentence gives both the number claimed and the one that it follows from."""
    sentences = (quantities(sentence) for sentence in _SENTENCE.findall(block))
    return any(
        any(_is(one, claim) for one in given) and any(_triggers(one, claim) for one in given) for given in sentences
    )


def _items(claims: Claims, text: LawText) -> Iterator[Compared]:
    """Yield every item of a cited article, whether the data has a rule or provision for it."""
    cited = {one.cite for one in claims.places if one.cite.parts and one.cite.source is None and not one.is_borrowed}
    ways = [way for cite in cited if (way := text.find(cite)) is not None]
    touched = {id(division) for way in ways for division in way}
    for article in text.articles:
        if id(article) in touched:
            for one in _items_of(article, Citation((Part(Unit.ARTICLE, article.number),)), touched):
                if claims.extent is None or (one.cite is not None and one.cite.within(claims.extent)):
                    yield one


def _items_of(division: Division, cite: Citation, touched: set[int]) -> Iterator[Compared]:
    is_itemised = any(id(one) in touched for one in division.items)
    for one in division.items:
        inner = Citation((*cite.parts, Part(_unit_of(one, cite), one.number)))
        if id(one) in touched:
            yield Compared(About.ITEM, Verdict.CONFIRMED, None, None, inner, line=one.line)
            yield from _items_of(one, inner, touched)
        elif is_itemised:
            yield Compared(About.ITEM, Verdict.CONTRADICTED, Why.ITEM_WITHOUT_RULE, None, inner, line=one.line)
    if division.items and not is_itemised:
        yield Compared(About.ITEM, Verdict.UNDECIDED, Why.ITEMS_TOGETHER, None, cite, line=division.line)


def _unit_of(item: Division, around: Citation) -> Unit:
    """Return what data calls an item there: a sub-item within an item, unless the text numbers by decimals."""
    is_inner = around.parts[-1].unit is Unit.ITEM and item.form is not Form.DECIMAL
    return Unit.SUB_ITEM if is_inner else Unit.ITEM


def _unused(claims: Claims, text: LawText) -> Iterator[Compared]:
    """Yield the numbers of cited articles that no value and no label cited there has."""
    articles = {one.cite.parts[0].number for one in claims.places if one.cite.parts and one.cite.source is None}
    known = [(_numbers(one.cite), one) for one in claims.values if one.cite is not None and one.cite.source is None]
    for article in text.articles:
        if article.number in articles:
            for division, cite in _divisions(article, Citation((Part(Unit.ARTICLE, article.number),))):
                here = [claim for numbers, claim in known if _meet(numbers, _numbers(cite))]
                for one in _given(division):
                    if not any(one.measure in claim.measures and one.value == claim.value for claim in here):
                        written, why = one.written.strip(), Why.NUMBER_UNUSED
                        yield Compared(About.UNUSED, Verdict.UNDECIDED, why, None, cite, written, division.line)


def _divisions(division: Division, cite: Citation) -> Iterator[tuple[Division, Citation]]:
    yield division, cite
    for one in division.items:
        yield from _divisions(one, Citation((*cite.parts, Part(_unit_of(one, cite), one.number))))


def _numbers(cite: Citation) -> tuple[int, ...]:
    """Return the numbers of article and items, without the paragraphs that line breaks do not tell for certain."""
    return tuple(part.number for part in cite.parts if part.unit is not Unit.PARAGRAPH)


def _meet(one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Return whether one place lies in the other, or the other in it; a place of no number meets none."""
    shared = min(len(one), len(other))
    return shared > 0 and one[:shared] == other[:shared]


def _given(division: Division) -> Iterator[Quantity]:
    """Yield the quantities of a division's own words that data could carry; 一次 mostly counts nothing."""
    for one in (one for block in division.blocks for one in quantities(block)):
        once = one.measure is Measure.TIMES and one.value == 1
        if one.measure is not Measure.OTHER and not (one.worded or one.is_upper_end or once):
            yield one
