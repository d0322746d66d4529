"""What every table of a data file is built from: a strict, frozen model, and numbers as the law writes them."""

import re
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, TypeVar, cast

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from core.regulation.files.messages import shown

Identified = TypeVar("Identified", bound="Named")


class Model(BaseModel):
    """A table of a data file: nothing is converted, nothing can be changed, nothing unknown is accepted."""

    model_config = ConfigDict(
        strict=True,
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        defer_build=True,  # most tables are only ever read as part of another, which has a validator for all of it
    )


_ID = re.compile(r"^[A-Za-z][A-Za-z0-9]*([._-][A-Za-z0-9]+)*$")


def _check_id(value: str) -> str:
    if not _ID.fullmatch(value):
        raise PydanticCustomError(
            "bad_id",
            "{value} cannot be an id",
            {
                "value": shown(value).en,
                "zh": f"{shown(value).zh} 不能作为标识",
                "hint_zh": '用半角字母、数字和 . _ - 书写, 以字母开头, 例如 "T.1.1"',
                "hint_en": 'write ASCII letters and digits with . _ - between them, a letter first, as in "T.1.1"',
            },
        )
    return value


Id = Annotated[str, AfterValidator(_check_id), Field(json_schema_extra={"pattern": _ID.pattern})]
"""A name that other data, clients and records point to."""


class Named(Model):
    """A table with an id of its own within its list."""

    id: Id
    """Id, unique in its list."""


def _decimal(value: object, info: ValidationInfo) -> object:
    """Return the number that ``value`` writes: a whole one as it is; in JSON, which has no exact ones, in quotes."""
    if info.mode == "json" and isinstance(value, str):
        try:
            return Decimal(value)
        except InvalidOperation:
            return value
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _number(value: object, info: ValidationInfo) -> object:
    number = _decimal(value, info)
    if isinstance(number, Decimal):
        return number
    raise PydanticCustomError(
        "not_a_number",
        "{value} is not a number",
        {
            "value": shown(value).en,
            "zh": f"{shown(value).zh} 不是数",
            "hint_zh": "写不加引号的数, 例如 12 或 0.5",
            "hint_en": "write a number without quotes, as in 12 or 0.5",
        },
    )


Number = Annotated[
    Decimal,
    BeforeValidator(_number),
    Field(ge=0, allow_inf_nan=False),
]
"""An exact number, zero or more; never a binary float."""

Months = Annotated[int, Field(ge=1, le=1200)]
"""A length in calendar months, as the law gives it: half a year is 6, a year is 12."""


class Range(Model):
    """A range within which the deciding body chooses; both ends are allowed."""

    from_: Number = Field(alias="from")
    """Least value allowed."""
    to: Number
    """Greatest value allowed."""

    def __contains__(self, value: Decimal | int) -> bool:
        """Return whether ``value`` may be chosen."""
        return self.from_ <= value <= self.to


def _term(value: object) -> object:
    kind = type(value)
    if value is None or kind in (int, dict, Range):
        return value
    raise PydanticCustomError(
        "bad_months",
        "{value} is not a number of months",
        {
            "value": shown(value).en,
            "zh": f"{shown(value).zh} 不是月数",
            "hint_zh": "写整数(半年为 6, 一年为 12), 由决定机关选定时写 { from = 1, to = 6 }",
            "hint_en": "write a whole number (half a year is 6), or { from = 1, to = 6 } where the decision chooses",
        },
    )


Term = Annotated[Months | Range, BeforeValidator(_term)]
"""A length in calendar months, or the range within which the deciding body chooses it."""


class Unfixed(StrEnum):
    """Points that a text gives no fixed number for."""

    ALL = "ALL"
    """All points of the period (扣除当年全部积分)."""
    UNSTATED = "UNSTATED"
    """The text names the act and gives no number; the record must carry it."""
    RULE = "RULE"
    """The sentence fits no table; the plugin's ``rules.py`` decides it."""
    NONE = "NONE"
    """The act costs no points; its consequence is named directly."""


def _points(value: object, info: ValidationInfo) -> object:
    if isinstance(value, str) and value in Unfixed.__members__:
        return Unfixed(value)
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return Range.model_validate({name: _decimal(inner, info) for name, inner in table.items()})
    number = _decimal(value, info)
    if isinstance(number, Decimal) and number.is_finite() and number > 0:
        return number
    if isinstance(value, (Unfixed, Range)):
        return value
    raise PydanticCustomError(
        "bad_points",
        "{value} is not a number of points",
        {
            "value": shown(value).en,
            "zh": f"{shown(value).zh} 不是分值",
            "hint_zh": "写正数(如 5)、{ from = 1, to = 3 }, 或 "
            '"ALL"(全部积分)、"UNSTATED"(原文无分值)、"RULE"(由 rules.py 判定)、"NONE"(不计分)',
            "hint_en": "write a positive number such as 5, { from = 1, to = 3 }, or "
            '"ALL", "UNSTATED", "RULE" or "NONE"',
        },
    )


Points = Annotated[
    Annotated[Decimal, Field(gt=0)] | Range | Unfixed,
    BeforeValidator(_points),
]
"""What one violation costs."""
