"""A made-up kind of data file, with a field of every sort, and what is wrong with one."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import read_text
from core.text import Text

FILE = "testville/2011.toml"


class Table(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")


class Colour(StrEnum):
    RED = "RED"
    GREEN = "GREEN"


class Span(Table):
    from_: int = Field(alias="from")
    to: int


class Circle(Table):
    kind: Literal["circle"]
    radius: int


class Square(Table):
    kind: Literal["square"]
    circle: int


def no_wildcard(value: str) -> str:
    if "*" in value:
        raise PydanticCustomError(
            "wildcard",
            "{value} has a star",
            {"value": value, "zh": f"{value} 含有星号", "hint_zh": "去掉星号", "hint_en": "leave out the star"},
        )
    return value


def span(value: object) -> object:
    return Span.model_validate(value) if isinstance(value, dict) else value


class Entry(Table):
    id: Annotated[str, Field(pattern="^[a-z]+$"), AfterValidator(no_wildcard)] = "x"
    colour: Annotated[Colour, Field(strict=False)] | None = None
    size: Annotated[int, Field(gt=0, le=9)] | Span = 1
    nested: Annotated[int | Span, BeforeValidator(span)] = 1
    shape: Annotated[Circle | Square, Field(discriminator="kind")] | None = None
    either: Circle | Square | None = None
    on: date | None = None
    rate: Annotated[Decimal, Field(decimal_places=2)] | None = None
    counts: dict[str, int] = Field(default_factory=dict)
    codes: Annotated[tuple[int, ...], Field(min_length=1)] = (1,)
    tags: Annotated[tuple[Annotated[str, Field(min_length=2)], ...], Field(max_length=2)] = ()
    mode: Literal["fast", "slow"] | int = "fast"
    open: bool = True
    name: Annotated[str, AfterValidator(no_wildcard)] = "n"
    low: int = 0
    high: int = 9

    @model_validator(mode="after")
    def _ordered(self) -> "Entry":
        if self.low > self.high:
            raise ValueError("low is over high")
        return self


class File(Table):
    title: Text
    entries: tuple[Entry, ...] = ()


HEAD = 'title = { zh = "甲", en = "a" }\n[[entries]]\n'


def problems(text: str, model: type[BaseModel] = File) -> tuple[Problem, ...]:
    """Return what is wrong with a file that says ``text``."""
    with pytest.raises(DataFileError) as caught:
        read_text(text, FILE, model)
    return caught.value.problems
