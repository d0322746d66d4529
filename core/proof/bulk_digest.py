"""Digests of very many records that are held as columns: the same as of records, in little time and memory."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import orjson

from core.proof.chain import number_text

MOST_REMEMBERED = 50_000
"""Different contents of one field that are remembered."""
FEW = 0.25
"""Up to which share of the rows a column's different contents are worth remembering."""


class Digester:
    """Digests rows of records of one kind, chunk by chunk, and all of them together."""

    def __init__(self) -> None:
        self._fields: dict[str, _Field] = {}
        self._packed = [bytearray() for _ in range(256)]
        """By first byte, so that they are put in order a few at a time."""

    def digests(self, columns: Mapping[str, Sequence[object]]) -> list[bytes]:
        """Return ``digest_of_record`` of each row, as bytes.

        ``columns`` are the fields of a record, all of one length, each of text, whole numbers or exact numbers; None
        in a row is a field that it does not state. The first by alphabet is stated in every row.
        """
        first, *others = sorted(columns)
        said = [self._said(first, columns[first], b"{")]
        said += [self._said(one, columns[one], b",") for one in others if columns[one].count(None) < len(columns[one])]
        digest, join = hashlib.sha256, b"".join
        return [digest(join(row) + b"}").digest() for row in zip(*said, strict=True)]

    def _said(self, name: str, column: Sequence[object], before: bytes) -> Iterable[bytes]:
        field = self._fields.setdefault(name, _Field(before + orjson.dumps(name) + b":"))
        if len(set(column)) > len(column) * FEW:
            return map(field.__missing__, column) if None in column else field.said_once(column)
        return map(field.__getitem__, column)

    def add(self, digests: Iterable[bytes]) -> None:
        """Take rows among those whose digest is asked for."""
        packed = self._packed
        for one in digests:
            packed[one[0]] += one

    def digest(self) -> str:
        """Return ``digest_of_records`` of all rows taken."""
        whole = hashlib.sha256(b"guiju.audit.records\0")
        size = whole.digest_size
        for packed in self._packed:
            each = sorted(bytes(packed[at : at + size]) for at in range(0, len(packed), size))
            whole.update(b"".join(each).hex().encode())
        return whole.hexdigest()


class _Field(dict[object, bytes]):
    """How each content of a field is written; remembered as long as it is looked up and not asked for."""

    def __init__(self, name: bytes) -> None:
        super().__init__()
        self._name = name

    def said_once(self, column: Sequence[object]) -> list[bytes]:
        """Return how each content is written, for contents that hardly come again; none of them is None."""
        name, dumps = self._name, orjson.dumps
        return [name + dumps(one, default=number_text) for one in column]

    def __missing__(self, value: object) -> bytes:
        said = b"" if value is None else self._name + orjson.dumps(value, default=number_text)
        if len(self) < MOST_REMEMBERED:
            self[value] = said
        return said
