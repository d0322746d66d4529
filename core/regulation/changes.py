"""What changed from one version of a regulation to another, table by table, each with its place in the law.

Looked at is what can change an outcome, and where it stands: labels and the shared taxonomy of acts are not. Of a whole
regulation, what the text says of itself is looked at too.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeAlias, cast

from core.regulation.base import Model, Named
from core.regulation.citation import Citation
from core.regulation.model import Provision, Regulation
from core.regulation.schemes.points import PointsScheme
from core.regulation.vocabulary import Scheme
from core.text import Text

_NOT_COMPARED = frozenset({"id", "label", "behaviour"})
_HEAD = ("title", "region", "inherits", "without", "in_force", "source")
_LISTS = ("clauses", "thresholds", "escalations", "distinctions", "staff_shares", "publications")


class RuleKind(StrEnum):
    """What kind of table changed."""

    SCHEME = "SCHEME"
    """What the scheme says beside its lists of rules: the full number, the period, conventions, appeal."""
    CLAUSE = "CLAUSE"
    THRESHOLD = "THRESHOLD"
    ESCALATION = "ESCALATION"
    DISTINCTION = "DISTINCTION"
    REPAIR = "REPAIR"
    STAFF_SHARE = "STAFF_SHARE"
    PUBLICATION = "PUBLICATION"
    HEAD = "HEAD"
    """What the text says of itself: title, region, when it is in force, its source, what it inherits from."""
    PROVISION = "PROVISION"
    """A provision that computes nothing."""
    RULE = "RULE"
    """A rule of a scheme other than points."""
    GAP = "GAP"
    """Something that the text does not say."""
    READING = "READING"
    """An ambiguity, with the ways to read it."""


class Alteration(StrEnum):
    """What became of a table."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


