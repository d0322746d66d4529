"""Masking names for the public: what is left says nothing of how long the name is.

The first character of the name stands, as where courts publish names, be it 张三丰, 欧阳修 or 买买提·艾力; what follows
is a mark of fixed length. A compound surname is not written out, since it would set the person apart.
"""

import unicodedata

from core.regulation.schemes.publication import NameMask

WITHHELD = "某某"
"""Shown instead of a whole name."""
_REST_OF_CHARACTERS = "某某"
_REST_OF_LETTERS = "***"
_LEAST_LETTERS = 2
"""A name of fewer letters has none that could be shown without showing it whole."""


def masked(name: str, mask: NameMask) -> str:
    """Return ``name`` as ``mask`` shows it; a name of a single letter, or of none, is withheld unless shown in full."""
    if mask is NameMask.FULL:
        return name
    letters = [letter for letter in unicodedata.normalize("NFKC", name) if unicodedata.category(letter)[0] == "L"]
    if mask is NameMask.WITHHELD or len(letters) < _LEAST_LETTERS:
        return WITHHELD
    first = letters[0]
    if _has_case(first):
        return first.upper()[0] + _REST_OF_LETTERS
    return first + _REST_OF_CHARACTERS


def _has_case(letter: str) -> bool:
    """Return whether the script of ``letter`` has capitals, as Latin, Greek and Cyrillic do and Chinese does not."""
    return letter.upper() != letter.lower()
