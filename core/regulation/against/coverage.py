"""What an official text has and a data file lacks: items without a rule, and numbers that no value and no label has."""

from collections.abc import Iterable, Iterator

from core.regulation.against.claims import Claim, Claims
from core.regulation.against.quantities import Measure, Quantity, quantities
from core.regulation.against.terms import About, Compared, Verdict, Why
from core.regulation.against.text import Division, Form, LawText
from core.regulation.against.values import SENTENCE, gives_all
from core.regulation.citation import Citation, Part, Unit


def items_of(claims: Claims, text: LawText) -> Iterator[Compared]:
    """Yield every item of a cited article, whether the data has a rule or provision for it."""
    cited = {one.cite for one in claims.places if one.cite.parts and one.cite.source is None and not one.is_borrowed}
    ways = [way for cite in cited if (way := text.find(cite)) is not None]
    touched = {id(division) for way in ways for division in way}
    for article in text.articles:
        if id(article) in touched:
            for one in _items_within(article, Citation((Part(Unit.ARTICLE, article.number),)), touched):
                if claims.extent is None or (one.cite is not None and one.cite.within(claims.extent)):
                    yield one


def _items_within(division: Division, cite: Citation, touched: set[int]) -> Iterator[Compared]:
    is_itemised = any(id(one) in touched for one in division.items)
    for one in division.items:
        inner = Citation((*cite.parts, Part(_unit_of(one, cite), one.number)))
        if id(one) in touched:
            yield Compared(About.ITEM, Verdict.CONFIRMED, None, None, inner, line=one.line)
            yield from _items_within(one, inner, touched)
        elif is_itemised:
            yield Compared(About.ITEM, Verdict.CONTRADICTED, Why.ITEM_WITHOUT_RULE, None, inner, line=one.line)
    if division.items and not is_itemised:
        yield Compared(About.ITEM, Verdict.UNDECIDED, Why.ITEMS_TOGETHER, None, cite, line=division.line)


def _unit_of(item: Division, around: Citation) -> Unit:
    """Return what data calls an item there: a sub-item within an item, unless the text numbers by decimals."""
    is_inner = around.parts[-1].unit is Unit.ITEM and item.form is not Form.DECIMAL
    return Unit.SUB_ITEM if is_inner else Unit.ITEM


def unused_numbers(claims: Claims, text: LawText) -> Iterator[Compared]:
    """Yield the numbers of cited articles that no value and no label cited there has.

    Of a text without articles, those of the sentences that the data draws its numbers from.
    """
    if not text.articles:
        yield from _unused_in_sentences(claims, text)
        return
    articles = {one.cite.parts[0].number for one in claims.places if one.cite.parts and one.cite.source is None}
    known = [(_numbers(one.cite), one) for one in claims.values if one.cite is not None and one.cite.source is None]
    for article in text.articles:
        if article.number in articles:
            for division, cite in _divisions(article, Citation((Part(Unit.ARTICLE, article.number),))):
                here = [claim for numbers, claim in known if _meet(numbers, _numbers(cite))]
                for one in _given(division.blocks):
                    if not _is_used(one, here):
                        yield _unused(one, cite, division.line)


def _unused_in_sentences(claims: Claims, text: LawText) -> Iterator[Compared]:
    drawn = [one for one in claims.values if one.siblings]
    for sentence in (one for block in text.blocks for one in SENTENCE.findall(block)):
        if any(gives_all(claim, sentence) for claim in drawn):
            yield from (_unused(one, None, None) for one in _given((sentence,)) if not _is_used(one, claims.values))


def _is_used(one: Quantity, claims: Iterable[Claim]) -> bool:
    return any(one.measure in claim.measures and one.value == claim.value for claim in claims)


def _unused(one: Quantity, cite: Citation | None, line: int | None) -> Compared:
    written, why = one.written.strip(), Why.NUMBER_UNUSED
    return Compared(About.UNUSED, Verdict.UNDECIDED, why, None, cite, written, line)


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


def _given(blocks: Iterable[str]) -> Iterator[Quantity]:
    """Yield the quantities of some words that data could carry; 一次 mostly counts nothing."""
    for one in (one for block in blocks for one in quantities(block)):
        once = one.measure is Measure.TIMES and one.value == 1
        if one.measure is not Measure.OTHER and not (one.worded or one.is_upper_end or once):
            yield one
