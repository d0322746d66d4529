"""Mutations: what admin scripts do one at a time, idempotent by natural key."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

import strawberry

from core.records import EnrolmentEntryRecord, EnrolmentRecord, ExaminationRecord, ViolationRecord
from core.service import recording
from core.service.recording import Recorded
from core.service.viewer import Scope
from core.storage import EnrolmentEntryRow, EnrolmentRow, ExaminationRow, ViolationFilter, ViolationRow
from schema.context import Context, Info
from schema.doctor import Examination
from schema.enrolment import Enrolment, EnrolmentEntry
from schema.fields import argument, field, resolved
from schema.text import Text
from schema.violation import Violation
from schema.vocabulary import Act, Attribute, Basis, Change, Incident
from schema.vocabulary_of_answers import EntryKind


def _optional(description: str, default: object = None) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    return strawberry.field(default=default, description=description)


@strawberry.type(description="What is wrong with one field of a request.")
class Problem:
    """Stands for ``core.service.admission.FieldProblem``."""

    field_name: str | None = field(
        "The field, as the input names it; none: the request as a whole.", "field", name="field"
    )
    code: str = field("Stable, in capitals.")
    message: Text = field("What is wrong, and what to do.")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a mutation did, with the row now in the registry; None: see the problems, or the viewer may not read."""

    recorded: Recorded
    row: EnrolmentRow | ViolationRow | ExaminationRow | EnrolmentEntryRow | None = None


_INPUT = argument("What to record.")
_CREATED = "Whether it was entered now; false: it was there before, or there are problems."
_PROBLEMS = "Everything that is wrong; empty: the registry holds it now."
_NODE = "What the registry holds now; none: see the problems, or the token may not read."


@strawberry.type(description="What `enrolDoctor` did.")
class EnrolDoctorPayload:
    """Stands for ``Outcome``."""

    created: bool = field(_CREATED, "recorded.created")
    enrolment: Enrolment | None = field(_NODE, "row")
    problems: list[Problem] = field(_PROBLEMS, "recorded.problems")


@strawberry.type(description="What `recordViolation` did.")
class RecordViolationPayload:
    """Stands for ``Outcome``."""

    created: bool = field(_CREATED, "recorded.created")
    violation: Violation | None = field(_NODE, "row")
    problems: list[Problem] = field(_PROBLEMS, "recorded.problems")


@strawberry.type(description="What `recordExamination` did.")
class RecordExaminationPayload:
    """Stands for ``Outcome``."""

    created: bool = field(_CREATED, "recorded.created")
    examination: Examination | None = field(_NODE, "row")
    problems: list[Problem] = field(_PROBLEMS, "recorded.problems")


@strawberry.type(description="What `recordEnrolmentEntry` did.")
class RecordEnrolmentEntryPayload:
    """Stands for ``Outcome``."""

    created: bool = field(_CREATED, "recorded.created")
    entry: EnrolmentEntry | None = field(_NODE, "row")
    problems: list[Problem] = field(_PROBLEMS, "recorded.problems")


@strawberry.input(description="An enrolment; natural key: doctor, institution, place and since.")
class EnrolDoctorInput:
    """Stands for ``core.records.EnrolmentRecord``."""

    doctor: str = field("The doctor's code.")
    institution: str = field("The institution's code.")
    place: str = field("The place whose regulations govern it.")
    basis: Basis = field("What it rests on.")
    since: date = field("First day.")
    until: date | None = _optional("First day after it; none: no end is known.")
    department: str | None = _optional("The department's code.")
    main: bool = _optional("Whether it is the doctor's main one.", default=True)


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
    cases: int = _optional("How many cases it counts.", default=1)
    department: str | None = _optional("The department's code.")
    occurred_on: date | None = _optional("Day of the act.")
    notified_on: date | None = _optional("Day of written notification.")
    points: Decimal | None = _optional("The decided points, only where the law leaves them to the decision.")
    months: int | None = _optional("The decided months, only where the law leaves them to the decision.")
    determined_by: str | None = _optional("The body that determined the act.")
    note: str | None = _optional("The circumstances.")


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
    attribute: Attribute | None = _optional("The attribute, for a finding.")
    holds: bool | None = _optional("Whether the attribute holds, for a finding.")
    act: Act | None = _optional("The procedural step, for an act.")
    incident: Incident | None = _optional("The incident, for an incident.")
    change: Change | None = _optional("The change, for a change.")
    reported_on: date | None = _optional("When a change was reported.")


