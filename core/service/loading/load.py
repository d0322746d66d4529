"""What loading a file did, or would do."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.intake import RowProblem, Severity
from core.records import Put


@dataclass(frozen=True, slots=True)
class Load:
    """What loading a file did, or would do."""

    problems: tuple[RowProblem, ...]
    rows: int
    """Rows read, headings apart."""
    loaded: bool
    """Whether anything was written; False too when it was only tried."""
    put: Put
    """Records created, updated and found unchanged, of every kind."""
    numbers: Sequence[int] = field(default=(), compare=False, repr=False)
    """The number of each row read, headings and blank rows apart."""

    @property
    def bad_rows(self) -> int:
        """Rows that were not loaded for a mistake of their own."""
        return len({problem.row for problem in self.problems if problem.severity is Severity.ERROR})


class UndoneError(Exception):
    """Rolls the transaction back, keeping what it would have done; never leaves the loading."""

    def __init__(self, put: Put) -> None:
        super().__init__()
        self.put = put


def undo_if(undo: bool, put: Put) -> None:  # noqa: FBT001
    """Raise UndoneError if ``undo``."""
    if undo:
        raise UndoneError(put)


def has_errors(problems: Sequence[RowProblem]) -> bool:
    """Return whether any problem is an error."""
    return any(one.severity is Severity.ERROR for one in problems)
