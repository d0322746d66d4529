"""The question that a regulation puts to its owner's code; of nothing but the standard library, so that it is light."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsQuestion:
    """What the owner of a regulation is asked where a clause says ``points = "RULE"``."""

    regulation: str
    """Id of the regulation."""
    clause: str
    """Id of the clause."""
    cases: int
    """Cases of the record."""
    full: Decimal
    """Points at the start of the period."""
    lost: Decimal
    """Points lost in the period before this record."""
