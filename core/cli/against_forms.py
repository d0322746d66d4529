"""``guiju check --against``: its options; what an official text says of a data file, for people and as JSON."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from core.regulation.against.terms import About, Compared, Verdict
from core.regulation.files.messages import path_text
from core.regulation.files.problems import Problem, render_all
from core.service.checking_text import TextCheck, check_text
from core.text import Lang

T = TypeVar("T")
_LINES = re.compile(r"([0-9]{1,7})-([0-9]{1,7})")

_ABOUT = (
    (About.PLACE, "出处", "citations"),
    (About.NUMBER, "数值", "numbers"),
    (About.DATE, "日期", "dates"),
    (About.DOCUMENT, "文号", "documents"),
    (About.LABEL, "说明中的数", "numbers in labels"),
    (About.ITEM, "列举的项", "items listed"),
)
"""What is counted, in the order of the report."""


@dataclass(frozen=True, slots=True)
class AskedText:
    """The official text to compare with."""

    file: Path
    lines: tuple[int, int] | None
    """The first and the last line that hold it; None: all."""
    regulation: str | None
    """Id of the version of the folder that it is; None: the only one."""

    def check(self, folder: Path) -> TextCheck:
        """Return what the text says of the data file in ``folder``; raises as ``check_text`` does."""
        return check_text(folder, self.file, self.lines, self.regulation)


def text_options(command: Callable[..., T]) -> Callable[..., T]:
    """Add ``--against``, ``--lines`` and ``--regulation``, given to the command as ``text``; None: not asked."""

    @click.option(
        "--against",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        metavar="LAW.txt",
        help="与官方原文对照 / Compare with the official text, plain text in UTF-8 or GB18030.",
    )
    @click.option("--lines", metavar="467-528", help="原文所在的行 / The lines of the file that hold the text.")
    @click.option("--regulation", metavar="ID", help="对照哪个版本 / Which version of the folder the text is.")
    @wraps(command)
    def wrapped(
        *args: Any,  # noqa: ANN401 - whatever click passes
        against: Path | None,
        lines: str | None,
        regulation: str | None,
        **kwargs: Any,  # noqa: ANN401 - whatever click passes
    ) -> T:
        if against is None and (lines or regulation):
            raise click.UsageError("--lines, --regulation: 只与 --against 同用 / only with --against")
        asked = None if against is None else AskedText(against, _lines_of(lines), regulation)
        return command(*args, text=asked, **kwargs)

    return wrapped


def _lines_of(lines: str | None) -> tuple[int, int] | None:
    if lines is None:
        return None
    match = _LINES.fullmatch(lines)
    if match is None:
        raise click.BadParameter(f"--lines {lines}: 写作 467-528 / write it as 467-528")
    return int(match[1]), int(match[2])


def report(found: TextCheck, lang: Lang) -> Iterator[str]:
    """Yield what the text contradicts, what is left to be looked at, and the sums."""
    wrong = found.of(Verdict.CONTRADICTED)
    if wrong:
        yield render_all([found.problem(one) for one in wrong], lang)
    for one in found.of(Verdict.UNDECIDED):
        yield _line(found.problem(one), lang)
    yield _heading(found, lang)
    counts = found.counts()
    for about, zh, en in _ABOUT:
        sums = [counts[about, verdict] for verdict in Verdict]
        if any(sums):
            confirmed, contradicted, undecided = sums
            yield (
                f"  {zh}: {confirmed} 一致, {contradicted} 不符, {undecided} 不能判定"
                if lang is Lang.ZH
                else f"  {en}: {confirmed} confirmed, {contradicted} contradicted, {undecided} undecided"
            )
    unused = counts[About.UNUSED, Verdict.UNDECIDED]
    if unused:
        yield (
            f"  原文的数未见于数据: {unused}" if lang is Lang.ZH else f"  numbers of the text not in the data: {unused}"
        )


def _heading(found: TextCheck, lang: Lang) -> str:
    return f"{found.regulation} 对照 {found.text}" if lang is Lang.ZH else f"{found.regulation} against {found.text}"


def _line(problem: Problem, lang: Lang) -> str:
    return f"{problem.file}:{problem.line}:{problem.column}: {problem.message.get(lang)}"


def node(found: TextCheck) -> dict[str, object]:
    """Return everything compared as a table of the JSON document."""
    counts = found.counts()
    return {
        "regulation": found.regulation,
        "text": found.text,
        "sums": {
            about.value: {verdict.value: counts[about, verdict] for verdict in Verdict if counts[about, verdict]}
            for about in About
        },
        "compared": [_compared(found, one) for one in found.compared],
    }


def _compared(found: TextCheck, one: Compared) -> dict[str, object]:
    problem = found.problem(one)
    return {
        "about": one.about,
        "verdict": one.verdict,
        "why": one.why,
        "path": None if one.path is None else path_text(one.path).en,
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "cite": None if one.cite is None else str(one.cite),
        "value": one.value or None,
        "others": one.others,
        "text_line": one.line,
        "message": {"zh": problem.message.zh, "en": problem.message.en},
    }
