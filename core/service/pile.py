"""Assessments that are to be frozen, piled up in a temporary file until they are entered; memory holds few of them."""

from collections.abc import Collection, Generator, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import Any, Self, cast

import orjson

from core.errors import RetryLaterError
from core.storage import NewFrozen
from core.text import Text


class Pile:
    """A pile in a file without a name, which is gone when the process is; use it as a block."""

    def __init__(self) -> None:
        """Begin a pile with nothing on it."""
        with _disk():
            self._file = TemporaryFile()  # noqa: SIM115 - closed at the block's end
        self._count = 0
        self._renewed: dict[int, int] = {}
        """How many batches there were when what they hold on a doctor ceased to be true."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def clear(self) -> None:
        """Begin anew."""
        with _disk():
            self._file.seek(0)
            self._file.truncate()
        self._count = 0
        self._renewed.clear()

    def forget(self, doctors: Collection[int]) -> None:
        """Take away what is there on ``doctors`` (ids)."""
        self._renewed |= dict.fromkeys(doctors, self._count)

    def put(self, rows: Sequence[NewFrozen]) -> None:
        """Put a batch on the pile; raise RetryLaterError if the disk takes no more."""
        with _disk():
            self._file.write(orjson.dumps(rows, default=_told) + b"\n")
        self._count += 1

    def batches(self) -> Iterator[list[NewFrozen]]:
        """Yield the batches in their order, without what has been taken away."""
        with _disk():
            self._file.seek(0)
        for number in range(self._count):
            with _disk():
                line = self._file.readline()
            listed = cast("list[dict[str, Any]]", orjson.loads(line))
            rows = [_read(one) for one in listed if number >= self._renewed.get(one["doctor_id"], 0)]
            if rows:
                yield rows


def _told(value: object) -> object:
    if isinstance(value, Text):
        return {"zh": value.zh, "en": value.en}
    raise TypeError(type(value).__name__)


def _read(told: dict[str, Any]) -> NewFrozen:
    told["as_of"] = date.fromisoformat(told["as_of"])
    told["known_at"] = datetime.fromisoformat(told["known_at"])
    told["changed"] = None if told["changed"] is None else Text(**told["changed"])
    return NewFrozen(**told)


@contextmanager
def _disk() -> Generator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(
            zh=f"临时文件不能读写: {reason}; 尚未写入任何内容, 请腾出临时目录的空间后重试",
            en=f"the temporary file cannot be read or written: {reason}; nothing was entered. Make room where "
            "temporary files are kept, then try again",
        )
        raise RetryLaterError("TEMPORARY_FILE", text) from error
