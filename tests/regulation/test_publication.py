"""What a text has made public: only what can happen, with an end that is said once, and a mask where it is silent."""

import pytest

from core.regulation.checks import check
from core.regulation.files.positions import Path
from core.regulation.files.reading import read_text
from core.regulation.model import Regulation
from core.regulation.schemes.publication import NameMask
from tests.assessment.testville import HEAD, POINTS

PUBLICATION = """
[[points.publications]]
id = "out"
cite = "8"
label = { zh = "公示取消", en = "Revocations are published" }
of = ["REVOKE"]
"""
AT: Path = ("points", "publications")


def read(addition: str = "", text: str = PUBLICATION) -> Regulation:
    return read_text(HEAD + POINTS + text + addition, "testville/2020.toml", Regulation)


def found(addition: str = "", text: str = PUBLICATION) -> list[tuple[str, Path]]:
    """Return code and path of each finding in Testville's file with a publication."""
    return [(one.code, one.path) for one in check(read(addition, text))]


@pytest.mark.parametrize(
    "addition",
    ["", 'until = { cite = "8", months = 3 }', 'until = { cite = "8", with_sanction = true }'],
)
def test_nothing_is_wrong_with_an_end_that_is_not_said_or_said_once(addition: str) -> None:
    assert found(addition) == []


@pytest.mark.parametrize(
    "addition", ['until = { cite = "8" }', 'until = { cite = "8", months = 3, with_sanction = true }']
)
def test_an_end_that_is_said_twice_or_left_empty_is_found(addition: str) -> None:
    assert found(addition) == [("PUBLICATION_END_UNCLEAR", (*AT, 0, "until"))]


@pytest.mark.parametrize("kind", ["SUSPEND", "REVOKE", "TERMINATE", "INTERVIEW"])
def test_what_a_clause_a_threshold_or_an_escalation_leads_to_can_be_published(kind: str) -> None:
    assert found(text=PUBLICATION.replace("REVOKE", kind)) == []


def test_a_publication_of_what_never_happens_is_found() -> None:
    said = PUBLICATION.replace('["REVOKE"]', '["REVOKE", "CENSURE"]')
    assert found(text=said) == [("PUBLICATION_UNREACHABLE", (*AT, 0, "of", 1))]


def test_two_publications_have_different_ids() -> None:
    assert found(PUBLICATION) == [("DUPLICATE_ID", (*AT, 1, "id"))]


@pytest.mark.parametrize(("addition", "shown"), [("", "SURNAME"), ('mask = "FULL"', "FULL")])
def test_a_name_is_masked_unless_the_text_says_otherwise(addition: str, shown: str) -> None:
    scheme = read(addition).points
    assert scheme is not None
    (rule,) = scheme.publications
    assert rule.name_shown is NameMask(shown)


def test_a_publication_is_a_rule_that_examples_must_use() -> None:
    scheme = read().points
    assert scheme is not None
    assert ("publication", "out") in scheme.rule_ids()
