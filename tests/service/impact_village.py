"""Testville with roster and decisions: laws to compare, CSV files for the bulk loader, what is in a database."""

import hashlib
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from core.host import Host
from core.intake import Kind, Options
from core.service.loading import load
from core.service.office import opened
from tests.rewriting import rewritten

OLD = "testville-2020"
_LAW = """
id = "testville-2020"
place = "testville"
title = { zh = "试镇办法", en = "Testville measures" }
region = { code = "990101", name = { zh = "试镇", en = "Testville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[points]
cite = "1"
full = 12
period = "YEAR"
clauses = [
  { id = "late", cite = "2.一", points = 2, label = { zh = "迟报", en = "Late report" } },
  { id = "false", cite = "2.二", points = 3, label = { zh = "误报", en = "False report" } },
]

[[points.thresholds]]
id = "six"
cite = "3.一"
at = 6
label = { zh = "暂停", en = "suspended" }
sanctions = [{ kind = "SUSPEND", cite = "3.一", months = 2 }]

[[points.thresholds]]
id = "ten"
cite = "3.二"
at = 10
label = { zh = "取消", en = "revoked" }
sanctions = [{ kind = "REVOKE", cite = "3.二" }]
"""


def a_text(*changes: tuple[str, str]) -> str:
    """Return Testville's data file with each first text of ``changes`` replaced by the second."""
    return rewritten(_LAW, *changes)


DEARER = a_text(("points = 2,", "points = 3,"))


def a_file(folder: Path, text: str, name: str = "new.toml") -> str:
    """Write a data file and return its path."""
    (folder / name).write_text(text, encoding="utf-8")
    return str(folder / name)


def a_host(folder: Path, **more: str) -> Host:
    """Return a host of Testville's law, and of ``more`` files of the same place by name."""
    home = folder / "plugins" / "testville"
    home.mkdir(parents=True)
    for name, text in {"v2020": _LAW, **more}.items():
        a_file(home, text, f"{name}.toml")
    host = Host.load([home.parent], packages=False)
    assert not host.parked
    return host


@dataclass(frozen=True, slots=True)
class Decided:
    """A row of the file of decisions."""

    doctor: str
    clause: str
    on: date
    regulation: str = OLD
    number: str = ""

    @property
    def decision_no(self) -> str:
        """The number of the decision."""
        return self.number or f"{self.doctor}-{self.on}"


def a_ledger(doctors: int) -> list[Decided]:
    """Return the decisions on ``doctors``: none on most, up to five in 2025, some in the last weeks of 2024."""
    found: list[Decided] = []
    for number in range(doctors):
        code = code_of(number)
        for turn in range(number % 13 if number % 13 < 6 else 0):
            day = date(2025, 1, 3) + timedelta(days=(number * 7 + turn * 61) % 360)
            found.append(Decided(code, "false" if (number + turn) % 5 == 0 else "late", day, number=f"A-{turn}"))
        for turn in range(number % 4 if number % 3 == 0 else 0):
            day = date(2024, 12, 1) + timedelta(days=number % 20 + turn * 3)
            found.append(Decided(code, "late", day, number=f"B-{turn}"))
    return found


def code_of(number: int) -> str:
    """Return the code of the doctor of this number."""
    return f"T{number:05}"


async def fill(host: Host, database: Path, doctors: int, decided: Iterable[Decided]) -> None:
    """Load an institution, ``doctors`` enrolled there, and decisions, with the bulk loader."""
    codes = [code_of(number) for number in range(doctors)]
    rows = (
        f"testville,{one.regulation},{one.clause},{one.decision_no},{one.doctor},H-TEST,{one.on}" for one in decided
    )
    files = {
        Kind.INSTITUTIONS: ["code,name,region", "H-TEST,试镇医院,990101"],
        Kind.DOCTORS: ["code,name,qualification", *(f"{code},试{code},执业医师" for code in codes)],
        Kind.ENROLMENTS: [
            "doctor,institution,place,basis,since",
            *(f"{code},H-TEST,testville,AGREEMENT,2021-01-01" for code in codes),
        ],
        Kind.VIOLATIONS: ["place,regulation,clause,decision_no,doctor,institution,decided_on", *rows],
    }
    async with opened(host, database) as office:
        for kind, lines in files.items():
            done = await load(office, kind, "\n".join(lines).encode(), f"{kind}.csv", Options())
            assert done.loaded, done.problems


def digest_of_rows(database: Path) -> str:
    """Return one fingerprint of every row of every table."""
    found = hashlib.sha256()
    with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
        for line in connection.iterdump():
            found.update(line.encode())
    return found.hexdigest()
