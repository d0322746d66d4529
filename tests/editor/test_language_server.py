"""What an editor shows in the files that ``guiju new`` wrote, with a stock TOML language server and no network."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.editor.language_server import LanguageServer, Problem
from tests.rewriting import rewritten

ROOT = Path(__file__).parents[2]
GUIJU = Path(sys.executable).with_name("guiju")
LAYOUTS = {"checkout": "plugins/testville", "elsewhere": "plugins/testville", "package": "guiju_testville/testville"}


@pytest.fixture(scope="module", params=list(LAYOUTS))
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a new region's folder: in a checkout of the project, in a folder elsewhere, in a package of its own."""
    root = tmp_path_factory.mktemp(request.param)
    if request.param == "checkout":
        shutil.copytree(ROOT / "docs" / "schema", root / "docs" / "schema")
    wheel = ["--wheel", "--to", root] if request.param == "package" else []
    subprocess.run([GUIJU, "new", "testville", "2031", *wheel], cwd=root, check=True, capture_output=True)
    return root / ("guiju-testville" if wheel else "") / LAYOUTS[request.param]


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[LanguageServer]:
    with LanguageServer(folder.parents[1]) as running:
        yield running


@pytest.fixture
def law(folder: Path) -> Path:
    return folder / "2031.toml"


@pytest.fixture
def cases(folder: Path) -> Path:
    return folder / "2031.cases.toml"


def changed(file: Path, old: str, new: str) -> str:
    """Return the text of ``file`` with the first ``old`` replaced."""
    return rewritten(file.read_text(encoding="utf-8"), (old, new), times=1)


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


def test_nothing_is_wrong_with_what_was_written(server: LanguageServer, law: Path, cases: Path) -> None:
    assert server.open(law).problems == ()
    assert server.open(cases).problems == ()


def test_a_field_is_explained_under_the_pointer(server: LanguageServer, law: Path, cases: Path) -> None:
    regulation = server.open(law)
    assert regulation.hover("full = 12").startswith("Points at the start of each period.")
    assert "What is done." in regulation.hover('kind = "TRAIN"')
    assert "The points scheme, if the text has one." in regulation.hover("points]\n")
    assert server.open(cases).hover("points_left = 7").startswith("What is left.")


def test_a_value_is_explained_under_the_pointer(server: LanguageServer, law: Path, cases: Path) -> None:
    assert server.open(law).hover('"ACT"').startswith("Each act found, however many cases it has.")
    assert server.open(cases).hover('"QUALIFICATION"').startswith("The standing as an insurance doctor (医保医师资格).")


def test_fields_are_offered_with_their_descriptions(server: LanguageServer, law: Path, cases: Path) -> None:
    editor = server.open(law, changed(law, 'per = "ACT"', ""))
    offered = editor.completions("points = 3\n")
    assert offered["per"] == "What the points are counted by."
    assert offered["requires"].startswith("Fields that a record must carry")
    assert "points" not in offered
    editor = server.open(cases, changed(cases, "points_left = 7\n", "points_left = 7\n\n"))
    assert editor.completions("points_left = 7\n")["until"] == "First day after the standing."


def test_a_scheme_is_offered_as_a_table(server: LanguageServer, law: Path) -> None:
    editor = server.open(law, law.read_text(encoding="utf-8") + "\n[sco")
    assert editor.completions("\n[sco") == {"scorecard": "The scorecard scheme, if the text has one."}


def test_values_are_offered_with_their_descriptions(server: LanguageServer, law: Path, cases: Path) -> None:
    editor = server.open(law, changed(law, 'per = "ACT"', 'per = ""'))
    assert editor.completions('per = "') == {
        '"CASE"': "Each case (每例): points times the cases of the record.",
        '"ACT"': "Each act found, however many cases it has.",
        '"REVIEW"': "Each review whose count reaches ``of``: once, or not at all.",
        '"EVERY"': "Each completed ``of`` cases.",
    }
    editor = server.open(law, changed(law, 'kind = "TRAIN"', 'kind = ""'))
    assert editor.completions('kind = "')['"TRAIN"'] == "Training and an examination (培训考试)."
    editor = server.open(cases, changed(cases, 'object = "QUALIFICATION"', 'object = ""'))
    assert list(editor.completions('object = "')) == ['"QUALIFICATION"', '"PRESCRIBING_RIGHT"']


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('per = "ACT"', 'per = "act"', 'the value must be one of ["CASE", "ACT", "REVIEW", "EVERY"], but found "act"'),
        ("points = 3", "points = 0", "the value must be > 0, but found 0"),
        ("full = 12 ", 'full = "12" ', "expected a value of type Float, but found String"),
        ('per = "ACT"', 'pre = "ACT"', '"pre" is not allowed'),
    ],
)
def test_a_mistake_is_underlined_once(server: LanguageServer, law: Path, old: str, new: str, message: str) -> None:
    text = changed(law, old, new)
    assert server.open(law, text).problems == (Problem(line_of(text, new), message),)


def test_a_mistake_in_an_example_is_underlined(server: LanguageServer, cases: Path) -> None:
    text = changed(cases, "points_left = 7", "points_lef = 7")
    assert server.open(cases, text).problems == (
        Problem(line_of(text, "points_lef = "), '"points_lef" is not allowed'),
    )


def test_a_regulation_that_inherits_names_a_schema_of_its_own(server: LanguageServer, law: Path) -> None:
    text = changed(law, 'place = "testville"', 'place = "testville"\ninherits = "testland-2030"')
    text = text.replace("full = 12 ", "#")
    assert [one.message for one in server.open(law, text).problems] == ['"full" is required']
    assert server.open(law, text.replace("/regulation.json", "/inheriting.json", 1)).problems == ()
