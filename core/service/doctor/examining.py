"""All checks in their order, each by itself: what one raises is what it has found."""

from collections.abc import AsyncGenerator, Callable, Mapping
from types import MappingProxyType

from core.errors import GuijuError
from core.service.doctor import database, host, machine, registry
from core.service.doctor.found import Found, Saying, State
from core.service.doctor.surroundings import Surroundings
from core.text import Text

Check = Callable[[Surroundings], AsyncGenerator[Found]]

CHECKS: Mapping[str, Check] = MappingProxyType(
    {
        "database": database.reachable,
        "writing": database.writable,
        "schema": database.version,
        "integrity": database.sound,
        "objects": database.complete,
        "log": database.log_size,
        "disk": database.disk,
        "audit": registry.audit,
        "clock": registry.clock,
        "tokens": registry.tokens,
        "receipts": registry.receipts,
        "settings": host.settings,
        "plugins": host.plugins,
        "regulations": registry.covered,
        "calendar": host.calendar,
        "files": machine.files,
        "extras": machine.extras,
    }
)
"""Every check by its name, in the order in which they are told."""

_IN_THE_DATABASE = frozenset(
    {"writing", "schema", "integrity", "objects", "log", "audit", "clock", "tokens", "receipts", "regulations"}
)
"""Checks that need a database which opens."""
_IN_THE_REGISTRY = frozenset({"audit", "clock", "tokens", "receipts", "regulations"})
"""Checks that need tables of this version."""

_BUSY = Text(zh="另一进程正持有写锁", en="another process holds the lock of writers")


async def examine(there: Surroundings) -> AsyncGenerator[Found]:
    """Yield what every check finds; one that cannot look at anything since another failed is skipped."""
    skipped: dict[str, Text] = {}
    for name, check in CHECKS.items():
        if name in skipped:
            yield Found(name, State.SKIPPED, skipped[name])
            continue
        async for found in _done(name, check, there):
            yield found
            skipped |= _without(found)


def _without(found: Found) -> dict[str, Text]:
    """Return the checks that cannot be made after this finding, and why."""
    if found.check == "database" and found.state is not State.OK:
        why = Text(zh="数据库不能查看", en="the database cannot be looked at")
        return dict.fromkeys(_IN_THE_DATABASE, why)
    if found.check == "schema" and found.state is not State.OK:
        why = Text(zh="结构不是本版本", en="the tables are not this version's")
        return dict.fromkeys(_IN_THE_REGISTRY, why)
    return {}


async def _done(name: str, check: Check, there: Surroundings) -> AsyncGenerator[Found]:
    say = Saying(name)
    try:
        async for found in check(there):
            yield found
    except GuijuError as error:
        if error.code == "DATABASE_BUSY":
            yield say.warn(_BUSY, Text(zh="稍后再查", en="look again later"))
        else:
            yield say.fail(Text(zh=f"{error.code}: {error.message.zh}", en=f"{error.code}: {error.message.en}"), None)
    except Exception as error:  # noqa: BLE001 - whatever is broken, the other checks still have to be made
        what = f"{type(error).__name__}: {error}"
        yield say.fail(
            Text(zh=f"检查中断: {what}", en=f"the check broke off: {what}"),
            Text(zh="请将此行报告给维护者", en="report this line to the maintainers"),
        )
