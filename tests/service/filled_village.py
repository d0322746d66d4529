"""Testville with something of every kind in its registry, and what is asked of one that came back from a file."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from core.proof.chain_checks import verify
from core.records import (
    DepartmentRecord,
    EnrolmentEntryRecord,
    EntryKind,
    ExaminationRecord,
    SubjectKind,
    ViolationEntryRecord,
)
from core.regulation.vocabulary import LifeEvent
from core.service.backing_up.snapshot import write_snapshot
from core.service.closing import close_period, reopen_period
from core.service.office import Office
from core.service.viewer import EVERYONE_IN_DEMO
from core.storage import Database, ReadOnly, read_entries, read_head
from tests.databases import REFUSALS, Kind, Registry
from tests.service.testville import a_measurement, a_repair, a_violation

ACTOR = "cli:clerk"
Other = Callable[[Kind, str], Registry]
"""Gives a further empty registry, by kind and name."""


async def fill(testville: Office) -> None:
    """Enter something of every kind, a period closed twice, and an assessment that was succeeded."""
    async with testville.database.writing(actor=ACTOR) as writes:
        await writes.put_departments([DepartmentRecord(institution="H-NORTH", code="A01", name="内科")])
        await writes.add_violations(
            [a_violation(), replace(a_violation(number="2"), department="A01", note="一\n二\t\\")]
        )
        life = ViolationEntryRecord(
            place="testville", decision_no="1", doctor="N", clause="late", event=LifeEvent.NOTIFIED,
            on=date(2025, 3, 12), actor="试镇医保中心",
        )  # fmt: skip
        await writes.add_violation_entries([life, replace(life, event=LifeEvent.APPEALED, on=date(2025, 3, 20))])
        await writes.add_examinations(
            [ExaminationRecord(doctor="N", place="testville", on=date(2025, 5, 1), passed=True)]
        )
        await writes.add_repairs([a_repair()])
        await writes.add_entries(
            [
                EnrolmentEntryRecord(
                    doctor="N", institution="H-NORTH", place="testville", kind=EntryKind.INCIDENTS_CHECKED,
                    on=date(2025, 1, 2),
                )
            ]
        )  # fmt: skip
        await writes.add_measurements(
            [a_measurement(), a_measurement("N", kind=SubjectKind.DOCTOR, value=None, grade="甲")]
        )
    assert not (await close_period(testville, EVERYONE_IN_DEMO, "testville", "2025")).problems
    assert not (await reopen_period(testville, EVERYONE_IN_DEMO, "testville", "2025", "补录")).problems
    async with testville.database.writing(actor=ACTOR) as writes:
        await writes.add_violations([a_violation(number="3")])
    assert (await close_period(testville, EVERYONE_IN_DEMO, "testville", "2025")).succeeded == 1
    await issue(testville.database, "front")


async def issue(db: Database, label: str) -> None:
    async with db.writing(actor=ACTOR) as writes:
        await writes.add_token(label=label, sha256=sha256(label.encode()).hexdigest(), scopes=["read"], regions=None)


async def snapshot(registry: Registry, path: Path, *, trail: bool = True) -> Path:
    """Write a snapshot to ``path`` and return that."""
    with path.open("wb") as stream:
        async with ReadOnly.open(registry.location) as source:
            await write_snapshot(source, stream, trail=trail)
    return path


async def bare(registry: Registry, folder: Path) -> bytes:
    """Return a snapshot without the audit trail."""
    return (await snapshot(registry, folder / "bare", trail=False)).read_bytes()


async def require_sound(registry: Registry) -> list[tuple[str, str]]:
    """Return who did what, by the trail, once it has been verified."""
    async with ReadOnly.open(registry.location) as source:
        entries = await read_entries(source)
        assert verify(entries, await read_head(source)) == ()
    return [(one.actor, one.action) for one in entries]


async def require_alive(registry: Registry) -> None:
    """Fail unless records can be added, and none can be deleted."""
    async with Database.open(registry.location) as db, db.writing(actor=ACTOR) as writes:
        assert (await writes.add_violations([a_violation(number="77")])).created == 1
    with pytest.raises(REFUSALS):
        registry.run("DELETE FROM violation")