_Key: TypeAlias = tuple[RuleKind, str]
"""Kind and id of a table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChange:
    """A value that differs, by its path within the table, as in ``sanctions.0.months``; None: not stated."""

    path: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleChange:
    """A table that was added, removed or changed, with where it stands in the older and in the newer text."""

    kind: RuleKind
    id: str
    """Its id within its kind; of a scheme itself its name, of a rule of another scheme its path."""
    alteration: Alteration
    label: Text | None
    """What it is about, by the newer text that has it; None for a scheme itself and the head of a text."""
    before: Citation | None
    after: Citation | None
    values: tuple[ValueChange, ...] = ()
    """What differs in it; for what was added or removed, all of it where whole regulations are compared, else empty."""


def scheme_changes(old: PointsScheme | None, new: PointsScheme | None) -> tuple[RuleChange, ...]:
    """Return what differs between two points schemes, the scheme itself first, then rules by kind and place.

    What was added stands after what the older text has. None: the text has no points scheme.
    """
    return tuple(_points_changes(old, new, whole=False))


def regulation_changes(old: Regulation, new: Regulation) -> tuple[RuleChange, ...]:
    """Return all that differs between two regulations: the head of the text, then place by place in its order.

    What stands in another text, or at a place that is not at hand, comes last.
    """
    changes = [*_points_changes(old.points, new.points, whole=True)]
    for name in Scheme:
        if name is not Scheme.POINTS:
            before, after = (_other_scheme(getattr(one, name.lower()), name) for one in (old, new))
            changes += _table_changes(before, after, whole=True)
    lists = (_listed(one) for one in (old, new))
    changes += _table_changes(*lists, whole=True)
    return (*_head_changes(old, new), *sorted(changes, key=_place_in_text))


def _points_changes(old: PointsScheme | None, new: PointsScheme | None, *, whole: bool) -> Iterator[RuleChange]:
    scheme = _scheme_change(old, new, whole=whole)
    if scheme is not None:
        yield scheme
    changes = _table_changes(dict(_rules(old)), dict(_rules(new)), whole=whole)
    yield from sorted(changes, key=lambda one: list(RuleKind).index(one.kind))


def _table_changes(before: Mapping[_Key, Model], after: Mapping[_Key, Model], *, whole: bool) -> list[RuleChange]:
    """Return what differs between tables by kind and id; ``whole``: what was added or removed with all that it says."""
    keys = {**before, **after}
    return [one for key in keys if (one := _rule_change(key, before.get(key), after.get(key), whole=whole))]


def _rules(scheme: PointsScheme | None) -> Iterator[tuple[_Key, Model]]:
    if scheme is None:
        return
    repairs = scheme.repairs.rules if scheme.repairs is not None else ()
    listed: tuple[tuple[RuleKind, Sequence[Named]], ...] = (
        (RuleKind.CLAUSE, scheme.clauses),
        (RuleKind.THRESHOLD, scheme.thresholds),
        (RuleKind.ESCALATION, scheme.escalations),
        (RuleKind.DISTINCTION, scheme.distinctions),
        (RuleKind.REPAIR, repairs),
        (RuleKind.STAFF_SHARE, scheme.staff_shares),
        (RuleKind.PUBLICATION, scheme.publications),
    )
    for kind, rules in listed:
        yield from (((kind, one.id), one) for one in rules)


def _other_scheme(scheme: Model | None, name: Scheme) -> dict[_Key, Model]:
    """Return a scheme other than points, and its rules by their path; empty if the text has none."""
    if scheme is None:
        return {}
    at = name.lower()
    lists = {field: rules for field in type(scheme).model_fields if (rules := _named(getattr(scheme, field)))}
    rules = {(RuleKind.RULE, f"{at}.{field}.{one.id}"): one for field, listed in lists.items() for one in listed}
    return {(RuleKind.SCHEME, at): scheme, **rules}


def _listed(regulation: Regulation) -> dict[_Key, Model]:
    """Return provisions by their place, gaps and readings by id."""
    places = [str(one.cite) if one.cite.parts else f"{one.cite} {n}" for n, one in enumerate(regulation.provisions)]
    return {
        **{(RuleKind.PROVISION, at): one for at, one in zip(places, regulation.provisions, strict=True)},
        **{(RuleKind.GAP, one.id): one for one in regulation.gaps},
        **{(RuleKind.READING, one.id): one for one in regulation.readings},
    }


def _head_changes(old: Regulation, new: Regulation) -> Iterator[RuleChange]:
    before, after = (one.model_dump(by_alias=True, include=set(_HEAD)) for one in (old, new))
    for name in _HEAD:
        values = _value_changes(dict(_leaves(before[name], name)), dict(_leaves(after[name], name)))
        if values:
            cites = (old.in_force.cite, new.in_force.cite) if name == "in_force" else (None, None)
            yield RuleChange(
                kind=RuleKind.HEAD,
                id=name,
                alteration=Alteration.CHANGED,
                label=None,
                before=cites[0],
                after=cites[1],
                values=values,
            )


def _place_in_text(one: RuleChange) -> tuple[bool, bool, tuple[int, ...]]:
    cite = one.after or one.before
    if cite is None or not cite.parts:
        return True, True, ()
    return cite.source is not None, False, tuple(part.number for part in cite.parts)


def _rule_change(key: _Key, old: Model | None, new: Model | None, *, whole: bool) -> RuleChange | None:
    values: tuple[ValueChange, ...] = ()
    if whole or (old is not None and new is not None):
        values = _value_changes(_leaves_of(old), _leaves_of(new))
    if old is not None and new is not None and not values:
        return None
    label: object = getattr(new if new is not None else old, "label", None)
    return RuleChange(
        kind=key[0],
        id=key[1],
        alteration=_alteration(old, new),
        label=label if isinstance(label, Text) else None,
        before=_cite_of(old),
        after=_cite_of(new),
        values=values,
    )


def _cite_of(table: Model | None) -> Citation | None:
    cite: object = getattr(table, "cite", None)
    return cite if isinstance(cite, Citation) else None


def _scheme_change(old: PointsScheme | None, new: PointsScheme | None, *, whole: bool) -> RuleChange | None:
    if old is None and new is None:
        return None
    change = _rule_change((RuleKind.SCHEME, "points"), old, new, whole=whole)
    if old is None or new is None:
        return change
    order = tuple(_order_change(old, new))
    if change is None:
        change = RuleChange(
            kind=RuleKind.SCHEME,
            id="points",
            alteration=Alteration.CHANGED,
            label=None,
            before=old.cite,
            after=new.cite,
        )
    change = replace(change, values=(*change.values, *order))
    return change if change.values else None


def _order_change(old: PointsScheme, new: PointsScheme) -> Iterator[ValueChange]:
    """Yield that clauses of both texts stand in another order: it decides which record of a day counts first."""
    before = [one.id for one in old.clauses if one.id in new.clause_by_id]
    after = [one.id for one in new.clauses if one.id in old.clause_by_id]
    if before != after:
        yield ValueChange(path="clauses", before=", ".join(before), after=", ".join(after))


def _alteration(old: object, new: object) -> Alteration:
    if old is None:
        return Alteration.ADDED
    return Alteration.REMOVED if new is None else Alteration.CHANGED


def _value_changes(old: Mapping[str, str], new: Mapping[str, str]) -> tuple[ValueChange, ...]:
    return tuple(
        ValueChange(path=path, before=old.get(path), after=new.get(path))
        for path in {**old, **new}
        if old.get(path) != new.get(path)
    )


def _leaves_of(table: Model | None) -> Mapping[str, str]:
    """Return the text of each single value of ``table`` by its path; of a scheme without its lists of rules."""
    if table is None:
        return {}
    lists: dict[str, bool | dict[str, bool]] = {}
    if isinstance(table, PointsScheme):
        lists = {**dict.fromkeys(_LISTS, True), "repairs": {"rules": True}}
    elif not isinstance(table, Named):
        lists = {name: True for name in type(table).model_fields if _named(getattr(table, name))}
    leaves = dict(_leaves(table.model_dump(by_alias=True, exclude=lists), ""))
    if isinstance(table, Provision):  # its words are all that it says
        leaves |= {"label.zh": table.label.zh, "label.en": table.label.en}
    return leaves


def _named(value: object) -> tuple[Named, ...]:
    """Return the tables with ids that ``value`` is a list of; empty if it is anything else."""
    items = cast("tuple[object, ...]", value) if isinstance(value, tuple) else ()
    named = tuple(one for one in items if isinstance(one, Named))
    return named if len(named) == len(items) else ()


def _leaves(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield path and text of each single value; a list of single values is one of them."""
    if isinstance(value, Mapping):
        for key, inner in cast("Mapping[str, object]", value).items():
            if key not in _NOT_COMPARED:
                yield from _leaves(inner, f"{path}.{key}" if path else key)
    elif isinstance(value, (list, tuple)):
        items = cast("tuple[object, ...]", value)
        if any(isinstance(one, Mapping) for one in items):
            for number, one in enumerate(items):
                yield from _leaves(one, f"{path}.{_step(one, number)}")
        elif items:
            yield path, ", ".join(map(_written, items))
    elif value is not None:
        is_cite = path.rpartition(".")[2].endswith("cite")
        yield path, _place(str(value)) if is_cite else _written(value)


def _step(table: object, number: int) -> object:
    """Return how a path names a table of a list: by its id, or by its number from 0."""
    return cast("Mapping[str, object]", table).get("id", number) if isinstance(table, Mapping) else number


def _written(value: object) -> str:
    """Return ``value`` as a data file writes it; equal numbers in one form."""
    if isinstance(value, Decimal):
        return f"{value.normalize() + 0:f}"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _place(code: str) -> str:
    """Return a place without the text that it stands in: what is inherited stands where it stood."""
    return code.rpartition(":")[2]
