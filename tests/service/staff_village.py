"""A made-up place where staff shares, terms to object and reports have numbers; two institutions in two districts."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

from core.host import Host
from core.records import (
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    EntryKind,
    InstitutionRecord,
    Qualification,
    ViolationRecord,
)
from core.regulation.vocabulary import Basis, Change
from core.service.office import Office, opened
from tests.databases import a_registry, one_kind

LAW = "staffville-2020"
TODAY = date(2025, 12, 31)
REGULATION = """
id = "staffville-2020"
place = "staffville"
title = { zh = "员村办法", en = "Staffville measures" }
region = { code = "990100", name = { zh = "员村", en = "Staffville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[enrolment]
cite = "7"
basis = "REGISTRATION"
conditions = [{ id = "licence", cite = "7", label = { zh = "执业", en = "Licensed" }, any_of = ["LICENSED"] }]
states = [{ id = "FILED", cite = "7", label = { zh = "已备案", en = "Filed" }, enrolled = true }]
transitions = [{ act = "FILE", by = "INSTITUTION", to = "FILED", cite = "7", label = { zh = "备案", en = "Filing" }, requires = ["licence"] }]
duties = [{ id = "off", cite = "7.二", by = "INSTITUTION", changes = ["LEFT"], due = "WORKING_DAYS", days = 10, label = { zh = "减员", en = "Taken off" } }]

[points]
cite = "1"
full = 12
period = "YEAR"
clauses = [
  { id = "late", cite = "2.一", points = 2, label = { zh = "迟报", en = "Late report" } },
  { id = "false", cite = "2.二", points = 6, label = { zh = "误报", en = "False report" } },
  { id = "fraud", cite = "2.三", points = 12, label = { zh = "骗保", en = "Fraud" } },
  { id = "open", cite = "2.四", points = { from = 1, to = 6 }, label = { zh = "酌情", en = "As decided" } },
]
appeal = { cite = "5", working_days = 10 }

[[points.thresholds]]
id = "six"
cite = "3.一"
at = 6
label = { zh = "暂停两个月", en = "suspended for two months" }
sanctions = [{ kind = "SUSPEND", cite = "3.一", months = 2 }]

[[points.thresholds]]
id = "twelve"
cite = "3.二"
at = 12
label = { zh = "终止", en = "terminated" }
sanctions = [{ kind = "TERMINATE", cite = "3.二", bar_months = 12 }]

[[points.staff_shares]]
id = "fifth"
cite = "4.一"
at_percent = 20
follows = "SETTLEMENT_SUSPENDED"
discretionary = true
label = { zh = "可以暂停结算", en = "settlement may be suspended" }

[[points.staff_shares]]
id = "half"
cite = "4.二"
above_percent = 50
follows = "AGREEMENT_SUSPENDED"
label = { zh = "中止协议", en = "the agreement is suspended" }
"""  # noqa: E501 - an inline table is one line
OWN_RECORDS = REGULATION.replace('period = "YEAR"\n', 'period = "YEAR"\nconventions = { staff_records = "HERE" }\n')


@asynccontextmanager
async def an_office(folder: Path, text: str = REGULATION) -> AsyncGenerator[Office]:
    """Open an office over an empty registry, but for H-NORTH (990101) and H-SOUTH (990102)."""
    (folder / "laws" / "staffville").mkdir(parents=True)
    (folder / "laws" / "staffville" / "2020.toml").write_text(text, encoding="utf-8")
    host = Host.load([folder / "laws"], packages=False)
    assert not host.parked
    with a_registry(one_kind(), folder) as registry:
        async with opened(host, registry.location, today=lambda: TODAY) as office:
            async with office.database.writing() as writes:
                await writes.put_institutions(
                    [
                        InstitutionRecord(code="H-NORTH", name="北院", region="990101"),
                        InstitutionRecord(code="H-SOUTH", name="南院", region="990102"),
                    ]
                )
            yield office


def an_enrolment(
    doctor: str, institution: str = "H-NORTH", *, since: str = "2021-01-01", until: str | None = None
) -> EnrolmentRecord:
    return EnrolmentRecord(
        doctor=doctor,
        institution=institution,
        place="staffville",
        basis=Basis.REGISTRATION,
        since=date.fromisoformat(since),
        until=None if until is None else date.fromisoformat(until),
    )


def a_violation(
    doctor: str,
    on: str = "2025-03-10",
    clause: str = "false",
    institution: str = "H-NORTH",
    *,
    notified: str | None = None,
) -> ViolationRecord:
    return ViolationRecord(
        place="staffville",
        regulation=LAW,
        clause=clause,
        decision_no=f"{doctor}@{on}",
        doctor=doctor,
        institution=institution,
        decided_on=date.fromisoformat(on),
        notified_on=None if notified is None else date.fromisoformat(notified),
    )


def leaving(doctor: str, on: str, institution: str = "H-NORTH", *, reported: str | None = None) -> EnrolmentEntryRecord:
    return EnrolmentEntryRecord(
        doctor=doctor,
        institution=institution,
        place="staffville",
        kind=EntryKind.CHANGE,
        on=date.fromisoformat(on),
        change=Change.LEFT,
        reported_on=None if reported is None else date.fromisoformat(reported),
    )


async def enter(
    office: Office,
    enrolments: Sequence[EnrolmentRecord],
    violations: Sequence[ViolationRecord] = (),
    entries: Sequence[EnrolmentEntryRecord] = (),
) -> None:
    """Enter enrolments with their doctors, each called 甲 and their code, and what is recorded on them."""
    doctors = sorted({one.doctor for one in enrolments})
    async with office.database.writing() as writes:
        await writes.put_doctors(
            [DoctorRecord(code=code, name=f"甲{code}", qualification=Qualification.LICENSED) for code in doctors]
        )
        await writes.put_enrolments(enrolments)
        await writes.add_violations(violations)
        await writes.add_entries(entries)


@asynccontextmanager
async def a_village(folder: Path) -> AsyncGenerator[Office]:
    """Open an office over N and S, suspended in the north and the south, and B, who left both and lost two points.

    Today is 31 December 2025.
    """
    async with an_office(folder) as office:
        await enter(
            office,
            [an_enrolment("N"), an_enrolment("S", "H-SOUTH"), an_enrolment("B"), an_enrolment("B", "H-SOUTH")],
            [
                a_violation("N", "2025-12-01", notified="2025-12-22"),
                a_violation("S", "2025-12-02", institution="H-SOUTH"),
                a_violation("B", "2025-11-03", "late", "H-SOUTH"),
            ],
            [leaving("B", "2025-12-31"), leaving("B", "2025-12-30", "H-SOUTH")],
        )
        yield office
