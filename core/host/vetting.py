"""What is refused before a plugin is called: pluggy would accept each of these in silence."""

import difflib
import inspect

from core.host.hookspecs import NAMES, PROJECT
from core.host.parking import PluginError, failed
from core.text import Text


def vet(plugin: object) -> None:
    """Raise PluginError if ``plugin`` has no hook, or one that is unknown, unmarked or a coroutine."""
    try:
        found = {name: inspect.getattr_static(plugin, name) for name in dir(plugin)}
    except Exception as error:
        raise failed("INSPECTION_FAILED", "无法查看插件的内容", "the plugin cannot be inspected", error) from error
    marked = {name for name, value in found.items() if hasattr(_function(value), f"{PROJECT}_impl")}
    for name in sorted(found):
        if name in marked and name not in NAMES:
            raise _unknown(name)
        if name.startswith(f"{PROJECT}_") and name not in marked and callable(_function(found[name])):
            raise _unmarked(name) if name in NAMES else _unknown(name)
        if name in marked and _is_coroutine(_function(found[name])):
            raise _async(name)
    if not marked:
        listed = ", ".join(NAMES)
        raise PluginError(
            "NO_HOOK",
            Text(
                zh=f"没有实现任何钩子; 用 pluggy.HookimplMarker({PROJECT!r}) 标记其一: {listed}",
                en=f"implements no hook; mark one with pluggy.HookimplMarker({PROJECT!r}): {listed}",
            ),
        )


def _function(value: object) -> object:
    inner: object = getattr(value, "__func__", None)  # of a staticmethod or classmethod
    return value if inner is None else inner


def _is_coroutine(value: object) -> bool:
    return inspect.iscoroutinefunction(value) or inspect.isasyncgenfunction(value)


def _unknown(name: str) -> PluginError:
    near = difflib.get_close_matches(name, NAMES, 1)
    listed = near[0] if near else ", ".join(NAMES)
    return PluginError(
        "UNKNOWN_HOOK",
        Text(zh=f"没有名为 {name} 的钩子; 应为: {listed}", en=f"no hook is called {name}; did you mean: {listed}"),
    )


def _unmarked(name: str) -> PluginError:
    return PluginError(
        "UNMARKED_HOOK",
        Text(
            zh=f"{name} 没有标记, 不会被调用; 用 pluggy.HookimplMarker({PROJECT!r}) 标记",
            en=f"{name} is not marked and would never be called; mark it with pluggy.HookimplMarker({PROJECT!r})",
        ),
    )


def _async(name: str) -> PluginError:
    return PluginError(
        "ASYNC_HOOK",
        Text(zh=f"{name} 是协程; 钩子必须是同步函数", en=f"{name} is a coroutine; hooks are synchronous functions"),
    )
