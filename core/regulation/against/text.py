"""An official text (法规原文) as articles, items and paragraphs, read from plain text.

People copy such texts from web pages, so a marker is known by its form and by being the next of its row, wherever in a
line it stands; what is not the next of its row is taken for words.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

from core.regulation.citation import Citation, Unit, from_numeral

_CIRCLED = {0x2460 + index: f"○{index + 1}○" for index in range(20)}
_BREAKS = {ord("\u2028"): "\n", ord("\u2029"): "\n", ord("\x0b"): "\n", ord("\x0c"): "\n"}
_CN = "[一二三四五六七八九十百零]"
_SENTENCE_ENDS = "。;:!?"


class Form(Enum):
    """How a division is marked."""

    ARTICLE = "第一条"
    CHAPTER = "第一章"
    ANNEX = "附件"
    HEADING = "一、"
    BRACKETED = "(一)"
    ARABIC = "1."
    BRACKETED_ARABIC = "(1)"
    DECIMAL = "1.1"
    BARE = "1"
    CIRCLED = "①"
    COUNTED = "一是"
    BULLET = "•"


_ROOTS = (Form.ARTICLE, Form.HEADING, Form.ARABIC, Form.BARE)
"""What can number the articles of a text."""

_UNITS_AFTER = "个個年月日天周分元次倍项項人名位条條家级級种種时時岁歲万萬千百以至到成"
_ENDS = re.compile(r"[。;:!?]|(?<=[\u4e00-\u9fff])\.(?=[\u4e00-\u9fff]|$)")
_SECTION_TITLE = 40
_TITLE_THEN_ARTICLE = re.compile(rf"[^\n。;:,]{{0,20}}\n*第\s*{_CN}+\s*[条條]")
_MARKER = re.compile(
    rf"第\s*(?P<CHAPTER>{_CN}+|\d+)\s*[章节節编編]"
    r"|^(?P<ANNEX>附(?:件|录|錄|表)?)\s*\d*\s*(?::|$)"
    rf"|(?<![本该該据據照按依及和、至])第\s*(?P<ARTICLE>{_CN}+|\d+)\s*[条條](?![第款规規之的]|之)"
    rf"|(?<![条條款第])\((?P<BRACKETED>{_CN}+)\)"
    r"|(?<![条條款第])\((?P<BRACKETED_ARABIC>\d{1,2})\)"
    rf"|(?<!第)(?:(?<![^\n。;:!?])|(?=一、))(?P<HEADING>{_CN}+)、(?!{_CN}+[、级級类類])"
    rf"|(?<=[,;:。])(?P<COUNTED>{_CN})是"
    r"|(?<![\d.A-Za-z])(?P<DECIMAL>\d{1,2}(?:\.\d{1,2})+)(?![\d.%元分])"
    r"|(?<![\d.A-Za-z第(、,])(?P<ARABIC>\d{1,2})\s*[.、](?!\d)"
    rf"|(?:^|(?<![\d.A-Za-z第(-])(?=\d{{1,2}}[^{_UNITS_AFTER}]))(?P<BARE>\d{{1,2}})(?=[\u4e00-\u9fff])"
    r"|○(?P<CIRCLED>\d{1,2})○"
    r"|(?P<BULLET>[•●▪·◆■])",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Division:
    """An article or an item, with what stands in it."""

    form: Form
    number: int
    line: int
    """Where it begins, from 1."""
    blocks: tuple[str, ...]
    """Its own paragraphs, as far as line breaks tell them, without those of its items; normalised to half width."""
    items: tuple["Division", ...] = ()

    def item(self, number: int) -> "Division | None":
        """Return the item of that number, or None."""
        return next((one for one in self.items if one.number == number), None)

    def all_blocks(self) -> Iterator[str]:
        """Yield its paragraphs and those of its items, in the order of the text."""
        yield from self.blocks
        for one in self.items:
            yield from one.all_blocks()

    def walk(self) -> Iterator["Division"]:
        """Yield it and every division in it."""
        yield self
        for one in self.items:
            yield from one.walk()


@dataclass(frozen=True, slots=True)
class LawText:
    """An official text, divided."""

    articles: tuple[Division, ...]
    """Empty: its articles bear no numbers that run through, so no citation of it can be looked up."""
    blocks: tuple[str, ...]
    """The whole text, paragraph by paragraph."""

    def article(self, number: int) -> Division | None:
        """Return the article of that number, or None."""
        return next((one for one in self.articles if one.number == number), None)

    def find(self, citation: Citation) -> tuple[Division, ...] | None:
        """Return the divisions on the way to the place cited, the article first; None if the text lacks it.

        A paragraph is looked for in the division around it: line breaks do not tell paragraphs for certain.
        """
        way: list[Division] = []
        for part in citation.parts:
            if part.unit is Unit.PARAGRAPH:
                if part.number > sum(len(_ENDS.findall(block)) or 1 for block in way[-1].all_blocks()):
                    return None
                continue
            found = way[-1].item(part.number) if way else self.article(part.number)
            if found is None:
                return None
            way.append(found)
        return tuple(way)


def read_law_text(text: str, first_line: int = 1) -> LawText:
    """Return the text divided; ``first_line`` is the number that its first line bears in its file."""
    normal = normalised(text)
    builder = _Builder(normal, first_line)
    return LawText(builder.run(), tuple(_blocks(normal)))


def normalised(text: str) -> str:
    """Return the text in half width, circled numbers between rings, with the same lines."""
    lines = text.translate(_CIRCLED).translate(_BREAKS).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(unicodedata.normalize("NFKC", line).strip() for line in lines)


def _blocks(text: str) -> Iterator[str]:
    """Yield paragraphs: a line that ends no sentence goes on in the next unless a blank line stands between."""
    held = ""
    for line in text.split("\n"):
        if held and (not line or held[-1] in _SENTENCE_ENDS):
            yield held
            held = ""
        held += line
    if held:
        yield held


@dataclass(frozen=True, slots=True)
class _Mark:
    form: Form
    numbers: tuple[int, ...]
    start: int
    end: int

    @property
    def number(self) -> int:
        return self.numbers[-1]


@dataclass(slots=True)
class _Open:
    """A division that is being read."""

    form: Form
    number: int
    line: int
    blocks: list[str] = field(default_factory=list[str])
    items: list["_Open"] = field(default_factory=list["_Open"])

    def closed(self) -> Division:
        items = tuple(one.closed() for one in self.items)
        return Division(self.form, self.number, self.line, tuple(self.blocks), items)


class _RestartedError(Exception):
    """The numbers of the articles start anew, so that one number names two places."""


@dataclass(slots=True)
class _Builder:
    """One pass over the marks of a text, with the divisions open at the place reached."""

    text: str
    first_line: int
    roots: list[_Open] = field(default_factory=list[_Open])
    stack: list[_Open] = field(default_factory=list[_Open])
    root: Form | None = None

    def run(self) -> tuple[Division, ...]:
        marks = list(_marks(self.text))
        forms = {mark.form for mark in marks}
        self.root = _root_of(marks, forms)
        if self.root is None:
            return ()
        marks = [mark for mark in marks if mark.form is not Form.BARE or self.root is Form.BARE]
        try:
            self._read(marks)
        except _RestartedError:
            return ()
        if len(self.roots) == 1 and self.root in (Form.ARABIC, Form.BARE):
            return ()
        return tuple(one.closed() for one in self.roots)

    def _read(self, marks: Sequence[_Mark]) -> None:
        held, at = None, 0
        for mark in marks:
            if mark.form is Form.ANNEX and self.roots:
                self._put(held, at, mark.start)
                return
            if mark.form in (Form.CHAPTER, Form.HEADING) and self._is_section(mark):
                self._put(held, at, mark.start)
                held, at = None, mark.end
                self.stack.clear()
                continue
            opened = self._open(mark)
            if opened is None:
                continue
            self._put(held, at, mark.start)
            held, at = opened, mark.end
        self._put(held, at, len(self.text))

    def _put(self, division: _Open | None, start: int, end: int) -> None:
        if division is not None:
            division.blocks += _blocks(self.text[start:end])

    def _is_section(self, mark: _Mark) -> bool:
        """Return whether a heading stands above articles, as chapters do."""
        following = self.text[mark.end : mark.end + _SECTION_TITLE]
        return self.root is Form.ARTICLE and _TITLE_THEN_ARTICLE.match(following) is not None

    def _open(self, mark: _Mark) -> _Open | None:
        """Return the division that the mark opens, now the innermost open one; None if the mark is mere words."""
        if mark.form in (Form.CHAPTER, Form.ANNEX):
            return None
        if mark.form is self.root:
            return self._open_root(mark)
        if mark.form is Form.DECIMAL:
            depth = self._depth_of_decimal(mark)
        elif mark.form is Form.HEADING and self.text[mark.start - 1 : mark.start] not in f"\n{_SENTENCE_ENDS}":
            depth = None
        elif not self.stack:
            depth = self._implied(mark)
        else:
            depth = self._depth(mark)
        return None if depth is None else self._push(depth, mark.form, mark.number, mark.start)

    def _open_root(self, mark: _Mark) -> _Open | None:
        last = self.roots[-1].number if self.roots else None
        starts_line = mark.start == 0 or self.text[mark.start - 1] == "\n"
        if last is not None and mark.number == 1 and (starts_line or self.root is Form.ARABIC):
            raise _RestartedError
        if last is None:
            follows = mark.number == 1 or self.root is Form.ARTICLE
        else:
            follows = mark.number == last + 1 or (starts_line and mark.number > last)
        return self._push(0, mark.form, mark.number, mark.start) if follows else None

    def _implied(self, mark: _Mark) -> int | None:
        """Return 1 after opening the article whose own heading an extract has lost; None if none is missing."""
        if self.roots or self.root is not Form.ARTICLE or mark.number != 1:
            return None
        following = next((one for one in _marks(self.text[mark.end :]) if one.form is Form.ARTICLE), None)
        if following is None or following.number == 1:
            return None
        self._push(0, Form.ARTICLE, following.number - 1, mark.start)
        return 1

    def _depth(self, mark: _Mark) -> int | None:
        for depth in range(len(self.stack) - 1, 0, -1):
            if self.stack[depth].form is mark.form:
                number = self.stack[depth].number
                starts_line = self.text[mark.start - 1 : mark.start] == "\n"
                follows = mark.number == number + 1 or (starts_line and mark.number > number)
                return depth if follows or mark.form is Form.BULLET else None
        return len(self.stack) if mark.number == 1 else None

    def _depth_of_decimal(self, mark: _Mark) -> int | None:
        depth = len(mark.numbers) - 1
        above = tuple(one.number for one in self.stack[:depth])
        if above != mark.numbers[:-1]:
            return None
        is_next = len(self.stack) == depth or mark.number > self.stack[depth].number
        return depth if is_next else None

    def _push(self, depth: int, form: Form, number: int, start: int) -> _Open:
        del self.stack[depth:]
        row = self.stack[-1].items if self.stack else self.roots
        counted = len(row) + 1 if form is Form.BULLET else number
        opened = _Open(form, counted, self.first_line + self.text.count("\n", 0, start))
        row.append(opened)
        self.stack.append(opened)
        return opened


def _marks(text: str) -> Iterator[_Mark]:
    for match in _MARKER.finditer(text):
        name = match.lastgroup or ""
        numbers = (1,) if name in {Form.BULLET.name, Form.ANNEX.name} else _numbers(match[name])
        if numbers is not None:
            yield _Mark(Form[name], numbers, match.start(), match.end())


def _numbers(text: str) -> tuple[int, ...] | None:
    """Return the numbers of a marker; None if it is no number after all."""
    if text[0].isdecimal():
        return tuple(int(one) for one in text.split("."))
    try:
        return (from_numeral(text),)
    except ValueError:
        return None


def _root_of(marks: Sequence[_Mark], forms: set[Form]) -> Form | None:
    """Return the form that numbers the articles: 第一条 if there is one, else the first that can; None if none can."""
    if Form.ARTICLE in forms:
        return Form.ARTICLE
    decimals = {mark.numbers[0] for mark in marks if mark.form is Form.DECIMAL}
    for mark in marks:
        if mark.form is Form.BARE and not decimals:
            continue
        if mark.form in _ROOTS and mark.number == 1:
            return mark.form
    return None
