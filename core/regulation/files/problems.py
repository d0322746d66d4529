"""Mistakes in data files: each with its place, what is wrong and what would be right."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from core.errors import GuijuError
from core.regulation.files.messages import counted, fix_label, refused
from core.text import Lang, Text

_WINDOW = 100
"""How many characters of a long line are shown."""
_BEFORE_CARET = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake in a data file."""

    code: str
    """Stable, in capitals."""
    file: str
    """The file as the reader was told to call it."""
    line: int
    """From 1."""
    column: int
    """From 1, in characters."""
    source: str
    """The line the mistake stands in; empty where there is none to show."""
    message: Text
    """What is wrong."""
    hint: Text
    """What would be right."""

    @property
    def place(self) -> tuple[str, int, int, str]:
        """The key that problems are sorted by."""
        return (self.file, self.line, self.column, self.code)


class DataFileError(GuijuError):
    """A regulation, cases or settings file is wrong; carries every problem found, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(problems, key=lambda problem: problem.place))
        if not self.problems:
            raise ValueError("a data file without a problem is not an error")
        first = self.problems[0]
        where = f"{first.file}:{first.line}:{first.column}"
        super().__init__("DATA_FILE", refused(where, first.message, len(self.problems)))


def render(problem: Problem, lang: Lang) -> str:
    """Return ``file:line:column: message``, the line with a caret below the place, and what would be right."""
    lines = [f"{problem.file}:{problem.line}:{problem.column}: {problem.message.get(lang)}"]
    if problem.source.strip():
        shown, caret = _excerpt(problem.source, problem.column)
        lines += [f"    {shown}", f"    {caret}^"]
    lines.append(f"  {fix_label().get(lang)}{problem.hint.get(lang)}")
    return "\n".join(lines)


def render_all(problems: Iterable[Problem], lang: Lang) -> str:
    """Return all problems in the order of their places, and last a line that counts them."""
    ordered = sorted(problems, key=lambda problem: problem.place)
    files = len({problem.file for problem in ordered})
    count = counted(len(ordered), files).get(lang)
    return "\n\n".join([*(render(problem, lang) for problem in ordered), count])


def _excerpt(source: str, column: int) -> tuple[str, str]:
    """Return the part of a line to show and the blanks that put a caret below ``column`` of the line."""
    place = min(column - 1, len(source))
    start = max(0, place - _BEFORE_CARET) if len(source) > _WINDOW else 0
    end = min(len(source), start + _WINDOW)
    shown = "".join(map(_printable, source[start:end]))
    blanks = "".join(map(_blank, shown[: place - start]))
    lead, trail = "…" if start else "", "…" if end < len(source) else ""
    return f"{lead}{shown}{trail}", " " * len(lead) + blanks


def _printable(character: str) -> str:
    """Return the character, or a mark for one that could upset a terminal."""
    is_safe = character.isprintable() or character == "\t" or unicodedata.category(character) == "Zs"
    return character if is_safe else "�"


def _blank(character: str) -> str:
    """Return blanks as wide as the character is in a terminal."""
    if character == "\t":
        return "\t"
    if unicodedata.combining(character) or unicodedata.category(character) == "Me":
        return ""
    return "  " if unicodedata.east_asian_width(character) in {"W", "F"} else " "
