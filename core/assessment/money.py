"""Amounts in yuan: rounded once, half up, to the fen, and written with two places."""

from decimal import ROUND_HALF_UP, Decimal

from core.assessment.arithmetic import plain

FEN = Decimal("0.01")


def to_fen(amount: Decimal) -> Decimal:
    """Return ``amount`` to the fen, a half up."""
    return amount.quantize(FEN, ROUND_HALF_UP)


def yuan(amount: Decimal) -> str:
    """Return ``amount`` with two places, or with as many more as it has: 350000.00, 0.015."""
    fen = to_fen(amount)
    return f"{fen:f}" if fen == amount else plain(amount)
