"""What an ordinary request says before its body; anything out of the ordinary takes the long way."""

from collections.abc import Iterable
from dataclasses import dataclass

_JSON = b"application/json"
_UNUSUAL = frozenset(
    {b"graphql-developer", b"traceparent", b"transfer-encoding", b"origin", b"content-encoding", b"expect"}
)


@dataclass(slots=True)
class Ordinary:
    """What the headers of an ordinary request say."""

    content_type: bytes = b""
    accept: bytes = b""
    authorization: bytes = b""
    id: bytes | None = None
    is_zipped: bool = False
    """Whether the client takes compressed answers."""
    length: int = -1
    """Of the body, in bytes; below nothing: it is not said."""


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of an ordinary request, which waits for nothing but its body."""

    said: Ordinary
    address: str
    """Of the client, as a proxy that is trusted tells it."""
    is_encrypted: bool


def ordinary(headers: Iterable[tuple[bytes, bytes]]) -> Ordinary | None:
    """Return what ``headers`` say, whose names are in small letters; None: something is unusual."""
    found, lengths = Ordinary(), 0
    for name, value in headers:
        if name == b"content-type":
            found.content_type = value
        elif name == b"content-length":
            lengths += 1
            found.length = int(value) if value.isdigit() else -1
        elif name == b"accept":
            found.accept = value
        elif name == b"authorization":
            found.authorization = value
        elif name == b"accept-encoding":
            found.is_zipped = b"gzip" in value
        elif name == b"x-request-id":
            found.id = value
        elif name in _UNUSUAL:
            return None
    return found if found.content_type == _JSON and lengths <= 1 else None
