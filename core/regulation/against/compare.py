"""A data file against the official text that it comes from: what the text bears out, contradicts, or leaves undecided.

Three things are compared: every place cited exists; every number stands in the article cited; every item of an
article that is cited item by item has a rule or provision. What cannot be decided is said with its reason.
"""

from collections.abc import Iterator

from core.regulation.against.claims import Claims, Place, claims_of
from core.regulation.against.coverage import items_of, unused_numbers
from core.regulation.against.terms import About, Compared, Verdict, Why
from core.regulation.against.text import LawText
from core.regulation.against.values import undecidable, value_in
from core.regulation.files.reading import Document


def compare_with_text(document: Document, text: LawText) -> tuple[Compared, ...]:
    """Return everything that a data file, which fits its model, claims of ``text``, each with its verdict."""
    claims = claims_of(document)
    return (
        *(_place(one, text) for one in claims.places),
        *(value_in(one, text) for one in claims.values),
        *_labels(claims),
        *items_of(claims, text),
        *unused_numbers(claims, text),
    )


def _place(place: Place, text: LawText) -> Compared:
    undecided = undecidable(place.cite, text, is_borrowed=place.is_borrowed)
    way = None if undecided else text.find(place.cite)
    if undecided is None and way is None:
        if place.cite.reported:
            undecided = Why.REPORTED
        else:
            return Compared(About.PLACE, Verdict.CONTRADICTED, Why.PLACE_MISSING, place.path, place.cite)
    verdict = Verdict.UNDECIDED if undecided else Verdict.CONFIRMED
    return Compared(About.PLACE, verdict, undecided, place.path, place.cite, line=way[-1].line if way else None)


def _labels(claims: Claims) -> Iterator[Compared]:
    """Yield the labels that give a number of a measure in which the values beside them have others."""
    for one in claims.values:
        if one.beside and one.value not in one.beside:
            others = tuple(f"{number:f}" for number in one.beside)
            about, why = About.LABEL, Why.LABEL_DIFFERS
            yield Compared(about, Verdict.UNDECIDED, why, one.path, one.cite, one.shown, others=others)
