"""Testville's rules; nothing of Guiju is imported.

Section 4(3): a double case costs twice as many points as have been lost before it, at least two. No table says that.
"""

from collections.abc import Sequence
from decimal import Decimal
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Protocol

import pluggy

hookimpl = pluggy.HookimplMarker("guiju")


class Question(Protocol):
    """What the host asks; only what is used here."""

    clause: str
    lost: Decimal


@hookimpl
def guiju_regulation_files() -> Sequence[Traversable]:
    """Return the data file of the only version."""
    return [files(__name__) / "2024.toml"]


@hookimpl
def guiju_points_of(question: Question) -> Decimal | None:
    """Return what a double case costs; None for any other clause."""
    return max(2 * question.lost, Decimal(2)) if question.clause == "double" else None
