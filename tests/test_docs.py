"""The documents say what the code does: hooks, reasons and the README's query."""

import re
from pathlib import Path

import pytest

from core.worker.hookspecs import NAMES
from tests.docs.pages import PAGES, ROOT, anchors_of, links_of, name_of


@pytest.mark.parametrize("hook", NAMES)
def test_every_hook_has_a_page_and_is_listed(hook: str) -> None:
    assert (ROOT / "docs" / "hooks" / f"{hook}.md").read_text(encoding="utf-8").startswith(f"# {hook}\n")
    assert f"hooks/{hook}.md" in (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")


def test_every_reason_for_parking_is_documented() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "core" / "host").glob("*.py"))
    used = set(re.findall(r'(?:PluginError|Reason|failed)\(\s*"([A-Z_]+)"', code))
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")))
    assert used
    assert used <= documented


@pytest.mark.parametrize("page", [ROOT / "CHANGELOG.md", *PAGES], ids=name_of)
def test_no_link_within_the_project_is_dead(page: Path) -> None:
    for link in links_of(page):
        path, _, anchor = link.partition("#")
        target = page.parent / path if path else page
        assert target.exists(), link
        assert not anchor or anchor in anchors_of(target), link


def test_continuous_integration_runs_the_readme_s_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"## Test it\n+```sh\n(.+)\n```", readme)
    assert command is not None
    assert command[1].endswith("pytest -n 2")
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
