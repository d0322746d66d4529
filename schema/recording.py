"""Mutations that enrol doctors and enter violations, examinations and the files of enrolments."""

from datetime import date
from decimal import Decimal
from typing import Annotated

import strawberry

from core.records import EnrolmentEntryRecord, EnrolmentRecord, ExaminationRecord, ViolationRecord
from core.service import recording
from core.storage import EnrolmentEntryRow, ViolationFilter
from schema.context import Info
from schema.doctor import Examination
from schema.enrolment import Enrolment, EnrolmentEntry
from schema.fields import field
from schema.recorded import (
    CREATED,
    INPUT,
    NODE,
    PROBLEMS,
    Outcome,
    Problem,
    doctor_id,
    institution_id,
    optional,
    readable,
)
from schema.violation import Violation
from schema.vocabulary import Act, Attribute, Basis, Change, Incident, Responsibility
from schema.vocabulary_of_answers import EntryKind


@strawberry.type(description="What `enrolDoctor` did.")
class EnrolDoctorPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    enrolment: Enrolment | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.type(description="What `recordViolation` did.")
class RecordViolationPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    violation: Violation | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.type(description="What `recordExamination` did.")
class RecordExaminationPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    examination: Examination | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.type(description="What `recordEnrolmentEntry` did.")
class RecordEnrolmentEntryPayload:
    """Stands for ``Outcome``."""

    created: bool = field(CREATED, "recorded.created")
    entry: EnrolmentEntry | None = field(NODE, "row")
    problems: list[Problem] = field(PROBLEMS, "recorded.problems")


@strawberry.input(description="An enrolment; natural key: doctor, institution, place and since.")
class EnrolDoctorInput:
    """Stands for ``core.records.EnrolmentRecord``."""

    doctor: str = field("The doctor's code.")
    institution: str = field("The institution's code.")
    place: str = field("The place whose regulations govern it.")
    basis: Basis = field("What it rests on.")
    since: date = field("First day.")
    until: date | None = optional("First day after it; none: no end is known.")
    department: str | None = optional("The department's code.")
    main: bool = optional("Whether it is the doctor's main one.", default=True)


@strawberry.input(description="A violation as decided; natural key: place, decisionNo, doctor and clause.")
class RecordViolationInput:
    """Stands for ``core.records.ViolationRecord``."""

    place: str = field("The place under whose regulations it was decided.")
    regulation: str = field("Code of the regulation whose clause it names.")
    clause: str = field("The clause's name within the regulation.")
    decision_no: str = field("Number of the decision (决定书号).")
    doctor: str = field("The doctor's code.")
    institution: str = field("The institution's code.")
    decided_on: date = field("Day of the decision.")
    cases: int = optional("How many cases it counts.", default=1)
    department: str | None = optional("The department's code.")
    occurred_on: date | None = optional("Day of the act.")
    notified_on: date | None = optional("Day of written notification.")
    points: Decimal | None = optional("The decided points, only where the law leaves them to the decision.")
    months: int | None = optional("The decided months, only where the law leaves them to the decision.")
    determined_by: str | None = optional("The body that determined the act.")
    note: str | None = optional("The circumstances.")
    responsibility: Responsibility | None = optional("The degree of responsibility found; of several the highest.")
    reason: str | None = optional("Why points or months were chosen as they were, where the law leaves a range.")
    suspected_by: str | None = optional(
        "Who raised a suspicion on `decidedOn`: the record then costs nothing until `advanceViolation` enters DECIDED. "
        "None: it is decided."
    )


@strawberry.input(description="An examination after training (考试考核); natural key: doctor, place and on.")
class RecordExaminationInput:
    """Stands for ``core.records.ExaminationRecord``."""

    doctor: str = field("The doctor's code.")
    institution: str = field("Code of the institution that reports it.")
    place: str = field("The place under whose regulations it was held.")
    on: date = field("Day of the examination.")
    passed: bool = field("Whether it was passed.")


