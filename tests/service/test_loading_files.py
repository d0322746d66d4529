"""Loading by path: which way is taken, what becomes of each row, and that nothing is ever half there."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.host import Host
from core.intake import Kind, Options
from core.service.exporting import writing
from core.service.loading import Load, Manner, load_path
from core.service.loading import files as loading_files
from core.service.loading.report import report_columns, report_pages
from core.service.office import Office, opened
from core.text import Lang
from tests.service.bulk_village import TODAY, Village, a_file, a_row, register
from tests.service.testville import POINTS, a_host

VIOLATIONS = "regulation,clause,decision_no,doctor,institution,decided_on\n"
GOOD = f"{POINTS},late,A-1,N,H-NORTH,2025-03-10\n"
BAD = f"{POINTS},late,A-2,N,H-NORTH,2025-02-30\n"
OPTIONS = Options(place="testville")


async def loaded(office: Office, folder: Path, text: str, manner: Manner | None = None) -> Load:
    path = folder / "violations.csv"
    path.write_bytes(text.encode())
    return await load_path(office, Kind.VIOLATIONS, path, OPTIONS, manner)


async def kept(office: Office) -> int:
    (row,) = await office.database.read("SELECT COUNT(*) FROM violation")
    return row[0]


@pytest.mark.anyio
@pytest.mark.parametrize("bulk_from_bytes", [0, 1_000_000])
async def test_good_rows_alone_are_loaded_only_if_that_is_asked_for(
    testville: Office, tmp_path: Path, bulk_from_bytes: int
) -> None:
    text = VIOLATIONS + GOOD + BAD
    refused = await loaded(testville, tmp_path, text, Manner(bulk_from_bytes=bulk_from_bytes))
    assert (refused.loaded, refused.bad_rows, await kept(testville)) == (False, 1, 0)
    tried = await loaded(
        testville, tmp_path, text, Manner(skip_bad_rows=True, try_only=True, bulk_from_bytes=bulk_from_bytes)
    )
    assert (tried.loaded, tried.put.created, await kept(testville)) == (False, 1, 0)
    done = await loaded(testville, tmp_path, text, Manner(skip_bad_rows=True, bulk_from_bytes=bulk_from_bytes))
    assert (done.loaded, done.put.created, await kept(testville)) == (True, 1, 1)


@pytest.mark.anyio
async def test_a_file_larger_than_is_read_is_refused_unread(testville: Office, tmp_path: Path) -> None:
    path = tmp_path / "doctors.csv"
    path.write_text("x" * 100)
    done = await load_path(testville, Kind.DOCTORS, path, Options(limit_bytes=99))
    assert [(one.row, one.code) for one in done.problems] == [(0, "FILE_TOO_LARGE")]


@pytest.mark.anyio
async def test_progress_tells_every_byte(testville: Office, tmp_path: Path) -> None:
    for limit in (0, 1_000_000):
        path = tmp_path / "violations.csv"
        path.write_text(VIOLATIONS + GOOD)
        told: list[int] = []
        manner = Manner(bulk_from_bytes=limit)
        await load_path(testville, Kind.VIOLATIONS, path, OPTIONS, manner, progress=told.append)
        assert sum(told) == path.stat().st_size


@pytest.mark.anyio
async def test_the_report_has_a_line_for_each_row_and_each_problem(testville: Office, tmp_path: Path) -> None:
    wrong = f"{POINTS},none,A-3,X,H-NORTH,2025-03-10\n"
    done = await loaded(testville, tmp_path, VIOLATIONS + GOOD + "\n" + BAD + wrong, Manner(skip_bad_rows=True))
    with writing(tmp_path / "report.csv", report_columns(Lang.EN)) as sink:
        for page in report_pages(done, Lang.EN):
            sink.write(page)
    lines = (tmp_path / "report.csv").read_text("utf-8-sig").splitlines()
    assert lines[0] == "row,state,severity,column,cell,code,message"
    assert [line.split(",")[:6] for line in lines[1:]] == [
        ["2", "loaded", "warning", "doctor", "", "LOCAL_CODE"],
        ["2", "loaded", "warning", "institution", "", "LOCAL_CODE"],
        ["4", "refused", "error", "decided_on", "", "NO_SUCH_DAY"],
        ["4", "refused", "warning", "doctor", "", "LOCAL_CODE"],
        ["4", "refused", "warning", "institution", "", "LOCAL_CODE"],
        ["5", "refused", "warning", "doctor", "", "LOCAL_CODE"],
        ["5", "refused", "warning", "institution", "", "LOCAL_CODE"],
        ["5", "refused", "error", "doctor", "", "DOCTOR_UNKNOWN"],
        ["5", "refused", "error", "clause", "", "CLAUSE_UNKNOWN"],
    ]


@pytest.mark.anyio
async def test_the_report_says_of_good_rows_whether_they_were_loaded(testville: Office, tmp_path: Path) -> None:
    done = await loaded(testville, tmp_path, VIOLATIONS + GOOD + BAD)
    (page,) = report_pages(done, Lang.ZH)
    assert {(row[0], row[1]) for row in page} == {(2, "无误, 未导入"), (3, "有误")}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    folder = tmp_path_factory.mktemp("village")
    host = a_host(folder / "plugins")
    asyncio.run(register(host, folder / "registered.sqlite3"))
    return Village(host, folder / "registered.sqlite3")


MANY = a_file([a_row(decision_no=f"试决{number}号") for number in range(60)]).encode()
ENDS = [b"", b'"', b'x"y"z,', b"\0", "医师".encode("gbk"), "\u2028".encode(), b"\xff\xfe", b",,,,\r\n", b"\r\r\n"]


@given(at=st.integers(0, len(MANY)), end=st.sampled_from(ENDS) | st.binary(max_size=40), bulk=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_broken_file_is_loaded_whole_or_not_at_all_and_its_place_is_named(
    village: Village,
    tmp_path: Path,
    at: int,
    end: bytes,
    bulk: bool,  # noqa: FBT001
) -> None:
    path = tmp_path / "violations.csv"
    path.write_bytes(MANY[:at] + end + MANY[at:])

    async def run() -> tuple[Load, int, int]:
        async with opened(village.host, _fresh(village.registered, tmp_path), today=lambda: TODAY) as office:
            manner = Manner(bulk_from_bytes=0 if bulk else 1_000_000)
            done = await load_path(office, Kind.VIOLATIONS, path, Options(), manner)
            entries = await office.database.read("SELECT COUNT(*) FROM audit_entry WHERE action = 'RECORDED'")
            return done, await kept(office), entries[0][0]

    done, count, entries = asyncio.run(run())
    errors = [one for one in done.problems if one.severity == "ERROR"]
    assert (count, entries) == ((done.put.created, 1) if done.loaded else (0, 0))
    assert done.loaded != bool(errors)
    assert all(one.render(Lang.ZH).startswith("violations.csv") for one in errors)


def _fresh(registered: Path, folder: Path) -> Path:
    target = folder / "registry.sqlite3"
    for one in folder.glob(f"{target.name}*"):
        one.unlink()
    target.write_bytes(registered.read_bytes())
    return target


class _InterruptedError(Exception):
    """Stands for whatever ends an import in the middle."""


@pytest.mark.parametrize("bulk", [False, True])
def test_an_interrupted_import_leaves_nothing_and_the_same_command_completes_it(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, bulk: bool
) -> None:
    path = tmp_path / "violations.csv"
    path.write_bytes(MANY)
    manner = Manner(bulk_from_bytes=0 if bulk else 1_000_000)
    database = _fresh(village.registered, tmp_path)

    def interrupt(*_: object) -> None:
        raise _InterruptedError

    async def run(host: Host) -> int:
        async with opened(host, database, today=lambda: TODAY) as office:
            await load_path(office, Kind.VIOLATIONS, path, Options(), manner)
            return await kept(office)

    async def found() -> int:
        async with opened(village.host, database, today=lambda: TODAY) as office:
            return await kept(office)

    with monkeypatch.context() as patched:
        patched.setattr("core.service.loading.bulk.succeed", interrupt)
        patched.setattr("core.service.loading.whole.succeed", interrupt)
        with pytest.raises(_InterruptedError):
            asyncio.run(run(village.host))
    assert asyncio.run(found()) == 0
    assert asyncio.run(run(village.host)) == 60
    assert asyncio.run(run(village.host)) == 60


def test_only_great_files_are_read_in_chunks() -> None:
    assert loading_files.BULK_FROM_BYTES < Options().limit_bytes < loading_files.BULK_LIMIT_BYTES
