"""The reference of the command line: every command with its arguments and options, as Markdown."""

from collections.abc import Iterator

import click

from core.cli.output import option_of

_BEGINS = """\
# Commands

Generated from the commands: `guiju export-schema --all`. The options of `guiju` itself stand before the name of the
command: `guiju --db my.sqlite3 serve`.

## Exit codes

| code | meaning |
|---|---|
| 0 | done |
| 1 | done, and something was found wrong: each command below says what |
| 2 | the command was called wrongly |
| 3 | refused; the message says what and why |
| 70 | Guiju itself failed; the traceback is what a report of it needs |
| 130 | interrupted from the keyboard |
| 141 | nobody reads the standard output any more |

## `--json`

Every command takes `--json`. The standard output then holds one JSON document, or one a line where there are many, and
nothing else; what is said to people is left out. A command that writes a file answers `{"written": …, "count": …}`. A
refusal (exit code 3) is one line on the standard error, `{"error": {"code": …, "message": {"zh": …, "en": …}, …}}`; a
wrong call (exit code 2) is told in words.
"""


def commands_page(root: click.Group, name: str = "guiju") -> str:
    """Return the page on ``root``, called ``name``, and on every command below it, in the order of their names."""
    parts = [_BEGINS]
    for context in _all(click.Context(root, info_name=name)):
        parts += [_section(context)]
    return "\n".join(parts).rstrip("\n") + "\n"


def _all(context: click.Context) -> Iterator[click.Context]:
    """Yield the context of a command, then those of the commands below it."""
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _all(click.Context(found, parent=context, info_name=name))


def _section(context: click.Context) -> str:
    command = context.command
    lines = [f"## `{context.command_path}`\n", *(f"{one}\n" for one in _paragraphs(command.help or ""))]
    lines += ["```text", f"{context.command_path} {' '.join(command.collect_usage_pieces(context))}", "```\n"]
    lines += [f"{one}\n" for one in _exit_codes(command)]
    rows = [_row(one) for one in command.params if isinstance(one, click.Option)]
    if rows:
        lines += ["| option | value | meaning |", "|---|---|---|", *rows, ""]
    return "\n".join(lines)


def _exit_codes(command: click.Command) -> Iterator[str]:
    """Yield what the exit codes of a command are, if it has said so."""
    option = option_of(command)
    if option is not None and option.wrong is not None:
        yield f"Exit codes: 0, 2, 3; 1: {option.wrong.zh} / {option.wrong.en}."
    elif option is not None:
        yield "Exit codes: 0, 2, 3."


def _paragraphs(text: str) -> list[str]:
    return [" ".join(one.split()) for one in text.split("\n\n") if one.strip()]


def _row(option: click.Option) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    told = [(option.help or "").rstrip("."), *_notes(option)]
    return f"| {names} | {_value(option)} | {_cell('; '.join(told))} |"


def _notes(option: click.Option) -> Iterator[str]:
    if option.required:
        yield "required"
    if option.multiple:
        yield "may be repeated"
    if isinstance(option.default, (str, int)) and not option.is_flag:
        yield f"`{option.default}` if left out"
    if isinstance(option.envvar, str):
        yield f"or in the environment as `{option.envvar}`"


def _value(option: click.Option) -> str:
    kind = option.type
    if option.is_flag:
        return "-"
    if isinstance(kind, click.Choice):
        return ", ".join(f"`{one}`" for one in map(str, kind.choices))
    if isinstance(kind, click.Path):
        return "folder" if not kind.file_okay else "file" if not kind.dir_okay else "path"
    if isinstance(kind, click.DateTime):
        return "day, as `2025-03-01`" if list(kind.formats) == ["%Y-%m-%d"] else "moment"
    bounded = isinstance(kind, click.IntRange)
    least, most = (kind.min, kind.max) if bounded else (None, None)
    span = f", {least} to {most}" if most is not None else f", {least} or more" if least is not None else ""
    return {"integer": "whole number", "integer range": f"whole number{span}"}.get(kind.name, kind.name)


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
