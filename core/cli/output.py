"""What a command answers to a script: ``--json``, one document on standard output, and errors as a document too.

A command adopts it by ``@answers(wrong=…)`` above ``@with_home``: it then has ``--json``, its exit codes are in the
reference, and its home says by ``as_json`` whether a document is asked for. ``Home.say`` keeps silent then;
``Home.put`` prints the document, ``Home.wrote`` tells of a file written in either form.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import click

from core.errors import GuijuError
from core.text import Text

if TYPE_CHECKING:
    from core.regulation.files.problems import Problem

F = TypeVar("F", bound=Callable[..., Any])

Node = Mapping[str, object]
"""A table of a JSON document: names in small letters, days as YYYY-MM-DD, exact numbers as text, null: not known."""

_ASKED = "core.cli.output.json"


class JsonOption(click.Option):
    """``--json``; it knows what exit code 1 of its command means."""

    def __init__(self, *args: Any, wrong: Text | None = None, **kwargs: Any) -> None:  # noqa: ANN401 - as click's own
        super().__init__(*args, **kwargs)
        self.wrong = wrong


def answers(wrong: Text | None = None) -> Callable[[F], F]:
    """Add ``--json`` to a command; ``wrong`` is what its exit code 1 means, None: it never ends with it."""
    return click.option(
        "--json",
        cls=JsonOption,
        wrong=wrong,
        is_flag=True,
        expose_value=False,
        callback=_noted,
        help="以 JSON 输出 / Answer as JSON.",
    )


def option_of(command: click.Command) -> JsonOption | None:
    """Return the option ``--json`` of a command; None: it has none."""
    return next((one for one in command.params if isinstance(one, JsonOption)), None)


def is_json_asked(context: click.Context) -> bool:
    """Return whether the command that runs in ``context`` was told ``--json``."""
    return bool(context.meta.get(_ASKED))


def _noted(context: click.Context, _: click.Parameter, asked: bool) -> None:  # noqa: FBT001 - click's signature
    context.meta[_ASKED] = asked


def document(node: Node) -> str:
    """Return ``node`` as one JSON document on several lines."""
    return json.dumps(node, ensure_ascii=False, indent=2, default=_value)


def line(node: Node) -> str:
    """Return ``node`` as one line of JSON."""
    return json.dumps(node, ensure_ascii=False, separators=(",", ":"), default=_value)


def text_node(text: Text) -> Node:
    """Return a text in both languages."""
    return {"zh": text.zh, "en": text.en}


def problem_nodes(problems: Iterable["Problem"]) -> list[Node]:
    """Return what is wrong with data files, each with its place."""
    return [
        {
            "code": one.code,
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "message": text_node(one.message),
            "hint": text_node(one.hint),
        }
        for one in problems
    ]


def error_node(error: GuijuError, **more: object) -> Node:
    """Return what is said of an error: its code, its message in both languages, the field it is about or null."""
    said = {"code": error.code, "message": text_node(error.message), "field": error.field}
    return {"error": {**said, **more}}


def _value(value: object) -> str:
    return f"{value.normalize() + 0:f}" if isinstance(value, Decimal) else str(value)
