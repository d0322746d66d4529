"""Look-ups of one request: however many fields ask, one statement answers."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from strawberry.dataloader import DataLoader

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

Key = TypeVar("Key", int, str)
Found = TypeVar("Found")


class Lookup(Generic[Key, Found]):
    """Rows by id or digest; every one asked for must be one that the registry gave."""

    def __init__(self, read: Callable[[Iterable[Key]], Awaitable[dict[Key, Found]]]) -> None:
        self._read = read
        self._found: dict[Key, Found] = {}
        self._reading: dict[Key, asyncio.Future[None]] = {}
        """What is being read for somebody else; whoever wants it too waits for that."""

    @cached_property
    def _loader(self) -> DataLoader[Key, Found]:
        return DataLoader(load_fn=self._load_now)

    def has(self, keys: Iterable[Key]) -> bool:
        """Return whether all of these rows are at hand."""
        return self._found.keys() >= set(keys)

    async def load(self, key: Key) -> Found:
        """Return one row; those that several fields ask for at a time are read together."""
        found = self._found
        return found[key] if key in found else await self._loader.load(key)

    async def load_many(self, keys: Sequence[Key]) -> list[Found]:
        """Return the rows in the order of ``keys``; what is not at hand yet is read now, without waiting for others."""
        return [await self.load(keys[0])] if len(keys) == 1 else await self._load_now(keys)

    async def _load_now(self, keys: Sequence[Key]) -> list[Found]:
        found = self._found
        while True:
            wanted = {key for key in keys if key not in found}
            if not wanted:
                return [found[key] for key in keys]
            missing = wanted - self._reading.keys()
            if missing:
                await self._read_now(missing)
            else:
                await asyncio.wait({self._reading[key] for key in wanted})

    async def _read_now(self, missing: set[Key]) -> None:
        done = asyncio.get_running_loop().create_future()
        self._reading |= dict.fromkeys(missing, done)
        try:
            self._found |= await self._read(missing)
        finally:
            for key in missing:
                del self._reading[key]
            done.set_result(None)


class Loaders:
    """Look-ups of one request: however many fields ask, one statement answers. Never shared between requests."""

    def __init__(self, reads: Reads) -> None:
        self._reads = reads

    @cached_property
    def doctors(self) -> Lookup[int, DoctorRow]:
        """Doctors by id."""
        return Lookup(self._reads.doctors_by_id)

    @cached_property
    def institutions(self) -> Lookup[int, InstitutionRow]:
        """Institutions by id."""
        return Lookup(self._reads.institutions_by_id)

    @cached_property
    def departments(self) -> Lookup[int, DepartmentRow]:
        """Departments by id."""
        return Lookup(self._reads.departments_by_id)

    @cached_property
    def departments_of(self) -> Lookup[int, tuple[DepartmentRow, ...]]:
        """Departments of an institution."""
        return Lookup(self._reads.departments_of_institutions)

    @cached_property
    def enrolments_of(self) -> Lookup[int, tuple[EnrolmentRow, ...]]:
        """Enrolments of a doctor."""
        return Lookup(self._reads.enrolments_of_doctors)

    @cached_property
    def violations_of(self) -> Lookup[int, tuple[ViolationRow, ...]]:
        """Violations of a doctor."""
        return Lookup(self._reads.violations_of_doctors)

    @cached_property
    def lives_of(self) -> Lookup[int, tuple[ViolationEntryRow, ...]]:
        """What happened to a violation since."""
        return Lookup(self._reads.entries_of_violations)

    @cached_property
    def examinations_of(self) -> Lookup[int, tuple[ExaminationRow, ...]]:
        """Examinations of a doctor."""
        return Lookup(self._reads.examinations_of_doctors)

    @cached_property
    def repairs_of(self) -> Lookup[int, tuple[RepairRow, ...]]:
        """Repairs of a doctor."""
        return Lookup(self._reads.repairs_of_doctors)

    @cached_property
    def changes_of(self) -> Lookup[int, tuple[PeriodEntryRow, ...]]:
        """Closings and openings of a period."""
        return Lookup(self._reads.entries_of_periods)

    @cached_property
    def successors_of(self) -> Lookup[int, tuple[FrozenRow, ...]]:
        """What came after a frozen answer."""
        return Lookup(self._reads.successors_of)

    @cached_property
    def kept_laws(self) -> Lookup[str, str]:
        """Laws as they were applied, by digest."""
        return Lookup(self._reads.kept_laws)

    @cached_property
    def filed(self) -> Lookup[int, tuple[EnrolmentEntryRow, ...]]:
        """Enrolments of a doctor with what happened to them."""
        return Lookup(self._reads.entries_of_doctors)

    @cached_property
    def enrolled_at(self) -> Lookup[int, tuple[EnrolmentRow, ...]]:
        """Enrolments at an institution."""
        return Lookup(self._reads.enrolments_of_institutions)

    @cached_property
    def entries_of(self) -> Lookup[int, tuple[EnrolmentEntryRow, ...]]:
        """What happened to an enrolment."""
        return Lookup(self._reads.entries_of_enrolments)
