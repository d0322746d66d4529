"""What the endpoint is measured on: made-up people in both databases, and a regulation of forty clauses."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

from peers.naive import fill

from core import records
from core.regulation.vocabulary import Basis
from core.storage import Database

DOCTORS, INSTITUTIONS, EACH = 20_000, 400, 3
CLAUSES = 40
LAW = "benchville-2020"
_HEAD = f"""id = "{LAW}"
place = "benchville"
title = {{ zh = "试镇医保医师管理办法", en = "Benchville measures on doctors" }}
region = {{ code = "990101", name = {{ zh = "试镇", en = "Benchville" }} }}
in_force = {{ from = 2020-01-01, cite = "50" }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE" }}

[points]
cite = "3"
full = 12
period = "YEAR"

[[points.thresholds]]
id = "full"
cite = "4"
label = {{ zh = "满十二分", en = "Twelve points" }}
at = 12
sanctions = [{{ kind = "SUSPEND", cite = "4", months = 6 }}]
"""
_CLAUSE = """
[[points.clauses]]
id = "C{number}"
cite = "{article}.一.{number}"
label = {{ zh = "第{number}种示例行为, 写得和真的规定一样长", en = "Example {number}, about as long as a real one" }}
points = {points}
"""

Rows = dict[str, list[tuple[Any, ...]]]


def code(number: int) -> str:
    """Return the code of a doctor."""
    return f"D{number:011}"


def write_law(folder: Path) -> None:
    """Write the regulation into a folder of plugins."""
    clauses = (_CLAUSE.format(number=one, article=5 + one, points=1 + one % 5) for one in range(1, CLAUSES + 1))
    (folder / "benchville").mkdir(parents=True)
    (folder / "benchville" / "2020.toml").write_text("".join((_HEAD, *clauses)))


def people() -> Rows:
    """Return the rows of both databases, by table of the naive program."""
    first = date(2025, 1, 1)
    return {
        "institution": [(n, f"H{n:05}", f"第{n}医院", "210102") for n in range(INSTITUTIONS)],
        "doctor": [(n, code(n), f"医师{n}", n % INSTITUTIONS) for n in range(DOCTORS)],
        "violation": [
            (n * EACH + k, n, f"决{n}-{k}", "SY.1.1", "11.一.1", first + timedelta(days=(n * 7 + k * 97) % 360), 1)
            for n in range(DOCTORS)
            for k in range(EACH)
        ],
    }


async def fill_both(ours: Path, theirs: Path) -> None:
    """Write the same people into both databases."""
    rows = people()
    await fill(str(theirs), rows)
    await _fill_ours(ours, rows)


async def _fill_ours(path: Path, rows: Rows) -> None:
    here: dict[str, Any] = {"place": "shenyang"}
    hospitals = [one[1] for one in rows["institution"]]
    licence, first = next(iter(records.Qualification)), date(2025, 1, 1)
    enrolled = {"basis": Basis.REGISTRATION, "since": first}
    async with Database.open(path) as database, database.writing() as writes:
        await writes.put_institutions(
            [records.InstitutionRecord(code=one[1], name=one[2], region=one[3]) for one in rows["institution"]]
        )
        await writes.put_doctors(
            [records.DoctorRecord(code=one[1], name=one[2], qualification=licence) for one in rows["doctor"]]
        )
        await writes.put_enrolments(
            [
                records.EnrolmentRecord(doctor=one[1], institution=hospitals[one[3]], **here, **enrolled)
                for one in rows["doctor"]
            ]
        )
        decided = (
            dict(zip(("doctor", "decision_no", "clause", "decided_on"), (code(one[1]), *one[2:4], one[5]), strict=True))
            | {"institution": hospitals[one[1] % INSTITUTIONS], "regulation": "shenyang-2011"}
            for one in rows["violation"]
        )
        await writes.add_violations([records.ViolationRecord(**here, **one) for one in decided])
