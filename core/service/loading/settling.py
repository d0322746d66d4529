"""Rows of a file in bulk that speak of the same violation: which of them count is settled before any is written."""

from array import array
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise

from core.intake import Options, RowProblem, Severity
from core.intake.bulk import ViolationColumns
from core.intake.problems import ProblemCode, ProblemLog, Refusal
from core.intake.repeats import Produced, settle
from core.intake.stream import Stream
from core.service.loading.bulk_rows import key_of, keys_of, read_left
from core.text import Text

MOST_REPEATED = 50_000
"""Rows that may speak of the same violations as other rows."""


class RepeatedError(Exception):
    """Rolls a transaction back: rows speak of the same violation, and have to be settled first."""

    def __init__(self, keys: frozenset[int]) -> None:
        super().__init__()
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Settled:
    """What was found out about rows that speak of the same violation."""

    is_known: bool = False
    is_hopeless: bool = False
    """Whether there are too many to be settled."""
    left_out: frozenset[int] = frozenset()
    """Numbers of the rows that say nothing new, or are contradicted."""
    problems: tuple[RowProblem, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether rows contradict each other."""
        return any(one.severity is Severity.ERROR for one in self.problems)


def repeated(keys: "array[int]") -> frozenset[int]:
    """Return the keys that come more than once."""
    if find_spec("numpy") is None:
        return frozenset(one for one, following in pairwise(sorted(keys)) if one == following)
    import numpy as np  # noqa: PLC0415 - it is optional

    ordered = np.sort(np.asarray(keys))
    return frozenset(ordered[1:][ordered[1:] == ordered[:-1]].tolist())


def settled(stream: Stream, options: Options, file: str, keys: frozenset[int]) -> Settled:
    """Read the file again for the rows of these keys, and say which of them count."""
    reader, log, ignored = ViolationColumns(stream.header, options), ProblemLog(file), ProblemLog(file)
    produced: list[Produced] = []
    for chunk in stream.chunks(ignored):
        columns = reader.read(chunk)
        others = list(read_left(columns, stream.header, options, ignored))
        same = [at for at, key in enumerate(keys_of(columns)) if key in keys]
        produced += [Produced(columns.rows[at], (columns.record(at),)) for at in same]
        produced += [Produced(one.row, (one.record,)) for one in others if key_of(one.record) in keys]
        if len(produced) > MOST_REPEATED:
            log.stop(0, None, _TOO_MANY)
            return Settled(problems=log.problems(), is_known=True, is_hopeless=True)
    produced.sort(key=lambda one: one.row)
    kept = {one.row for one in settle(produced, log)}
    left_out = frozenset(one.row for one in produced if one.row not in kept)
    return Settled(is_known=True, left_out=left_out, problems=log.problems())


_TOO_MANY = Refusal(
    ProblemCode.ROW_REPEATED,
    Text(
        zh=f"超过{MOST_REPEATED}行与其他行说的是同一违规记录；请先去除重复的行",
        en=f"more than {MOST_REPEATED} rows speak of the same violations as other rows; remove the repeated ones first",
    ),
)
