"""Findings: something that types could not say is wrong, and checks that every scheme makes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.regulation.base import Named
from core.regulation.files.positions import Path
from core.text import Text


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a key path of a data file."""

    path: Path
    code: str
    message: Text
    hint: Text


def unique_ids(path: Path, tables: Sequence[Named]) -> Iterator[Finding]:
    """Yield each table of the list at ``path`` whose id an earlier one has."""
    return unique(path, [table.id for table in tables], key="id")


def unique(path: Path, names: Sequence[str], *, key: str) -> Iterator[Finding]:
    """Yield each repetition in ``names``, which stand under ``key`` of the tables of the list at ``path``."""
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        first = seen.setdefault(name, index)
        if first != index:
            yield Finding(
                (*path, index, key),
                "DUPLICATE_ID",
                Text(zh=f"{name} 重复, 已用于第 {first + 1} 项", en=f"{name} is taken by entry {first + 1}"),
                Text(zh="每一项用不同的标识", en="give each entry an id of its own"),
            )
