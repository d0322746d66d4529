"""The ``scorecard`` scheme: weighted indicators, a score, a grade, and what follows (考核评分)."""

from core.regulation.base import Model
from core.regulation.citation import Cite


class ScorecardScheme(Model):
    """Weighted indicators, a score, a grade, and what follows (考核评分)."""

    cite: Cite
    """Where the text sets it up."""
