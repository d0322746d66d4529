"""Recording one fact at a time: an enrolment, an act, a violation, an examination; idempotent by natural key."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from core.assessment.outcome import Standing
from core.errors import GuijuError
from core.records import EnrolmentEntryRecord, EnrolmentRecord, ExaminationRecord, Put, ViolationRecord
from core.regulation.vocabulary import Status
from core.service.admission import FieldProblem, check_enrolment, check_violation
from core.service.assessing import assess_doctors, settle
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


async def record_examination(office: Office, viewer: Viewer, record: ExaminationRecord, institution: str) -> Recorded:
    """Enter an examination into the ledger, at the institution that reports it."""
    problems = _to_come(office, "on", record.on > office.today())
    return await _record(office, viewer, institution, problems, lambda w: w.add_examinations([record]))


async def record_entry(office: Office, viewer: Viewer, record: EnrolmentEntryRecord) -> Recorded:
    """Enter an act, finding, incident or change into the file of an enrolment."""
    problems = _to_come(office, "on", record.on > office.today())
    return await _record(office, viewer, record.institution, problems, lambda w: w.add_entries([record]))


async def enrol_doctor(office: Office, viewer: Viewer, record: EnrolmentRecord) -> Recorded:
    """Enrol a doctor at an institution; refused while a revocation stands and its bar has not passed."""
    problems = check_enrolment(office.host.catalogue, record)
    if not problems:
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
    """Write if the viewer may and nothing is wrong; an error of the registry becomes a problem."""
    try:
        viewer.require(Scope.RECORD)
        await _require_region(office, viewer, institution)
        if problems:
            return Recorded(problems)
        async with office.database.writing() as writes:
            put = await write(writes)
    except GuijuError as error:
        return Recorded((FieldProblem.of(error),))
    return Recorded(created=put.created > 0)


async def _require_region(office: Office, viewer: Viewer, institution: str) -> None:
    """Raise RefusedError unless the institution lies in the viewer's regions; an unknown one reads the same."""
    found = (await office.reads.institutions_by_code([institution])).get(institution)
    if found is None or not viewer.sees(found.region):
        text = Text(
            zh=f"令牌的地区内没有编码为 {institution} 的机构",
            en=f"no institution with the code {institution} lies in the token's regions",
        )
        raise GuijuError("INSTITUTION_UNKNOWN", text, field="institution")


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
