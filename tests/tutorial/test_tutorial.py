"""The tutorial is true: whoever follows it literally, in a clean environment, sees what it shows."""

from pathlib import Path

import pytest

from tests.tutorial.conftest import ROOT
from tests.tutorial.pages import Command, Edit, steps_of
from tests.tutorial.shell import Shell, bare_environment, free_port, is_free

PAGE = ROOT / "docs" / "tutorial.md"
PORT = "8000"
"""The port that the page serves on; here it may be taken, so a free one stands for it."""


def test_the_tutorial_followed_literally_ends_with_a_package_whose_regulation_is_served(
    tmp_path: Path, wheels: Path
) -> None:
    (tmp_path / "guiju").symlink_to(ROOT)
    port = free_port()
    steps = steps_of(PAGE.read_text(encoding="utf-8").replace(PORT, str(port)))
    assert sum(isinstance(step, Command) for step in steps) > 30
    with Shell(tmp_path, bare_environment(tmp_path, wheels)) as shell:
        for step in steps:
            if isinstance(step, Edit):
                step.make(tmp_path)
                continue
            printed, code = shell.type(step)
            assert step.agrees(printed), f"$ {step.typed}\nprints\n{printed}\nand the page shows\n{step.prints}"
            assert step.prints or not code, f"$ {step.typed}\nends with {code}, and the page shows nothing"
        assert is_free(port)


def test_what_a_page_shows_is_compared_to_the_letter_but_for_dots() -> None:
    shown = Command("ls", "a\n…\nd…d\n")
    assert shown.agrees("a\nb\nc\ndd\n")
    assert shown.agrees("a\nd or d\n")
    assert not shown.agrees("a\nb\nd\n")
    assert not shown.agrees("b\na\ndd\n")
    assert not Command("ls", "").agrees("a\n")


def test_a_block_that_is_no_step_is_an_error() -> None:
    with pytest.raises(AssertionError, match="no file is named above"):
        steps_of("Write this:\n\n```toml\nid = 1\n```\n")


def test_a_change_needs_the_lines_it_changes(tmp_path: Path) -> None:
    (tmp_path / "a.toml").write_text("x = 1\ny = 1\n", encoding="utf-8")
    Edit("a.toml", "changed", " x = 1\n-y = 1\n+y = 2\n").make(tmp_path)
    assert (tmp_path / "a.toml").read_text(encoding="utf-8") == "x = 1\ny = 2\n"
    with pytest.raises(AssertionError, match="should hold once"):
        Edit("a.toml", "changed", "-y = 1\n+y = 2\n").make(tmp_path)
