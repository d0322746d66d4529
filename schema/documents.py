"""Documents that are kept, so that a client sends their hash alone: a trusted list, and those that clients register.

The hash is the SHA-256 of the document's text, in hexadecimal: as ``documentId`` (with or without ``sha256:`` before
it), or in ``extensions.persistedQuery``, as clients with automatic persisted queries send it.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

import orjson

from core.errors import RefusedError
from core.text import Text

MOST_BYTES = 4 * 1024 * 1024
"""How much text of registered documents is kept; the one not asked for the longest time goes first."""
_HASH_LENGTH = 64


def hash_of(document: str) -> str:
    """Return what stands for ``document``."""
    return hashlib.sha256(document.encode()).hexdigest()


class UnknownDocumentError(RefusedError):
    """Raised for a hash whose document is not at hand; a client then sends both."""


@dataclass(slots=True)
class Documents:
    """The documents of one endpoint."""

    trusted: Mapping[str, str] = field(default_factory=dict[str, str])
    """Documents by their hash."""
    only_trusted: bool = False
    """Whether any other document is refused."""
    _registered: OrderedDict[str, str] = field(default_factory=OrderedDict[str, str], init=False, repr=False)
    _bytes: int = field(default=0, init=False, repr=False)

    @classmethod
    def read(cls, path: Path) -> "Documents":
        """Return the trusted documents of a JSON file of texts by hash, as Relay and others write it; no others run.

        Raises:
            RefusedError: the file is no such table, or a hash is not that of its document.
        """
        try:
            found: object = orjson.loads(path.read_bytes())
        except orjson.JSONDecodeError:
            found = None
        table = cast("dict[object, object]", found if isinstance(found, dict) else {})
        texts = {str(key).removeprefix("sha256:"): text for key, text in table.items() if isinstance(text, str)}
        wrong = [key for key, text in texts.items() if hash_of(text) != key]
        if not table or len(texts) != len(table) or wrong:
            at = wrong[0] if wrong else path.name
            raise RefusedError(
                "DOCUMENTS_INVALID",
                Text(
                    zh=f"{path.name} 须为 JSON 对象: SHA-256 → 查询文本; 有误处: {at}",
                    en=f"{path.name} is to be a JSON object of documents by their SHA-256; wrong at {at}",
                ),
            )
        return cls(texts, only_trusted=True)

    def text_of(self, query: str | None, hash_: str | None) -> str | None:
        """Return the document that a request means, None if it names none; one that comes with its hash is kept.

        Raises:
            UnknownDocumentError: there is a hash alone, and no document of it is at hand.
            RefusedError: text and hash do not belong together, or only trusted documents are run.
        """
        if hash_ is None:
            if query is not None and self.only_trusted and hash_of(query) not in self.trusted:
                raise _untrusted()
            return query
        if query is None:
            return self._known(hash_)
        if hash_of(query) != hash_:
            text = Text(zh="所给的哈希不是该查询的 SHA-256", en="the hash is not the SHA-256 of the document")
            raise RefusedError("PERSISTED_QUERY_MISMATCH", text)
        if self.only_trusted and hash_ not in self.trusted:
            raise _untrusted()
        self._register(hash_, query)
        return query

    def _known(self, hash_: str) -> str:
        found = self.trusted.get(hash_)
        if found is not None:
            return found
        if self.only_trusted:
            raise _untrusted()
        registered = self._registered.get(hash_)
        if registered is None:
            text = Text(zh="没有该哈希的查询; 请连同查询文本重发", en="no document of this hash; send it with its text")
            raise UnknownDocumentError("PERSISTED_QUERY_NOT_FOUND", text)
        self._registered.move_to_end(hash_)
        return registered

    def _register(self, hash_: str, query: str) -> None:
        if hash_ in self.trusted or hash_ in self._registered:
            return
        self._registered[hash_] = query
        self._bytes += len(query.encode())
        while self._bytes > MOST_BYTES:
            _, dropped = self._registered.popitem(last=False)
            self._bytes -= len(dropped.encode())


def hash_in(document_id: object, extensions: Mapping[str, object]) -> str | None:
    """Return the hash that a request gives, None for none; raise RefusedError for anything else in its place."""
    given = document_id
    persisted = extensions.get("persistedQuery")
    if given is None and isinstance(persisted, dict):
        given = cast("dict[str, object]", persisted).get("sha256Hash")
    if given is None:
        return None
    hash_ = given.removeprefix("sha256:").lower() if isinstance(given, str) else ""
    if len(hash_) != _HASH_LENGTH or not set(hash_) <= set("0123456789abcdef"):
        text = Text(zh="查询的哈希是 64 位十六进制的 SHA-256", en="the hash of a document is a SHA-256 in hexadecimal")
        raise RefusedError("DOCUMENT_ID_INVALID", text, field="documentId")
    return hash_


def _untrusted() -> RefusedError:
    text = Text(
        zh="本服务只执行事先登记的查询; 请用登记过的文本或其哈希",
        en="only documents on the trusted list are run here; send one of them, or its hash",
    )
    return RefusedError("DOCUMENT_NOT_TRUSTED", text)
