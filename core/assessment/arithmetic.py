"""The arithmetic line: ``12 - 2[16.一] - 2×1[17.四] = 8``, which re-adds to the result."""

from collections.abc import Iterable
from decimal import Decimal

from core.assessment.outcome import Deduction


def line_of(full: Decimal, deductions: Iterable[Deduction]) -> str:
    """Return the sum in one line; more lost than there is reads ``max(0, 10 - 15[11.二.1]) = 0``."""
    left = full
    text = plain(full)
    for one in deductions:
        left -= one.total
        times = f"{one.quantity}×" if one.quantity != 1 else ""
        text += f" - {times}{plain(one.points)}[{one.citation}]"
    return f"max(0, {text}) = 0" if left < 0 else f"{text} = {plain(left)}"


def plain(number: Decimal) -> str:
    """Return ``number`` without exponent or needless zeros: 5, 59.9."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
