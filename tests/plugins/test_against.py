"""Every shipped regulation against the document that it comes from, where the documents are at hand."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from core.regulation.against.claims import claims_of
from core.regulation.against.compare import compare_with_text
from core.regulation.against.terms import Verdict
from core.regulation.mutants import changed
from tests.plugins.against_documents import (
    DOCUMENTS,
    ORIGINS,
    PAGE,
    ROOT,
    Said,
    changed_numbers,
    changes_line,
    document_of,
    figures,
    listed,
    page_with,
)

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
def test_any_number_of_the_data_that_becomes_another_is_reported(name: str) -> None:
    said = changed_numbers(name)
    assert said[Said.NOTHING] == 0
    row = changes_line(f"`{document_of(name).data['id']}`", said)
    assert not said or row in PAGE.read_text(encoding="utf-8"), "run python -m tests.plugins.against_documents"


@at_hand
@pytest.mark.parametrize("name", ORIGINS)
def test_a_date_of_the_data_that_is_moved_is_reported(name: str) -> None:
    document, text = document_of(name), ORIGINS[name].text()
    before = listed(compare_with_text(document, text))
    for claim in claims_of(document).values:
        if isinstance(claim.value, date):
            for by in (timedelta(days=1), timedelta(days=-1)):
                data = changed(dict(document.data), claim.path, claim.value + by)
                assert isinstance(data, dict)
                assert listed(compare_with_text(replace(document, data=data), text)) - before, (claim.path, by)


@at_hand
def test_the_figures_of_the_page_are_those_of_the_documents() -> None:
    assert PAGE.read_text(encoding="utf-8") == page_with(figures()), "run python -m tests.plugins.against_documents"
