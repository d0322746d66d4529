"""What is exported is imported again as what it was, from every kind of file."""

import asyncio
import csv
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import NotFoundError, RefusedError
from core.host import Host
from core.intake import Kind, Options
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EntryKind,
    ExaminationRecord,
    InstitutionRecord,
    Qualification,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.regulation.vocabulary import Act, Attribute, LifeEvent
from core.service.demo import fill
from core.service.exporting import EXPORTED, SINKS, export
from core.service.exporting import reading as export_reading
from core.service.loading import load_path
from core.service.office import Office, opened
from core.storage import ReadOnly
from core.text import Lang
from tests.service.testville import SUPPLIES, a_host, a_measurement, a_repair, a_violation, an_enrolment

TODAY = date(2026, 3, 1)
OWN = {"id", "recorded_at"}
IDS = {"doctor_id", "institution_id", "department_id", "violation_id"}
TABLES = (
    "institution", "department", "doctor", "enrolment", "enrolment_entry", "violation", "violation_entry",
    "examination", "repair", "measurement",
)  # fmt: skip
each_ending = pytest.mark.parametrize("ending", SINKS)


async def dumped(location: Path) -> dict[str, list[tuple[object, ...]]]:
    """Return every record of a registry, in the order of its content, with codes in place of ids."""
    found: dict[str, list[tuple[object, ...]]] = {}
    async with ReadOnly.open(location) as source:
        for table in TABLES:
            columns = [str(row[1]) for row in await source.read(f"PRAGMA table_info({table})")]
            chosen = [_codes(one) if one in IDS else f"t.{one}" for one in columns if one not in OWN]
            rows = await source.read(f"SELECT {', '.join(chosen)} FROM {table} t")  # noqa: S608 - its own columns
            found[table] = sorted((tuple(row) for row in rows), key=repr)
    return found


def _codes(column: str) -> str:
    table = column.removesuffix("_id")
    what = "o.decision_no" if table == "violation" else "o.code"
    return f"(SELECT {what} FROM {table} o WHERE o.id = t.{column})"  # noqa: S608 - its own names


def removed(database: Path) -> None:
    for one in database.parent.glob(f"{database.name}*"):
        one.unlink()


async def copied(host: Host, folder: Path, source: Path, ending: str, lang: Lang) -> Path:
    """Export everything from one registry and import it into a new one."""
    target = folder / f"copy{ending}.sqlite3"
    removed(target)
    async with ReadOnly.open(source) as reads:
        for kind in EXPORTED:
            await export(reads, host.catalogue, kind, folder / f"{kind}{ending}", names=True, lang=lang)
    async with opened(host, target, today=lambda: TODAY) as office:
        for kind in EXPORTED:
            done = await load_path(office, kind, folder / f"{kind}{ending}", Options())
            assert (done.loaded, [one.render(Lang.EN) for one in done.problems if one.severity == "ERROR"]) == (
                True,
                [],
            )
    return target


@each_ending
def test_the_demo_is_the_same_after_export_and_import(host: Host, tmp_path: Path, ending: str) -> None:
    async def run() -> None:
        async with opened(host, tmp_path / "demo.sqlite3", today=lambda: TODAY) as office:
            await fill(office)
        before = await dumped(tmp_path / "demo.sqlite3")
        after = await dumped(await copied(host, tmp_path, tmp_path / "demo.sqlite3", ending, Lang.ZH))
        assert all(before[table] for table in ("violation", "enrolment_entry", "measurement"))
        assert after == before

    asyncio.run(run())


SIGNS = st.sampled_from(["=", "+", "-", "@", "＝", "'", "''=", '"'])  # noqa: RUF001 - full width starts a formula too
CORES = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1, max_size=6) | st.sampled_from(
    ["a,b", "甲\n乙", "甲\r\n乙", "_x0041_", "1e3甲", "O'Neil", "<b>&amp;</b>", "\U00020000"]
)


