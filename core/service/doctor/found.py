"""What a check has found: how it stands, what was looked at, and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from core.text import Text


class State(StrEnum):
    """How something stands that was checked."""

    OK = "OK"
    WARN = "WARN"
    """It works; somebody should look at it before long."""
    FAIL = "FAIL"
    SKIPPED = "SKIPPED"
    """It could not be looked at, or there is nothing to look at."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that a check has found."""

    check: str
    """The check's name, stable, in small letters."""
    state: State
    seen: Text
    """What was looked at, and what was seen."""
    todo: Text | None = None
    """What to do; None: nothing."""


@dataclass(frozen=True, slots=True)
class Saying:
    """Makes what one check has found; each takes what was seen in Chinese and English, then what to do."""

    check: str

    def ok(self, zh: str, en: str) -> Found:
        """Return that it is as it should be."""
        return Found(self.check, State.OK, Text(zh=zh, en=en))

    def skipped(self, zh: str, en: str) -> Found:
        """Return that it was not looked at, and why."""
        return Found(self.check, State.SKIPPED, Text(zh=zh, en=en))

    def warn(self, seen: Text, todo: Text) -> Found:
        """Return that it should be looked at."""
        return Found(self.check, State.WARN, seen, todo)

    def fail(self, seen: Text, todo: Text | None) -> Found:
        """Return that it is wrong; ``todo`` None: what was seen says it."""
        return Found(self.check, State.FAIL, seen, todo)
