"""What one request carries: the office, who asks, loaders that live as long as the request, and its budget."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
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
        self._reads = reads

    @cached_property
    def doctors(self) -> DataLoader[int, DoctorRow]:
        """Doctors by id."""
        return _each(self._reads.doctors_by_id)

    @cached_property
    def institutions(self) -> DataLoader[int, InstitutionRow]:
        """Institutions by id."""
        return _each(self._reads.institutions_by_id)

    @cached_property
    def departments(self) -> DataLoader[int, DepartmentRow]:
        """Departments by id."""
        return _each(self._reads.departments_by_id)

    @cached_property
    def departments_of(self) -> DataLoader[int, tuple[DepartmentRow, ...]]:
        """Departments of an institution."""
        return _each(self._reads.departments_of_institutions)

    @cached_property
    def enrolments_of(self) -> DataLoader[int, tuple[EnrolmentRow, ...]]:
        """Enrolments of a doctor."""
        return _each(self._reads.enrolments_of_doctors)

    @cached_property
    def violations_of(self) -> DataLoader[int, tuple[ViolationRow, ...]]:
        """Violations of a doctor."""
        return _each(self._reads.violations_of_doctors)

    @cached_property
    def lives_of(self) -> DataLoader[int, tuple[ViolationEntryRow, ...]]:
        """What happened to a violation since."""
        return _each(self._reads.entries_of_violations)

    @cached_property
    def examinations_of(self) -> DataLoader[int, tuple[ExaminationRow, ...]]:
        """Examinations of a doctor."""
        return _each(self._reads.examinations_of_doctors)

    @cached_property
    def repairs_of(self) -> DataLoader[int, tuple[RepairRow, ...]]:
        """Repairs of a doctor."""
        return _each(self._reads.repairs_of_doctors)

    @cached_property
    def changes_of(self) -> DataLoader[int, tuple[PeriodEntryRow, ...]]:
        """Closings and openings of a period."""
        return _each(self._reads.entries_of_periods)

    @cached_property
    def successors_of(self) -> DataLoader[int, tuple[FrozenRow, ...]]:
        """What came after a frozen answer."""
        return _each(self._reads.successors_of)

    @cached_property
    def kept_laws(self) -> DataLoader[str, str]:
        """Laws as they were applied, by digest."""
        return _each(self._reads.kept_laws)

    @cached_property
    def filed(self) -> DataLoader[int, tuple[EnrolmentEntryRow, ...]]:
        """Enrolments of a doctor with what happened to them."""
        return _each(self._reads.entries_of_doctors)

    @cached_property
    def enrolled_at(self) -> DataLoader[int, tuple[EnrolmentRow, ...]]:
        """Enrolments at an institution."""
        return _each(self._reads.enrolments_of_institutions)

    @cached_property
    def entries_of(self) -> DataLoader[int, tuple[EnrolmentEntryRow, ...]]:
        """What happened to an enrolment."""
        return _each(self._reads.entries_of_enrolments)


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

    def again(self) -> "Context":
        """Return the context of the same request, with nothing read or spent yet."""
        return Context.of(self.office, self.viewer)

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
