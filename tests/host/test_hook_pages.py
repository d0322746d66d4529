"""The pages on hooks: what they say of limits and signatures is so, and the plugins on them are served."""

import inspect
import re
import sys
from pathlib import Path

import pytest

from core.host import Host
from core.host.wording import CODES
from core.regulation.api import HOST_API
from core.worker.hookspecs import NAMES, Hooks
from tests.docs.pages import ROOT, blocks_of
from tests.host.test_packages import install
from tests.host.villages import assessed

PAGES = ROOT / "docs" / "hooks"


def written(page: str, root: Path) -> Path:
    """Write the files that a page gives below ``root`` and return it."""
    for block in blocks_of(PAGES / page):
        if block.file is not None:
            path = root / block.file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(block.text, encoding="utf-8")
    return root


def test_the_folder_on_the_page_of_rules_is_served_and_its_rule_decides(tmp_path: Path) -> None:
    with Host.load([written("guiju_points_of.md", tmp_path)], packages=False) as host:
        assert host.parked == ()
        law = host.catalogue.get("restville-2025")
        assert [assessed(law, "again", cases).points_lost for cases in (1, 2)] == [6, 12]


def test_the_package_on_the_page_of_files_is_served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written("guiju_regulation_files.md", tmp_path)
    install(tmp_path, "listville", target="guiju_listville")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    law = Host.load([], packages=True).catalogue.get("listville-2025")
    assert assessed(law, "late", cases=1).points_lost == 2


@pytest.mark.parametrize("hook", NAMES)
def test_the_page_of_a_hook_begins_with_its_signature(hook: str) -> None:
    signature = inspect.signature(getattr(Hooks, hook))
    told = {name: one.annotation.__name__ for name, one in signature.parameters.items() if name != "self"}
    (first, *_) = blocks_of(PAGES / f"{hook}.md")
    arguments = ", ".join(f"{name}: {annotation}" for name, annotation in told.items())
    assert first.text.startswith(f"def {hook}({arguments}) -> ")


def test_every_code_that_has_words_is_documented() -> None:
    documented = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "plugins.md").read_text(encoding="utf-8")))
    assert set(CODES) <= documented


def test_the_version_of_the_api_is_the_one_that_is_documented() -> None:
    assert f"The plugin API of this host is {HOST_API}." in (PAGES / "limits.md").read_text(encoding="utf-8")
