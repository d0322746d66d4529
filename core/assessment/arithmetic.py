"""The arithmetic line: ``12 - 2[16.一] - 2×1[17.四] = 8``, which re-adds to the result."""

from collections.abc import Iterable
from decimal import Decimal

from core.assessment.points.terms import Deduction, RepairCounted


def line_of(full: Decimal, entries: Iterable[Deduction | RepairCounted], *, capped: bool = False) -> str:
    """Return the sum in one line; more lost than there is reads ``max(0, 10 - 15[11.二.1]) = 0``.

    Where the law caps what counts, a repair starts from the cap: ``max(0, 12 - 10[4] - 4[4]) + 1[7] = 1``.
    """
    left = full
    text = plain(full)
    for one in entries:
        if isinstance(one, RepairCounted):
            if capped and left < 0:
                left, text = Decimal(0), f"max(0, {text})"
            left += one.points
            text += f" + {plain(one.points)}[{one.citation}]"
        else:
            left -= one.total
            times = f"{one.quantity}×" if one.quantity != 1 else ""
            text += f" - {times}{plain(one.points)}[{one.citation}]"
    return f"max(0, {text}) = 0" if left < 0 else f"{text} = {plain(left)}"


def plain(number: Decimal) -> str:
    """Return ``number`` without exponent or needless zeros: 5, 59.9."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
