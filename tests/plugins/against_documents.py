"""Which lines of which source document each shipped regulation comes from, and the figures of comparing them.

The documents are not part of the project; they are compared with where they lie beside a checkout.
``python -m tests.plugins.against_documents`` writes the figures into docs/against.md.
"""

import pathlib
from collections import Counter
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import cast

from pydantic import ValidationError

from core.regulation.against.claims import ClaimKind, claims_of
from core.regulation.against.compare import compare_with_text
from core.regulation.against.quantities import quantities
from core.regulation.against.terms import About, Compared, Verdict, Why
from core.regulation.against.text import LawText, read_law_text
from core.regulation.against.values import value_in
from core.regulation.checks import check
from core.regulation.files.positions import Path
from core.regulation.files.reading import Document, Value, decode, parse
from core.regulation.law import make_law
from core.regulation.mutants import changed

ROOT = pathlib.Path(__file__).parents[2]
DOCUMENTS = ROOT.parent / "shared" / "documents"
PAGE = ROOT / "docs" / "against.md"
FIGURES = ("<!-- figures -->\n", "<!-- /figures -->\n")
CHANGES = ("<!-- changes -->\n", "<!-- /changes -->\n")


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of a text: the number that its document's name begins with, and its lines."""

    document: str
    first: int
    last: int

    def text(self) -> LawText:
        """Return the text, divided."""
        (path,) = DOCUMENTS.glob(f"{self.document}_*.txt")
        lines = path.read_text(encoding="utf-8").split("\n")[self.first - 1 : self.last]
        return read_law_text("\n".join(lines), self.first)


ORIGINS = MappingProxyType(
    {
        "agency_evaluation/template": Origin("003", 1, 128),
        "baoshan/undated": Origin("002", 151, 222),
        "beijing_limits/undated": Origin("001", 269, 297),
        "chaoyang/template": Origin("001", 377, 409),
        "chengdu_hospital/2013": Origin("000", 151, 216),
        "hospital_filing/template": Origin("001", 237, 264),
        "hundred_point/undated": Origin("001", 331, 353),
        "meishan/undated": Origin("001", 61, 85),
        "office_kpi/template": Origin("004", 5, 12),
        "office_kpi_staff/template": Origin("004", 34, 44),
        "office_review/template": Origin("004", 45, 55),
        "outpatient_reward_penalty/undated": Origin("000", 22, 23),
        "prepayment/2009": Origin("002", 51, 91),
        "rag_light/template": Origin("002", 93, 149),
        "shenyang/2011": Origin("001", 467, 528),
        "template_gt1/template": Origin("000", 2, 21),
        "template_gt2/template": Origin("000", 24, 45),
        "template_gt3/template": Origin("000", 46, 64),
        "template_gt4/template": Origin("000", 65, 84),
        "template_gt5/template": Origin("000", 85, 101),
        "template_gt5_model/template": Origin("000", 102, 114),
        "template_gt6/template": Origin("000", 115, 126),
        "template_gt7/template": Origin("000", 127, 148),
        "template_gt8/template": Origin("001", 181, 206),
        "template_gt9/template": Origin("001", 355, 376),
        "template_gt11/template": Origin("001", 299, 330),
        "xinjiang_audit/undated": Origin("002", 247, 256),
        "zhejiang/2014": Origin("001", 447, 461),
        "zhengzhou/undated": Origin("001", 33, 60),
        "zibo/undated": Origin("001", 411, 441),
    }
)
"""By data file. The national scheme and the provinces' rest on no document that is at hand."""


def document_of(name: str) -> Document:
    """Return a shipped data file."""
    file = f"{name}.toml"
    return parse(decode((ROOT / "plugins" / file).read_bytes(), file), file)


def figures() -> str:
    """Return the table of the page: for each regulation what its text confirms, and what cannot be decided."""
    columns = (
        "regulation",
        "places",
        "items",
        "numbers confirmed",
        "in the text, place unknown",
        "not decidable",
        "of them in another or reported text",
        "dates, documents",
    )
    lines = [f"| {' | '.join(columns)} |", "|---" * len(columns) + "|"]
    sums: Counter[str] = Counter()
    for name, origin in ORIGINS.items():
        document = document_of(name)
        row = _row(compare_with_text(document, origin.text()))
        sums += row
        lines.append(_line(f"`{document.data['id']}`", row))
    return "\n".join((*lines, _line("all", sums), ""))


def _line(name: str, row: Counter[str]) -> str:
    places = f"{row['places']} of {row['all_places']}"
    items = f"{row['items']} of {row['all_items']}"
    numbers = " | ".join(str(row[key]) for key in ("confirmed", "somewhere", "undecided", "elsewhere"))
    return f"| {name} | {places} | {items} | {numbers} | {row['others']} |"


