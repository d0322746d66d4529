"""Citations: where in a text a rule stands, in the form the data writes and the forms people read.

``11.二.1`` is 第十一条（二）1 and Article 11(2)1; ``14.三款`` is 第十四条第三款 and Article 14, paragraph 3. ``?`` is a
place whose number is not at hand, ``reported 14`` one that only the press tells of, and ``other-2020:14`` one in
another text. The same place has one written form in each language and each can be read back.
"""

import re
from dataclasses import dataclass, replace
from enum import Enum
from typing import Annotated, ClassVar

from pydantic import ConfigDict, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from core.regulation.files.messages import shown
from core.text import Lang, Text

_DIGITS = "零一二三四五六七八九"
_ONE = r"[一二三四五六七八九十百零]+"


def numeral(number: int) -> str:
    """Return ``number`` (1 to 999) in Chinese numerals: 11 is 十一, 105 is 一百零五."""
    if not 1 <= number <= 999:  # noqa: PLR2004 - three places of numerals
        raise ValueError(f"{number} is not between 1 and 999")
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    text = f"{_DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else _DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (_DIGITS[ones] if ones else "")


def from_numeral(text: str) -> int:
    """Return the number that ``text`` writes in Chinese numerals; raise ValueError for any other text."""
    total, digit = 0, 0
    for char in text:
        if char in _DIGITS:
            digit = _DIGITS.index(char)
        elif char in "十百":
            total += (digit or 1) * (10 if char == "十" else 100)
            digit = 0
        else:
            raise ValueError(f"{text!r} is not a Chinese numeral")
    total += digit
    if total == 0 or numeral(total) != text:
        raise ValueError(f"{text!r} is not a Chinese numeral")
    return total


class Unit(Enum):
    """A division of a text."""

    ARTICLE = "条"
    PARAGRAPH = "款"
    ITEM = "项"
    SUB_ITEM = "目"


_UNREAD = ConfigDict(strict=True, use_attribute_docstrings=False)
"""Each field of a regulation that cites would have pydantic read this module for docstrings, which takes a second."""


@dataclass(frozen=True, slots=True)
class Part:
    """One step of a citation: the eleventh article, the second item."""

    __pydantic_config__: ClassVar[ConfigDict] = _UNREAD

    unit: Unit
    number: int

    def code(self) -> str:
        """Return the form the data writes."""
        match self.unit:
            case Unit.PARAGRAPH:
                return numeral(self.number) + "款"
            case Unit.ITEM:
                return numeral(self.number)
            case _:
                return str(self.number)

    def zh(self) -> str:
        """Return the form people write in Chinese."""
        match self.unit:
            case Unit.ARTICLE | Unit.PARAGRAPH:
                return f"第{numeral(self.number)}{self.unit.value}"
            case Unit.ITEM:
                return f"（{numeral(self.number)}）"
            case Unit.SUB_ITEM:
                return str(self.number)

    def en(self) -> str:
        """Return the form people write in English."""
        match self.unit:
            case Unit.ARTICLE:
                return f"Article {self.number}"
            case Unit.PARAGRAPH:
                return f", paragraph {self.number}"
            case Unit.ITEM:
                return f"({self.number})"
            case Unit.SUB_ITEM:
                return str(self.number)


_ZH_PART = re.compile(rf"第(?P<条>{_ONE})条|第(?P<款>{_ONE})款|（(?P<项>{_ONE})）|(?P<目>[0-9]+)")
_EN_PART = re.compile(r"Article (?P<条>[0-9]+)|, paragraph (?P<款>[0-9]+)|\((?P<项>[0-9]+)\)|(?P<目>[0-9]+)")


