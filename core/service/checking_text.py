"""Checking a data file against the official text that it comes from, which is not part of the project."""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from core.errors import NotFoundError, RefusedError
from core.host.discovery import data_files
from core.intake.decode import decode as decode_text
from core.intake.problems import RowProblem
from core.regulation.against.compare import compare_with_text
from core.regulation.against.messages import hint_of, message_of
from core.regulation.against.terms import About, Compared, Verdict
from core.regulation.against.text import read_law_text
from core.regulation.files.problems import Problem
from core.regulation.files.reading import Document, decode, parse
from core.text import Text

LIMIT_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class TextCheck:
    """What an official text says of a data file."""

    regulation: str
    text: str
    """Name of the text's file."""
    document: Document
    compared: tuple[Compared, ...]
    lines: tuple[str, ...]
    """The lines of the text's file."""

    @property
    def passed(self) -> bool:
        """Whether the text contradicts nothing."""
        return not self.of(Verdict.CONTRADICTED)

    def of(self, verdict: Verdict) -> tuple[Compared, ...]:
        """Return what got that verdict."""
        return tuple(one for one in self.compared if one.verdict is verdict)

    def counts(self) -> Counter[tuple[About, Verdict]]:
        """Return how many of each sort got which verdict."""
        return Counter((one.about, one.verdict) for one in self.compared)

    def problem(self, one: Compared) -> Problem:
        """Return what was found as a problem: in the data file, or in the text where only that has it."""
        code, message, hint = str(one.why or one.verdict), message_of(one), hint_of(one)
        if one.path is not None:
            return self.document.problem(one.path, code, message, hint)
        line = one.line or 1
        return Problem(code, self.text, line, 1, self.lines[line - 1], message, hint)


def check_text(
    folder: Path, text: Path, lines: tuple[int, int] | None = None, regulation: str | None = None
) -> TextCheck:
    """Return what the official text in the file ``text`` says of the data file in ``folder``.

    ``lines`` are the first and the last line to read, None for all; ``regulation`` is the id of the one meant, which
    a folder of several versions needs. The data file has to be one that is served.

    Raises:
        NotFoundError: the folder has no such regulation, or no file of data.
        RefusedError: the folder has several, or the text cannot be read or has no such lines.
        DataFileError: the data file is not TOML.
    """
    document = _document(folder, regulation)
    written = _lines(text)
    first, last = lines or (1, len(written))
    if not 1 <= first <= last <= len(written):
        message = Text(
            zh=f"{text.name} 有 {len(written)} 行, 没有第 {first} 至 {last} 行; 更正 --lines",
            en=f"{text.name} has {len(written)} lines, not lines {first} to {last}; correct --lines",
        )
        raise RefusedError("NO_SUCH_LINES", message)
    law_text = read_law_text("\n".join(written[first - 1 : last]), first)
    compared = compare_with_text(document, law_text)
    return TextCheck(str(document.data["id"]), text.name, document, compared, written)


def _document(folder: Path, regulation: str | None) -> Document:
    found: dict[str, Document] = {}
    for path in data_files(folder):
        name = f"{folder.name}/{path.name}"
        document = parse(decode(path.read_bytes(), name), name)
        found[str(document.data.get("id"))] = document
    known = ", ".join(found) or "-"
    if regulation is None and len(found) > 1:
        message = Text(
            zh=f"{folder.name} 有多个版本 ({known}); 用 --regulation 指明一个",
            en=f"{folder.name} has several versions ({known}); name one with --regulation",
        )
        raise RefusedError("SEVERAL_REGULATIONS", message)
    wanted = next(iter(found), None) if regulation is None else regulation
    if wanted is None or wanted not in found:
        message = Text(
            zh=f"{folder.name} 没有规定 {wanted or ''}; 现有: {known}",
            en=f"{folder.name} has no regulation {wanted or ''}; at hand: {known}",
        )
        raise NotFoundError("REGULATION_UNKNOWN", message)
    return found[wanted]


def _lines(path: Path) -> tuple[str, ...]:
    """Return the lines of a text in UTF-8, UTF-16 or GB18030."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(zh=f"{path.name} 不能读取: {reason}", en=f"{path.name} cannot be read: {reason}")
        raise RefusedError("TEXT_UNREADABLE", text) from error
    decoded = decode_text(data, path.name, limit_bytes=LIMIT_BYTES)
    if isinstance(decoded, RowProblem):
        raise RefusedError("TEXT_UNREADABLE", decoded.message)
    return tuple(decoded.text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
