"""The documents say what the code does: hooks, reasons and the README's query."""

import re
from pathlib import Path

import pytest

from core.host.hookspecs import NAMES

ROOT = Path(__file__).parent.parent
DOCS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\((?!https?://|#)([^)#]+)")


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


@pytest.mark.parametrize("page", DOCS, ids=lambda path: path.name)
def test_no_link_is_dead(page: Path) -> None:
    dead = [link for link in LINK.findall(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]
    assert dead == []


def test_continuous_integration_runs_the_readme_s_test_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"## Test it\n+```\n(.+)\n```", readme)
    assert command is not None
    assert command[1].endswith("pytest -n 2")
    assert "README.md" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")
