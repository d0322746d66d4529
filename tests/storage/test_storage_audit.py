"""The audit trail in the database: every write is told of in its own transaction, and whatever is done to it shows."""

import ast
import inspect
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import anyio
import pytest

from core.errors import ConflictError, RefusedError
from core.proof.chain import ORIGIN, SEALED, Action, Entry, Head, digest_of_record, digest_of_records
from core.proof.chain_checks import verify
from core.proof.chain_findings import Finding, FindingKind
from core.records import (
    EnrolmentEntryRecord,
    EntryKind,
    ExaminationRecord,
    MeasurementRecord,
    RepairRecord,
    SubjectKind,
    ViolationEntryRecord,
)
from core.regulation.vocabulary import Act, LifeEvent, PeriodKind
from core.storage import Database, PeriodFilter, PeriodState, ReadOnly, Writes, read_entries, read_head
from core.storage.closings import NewFrozen
from tests.databases import REFUSALS, Kind, Registry
from tests.storage.registry_samples import (
    RECORDED_AT,
    a_department,
    a_doctor,
    a_violation,
    an_enrolment,
    an_institution,
    count,
    register,
)

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]
DAY = date(2024, 4, 1)
AN_EXAMINATION = ExaminationRecord(doctor="P1", place="testville", on=DAY, passed=True)
AN_ENTRY = EnrolmentEntryRecord(
    doctor="P1", institution="H1", place="testville", kind=EntryKind.ACT, act=Act.SIGN, on=DAY
)
A_REPAIR = RepairRecord(doctor="P1", regulation="testville-2011", rule="R", on=DAY, points=Decimal(1))
A_MEASUREMENT = MeasurementRecord(
    regulation="testville-2011",
    region="990101",
    subject_kind=SubjectKind.DOCTOR,
    subject="P1",
    indicator="I",
    period="2024",
    on=DAY,
    source="甲",
    value=Decimal(1),
)
A_LIFE_ENTRY = ViolationEntryRecord(
    place="testville",
    decision_no="N1",
    doctor="P1",
    clause="11.一.1",
    event=LifeEvent.NOTIFIED,
    on=DAY,
    actor="乙",
)


async def open_the_year(writes: Writes) -> object:
    return await writes.open_period(
        place="testville", kind=PeriodKind.YEAR, name="2024", start=date(2024, 1, 1), end=date(2025, 1, 1)
    )


async def add_a_token(writes: Writes) -> object:
    return await writes.add_token(label="front", sha256="0" * 64, scopes=["read"], regions=["9901"])


async def close_the_year(writes: Writes) -> object:
    (period,) = await writes.reads.page_periods(PeriodFilter(place="testville"))
    return await writes.enter_period(period, PeriodState.CLOSED, "丙")


async def freeze_one(writes: Writes) -> object:
    (period,) = await writes.reads.page_periods(PeriodFilter(place="testville"))
    doctor = (await writes.reads.doctors_by_code(["P1"]))["P1"]
    frozen = NewFrozen(
        doctor_id=doctor.id,
        regulation="testville-2011",
        number=0,
        law_digest="1" * 64,
        facts_digest="2" * 64,
        outcome_digest="3" * 64,
        digest="4" * 64,
        engine="1",
        calendar=None,
        as_of=DAY,
        known_at=RECORDED_AT,
        content="{}",
    )
    return await writes.freeze(period.id, [frozen], {"1" * 64: ("testville-2011", "{}")})


