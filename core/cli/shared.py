"""What every command shares: where things are, in which language and form to answer, and what an exit code means.

Exit codes: 0 done · 1 done, and something was found wrong · 2 the command was called wrongly · 3 refused ·
70 Guiju itself failed · 130 interrupted · 141 nobody reads what is written any more.
"""

import asyncio
import errno
import os
import sys
from collections.abc import Callable, Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from getpass import getuser
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import click

from core.cli.journal import CUT_OFF, INTERRUPTED, REFUSED, logged
from core.cli.output import Node, document, error_node, is_json_asked, line, problem_nodes
from core.errors import GuijuError, RefusedError
from core.host import Host
from core.regulation.files.problems import DataFileError, render_all
from core.regulation.settings import Settings, load_settings
from core.text import Lang, Text

P = ParamSpec("P")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., Any])

FOUND_WRONG = 1
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
    as_json: bool = False
    """Whether the command answers with a JSON document, and says nothing else."""
    counts: dict[str, int] = field(default_factory=dict[str, int])
    """What the command has counted, for the log: how many of what."""
    _hosts: list[Host] = field(default_factory=list[Host])

    def host(self, about: str | None = None) -> Host:
        """Return the host of this installation, loaded once.

        ``about`` is the only regulation or place that the command asks about; None: it asks about others too.
        """
        if not self._hosts:
            settings = read_settings(self.settings)
            self._hosts.append(Host.load(self.plugins, settings=settings, about=about))
        return self._hosts[0]

    def close(self) -> None:
        """End what the host has started, if it was loaded."""
        for host in self._hosts:
            host.close()

    def say(self, zh: str, en: str, *, err: bool = False) -> None:
        """Print a line for people, in the language of the command; where a document is asked for, nothing."""
        if not self.as_json:
            click.echo(zh if self.lang is Lang.ZH else en, err=err)

    def put(self, node: Node) -> None:
        """Print the answer as one JSON document."""
        click.echo(document(node))

    def put_line(self, node: Node) -> None:
        """Print one of many answers as a line of JSON."""
        click.echo(line(node))

    def wrote(self, path: Path, count: int, zh: str, en: str) -> None:
        """Tell that ``count`` records were written to ``path``: in words on the standard error, or as a document."""
        self.counts["written"] = count
        self.say(zh, en, err=True)
        if self.as_json:
            self.put({"written": str(path), "count": count})

    def refuse(self, error: GuijuError) -> None:
        """Tell an error on the standard error: in words, or as one line of JSON; the command goes on to its end."""
        problems = error.problems if isinstance(error, DataFileError) else ()
        if self.as_json:
            more = {"problems": problem_nodes(problems)} if problems else {}
            click.echo(line(error_node(error, **more)), err=True)
        elif problems:
            click.echo(render_all(problems, self.lang), err=True)
        else:
            click.echo(f"{error.code}: {error.message.get(self.lang)}", err=True)


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
    """Give the command its home, log it, and turn the project's errors into messages with an exit code."""

    @wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> T:  # noqa: ANN401 - whatever click passes
        context = click.get_current_context()
        home = context.find_object(Home)
        if home is None:
            raise click.UsageError("no installation")
        lang = kwargs.pop("lang", None)
        if lang is not None:
            home.lang = Lang(lang)
        home.as_json = is_json_asked(context)
        try:
            with logged(context.command_path.partition(" ")[2], cli_actor(), home.counts), _naming_files():
                return command(home, *args, **kwargs)
        except GuijuError as error:
            home.refuse(error)
            code = REFUSED
        except KeyboardInterrupt:
            home.say("已中断", "interrupted", err=True)
            code = INTERRUPTED
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that the last flush has where to go
            code = CUT_OFF
        finally:
            home.close()
        raise click.exceptions.Exit(code)

    return wrapped


@contextmanager
def _naming_files() -> Generator[None]:
    """Turn a file or folder that the system does not give into an error that says which, and why."""
    try:
        yield
    except OSError as error:
        if error.errno in {None, errno.EPIPE}:
            raise
        raise unusable_file(error.filename or "-", error) from error


def unusable_file(path: object, error: OSError) -> RefusedError:
    """Return the error for a file that cannot be read or written."""
    reason = error.strerror or str(error)
    text = Text(
        zh=f"{path} 不能读写: {reason}; 请检查路径、权限与磁盘空间",
        en=f"{path} cannot be read or written: {reason}; check its path, permissions and the space on the disk",
    )
    return RefusedError("FILE_UNUSABLE", text)


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
