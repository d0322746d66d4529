"""What the host and the process of a plugin's code say to one another: one JSON text a line, one reply a request."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, cast


class TargetKind(StrEnum):
    """What a plugin's code is imported from."""

    FILE = "FILE"
    """A ``rules.py`` in a folder of data files."""
    ENTRY_POINT = "ENTRY_POINT"
    """A module, or something in it, that an installed package names."""


@dataclass(frozen=True, slots=True)
class Load:
    """Import the plugin's code and vet it; asked first, and once. Answered with ``Loaded``."""

    kind: TargetKind
    target: str
    """The path of the file, or the value of the entry point."""
    name: str
    """What the module is called once it is imported; of an entry point: its name."""
    search: tuple[str, ...]
    """Where to import from, as the host does."""
    memory: int
    """How much memory the process may have, in bytes."""


@dataclass(frozen=True, slots=True)
class AskFiles:
    """Ask the plugin for its data files. Answered with ``Listed``."""


@dataclass(frozen=True, slots=True)
class ReadFile:
    """Read one of the files that the plugin listed. Answered with ``Content``."""

    index: int
    limit: int
    """Above how many bytes only the size is told."""


@dataclass(frozen=True, slots=True)
class AskPoints:
    """Put a question to the plugin's rule. Answered with ``Points``; numbers travel as text."""

    regulation: str
    clause: str
    cases: int
    full: str
    lost: str


Demand = Load | AskFiles | ReadFile | AskPoints
"""What the host can want."""
_DEMANDS: tuple[type[Demand], ...] = (Load, AskFiles, ReadFile, AskPoints)


@dataclass(frozen=True, slots=True)
class Request:
    """A demand, numbered so that the reply to another one is not taken for its own."""

    number: int
    seconds: float
    """After how long the process ends itself if it has not answered: a host that was killed cannot end it."""
    demand: Demand


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a plugin's code."""

    file: str
    line: int
    column: int
    source: str
    what: str
    """What stands there: the name of the module that is imported."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the plugin did wrong; words are put to it by the host."""

    code: str
    what: str = ""
    """What the code is about: an error with its text, the name of a hook, a value."""
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """The plugin's code was imported."""

    hooks: tuple[str, ...]
    api: str | None
    """The range of versions of the host that it says it was made for; None: it does not say."""


@dataclass(frozen=True, slots=True)
class Listed:
    """The names of the plugin's data files, in its order."""

    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """A data file: its bytes in base64, or none if there are more than the limit."""

    size: int
    data: str


@dataclass(frozen=True, slots=True)
class Points:
    """What a rule answers: a number as text; None: it does not decide."""

    points: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to the request of this number: what was asked for, or the fault that was met, or both."""

    number: int
    fault: Fault | None = None
    loaded: Loaded | None = None
    listed: Listed | None = None
    content: Content | None = None
    points: Points | None = None


def written(message: Request | Reply) -> bytes:
    """Return ``message`` as a line."""
    plain = asdict(message)
    if isinstance(message, Request):
        plain["kind"] = type(message.demand).__name__
    return json.dumps(plain).encode() + b"\n"


def read_request(line: bytes) -> Request:
    """Return the request that the host wrote as ``line``."""
    plain = json.loads(line)
    (demand,) = (one for one in _DEMANDS if one.__name__ == plain["kind"])
    return Request(plain["number"], plain["seconds"], demand(**dict(_fields(plain["demand"]))))


def _fields(plain: dict[str, object]) -> Iterator[tuple[str, Any]]:
    """Yield the fields of a demand: what JSON has no type for was written as a list, or as a text."""
    for name, value in plain.items():
        if isinstance(value, list):
            yield name, tuple(cast("list[object]", value))
        else:
            yield name, TargetKind(str(value)) if name == "kind" else value
