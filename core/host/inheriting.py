"""From plugins that have been read to laws: each after what it inherits, and parked if that cannot be had."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.host.code import PluginCode
from core.host.discovery import Candidate
from core.host.parking import Origin, PluginError, Reason
from core.regulation.files.load import law_of, parent_of
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import Document
from core.regulation.law import Law, Rules
from core.text import Text


@dataclass(frozen=True, slots=True)
class Read:
    """A plugin whose data files have been read, but not yet understood."""

    candidate: Candidate
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]
    """What is wrong with files that cannot even be read."""
    code: PluginCode | None = None
    """The plugin's code, in its process; None: it has none, or none that is asked again."""

    @property
    def rules(self) -> Rules | None:
        """The owner's answer to what its data leaves to it, or None if it has none to give."""
        return self.code.points_of if self.code is not None else None

    @property
    def parents(self) -> dict[str, str]:
        """The id of each regulation that inherits, to the id of that which it inherits from."""
        return {str(one.data.get("id")): parent for one in self.documents if (parent := parent_of(one)) is not None}

    @property
    def ids(self) -> frozenset[str]:
        """The ids that its regulations claim."""
        return frozenset(str(one.data.get("id")) for one in self.documents)

    @property
    def places(self) -> frozenset[str]:
        """The places that its regulations are of."""
        return frozenset(str(one.data.get("place")) for one in self.documents)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plugin that can be served, with its laws."""

    candidate: Candidate
    laws: tuple[Law, ...]
    code: PluginCode | None = None
    """The plugin's code, if it has some to ask."""


Parked = tuple[Candidate, Reason]
"""A plugin that cannot be served, and why."""


def understand(read: Sequence[Read]) -> tuple[list[Loaded], list[Parked]]:
    """Return the plugins that can be served, each understood after those it inherits from, and the others."""
    loaded: list[Loaded] = []
    parked: list[Parked] = []
    laws: dict[str, Law] = {}
    waiting = list(read)
    while ready := [one for one in waiting if {*one.parents.values()} <= {*laws, *one.ids} and not _turns(one)]:
        for one in ready:
            try:
                found = Loaded(one.candidate, _laws(one, laws), one.code)
            except PluginError as error:
                parked.append((one.candidate, error.reason))
            else:
                loaded.append(found)
                laws |= {law.id: law for law in found.laws}
        waiting = [one for one in waiting if all(one is not other for other in ready)]
    parked += [(one.candidate, _why(one, read)) for one in waiting]
    return loaded, parked


def orphans(loaded: Sequence[Loaded]) -> tuple[list[Loaded], list[Parked]]:
    """Part the plugins that inherit only from what is among ``loaded`` from those left without a parent."""
    served, parked = list(loaded), list[Parked]()
    while True:
        ids = {law.id for one in served for law in one.laws}
        left = [(one, name) for one in served if (name := _missing(one, ids)) is not None]
        if not left:
            return served, parked
        parked += [(one.candidate, _parent_parked(name)) for one, name in left]
        served = [one for one in served if all(one is not other for other, _ in left)]


def _missing(one: Loaded, ids: set[str]) -> str | None:
    parents = (law.regulation.inherits for law in one.laws)
    return next((name for name in parents if name is not None and name not in ids), None)


def _laws(read: Read, known: Mapping[str, Law]) -> tuple[Law, ...]:
    """Return the laws of a plugin, in the order of its files; raise PluginError with everything wrong in them."""
    own: dict[int, Law] = {}
    problems = [*read.problems]
    for index in _in_order(read):
        at_hand = {**known, **{law.id: law for law in own.values()}}
        try:
            own[index] = replace(law_of(read.documents[index], at_hand), rules=read.rules)
        except DataFileError as error:
            problems += error.problems
    if problems:
        raise PluginError(
            "DATA_WRONG",
            Text(zh=f"数据文件有 {len(problems)} 处错误", en=f"the data files hold {len(problems)} mistake(s)"),
            tuple(problems),
        )
    laws = tuple(own[index] for index in sorted(own))
    candidate = read.candidate
    wrong = [law.id for law in laws if candidate.origin is Origin.FOLDER and law.regulation.place != candidate.name]
    if wrong:
        listed = ", ".join(wrong)
        raise PluginError(
            "PLACE_MISMATCH",
            Text(zh=f"{listed} 的 place 与文件夹名不同", en=f"the place of {listed} is not the name of the folder"),
        )
    return laws


def _in_order(read: Read) -> list[int]:
    """Return the numbers of the plugin's files, those that another of them inherits from before it."""
    parents = read.parents

    def depth(index: int) -> int:
        name, steps = str(read.documents[index].data.get("id")), 0
        while name in parents and steps < len(parents):
            name, steps = parents[name], steps + 1
        return steps

    return sorted(range(len(read.documents)), key=lambda index: (depth(index), index))


def _turns(read: Read) -> bool:
    """Return whether regulations of the plugin inherit from one another in a circle."""
    return any(_is_circular(name, read.parents) for name in read.parents)


def _is_circular(name: str, parents: Mapping[str, str]) -> bool:
    """Return whether following ``parents`` from ``name`` leads back to it."""
    here, seen = parents.get(name), set[str]()
    while here is not None and here not in seen:
        if here == name:
            return True
        seen.add(here)
        here = parents.get(here)
    return False


def _why(one: Read, read: Sequence[Read]) -> Reason:
    """Return why a plugin has not got what it inherits from."""
    parents = {name: parent for other in read for name, parent in other.parents.items()}
    circular = next((name for name in one.parents if _is_circular(name, parents)), None)
    if circular is not None:
        return Reason(
            "INHERITANCE_CYCLE",
            Text(
                zh=f"{circular} 与 {parents[circular]} 互相继承; 去掉其中一处 inherits",
                en=f"{circular} inherits from itself by way of {parents[circular]}; remove one inherits",
            ),
        )
    claimed = frozenset[str]().union(*(other.ids for other in read))
    missing = next((parent for parent in one.parents.values() if parent not in claimed), None)
    if missing is None:
        return _parent_parked(next(iter(one.parents.values())))
    return Reason(
        "PARENT_MISSING",
        Text(
            zh=f"没有可继承的规定 {missing}; 放入它的插件, 或更正 inherits",
            en=f"there is no regulation {missing} to inherit from; add its plugin, or correct inherits",
        ),
    )


def _parent_parked(name: str) -> Reason:
    return Reason(
        "PARENT_PARKED",
        Text(
            zh=f"所继承的规定 {name} 的插件已停用; 先更正它",
            en=f"the plugin of {name}, from which it inherits, is parked; correct that one first",
        ),
    )
