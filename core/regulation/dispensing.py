"""The ``dispensing`` scheme: days' supply allowed for a prescription line (带药天数)."""

from core.regulation.base import Model
from core.regulation.citation import Cite


class DispensingScheme(Model):
    """Days' supply allowed for a prescription line (带药天数)."""

    cite: Cite
    """Where the text sets it up."""
