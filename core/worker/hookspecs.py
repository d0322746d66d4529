"""What a plugin may implement: few hooks, typed, synchronous.

Mark an implementation with ``pluggy.HookimplMarker("guiju")``. A plugin without a hook, with an unknown or unmarked
``guiju_…`` function, or with a coroutine is parked and named.
"""

from collections.abc import Sequence
from decimal import Decimal
from importlib.resources.abc import Traversable
from pathlib import Path

import pluggy

from core.regulation.question import PointsQuestion

PROJECT = "guiju"
ENTRY_POINT_GROUP = "guiju.plugins"

FILES = "guiju_regulation_files"
POINTS = "guiju_points_of"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Every hook of the host."""

    @hookspec
    def guiju_regulation_files(self) -> Sequence[Path | Traversable]:
        """Return the plugin's data files, one a promulgated version; asked of every plugin, once, at start.

        A folder of TOML files has this hook by itself. What it raises parks this plugin alone.
        """
        raise NotImplementedError

    @hookspec
    def guiju_points_of(self, question: PointsQuestion) -> Decimal | None:
        """Return what one unit of a clause with ``points = "RULE"`` costs, or None if the rule does not decide.

        Asked only of the plugin that owns the regulation. It must be pure: the same question, the same answer. What
        it raises, or None, makes the outcome INDETERMINATE.
        """
        raise NotImplementedError


NAMES = tuple(sorted(name for name in vars(Hooks) if name.startswith(f"{PROJECT}_")))
"""The names of all hooks."""