WRITES: dict[str, Callable[[Writes], Awaitable[object]]] = {
    "put_institutions": lambda writes: writes.put_institutions([an_institution()]),
    "put_departments": lambda writes: writes.put_departments([a_department()]),
    "put_doctors": lambda writes: writes.put_doctors([a_doctor(name="张三丰")]),
    "put_enrolments": lambda writes: writes.put_enrolments([an_enrolment()]),
    "add_entries": lambda writes: writes.add_entries([AN_ENTRY]),
    "add_violations": lambda writes: writes.add_violations([a_violation()]),
    "add_violation_entries": lambda writes: writes.add_violation_entries([A_LIFE_ENTRY]),
    "add_examinations": lambda writes: writes.add_examinations([AN_EXAMINATION]),
    "add_repairs": lambda writes: writes.add_repairs([A_REPAIR]),
    "add_measurements": lambda writes: writes.add_measurements([A_MEASUREMENT]),
    "open_period": open_the_year,
    "freeze": freeze_one,
    "enter_period": close_the_year,
    "add_token": add_a_token,
    "end_token": lambda writes: writes.end_token("0" * 64, RECORDED_AT + timedelta(hours=1)),
    "revoke_token": lambda writes: writes.revoke_token("front"),
}
"""Each writing method with something to write, in an order in which each finds what it needs."""

TOLD_EACH_TIME = {"note_reload"}
"""No record: what was done is told each time."""
ACTIONS = {
    "put": Action.REGISTERED,
    "add": Action.RECORDED,
    "open": Action.OPENED,
    "freeze": Action.RECORDED,
    "enter": Action.CLOSED,
    "end": Action.LIMITED,
    "revoke": Action.REVOKED,
}

DYING = """
import asyncio, os, sys
from core.records import DoctorRecord, Qualification
from core.storage import Database

def doctors(*codes):
    return [DoctorRecord(code=code, name=code, qualification=Qualification.LICENSED) for code in codes]

async def main(path, early):
    async with Database.open(path) as db:
        async with db.writing() as writes:
            await writes.put_doctors(doctors("acknowledged"))
        async with db.writing() as writes:
            await writes.put_doctors(doctors(*map(str, range(3000))))
            if early == "early":
                os._exit(9)
        os._exit(9)

asyncio.run(main(*sys.argv[1:]))
"""
WRITER = """
import asyncio, sys
from core.records import DoctorRecord, Qualification
from core.storage import Database

async def main(path, name):
    async with Database.open(path, busy_ms=60_000) as db:
        for number in range(20):
            async with db.writing(actor=name) as writes:
                doctor = DoctorRecord(code=f"{name}{number}", name=name, qualification=Qualification.LICENSED)
                await writes.put_doctors([doctor])
                await writes.put_doctors([doctor])

asyncio.run(main(*sys.argv[1:]))
"""


async def trail(db: Database) -> tuple[list[Entry], Head | None]:
    return await read_entries(db), await read_head(db)


async def is_sound(db: Database) -> bool:
    return verify(*await trail(db)) == ()


async def told(db: Database) -> list[tuple[str, str, str]]:
    return [(one.actor, one.action, one.subject) for one in await read_entries(db)]


def run(script: str, *arguments: str) -> int:
    return subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, check=False).returncode


@pytest.fixture
async def filled(db: Database) -> Database:
    async with db.writing(RECORDED_AT, actor="cli:test") as writes:
        for write in WRITES.values():
            await write(writes)
    return db


def test_every_method_that_writes_is_tried_here() -> None:
    methods = {name for name, _ in inspect.getmembers(Writes, inspect.iscoroutinefunction) if not name.startswith("_")}
    assert methods - {"read", *TOLD_EACH_TIME} == set(WRITES)


def test_whoever_serves_people_says_who_writes() -> None:
    files = [*(ROOT / "core").rglob("*.py"), *(ROOT / "schema").rglob("*.py"), ROOT / "app.py"]
    calls = [
        (file.name, node.lineno, {keyword.arg for keyword in node.keywords})
        for file in files
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "writing"
    ]
    assert len(calls) >= 5
    assert [(file, line) for file, line, keywords in calls if "actor" not in keywords] == []


