"""Which protocol a server speaks HTTP with."""

import asyncio
from importlib.util import find_spec

from uvicorn.protocols.http.h11_impl import H11Protocol

from schema.serving.deadlines import Deadlines, ServerConfig
from schema.serving.shortcut import Shortcut


class TimedH11(Deadlines, H11Protocol):
    """uvicorn's protocol in Python, with deadlines."""


def protocol_at_hand() -> type[asyncio.Protocol]:
    """Return the fastest protocol whose parser is installed, with deadlines."""
    if find_spec("httptools") is None:
        return TimedH11
    from schema.serving.quick import QuickHttpTools  # noqa: PLC0415 - its parser is optional

    return QuickHttpTools


def open_counter(config: ServerConfig, shortcut: Shortcut) -> None:
    """Have the connections of a server answer at once what ``shortcut`` does, if their parser is installed."""
    if find_spec("httptools") is None:
        return
    from schema.serving.headings import Headings  # noqa: PLC0415 - its parser is optional
    from schema.serving.quick import Counter  # noqa: PLC0415 - the same

    proxies = config.forwarded_allow_ips if config.proxy_headers else None
    config.counter = Counter(shortcut, Headings(shortcut.endpoint, proxies))
