"""The ``charges`` scheme: money owed for findings, excesses and audit deductions (扣款)."""

from core.regulation.base import Model
from core.regulation.citation import Cite


class ChargesScheme(Model):
    """Money owed for findings, excesses and audit deductions (扣款)."""

    cite: Cite
    """Where the text sets it up."""
