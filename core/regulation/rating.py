"""The ``rating`` scheme: a colour or grade, what follows, and a procedure (评级)."""

from core.regulation.base import Model
from core.regulation.citation import Cite


class RatingScheme(Model):
    """A colour or grade, what follows, and a procedure (评级)."""

    cite: Cite
    """Where the text sets it up."""
