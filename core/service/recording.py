"""Recording one fact at a time: an enrolment, an act, a violation, an examination, a repair, a measurement.

Each is idempotent by its natural key.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from core.assessment.outcome import Standing
from core.errors import GuijuError, RefusedError
from core.records import (
    EnrolmentEntryRecord,
    EnrolmentRecord,
    ExaminationRecord,
    MeasurementRecord,
    Put,
    RepairRecord,
    SubjectKind,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.regulation.vocabulary import LifeEvent, Status
from core.service.admission import (
    FieldProblem,
    check_enrolment,
    check_examination,
    check_measurement,
    check_repair,
    check_violation,
)
from core.service.assessing import assess_doctors, settle
from core.service.closing import succeed
from core.service.office import Office
from core.service.reach import About, require_doctor, require_institution, sees_under
from core.service.viewer import Scope, Viewer
from core.storage import DoctorRow, Writes
from core.storage.checks import Record, check_records
from core.text import Text

_BARRED_ELSEWHERE = Text(
    zh="资格已被取消, 现在不能备案; 期限请向作出决定的地区查询",
    en="the qualification is revoked and no enrolment is possible now; ask the region that decided it until when",
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a request to record did: nothing if there are problems."""

    problems: tuple[FieldProblem, ...] = ()
    created: bool = False
    """False if the same was recorded before."""


async def record_violation(office: Office, viewer: Viewer, record: ViolationRecord) -> Recorded:
    """Enter a violation into the ledger; the same again changes nothing."""
    problems = check_violation(office.host.catalogue, record, office.today())
    about = _at_institution(record, record.department)
    return await _write(office, viewer, about, problems, [record], lambda w: w.add_violations([record]))


async def record_suspicion(office: Office, viewer: Viewer, record: ViolationRecord, actor: str) -> Recorded:
    """Enter a suspicion, raised on its ``decided_on`` by ``actor``: it counts only once advanced with DECIDED."""
    problems = check_violation(office.host.catalogue, record, office.today())
    first = ViolationEntryRecord(
        place=record.place,
        decision_no=record.decision_no,
        doctor=record.doctor,
        clause=record.clause,
        event=LifeEvent.SUSPECTED,
        on=record.decided_on,
        actor=actor,
    )

    async def write(writes: Writes) -> Put:
        put = await writes.add_violations([record])
        if put.created:
            await writes.add_violation_entries([first])
        return put

    about = _at_institution(record, record.department)
    return await _write(office, viewer, about, problems, [record, first], write)


async def record_examination(office: Office, viewer: Viewer, record: ExaminationRecord, institution: str) -> Recorded:
    """Enter an examination into the ledger, at the institution that reports it."""
    problems = check_examination(office.host.catalogue, record, office.today())
    about = About(institution=institution, doctor=record.doctor)
    return await _write(office, viewer, about, problems, [record], lambda w: w.add_examinations([record]))


async def record_repair(office: Office, viewer: Viewer, record: RepairRecord, institution: str) -> Recorded:
    """Enter a repair into the ledger, at the institution that reports it; the same again changes nothing."""
    problems = check_repair(office.host.catalogue, record, office.today())
    about = About(institution=institution, doctor=record.doctor)
    return await _write(office, viewer, about, problems, [record], lambda w: w.add_repairs([record]))


async def record_measurement(office: Office, viewer: Viewer, record: MeasurementRecord) -> Recorded:
    """Enter a measurement into the ledger; the same again changes nothing.

    Its region must lie in the viewer's regions, and so must whoever it is about: an institution, that of a department,
    or a record of a doctor.
    """
    problems = check_measurement(office.host.catalogue, record, office.today())
    about = About(institution_field="subject", doctor_field="subject")
    match record.subject_kind:
        case SubjectKind.INSTITUTION | SubjectKind.DEPARTMENT:
            about = replace(about, institution=record.subject.partition("/")[0])
        case SubjectKind.DOCTOR:
            about = replace(about, doctor=record.subject)
        case SubjectKind.AGENCY:
            pass
    try:
        viewer.require(Scope.RECORD)
        _require_region(viewer, record.region)
    except GuijuError as error:
        return Recorded((FieldProblem.of(error),))
    return await _write(office, viewer, about, problems, [record], lambda w: w.add_measurements([record]))


