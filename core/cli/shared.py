"""What every command shares: where things are, in which language to speak, and what an exit code means.

Exit codes: 0 done · 1 done, and something was found wrong · 2 the command was called wrongly · 3 refused.
"""

import asyncio
import os
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from getpass import getuser
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from core.errors import GuijuError
from core.host import Host
from core.regulation.files.problems import DataFileError, render_all
from core.regulation.settings import Settings, load_settings
from core.text import Lang, Text

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

FOUND_WRONG = 1
REFUSED = 3
_LANGUAGES = click.Choice([lang.value for lang in Lang])
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(slots=True)
class Home:
    """Where this installation keeps its things, as the command was told."""

    plugins: tuple[Path, ...]
    database: str | Path
    """A file's path, or the URL of a database on a server."""
    settings: Path | None = None
    lang: Lang = Lang.ZH
    _hosts: list[Host] = field(default_factory=list[Host])

    def host(self) -> Host:
        """Return the host of this installation, loaded once."""
        if not self._hosts:
            settings = read_settings(self.settings)
            self._hosts.append(Host.load(self.plugins, settings=settings))
        return self._hosts[0]

    def close(self) -> None:
        """End what the host has started, if it was loaded."""
        for host in self._hosts:
            host.close()

    def say(self, zh: str, en: str, *, err: bool = False) -> None:
        """Print a line in the language of the command."""
        click.echo(zh if self.lang is Lang.ZH else en, err=err)


class Location(click.ParamType[str | Path]):
    """Where a registry is: a file's path, or one URL."""

    name = "path or url"

    def convert(self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None) -> str | Path:
        """Return a path as such; a URL stays text."""
        if isinstance(value, Path) or "://" in value:
            return value
        return click.Path(dir_okay=False, path_type=Path).convert(value, param, ctx)


def read_settings(path: Path | None) -> Settings | None:
    """Return the operator's settings at ``path``; None for none."""
    return load_settings(path.read_bytes(), path.name) if path else None


def cli_actor() -> str:
    """Return what the audit trail calls the user of this machine who runs the command."""
    try:
        return f"cli:{getuser()}"
    except (KeyError, OSError):  # a container may know its user by number alone
        return f"cli:{os.getuid()}"


def with_home(command: Callable[..., T]) -> Callable[..., T]:
    """Give the command its home, and turn the project's errors into messages with an exit code."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> T:  # noqa: ANN401 - whatever click passes
        home = click.get_current_context().find_object(Home)
        if home is None:
            raise click.UsageError("no installation")
        lang = kwargs.pop("lang", None)
        if lang is not None:
            home.lang = Lang(lang)
        try:
            return command(home, *args, **kwargs)
        except DataFileError as error:
            click.echo(render_all(error.problems, home.lang), err=True)
        except GuijuError as error:
            click.echo(f"{error.code}: {error.message.get(home.lang)}", err=True)
        finally:
            home.close()
        raise click.exceptions.Exit(REFUSED)

    return wrapped


def in_loop(command: Callable[P, Coroutine[Any, Any, T]]) -> Callable[P, T]:
    """Run a coroutine command in an event loop of its own."""

    @wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        return asyncio.run(command(*args, **kwargs))

    return wrapped


def lang_option(command: F) -> F:
    """Add ``--lang``; what it says holds over ``GUIJU_LANG``, which the command above all others reads."""
    return click.option("--lang", type=_LANGUAGES, help="中文或英文 / Chinese or English.")(command)


def first_lang_option(command: F) -> F:
    """Add ``--lang`` to the command above all others, where ``GUIJU_LANG`` can say it once for a whole session."""
    said = "中文或英文, 默认中文 / Chinese or English; Chinese by default."
    return click.option("--lang", type=_LANGUAGES, envvar="GUIJU_LANG", show_envvar=True, help=said)(command)


def finish(*, wrong: bool) -> None:
    """End the command, with the exit code that says whether something was found wrong."""
    raise click.exceptions.Exit(FOUND_WRONG if wrong else 0)


def both(text: Text) -> str:
    """Return a text in both languages, for lists that everyone reads."""
    return f"{text.zh} / {text.en}"


def cell(value: object) -> str:
    """Return ``value`` as a cell that a spreadsheet takes for text, not for a formula; None as an empty one."""
    text = "" if value is None else value.isoformat() if isinstance(value, date) else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
