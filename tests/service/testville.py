"""A made-up place whose law leaves ranges, gives points back and limits supplies; two institutions and two doctors."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

from core.host import Host
from core.records import (
    DoctorRecord,
    EnrolmentRecord,
    InstitutionRecord,
    MeasurementRecord,
    Qualification,
    RepairRecord,
    SubjectKind,
    ViolationRecord,
)
from core.regulation.vocabulary import Basis, Responsibility
from core.service.office import Office

POINTS = "testville-points"
SUPPLIES = "testville-supplies"
PLAIN = "testville-plain"

_HEAD = """
id = "{id}"
place = "{place}"
title = {{ zh = "试镇办法", en = "Testville measures" }}
region = {{ code = "990100", name = {{ zh = "试镇", en = "Testville" }} }}
in_force = {{ from = 2020-01-01, cite = "9" }}
source = {{ confidence = "TEMPLATE", completeness = "WHOLE" }}
"""
_POINTS = """
[points]
cite = "1"
full = 12
period = "YEAR"
clauses = [
  { id = "late", cite = "2", points = 2, label = { zh = "迟报", en = "Late report" } },
  { id = "range", cite = "3", points = { from = 1, to = 5 }, label = { zh = "漏报", en = "No report" } },
]
degrees = { cite = "4", general = "LOW", important = "MIDDLE", main = "HIGH" }

[points.conventions]
reasoned = true

[[points.thresholds]]
id = "six"
cite = "5"
at = 6
label = { zh = "暂停", en = "suspended" }
sanctions = [{ kind = "SUSPEND", cite = "5", months = 2 }]
"""
_REPAIRS = """
[points.repairs]
cite = "6"
lifting = "KEPT"
rules = [
  { id = "course", cite = "6.一", points = 1, label = { zh = "学习", en = "A course" } },
  { id = "service", cite = "6.二", label = { zh = "公益服务", en = "Service" } },
]
"""
_SUPPLIES = """
[dispensing]
cite = "2"
listed_for = "DRUG"
summed_per = "CLASS"
limits = [{ id = "acute", cite = "2.一", ground = "ACUTE", days = 4, label = { zh = "急性", en = "acute" } }]
"""


def a_host(folder: Path) -> Host:
    """Return a host of three laws: one with rules of repair, one of supplies, one of points without repair."""
    texts = {
        "testville": _HEAD.format(id=POINTS, place="testville") + _POINTS + _REPAIRS,
        "supplyville": _HEAD.format(id=SUPPLIES, place="supplyville") + _SUPPLIES,
        "plainville": _HEAD.format(id=PLAIN, place="plainville") + _POINTS,
    }
    for place, text in texts.items():
        (folder / place).mkdir(parents=True)
        (folder / place / "2020.toml").write_text(text, encoding="utf-8")
    host = Host.load([folder], packages=False)
    assert not host.parked
    return host


async def register(office: Office, violations: Sequence[ViolationRecord] = ()) -> None:
    """Enter a northern and a southern institution and doctors N and S, enrolled at the one and the other."""
    async with office.database.writing() as writes:
        await writes.put_institutions(
            [
                InstitutionRecord(code="H-NORTH", name="北院", region="990101"),
                InstitutionRecord(code="H-SOUTH", name="南院", region="990102"),
            ]
        )
        await writes.put_doctors(
            [DoctorRecord(code=code, name="甲", qualification=Qualification.LICENSED) for code in ("N", "S")]
        )
        await writes.put_enrolments([an_enrolment("N", "H-NORTH"), an_enrolment("S", "H-SOUTH")])
        await writes.add_violations(violations)


def an_enrolment(doctor: str, institution: str) -> EnrolmentRecord:
    return EnrolmentRecord(
        doctor=doctor, institution=institution, place="testville", basis=Basis.AGREEMENT, since=date(2021, 1, 1)
    )


def a_violation(
    clause: str = "late",
    *,
    number: str = "1",
    on: date = date(2025, 3, 10),
    responsibility: Responsibility | None = None,
    reason: str | None = None,
) -> ViolationRecord:
    return ViolationRecord(
        place="testville",
        regulation=POINTS,
        clause=clause,
        decision_no=number,
        doctor="N",
        institution="H-NORTH",
        decided_on=on,
        responsibility=responsibility,
        reason=reason,
    )


def a_repair(
    rule: str = "course",
    *,
    doctor: str = "N",
    regulation: str = POINTS,
    on: date = date(2025, 6, 1),
    points: Decimal | None = None,
) -> RepairRecord:
    return RepairRecord(doctor=doctor, regulation=regulation, rule=rule, on=on, points=points)


def a_measurement(
    subject: str = "H-NORTH",
    *,
    kind: SubjectKind = SubjectKind.INSTITUTION,
    regulation: str = SUPPLIES,
    region: str = "990101",
    on: date = date(2025, 6, 1),
    value: Decimal | None = Decimal("1.5"),
    grade: str | None = None,
) -> MeasurementRecord:
    return MeasurementRecord(
        regulation=regulation,
        region=region,
        subject_kind=kind,
        subject=subject,
        indicator="days",
        period="2025",
        on=on,
        source="试镇医保中心",
        value=value,
        grade=grade,
    )
