"""Every shipped regulation against the document that it comes from, where the documents are at hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from core.regulation.against.claims import Claim, ClaimKind, claims_of
from core.regulation.against.compare import About, Compared, Verdict, compare_with_text
from core.regulation.against.text import LawText
from core.regulation.files.positions import Path
from core.regulation.files.reading import Document
from core.regulation.mutants import changed
from tests.plugins.against_documents import DOCUMENTS, ORIGINS, PAGE, ROOT, document_of, figures, page_with

STEP = 3
"""One number in so many is changed, to keep the test short; those of a row of equal clauses are all alike."""
WITHOUT_DOCUMENT = {"national", "tianjin", "hunan", "liaoning", "qinghai", "inner_mongolia"}

at_hand = pytest.mark.skipif(
    not DOCUMENTS.exists(), reason="the source documents, which are not part of the project, do not lie beside it"
)


def test_every_shipped_regulation_has_its_place_in_a_document_or_rests_on_none() -> None:
    files = {path.relative_to(ROOT / "plugins").as_posix()[:-5] for path in ROOT.glob("plugins/*/*.toml")}
    shipped = {name for name in files if not name.endswith(".cases")}
    assert {name for name in shipped - set(ORIGINS) if name.split("/")[0] not in WITHOUT_DOCUMENT} == set()
    assert set(ORIGINS) <= shipped


@at_hand
@pytest.mark.parametrize("name", ORIGINS)
def test_a_document_contradicts_nothing_of_the_data_that_comes_from_it(name: str) -> None:
    found = compare_with_text(document_of(name), ORIGINS[name].text())
    assert [one for one in found if one.verdict is Verdict.CONTRADICTED] == []


@at_hand
@pytest.mark.parametrize("name", ORIGINS)
def test_a_number_of_the_data_that_is_changed_is_reported(name: str) -> None:
    document, text = document_of(name), ORIGINS[name].text()
    before = reported(document, text)
    claims = [one for one in claims_of(document).values if one.kind in {ClaimKind.NUMBER, ClaimKind.DATE}]
    for claim in claims[::STEP]:
        for by in (1, -1):
            data = changed(dict(document.data), claim.path, moved(claim, by))
            assert isinstance(data, dict)
            assert reported(replace(document, data=data), text) - before != set(), (claim.path, by)


def moved(claim: Claim, by: int) -> Decimal | date:
    """Return the value, moved by so many or so many days."""
    if isinstance(claim.value, date):
        return claim.value + timedelta(days=by)
    assert isinstance(claim.value, Decimal)
    return claim.value + by


def reported(document: Document, text: LawText) -> set[tuple[About, str | None, Path | None, str, str]]:
    """Return everything that is not confirmed, as a reader sees it."""
    found: tuple[Compared, ...] = compare_with_text(document, text)
    return {
        (one.about, one.why, one.path, str(one.cite), one.value)
        for one in found
        if one.verdict is not Verdict.CONFIRMED
    }


@at_hand
def test_the_figures_of_the_page_are_those_of_the_documents() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with(figures()), "run python -m tests.plugins.against_documents"
