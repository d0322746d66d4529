"""What can be the matter with a database, in the project's words; each kind of database says which it is."""

from core.errors import RefusedError, RetryLaterError
from core.text import Text

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


def unreachable() -> RetryLaterError:
    """Return the error for a server that cannot be reached, or was lost meanwhile."""
    return RetryLaterError(
        "DATABASE_UNREACHABLE",
        Text(
            zh="数据库服务器无法连接或连接中断；未确认写入的内容可能未写入。请稍后以相同请求重试，已登记的内容不会重复登记。",
            en="The database server cannot be reached, or was lost meanwhile; what was not acknowledged may not have "
            "been written. Send the same request again later: what is recorded already is not recorded twice.",
        ),
    )


def unusable_server(reason: str) -> RefusedError:
    """Return the error for a server that does not let the registry in, with its ``reason``."""
    return RefusedError(
        "DATABASE_UNUSABLE",
        Text(
            zh=f"无法使用数据库服务器（{reason}）；请检查 URL 中的主机、用户、口令和库名，以及该用户的权限。",
            en=f"The database server cannot be used ({reason}). Check host, user, password and name of the database "
            "in the URL, and what that user may do.",
        ),
    )
