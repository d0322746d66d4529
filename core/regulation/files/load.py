"""From a data file to a law: read, typed, checked, with every problem at its line."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from types import MappingProxyType
from typing import cast

from pydantic import ValidationError

from core.regulation.api import FIELD, misfit
from core.regulation.checks import Finding, check
from core.regulation.files.model_errors import complaints
from core.regulation.files.problems import DataFileError
from core.regulation.files.reading import MOST, Document, Value, count_of, decode, parse
from core.regulation.inheritance import inherit
from core.regulation.law import Law, Scalar, make_law, set_value, thawed
from core.regulation.model import Regulation
from core.text import Text

_NONE: Mapping[str, Law] = MappingProxyType({})
_TRIED = 200_000
"""How many values may be looked at while each choice of a reading is tried; those at hand take some thousands."""


def load_law(data: bytes, file: str, parents: Mapping[str, Law] = _NONE) -> Law:
    """Return the law that a data file states, under its default readings.

    ``parents`` are the laws that it may inherit from, by id.

    Raises:
        DataFileError: with every problem of the file.
    """
    return law_of(parse(decode(data, file), file), parents)


def parent_of(document: Document) -> str | None:
    """Return the id of the regulation that a data file inherits from, or None."""
    name = document.data.get("inherits")
    return name if isinstance(name, str) else None


def require_api(document: Document) -> None:
    """Raise DataFileError, with that problem alone, if a data file was made for another version of the host."""
    stated = document.data.get(FIELD)
    found = misfit(stated) if isinstance(stated, str) else None
    if found is not None:
        raise DataFileError([document.problem(found.path, found.code, found.message, found.hint)])


def law_of(document: Document, parents: Mapping[str, Law] = _NONE) -> Law:
    """Return the law that a data file states together with what it inherits from one of ``parents``.

    Raises:
        DataFileError: with every problem of the file.
    """
    require_api(document)
    document, inherited = _with_inherited(document, parents)
    regulation = document.validate(Regulation)
    found = [*inherited, *check(regulation)]
    problems = [
        document.problem(one.path, one.code, one.message, one.hint)
        for one in islice((*found, *_check_readings(document, regulation, found)), MOST)
    ]
    if problems:
        raise DataFileError(problems)
    return make_law(document.data)


def _with_inherited(document: Document, parents: Mapping[str, Law]) -> tuple[Document, tuple[Finding, ...]]:
    name = parent_of(document)
    if name is None:
        return document, ()
    if name not in parents:
        known = ", ".join(parents) or "-"
        message = Text(zh=f"没有可继承的规定 {name}", en=f"there is no regulation {name} to inherit from")
        hint = Text(zh=f"现有: {known}", en=f"at hand: {known}")
        raise DataFileError([document.problem(("inherits",), "PARENT_MISSING", message, hint)])
    merged = inherit(cast("Mapping[str, Value]", parents[name].data), document.data)
    moved = replace(document, data=merged.data, positions=document.positions.moved(merged.moved))
    return moved, merged.findings


def _check_readings(document: Document, regulation: Regulation, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yield why a choice's values lead nowhere, or to a regulation with more wrong in it than was ``found`` without."""
    tried = sum(len(one.choices) for one in regulation.readings)
    if tried * count_of(document.data) > _TRIED:
        yield Finding(
            ("readings",),
            "TOO_MANY_READINGS",
            Text(zh=f"{tried} 种读法, 多得无法逐一核对", en=f"{tried} choices are too many to try each of them"),
            Text(
                zh="只为影响结果的歧义写读法, 或拆成几个文件",
                en="state readings that change results, or split the file",
            ),
        )
        return
    for index, reading in enumerate(regulation.readings):
        for number, choice in enumerate(reading.choices):
            for key, reason in misfits(document.data, choice.set, found):
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


def misfits(
    data: Mapping[str, object], values: Mapping[str, Scalar], found: Sequence[Finding]
) -> Iterator[tuple[str | None, Text]]:
    """Yield what ``values`` make wrong in ``data`` beyond what was ``found`` there, and at which path, None for all.

    ``data`` are those of a regulation; the keys of ``values`` are paths in it.
    """
    if not values:
        return
    changed = thawed(data)
    lost: list[str] = []
    for path, value in values.items():
        try:
            set_value(changed, path, value)
        except KeyError:
            lost.append(path)
    yield from ((path, Text(zh=f"文件中没有 {path}", en=f"the file has no {path}")) for path in lost)
    if lost:
        return
    only = next(iter(values)) if len(values) == 1 else None
    try:
        regulation = Regulation.model_validate(changed)
    except ValidationError as error:
        yield from ((only, one.wording.message) for one in complaints(error, changed, Regulation))
        return
    yield from ((only, one.message) for one in check(regulation) if one not in found)
