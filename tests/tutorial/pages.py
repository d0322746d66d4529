"""A page that can be followed literally: the steps it asks of its reader, read from its text.

Three kinds of fenced block are steps: ``console`` holds commands behind ``$ `` with what they print below; a block
under a line such as ``**`law.txt`**, new:`` is a file; a ``diff`` block under such a line changes one. In what is
printed, a ``…`` stands for any text on its line, and alone on a line for any lines.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_CAPTION = re.compile(r"\*\*`(?P<path>[^`]+)`\*\*, (?P<change>new|at the end|changed):\n\n$")


@dataclass(frozen=True, slots=True)
class Command:
    """A command to be typed, and what it prints according to the page."""

    typed: str
    prints: str

    @property
    def stays(self) -> bool:
        """Whether it goes on running while the reader types on."""
        return self.typed.endswith("&")

    def agrees(self, printed: str) -> bool:
        """Return whether ``printed`` is what the page shows."""
        lines = [r"(?:.*\n)*" if line == "…" else _pattern(line) for line in self.prints.splitlines()]
        return re.fullmatch("".join(lines), printed) is not None


def _pattern(line: str) -> str:
    return ".*".join(map(re.escape, line.split("…"))) + r"\n"


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of a file: its whole text, text to be added at its end, or the lines of a diff."""

    path: str
    change: str
    body: str

    def make(self, folder: Path) -> None:
        """Make the change in ``folder``; what a diff changes must stand there exactly once."""
        path = folder / self.path
        assert path.exists() is (self.change != "new"), self.path
        before = "" if self.change == "new" else path.read_text(encoding="utf-8")
        path.write_text(self._after(before), encoding="utf-8")

    def _after(self, before: str) -> str:
        if self.change != "changed":
            return before + self.body
        lines = self.body.splitlines(keepends=True)
        old = "".join(line[1:] for line in lines if line[0] in " -")
        new = "".join(line[1:] for line in lines if line[0] in " +")
        assert f"\n{before}".count(f"\n{old}") == 1, f"{self.path} should hold once:\n{old}"
        return f"\n{before}".replace(f"\n{old}", f"\n{new}").removeprefix("\n")


def steps_of(text: str) -> list[Command | Edit]:
    """Return the steps of a page in their order; a fenced block that is no step is an error."""
    steps: list[Command | Edit] = []
    for fence in _FENCE.finditer(text):
        caption = _CAPTION.search(text[: fence.start()])
        if fence["language"] == "console":
            steps += _commands(fence["body"])
        else:
            assert caption is not None, f"no step, and no file is named above:\n{fence[0]}"
            assert (fence["language"] == "diff") is (caption["change"] == "changed"), fence[0]
            steps.append(Edit(caption["path"], caption["change"], fence["body"]))
    return steps


def _commands(body: str) -> list[Command]:
    """Return the commands of a ``console`` block; one that ends in a backslash goes on in the next line."""
    parts = re.split(r"^\$ ", body, flags=re.MULTILINE)
    assert not parts[0], f"printed before any command:\n{body}"
    return [_command(part) for part in parts[1:]]


def _command(part: str) -> Command:
    typed, _, prints = part.partition("\n")
    while typed.endswith("\\"):
        more, _, prints = prints.partition("\n")
        typed = f"{typed}\n{more}"
    return Command(typed, prints)
