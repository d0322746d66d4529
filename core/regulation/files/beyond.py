"""The words for files beyond what any regulation needs: too large, too long, too deep, too full."""

from core.regulation.files.messages import Wording
from core.text import Text


def too_large(size: int, limit: int) -> Wording:
    """Return the words for a file with more bytes than allowed."""
    return Wording(
        "FILE_TOO_LARGE",
        Text(
            zh=f"文件有 {size} 字节，超过上限 {limit} 字节", en=f"the file has {size} bytes, over the limit of {limit}"
        ),
        Text(zh="确认是否选错文件，或拆成几个文件", en="check that it is the right file, or split it"),
    )


def too_long_a_line(limit: int) -> Wording:
    """Return the words for a line longer than anyone can read."""
    return Wording(
        "LINE_TOO_LONG",
        Text(zh=f"这一行超过 {limit} 个字符", en=f"this line has over {limit} characters"),
        Text(zh="在方括号内的逗号后换行", en="break it after a comma between square brackets"),
    )


def too_many(count: int, limit: int) -> Wording:
    """Return the words for a file with more values than any regulation has."""
    return Wording(
        "TOO_MANY_VALUES",
        Text(zh=f"文件有 {count} 个值，超过上限 {limit}", en=f"the file has {count} values, over the limit of {limit}"),
        Text(zh="确认是否选错文件，或拆成几个文件", en="check that it is the right file, or split it"),
    )


def too_deep(limit: int) -> Wording:
    """Return the words for values nested deeper than any data file needs."""
    return Wording(
        "TOO_DEEP",
        Text(zh=f"嵌套超过 {limit} 层", en=f"nested more than {limit} levels deep"),
        Text(zh="减少括号或键名的层数", en="use fewer brackets or dotted names"),
    )
