"""A place whose doctors and institutions have national codes, and files of violations there, good and bad."""

import asyncio
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.host import Host
from core.intake import Kind, Options
from core.records import DepartmentRecord, DoctorRecord, InstitutionRecord, Qualification
from core.service.loading import Load, load
from core.service.loading.bulk import load_violations
from core.service.office import Office, opened
from tests.service.testville import POINTS

TODAY = date(2026, 3, 1)
HEADINGS = (
    "place", "regulation", "clause", "decision_no", "doctor", "institution", "decided_on", "cases", "department",
    "occurred_on", "notified_on", "points", "months", "determined_by", "note", "responsibility", "reason",
)  # fmt: skip
DOCTORS = ("D990101000001", "D990101000002", "DOC-3")
INSTITUTIONS = ("H99010100001", "H99010100002")


def a_row(**changes: str) -> list[str]:
    """Return a good row, with the cells named in ``changes`` replaced."""
    usual = {
        "place": "testville", "regulation": POINTS, "clause": "late", "decision_no": "试决1号", "doctor": DOCTORS[0],
        "institution": INSTITUTIONS[0], "decided_on": "2025-03-10",
    }  # fmt: skip
    return [(usual | changes).get(name, "") for name in HEADINGS]


def a_file(rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> str:
    """Return a CSV file; cells hold no delimiters and no quotes."""
    return "".join(",".join(row) + "\r\n" for row in (headings, *rows))


@dataclass(frozen=True)
class Kept:
    """What a registry holds after a file was loaded into it."""

    violations: list[tuple[object, ...]]
    audit: list[tuple[object, ...]]
    indexes: list[tuple[object, ...]]


@dataclass(frozen=True)
class Village:
    """A registered village: loads files into copies of it."""

    host: Host
    registered: Path

    def loaded(self, folder: Path, text: str, *, bulk: bool, skip: bool = False, times: int = 1) -> tuple[Load, Kept]:
        """Load a file into a copy, so many times, and return what the last did and what is kept."""
        return asyncio.run(self._loaded(folder, text, bulk=bulk, skip=skip, times=times))

    async def _loaded(self, folder: Path, text: str, *, bulk: bool, skip: bool, times: int) -> tuple[Load, Kept]:
        name = "bulk" if bulk else "whole"
        database, file = folder / f"{name}.sqlite3", folder / "violations.csv"
        data = text.encode()
        _place(self.registered, database)
        file.write_bytes(data)
        async with opened(self.host, database, today=lambda: TODAY) as office:
            done: Load | None = None
            for _ in range(times):
                if bulk:
                    done = await load_violations(office, file, Options(), skip_bad_rows=skip, actor="test")
                else:
                    done = await load(
                        office, Kind.VIOLATIONS, data, file.name, Options(), skip_bad_rows=skip, actor="test"
                    )
            assert done is not None
            return done, await kept(office)


def _place(source: Path, target: Path) -> None:
    for one in target.parent.glob(f"{target.name}*"):
        one.unlink()
    shutil.copy(source, target)


async def kept(office: Office) -> Kept:
    """Return what the registry holds, but for ids and the moment of recording."""
    read = office.database.read
    columns = ", ".join(row[1] for row in await read("PRAGMA table_info(violation)") if row[1] not in _OWN)
    order = "decision_no, clause, doctor_id"
    violations = await read(f"SELECT {columns} FROM violation ORDER BY {order}")  # noqa: S608 - its own columns
    audit = await read("SELECT action, subject, content FROM audit_entry ORDER BY number")
    indexes = await read("SELECT name FROM sqlite_master WHERE type = 'index' ORDER BY name")
    return Kept([*map(tuple, violations)], [*map(tuple, audit)], [*map(tuple, indexes)])


_OWN = ("id", "recorded_at")


async def register(host: Host, database: str | Path) -> None:
    """Register everyone in a new database."""
    async with opened(host, database, today=lambda: TODAY) as office, office.database.writing() as writes:
        await writes.put_institutions(
            [InstitutionRecord(code=code, name="试院", region="990101") for code in INSTITUTIONS]
        )
        await writes.put_departments([DepartmentRecord(institution=INSTITUTIONS[0], code="A01", name="内科")])
        await writes.put_doctors(
            [DoctorRecord(code=code, name="试甲", qualification=Qualification.LICENSED) for code in DOCTORS]
        )
