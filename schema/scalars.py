"""The scalars: dates, moments and exact numbers, all as strings, and nothing binary in between."""

import re
from datetime import date, datetime
from decimal import Decimal

import strawberry
from graphql import GraphQLError
from strawberry.types.scalar import ScalarDefinition

from core.assessment.arithmetic import plain

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
FIRST_YEAR = 1900
LAST_YEAR = 2999


def _to_date(value: object) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            day = date.fromisoformat(value)
        except ValueError:
            day = None
        if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
            return day
    raise GraphQLError(f"A Date is a real day written YYYY-MM-DD, from {FIRST_YEAR} to {LAST_YEAR}.")


def _from_date(value: date) -> str:
    return value.isoformat()


def _to_moment(value: object) -> datetime:
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise GraphQLError("A DateTime is written with its time zone, as in 2025-03-01T08:30:00+08:00.")
    return moment


def _from_moment(value: datetime) -> str:
    return value.isoformat()


def _to_decimal(value: object) -> Decimal:
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if isinstance(text, str) and _DECIMAL.fullmatch(text):
        return Decimal(text)
    raise GraphQLError('A Decimal is a string such as "2" or "2.5", with at most 12 digits before the point.')


DATE = strawberry.scalar(
    name="Date",
    description="A day of the calendar, written YYYY-MM-DD; days are counted in China.",
    serialize=_from_date,
    parse_value=_to_date,
)
DATE_TIME = strawberry.scalar(
    name="DateTime",
    description="A moment with its time zone, written as in ISO 8601.",
    serialize=_from_moment,
    parse_value=_to_moment,
)
DECIMAL = strawberry.scalar(
    name="Decimal",
    description='An exact number as a string, such as "2" or "59.5"; never a binary float.',
    serialize=plain,
    parse_value=_to_decimal,
)


def scalars() -> dict[object, ScalarDefinition]:
    """Return the scalar of each Python type."""
    return {date: DATE, datetime: DATE_TIME, Decimal: DECIMAL}
