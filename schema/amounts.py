"""Amounts of money in a request: yuan to the fen, and not negative."""

from decimal import Decimal

from core.assessment.money import to_fen
from core.errors import RefusedError
from core.text import Text


def refuse_amount(path: str, amount: Decimal | None) -> None:
    """Raise RefusedError on ``path`` unless ``amount``, if there is one, is zero or more and whole in fen."""
    if amount is None:
        return
    if amount < 0:
        raise RefusedError("OUT_OF_RANGE", Text(zh=f"{path} 不能为负", en=f"`{path}` is zero or more"), field=path)
    if amount != to_fen(amount):
        text = Text(
            zh=f"{path} 以元计, 精确到分, 最多两位小数",
            en=f"`{path}` is in yuan to the fen: two decimal places at most",
        )
        raise RefusedError("AMOUNT_NOT_IN_FEN", text, field=path)
