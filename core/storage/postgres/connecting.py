"""One connection to the server: how it is opened, and in which form values come and go.

Days, moments and decimals come as text, as they do from SQLite, so that both are read by the same code; moments are
in UTC. What is compared as text is compared by code point, since all columns have the collation ``C``.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import asyncpg

from core.storage.locations import Server
from core.storage.postgres.driver import Connection, connect
from core.storage.transactions import to_the_end
from core.storage.trouble import unreachable, unusable_server

CONNECT_SECONDS = 10
"""How long a server may take to answer before it counts as unreachable."""
AS_TEXT = ("date", "timestamptz", "numeric")
SETTINGS: Mapping[str, str] = MappingProxyType(
    {
        "application_name": "guiju",
        "datestyle": "ISO",
        "timezone": "UTC",
        "standard_conforming_strings": "on",
        "default_transaction_isolation": "read committed",
        "jit": "off",  # compiling takes longer than any of our statements
        # A machine that vanishes amid a transaction gives the lock back within a minute, one that stalls in five.
        "tcp_keepalives_idle": "30",
        "tcp_keepalives_interval": "10",
        "tcp_keepalives_count": "3",
        "idle_in_transaction_session_timeout": "300000",
    }
)
READING: Mapping[str, str] = MappingProxyType({**SETTINGS, "default_transaction_read_only": "on"})

REFUSALS = (
    asyncpg.InvalidAuthorizationSpecificationError,  # among them: a wrong password
    asyncpg.InvalidCatalogNameError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.ClientConfigurationError,
    asyncpg.UndefinedObjectError,  # a setting that the server does not know
    ValueError,
)


async def connected(server: Server, settings: Mapping[str, str] = SETTINGS) -> Connection:
    """Open a connection; raises RefusedError when it is not let in, RetryLaterError when the server is not reached.

    A cancelled caller leaves none behind, and none half-opened: the driver would complain of that when it is too late.
    """
    return await to_the_end(_opened(server, settings), undo=lambda connection: connection.terminate())


async def _opened(server: Server, settings: Mapping[str, str]) -> Connection:
    try:
        connection = await connect(server.url, seconds=CONNECT_SECONDS, settings=settings)
    except REFUSALS as error:
        raise unusable_server(str(error)) from error
    except (OSError, TimeoutError) as error:
        raise unreachable() from error
    try:
        await prepare(connection)
    except BaseException:
        connection.terminate()
        raise
    return connection


async def prepare(connection: Connection) -> None:
    """Have days, moments and decimals come and go as text."""
    for kind in AS_TEXT:
        await connection.set_type_codec(kind, schema="pg_catalog", encoder=_written, decoder=str, format="text")


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