async def record_entry(office: Office, viewer: Viewer, record: EnrolmentEntryRecord) -> Recorded:
    """Enter an act, finding, incident or change into the file of an enrolment."""
    problems = _to_come(office, "on", record.on > office.today())
    about = _at_institution(record)
    return await _write(office, viewer, about, problems, [record], lambda w: w.add_entries([record]))


async def enrol_doctor(office: Office, viewer: Viewer, record: EnrolmentRecord) -> Recorded:
    """Enrol a doctor at an institution; refused while a revocation stands and its bar has not passed."""
    problems = check_enrolment(office.host.catalogue, record)

    async def write(writes: Writes) -> Put:
        return await writes.put_enrolments([record])

    return await _write(
        office,
        viewer,
        _at_institution(record, record.department),
        problems,
        [record],
        write,
        lambda doctor: _refuse_barred(office, viewer, record, doctor),
    )


class _AtInstitution(Protocol):
    @property
    def doctor(self) -> str: ...

    @property
    def institution(self) -> str: ...


def _at_institution(record: _AtInstitution, department: str | None = None) -> About:
    return About(institution=record.institution, department=department, doctor=record.doctor, binds=True)


def _to_come(office: Office, field: str, later: bool) -> tuple[FieldProblem, ...]:  # noqa: FBT001
    if not later:
        return ()
    text = Text(zh=f"晚于今天({office.today()})", en=f"it is later than today ({office.today()})")
    return (FieldProblem(field, "DAY_TO_COME", text),)


async def write_as(
    office: Office,
    viewer: Viewer,
    problems: tuple[FieldProblem, ...],
    write: Callable[[Writes], Awaitable[Put]],
) -> Recorded:
    """Write what the caller has found to lie in the viewer's regions, if nothing is wrong."""
    return await _write(office, viewer, About(), problems, [], write)


async def _write(
    office: Office,
    viewer: Viewer,
    about: About,
    problems: tuple[FieldProblem, ...],
    records: Sequence[Record],
    write: Callable[[Writes], Awaitable[Put]],
    refuse: Callable[[DoctorRow], Awaitable[None]] | None = None,
) -> Recorded:
    """Write if the viewer may and nothing is wrong; an error becomes a problem.

    The institution is looked at first and the doctor last, when everything else is in order. ``refuse`` then raises if
    the law does not allow it.
    """
    try:
        viewer.require(Scope.RECORD)
        await require_institution(office, viewer, about)
        if problems:
            return Recorded(problems)
        await check_records(records)
        doctor = await require_doctor(office, viewer, about)
        if refuse is not None and doctor is not None:
            await refuse(doctor)
        async with office.database.writing(actor=viewer.actor) as writes:
            put = await write(writes)
            if put.created or put.updated:
                await succeed(office, writes)
    except GuijuError as error:
        return Recorded((FieldProblem.of(error),))
    return Recorded(created=put.created > 0)


def _require_region(viewer: Viewer, region: str) -> None:
    if not viewer.sees(region):
        text = Text(zh=f"地区 {region} 不在令牌的地区内", en=f"the region {region} is not one of the token's regions")
        raise RefusedError("REGION_FORBIDDEN", text, field="region")


async def _refuse_barred(office: Office, viewer: Viewer, record: EnrolmentRecord, doctor: DoctorRow) -> None:
    """Raise RefusedError for a doctor whose qualification is revoked under the place, while the bar has not passed."""
    governing = office.host.catalogue.governing(record.place, record.since).law
    if governing is None:
        return
    outcome = (await assess_doctors(office, settle(office, governing.id, as_of=record.since), [doctor.id]))[doctor.id]
    standing = outcome.standing
    if standing is None or standing.status not in (Status.REVOKED, Status.TERMINATED):
        return
    if standing.may_reapply_from is not None and standing.may_reapply_from <= record.since:
        return
    is_seen = await sees_under(office, viewer, record.doctor, record.place)
    raise RefusedError("BARRED", _bar_text(standing) if is_seen else _BARRED_ELSEWHERE, field="since")


def _bar_text(standing: Standing) -> Text:
    if standing.may_reapply_from is None:
        return Text(
            zh="资格已被取消, 原文未规定何时可重新申请",
            en="the qualification is revoked and the law does not say when to apply again",
        )
    day = standing.may_reapply_from.isoformat()
    return Text(
        zh=f"资格已被取消, {day} 起方可重新申请",
        en=f"the qualification is revoked; a new application is possible from {day}",
    )
