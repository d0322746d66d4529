"""One mistake, one fault: pydantic tells for each branch of a union why it did not fit; this keeps what helps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.regulation.files.positions import Path

_FITS, _CHOICE, _MISMATCH = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch of the union at a key path, by the name pydantic gives it."""

    path: Path
    label: str


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that pydantic says of a value."""

    type: str
    path: Path
    trail: tuple[Branch, ...]
    """The branches of unions on the way, outermost first."""
    message: str
    value: object
    context: Mapping[str, object]
    others: tuple["Fault", ...] = ()
    """What other branches of the same union expected instead."""

    @property
    def is_choice(self) -> bool:
        """Whether the value is outside a fixed list."""
        return self.type in {"literal_error", "enum"}

    @property
    def is_mismatch(self) -> bool:
        """Whether the value is of a kind that does not fit at all."""
        parsing = {f"{kind}_parsing" for kind in ("int", "bool", "float", "decimal", "time")}
        return (
            self.type.endswith("_type") or self.type in {"is_instance_of", "int_from_float", "none_required"} | parsing
        )


def fold(faults: Sequence[Fault], depth: int = 0) -> list[Fault]:
    """Return the faults with one branch kept of each union: the one that the value seems meant for.

    Where the value fits no branch's kind, one fault is left that carries what the others expected.
    """
    kept = [fault for fault in faults if len(fault.trail) <= depth]
    unions: dict[Path, dict[str, list[Fault]]] = {}
    for fault in faults:
        if len(fault.trail) > depth:
            branch = fault.trail[depth]
            unions.setdefault(branch.path, {}).setdefault(branch.label, []).append(fault)
    for path, branches in unions.items():
        candidates = [fold(found, depth + 1) for found in branches.values()]
        kept += _best(path, candidates)
    return kept


def _best(path: Path, branches: list[list[Fault]]) -> list[Fault]:
    """Return the faults of the branch that fits best, or one fault for all where none fits."""
    ranks = [max((_rank(path, fault) for fault in branch), default=_FITS) for branch in branches]
    best = min(ranks)
    nearest = [branch for branch, rank in zip(branches, ranks, strict=True) if rank == best]
    if best == _FITS:
        return min(nearest, key=len)
    at_union = [fault for branch in nearest for fault in branch if _rank(path, fault) == best]
    others = tuple(each for fault in at_union[1:] for each in (fault, *fault.others))
    return [replace(at_union[0], others=(*at_union[0].others, *others))]


def _rank(path: Path, fault: Fault) -> int:
    """Return how far a fault is from saying that the value was meant for its branch."""
    if fault.path != path:
        return _FITS
    if fault.is_choice:
        return _CHOICE if isinstance(fault.value, str | int) else _MISMATCH
    return _MISMATCH if fault.is_mismatch else _FITS
