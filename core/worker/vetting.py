"""What is refused before a hook is called: pluggy would accept each of these in silence."""

import difflib
import inspect

from core.worker.hookspecs import NAMES, PROJECT
from core.worker.messages import Fault


def fault_of(plugin: object) -> Fault | None:
    """Return the fault if ``plugin`` has no hook, or one that is unknown, unmarked or a coroutine; None: it has none.

    Raises:
        Exception: whatever looking at the plugin raises.
    """
    found = {name: inspect.getattr_static(plugin, name) for name in dir(plugin)}
    marked = {name for name, value in found.items() if hasattr(_function(value), f"{PROJECT}_impl")}
    for name in sorted(found):
        if name in marked and name not in NAMES:
            return Fault("UNKNOWN_HOOK", name)
        if name.startswith(f"{PROJECT}_") and name not in marked and callable(_function(found[name])):
            return Fault("UNMARKED_HOOK" if name in NAMES else "UNKNOWN_HOOK", name)
        if name in marked and _is_coroutine(_function(found[name])):
            return Fault("ASYNC_HOOK", name)
    return None if marked else Fault("NO_HOOK")


def likely(name: str) -> str:
    """Return the hook that ``name`` seems to mean, or all of them."""
    near = difflib.get_close_matches(name, NAMES, 1)
    return near[0] if near else ", ".join(NAMES)


def _function(value: object) -> object:
    inner: object = getattr(value, "__func__", None)  # of a staticmethod or classmethod
    return value if inner is None else inner


def _is_coroutine(value: object) -> bool:
    return inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value)
