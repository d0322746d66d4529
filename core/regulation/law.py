"""A law: a regulation as it is applied, with the readings chosen and the values an operator supplied."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TypeGuard, cast

from core.errors import NotFoundError
from core.regulation.digest import digest_of
from core.regulation.model import Choice, OperatorSupply, Reading, Regulation
from core.regulation.question import PointsQuestion
from core.regulation.schemes.points import PointsScheme
from core.regulation.vocabulary import Scheme
from core.text import Text

Scalar = str | int | bool | Decimal | date
"""A single value of a data file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """What an operator supplies in place of a regulation's gaps, with what it rests on."""

    basis: Text
    points: PointsScheme | None = None
    values: Mapping[str, Scalar] = field(default_factory=dict["str", "Scalar"])
    """Paths of single values in the data file, and what the operator puts there."""


Rules = Callable[[PointsQuestion], Decimal | None]
"""A sentence of the law that no table can express; None: it does not decide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenReading:
    """A declared ambiguity and the choice under which the law is applied."""

    reading: Reading
    choice: Choice

    @property
    def is_default(self) -> bool:
        """Whether the choice is the one taken by default."""
        return self.choice is self.reading.choices[0]


class ChosenBecause(StrEnum):
    """Why a law is applied to a question."""

    NAMED = "NAMED"
    """The question names this version."""
    IN_FORCE = "IN_FORCE"
    """Of its place's versions it is the one in force on the day."""
    NONE_IN_FORCE = "NONE_IN_FORCE"
    """No version of its place is in force on the day; it is the last before, or the first after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LawChoice:
    """Why a law is applied to a question, and as of which day it was looked for."""

    because: ChosenBecause
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """A regulation as it is applied. ``digest`` covers every value that can change an outcome."""

    regulation: Regulation
    digest: str
    chosen: tuple[ChosenReading, ...] = ()
    supplied: tuple[OperatorSupply, ...] = ()
    data: Mapping[str, object] = field(repr=False, compare=False)
    supply: Supply | None = field(default=None, repr=False, compare=False)
    rules: Rules | None = field(default=None, repr=False, compare=False)
    """What the owner's ``rules.py`` answers, for clauses that leave their points to it."""
    choice: LawChoice | None = field(default=None, compare=False)
    """Why it is applied to the question at hand; None: the question names it, and no day."""

    @property
    def id(self) -> str:
        """Id of the version."""
        return self.regulation.id

    def under(self, choices: Mapping[str, str]) -> "Law":
        """Return this law with the readings named in ``choices`` (reading id to choice id) taken.

        Raise:
            NotFoundError: a reading or choice that the regulation does not declare.
        """
        if not choices:
            return self
        taken = {chosen.reading.id: chosen.choice.id for chosen in self.chosen}
        return replace(make_law(self.data, self.supply, {**taken, **choices}), rules=self.rules, choice=self.choice)

    def supplied_with(self, supply: Supply) -> "Law":
        """Return this law with an operator's values in place of its gaps."""
        taken = {chosen.reading.id: chosen.choice.id for chosen in self.chosen}
        return replace(make_law(self.data, supply, taken), rules=self.rules, choice=self.choice)


def make_law(data: Mapping[str, object], supply: Supply | None = None, choices: Mapping[str, str] | None = None) -> Law:
    """Return the law that ``data`` (a parsed, valid data file) states under the given supply and readings.

    Raise:
        NotFoundError: a reading or choice that the regulation does not declare.
        pydantic.ValidationError: ``data`` is not a regulation.
    """
    stated = Regulation.model_validate(dict(data))
    chosen = _choose(stated, choices or {})
    values: Mapping[str, Scalar] = supply.values if supply is not None else {}
    changes = [*values.items(), *(change for one in chosen for change in one.choice.set.items())]
    changed = thawed(data) if changes else {}
    for path, value in changes:
        set_value(changed, path, value)
    regulation = Regulation.model_validate(changed) if changes else stated
    if supply is not None and supply.points is not None:
        regulation = regulation.model_copy(update={"points": supply.points})
    return Law(
        regulation=regulation,
        digest=digest_of(regulation),
        chosen=chosen,
        supplied=_supplied(supply),
        data=MappingProxyType(dict(data)),
        supply=supply,
    )


def _supplied(supply: Supply | None) -> tuple[OperatorSupply, ...]:
    """Return what the operator supplied, a scheme at a time."""
    if supply is None:
        return ()
    schemes = {Scheme(path.split(".")[0].upper()) for path in supply.values}
    if supply.points is not None:
        schemes.add(Scheme.POINTS)
    return tuple(OperatorSupply(basis=supply.basis, scheme=scheme) for scheme in sorted(schemes))


def _choose(regulation: Regulation, choices: Mapping[str, str]) -> tuple[ChosenReading, ...]:
    declared = {reading.id: reading for reading in regulation.readings}
    for name in choices:
        if name not in declared:
            raise _unknown("READING_UNKNOWN", regulation, name, tuple(declared))
    return tuple(
        ChosenReading(reading=reading, choice=_choice(regulation, reading, choices.get(reading.id)))
        for reading in regulation.readings
    )


def _choice(regulation: Regulation, reading: Reading, name: str | None) -> Choice:
    if name is None:
        return reading.choices[0]
    for choice in reading.choices:
        if choice.id == name:
            return choice
    raise _unknown("CHOICE_UNKNOWN", regulation, f"{reading.id} = {name}", tuple(c.id for c in reading.choices))


def _unknown(code: str, regulation: Regulation, name: str, known: tuple[str, ...]) -> NotFoundError:
    listed = ", ".join(known) or "-"
    return NotFoundError(
        code,
        Text(
            zh=f"{regulation.id} 没有声明读法 {name}; 可选: {listed}",
            en=f"{regulation.id} declares no reading {name}; it has: {listed}",
        ),
        field="readings",
    )


def thawed(data: Mapping[str, object]) -> dict[str, object]:
    """Return a copy of a parsed data file whose tables can be changed; single values are shared."""
    return {key: _thawed(value) for key, value in data.items()}


def _thawed(value: object) -> object:
    if isinstance(value, tuple):
        return tuple(map(_thawed, cast("tuple[object, ...]", value)))
    return thawed(value) if _is_table(value) else value


def set_value(data: dict[str, object], path: str, value: object) -> None:
    """Put ``value`` at ``path`` of a parsed data file.

    In a list of tables a step is the id of one of them, or its number from 0.

    Raise:
        KeyError: the path leads to nothing: a list holds no table with that id, or a value stands in the way.
    """
    here: object = data
    rest = path
    while True:
        if isinstance(here, tuple):
            here, rest = _table_named(cast("tuple[object, ...]", here), rest)
        key, _, rest = rest.partition(".")
        if not _is_table(here) or not key:
            raise KeyError(path)
        if not rest:
            here[key] = value
            return
        here = here.setdefault(key, {})


def _is_table(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


def _table_named(items: tuple[object, ...], path: str) -> tuple[dict[str, object], str]:
    """Return the table whose id or number ``path`` starts with, and the rest; an id may hold dots itself."""
    tables = [item for item in items if _is_table(item)]
    number, _, rest = path.partition(".")
    if number.isdecimal() and int(number) < len(tables):
        return tables[int(number)], rest
    for table in sorted(tables, key=lambda table: len(str(table.get("id"))), reverse=True):
        name = str(table.get("id"))
        if path.startswith(name + "."):
            return table, path[len(name) + 1 :]
    raise KeyError(path)
