"""Which characters belong in a Chinese registry: the basis for choosing an encoding and for checking names."""

import re
import unicodedata

# Ideographs of all planes, the iteration mark and the zero written as a circle, which names do use.
IDEOGRAPHS = r"\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
"""The inside of a character class of a regular expression."""

_IDEOGRAPH = re.compile(f"[{IDEOGRAPHS}]")
# With its accents, as in pinyin and in the names of foreign doctors; the phonetic letters behind it do not count.
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_HIDDEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def is_ideograph(char: str) -> bool:
    """Return whether ``char`` is a Chinese character."""
    return _IDEOGRAPH.fullmatch(char) is not None


def is_latin(char: str) -> bool:
    """Return whether ``char`` is a Latin letter, accented or not."""
    return _LATIN.fullmatch(char) is not None


def is_foreign_letter(char: str) -> bool:
    """Return whether ``char`` is a letter that is neither Chinese nor Latin, full width included."""
    if is_ideograph(char) or is_latin(char) or not unicodedata.category(char).startswith("L"):
        return False
    return not is_latin(unicodedata.normalize("NFKC", char)[0])


def is_hidden(char: str) -> bool:
    """Return whether ``char`` is a control, formatting, private or unassigned character."""
    return unicodedata.category(char) in _HIDDEN_CATEGORIES and not is_ideograph(char)
