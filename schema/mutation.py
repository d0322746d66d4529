"""Every root field of a mutation: what admin scripts do one at a time, idempotent by natural key."""

import strawberry

from schema import advancing, closing, recording, recording_measurement, recording_repair, reloading
from schema.advancing import AdvanceViolationPayload
from schema.closing import ClosePeriodPayload
from schema.fields import resolved
from schema.recording import (
    EnrolDoctorPayload,
    RecordEnrolmentEntryPayload,
    RecordExaminationPayload,
    RecordViolationPayload,
)
from schema.recording_measurement import RecordMeasurementPayload
from schema.recording_repair import RecordRepairPayload
from schema.reloading import ReloadRegulationsPayload


@strawberry.type(description="Writing to the registry, for tokens with the scope `record`.")
class Mutation:
    """Every mutation."""

    enrol_doctor: EnrolDoctorPayload = resolved(
        recording.enrol_doctor, "Enrol a doctor at an institution; refused while a revocation bars it."
    )
    record_violation: RecordViolationPayload = resolved(
        recording.record_violation, "Enter a violation into the ledger; sending the same again changes nothing."
    )
    advance_violation: AdvanceViolationPayload = resolved(
        advancing.advance_violation,
        "Enter what happened to a violation: notified, contested, upheld, set aside. Nothing is edited; sending the "
        "same again changes nothing.",
    )
    record_examination: RecordExaminationPayload = resolved(
        recording.record_examination, "Enter an examination into the ledger; sending the same again changes nothing."
    )
    record_repair: RecordRepairPayload = resolved(
        recording_repair.record_repair, "Enter a repair into the ledger; sending the same again changes nothing."
    )
    record_measurement: RecordMeasurementPayload = resolved(
        recording_measurement.record_measurement,
        "Enter a measurement into the ledger; sending the same again changes nothing. Its region must be one of the "
        "token's, and so must that of an institution that it is about.",
    )
    record_enrolment_entry: RecordEnrolmentEntryPayload = resolved(
        recording.record_enrolment_entry,
        "Enter one entry into the file of an enrolment; the same again changes nothing.",
    )
    close_period: ClosePeriodPayload = resolved(
        closing.close_period,
        "Close a period that is over: the assessment of every doctor is frozen with its proof. For tokens with the "
        "scope `admin`; closing it again changes nothing.",
    )
    reopen_period: ClosePeriodPayload = resolved(
        closing.reopen_period,
        "Open a closed period again; what was frozen stays readable. For tokens with the scope `admin`.",
    )
    revise_period: ClosePeriodPayload = resolved(
        closing.revise_period,
        "Append a successor to every frozen assessment of a closed period that would be another by today's law. What "
        "is recorded later needs no revision. For tokens with the scope `admin`.",
    )
    reload_regulations: ReloadRegulationsPayload = resolved(
        reloading.reload,
        "Load the plugins and the settings again and serve them, all at once between two requests; a wrong file keeps "
        "the old ones. It reaches the process that answers. For tokens with the scope `admin` in every region.",
    )
