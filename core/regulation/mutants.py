"""Every small change that could be made by mistake to the numbers and terms of a data file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import cast

from core.regulation.effects import Lifting, Place
from core.regulation.files.positions import Path
from core.regulation.files.reading import Value
from core.regulation.schemes.charges import Bearer, CostKind, CountedBy, Measure, OrdinalBy, Reset, Side, StepRounding
from core.regulation.schemes.dispensing import Collector, LimitGround, ListedFor, Proof, SummedPer
from core.regulation.schemes.enrolment import Counted, CountedFrom, Due, Filing
from core.regulation.schemes.points import (
    AllPoints,
    BookedOn,
    CountedPer,
    LastDay,
    OneOff,
    OpenTerm,
    Overlap,
    Per,
    Reached,
    StaffRecords,
    StartsOn,
)
from core.regulation.schemes.publication import Channel, NameMask, PublishedFrom
from core.regulation.schemes.rating import (
    Bound,
    ConsequenceKind,
    DataOf,
    DueBy,
    Every,
    MeasureUnit,
    RatedSubject,
    Worsening,
)
from core.regulation.schemes.scorecard import BroughtBy, Normalisation, Rounding, Scored
from core.regulation.schemes.settlement import BandEdge, BandsApplyTo, BudgetParty, OverspendTest
from core.regulation.vocabulary import (
    Act,
    Attribute,
    Care,
    Change,
    Flag,
    Incident,
    InstitutionMeasure,
    Insurance,
    PeriodKind,
    Profession,
    Reach,
    RecordField,
    SanctionKind,
    SanctionObject,
    Scheme,
    Status,
)

Data = dict[str, Value]

TERMS = MappingProxyType[str, type[StrEnum]](
    {
        "kind": SanctionKind,
        "counts": SanctionKind,
        "object": SanctionObject,
        "counted_per": CountedPer,
        "per": Per,
        "period": PeriodKind,
        "booked_on": BookedOn,
        "starts_on": StartsOn,
        "last_day": LastDay,
        "overlap": Overlap,
        "all_points": AllPoints,
        "act": Act,
        "clear_of": Incident,
        "insurance": Insurance,
        "only_if": Attribute,
        "any_of": Attribute,
        "changes": Change,
        "requires": RecordField,
        "also": Incident,
        "counted_from": CountedFrom,
        "due": Due,
        "counted": Counted,
        "filing": Filing,
        "every": PeriodKind,
        "kept_by": BudgetParty,
        "bands_apply_to": BandsApplyTo,
        "edge": BandEdge,
        "test": OverspendTest,
        "listed_for": ListedFor,
        "summed_per": SummedPer,
        "ground": LimitGround,
        "grounds": LimitGround,
        "collected_by": Collector,
        "shows": Proof,
        "bearer": Bearer,
        "counted_by": CountedBy,
        "side": Side,
        "measure": Measure,
        "step_rounding": StepRounding,
        "window": PeriodKind,
        "ordinal_by": OrdinalBy,
        "reset": Reset,
        "of": CostKind,
        "subject": Scored,
        "normalisation": Normalisation,
        "rounding": Rounding,
        "brought_by": BroughtBy,
        "reached": Reached,
        "one_off": OneOff,
        "open_term": OpenTerm,
        "staff_records": StaffRecords,
        "reach": Reach,
        "profession": Profession,
        "general": Place,
        "important": Place,
        "main": Place,
        "flag": Flag,
        "lifting": Lifting,
        "unpaid": Status,
        "except": Care,
        "follows": InstitutionMeasure,
    }
)
"""The terms from which a law could be written wrongly, by key."""

RATING_TERMS = MappingProxyType[str, type[StrEnum]](
    {
        "kind": ConsequenceKind,
        "subjects": RatedSubject,
        "data_of": DataOf,
        "worsens_by": Worsening,
        "every": Every,
        "due": DueBy,
        "bound": Bound,
        "unit": MeasureUnit,
    }
)
"""Keys that mean something of their own within a rating."""

PUBLICATION_TERMS = MappingProxyType[str, type[StrEnum]](
    {"of": SanctionKind, "channels": Channel, "starts_on": PublishedFrom, "mask": NameMask}
)
"""Keys that mean something of their own within a publication."""

IMPLIED = MappingProxyType[str, MappingProxyType[str, Value]](
    {
        "points": MappingProxyType({"capped": False}),
        "clauses": MappingProxyType({"per": "CASE"}),
        "sanctions": MappingProxyType({"object": "QUALIFICATION", "until_exam": False}),
        "sanction": MappingProxyType({"object": "QUALIFICATION"}),
        "staff_shares": MappingProxyType({"discretionary": False}),
        "publications": MappingProxyType({"names_institution": False}),
        "until": MappingProxyType({"with_sanction": False}),
        "states": MappingProxyType({"enrolled": False, "closes": False}),
        "rating": MappingProxyType({"data_of": "SAME"}),
        "grades": MappingProxyType({"stated": True}),
        "repetitions": MappingProxyType({"worsens_by": "SAME_GRADE"}),
        "tariffs": MappingProxyType({"counted_by": "ITEM"}),
        "excesses": MappingProxyType({"standard_complies": True, "measure": "UNIT", "by_group": False}),
        "repeat": MappingProxyType({"reaches_back": False}),
        "audit": MappingProxyType({"lag_months": 0, "ordinal_by": "OCCURRENCE", "reset": "NEVER"}),
        "multiples": MappingProxyType({"from_deposit": False}),
        "scorecard": MappingProxyType({"normalisation": "GROUP"}),
        "scale": MappingProxyType({"applies": True, "rounding": "NONE"}),
        "standards": MappingProxyType({"adopted": False}),
        "consequences": MappingProxyType({"by_share": False, "brought_by": "GRADE"}),
        "conventions": MappingProxyType(
            {
                "booked_on": "DECIDED",
                "starts_on": "DECIDED",
                "last_day": "PREVIOUS",
                "overlap": "SUPERSEDE",
                "all_points": "REMAINDER",
                "one_off": "DECISION",
                "open_term": "UNDECIDED",
                "reasoned": False,
            }
        ),
    }
)
"""What a table says by saying nothing, by the name of the table."""

_NO_TABLE = cast("Value", {})


@dataclass(frozen=True, slots=True)
class Mutant:
    """One value of a data file, and what it could have been instead; ``value`` None leaves the entry out."""

    path: Path
    value: "Value | None"

    @property
    def key(self) -> str:
        """The last name on the way to the value."""
        return next(part for part in reversed(self.path) if isinstance(part, str))


def mutants_of(data: Data) -> Iterator[Mutant]:
    """Yield every mutant of what ``data`` says or implies, one a value changed; words for people are left alone."""
    for scheme in (*map(str.lower, Scheme), "readings"):
        if scheme in data:
            yield from _of(data[scheme], (scheme,), inherits="inherits" in data)
    if "points" in data:
        points = cast("Data", data["points"])
        stated = cast("Data", points.get("conventions", {}))
        for key, default in IMPLIED["conventions"].items():
            if key not in stated and "inherits" not in data and _bears_on(points, key):
                yield from _others(("points", "conventions", key), default)


def _bears_on(points: Data, convention: str) -> bool:
    """Return whether a convention can change anything, given what the scheme says."""
    tables = list(_tables(points))
    match convention:
        case "all_points":
            return any(table.get("points") == "ALL" for table in tables)
        case "last_day" | "overlap":
            return any("months" in table for table in tables)
        case "one_off":
            return any("reached" in table for table in tables)
        case "open_term" | "reasoned":
            return any({"from", "to"} <= set(table) for table in tables)
        case _:
            return True


def _tables(value: Value) -> Iterator[Data]:
    if isinstance(value, dict):
        yield value
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ()
    for one in inner:
        yield from _tables(one)


def _of(value: Value, path: Path, *, inherits: bool) -> Iterator[Mutant]:
    """Yield the mutants of ``value``; what a table says by saying nothing may be said by that which it inherits."""
    if isinstance(value, dict):
        name = next((part for part in reversed(path) if isinstance(part, str)), "")
        silent = name == "conventions" or (inherits and "cite" not in value)
        implied = None if silent else IMPLIED.get(name)
        for key, inner in {**(implied or Data()), **value}.items():
            if not _is_idle(value, key):
                yield from _of(inner, (*path, key), inherits=inherits)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            if not isinstance(inner, dict) and "basis" not in path:
                yield Mutant((*path, index), None)
            yield from _of(inner, (*path, index), inherits=inherits)
    else:
        yield from _others(path, value)


def _is_idle(table: Data, key: str) -> bool:
    """Return whether no outcome can depend on ``key``, given what else the table says."""
    if key == "per":  # all points, or none, are the same however often they are counted
        return table.get("points") in ("ALL", "NONE")
    return key == "object" and table.get("kind") not in {"SUSPEND", "REVOKE", "TERMINATE"}  # a duty takes nothing away


def _others(path: Path, value: Value) -> Iterator[Mutant]:
    if isinstance(value, bool):
        yield Mutant(path, not value)
    elif isinstance(value, (int, Decimal)):
        yield from (Mutant(path, value + by) for by in (1, -1))
    elif isinstance(value, str):
        key = Mutant(path, value).key.rpartition(".")[2]
        terms = _terms_within(_words(path)).get(key) or TERMS.get(key)
        if terms is not None and value in terms.__members__.values():
            yield from (Mutant(path, str(other)) for other in terms if other != value)


def _terms_within(words: list[str]) -> Mapping[str, type[StrEnum]]:
    """Return the terms that mean something of their own where ``words`` lead."""
    if "rating" in words:
        return RATING_TERMS
    return PUBLICATION_TERMS if "publications" in words else {}


def _words(path: Path) -> list[str]:
    """Return the names on the way to a value, those of a path in a reading's ``set`` among them."""
    return [word for part in path if isinstance(part, str) for word in part.split(".")]


def changed(value: Value, path: Path, to: "Value | None") -> Value:
    """Return ``value`` with what stands at ``path`` replaced by ``to``, or left out if that is None."""
    here, rest = path[0], path[1:]
    if isinstance(value, tuple) and isinstance(here, int):
        inner = () if to is None and not rest else (changed(value[here], rest, to) if rest else cast("Value", to),)
        return (*value[:here], *inner, *value[here + 1 :])
    table, name = cast("Data", value), cast("str", here)
    if not rest:
        return {**table, name: cast("Value", to)}
    return {**table, name: changed(table.get(name, _NO_TABLE), rest, to)}
