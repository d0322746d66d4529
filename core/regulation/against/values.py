"""One value of a data file against the text: where it is cited if that can be looked up, else in the whole of it."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from core.regulation.against.claims import Claim, ClaimKind, Number
from core.regulation.against.quantities import Quantity, dates, quantities
from core.regulation.against.terms import About, Compared, Verdict, Why
from core.regulation.against.text import Division, LawText, normalised
from core.regulation.citation import Citation, Unit

SENTENCE = re.compile(r"[^。;]+")
_WHOLE = Decimal(100)
_DOCUMENT_NUMBER = re.compile(r"\d+号$")


def undecidable(cite: Citation | None, text: LawText, *, is_borrowed: bool) -> Why | None:
    """Return why a place cannot be looked up in the text; None if it can."""
    if is_borrowed or (cite is not None and cite.source is not None):
        return Why.OTHER_TEXT
    if cite is None or not cite.parts:
        return Why.NO_PLACE
    return None if text.articles else Why.NOT_DIVIDED


def value_in(claim: Claim, text: LawText) -> Compared:
    """Return what ``text`` says of a value, looked for where it is cited if that place can be looked up."""
    if claim.kind is ClaimKind.DOCUMENT:
        return _document(claim, text)
    undecided = undecidable(claim.cite, text, is_borrowed=claim.is_borrowed)
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
        is_placed = claim.kind is ClaimKind.DATE or _stand_together(claim, text.blocks)
        return _said(claim, verdict if is_placed else Verdict.UNDECIDED, None if is_placed else Why.SOMEWHERE)
    if verdict is Verdict.CONTRADICTED:
        return _said(claim, verdict, Why.NOWHERE, others=others)
    return _said(claim, Verdict.UNDECIDED, why)


def _stand_together(claim: Claim, blocks: tuple[str, ...]) -> bool:
    """Return whether a number has others beside it in its table, and a sentence gives them all."""
    return len(claim.siblings) > 1 and any(gives_all(claim, one) for block in blocks for one in SENTENCE.findall(block))


def gives_all(claim: Claim, sentence: str) -> bool:
    """Return whether a sentence gives every number of the table of a claim that a text says in numerals."""
    given = quantities(sentence)
    return all(any(one.is_given_by(each) for each in given) for one in claim.siblings)


def _in_place(claim: Claim, way: tuple[Division, ...]) -> Compared:
    """Look for a value where it is cited: there first, then in its items, then in what introduces the enumeration."""
    line = way[-1].line
    if _looked_up(claim, _paragraph(claim, way[-1]))[0] is Verdict.CONTRADICTED:
        verdict, why, others = _looked_up(claim, tuple(way[-1].all_blocks()))
        is_elsewhere = verdict is Verdict.CONFIRMED
        verdict, why = (Verdict.UNDECIDED, Why.OTHER_PARAGRAPH) if is_elsewhere else (verdict, why)
        return _said(claim, verdict, why, line, others)
    for blocks in _scopes(claim, way):
        verdict, why, others = _looked_up(claim, blocks)
        if verdict is not Verdict.UNDECIDED:
            return _said(claim, verdict, why, line, others)
    return _said(claim, Verdict.UNDECIDED, Why.NOT_IN_NUMERALS, line)


def _paragraph(claim: Claim, own: Division) -> tuple[str, ...]:
    """Return the paragraph cited, as far as line breaks tell; nothing if no paragraph is, or there are not so many."""
    last = claim.cite.parts[-1] if claim.cite is not None else None
    if last is None or last.unit is not Unit.PARAGRAPH:
        return ()
    return own.blocks[last.number - 1 : last.number]


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
    contradicted = bool(others) and not _goes_unsaid(claim)
    return (Verdict.CONTRADICTED if contradicted else Verdict.UNDECIDED), Why.OTHER_NUMBER, others


def _goes_unsaid(claim: Claim) -> bool:
    if not isinstance(claim.value, Decimal):
        return False
    return Number(claim.value, claim.measures).goes_unsaid or (claim.key == "full" and claim.value == _WHOLE)


def _is(one: Quantity, claim: Claim) -> bool:
    """Return whether a quantity is the number claimed; the upper end of a range is so for an upper end alone."""
    ends = one.is_upper_end and claim.path[-1] not in {"to", "zh"}
    if (claim.is_each and not one.is_each) or (claim.key == "full" and one.is_bound):
        return False
    return one.measure in claim.measures and one.value == claim.value and not ends


def _triggers(one: Quantity, claim: Claim) -> bool:
    return one.measure in claim.trigger_measures and one.value == claim.trigger and not one.is_upper_end


def _together(claim: Claim, block: str) -> bool:
    """Return whether a sentence gives both the number claimed and the one that it follows from."""
    sentences = (quantities(sentence) for sentence in SENTENCE.findall(block))
    return any(
        any(_is(one, claim) for one in given) and any(_triggers(one, claim) for one in given) for given in sentences
    )
