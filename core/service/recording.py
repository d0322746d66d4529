"""Recording one fact at a time: an enrolment, an act, a violation, an examination, a repair, a measurement.

Each is idempotent by its natural key.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.assessment.outcome import Standing
from core.errors import GuijuError, NotFoundError, RefusedError
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
from core.service.viewer import Scope, Viewer
from core.storage import Writes
from core.text import Text


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a request to record did: nothing if there are problems."""

    problems: tuple[FieldProblem, ...] = ()
    created: bool = False
    """False if the same was recorded before."""


async def record_violation(office: Office, viewer: Viewer, record: ViolationRecord) -> Recorded:
    """Enter a violation into the ledger; the same again changes nothing."""
    problems = check_violation(office.host.catalogue, record, office.today())
    return await _record(office, viewer, record.institution, problems, lambda w: w.add_violations([record]))


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

    return await _record(office, viewer, record.institution, problems, write)


async def record_examination(office: Office, viewer: Viewer, record: ExaminationRecord, institution: str) -> Recorded:
    """Enter an examination into the ledger, at the institution that reports it."""
    problems = check_examination(office.host.catalogue, record, office.today())
    return await _record(office, viewer, institution, problems, lambda w: w.add_examinations([record]))


async def record_repair(office: Office, viewer: Viewer, record: RepairRecord, institution: str) -> Recorded:
    """Enter a repair into the ledger, at the institution that reports it; the same again changes nothing."""
    problems = check_repair(office.host.catalogue, record, office.today())
    return await _record(office, viewer, institution, problems, lambda w: w.add_repairs([record]))


async def record_measurement(office: Office, viewer: Viewer, record: MeasurementRecord) -> Recorded:
    """Enter a measurement into the ledger; the same again changes nothing.

    Its region must lie in the viewer's regions, and so must an institution that it or its department is about.
    """
    problems = check_measurement(office.host.catalogue, record, office.today())
    return await _write(
        office,
        viewer,
        lambda: _require_subject(office, viewer, record),
        problems,
        lambda w: w.add_measurements([record]),
    )


async def record_entry(office: Office, viewer: Viewer, record: EnrolmentEntryRecord) -> Recorded:
    """Enter an act, finding, incident or change into the file of an enrolment."""
    problems = _to_come(office, "on", record.on > office.today())
    return await _record(office, viewer, record.institution, problems, lambda w: w.add_entries([record]))


async def enrol_doctor(office: Office, viewer: Viewer, record: EnrolmentRecord) -> Recorded:
    """Enrol a doctor at an institution; refused while a revocation stands and its bar has not passed."""
    problems = check_enrolment(office.host.catalogue, record)
    if not problems and await _may_report(office, viewer, record.institution):  # or the time would tell who is barred
        problems = await _barred(office, record)
    return await _record(office, viewer, record.institution, problems, lambda w: w.put_enrolments([record]))


def _to_come(office: Office, field: str, later: bool) -> tuple[FieldProblem, ...]:  # noqa: FBT001
    if not later:
        return ()
    text = Text(zh=f"晚于今天({office.today()})", en=f"it is later than today ({office.today()})")
    return (FieldProblem(field, "DAY_TO_COME", text),)


async def _record(
    office: Office,
    viewer: Viewer,
    institution: str,
    problems: tuple[FieldProblem, ...],
    write: Callable[[Writes], Awaitable[Put]],
) -> Recorded:
    """Write what an institution reports, if the viewer may and nothing is wrong."""
    return await _write(office, viewer, lambda: _require_region(office, viewer, institution), problems, write)


async def write_as(
    office: Office,
    viewer: Viewer,
    problems: tuple[FieldProblem, ...],
    write: Callable[[Writes], Awaitable[Put]],
) -> Recorded:
    """Write what the caller has found to lie in the viewer's regions, if nothing is wrong."""

    async def nothing() -> None:
        """Require nothing more."""

    return await _write(office, viewer, nothing, problems, write)


async def _write(
    office: Office,
    viewer: Viewer,
    require: Callable[[], Awaitable[None]],
    problems: tuple[FieldProblem, ...],
    write: Callable[[Writes], Awaitable[Put]],
) -> Recorded:
    """Write if the viewer may, ``require`` raises nothing and nothing is wrong; an error becomes a problem."""
    try:
        viewer.require(Scope.RECORD)
        await require()
        if problems:
            return Recorded(problems)
        async with office.database.writing(actor=viewer.actor) as writes:
            put = await write(writes)
            if put.created or put.updated:
                await succeed(office, writes)
    except GuijuError as error:
        return Recorded((FieldProblem.of(error),))
    return Recorded(created=put.created > 0)


async def _require_subject(office: Office, viewer: Viewer, record: MeasurementRecord) -> None:
    """Raise GuijuError unless the measurement lies in the viewer's regions and its doctor or institution is known."""
    if not viewer.sees(record.region):
        text = Text(
            zh=f"地区 {record.region} 不在令牌的地区内",
            en=f"the region {record.region} is not one of the token's regions",
        )
        raise RefusedError("REGION_FORBIDDEN", text, field="region")
    if record.subject_kind in (SubjectKind.INSTITUTION, SubjectKind.DEPARTMENT):
        await _require_region(office, viewer, record.subject.partition("/")[0], "subject")
    elif record.subject_kind is SubjectKind.DOCTOR:
        await _require_doctor(office, record.subject)


async def _require_doctor(office: Office, doctor: str) -> None:
    """Raise NotFoundError unless the subject ``doctor`` is registered."""
    if await office.reads.unknown_doctors([doctor]):
        text = Text(zh=f"登记中没有编码为 {doctor} 的医师", en=f"no doctor in the registry has the code {doctor}")
        raise NotFoundError("DOCTOR_UNKNOWN", text, field="subject")


async def _may_report(office: Office, viewer: Viewer, institution: str) -> bool:
    """Return whether the viewer may record what an institution reports."""
    if not viewer.may(Scope.RECORD):
        return False
    found = (await office.reads.institutions_by_code([institution])).get(institution)
    return found is not None and viewer.sees(found.region)


async def _require_region(office: Office, viewer: Viewer, institution: str, field: str = "institution") -> None:
    """Raise GuijuError unless the institution lies in the viewer's regions; an unknown one reads the same."""
    if not await _may_report(office, viewer, institution):
        text = Text(
            zh=f"令牌的地区内没有编码为 {institution} 的机构",
            en=f"no institution with the code {institution} lies in the token's regions",
        )
        raise GuijuError("INSTITUTION_UNKNOWN", text, field=field)


async def _barred(office: Office, record: EnrolmentRecord) -> tuple[FieldProblem, ...]:
    """Return the problem of a doctor whose qualification is revoked under this place, or none."""
    doctor = (await office.reads.doctors_by_code([record.doctor])).get(record.doctor)
    governing = office.host.catalogue.governing(record.place, record.since).law
    if doctor is None or governing is None:
        return ()
    outcome = (await assess_doctors(office, settle(office, governing.id, as_of=record.since), [doctor.id]))[doctor.id]
    standing = outcome.standing
    if standing is None or standing.status not in (Status.REVOKED, Status.TERMINATED):
        return ()
    if standing.may_reapply_from is not None and standing.may_reapply_from <= record.since:
        return ()
    return (FieldProblem("since", "BARRED", _bar_text(standing)),)


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