def joined(sign: str, core: str) -> str:
    return sign + core


NOTES: st.SearchStrategy[str] = st.builds(joined, SIGNS, CORES) | CORES
LINES = NOTES.filter(lambda text: "\n" not in text)
DAYS = st.dates(date(2021, 1, 1), date(2025, 12, 31))


@dataclass(frozen=True)
class Ledger:
    """What is recorded in a village."""

    violations: list[ViolationRecord]
    lives: list[ViolationEntryRecord]
    examinations: list[ExaminationRecord]


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    violations = [
        replace(
            a_violation(draw(st.sampled_from(["late", "range"])), number=f"{draw(LINES)}{number}"),
            doctor=draw(st.sampled_from(["N", "S"])),
            institution=draw(st.sampled_from(["H-NORTH", "H-SOUTH"])),
            note=draw(st.none() | NOTES),
            determined_by=draw(st.none() | LINES),
        )
        for number in range(draw(st.integers(0, 4)))
    ]
    lives = [
        ViolationEntryRecord(
            place=one.place,
            decision_no=one.decision_no,
            doctor=one.doctor,
            clause=one.clause,
            event=LifeEvent.NOTIFIED,
            on=TODAY,
            actor=draw(LINES),
            reason=draw(st.none() | NOTES),
        )
        for one in violations
        if draw(st.booleans())
    ]
    examination = ExaminationRecord(doctor="N", place="testville", on=draw(DAYS), passed=draw(st.booleans()))
    return Ledger(violations, lives, [examination])


async def written(office: Office, ledger: Ledger) -> None:
    """Enter a village: people, and the ledger given."""
    async with office.database.writing() as writes:
        await writes.put_institutions(
            [
                InstitutionRecord(code="H-NORTH", name="'=北院", region="990101", level="三级"),
                InstitutionRecord(code="H-SOUTH", name="南院", region="990102", designated=False),
            ]
        )
        await writes.put_departments([DepartmentRecord(institution="H-NORTH", code="A01", name="内科")])
        await writes.put_doctors(
            [
                DoctorRecord(code="N", name="O'Neil", qualification=Qualification.LICENSED, title="+主任"),
                DoctorRecord(code="S", name="甲", qualification=Qualification.ASSISTANT_LICENSED, scope="内科"),
            ]
        )
        await writes.put_enrolments([an_enrolment("N", "H-NORTH"), an_enrolment("S", "H-SOUTH")])
        await writes.add_entries(
            [
                EnrolmentEntryRecord(
                    doctor="N", institution="H-NORTH", place="testville", kind=EntryKind.FINDING, on=date(2021, 1, 1),
                    attribute=Attribute.TRAINED, holds=False,
                ),
                EnrolmentEntryRecord(
                    doctor="N", institution="H-NORTH", place="testville", kind=EntryKind.ACT, on=date(2021, 1, 1),
                    act=Act.SIGN,
                ),
            ]
        )  # fmt: skip
        await writes.add_violations(ledger.violations)
        await writes.add_violation_entries(ledger.lives)
        await writes.add_examinations(ledger.examinations)
        await writes.add_repairs([a_repair("service", points=Decimal("1.50"))])
        await writes.add_measurements([a_measurement(value=Decimal("12345678901234.5678"))])


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Host:
    return a_host(tmp_path_factory.mktemp("village"))


@given(ledger=ledgers(), ending=st.sampled_from(list(SINKS)), lang=st.sampled_from(Lang))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_registry_is_the_same_after_export_and_import(
    village: Host, tmp_path: Path, ledger: Ledger, ending: str, lang: Lang
) -> None:
    async def run() -> None:
        source = tmp_path / "village.sqlite3"
        removed(source)
        async with opened(village, source, today=lambda: TODAY) as office:
            await written(office, ledger)
        assert await dumped(await copied(village, tmp_path, source, ending, lang)) == await dumped(source)

    asyncio.run(run())


