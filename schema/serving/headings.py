"""What stands before the body of an ordinary request, read once for every request that begins with the same bytes.

Clients say the same thing at the head of every request. What a head says is found out by httptools and uvicorn's own
rules about proxies, as on the long way, and remembered by its bytes.
"""

from collections import OrderedDict
from typing import Any, cast

import httptools
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from schema.begun import begin
from schema.serving.ordinary import Heading, ordinary

KEPT = 1024
"""How many heads are remembered; the oldest goes first."""
LONGEST = 4096
"""The longest head that is ordinary, in bytes."""
Address = tuple[str, int]


class Headings:
    """The heads that were heard last."""

    def __init__(self, endpoint: str, proxies: list[str] | str | None) -> None:
        """Take the path of ``endpoint``, and which addresses are ``proxies`` whose word is taken; None: no one's is."""
        self._endpoint = endpoint.encode("ascii")
        self._trusting = None if proxies is None else ProxyHeadersMiddleware(_nothing, proxies)
        self._kept: OrderedDict[tuple[bytes, str], Heading | None] = OrderedDict()

    def of(self, head: bytes, client: Address | None, *, is_encrypted: bool) -> Heading | None:
        """Return what ``head`` says, which ends with an empty line; None: the long way has to look at it."""
        if len(head) > LONGEST:
            return None
        key = head, client[0] if client else ""
        if key in self._kept:
            return self._kept[key]
        found = self._kept[key] = self._read(head, client, is_encrypted=is_encrypted)
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return found

    def _read(self, head: bytes, client: Address | None, *, is_encrypted: bool) -> Heading | None:
        found = _read(head, self._endpoint)
        said = None if found is None else ordinary(found)
        if found is None or said is None or said.length < 0:
            return None
        scope: dict[str, Any] = {
            "type": "http",
            "headers": found,
            "client": client,
            "scheme": "https" if is_encrypted else "http",
        }
        if self._trusting is not None:
            begin(self._trusting(cast("Any", scope), cast("Any", None), cast("Any", None)))
        return Heading(said, scope["client"][0] if scope["client"] else "", scope["scheme"] == "https")


async def _nothing(*_: object) -> None:
    """Stand where the application would."""


class _Read:
    """What httptools says of a head."""

    def __init__(self) -> None:
        self.headers: list[tuple[bytes, bytes]] = []
        self.url = b""
        self.is_complete = False
        self.is_more = False
        """Whether there is anything behind the head: it ends elsewhere than it seems to."""

    def on_url(self, url: bytes) -> None:
        self.url += url

    def on_header(self, name: bytes, value: bytes) -> None:
        self.headers.append((name.lower(), value))

    def on_headers_complete(self) -> None:
        self.is_complete = True

    def on_body(self, _: bytes) -> None:
        self.is_more = True

    def on_message_complete(self) -> None:
        self.is_more = True


def _read(head: bytes, endpoint: bytes) -> list[tuple[bytes, bytes]] | None:
    """Return the headers of a POST to ``endpoint`` by HTTP/1.1 after which the connection goes on; None: it is none."""
    read = _Read()
    parser = httptools.HttpRequestParser(read)
    try:
        parser.feed_data(head)
    except (httptools.HttpParserError, httptools.HttpParserUpgrade):
        return None
    is_ours = read.is_complete and not read.is_more and parser.get_method() == b"POST" and read.url == endpoint
    goes_on = is_ours and parser.get_http_version() == "1.1" and parser.should_keep_alive()
    return read.headers if goes_on and not parser.should_upgrade() else None
