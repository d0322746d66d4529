"""One way to write what a proof holds: bytes that its content determines, so that equal content has equal digests.

JSON in UTF-8: keys sorted, two spaces to a level, one newline at the end, exact numbers and days in quotes, never a
fraction without them.
"""

import hashlib
import json
from typing import TypeAlias, TypeGuard, cast

from core.errors import GuijuError
from core.text import Text

Json: TypeAlias = "str | int | bool | list[Json] | dict[str, Json] | None"
"""What a proof can hold."""

MOST_BYTES = 8 * 1024 * 1024
"""The longest file that is looked at; a receipt has some tens of kilobytes."""


def written(value: Json) -> bytes:
    """Return the file that holds ``value``; raise UnicodeEncodeError for text that is no text, half a character."""
    return (json.dumps(value, sort_keys=True, ensure_ascii=False, indent=2) + "\n").encode()


def compact(value: Json) -> str:
    """Return ``value`` in one line without blanks."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def digest_of_json(value: Json) -> str:
    """Return the SHA-256 of ``value`` in one line without blanks, in hexadecimal."""
    return hashlib.sha256(compact(value).encode()).hexdigest()


class UnreadableError(GuijuError):
    """Bytes that are not what a proof can hold; ``field`` says where: a byte, a line and column, or a JSON path."""


def parsed(data: bytes) -> Json:
    """Return what ``data`` holds.

    Raises:
        UnreadableError: it is too long, no UTF-8, no JSON, or JSON that says something twice or inexactly.
    """
    if len(data) > MOST_BYTES:
        zh, en = f"文件有 {len(data)} 字节, 最多 {MOST_BYTES}", f"the file has {len(data)} bytes, at most {MOST_BYTES}"
        raise unreadable("TOO_LARGE", None, zh, en)
    try:
        value = json.loads(data.decode(), object_pairs_hook=_table, parse_float=_fraction, parse_constant=_fraction)
    except UnicodeDecodeError as error:
        zh, en = "文件不是 UTF-8 文本, 可能已损坏", "the file is not UTF-8 text; it may be damaged"
        raise unreadable("NOT_UTF8", f"byte {error.start + 1}", zh, en) from error
    except json.JSONDecodeError as error:
        zh, en = "此处不是 JSON; 文件可能被截断或损坏", "this is no JSON; the file may be cut short or damaged"
        raise unreadable("NOT_JSON", f"line {error.lineno}, column {error.colno}", zh, en) from error
    except (RecursionError, ValueError) as error:
        zh, en = "嵌套过深, 或数字过长", "it is nested too deeply, or a number is too long"
        raise unreadable("NOT_JSON", None, zh, en) from error
    return cast("Json", value)


def unreadable(code: str, where: str | None, zh: str, en: str) -> UnreadableError:
    """Return the error that says at ``where`` what cannot be read; None: the file as a whole."""
    return UnreadableError(code, Text(zh=zh, en=en), field=where)


def _table(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    table: dict[str, Json] = {}
    for key, value in pairs:
        if key in table:
            name = shortened(key)
            raise unreadable("DUPLICATE_KEY", None, f"同一层有两个 {name}", f"a table holds {name} twice")
        table[key] = value
    return table


def _fraction(literal: str) -> Json:
    shown = shortened(literal)
    raise unreadable("NUMBER_NOT_EXACT", None, f"数 {shown} 须写在引号内", f"the number {shown} must stand in quotes")


def shortened(value: object, most: int = 60) -> str:
    """Return ``value`` on one line for a message, with the end left out where it is long; null for None."""
    text = compact(cast("Json", value)) if value is None or isinstance(value, (bool, list, dict)) else str(value)
    text = text.encode("unicode_escape").decode() if any(not char.isprintable() for char in text) else text
    return text if len(text) <= most else f"{text[: most - 1]}…"


def is_table(value: Json) -> TypeGuard[dict[str, Json]]:
    """Return whether ``value`` is a table."""
    return isinstance(value, dict)