async def enrol_doctor(info: Info, input: Annotated[EnrolDoctorInput, _INPUT]) -> Outcome:  # noqa: A002 - the convention of mutations
    """Enrol a doctor at an institution."""
    record = EnrolmentRecord(**vars(input))
    done = await recording.enrol_doctor(info.context.office, info.context.viewer, record)
    row = None
    if _readable(info.context, done):
        doctor = await _doctor_id(info.context, record.doctor)
        rows = (await info.context.reads.enrolments_of_doctors([doctor]))[doctor]
        place = await _institution_id(info.context, record.institution)
        wanted = (place, record.place, record.since)
        row = next((one for one in rows if (one.institution_id, one.place, one.since) == wanted), None)
    return Outcome(done, row)


async def record_violation(info: Info, input: Annotated[RecordViolationInput, _INPUT]) -> Outcome:  # noqa: A002
    """Enter a violation into the ledger."""
    record = ViolationRecord(**vars(input))
    done = await recording.record_violation(info.context.office, info.context.viewer, record)
    row = None
    if _readable(info.context, done):
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


async def record_examination(info: Info, input: Annotated[RecordExaminationInput, _INPUT]) -> Outcome:  # noqa: A002
    """Enter an examination into the ledger."""
    record = ExaminationRecord(doctor=input.doctor, place=input.place, on=input.on, passed=input.passed)
    context = info.context
    done = await recording.record_examination(context.office, context.viewer, record, input.institution)
    row = None
    if _readable(context, done):
        doctor = await _doctor_id(context, record.doctor)
        rows = (await context.reads.examinations_of_doctors([doctor], record.place))[doctor]
        row = next((one for one in rows if one.on == record.on), None)
    return Outcome(done, row)


async def record_enrolment_entry(info: Info, input: Annotated[RecordEnrolmentEntryInput, _INPUT]) -> Outcome:  # noqa: A002
    """Enter an act, finding, incident or change into the file of an enrolment."""
    record = EnrolmentEntryRecord(**vars(input))
    context = info.context
    done = await recording.record_entry(context.office, context.viewer, record)
    row = None
    if _readable(context, done):
        doctor = await _doctor_id(context, record.doctor)
        place = await _institution_id(context, record.institution)
        rows = (await context.reads.entries_of_doctors([doctor], record.place))[doctor]
        row = next((one for one in rows if one.institution_id == place and _tells(one, record)), None)
    return Outcome(done, row)


def _readable(context: Context, done: Recorded) -> bool:
    return not done.problems and context.viewer.may(Scope.READ)


async def _doctor_id(context: Context, code: str) -> int:
    return (await context.reads.doctors_by_code([code]))[code].id


async def _institution_id(context: Context, code: str) -> int:
    return (await context.reads.institutions_by_code([code]))[code].id


def _tells(row: EnrolmentEntryRow, record: EnrolmentEntryRecord) -> bool:
    said = (record.kind, record.on, record.attribute, record.holds, record.act, record.incident, record.change)
    told = (row.kind, row.on, row.attribute, row.holds, row.act, row.incident, row.change)
    return said == told and row.reported_on == record.reported_on


@strawberry.type(description="Writing to the registry, for tokens with the scope `record`.")
class Mutation:
    """Every mutation."""

    enrol_doctor: EnrolDoctorPayload = resolved(
        enrol_doctor, "Enrol a doctor at an institution; refused while a revocation bars it."
    )
    record_violation: RecordViolationPayload = resolved(
        record_violation, "Enter a violation into the ledger; sending the same again changes nothing."
    )
    record_examination: RecordExaminationPayload = resolved(
        record_examination, "Enter an examination into the ledger; sending the same again changes nothing."
    )
    record_enrolment_entry: RecordEnrolmentEntryPayload = resolved(
        record_enrolment_entry, "Enter one entry into the file of an enrolment; the same again changes nothing."
    )
