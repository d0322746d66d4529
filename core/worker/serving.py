"""Answering the host, one request after another, until it hangs up.

Standard input and output belong to the plugin's code: what it prints goes where errors go, and the pipes to the host
are out of its way. It has no more memory than the host allows, and an alarm ends the process if an answer takes longer
than the host waits, so that nothing is left behind by a host that was killed.
"""

import json
import os
import resource
import signal
import sys
from base64 import b64encode
from collections.abc import Iterator, Sequence
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import BinaryIO, cast

from core.regulation.question import PointsQuestion
from core.worker.files import bytes_of
from core.worker.hookspecs import FILES, POINTS
from core.worker.imports import refuse_imports_of_the_project
from core.worker.loading import Plugin, load, raised
from core.worker.messages import (
    AskFiles,
    AskPoints,
    Content,
    Demand,
    Fault,
    Listed,
    Load,
    Points,
    ReadFile,
    Reply,
    Request,
    read_request,
    written,
)

_MOST_DIGITS = 40
_EXPONENT = 30
_SHOWN = 60
"""How many characters of a wrong answer are told."""


def main() -> None:
    """Answer until the host hangs up; nothing that the plugin has left running keeps the process."""
    questions, answers = _own_pipes()
    refuse_imports_of_the_project()
    sys.dont_write_bytecode = True  # a folder of data is left as it is
    own = os.getpid()
    served = Serving()
    for line in questions:
        request = read_request(line)
        signal.setitimer(signal.ITIMER_REAL, request.seconds)
        reply = served.reply(request)
        signal.setitimer(signal.ITIMER_REAL, 0)
        if os.getpid() != own:
            break  # a copy of the process, made by the plugin, must not answer in its place
        answers.write(written(reply))
    os._exit(0)


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Return the pipes from and to the host, and give the plugin's code others in their place."""
    questions = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return questions, answers


class Serving:
    """The plugin, once it is loaded, and the files that it has listed."""

    def __init__(self) -> None:
        self._plugin: Plugin | None = None
        self._files: tuple[Path | Traversable, ...] = ()

    def reply(self, request: Request) -> Reply:
        """Return the answer to ``request``; whatever the plugin does wrong is in it."""
        try:
            return self._answer(request.number, request.demand)
        except BaseException as error:  # noqa: BLE001 - whatever is raised here, the plugin's code has raised
            root = self._plugin.root if self._plugin is not None else Path()
            return Reply(request.number, raised("HOOK_FAILED", error, root))

    def _answer(self, number: int, demand: Demand) -> Reply:
        match demand:
            case Load():
                return self._load(number, demand)
            case AskFiles():
                return self._list(number)
            case ReadFile(index=index, limit=limit):
                return self._read(number, self._files[index], limit)
            case AskPoints():
                return self._ask(number, demand)

    def _load(self, number: int, demand: Load) -> Reply:
        sys.path[:] = demand.search
        _limit_memory(demand.memory)
        self._plugin = load(demand)
        return Reply(number, self._plugin.fault, loaded=self._plugin.loaded)

    def _list(self, number: int) -> Reply:
        listed = [one for answer in self._asked(FILES) for one in cast("Sequence[object]", answer)]
        wrong = next((one for one in listed if not isinstance(one, (Path, Traversable))), None)
        if wrong is not None:
            return Reply(number, Fault("NO_REGULATION", _described(wrong)))
        self._files = tuple(one for one in listed if isinstance(one, (Path, Traversable)))
        names = (one.name.encode(errors="replace").decode() for one in self._files)
        return Reply(number, listed=Listed(tuple(names)))

    def _read(self, number: int, file: Path | Traversable, limit: int) -> Reply:
        try:
            data, size = bytes_of(file, limit)
        except OSError as error:
            return Reply(number, raised("FILE_UNREADABLE", error, Path()))
        return Reply(number, content=Content(size, b64encode(data).decode()))

    def _ask(self, number: int, asked: AskPoints) -> Reply:
        question = PointsQuestion(
            regulation=asked.regulation,
            clause=asked.clause,
            cases=asked.cases,
            full=Decimal(asked.full),
            lost=Decimal(asked.lost),
        )
        answer = next(self._asked(POINTS, question=question), None)
        if answer is None:
            return Reply(number, points=Points(None))
        if not isinstance(answer, Decimal):
            return Reply(number, Fault("ANSWER_WRONG", _described(answer)))
        if answer.is_finite() and (len(answer.as_tuple().digits) > _MOST_DIGITS or abs(answer.adjusted()) > _EXPONENT):
            return Reply(number, Fault("ANSWER_TOO_LARGE", f"{answer:.3E}"))
        fault = None if answer.is_finite() and answer >= 0 else Fault("ANSWER_WRONG", str(answer)[:_SHOWN])
        return Reply(number, fault, points=Points(str(answer)))

    def _asked(self, hook: str, **arguments: object) -> Iterator[object]:
        """Yield what the plugin answers, unless it answers nothing."""
        if self._plugin is None:
            return
        caller = getattr(self._plugin.manager.hook, hook)
        yield from cast("list[object]", caller(**arguments))


def _limit_memory(size: int) -> None:
    """Let the process have ``size`` bytes and leave no picture of itself on the disk when it dies."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (size if hard < 0 else min(size, hard), hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _described(value: object) -> str:
    """Return the type of ``value``, and what it is if it is something plain."""
    plain = json.dumps(value)[:_SHOWN] if type(value) in {str, int, float, bool} else ""
    return f"{type(value).__name__} {plain}".strip()
