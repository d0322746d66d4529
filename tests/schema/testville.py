"""A made-up place with one regulation, a small registry under it, and ways to ask about them."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import strawberry
from strawberry.types import ExecutionResult

from core.host import Host
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    EntryKind,
    ExaminationRecord,
    InstitutionRecord,
    Qualification,
    ViolationRecord,
)
from core.regulation.vocabulary import Act, Attribute, Basis, PeriodKind
from core.service.office import Office, opened
from core.service.viewer import Scope, Viewer
from schema.context import Context
from tests.databases import Kind, a_registry, one_kind

TODAY = date(2025, 6, 30)
LAW = "testville-2020"

REGULATION = """
id = "testville-2020"
place = "testville"
title = { zh = "试镇办法", en = "Testville measures" }
region = { code = "990100", name = { zh = "试镇", en = "Testville" } }
in_force = { from = 2020-01-01, cite = "9" }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }

[enrolment]
cite = "2"
basis = "AGREEMENT"
conditions = [
  { id = "licence", cite = "2", label = { zh = "执业医师", en = "Licensed" }, any_of = ["LICENSED"] },
  { id = "employed", cite = "2", label = { zh = "受聘", en = "Employed" }, any_of = ["EMPLOYED_BY_INSTITUTION"] },
]
states = [{ id = "SIGNED", cite = "3", label = { zh = "已签", en = "Signed" }, enrolled = true }]

[[enrolment.transitions]]
act = "SIGN"
by = "INSTITUTION"
to = "SIGNED"
cite = "3"
label = { zh = "签约", en = "Signing" }
requires = ["licence", "employed"]

[points]
cite = "4"
full = 10
period = "YEAR"

[[points.clauses]]
id = "T.1"
cite = "4.一"
points = 2
label = { zh = "迟报", en = "Late report" }

[[points.clauses]]
id = "T.2"
cite = "4.二"
points = { from = 1, to = 3 }
label = { zh = "漏报", en = "No report" }

[[points.clauses]]
id = "T.3"
cite = "4.三"
points = 5
label = { zh = "误报", en = "False report" }

[[points.thresholds]]
id = "five"
cite = "5.一"
at = 5
label = { zh = "暂停六个月", en = "Suspended six months" }
sanctions = [{ kind = "SUSPEND", cite = "5.一", months = 6 }]

[[readings]]
id = "last_day"
cite = "5"
question = { zh = "最后一天?", en = "Which day is the last?" }

[[readings.choices]]
id = "previous"
label = { zh = "前一天", en = "The day before" }

[[readings.choices]]
id = "corresponding"
label = { zh = "对应日", en = "The day itself" }
set = { "points.conventions.last_day" = "CORRESPONDING" }