async def test_each_write_is_told_once_and_the_same_again_not_at_all(db: Database) -> None:
    for name, write in WRITES.items():
        before = await read_entries(db)
        async with db.writing(RECORDED_AT, actor="token:front") as writes:
            await write(writes)
        (entry,) = (await read_entries(db))[len(before) :]
        expected = Action.ISSUED if name == "add_token" else ACTIONS[name.partition("_")[0]]
        assert (entry.number, entry.actor, entry.action) == (len(before) + 1, "token:front", expected)
        assert entry.at == "2024-05-01T08:30:00.000000+00:00"
        assert entry.previous == (before[-1].hash if before else ORIGIN)
        if name in ("freeze", "enter_period", "add_token"):
            continue
        async with db.writing(RECORDED_AT) as writes:
            await write(writes)
        assert len(await read_entries(db)) == len(before) + 1
    assert await is_sound(db)


async def test_a_record_alone_is_told_by_its_natural_key_in_codes(filled: Database) -> None:
    subjects = [subject for _, _, subject in await told(filled)]
    assert subjects[2] == "doctor code=P1"
    assert subjects[3] == "enrolment doctor=P1, place=testville, since=2020-01-01, institution=H1"
    assert subjects[5] == "violation place=testville, decision_no=N1, doctor=P1, clause=11.一.1"
    assert subjects[6] == (
        "violation_entry place=testville, decision_no=N1, doctor=P1, clause=11.一.1, event=NOTIFIED, on=2024-04-01"
    )


async def test_nobody_is_called_by_name_in_the_trail(filled: Database) -> None:
    everything = "".join(f"{one.subject}{one.content}" for one in await read_entries(filled))
    for name in ("张三丰", "一院", "内科", "甲", "乙", "丙"):
        assert name not in everything


async def test_a_batch_is_one_entry_with_counts_and_the_digest_of_what_it_wrote_in_any_order(db: Database) -> None:
    doctors = [a_doctor(f"P{number}") for number in range(30)]
    await register(db, doctors=doctors[:10])
    changed = [a_doctor("P3", name="另")]
    async with db.writing(RECORDED_AT) as writes:
        await writes.put_doctors([*reversed(doctors[10:]), *doctors[:3], *changed, *doctors[4:10]])

    entry = (await read_entries(db))[-1]
    digest = digest_of_records(digest_of_record(one) for one in (*doctors[10:], *changed))
    assert entry.subject == "doctor"
    assert entry.content == f'{{"created":20,"digest":"{digest}","unchanged":9,"updated":1}}'


async def test_what_is_refused_or_rolled_back_is_not_told(filled: Database) -> None:
    before = await trail(filled)
    with pytest.raises(ConflictError):
        await register(filled, doctors=[a_doctor("P2")], violations=[a_violation(points="3")])
    assert await trail(filled) == before


async def test_an_actor_that_cannot_be_kept_is_refused(db: Database) -> None:
    with pytest.raises(RefusedError, match="NOT_STORABLE"):
        async with db.writing(actor="x" * 501):
            pass


async def test_an_unused_registry_has_an_empty_trail_that_is_sound(db: Database) -> None:
    assert await trail(db) == ([], None)
    async with db.writing() as writes:
        await writes.put_doctors([])
    assert await trail(db) == ([], None)
    assert await is_sound(db)


async def test_the_last_entries_are_read_in_their_order(filled: Database) -> None:
    numbers = [entry.number for entry in await read_entries(filled, last=3)]
    assert numbers == [len(WRITES) - 2, len(WRITES) - 1, len(WRITES)]


@pytest.mark.parametrize("statement", ["UPDATE audit_entry SET actor = 'x'", "DELETE FROM audit_entry"])
async def test_an_entry_refuses_change_from_whoever_connects(
    filled: Database, registry: Registry, statement: str
) -> None:
    with pytest.raises(REFUSALS, match="append-only"):
        registry.run(statement)
    assert await is_sound(filled)


def spoil(registry: Registry, *statements: str) -> None:
    """Do as somebody would who owns the database: take the triggers away, and change what they like."""
    registry.untie("audit_entry")
    registry.run(*statements)


SPOILT = ("number + 100", "-number", "'x'", "''", "CAST(x'ff00fe' AS TEXT)", "x'0102'", "3.5", "action || x'00'")
"""What somebody may put into a column of a file, in SQL."""
MISSPELT = ("'x'", "''", "E'\\x01'", "action || ' '")
"""What somebody may put into a column of text on a server, in SQL; a number can be another number."""


