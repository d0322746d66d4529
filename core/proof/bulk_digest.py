"""Digests of very many records that are held as columns: the same as of records, in little time and memory."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import TypeAlias

import orjson

from core.proof.chain import number_text

MOST_REMEMBERED = 50_000
"""Different contents of one field that are remembered."""
FEW = 0.25
"""Up to which share of the rows a column's different contents are worth remembering."""

Piece: TypeAlias = bytes | Iterable[bytes]
"""What is written in every row alike, or in each."""


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
        rows = len(columns[first])
        pieces = [*self._said(first, columns[first], b"{")]
        for one in others:
            pieces += self._said(one, columns[one], b",")
        pieces.append(b"}")
        digest, join = hashlib.sha256, b"".join
        each = (repeat(one, rows) if isinstance(one, bytes) else one for one in _merged(pieces))
        return [digest(join(row)).digest() for row in zip(*each, strict=True)]

    def _said(self, name: str, column: Sequence[object], before: bytes) -> Iterator[Piece]:
        """Yield the pieces that say a field in every row."""
        if not column:
            return
        field = self._fields.get(name)
        if field is None:
            is_many = len(set(column)) > len(column) * FEW
            field = self._fields[name] = _Field(before + orjson.dumps(name) + b":", is_many=is_many)
        if column[0] == column[-1] and column.count(column[0]) == len(column):
            yield field[column[0]]
        elif not field.is_many:
            yield map(field.__getitem__, column)
        else:
            plain = _plain(column)
            if plain is None:
                yield map(field.__missing__, column)
            else:
                yield from (field.name + b'"', plain, b'"')

    def add(self, digests: Iterable[bytes]) -> None:
        """Take rows among those whose digest is asked for."""
        packed = self._packed
        for one in digests:
            packed[one[0]] += one

    def digest(self) -> str:
        """Return ``digest_of_records`` of all rows taken."""
        whole = hashlib.sha256(b"guiju.audit.records\0")
        size = whole.digest_size
        for packed in map(bytes, self._packed):
            each = sorted([packed[at : at + size] for at in range(0, len(packed), size)])
            whole.update(b"".join(each).hex().encode())
        return whole.hexdigest()


class _Field(dict[object, bytes]):
    """How each content of a field is written; remembered as long as it is looked up and not asked for."""

    def __init__(self, name: bytes, *, is_many: bool) -> None:
        super().__init__()
        self.name = name
        self.is_many = is_many
        """Whether most contents differ from each other, as far as the first rows tell."""

    def __missing__(self, value: object) -> bytes:
        said = b"" if value is None else self.name + orjson.dumps(value, default=number_text)
        if len(self) < MOST_REMEMBERED and not self.is_many:
            self[value] = said
        return said


def _plain(column: Sequence[object]) -> list[bytes] | None:
    """Return how each content is written between its quotes; None unless all are texts in which nothing is escaped."""
    said = orjson.dumps(column, default=number_text)
    each = said[2:-2].split(b'","')
    # Where nothing is escaped each quote begins or ends a text, so that as many pieces as contents are the contents.
    return each if said.startswith(b'["') and b"\\" not in said and len(each) == len(column) else None


def _merged(pieces: Iterable[Piece]) -> Iterator[Piece]:
    """Yield the pieces with neighbours that are the same in every row made one."""
    same = b""
    for one in pieces:
        if isinstance(one, bytes):
            same += one
        else:
            yield from (same, one)
            same = b""
    yield same
