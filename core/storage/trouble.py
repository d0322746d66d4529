"""Turns what SQLite and Tortoise raise into the project's errors."""

import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from tortoise.exceptions import OperationalError

from core.errors import GuijuError, RefusedError, RetryLaterError
from core.text import Text

PRIMARY_CODE = 0xFF
"""The bits of an SQLite result code that say what happened; the others say where."""

UNENCODABLE = Text(
    zh="含有孤立代理项、空字符或过大的整数", en="it holds a lone surrogate, a NUL or too large an integer"
)


def busy() -> RetryLaterError:
    """Return the error for a database that another writer holds."""
    return RetryLaterError(
        "DATABASE_BUSY",
        Text(
            zh="数据库正被另一写入者占用，超过等待时限，未写入任何内容；请稍后以相同请求重试。",
            en="Another writer held the database longer than this request may wait. Nothing was written; "
            "send the same request again later.",
        ),
    )


def full() -> RetryLaterError:
    """Return the error for a disk that takes no more."""
    return RetryLaterError(
        "DATABASE_FULL",
        Text(
            zh="数据库所在磁盘已满或无法写入，未写入任何内容；腾出空间或恢复磁盘后重试。",
            en="The disk of the database is full or cannot be written. Nothing was written; make room or repair "
            "the disk, then try again.",
        ),
    )


def not_storable(field: str | None = None, why: Text = UNENCODABLE) -> RefusedError:
    """Return the error for a value that no column can hold; ``field`` None where it is not known which."""
    zh, en = ("请求", "the request") if field is None else (f"字段 {field}", f"the field {field}")
    return RefusedError(
        "NOT_STORABLE",
        Text(
            zh=f"{zh}的值无法存储：{why.zh}。未写入任何内容；请改正后重试。",
            en=f"The value of {en} cannot be stored: {why.en}. Nothing was written; correct it and try again.",
        ),
        field=field,
    )


def unusable(reason: str) -> RefusedError:
    """Return the error for a database that cannot be opened, with SQLite's ``reason``."""
    return RefusedError(
        "DATABASE_UNUSABLE",
        Text(
            zh=f"无法打开数据库（{reason}）；请检查路径、目录权限，以及该文件是否为本系统的数据库。",
            en=f"The database cannot be opened ({reason}). Check the path, the permissions of its folder and that "
            "the file is a database of this system.",
        ),
    )


def known_trouble(error: BaseException) -> GuijuError | None:
    """Return the project's error for ``error``, or None where it is a defect rather than trouble."""
    cause = error.args[0] if isinstance(error, OperationalError) and error.args else error
    if isinstance(cause, (UnicodeEncodeError, OverflowError)):
        return not_storable()
    if not isinstance(cause, sqlite3.OperationalError):
        return None
    match getattr(cause, "sqlite_errorcode", 0) & PRIMARY_CODE:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return busy()
        case sqlite3.SQLITE_FULL | sqlite3.SQLITE_IOERR:
            return full()
        case _:
            return None


@contextmanager
def named_trouble() -> Generator[None]:
    """Raise the project's error in place of a locked database, a full disk or a value it cannot take."""
    try:
        yield
    except (sqlite3.Error, OperationalError, UnicodeEncodeError, OverflowError) as error:
        known = known_trouble(error)
        if known is None:
            raise
        raise known from error
