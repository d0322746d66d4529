"""Every fenced block of every page is what it says it is; an unknown language is refused, none is passed over."""

import ast
import json
import re
import tomllib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import click
import pytest
from graphql import GraphQLSchema, build_schema, parse, validate

from tests.docs.commands import check, check_named, simple_commands, typed_in
from tests.docs.pages import PAGES, ROOT, Block, blocks_of, inline_code, name_of

FOLLOWED = {"tutorial.md": "tests/tutorial"}
"""Pages of which each command is run, as it stands, by tests of their own."""


@cache
def sdl() -> GraphQLSchema:
    return build_schema((ROOT / "schema.graphql").read_text(encoding="utf-8"))


def is_toml(text: str) -> None:
    tomllib.loads(text)


def is_json(text: str) -> None:
    json.loads(text)


def is_python(text: str) -> None:
    ast.parse(text)


def is_answerable(text: str) -> None:
    assert validate(sdl(), parse(text)) == []


def has_right_commands(text: str) -> None:
    called = list(simple_commands(text))
    assert called
    for words in called:
        check(words)


def is_a_session(text: str) -> None:
    has_right_commands(typed_in(text))


def names_right_commands(text: str) -> None:
    """A picture, an output or a synopsis: what it calls there must be."""
    for line in text.splitlines():
        if line.startswith("guiju "):
            check_named(line)


def is_a_list_of_contents(text: str) -> None:
    """The site's builder finds every page that it names, or fails."""
    assert text.strip()


def is_a_change(text: str) -> None:
    assert all(line[:1] in {"", " ", "+", "-", "…"} for line in text.splitlines())
    assert re.search(r"^[+-]", text, re.MULTILINE)


def is_run_by_a_test_of_its_own(text: str) -> None:
    """``test_postgresql`` runs what the pages tell a database."""
    assert text.rstrip().endswith(";")


def has_its_brackets(text: str) -> None:
    """Settings of others, and programs that tests/clients compiles: no more than that what is opened is closed."""
    assert all(text.count(opening) == text.count(closing) for opening, closing in ("()", "[]", "{}"))


LANGUAGES: Mapping[str, Callable[[str], None]] = {
    "console": is_a_session,
    "diff": is_a_change,
    "graphql": is_answerable,
    "js": has_its_brackets,
    "json": is_json,
    "lua": has_its_brackets,
    "python": is_python,
    "sh": has_right_commands,
    "sql": is_run_by_a_test_of_its_own,
    "text": names_right_commands,
    "toml": is_toml,
    "ts": has_its_brackets,
    "tsx": has_its_brackets,
    "{toctree}": is_a_list_of_contents,
}


def wrong_in(block: Block) -> str | None:
    """Return what is wrong with ``block`` and where it stands, None if nothing is."""
    if block.language not in LANGUAGES:
        return f"{block.where}: unknown language {block.language!r}"
    if block.language == "console" and block.page.name in FOLLOWED:
        return None
    try:
        LANGUAGES[block.language](block.text)
    except (AssertionError, SyntaxError, ValueError, click.UsageError) as error:
        return f"{block.where}: {error}"
    return None


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_block_is_what_it_says_it_is(page: Path) -> None:
    assert [wrong for block in blocks_of(page) if (wrong := wrong_in(block)) is not None] == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_each_command_in_the_prose_names_what_there_is(page: Path) -> None:
    for code in inline_code(page):
        if code.startswith("guiju "):
            check_named(code)


def test_a_page_whose_sessions_are_not_parsed_here_is_followed_by_tests_of_its_own() -> None:
    for page, tests in FOLLOWED.items():
        assert any(page in path.read_text(encoding="utf-8") for path in (ROOT / tests).glob("*.py"))


@pytest.mark.parametrize(
    ("check_block", "wrong"),
    [
        (is_toml, "a = 1\na = 2"),
        (is_json, "{,}"),
        (is_python, "def :"),
        (is_answerable, "{ doctors { nothing } }"),
        (has_right_commands, "guiju check plugins/testville --mutat"),
        (has_right_commands, "guiju check"),
        (has_right_commands, "guiju new testville soon"),
        (has_right_commands, "guiju check a b"),
        (is_a_change, "a\n+b"),
        (is_a_change, " a"),
        (has_its_brackets, "f({)"),
        (has_right_commands, "true && rm -r plugins"),
        (has_right_commands, "# nothing"),
        (is_a_session, "guiju regulations"),
        (is_a_session, "$ guiju check \\\n    plugins/testville --mutat\nprinted"),
        (names_right_commands, "guiju chekc FOLDER"),
        (names_right_commands, "guiju check FOLDER [--mutat]"),
        (names_right_commands, "guiju --databse my.sqlite3 serve"),
    ],
)
def test_a_wrong_block_is_noticed(check_block: Callable[[str], None], wrong: str) -> None:
    assert check_block in LANGUAGES.values()
    with pytest.raises((AssertionError, SyntaxError, ValueError, click.UsageError)):
        check_block(wrong)


def test_a_block_of_an_unknown_language_is_refused_with_its_place() -> None:
    block = Block(ROOT / "docs" / "index.md", 7, "yaml", "a: 1", "")
    assert wrong_in(block) == "docs/index.md:7: unknown language 'yaml'"
