"""How far a long command has got, on a terminal: a bar with the rate and the time that is left."""

import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from time import monotonic

import click

from core.cli.shared import Home
from core.text import Lang, Text

Progress = Callable[[int, int], None]
"""Is told how many of how many are done."""


@contextmanager
def shown(home: Home, doing: Text, unit: Text) -> Generator[Progress]:
    """Give what shows in a bar on standard error how much is done; off a terminal, and beside JSON, nothing shows.

    The rate counts from the first that was told of, so that what an earlier run has done does not make it faster.
    """
    began: list[tuple[float, int]] = []
    name = unit.get(home.lang)

    def rate(done: int | None) -> str:
        if done is None or not began:
            return ""
        start, first = began[0]
        return f"{(done - first) / max(monotonic() - start, 0.001):,.0f} {name}/s"

    hidden = home.as_json or not sys.stderr.isatty()
    label = doing.zh if home.lang is Lang.ZH else doing.en
    with click.progressbar(length=1, label=label, file=sys.stderr, hidden=hidden, item_show_func=rate) as bar:

        def progress(done: int, count: int) -> None:
            if not began:
                began.append((monotonic(), done))
            bar.length = count
            bar.update(done - bar.pos, done)

        yield progress
