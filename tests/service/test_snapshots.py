"""Snapshots: the same text from either database, loaded again whole, and refused with the line where it is wrong."""

import asyncio
import json
import os
import shutil
from collections.abc import Callable, Sequence
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import RefusedError
from core.records import DepartmentRecord, DoctorRecord, ViolationRecord
from core.service.backing_up.compare import Alteration, changes
from core.service.backing_up.lines import Line, Snapshot
from core.service.backing_up.load import load_snapshot
from core.service.office import Office
from core.storage import Database, ReadOnly
from core.storage.copying import TABLES, tables_in
from core.storage.snapshots import EVERY
from tests.databases import Kind, Registry, a_registry, kinds
from tests.service.filled_village import ACTOR, Other, bare, require_alive, require_sound, snapshot
from tests.service.testville import a_violation
from tests.storage.registry_samples import RECORDED_AT, a_doctor, an_institution
from tests.storage.registry_samples import a_violation as a_violation_on_record
from tests.storage.test_storage_alike import NAMES

pytestmark = pytest.mark.anyio


async def test_a_snapshot_is_loaded_into_either_database_and_is_the_same_text_again(
    filled: Office, registry: Registry, other: Other, tmp_path: Path
) -> None:
    assert filled
    first = await snapshot(registry, tmp_path / "first")
    told = await require_sound(registry)
    for kind in kinds():
        there = other(kind, f"there-{kind}")
        loaded = await load_snapshot(there.location, first, actor=ACTOR)
        assert await require_sound(there) == [*told, (ACTOR, "LOADED")]
        assert loaded.records == len(first.read_text().splitlines()) - 2
        second = await snapshot(there, tmp_path / "second")
        assert second.read_text().splitlines()[:-2] == first.read_text().splitlines()[:-1]
        assert [(one.record, one.alteration) for one in changes(first, second)] == [("audit_entry", Alteration.ADDED)]
        assert await bare(registry, tmp_path) == await bare(there, tmp_path)
        with pytest.raises(RefusedError, match="REGISTRY_NOT_EMPTY"):
            await load_snapshot(there.location, first, actor=ACTOR)
        assert there.contents()["token"] == []
        await require_alive(there)
    found = {json.loads(line).get("record") for line in first.read_text().splitlines()}
    assert found == {None, "end", *(kind.table for kind in EVERY)}


async def entered(registry: Registry, doctors: Sequence[DoctorRecord], violations: Sequence[ViolationRecord]) -> None:
    async with Database.open(registry.location) as db, db.writing(RECORDED_AT, actor=ACTOR) as writes:
        await writes.put_institutions([an_institution()])
        for one in doctors:
            await writes.put_doctors([one])
        await writes.add_violations(violations)


DOCTORS = st.lists(
    st.builds(a_doctor, st.sampled_from(NAMES), name=st.sampled_from(NAMES)), unique_by=lambda one: one.code
)


@settings(max_examples=int(os.environ.get("GUIJU_EXAMPLES", "6")))
@given(data=st.data(), doctors=DOCTORS.filter(len))
def test_equal_registries_give_equal_bytes_whatever_their_databases_and_the_order_of_entry(
    data: st.DataObject, doctors: list[DoctorRecord], tmp_path_factory: pytest.TempPathFactory
) -> None:
    numbers = data.draw(st.lists(st.sampled_from(NAMES), unique=True))
    codes = st.sampled_from([one.code for one in doctors])
    points = st.sampled_from(["0", "0.5", "12.25", None])
    violations = [a_violation_on_record(one, doctor=data.draw(codes), points=data.draw(points)) for one in numbers]
    folder = tmp_path_factory.mktemp("equal")
    texts: set[bytes] = set()
    for kind in kinds():
        with a_registry(kind, folder, kind) as registry:
            shuffled = data.draw(st.permutations(doctors)), data.draw(st.permutations(violations))
            asyncio.run(entered(registry, *shuffled))
            texts.add(asyncio.run(bare(registry, folder)))
    assert len(texts) == 1


async def test_every_column_of_every_table_is_in_a_snapshot_but_for_tokens(other: Other) -> None:
    named = {kind.table: {"id", *kind.columns} for kind in EVERY}
    async with ReadOnly.open(other(Kind.SQLITE, "here").location) as source:
        found = {table.name: set(table.columns) for table in await tables_in(source)}
    assert {table: found[table] for table in set(TABLES) - {"token", "audit_head"}} == named


