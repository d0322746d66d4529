"""What is noticed of a plugin's hooks while they are asked: how often, how long, what went wrong; and the trace."""

import logging
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from core.host.parking import Reason

LOG = logging.getLogger("guiju.host")
_SHOWN = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeReport:
    """How a plugin's code has fared since it was loaded."""

    questions: int = 0
    """How many its rule was asked."""
    unanswered: int = 0
    """To how many of them something other than an answer came."""
    slow: int = 0
    """How many answers took longer than the declared threshold."""
    slowest_milliseconds: Decimal = Decimal(0)
    """How long the slowest answer took, to a tenth."""
    restarts: int = 0
    """How often its process had to be started again."""
    is_off: bool = False
    """Whether it is no longer asked, until the plugins are loaded again."""
    fault: Reason | None = None
    """The last thing that went wrong; None: nothing did."""

    def asked(self, milliseconds: Decimal, threshold: Decimal, fault: Reason | None) -> "CodeReport":
        """Return the report with one more question, which took so long."""
        return replace(
            self,
            questions=self.questions + 1,
            unanswered=self.unanswered + (fault is not None),
            slow=self.slow + (milliseconds > threshold),
            slowest_milliseconds=max(self.slowest_milliseconds, milliseconds),
            fault=fault or self.fault,
        )


@dataclass(frozen=True, slots=True)
class Trace:
    """Writes every call of a hook to standard error, if it is asked to."""

    is_on: bool

    def called(self, hook: str, owner: str, arguments: Mapping[str, object], result: str, seconds: float) -> None:
        """Write one call; the arguments of hooks hold nothing about people."""
        if self.is_on:
            told = ", ".join(f"{name}={value}" for name, value in arguments.items())
            sys.stderr.write(f"{hook} {owner} ({told}) -> {result[:_SHOWN]} in {milliseconds(seconds)} ms\n")


def milliseconds(seconds: float) -> Decimal:
    """Return ``seconds`` in milliseconds, to a tenth."""
    return Decimal(round(seconds * 10_000)) / 10
