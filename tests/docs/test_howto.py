"""Each how-to page, followed from top to bottom in an empty folder, ends as it says.

A block that names a file in its first line is written, a console session is run and its output compared, and the
answer to a question is that of a host of the files written so far. ``…`` on a line of its own stands for any lines.
"""

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
import strawberry
from click.testing import CliRunner
from strawberry.types import ExecutionResult

from app import main
from core.cli.shared import read_settings
from core.host import Host
from core.service.office import opened
from core.service.viewer import ANYONE
from schema.build import build_schema
from schema.context import Context
from tests.docs.pages import ROOT, Block, blocks_of

PAGES = sorted((ROOT / "docs" / "howto").glob("*.md"))
FOLLOWED = [page for page in PAGES if any(block.file for block in blocks_of(page))]


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Path]:
    before = Path.cwd()
    os.chdir(tmp_path)
    yield tmp_path
    os.chdir(before)


@pytest.fixture(scope="module")
def schema() -> strawberry.Schema:
    return build_schema()


def sessions(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a console block with what the page shows of its output."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def is_shown(output: str, shown: str) -> bool:
    """Return whether ``output`` is what the page shows, lines left out with … apart."""
    pattern = "".join(r"(?:.*\n)*?" if line == "…\n" else re.escape(line) for line in shown.splitlines(keepends=True))
    return re.fullmatch(pattern, output) is not None


def follow(block: Block) -> None:
    """Write the file that ``block`` is, or run the session that it shows."""
    if block.file is not None:
        path = Path(block.file)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, encoding="utf-8")
    if block.language == "console":
        for command, shown in sessions(block.text):
            program, *arguments = command.split()
            assert program == "guiju", block.where
            output = CliRunner().invoke(main, arguments, catch_exceptions=False).output
            assert is_shown(output, shown), f"{block.where}: $ {command}\n{output}"


def served() -> Host:
    """Return the host of the files written so far."""
    settings = Path("settings.toml")
    return Host.load([Path("plugins")], packages=False, settings=read_settings(settings if settings.exists() else None))


async def answer(schema: strawberry.Schema, host: Host, query: str) -> object:
    async with opened(host, Path("registry.sqlite3")) as office:
        result = await schema.execute(query, context_value=Context.of(office, ANYONE))
    assert isinstance(result, ExecutionResult)
    assert result.errors is None, result.errors
    return {"data": result.data}


@pytest.mark.parametrize("page", FOLLOWED, ids=lambda page: page.stem)
def test_a_page_followed_from_top_to_bottom_ends_as_it_says(page: Path, here: Path, schema: strawberry.Schema) -> None:
    blocks = blocks_of(page)
    queries = {block.marker: block.text for block in blocks if block.language == "graphql"}
    for block in blocks:
        follow(block)
        if block.marker.startswith("answer:"):
            query = queries[block.marker.replace("answer:", "query:")]
            assert anyio.run(answer, schema, served(), query) == json.loads(block.text), block.where
    written = {Path(block.file).parent for block in blocks if block.file and block.file.startswith("plugins/")}
    checked = {word for block in blocks if block.language == "console" for word in block.text.split()}
    assert written
    assert {folder.as_posix() for folder in written if list(folder.glob("*.cases.toml"))} <= checked
    assert (here / "plugins").is_dir()


@pytest.mark.parametrize(
    ("output", "shown", "expected"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nb\n", "a\n", False),
        ("a\n", "a\nb\n", False),
        ("a.\n", "a+\n", False),
    ],
)
def test_what_a_session_shows_is_compared_line_by_line(output: str, shown: str, *, expected: bool) -> None:
    assert is_shown(output, shown) is expected
