"""From a data file to a law: read, typed, checked, with every problem at its line."""

import copy
from collections.abc import Iterator, Sequence

from pydantic import ValidationError

from core.regulation.checks import Finding, check
from core.regulation.law import Law, make_law, set_value
from core.regulation.model import Choice, Regulation
from core.regulation.model_errors import complaints
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
    found = list(check(regulation))
    problems = [
        document.problem(one.path, one.code, one.message, one.hint)
        for one in (*found, *_check_readings(document, regulation, found))
    ]
    if problems:
        raise DataFileError(problems)
    return make_law(document.data)


def _check_readings(document: Document, regulation: Regulation, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield why a choice's values lead nowhere, or to a regulation with more wrong in it than was ``found`` without."""
    for index, reading in enumerate(regulation.readings):
        for number, choice in enumerate(reading.choices):
            for key, reason in _misfits(document, choice, found):
                at = ("readings", index, "choices", number, "set")
                yield Finding(
                    at if key is None else (*at, key),
                    "READING_INVALID",
                    Text(
                        zh=f"读法 {reading.id} = {choice.id} 不能用于本文件: {reason.zh}",
                        en=f"the reading {reading.id} = {choice.id} does not fit this file: {reason.en}",
                    ),
                    Text(
                        zh='路径如 "points.escalations.twice.counted_per"(列表用标识), 值须为该处允许的值',
                        en='write a path such as "points.escalations.twice.counted_per" and a value allowed there',
                    ),
                )


def _misfits(document: Document, choice: Choice, found: Sequence[Finding]) -> Iterator[tuple[str | None, Text]]:
    """Yield what is wrong with the values of ``choice``, with the one it concerns, or None if they all do."""
    changed: dict[str, object] = copy.deepcopy(dict(document.data))
    lost: list[str] = []
    for path, value in choice.set.items():
        try:
            set_value(changed, path, value)
        except KeyError:
            lost.append(path)
    yield from ((path, Text(zh=f"文件中没有 {path}", en=f"the file has no {path}")) for path in lost)
    if lost or not choice.set:
        return
    only = next(iter(choice.set)) if len(choice.set) == 1 else None
    try:
        regulation = Regulation.model_validate(changed)
    except ValidationError as error:
        yield from ((only, one.wording.message) for one in complaints(error, changed, Regulation))
        return
    yield from ((only, one.message) for one in check(regulation) if one not in found)
