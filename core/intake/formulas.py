"""Text that a spreadsheet would run as a formula: how it is written so that it stays text, and read back as it was.

An apostrophe goes before it. A text that begins with apostrophes and a formula's sign gets one more, so that every
text is read back as exactly what it was.
"""

import re

FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\0")  # noqa: RUF001  full width starts one too
"""What the first character of a cell makes a spreadsheet run it, or a later reader of the file take it apart."""

_GUARDED = re.compile(f"'+[{''.join(map(re.escape, FORMULA_STARTS))}]")


def guarded(text: str) -> str:
    """Return ``text`` as a spreadsheet takes it for text."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA_STARTS) else text


def is_guarded(text: str) -> bool:
    """Return whether ``text`` was written by ``guarded`` because it begins as a formula does."""
    return _GUARDED.match(text) is not None


def unguarded(text: str) -> str:
    """Return the text that ``guarded`` wrote as ``text``."""
    return text[1:] if is_guarded(text) else text
