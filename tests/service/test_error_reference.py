"""Every error code of the source has its place in the reference, and the reference has no other."""

import ast
import re
from pathlib import Path

import pytest

from core.host.wording import CODES
from core.intake.problems import ProblemCode
from core.service.error_reference import error_codes

ROOT = Path(__file__).parent.parent.parent
SOURCES = [*(ROOT / "core").rglob("*.py"), *(ROOT / "schema").rglob("*.py"), ROOT / "app.py"]
CODE = re.compile("[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
SINGLE = {"BARRED", "FORBIDDEN", "INTERNAL", "INVALID", "OVERLOADED", "REFUSED", "UNAUTHENTICATED", "FORMULA"}
"""Codes of one word, which look like any other word in capitals."""
ALSO_WORDS = {"NOT_IN_FORCE"}
"""Codes that are words of a vocabulary besides."""
NO_CODES = re.compile("(?:GUIJU|LC|LD)_.*|MEMORY_MIB|DETERMINED_BY|ENTRY_POINT_GROUP|PERSISTED_QUERY")


class Texts(ast.NodeVisitor):
    """Gathers texts, but for the names that a module lists as its own."""

    def __init__(self) -> None:
        self.found: set[str] = set()
        self.members: set[str] = set()

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        """Tell members of enumerations apart, by their names."""
        for one in node.body:
            if isinstance(one, ast.Assign):
                self.members |= {of.id for of in one.targets if isinstance(of, ast.Name)}
        self.generic_visit(node)

    def visit_Assign(self, node: ast.Assign) -> None:
        """Leave out what a package names as its own."""
        if not any(isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets):
            self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        """Take in a text."""
        if isinstance(node.value, str):
            self.found.add(node.value)


@pytest.fixture(scope="module")
def found() -> set[str]:
    """Return every text of the source that looks like a code and is no word of a vocabulary."""
    reader = Texts()
    for path in SOURCES:
        reader.visit(ast.parse(path.read_text(encoding="utf-8")))
    codes = {one for one in reader.found if CODE.fullmatch(one) and not NO_CODES.fullmatch(one)}
    return (codes - (reader.members - ALSO_WORDS)) | (SINGLE & reader.found)


def test_no_code_of_the_source_is_missing(found: set[str]) -> None:
    members = {str(one) for one in ProblemCode}
    outcomes = {"RELOADED"}
    assert found | set(CODES) | members <= error_codes().names | outcomes


def test_every_code_of_the_reference_is_one(found: set[str]) -> None:
    assert error_codes().names <= found | set(CODES) | {str(one) for one in ProblemCode}


def test_each_is_told_in_both_languages_and_says_what_to_do() -> None:
    for section in error_codes().sections.values():
        for one in section:
            for text in (one.means, one.do):
                assert text.zh
                assert text.en
                assert "|" not in text.zh + text.en
            assert re.search("[㐀-鿿]", one.means.zh), one.code
            assert not re.search("[㐀-鿿]", one.means.en + one.do.en), one.code


def test_the_status_told_is_that_of_the_refusal() -> None:
    told = {one.code: one.status for one in error_codes().sections["request"]}
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES)
    raised = re.findall(r"(?:RequestError|raw_answer)\(\s*(\d+),\s*\"([A-Z_]+)\"", text)
    assert len(raised) > 8
    assert {code: str(told[code]) for _, code in raised} == {code: status for status, code in raised}
