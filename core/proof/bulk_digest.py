"""Digests of very many records that are held as columns: the same as of records, in little time and memory."""

import hashlib
import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import IO, TypeAlias

import orjson

from core.proof.chain import number_text

MOST_REMEMBERED = 50_000
"""Different contents of one field that are remembered."""
FEW = 0.25
"""Up to which share of the rows a column's different contents are worth remembering."""

Piece: TypeAlias = bytes | list[bytes] | tuple[bytes]
"""What is written in every row alike, in each, or in each between quotes, as an array of texts without its ends."""


class Digester:
    """Digests rows of records of one kind, chunk by chunk, and all of them together.

    What takes the time is put off until the digest is asked for; what it takes is kept in a file meanwhile.
    """

    def __init__(self, kept: IO[bytes]) -> None:
        self._kept = kept
        self._sizes: list[int] = []
        """Of what is kept of each chunk."""
        self._fields: dict[str, _Field] = {}

    def take(self, columns: Mapping[str, Sequence[object]]) -> None:
        """Take rows among those whose digest is asked for; raises OSError when there is no room for them.

        ``columns`` are the fields of a record, all of one length, each of text, whole numbers or exact numbers; None
        in a row is a field that it does not state. The first by alphabet is stated in every row.
        """
        first, *others = sorted(columns)
        if not columns[first]:
            return
        pieces = [*self._said(first, columns[first], b"{")]
        for one in others:
            pieces += self._said(one, columns[one], b",")
        said = marshal.dumps((len(columns[first]), [*_merged([*pieces, b"}"])]))
        self._kept.write(said)
        self._sizes.append(len(said))

    def _said(self, name: str, column: Sequence[object], before: bytes) -> Iterator[Piece]:
        """Yield the pieces that say a field in every row."""
        field = self._fields.get(name)
        if field is None:
            is_many = len(set(column)) > len(column) * FEW
            field = self._fields[name] = _Field(before + orjson.dumps(name) + b":", is_many=is_many)
        if column[0] == column[-1] and column.count(column[0]) == len(column):
            yield field[column[0]]
            return
        texts = _texts(column) if field.is_many else None
        if texts is None:
            yield [*map(field.__getitem__, column)]
        else:
            yield from (field.name + b'"', (texts,), b'"')

    def each(self) -> Iterator[list[bytes]]:
        """Yield ``digest_of_record`` of each row, as bytes, chunk by chunk; no more can be taken afterwards."""
        self._kept.seek(0)
        digest, join = hashlib.sha256, b"".join
        for size in self._sizes:
            rows, pieces = marshal.loads(self._kept.read(size))  # noqa: S302 - nobody else has the file
            yield [digest(join(row)).digest() for row in zip(*(_in_rows(one, rows) for one in pieces), strict=True)]

    def digest(self) -> str:
        """Return ``digest_of_records`` of all rows taken; no more can be taken afterwards."""
        packed = [bytearray() for _ in range(256)]  # by first byte, so that they are put in order a few at a time
        for some in self.each():
            for one in some:
                packed[one[0]] += one
        whole = hashlib.sha256(b"guiju.audit.records\0")
        size = whole.digest_size
        for alike in map(bytes, packed):
            each = sorted([alike[at : at + size] for at in range(0, len(alike), size)])
            whole.update(b"".join(each).hex().encode())
        return whole.hexdigest()


class _Field(dict[object, bytes]):
    """How each content of a field is written; remembered as long as there are few."""

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


def _texts(column: Sequence[object]) -> bytes | None:
    """Return the array of all contents without its ends; None unless all are texts in which nothing is escaped."""
    said = orjson.dumps(column, default=number_text)
    # Where nothing is escaped each quote begins or ends a text, so that it can be cut between them.
    is_plain = said.startswith(b'["') and b"\\" not in said and said.count(b'","') == len(column) - 1
    return said[2:-2] if is_plain else None


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


def _in_rows(piece: Piece, rows: int) -> Iterable[bytes]:
    """Return what a piece writes in each row."""
    match piece:
        case bytes():
            return repeat(piece, rows)
        case list():
            return piece
        case (texts,):
            return texts.split(b'","')
