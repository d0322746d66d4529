"""What a data file claims that the official text says: places, numbers, dates, documents, and numbers in labels."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from types import MappingProxyType
from typing import cast

from core.regulation.against.quantities import Measure, Quantity, quantities
from core.regulation.against.text import normalised
from core.regulation.citation import Citation
from core.regulation.files.positions import Path
from core.regulation.files.reading import Document, Value

_POINTS, _MONTHS, _DAYS = (Measure.POINTS,), (Measure.MONTHS,), (Measure.DAYS,)
_WEIGHT = (Measure.PERCENT, Measure.POINTS)
_ANY = tuple(Measure)

MEASURES: Mapping[str, tuple[Measure, ...]] = MappingProxyType(
    {
        "points": _POINTS,
        "full": _POINTS,
        "at": _POINTS,
        "left_below": _POINTS,
        "left_from": _POINTS,
        "most": _POINTS,
        "months": _MONTHS,
        "bar_months": _MONTHS,
        "window_months": _MONTHS,
        "idle_months": _MONTHS,
        "suspended_months": _MONTHS,
        "lag_months": _MONTHS,
        "months_at": _MONTHS,
        "days": _DAYS,
        "working_days": _DAYS,
        "amount": (Measure.MONEY,),
        "percent": (Measure.PERCENT,),
        "above_percent": (Measure.PERCENT,),
        "at_percent": (Measure.PERCENT,),
        "growth": (Measure.PERCENT,),
        "over": (Measure.PERCENT,),
        "fund": (Measure.PERCENT,),
        "institution": (Measure.PERCENT,),
        "weight": _WEIGHT,
        "at_least": _WEIGHT,
        "times": (Measure.TIMES,),
        "top": (Measure.OTHER,),
    }
)
"""In which measures the text can give the number of a key; any measure for a key not named."""

_WHOLE = Decimal(100)
_EACH = frozenset({"step"})
"""Numbers for each of which something is owed."""
_UP_TO = ("以内", "以下", "之内")
_TRIGGERS = ("at", "left_below", "times")
_UNREAD = frozenset({"id", "place", "region", "title", "gaps", "set", "inherits", "without", "supersedes", "articles"})
_DERIVED = frozenset({"members_sum"})
_DATE_KEYS = frozenset({"from", "to", "acts_since", "promulgated"})


class ClaimKind(Enum):
    """What is claimed."""

    NUMBER = "NUMBER"
    DATE = "DATE"
    DOCUMENT = "DOCUMENT"
    """The number of a document that the text names, or its own."""
    LABEL = "LABEL"
    """A number in a label, which repeats in words what stands in the text."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One value of a data file that the text should bear out."""

    path: Path
    kind: ClaimKind
    value: Decimal | date | str
    cite: Citation | None
    """Where the data says it stands; None: it names no place."""
    measures: tuple[Measure, ...] = _ANY
    written: str = ""
    """How the data writes it, if not as the value is printed."""
    trigger: Decimal | None = None
    """The number that a consequence follows from, which has to stand in one sentence with it."""
    trigger_measures: tuple[Measure, ...] = ()
    is_borrowed: bool = False
    """Whether the table takes its rules from another text."""
    is_derived: bool = False
    """Whether the file works the number out from others of its own."""
    is_each: bool = False
    """Whether the text has to say that something is so for each of it."""
    siblings: tuple["Number", ...] = ()
    """The numbers of its table that a text says in numerals, its own among them."""
    beside: tuple[Decimal, ...] = ()
    """Of a number in a label: those of its measure that the values beside the label have."""

    @property
    def key(self) -> str:
        """The name under which the value stands."""
        return _key(self.path)

    @property
    def shown(self) -> str:
        """The value for people."""
        return self.written or str(self.value)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a table, and the measures in which the text can give it."""

    value: Decimal
    measures: tuple[Measure, ...]

    @property
    def goes_unsaid(self) -> bool:
        """Whether a text mostly says it in words: nothing, or the whole."""
        return self.measures == (Measure.PERCENT,) and self.value in {0, _WHOLE}

    def is_given_by(self, one: Quantity) -> bool:
        """Return whether a quantity of a text is this number."""
        return one.measure in self.measures and one.value == self.value


@dataclass(frozen=True, slots=True)
class Place:
    """A place that a data file cites."""

    path: Path
    cite: Citation
    is_borrowed: bool = False


@dataclass(frozen=True, slots=True)
class Claims:
    """All that a data file claims of the text."""

    places: tuple[Place, ...]
    values: tuple[Claim, ...]
    extent: Citation | None = None
    """The one place that the file is about, if it says so of its source; None: all that it cites."""


@dataclass(frozen=True, slots=True)
class _Around:
    """What holds of the values of a table."""

    cite: Citation | None = None
    is_borrowed: bool = False
    trigger: Decimal | None = None
    trigger_measures: tuple[Measure, ...] = ()
    siblings: tuple[Number, ...] = ()


def claims_of(document: Document) -> Claims:
    """Return what a data file that fits its model claims; the values of readings not taken claim nothing."""
    found = list(_of(cast("Value", document.data), (), _Around()))
    places = tuple(one for one in found if isinstance(one, Place))
    return Claims(places, tuple(one for one in found if isinstance(one, Claim)), _extent(document))


def _extent(document: Document) -> Citation | None:
    source = document.data.get("source")
    articles = source.get("articles") if isinstance(source, dict) else None
    try:
        return Citation.parse(articles) if isinstance(articles, str) else None
    except ValueError:  # several articles, such as 13-17
        return None


def _of(value: Value, path: Path, around: _Around) -> Iterator[Claim | Place]:
    if isinstance(value, dict):
        yield from _of_table(value, path, around)
    elif isinstance(value, tuple):
        for index, one in enumerate(value):
            yield from _of(one, (*path, index), around)
    elif isinstance(value, date):
        if _key(path) in _DATE_KEYS:
            yield Claim(path, ClaimKind.DATE, value, around.cite, is_borrowed=around.is_borrowed)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        yield _number(path, Decimal(value), around)
    elif isinstance(value, str) and path[0] == "source" and _key(path) in {"number", "basis"}:
        yield Claim(path, ClaimKind.DOCUMENT, value, None)


def _of_table(table: dict[str, Value], path: Path, around: _Around) -> Iterator[Claim | Place]:
    for key, inner in table.items():
        if (key == "cite" or key.endswith("_cite")) and isinstance(inner, str):
            yield Place((*path, key), Citation.parse(inner), around.is_borrowed or "borrowed_from" in table)
    cite = table.get("cite")
    around = replace(
        around,
        cite=Citation.parse(cite) if isinstance(cite, str) else around.cite,
        is_borrowed=around.is_borrowed or "borrowed_from" in table,
        siblings=tuple(one for one in _numbers_in(table, path, deep=False) if not one.goes_unsaid),
    )
    for key, inner in table.items():
        if key == "label":
            yield from _of_label(inner, (*path, key), around, tuple(_numbers_in(table, path, deep=True)))
        elif key == "months_at" and isinstance(inner, dict):
            yield from _of_months_at(inner, (*path, key), around)
        elif key not in _UNREAD and path[:1] != ("readings",):
            yield from _of(inner, (*path, key), _within(table, key, around))
        elif path[:1] == ("readings",):
            yield from (one for one in _of(inner, (*path, key), around) if isinstance(one, Place))


def _within(table: dict[str, Value], key: str, around: _Around) -> _Around:
    """Return what holds of the values under ``key``: a sanction has to stand beside the number that triggers it."""
    if key not in {"sanction", "sanctions"}:
        return around
    name = next((name for name in _TRIGGERS if name in table), "")
    value = table.get(name)
    if not isinstance(value, (int, Decimal)):
        return around
    return replace(around, trigger=Decimal(value), trigger_measures=MEASURES[name])


def _numbers_in(table: dict[str, Value], path: Path, *, deep: bool) -> Iterator[Number]:
    """Yield the numbers of a table; if ``deep``, those of tables in it too which have no label of their own."""
    for key, inner in table.items():
        if isinstance(inner, (int, Decimal)) and not isinstance(inner, bool) and key not in _UNREAD | _DERIVED:
            yield Number(Decimal(inner), _measures((*path, key)))
        elif deep:
            for one in inner if isinstance(inner, tuple) else (inner,):
                if isinstance(one, dict) and "label" not in one:
                    yield from _numbers_in(one, (*path, key), deep=True)


def _measures(path: Path) -> tuple[Measure, ...]:
    return MEASURES.get(_key(path), _ANY)


def _number(path: Path, value: Decimal, around: _Around) -> Claim:
    key = _key(path)
    return Claim(
        path,
        ClaimKind.NUMBER,
        value,
        around.cite,
        _measures(path),
        trigger=around.trigger,
        trigger_measures=around.trigger_measures,
        is_borrowed=around.is_borrowed,
        is_derived=key in _DERIVED,
        is_each=key in _EACH,
        siblings=around.siblings,
    )


def _of_months_at(table: dict[str, Value], path: Path, around: _Around) -> Iterator[Claim]:
    """Yield months fixed for a number of points: the number is the key."""
    for points, months in table.items():
        if isinstance(months, int) and points.replace(".", "", 1).isdecimal():
            beside = replace(around, trigger=Decimal(points), trigger_measures=_POINTS)
            yield replace(_number((*path, points), Decimal(months), beside), measures=_MONTHS)


def _of_label(label: Value, path: Path, around: _Around, numbers: tuple[Number, ...]) -> Iterator[Claim]:
    """Yield the numbers of a label, each with those of its measure among ``numbers``, which it stands beside."""
    words = label.get("zh") if isinstance(label, dict) else None
    if isinstance(words, str) and around.cite is not None:
        for one in label_quantities(words):
            beside = tuple(number.value for number in numbers if number.measures == (one.measure,))
            yield Claim(
                (*path, "zh"),
                ClaimKind.LABEL,
                one.value,
                around.cite,
                (one.measure,),
                one.written.strip(),
                is_borrowed=around.is_borrowed,
                beside=() if _is_bound(one, words) else beside,
            )


def label_quantities(words: str) -> Iterator[Quantity]:
    """Yield the quantities of a label whose unit is one that data is written in."""
    for one in quantities(normalised(words)):
        if one.measure is not Measure.OTHER and not one.worded:
            yield one


def _is_bound(one: Quantity, words: str) -> bool:
    """Return whether a label gives a quantity as the end of something that begins elsewhere."""
    return one.is_upper_end or normalised(words).partition(one.written)[2].lstrip().startswith(_UP_TO)


def _key(path: Path) -> str:
    """Return the name that says what a value is: of a range, the name of the range."""
    names = [part for part in path if isinstance(part, str)]
    is_end = names[-1] in {"from", "to"} and len(names) > 1 and names[-2] in MEASURES
    return names[-2] if is_end else names[-1]
