"""Inheritance: a regulation that states only what differs from another, put together with what that other one states.

Tables are put together key by key, lists of tables with an id by their ids, everything else is replaced. What a
text says of itself is never inherited. Citations of what is inherited name the text that they stand in.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from core.regulation.citation import Citation
from core.regulation.files.positions import Path
from core.regulation.files.reading import Value
from core.regulation.findings import Finding
from core.text import Text

_OF_ITSELF = frozenset({"host_api", "id", "place", "title", "region", "inherits", "without", "source", "provisions"})
"""What a text says of itself, or what computes nothing."""
_WHOLE = frozenset({"in_force"})
"""Tables that are inherited as a whole or not at all."""

_Table = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Merged:
    """A data file with what it inherits."""

    data: _Table
    moved: Callable[[Path], Path]
    """Where something of the file has come to stand."""
    findings: tuple[Finding, ...]
    """What is wrong with how it inherits."""


def inherit(parent: Mapping[str, Value], child: Mapping[str, Value]) -> Merged:
    """Return ``child`` with what it inherits from ``parent``, a valid regulation with all that it inherits itself."""
    source = str(parent["id"])
    left = {key: _outside(value, source, key) for key, value in parent.items() if key not in _OF_ITSELF}
    findings: list[Finding] = []
    without = child.get("without")
    for index, path in enumerate(without if isinstance(without, tuple) else ()):
        if isinstance(path, str) and not _remove(left, path):
            findings.append(_nothing(("without", index), path, source))
    merge = _Merge({}, findings)
    data = merge.tables(left, child, (), ())
    moves = merge.moves

    def moved(path: Path) -> Path:
        here: Path = ()
        for length in range(1, len(path) + 1):
            here = moves.get(path[:length], (*here, path[length - 1]))
        return here

    return Merged(data, moved, tuple(findings))


@dataclass(slots=True)
class _Merge:
    """One putting together, with what it has to remember."""

    moves: dict[Path, Path]
    """Path of each element of the child's lists, to its path in the result."""
    findings: list[Finding]

    def tables(self, parent: Mapping[str, Value], child: Mapping[str, Value], at: Path, to: Path) -> _Table:
        """Return ``child`` (at the path ``at``) over ``parent`` (at ``to`` in the result)."""
        self.findings += _uncited(parent, child, to)
        merged = dict(parent)
        for key, value in child.items():
            under = parent.get(key)
            if key in _WHOLE or under is None:
                merged[key] = value
            elif isinstance(value, dict) and isinstance(under, dict):
                merged[key] = self.tables(under, value, (*at, key), (*to, key))
            elif _is_named(value) and _is_named(under):
                merged[key] = self.lists(under, value, (*at, key), (*to, key))
            else:
                merged[key] = value
        return merged

    def lists(self, parent: Value, child: Value, at: Path, to: Path) -> tuple[Value, ...]:
        """Return the tables of ``child`` over those of ``parent`` with the same id.

        A table that the parent lacks stands before the next one of the child's that the parent has, or at the end.
        """
        mine, theirs = cast("tuple[_Table, ...]", child), cast("tuple[_Table, ...]", parent)
        names = [str(one["id"]) for one in theirs]
        order: list[int | str] = [*names]
        new: list[int] = []
        over: dict[str, int] = {}
        for index, one in enumerate(mine):
            name = str(one["id"])
            if name not in names or name in over:
                new.append(index)
                continue
            place = order.index(name)
            order[place:place] = new
            over[name] = index
            new = []
        order += new
        for place, entry in enumerate(order):
            index = over.get(entry) if isinstance(entry, str) else entry
            if index is not None:
                self.moves[(*at, index)] = (*to, place)
        return tuple(
            mine[entry]
            if isinstance(entry, int)
            else self.tables(theirs[names.index(entry)], mine[over[entry]], (*at, over[entry]), (*to, place))
            if entry in over
            else theirs[names.index(entry)]
            for place, entry in enumerate(order)
        )


def _is_named(value: Value) -> bool:
    return isinstance(value, tuple) and all(isinstance(one, dict) and "id" in one for one in value)


def _outside(value: Value, source: str, key: str = "") -> Value:
    """Return ``value`` with each citation naming the text that it stands in."""
    if isinstance(value, dict):
        return {name: _outside(inner, source, name) for name, inner in value.items()}
    if isinstance(value, tuple):
        return tuple(_outside(one, source) for one in value)
    if isinstance(value, str) and (key == "cite" or key.endswith("_cite")):
        return str(Citation.parse(value).seen_from_outside(source))
    return value


def _remove(table: _Table, path: str) -> bool:
    """Take what stands at ``path`` out of ``table``; return whether something stood there."""
    key, _, rest = path.partition(".")
    here = table.get(key)
    if here is None:
        return False
    if not rest:
        del table[key]
        return True
    if isinstance(here, dict):
        return _remove(here, rest)
    if not isinstance(here, tuple) or not _is_named(here):
        return False
    items = cast("tuple[_Table, ...]", here)
    table[key] = tuple(one for one in items if one["id"] != rest)
    found = next((one for one in items if rest.startswith(f"{one['id']}.")), None)
    return len(items) > len(cast("tuple[_Table, ...]", table[key])) or (
        found is not None and _remove(found, rest.removeprefix(f"{found['id']}."))
    )


def _uncited(parent: Mapping[str, Value], child: Mapping[str, Value], at: Path) -> Iterator[Finding]:
    """Yield the first value by which ``child`` changes an inherited, cited table without a citation of its own."""
    if "cite" not in parent or "cite" in child:
        return
    for key, value in child.items():
        if key != "id" and not isinstance(value, (dict, tuple)):
            yield Finding(
                (*at, key),
                "CITE_MISSING",
                Text(zh="改动了继承的内容, 没有写明条款出处", en="it changes what is inherited without a citation"),
                Text(zh='加上 cite, 例如 cite = "14.三款"', en='add cite, as in cite = "14.三款"'),
            )
            return


def _nothing(at: Path, path: str, source: str) -> Finding:
    return Finding(
        at,
        "NOTHING_TO_LEAVE_OUT",
        Text(zh=f"{source} 中没有 {path}", en=f"{source} has no {path}"),
        Text(zh='写成 "gaps.repair" 这样的路径(列表用标识)', en='write a path such as "gaps.repair" (lists by id)'),
    )