@pytest.mark.usefixtures("filled")
async def test_whatever_is_put_into_a_field_is_found_and_named(
    registry: Registry, record_property: Callable[[str, object], None]
) -> None:
    spoil(registry, "CREATE TABLE sound AS SELECT * FROM audit_entry WHERE id = 4")
    is_file = registry.kind is Kind.SQLITE
    tried = 0
    for field in (*SEALED, "digests", "hash"):
        for value in SPOILT if is_file else SPOILT[:2] if field == "number" else MISSPELT:
            registry.run(f"UPDATE audit_entry SET {field} = {value} WHERE id = 4")  # noqa: S608 - named here
            async with ReadOnly.open(registry.location) as opened:
                found = verify(await read_entries(opened), await read_head(opened))
            assert found == (Finding(FindingKind.CHANGED, 4, field=field),), (field, value)
            tried += 1
            registry.run(f"UPDATE audit_entry SET {field} = (SELECT {field} FROM sound) WHERE id = 4")  # noqa: S608
    record_property("tried", tried)
    assert tried == (72 if is_file else 34)


async def test_a_row_that_is_removed_or_cut_off_is_found_and_named(filled: Database, registry: Registry) -> None:
    last = len(WRITES)
    spoil(registry, "DELETE FROM audit_entry WHERE id IN (2, 3)", f"DELETE FROM audit_entry WHERE id > {last - 2}")  # noqa: S608
    assert verify(*await trail(filled)) == (
        Finding(FindingKind.MISSING, 2, 3),
        Finding(FindingKind.CUT, last - 1, last),
    )


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("DELETE FROM audit_entry WHERE id > 10", Finding(FindingKind.MISSING, 11, len(WRITES))),
        ("UPDATE audit_head SET hash = 'x'", Finding(FindingKind.REWRITTEN, len(WRITES))),
        ("DELETE FROM audit_entry WHERE id = 5", Finding(FindingKind.MISSING, 5, 5)),
    ],
)
async def test_writing_goes_on_after_damage_and_the_damage_stays_to_be_seen(
    filled: Database, registry: Registry, statement: str, expected: Finding
) -> None:
    spoil(registry, statement)
    await register(filled, doctors=[a_doctor("P2")])
    await register(filled, doctors=[a_doctor("P3")])
    assert verify(*await trail(filled)) == (expected,)


async def test_a_head_that_was_set_back_or_removed_stops_no_writing(filled: Database, registry: Registry) -> None:
    for number, statement in enumerate(("UPDATE audit_head SET number = 3", "DELETE FROM audit_head")):
        registry.run(statement)
        assert not await is_sound(filled)
        await register(filled, doctors=[a_doctor(f"P{7 + number}")])
        assert await is_sound(filled)


async def test_two_processes_that_write_at_once_keep_one_chain(registry: Registry) -> None:
    async with anyio.create_task_group() as group:
        for name in ("A", "B"):
            group.start_soon(anyio.to_thread.run_sync, run, WRITER, str(registry.location), name)

    async with Database.open(registry.location) as db:
        entries, head = await trail(db)
        assert verify(entries, head) == ()
        assert [entry.number for entry in entries] == list(range(1, 41))
        assert sorted(entry.actor for entry in entries) == ["A"] * 20 + ["B"] * 20
        assert {entry.subject for entry in entries} == {f"doctor code={name}{n}" for name in "AB" for n in range(20)}


@pytest.mark.parametrize(("when", "doctors"), [("early", 1), ("late", 3001)])
async def test_a_process_that_dies_leaves_both_the_records_and_their_entry_or_neither(
    registry: Registry, when: str, doctors: int
) -> None:
    assert await anyio.to_thread.run_sync(run, DYING, str(registry.location), when) == 9
    async with Database.open(registry.location) as db:
        entries, head = await trail(db)
        assert verify(entries, head) == ()
        assert (await count(db, "doctor"), len(entries)) == (doctors, 1 if when == "early" else 2)
