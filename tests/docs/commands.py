"""Commands as pages write them, parsed as the command line would parse them, and not run."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from app import main

OTHERS = frozenset({"curl", "dask", "npm", "npx", "pip", "pytest", "python", "python3"})
"""Programs of others that a page may name; what they are told is theirs to judge."""
_ENDS = frozenset({"&&", "||", "|", ";", "&"})
_PLACEHOLDER = re.compile(r"[\[\]|…]|\.\.\.")


def simple_commands(script: str) -> Iterator[list[str]]:
    """Yield the words of each command in ``script``, without where its output goes; comments are passed over."""
    for line in script.replace("\\\n", " ").splitlines():
        words: list[str] = []
        lexer = shlex.shlex(line, posix=True, punctuation_chars=True)
        lexer.whitespace_split = True
        into_file = False
        for word in lexer:
            if word in _ENDS:
                yield words
                words = []
            elif word in {">", ">>"} or into_file:
                into_file = not into_file
            else:
                words.append(word)
        if words:
            yield words


def typed_in(session: str) -> str:
    """Return what is typed in a console session, without what is printed; a line that ends in ``\\`` goes on."""
    return "\n".join(re.findall(r"^\$ ((?:.*\\\n)*.*)", session, re.MULTILINE))


def check(words: list[str]) -> None:
    """Raise UsageError if ``words`` are a wrong call of ``guiju``, AssertionError if they call an unknown program."""
    program = Path(words[0]).name
    if program == "guiju":
        _parse(click.Context(main, info_name="guiju"), words[1:])
    else:
        assert program in OTHERS, f"unknown program {program}"


def _parse(context: click.Context, words: list[str]) -> None:
    command = context.command
    values, rest, _ = command.make_parser(context).parse_args(list(words))
    for parameter in command.params:
        value = values.get(parameter.name)
        if parameter.required and parameter.value_is_missing(value):
            raise click.MissingParameter(ctx=context, param=parameter)
        if not isinstance(parameter.type, (click.Path, click.File)):
            parameter.process_value(context, value)
    if isinstance(command, click.Group):
        found = command.get_command(context, rest[0]) if rest else None
        if found is None:
            raise click.UsageError(f"no command {rest}", context)
        _parse(click.Context(found, parent=context, info_name=rest[0]), rest[1:])
    elif rest:
        raise click.UsageError(f"too many arguments {rest}", context)


def check_named(text: str) -> None:
    """Raise UsageError if ``text``, a call with places to fill in, names a command or an option that there is not."""
    context = click.Context(main, info_name="guiju")
    for word in _PLACEHOLDER.sub(" ", text).split()[1:]:
        command = context.command
        if word.startswith("-"):
            _require_option(context, word)
        elif isinstance(command, click.Group):
            found = command.get_command(context, word)
            if found is not None:
                context = click.Context(found, parent=context, info_name=word)
            elif not (word.isupper() or _is_value(text, word)):
                raise click.UsageError(f"no command {word}", context)


def _require_option(context: click.Context, word: str) -> None:
    name = word.partition("=")[0]
    above = [context, *([context.parent] if context.parent is not None else [])]
    if not any(name in parameter.opts for each in above for parameter in each.command.params):
        raise click.NoSuchOption(name, ctx=context)


def _is_value(text: str, word: str) -> bool:
    """Return whether ``word`` is what an option of ``guiju`` itself is given."""
    return re.search(rf"--[a-z]+ {re.escape(word)}( |$)", text) is not None
