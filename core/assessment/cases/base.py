"""What every worked example has: an id, a day, the readings it is read under, and what the law makes of it."""

from abc import abstractmethod
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import Field, field_validator
from pydantic_core import PydanticCustomError

from core.assessment.outcome import Outcome
from core.regulation.base import Model, Named
from core.regulation.law import Law
from core.text import Text


class Expected(Model):
    """What an example states of the outcome; only that is compared."""

    determination: str | None = None
    """DETERMINED or INDETERMINATE; if not stated, DETERMINED."""
    missing: tuple[str, ...] | None = None
    """Names of the missing values."""
    none: tuple[str, ...] = ()
    """Fields that must be absent from the outcome."""

    @field_validator("none")
    @classmethod
    def _are_fields(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        known = {"standing", *cls.model_fields} - {"determination", "none"}
        for name in names:
            if name not in known:
                raise PydanticCustomError(
                    "unknown_field",
                    "no outcome has a field {name}",
                    {
                        "name": name,
                        "zh": f"结果中没有 {name} 这一项",
                        "hint_zh": f"可写: {', '.join(sorted(known))}",
                        "hint_en": f"write one of: {', '.join(sorted(known))}",
                    },
                )
        return names


class BaseCase(Named):
    """One worked example; each scheme has its own kind."""

    about: Text | None = None
    """What the example shows, and how it follows from the text."""
    as_of: date
    """The day asked about."""
    readings: dict[str, str] = Field(default_factory=dict)
    """Readings other than the default: reading id = choice id."""
    supply: dict[str, str | int | bool | Decimal | date] = Field(default_factory=dict)
    """Values an operator would supply where the text has a gap: path of the value in the data file = value."""

    @property
    @abstractmethod
    def expected(self) -> Expected:
        """What the law makes of it."""

    @abstractmethod
    def answer(self, law: Law) -> Outcome:
        """Return what ``law`` makes of it; the readings have been taken already."""

    def used(self) -> frozenset[str]:
        """Return the ids of rules that it names, for coverage."""
        return frozenset()


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A field in which an outcome is not what an example expects."""

    field: str
    expected: object
    found: object
