"""How long a plugin's code may take, and how much it may use; an operator can say otherwise in the environment."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal, InvalidOperation

from core.errors import RefusedError
from core.text import Text

PREFIX = "GUIJU_PLUGIN_"
"""How the names of the environment variables begin; the rest is the name of the field in capitals."""
TRACE = "GUIJU_TRACE_HOOKS"
"""The environment variable that, set to 1, has every call of a hook written to standard error."""

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What the host grants to each plugin."""

    load_seconds: Decimal = Decimal(10)
    """For importing its code and naming its data files."""
    call_seconds: Decimal = Decimal(1)
    """For answering one question."""
    all_seconds: Decimal = Decimal(60)
    """For loading all plugins with code, together."""
    memory_mib: Decimal = Decimal(512)
    """Memory of the process of its code, in MiB of address space."""
    file_bytes: Decimal = Decimal(1_000_000)
    """Size of a data file."""
    answer_bytes: Decimal = Decimal(4_000_000)
    """Size of one answer of its process; a data file takes a third more than its own size."""
    slow_milliseconds: Decimal = Decimal(100)
    """From when on an answer is reported as slow; it counts all the same."""
    restarts: Decimal = Decimal(3)
    """How often its process is started again after it was ended; then its code stays off until the next load."""

    @property
    def memory_bytes(self) -> int:
        """How much memory the process of its code may have, in bytes."""
        return int(self.memory_mib * _MEBIBYTE)

    @classmethod
    def stated_in(cls, environment: Mapping[str, str]) -> "Limits":
        """Return the limits that ``environment`` states; what it leaves out is as by default.

        Raises:
            RefusedError: LIMIT_INVALID, a value is no number above zero.
        """
        names = {f"{PREFIX}{one.name.upper()}": one.name for one in fields(cls)}
        return cls(**{field: _number(name, environment[name]) for name, field in names.items() if name in environment})


def is_tracing(environment: Mapping[str, str]) -> bool:
    """Return whether ``environment`` asks for every call of a hook to be written to standard error."""
    return environment.get(TRACE, "") not in {"", "0"}


def _number(name: str, text: str) -> Decimal:
    try:
        number = Decimal(text)
    except InvalidOperation:
        number = Decimal("NaN")
    if number.is_finite() and number > 0:
        return number
    raise RefusedError(
        "LIMIT_INVALID",
        Text(
            zh=f"环境变量 {name} = {text!r} 不是大于零的数; 写成如 2 或 0.5, 或不设置",
            en=f"the environment variable {name} = {text!r} is no number above zero; write 2 or 0.5, or unset it",
        ),
        field=name,
    )