async def exported(office: Office, folder: Path, kind: Kind, name: str = "out.csv", **options: object) -> Path:
    """Export from an open registry."""
    await export(office.database, office.host.catalogue, kind, folder / name, **options)  # pyright: ignore[reportArgumentType]
    return folder / name


def cells(path: Path) -> list[list[str]]:
    return list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(keepends=True)))


@pytest.mark.anyio
async def test_csv_is_what_a_spreadsheet_opens_and_runs_nothing(testville: Office, tmp_path: Path) -> None:
    async with testville.database.writing() as writes:
        await writes.add_violations([replace(a_violation(number="=HYPERLINK(1)"), note="@SUM(1)")])
    path = await exported(testville, tmp_path, Kind.VIOLATIONS)
    assert path.read_bytes().startswith(b"\xef\xbb\xbfplace,regulation,")
    assert path.read_bytes().count(b"\r\n") == 2
    row = dict(zip(*cells(path), strict=True))
    assert (row["decision_no"], row["note"]) == ("'=HYPERLINK(1)", "'@SUM(1)")


@pytest.mark.anyio
async def test_names_of_doctors_are_left_out_unless_asked_for(testville: Office, tmp_path: Path) -> None:
    without = cells(await exported(testville, tmp_path, Kind.DOCTORS))
    named = cells(await exported(testville, tmp_path, Kind.DOCTORS, names=True))
    assert ("name" in without[0], "name" in named[0]) == (False, True)
    assert not any("甲" in row for row in without)


@pytest.mark.anyio
async def test_a_place_narrows_every_kind(testville: Office, tmp_path: Path) -> None:
    async with testville.database.writing() as writes:
        await writes.add_violations([a_violation()])
        await writes.add_repairs([a_repair("service", points=Decimal(1))])
        await writes.add_measurements([a_measurement()])
    counts = {kind: len(cells(await exported(testville, tmp_path, kind, place="plainville"))) - 1 for kind in EXPORTED}
    assert set(counts.values()) == {0}
    assert len(cells(await exported(testville, tmp_path, Kind.REPAIRS, place="testville"))) == 2
    assert len(cells(await exported(testville, tmp_path, Kind.DOCTORS, place="testville"))) == 3
    assert SUPPLIES in (await exported(testville, tmp_path, Kind.MEASUREMENTS, place="supplyville")).read_text(
        "utf-8-sig"
    )
    with pytest.raises(NotFoundError, match="nowhere"):
        await exported(testville, tmp_path, Kind.DOCTORS, place="nowhere")


@pytest.mark.anyio
@each_ending
async def test_equal_registries_give_equal_files_page_by_page(
    testville: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    async with testville.database.writing() as writes:
        await writes.add_violations([a_violation(number=f"{number % 3}-{number}") for number in range(11)])
    whole = (await exported(testville, tmp_path, Kind.VIOLATIONS, f"whole{ending}")).read_bytes()
    monkeypatch.setattr(export_reading, "PAGE_ROWS", 2)
    assert (await exported(testville, tmp_path, Kind.VIOLATIONS, f"paged{ending}")).read_bytes() == whole


@pytest.mark.anyio
@each_ending
async def test_what_fails_leaves_the_file_that_was_there_and_nothing_else(
    testville: Office, tmp_path: Path, ending: str
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / f"doctors{ending}"
    target.write_text("before")

    def fail(_: int) -> None:
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - one of no kind, as a disk gives
        await exported(testville, folder, Kind.DOCTORS, target.name, progress=fail)
    assert [(one.name, one.read_text()) for one in folder.iterdir()] == [(target.name, "before")]


@pytest.mark.anyio
async def test_a_name_of_another_kind_is_refused(testville: Office, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match=r"\.ods"):
        await exported(testville, tmp_path, Kind.DOCTORS, "doctors.ods")


def test_every_kind_but_the_roster_is_exported() -> None:
    assert set[Kind](EXPORTED) == set[Kind](Kind) - {Kind.ROSTER}
