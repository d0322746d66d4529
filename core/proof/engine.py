"""Which engine gave an answer, so that another one does not claim to repeat it."""

from dataclasses import dataclass

SEMANTICS = 1
"""Raised whenever the same law, facts and question get another answer, or an answer has other fields."""


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: what its answers mean, and the package that it came in."""

    semantics: int
    package: str
    """Version of the package."""

    def __str__(self) -> str:
        """Return it in one word, such as 0.1.0/1."""
        return f"{self.package}/{self.semantics}"
