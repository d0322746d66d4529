"""What comparing a data file with its official text says: verdicts, their reasons, and what was compared."""

from dataclasses import dataclass
from enum import StrEnum

from core.regulation.citation import Citation
from core.regulation.files.positions import Path


class Verdict(StrEnum):
    """What the text says of a value or a place."""

    CONFIRMED = "CONFIRMED"
    CONTRADICTED = "CONTRADICTED"
    UNDECIDED = "UNDECIDED"


class Why(StrEnum):
    """Why something is contradicted or cannot be decided."""

    PLACE_MISSING = "PLACE_MISSING"
    """The text has no such place."""
    OTHER_NUMBER = "OTHER_NUMBER"
    """The place gives other numbers of this measure, not this one."""
    OTHER_DATE = "OTHER_DATE"
    """The place gives other dates, not this one."""
    OTHER_PARAGRAPH = "OTHER_PARAGRAPH"
    """It stands in another paragraph than the one cited, as far as line breaks tell, which gives others."""
    LABEL_DIFFERS = "LABEL_DIFFERS"
    """The label gives a number that the values beside it, of the same measure, do not have."""
    NOT_TOGETHER = "NOT_TOGETHER"
    """A consequence and the number that it follows from stand in no sentence together."""
    NOWHERE = "NOWHERE"
    """It stands nowhere in the text, which gives others of its measure."""
    NOT_NAMED = "NOT_NAMED"
    """The text names no such document."""
    ITEM_WITHOUT_RULE = "ITEM_WITHOUT_RULE"
    """The data cites other items of the same row and not this one."""
    NOT_IN_NUMERALS = "NOT_IN_NUMERALS"
    """The place gives no number of this measure: it may say it in words."""
    SOMEWHERE = "SOMEWHERE"
    """It stands in the text, but whether in its place cannot be told."""
    NO_PLACE = "NO_PLACE"
    """The data cites no place, or one whose number is not at hand."""
    NOT_DIVIDED = "NOT_DIVIDED"
    """The text has no articles whose numbers run through, so that no place of it can be looked up."""
    REPORTED = "REPORTED"
    """Only the press tells of the place, and the text at hand does not have it."""
    OTHER_TEXT = "OTHER_TEXT"
    """It stands in another text."""
    DERIVED = "DERIVED"
    """The file works it out from other numbers of its own."""
    ITEMS_TOGETHER = "ITEMS_TOGETHER"
    """One rule or provision cites the whole of what the text enumerates."""
    NUMBER_UNUSED = "NUMBER_UNUSED"
    """An article that the data cites gives a number that no value or label of the data has."""


class About(StrEnum):
    """What a comparison is about."""

    PLACE = "PLACE"
    NUMBER = "NUMBER"
    DATE = "DATE"
    DOCUMENT = "DOCUMENT"
    LABEL = "LABEL"
    ITEM = "ITEM"
    UNUSED = "UNUSED"


@dataclass(frozen=True, slots=True)
class Compared:
    """One thing compared."""

    about: About
    verdict: Verdict
    why: Why | None
    """None: confirmed."""
    path: Path | None
    """Of the value or citation in the data file; None: it stands in the text alone."""
    cite: Citation | None
    """The place; None: the data names none."""
    value: str = ""
    """The number, date or document as the data writes it, or as the text does; empty for a place or item."""
    line: int | None = None
    """Line of the text where the place begins; None: the text does not have it, or it is the whole text."""
    others: tuple[str, ...] = ()
    """What the place gives instead, as it writes it."""