def sealed(lines: list[str], head: str) -> bytes:
    """Return lines with a last one that seals them, as if a snapshot had been written so."""
    body = "".join(f"{line}\n" for line in lines).encode()
    end = {"record": "end", "records": len(lines) - 1, "head": head, "sha256": sha256(body).hexdigest()}
    return body + json.dumps(end, separators=(",", ":")).encode() + b"\n"


def lines_of(path: Path) -> list[str]:
    return path.read_text().splitlines()


def read(path: Path) -> list[Line]:
    with path.open("rb") as stream:
        return list(Snapshot(path, stream).lines())


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a snapshot of a few records."""
    folder = tmp_path_factory.mktemp("good")

    async def write() -> Path:
        with a_registry(Kind.SQLITE, folder) as registry:
            async with Database.open(registry.location) as db, db.writing(actor=ACTOR) as writes:
                await writes.put_institutions([an_institution("H1"), an_institution("H2")])
                await writes.put_departments([DepartmentRecord(institution="H1", code="A01", name="内科")])
            return await snapshot(registry, folder / "good")

    return asyncio.run(write())


@given(data=st.data())
def test_a_snapshot_in_which_one_byte_is_other_or_missing_is_refused(good: Path, data: st.DataObject) -> None:
    text = bytearray(good.read_bytes())
    at = data.draw(st.integers(0, len(text) - 1))
    if data.draw(st.booleans()):
        del text[at : data.draw(st.integers(at + 1, len(text)))]
    else:
        text[at] ^= data.draw(st.integers(1, 255))
    wrong = good.with_name("wrong")
    wrong.write_bytes(text)
    with pytest.raises(RefusedError, match="SNAPSHOT_WRONG"):
        read(wrong)


WRONG: Sequence[tuple[Callable[[list[str]], list[str]], str]] = (
    (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], "line 3: it is out of order"),
    (lambda lines: [*lines[:3], lines[2], *lines[3:]], "line 4: it is out of order"),
    (lambda lines: [lines[0].replace("1", "2"), *lines[1:]], "line 1: a later version"),
    (lambda lines: [lines[0].replace("true", "false"), *lines[1:4]], "no audit trail"),
    (
        lambda lines: [lines[0], lines[1].replace("institution", "castle")],
        "line 2: there is no kind of record 'castle'",
    ),
    (lambda lines: [lines[0], lines[1].replace('"region"', '"colour"')], "line 2: institution has no field colour"),
    (lambda lines: [lines[0], lines[1].replace('"designated":true', '"designated":1')], "line 2: the field designated"),
    (lambda lines: [lines[0], lines[1].replace("990101", "9901")], "line 2: the field region"),
    (lambda lines: [lines[0], lines[1].replace(',"region":"990101"', "")], "line 2: the field region is missing"),
    (lambda lines: [lines[0], *lines[2:]], "line 3: it refers to H1, which is not in it"),
    (lambda lines: lines[:-1], "damaged"),
)
"""What is done to the lines of a snapshot before it is sealed again, and what is said of it."""


async def test_what_is_sealed_and_wrong_is_refused_with_its_line_and_nothing_is_written(
    good: Path, other: Other, kind: Kind
) -> None:
    empty = other(kind, "empty")
    before = empty.contents()
    *lines, end = lines_of(good)
    for change, why in WRONG:
        path = good.with_name("wrong")
        path.write_bytes(sealed(change(lines), json.loads(end)["head"]))
        with pytest.raises(RefusedError, match=why):
            await load_snapshot(empty.location, path, actor=ACTOR)
    assert empty.contents() == before


async def test_changes_name_what_is_new_gone_or_other_in_which_fields(
    filled: Office, registry: Registry, tmp_path: Path
) -> None:
    old = await snapshot(registry, tmp_path / "old", trail=False)
    async with filled.database.writing(actor=ACTOR) as writes:
        north = (await writes.reads.institutions_by_code(["H-NORTH"]))["H-NORTH"]
        assert north.name == "北院"
        await writes.put_departments([DepartmentRecord(institution="H-NORTH", code="A01", name="外科")])
        await writes.add_violations([a_violation(number="4")])
    new = await snapshot(registry, tmp_path / "new", trail=False)
    found = [(one.record, one.alteration, one.fields) for one in changes(old, new)]
    assert found == [("department", Alteration.CHANGED, ("name",)), ("violation", Alteration.ADDED, ())]
    back = [(one.record, one.alteration) for one in changes(new, old)]
    assert back == [("department", Alteration.CHANGED), ("violation", Alteration.REMOVED)]
    assert list(changes(new, Path(shutil.copy(new, tmp_path / "copy")))) == []