def _row(found: tuple[Compared, ...]) -> Counter[str]:
    numbers = [one for one in found if one.about is About.NUMBER]
    undecided = [one for one in numbers if one.verdict is Verdict.UNDECIDED and one.why is not Why.SOMEWHERE]
    confirmed = Counter(one.about for one in found if one.verdict is Verdict.CONFIRMED)
    return Counter(
        places=confirmed[About.PLACE],
        all_places=sum(one.about is About.PLACE for one in found),
        items=confirmed[About.ITEM],
        all_items=sum(one.about is About.ITEM for one in found),
        confirmed=confirmed[About.NUMBER],
        somewhere=sum(one.why is Why.SOMEWHERE for one in numbers),
        undecided=len(undecided),
        elsewhere=sum(one.why in {Why.OTHER_TEXT, Why.REPORTED} for one in undecided),
        others=confirmed[About.DATE] + confirmed[About.DOCUMENT],
    )


class Said(StrEnum):
    """What is said of a number that was changed."""

    CONTRADICTED = "contradicted"
    """The text says otherwise: the exit code tells."""
    REFUSED = "refused by the checks"
    """The file is wrong in itself: the exit code tells."""
    LISTED_ANEW = "listed anew"
    """Something is listed for a person to look at that was not listed before."""
    LISTED_AS_BEFORE = "listed as before"
    """The number is listed for a person to look at, changed or not."""
    NOTHING = "nothing"


IN_NO_TEXT = frozenset({Why.OTHER_TEXT, Why.REPORTED, Why.DERIVED})
"""Why a number does not come from the document at all."""


def changed_numbers(name: str) -> Counter[Said]:
    """Return what is said of each number of a data file that its document can know, changed one at a time.

    Each becomes one more, one less, ten times as much, and every other number of the document.
    """
    document, text = document_of(name), ORIGINS[name].text()
    found = compare_with_text(document, text)
    elsewhere = {one.path for one in found if one.why in IN_NO_TEXT}
    given = {one.value for block in text.blocks for one in quantities(block)}
    said: Counter[Said] = Counter()
    for claim in claims_of(document).values:
        if claim.kind is ClaimKind.NUMBER and claim.path not in elsewhere and isinstance(claim.value, Decimal):
            for value in sorted({claim.value + 1, claim.value - 1, claim.value * 10, *given} - {claim.value}):
                said[_said_of(with_value(document, claim.path, value), text, claim.path, listed(found))] += 1
    return said


def with_value(document: Document, path: Path, value: Decimal) -> Document:
    """Return the file with another number in one place."""
    whole = int(value) if value == value.to_integral_value() else value
    return replace(document, data=cast("dict[str, Value]", changed(dict(document.data), path, whole)))


def _said_of(document: Document, text: LawText, path: Path, before: set[tuple[object, ...]]) -> Said:
    claim = next(one for one in claims_of(document).values if one.path == path)
    if value_in(claim, text).verdict is Verdict.CONTRADICTED:
        return Said.CONTRADICTED
    found = compare_with_text(document, text)
    if any(one.verdict is Verdict.CONTRADICTED for one in found):
        return Said.CONTRADICTED
    if listed(found) - before:
        return Said.LISTED_ANEW
    if _is_refused(document):
        return Said.REFUSED
    return Said.LISTED_AS_BEFORE if any(one.path == path for one in found if one.why) else Said.NOTHING


def listed(found: tuple[Compared, ...]) -> set[tuple[object, ...]]:
    """Return everything that is not confirmed; of a number of the data, whatever it is, that it is not."""
    return {
        (one.about, one.why, one.path, str(one.cite), "" if one.about is About.NUMBER else one.value)
        for one in found
        if one.verdict is not Verdict.CONFIRMED
    }


def _is_refused(document: Document) -> bool:
    try:
        return any(check(make_law(document.data).regulation))
    except ValidationError:
        return True


def changes_line(name: str, said: Counter[Said]) -> str:
    """Return the row of a data file in the table of changed numbers."""
    counts = " | ".join(str(said[one]) for one in Said)
    return f"| {name} | {said.total()} | {counts} |"


def changes() -> str:
    """Return the table of changed numbers: for each regulation with numbers of its own, what was said of them."""
    lines = [f"| regulation | changes | {' | '.join(Said)} |", "|---" * (len(Said) + 2) + "|"]
    sums: Counter[Said] = Counter()
    for name in ORIGINS:
        said = changed_numbers(name)
        sums += said
        if said:
            lines.append(changes_line(f"`{document_of(name).data['id']}`", said))
    return "\n".join((*lines, changes_line("all", sums), ""))


def page_with(table: str, marks: tuple[str, str] = FIGURES) -> str:
    """Return the page with ``table`` between two marks."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(marks[0])
    _, _, after = rest.partition(marks[1])
    return f"{before}{marks[0]}{table}{marks[1]}{after}"


if __name__ == "__main__":
    PAGE.write_text(page_with(figures()), encoding="utf-8")
    PAGE.write_text(page_with(changes(), CHANGES), encoding="utf-8")
