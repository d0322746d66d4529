"""The reference of commands names every command, option and place, and reads like the commands themselves."""

from collections.abc import Iterator

import click

from app import main
from core.cli.command_reference import commands_page

PAGE = commands_page(main)


@click.group("tool")
def tool() -> None:
    """A tool."""


@tool.command("dig")
@click.argument("place")
@click.option("--depth", type=click.IntRange(1, 9), default=3, help="How deep | in steps.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
@click.option("--soil", type=click.Choice(["sand", "clay"]), multiple=True, envvar="SOIL", help="What there is.")
@click.option("--quick/--slow", help="How fast.")
def dig(place: str, depth: int, until: object, soil: tuple[str, ...], *, quick: bool) -> None:
    """Dig a hole.

    Exit codes: 0 dug.
    """
    del place, depth, until, soil, quick


def test_a_command_is_shown_with_its_usage_and_each_option_with_its_values() -> None:
    assert commands_page(tool, "tool").partition("## `tool dig`\n")[2] == (
        "\nDig a hole.\n\nExit codes: 0 dug.\n\n```text\ntool dig [OPTIONS] PLACE\n```\n\n"
        "| option | value | meaning |\n|---|---|---|\n"
        "| `--depth` | whole number, 1 to 9 | How deep \\| in steps; `3` if left out |\n"
        "| `--until` | day, as `2025-03-01` | The last day; required |\n"
        "| `--soil` | `sand`, `clay` | What there is; may be repeated; or in the environment as `SOIL` |\n"
        "| `--quick`, `--slow` | - | How fast |\n"
    )


def contexts(context: click.Context) -> Iterator[click.Context]:
    yield context
    if isinstance(context.command, click.Group):
        for name in context.command.list_commands(context):
            found = context.command.get_command(context, name)
            assert found is not None
            yield from contexts(click.Context(found, parent=context, info_name=name))


def test_every_command_has_a_section_in_which_each_of_its_options_has_a_row() -> None:
    seen = list(contexts(click.Context(main, info_name="guiju")))
    assert len(seen) > 15
    for context in seen:
        _, heading, rest = PAGE.partition(f"## `{context.command_path}`\n")
        assert heading
        section = rest.partition("\n## ")[0]
        assert context.command.help
        for option in context.command.params:
            assert isinstance(option, click.Argument) or f"| `{option.opts[0]}`" in section
