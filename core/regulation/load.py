"""From a data file to a law: read, typed, checked, with every problem at its line."""

from collections.abc import Iterator

from pydantic import ValidationError

from core.regulation.checks import Finding, check
from core.regulation.law import Law, make_law
from core.regulation.model import Regulation
from core.regulation.problems import DataFileError
from core.regulation.reading import Document, decode, parse
from core.text import Text


def load_law(data: bytes, file: str) -> Law:
    """Return the law that a data file states, under its default readings.

    Raises:
        DataFileError: with every problem of the file.
    """
    document = parse(decode(data, file), file)
    regulation = document.validate(Regulation)
    problems = [
        document.problem(one.path, one.code, one.message, one.hint)
        for one in (*check(regulation), *_check_readings(document, regulation))
    ]
    if problems:
        raise DataFileError(problems)
    return make_law(document.data)


def _check_readings(document: Document, regulation: Regulation) -> Iterator[Finding]:
    """Yield every choice whose values lead nowhere, or to a regulation that would be refused."""
    for index, reading in enumerate(regulation.readings):
        for number, choice in enumerate(reading.choices):
            if not _applies(document, reading.id, choice.id):
                yield Finding(
                    ("readings", index, "choices", number, "set"),
                    "READING_INVALID",
                    Text(
                        zh=f"读法 {reading.id} = {choice.id} 不能用于本文件",
                        en=f"the reading {reading.id} = {choice.id} does not fit this file",
                    ),
                    Text(
                        zh='路径如 "points.escalations.twice.counted_per"(列表用标识), 值须为该处允许的值',
                        en='write a path such as "points.escalations.twice.counted_per" and a value allowed there',
                    ),
                )


def _applies(document: Document, reading: str, choice: str) -> bool:
    try:
        law = make_law(document.data, choices={reading: choice})
    except (KeyError, ValidationError):
        return False
    return not list(check(law.regulation))
