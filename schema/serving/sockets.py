"""The socket that a server listens on: opened here, or handed over by whatever supervises the process."""

import socket
from ipaddress import ip_address
from typing import cast


def listening_on(bind: str, port: int, fd: int | None) -> socket.socket:
    """Return the socket to listen on: the one handed over as ``fd``, else a new one; raises OSError."""
    if fd is not None:
        return socket.socket(fileno=fd)
    return socket.create_server((bind, port), family=socket.AF_INET6 if ":" in bind else socket.AF_INET)


def address_of(listening: socket.socket) -> str:
    """Return where a socket can be asked, as a browser would write it."""
    name = listening.getsockname()
    if not isinstance(name, tuple):
        return f"unix:{name}"
    host, port, *_ = cast("tuple[str, int]", name)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def is_reachable(listening: socket.socket) -> bool:
    """Return whether anything but this machine can reach a socket; what has no address counts as reachable."""
    name = listening.getsockname()
    host = str(cast("tuple[object, ...]", name)[0]) if isinstance(name, tuple) else ""
    try:
        return not ip_address(host).is_loopback
    except ValueError:
        return True