[[gaps]]
id = "appeal"
label = { zh = "未规定申诉", en = "No appeal is provided for" }
"""

EVERYONE = Viewer("test", frozenset({Scope.READ, Scope.RECORD}), None)
IN_NORTH = Viewer("north", frozenset({Scope.READ, Scope.RECORD}), ("990101",))
IN_SOUTH = Viewer("south", frozenset({Scope.READ, Scope.RECORD}), ("990102",))
SIGNED = EnrolmentEntryRecord(
    doctor="N", institution="H-NORTH", place="testville", kind=EntryKind.ACT, on=date(2021, 1, 1), act=Act.SIGN
)
EMPLOYED = EnrolmentEntryRecord(
    doctor="N",
    institution="H-NORTH",
    place="testville",
    kind=EntryKind.FINDING,
    on=date(2020, 12, 1),
    attribute=Attribute.EMPLOYED_BY_INSTITUTION,
    holds=True,
)


def a_host(folder: Path, files: dict[str, str] | None = None) -> Host:
    """Return a host of the plugin folders named in ``files``; without it, of the made-up place alone."""
    for name, text in (files or {"testville/2020.toml": REGULATION}).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Host.load([folder], packages=False)


@asynccontextmanager
async def an_office(tmp_path: Path, host: Host | None = None, *, kind: Kind | None = None) -> AsyncGenerator[Office]:
    """Serve a host, by default of the made-up place, with an empty registry on either kind of database."""
    plugins = tmp_path / "plugins"
    plugins.mkdir()
    with a_registry(kind or one_kind(), tmp_path) as registry:
        async with opened(host or a_host(plugins), registry.location, today=lambda: TODAY) as office:
            yield office


@asynccontextmanager
async def an_office_of(folder: Path, place: str, text: str) -> AsyncGenerator[Office]:
    """Serve one regulation of a made-up place, with an empty registry below ``folder``."""
    host = a_host(folder / "data", {f"{place}/2020.toml": text})
    assert host.parked == ()
    async with an_office(folder, host) as office:
        yield office


async def ask(
    schema: strawberry.Schema, office: Office, query: str, viewer: Viewer = EVERYONE, **variables: object
) -> dict[str, Any]:
    """Return the data of an answer without errors."""
    result = await asked(schema, office, query, viewer, **variables)
    assert result.errors is None, result.errors
    assert result.data is not None
    return result.data


async def asked(
    schema: strawberry.Schema, office: Office, query: str, viewer: Viewer = EVERYONE, **variables: object
) -> ExecutionResult:
    context = Context.of(office, viewer)
    result = await schema.execute(query, variable_values=variables, context_value=context)
    assert isinstance(result, ExecutionResult)
    return result


async def refused(
    schema: strawberry.Schema, office: Office, query: str, viewer: Viewer = EVERYONE, **variables: object
) -> dict[str, Any]:
    """Return the extensions of the only error of an answer."""
    result = await asked(schema, office, query, viewer, **variables)
    assert result.errors is not None
    assert len(result.errors) == 1
    return dict(result.errors[0].extensions or {})


def a_doctor(code: str, name: str = "甲") -> DoctorRecord:
    return DoctorRecord(code=code, name=name, qualification=Qualification.LICENSED)


def an_enrolment(
    doctor: str, institution: str, *, since: str = "2021-01-01", until: str | None = None
) -> EnrolmentRecord:
    return EnrolmentRecord(
        doctor=doctor,
        institution=institution,
        place="testville",
        basis=Basis.AGREEMENT,
        since=date.fromisoformat(since),
        until=None if until is None else date.fromisoformat(until),
    )


def a_violation(
    decision_no: str, doctor: str, institution: str, clause: str = "T.1", on: str = "2025-03-01"
) -> ViolationRecord:
    return ViolationRecord(
        place="testville",
        regulation=LAW,
        clause=clause,
        decision_no=decision_no,
        doctor=doctor,
        institution=institution,
        decided_on=date.fromisoformat(on),
    )


async def register(
    office: Office,
    *,
    doctors: Sequence[DoctorRecord] = (),
    enrolments: Sequence[EnrolmentRecord] = (),
    violations: Sequence[ViolationRecord] = (),
) -> None:
    async with office.database.writing() as writes:
        await writes.put_doctors(doctors)
        await writes.put_enrolments(enrolments)
        await writes.add_violations(violations)


async def fill(office: Office) -> None:
    """Enter two institutions in two regions, and three doctors: N in the north, S in the south, B in both.

    N lost 2 points, S lost 5 and is suspended, B lost 2 in the north and 5 in the south.
    """
    north = InstitutionRecord(code="H-NORTH", name="北院", region="990101", level="三级")
    south = InstitutionRecord(code="H-SOUTH", name="南院", region="990102", designated=False)
    async with office.database.writing() as writes:
        await writes.put_institutions([north, south])
        await writes.put_departments([DepartmentRecord(institution="H-NORTH", code="A01", name="内科")])
        await writes.put_doctors([a_doctor("N", "北"), a_doctor("S", "南"), a_doctor("B", "双")])
        await writes.put_enrolments(
            [
                an_enrolment("N", "H-NORTH"),
                an_enrolment("S", "H-SOUTH"),
                an_enrolment("B", "H-NORTH", until="2025-01-01"),
                an_enrolment("B", "H-SOUTH", since="2022-01-01"),
            ]
        )
        await writes.add_entries([EMPLOYED, SIGNED])
        await writes.add_violations(
            [
                a_violation("1号", "N", "H-NORTH"),
                a_violation("2号", "S", "H-SOUTH", "T.3"),
                a_violation("3号", "B", "H-NORTH", "T.1", "2025-02-01"),
                a_violation("4号", "B", "H-SOUTH", "T.3", "2025-04-01"),
            ]
        )
        await writes.add_examinations(
            [ExaminationRecord(doctor="S", place="testville", on=date(2025, 5, 1), passed=True)]
        )
        await writes.open_period(
            place="testville", kind=PeriodKind.YEAR, name="2025", start=date(2025, 1, 1), end=date(2026, 1, 1)
        )
