"""The ``settlement`` scheme: a year's prepaid budget and who bears an overspend (预付结算)."""

from core.regulation.base import Model
from core.regulation.citation import Cite


class SettlementScheme(Model):
    """A year's prepaid budget and who bears an overspend (预付结算)."""

    cite: Cite
    """Where the text sets it up."""