@strawberry.input(description="An entry in the file of an enrolment; give exactly the term of its kind.")
class RecordEnrolmentEntryInput:
    """Stands for ``core.records.EnrolmentEntryRecord``."""

    doctor: str = field("The doctor's code.")
    institution: str = field("The institution's code.")
    place: str = field("The place whose regulations govern it.")
    kind: EntryKind = field("What it tells.")
    on: date = field("When it happened.")
    attribute: Attribute | None = optional("The attribute, for a finding.")
    holds: bool | None = optional("Whether the attribute holds, for a finding.")
    act: Act | None = optional("The procedural step, for an act.")
    incident: Incident | None = optional("The incident, for an incident.")
    change: Change | None = optional("The change, for a change.")
    reported_on: date | None = optional("When a change was reported.")


async def enrol_doctor(info: Info, input: Annotated[EnrolDoctorInput, INPUT]) -> Outcome:  # noqa: A002 - the convention of mutations
    """Enrol a doctor at an institution."""
    record = EnrolmentRecord(**vars(input))
    done = await recording.enrol_doctor(info.context.office, info.context.viewer, record)
    row = None
    if readable(info.context, done):
        doctor = await doctor_id(info.context, record.doctor)
        rows = (await info.context.reads.enrolments_of_doctors([doctor]))[doctor]
        place = await institution_id(info.context, record.institution)
        wanted = (place, record.place, record.since)
        row = next((one for one in rows if (one.institution_id, one.place, one.since) == wanted), None)
    return Outcome(done, row)


async def record_violation(info: Info, input: Annotated[RecordViolationInput, INPUT]) -> Outcome:  # noqa: A002
    """Enter a violation into the ledger."""
    given = dict(vars(input))
    suspected_by = given.pop("suspected_by")
    record, office, viewer = ViolationRecord(**given), info.context.office, info.context.viewer
    if suspected_by is None:
        done = await recording.record_violation(office, viewer, record)
    else:
        done = await recording.record_suspicion(office, viewer, record, suspected_by)
    row = None
    if readable(info.context, done):
        wanted = ViolationFilter(
            regions=info.context.viewer.regions,
            place=record.place,
            clause=record.clause,
            doctor=record.doctor,
            decided_from=record.decided_on,
            text=record.decision_no,
        )
        rows = await info.context.reads.page_violations(wanted)
        row = next((one for one in rows if one.decision_no == record.decision_no), None)
    return Outcome(done, row)


async def record_examination(info: Info, input: Annotated[RecordExaminationInput, INPUT]) -> Outcome:  # noqa: A002
    """Enter an examination into the ledger."""
    record = ExaminationRecord(doctor=input.doctor, place=input.place, on=input.on, passed=input.passed)
    context = info.context
    done = await recording.record_examination(context.office, context.viewer, record, input.institution)
    row = None
    if readable(context, done):
        doctor = await doctor_id(context, record.doctor)
        rows = (await context.reads.examinations_of_doctors([doctor], record.place))[doctor]
        row = next((one for one in rows if one.on == record.on), None)
    return Outcome(done, row)


async def record_enrolment_entry(info: Info, input: Annotated[RecordEnrolmentEntryInput, INPUT]) -> Outcome:  # noqa: A002
    """Enter an act, finding, incident or change into the file of an enrolment."""
    record = EnrolmentEntryRecord(**vars(input))
    context = info.context
    done = await recording.record_entry(context.office, context.viewer, record)
    row = None
    if readable(context, done):
        doctor = await doctor_id(context, record.doctor)
        place = await institution_id(context, record.institution)
        rows = (await context.reads.entries_of_doctors([doctor], record.place))[doctor]
        row = next((one for one in rows if one.institution_id == place and _tells(one, record)), None)
    return Outcome(done, row)


def _tells(row: EnrolmentEntryRow, record: EnrolmentEntryRecord) -> bool:
    said = (record.kind, record.on, record.attribute, record.holds, record.act, record.incident, record.change)
    told = (row.kind, row.on, row.attribute, row.holds, row.act, row.incident, row.change)
    return said == told and row.reported_on == record.reported_on
