"""What the person who loads a file says about it, because the file does not."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.intake.decode import LIMIT_BYTES, Encoding
from core.intake.headings import Field
from core.regulation.vocabulary import Basis

LIMIT_ROWS = 500_000


def _no_aliases() -> Mapping[str, Field]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Values for the whole file; a cell of the file that says otherwise wins."""

    place: str | None = None
    """The place whose regulations govern enrolments, violations and examinations."""
    regulation: str | None = None
    """Id of the regulation version that violations, repairs and measurements name."""
    basis: Basis | None = None
    """What the enrolments rest on."""
    region: str | None = None
    """GB/T 2260 code for institutions, and subjects of measurements, whose row states none.

    None: the six digits inside the national code of an institution.
    """
    encoding: Encoding | None = None
    """None: decided by rule."""
    sheet: str | None = None
    """The sheet of a workbook; None: the only visible one that holds anything."""
    aliases: Mapping[str, Field] = field(default_factory=_no_aliases)
    """More headings and what they mean; they override the built-in ones."""
    limit_bytes: int = LIMIT_BYTES
    limit_rows: int = LIMIT_ROWS

    def supplied(self) -> frozenset[Field]:
        """Return the fields that need no column because one value holds for the whole file."""
        given = ((Field.PLACE, self.place), (Field.REGULATION, self.regulation), (Field.BASIS, self.basis))
        return frozenset(name for name, value in given if value)
