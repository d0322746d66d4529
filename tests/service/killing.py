"""A made-up place with work to be killed at: ``python -m tests.service.killing import|close <registry> <folder>``.

The program says ``ready`` when it is about to begin, and ends by itself when it is done. The files are written, and the
doctors entered, by whoever starts it.
"""

import asyncio
import sys
from datetime import date
from pathlib import Path

from core.host import Host
from core.intake import Kind, Options
from core.records import DoctorRecord, EnrolmentRecord, InstitutionRecord, Qualification
from core.regulation.vocabulary import Basis
from core.service.closing import close_period
from core.service.loading import Manner, load_path
from core.service.loading import bulk as bulk_loading
from core.service.office import Office, opened
from core.service.viewer import EVERYONE_IN_DEMO
from core.storage import bulk as bulk_storage
from tests.service.testville import POINTS, a_host

TODAY = date(2026, 3, 1)
DOCTORS = 90
FILES = 8
ROWS_OF_A_FILE = 180
HEADINGS = "place,regulation,clause,decision_no,doctor,institution,decided_on"


def write_files(folder: Path) -> None:
    """Write the regulations, and the files of violations that an import reads one after the other."""
    a_host(folder / "plugins")
    (folder / "files").mkdir()
    for number in range(FILES):
        rows = [
            f"testville,{POINTS},late,{number}-{row},D{row % DOCTORS},H-NORTH,2025-{number % 12 + 1:02}-10"
            for row in range(ROWS_OF_A_FILE)
        ]
        (folder / "files" / f"{number}.csv").write_text("\n".join([HEADINGS, *rows, ""]), encoding="utf-8")


async def enter_doctors(office: Office) -> None:
    """Enter an institution and the doctors enrolled there."""
    async with office.database.writing() as writes:
        await writes.put_institutions([InstitutionRecord(code="H-NORTH", name="北院", region="990101")])
        codes = [f"D{number}" for number in range(DOCTORS)]
        await writes.put_doctors(
            [DoctorRecord(code=code, name="甲", qualification=Qualification.LICENSED) for code in codes]
        )
        await writes.put_enrolments(
            [
                EnrolmentRecord(
                    doctor=code, institution="H-NORTH", place="testville", basis=Basis.AGREEMENT, since=date(2021, 1, 1)
                )
                for code in codes
            ]
        )


async def import_all(office: Office, folder: Path) -> None:
    """Load every file, each whole or in chunks in turn."""
    for number, file in enumerate(sorted((folder / "files").iterdir())):
        manner = Manner(bulk_from_bytes=0) if number % 2 else Manner()
        done = await load_path(office, Kind.VIOLATIONS, file, Options(), manner, actor="cli:test")
        assert done.loaded, done.problems


async def close(office: Office, folder: Path) -> None:  # noqa: ARG001 - as the other work
    """Close the year."""
    done = await close_period(office, EVERYONE_IN_DEMO, "testville", "2025", actor="cli:test")
    assert not done.problems, done.problems


WORK = {"import": import_all, "close": close}


def a_killed_host(folder: Path) -> Host:
    """Return the host of the regulations that ``write_files`` wrote."""
    return Host.load([folder / "plugins"], packages=False)


async def main(work: str, location: str, folder: str) -> None:
    """Do the work, saying before that it begins; files in chunks as those of very many rows."""
    bulk_storage.REBUILT_FROM_ROWS = bulk_loading.USUAL_ROW_BYTES = 1
    host = a_killed_host(Path(folder))
    async with opened(host, location, today=lambda: TODAY) as office:
        print("ready", flush=True)  # noqa: T201 - for whoever kills it
        await WORK[work](office, Path(folder))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
