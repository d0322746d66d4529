"""What every simulation is given beside its facts: the day, a period, readings; and how many facts it takes at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from core.assessment.periods import Period
from core.assessment.preamble import not_in_force
from core.errors import RefusedError
from core.regulation.law import Law
from core.regulation.vocabulary import PeriodKind
from core.service.questions import parse_period
from core.text import Text
from schema.context import Context
from schema.fields import argument, field
from schema.regulation import plain_id
from schema.scalars import FIRST_YEAR, LAST_YEAR

MAX_RECORDS = 200
"""How many facts one simulation takes, all lists together."""
MOST = 1_000_000
"""The greatest count or number of points that a fact can carry."""
MOST_MONTHS = 1200

Day = Annotated[date, argument("The day asked about; what is decided later does not count.")]


@strawberry.input(description="A reading to take instead of the default.")
class ReadingInput:
    """A reading and the choice to take."""

    reading: str = field("Code of the reading, as `Regulation.readings` gives it.")
    choice: str = field("Code of the choice.")


Readings = Annotated[list[ReadingInput], argument("Readings to take instead of the defaults.")]


def optional(description: str) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    """Return a field of an input that may be left out, and is None then."""
    return strawberry.field(default=None, description=description)


def many(description: str) -> Any:  # noqa: ANN401 - as above
    """Return a list in an input that may be left out, and is empty then."""
    return strawberry.field(default_factory=list, description=description)


def law_under(context: Context, regulation: str, readings: Sequence[ReadingInput], as_of: date) -> Law:
    """Return the law that a question means, as ``law_on`` does, under ``readings``; raise NotFoundError if unknown."""
    return law_on(context, regulation, as_of).under({one.reading: one.choice for one in readings})


def law_on(context: Context, regulation: str, as_of: date) -> Law:
    """Return the law that a question means: the version named, or that of a place which is in force on ``as_of``.

    Raises NotFoundError if the regulation is unknown, and RefusedError, naming the nearest version, if none of the
    place is in force that day.
    """
    law = context.office.host.catalogue.chosen(plain_id(regulation), None, as_of)
    ended = not_in_force(law)
    if ended is not None:
        raise RefusedError("NOT_IN_FORCE", ended.text, field="asOf")
    return law


def refuse_too_many(*given: Sequence[object]) -> None:
    """Raise RefusedError if the lists ``given`` hold more facts than one simulation takes."""
    count = sum(map(len, given))
    if count > MAX_RECORDS:
        text = Text(
            zh=f"一次最多 {MAX_RECORDS} 条事实, 得到 {count}", en=f"at most {MAX_RECORDS} facts at once, not {count}"
        )
        raise RefusedError("TOO_MANY_RECORDS", text)


def refuse_outside(path: str, span: Mapping[str, tuple[Decimal | int | None, int, int]]) -> None:
    """Raise RefusedError for a number that no record can carry.

    ``span`` holds, by the field's name, the number given, if there is one, with the least and the most allowed;
    ``path`` is that of the record, such as ``violations.0``, or empty for arguments of the query itself.
    """
    for name, (value, least, most) in span.items():
        if value is not None and not least <= value <= most:
            text = Text(zh=f"{name} 须在 {least} 与 {most} 之间", en=f"`{name}` lies between {least} and {most}")
            raise RefusedError("OUT_OF_RANGE", text, field=f"{path}.{name}" if path else name)


def named_period(name: str, path: str) -> Period:
    """Return the period called ``name``; raise RefusedError on ``path`` for any other text or an unreal year."""
    try:
        found = parse_period(name)
    except RefusedError as error:
        raise RefusedError(error.code, error.message, field=path) from error
    if not FIRST_YEAR <= found.start.year <= LAST_YEAR:
        text = Text(
            zh=f"年份须在 {FIRST_YEAR} 与 {LAST_YEAR} 之间: {name}",
            en=f"the year lies between {FIRST_YEAR} and {LAST_YEAR}: {name}",
        )
        raise RefusedError("PERIOD_INVALID", text, field=path)
    return found


def asked_period(name: str | None, kind: PeriodKind | None, as_of: date) -> Period:
    """Return the period called ``name``; without one that of ``as_of``, of ``kind`` or else a year.

    Raises:
        RefusedError: no period has this name, or the scheme counts in periods of another kind.
    """
    if name is None:
        return Period.of(kind or PeriodKind.YEAR, as_of)
    found = named_period(name, "period")
    if kind is not None and found.kind is not kind:
        text = Text(
            zh=f"周期 {name} 不能用: 该规定按 {kind} 计", en=f"{name} cannot be used: the scheme counts by {kind}"
        )
        raise RefusedError("PERIOD_INVALID", text, field="period")
    return found