_UNNUMBERED = "?"
_UNNUMBERED_TEXT = Text(zh="条款号未见", en="article not at hand")
_REPORTED = "reported "
_REPORTED_TEXT = Text(zh="（据报道）", en=" (reported)")
_ID = r"[A-Za-z][A-Za-z0-9]*(?:[._-][A-Za-z0-9]+)*"
_SOURCE = re.compile(rf"(?P<source>{_ID})(?::| (?=第|条|Article |article ))")


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a text: an article (条) and, within it, paragraph (款), item (项) and sub-item (目)."""

    __pydantic_config__: ClassVar[ConfigDict] = _UNREAD

    parts: tuple[Part, ...]
    """Empty: its number is not at hand."""
    reported: bool = False
    """Whether only the press, or a copy, tells of what stands there; the operator has to confirm it."""
    source: str | None = None
    """Id of the regulation in whose text it stands; None: the one that cites."""

    def __post_init__(self) -> None:
        """Refuse what no text is divided into: a citation starts with its article, a sub-item stands in an item."""
        units = [part.unit for part in self.parts]
        misplaced = any(
            (unit is Unit.ARTICLE) != (index == 0) or (unit is Unit.SUB_ITEM and units[index - 1] is not Unit.ITEM)
            for index, unit in enumerate(units)
        )
        if misplaced or any(part.number < 1 for part in self.parts):
            raise ValueError("a citation is an article, then paragraphs and items; a sub-item stands in an item")

    @classmethod
    def parse(cls, code: str) -> "Citation":
        """Return the citation that ``code`` writes, such as ``11.二.1``; raise ValueError for any other text."""
        source, rest = _split(code, ":")
        place = rest.removeprefix(_REPORTED)
        parts = (
            () if place == _UNNUMBERED else tuple(_part(text, first=not i) for i, text in enumerate(place.split(".")))
        )
        return cls(parts, rest != place, source)

    @classmethod
    def parse_text(cls, text: str, lang: Lang) -> "Citation":
        """Return the citation that ``text`` writes for people; raise ValueError for any other text."""
        source, rest = _split(text, " ")
        place = rest.removesuffix(_REPORTED_TEXT.get(lang))
        parts = () if place == _UNNUMBERED_TEXT.get(lang) else _parts(place, lang)
        return cls(parts, rest != place, source)

    @property
    def article(self) -> "Citation":
        """The article as a whole."""
        return replace(self, parts=self.parts[:1])

    def within(self, other: "Citation") -> bool:
        """Return whether this place is ``other`` or a part of it."""
        return self.source == other.source and self.parts[: len(other.parts)] == other.parts

    def seen_from_outside(self, source: str) -> "Citation":
        """Return this place as another text cites it; ``source`` is the id of the regulation that it stands in."""
        return self if self.source is not None else replace(self, source=source)

    @property
    def text(self) -> Text:
        """The place as people write it."""
        prefix = f"{self.source} " if self.source is not None else ""
        zh = "".join(part.zh() for part in self.parts) or _UNNUMBERED_TEXT.zh
        en = "".join(part.en() for part in self.parts) or _UNNUMBERED_TEXT.en
        if self.reported:
            zh, en = zh + _REPORTED_TEXT.zh, en + _REPORTED_TEXT.en
        return Text(zh=prefix + zh, en=prefix + en)

    def __str__(self) -> str:
        """Return the form the data writes."""
        prefix = f"{self.source}:" if self.source is not None else ""
        place = ".".join(part.code() for part in self.parts) or _UNNUMBERED
        return f"{prefix}{_REPORTED if self.reported else ''}{place}"


def _split(text: str, mark: str) -> tuple[str | None, str]:
    """Return the id of another regulation before ``mark``, if there is one, and what follows."""
    match = _SOURCE.match(text)
    if match is None or not match[0].endswith(mark):
        return None, text
    return match["source"], text[match.end() :]


def _parts(text: str, lang: Lang) -> tuple[Part, ...]:
    pattern = _ZH_PART if lang is Lang.ZH else _EN_PART
    parts: list[Part] = []
    at = 0
    while at < len(text) or not parts:
        match = pattern.match(text, at)
        if match is None or match.lastgroup is None:
            raise ValueError(f"{text!r} is not a citation: unreadable from character {at + 1}")
        digits = match[match.lastgroup]
        parts.append(Part(Unit(match.lastgroup), int(digits) if digits.isdecimal() else from_numeral(digits)))
        at = match.end()
    return tuple(parts)


def _part(text: str, *, first: bool) -> Part:
    if text.isascii() and text.isdigit():
        return Part(Unit.ARTICLE if first else Unit.SUB_ITEM, int(text))
    unit = Unit.PARAGRAPH if text.endswith("款") else Unit.ITEM
    return Part(unit, from_numeral(text.removesuffix("款")))


def _validate(value: object) -> Citation:
    if isinstance(value, Citation):
        return value
    try:
        return Citation.parse(value if isinstance(value, str) else "")
    except ValueError:
        raise PydanticCustomError(
            "bad_citation",
            "{value} is not a citation",
            {
                "value": shown(value).en,
                "zh": f"{shown(value).zh} 不是条款出处",
                "hint_zh": '写成 "11.二.1"（第十一条（二）1）或 "14.三款"（第十四条第三款）',
                "hint_en": 'write "11.二.1" for Article 11(2)1, or "14.三款" for Article 14, paragraph 3',
            },
        ) from None


Cite = Annotated[
    Citation,
    PlainValidator(_validate),
    PlainSerializer(str, return_type=str),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": rf"^({_ID}:)?(reported )?(\?|[1-9][0-9]*(\.([1-9][0-9]*|{_ONE}款?))*)$",
            "examples": ["11.二.1", "14.三款", "?", "reported 14", "other-2020:14"],
        }
    ),
]
"""A citation as a field of the data."""
