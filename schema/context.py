"""What one request carries: the office, who asks, loaders that live as long as the request, and its budget."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Self, TypeVar

import strawberry
from strawberry.dataloader import DataLoader

from core.errors import RefusedError
from core.service.office import Office
from core.service.viewer import Scope, Viewer
from core.storage import (
    DepartmentRow,
    DoctorRow,
    EnrolmentEntryRow,
    EnrolmentRow,
    ExaminationRow,
    FrozenRow,
    InstitutionRow,
    PeriodEntryRow,
    Reads,
    RepairRow,
    ViolationEntryRow,
    ViolationRow,
)
from core.text import Text

MAX_NODES = 20_000
"""How many nodes of connections and assessments one request may ask for."""

Key = TypeVar("Key", int, str)
Found = TypeVar("Found")


class Loaders:
    """Look-ups of one request: however many fields ask, one statement answers. Never shared between requests."""

    def __init__(self, reads: Reads) -> None:
        self.doctors: DataLoader[int, DoctorRow] = _each(reads.doctors_by_id)
        self.institutions: DataLoader[int, InstitutionRow] = _each(reads.institutions_by_id)
        self.departments: DataLoader[int, DepartmentRow] = _each(reads.departments_by_id)
        self.departments_of: DataLoader[int, tuple[DepartmentRow, ...]] = _each(reads.departments_of_institutions)
        self.enrolments_of: DataLoader[int, tuple[EnrolmentRow, ...]] = _each(reads.enrolments_of_doctors)
        self.violations_of: DataLoader[int, tuple[ViolationRow, ...]] = _each(reads.violations_of_doctors)
        self.lives_of: DataLoader[int, tuple[ViolationEntryRow, ...]] = _each(reads.entries_of_violations)
        self.examinations_of: DataLoader[int, tuple[ExaminationRow, ...]] = _each(reads.examinations_of_doctors)
        self.repairs_of: DataLoader[int, tuple[RepairRow, ...]] = _each(reads.repairs_of_doctors)
        self.changes_of: DataLoader[int, tuple[PeriodEntryRow, ...]] = _each(reads.entries_of_periods)
        self.successors_of: DataLoader[int, tuple[FrozenRow, ...]] = _each(reads.successors_of)
        self.kept_laws: DataLoader[str, str] = _each(reads.kept_laws)
        self.filed: DataLoader[int, tuple[EnrolmentEntryRow, ...]] = _each(reads.entries_of_doctors)
        self.enrolled_at: DataLoader[int, tuple[EnrolmentRow, ...]] = _each(reads.enrolments_of_institutions)
        self.entries_of: DataLoader[int, tuple[EnrolmentEntryRow, ...]] = _each(reads.entries_of_enrolments)


def _each(load: Callable[[Iterable[Key]], Awaitable[dict[Key, Found]]]) -> DataLoader[Key, Found]:
    """Return a loader of rows by id or digest; every one asked for must be one that the registry gave."""

    async def of_all(keys: list[Key]) -> list[Found]:
        found = await load(keys)
        return [found[key] for key in keys]

    return DataLoader(load_fn=of_all)


@dataclass(slots=True)
class Context:
    """One request."""

    office: Office
    viewer: Viewer
    loaders: Loaders = field(repr=False)
    spent: int = 0
    """Nodes asked for so far."""

    @classmethod
    def of(cls, office: Office, viewer: Viewer) -> Self:
        """Return the context of a new request."""
        return cls(office, viewer, Loaders(office.reads))

    @property
    def reads(self) -> Reads:
        """Everything that can be read from the registry."""
        return self.office.reads

    def require_read(self) -> None:
        """Raise RefusedError unless the viewer may read the registry."""
        self.viewer.require(Scope.READ)

    def spend(self, nodes: int) -> None:
        """Count nodes of the answer; raise RefusedError once a request asks for too many."""
        self.spent += nodes
        if self.spent > MAX_NODES:
            raise RefusedError(
                "QUERY_TOO_COSTLY",
                Text(
                    zh=f"一次请求最多返回 {MAX_NODES} 个节点; 减小 first 或减少嵌套, 分页读取",
                    en=f"one request returns {MAX_NODES} nodes at most; lower `first`, nest less, and page",
                ),
                field="first",
            )


Info = strawberry.Info[Context, None]
