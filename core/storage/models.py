"""The registry's tables, as Tortoise models.

Enumerations are kept as plain text, so that a migration never depends on today's vocabulary. Master data
(institutions, departments, doctors, enrolments) is replaced by its natural key; the ledger (violations,
examinations, enrolment entries) and the audit trail are append-only, which triggers hold as well as the code.
"""
# ruff: noqa: D106 - Meta is where Tortoise looks for a table's name and indexes
# An index names columns ("doctor_id"): SQLite would take a field that is no column for a string, and index that.

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

CODE = 64
NAME = 200
PLACE = 64
WORD = 32
REGION = 6
SENTENCE = 500
NOTE = 4000
POINT_DIGITS = 12
POINT_PLACES = 2
VALUE_DIGITS = 18
VALUE_PLACES = 4
LARGEST_INTEGER = 2**31 - 1
"""What an INT column of every database holds."""


class Institution(Model):
    """An institution (医疗机构)."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=CODE, unique=True)
    name = fields.CharField(max_length=NAME)
    region = fields.CharField(max_length=REGION)
    level = fields.CharField(max_length=WORD, null=True)
    designated = fields.BooleanField()

    class Meta(Model.Meta):
        table = "institution"
        indexes = (Index(fields=("region", "code"), name="institution_by_region"),)


class Department(Model):
    """A department (科室) of an institution."""

    id = fields.IntField(primary_key=True)
    institution: fields.ForeignKeyRelation[Institution] = fields.ForeignKeyField(
        "registry.Institution", related_name=False, on_delete=OnDelete.RESTRICT
    )
    code = fields.CharField(max_length=CODE)
    name = fields.CharField(max_length=NAME)

    class Meta(Model.Meta):
        table = "department"
        unique_together = (("institution", "code"),)


class Doctor(Model):
    """A doctor (医保医师)."""

    id = fields.IntField(primary_key=True)
    code = fields.CharField(max_length=CODE, unique=True)
    name = fields.CharField(max_length=NAME)
    qualification = fields.CharField(max_length=WORD)
    title = fields.CharField(max_length=NAME, null=True)
    category = fields.CharField(max_length=NAME, null=True)
    scope = fields.CharField(max_length=SENTENCE, null=True)

    class Meta(Model.Meta):
        table = "doctor"


class Enrolment(Model):
    """A doctor at an institution under a place's regulation (备案/协议)."""

    id = fields.IntField(primary_key=True)
    doctor: fields.ForeignKeyRelation[Doctor] = fields.ForeignKeyField(
        "registry.Doctor", related_name=False, on_delete=OnDelete.RESTRICT
    )
    institution: fields.ForeignKeyRelation[Institution] = fields.ForeignKeyField(
        "registry.Institution", related_name=False, on_delete=OnDelete.RESTRICT
    )
    department: fields.ForeignKeyNullableRelation[Department] = fields.ForeignKeyField(
        "registry.Department", related_name=False, on_delete=OnDelete.RESTRICT, null=True
    )
    place = fields.CharField(max_length=PLACE)
    basis = fields.CharField(max_length=WORD)
    since = fields.DateField()
    until = fields.DateField(null=True)
    main = fields.BooleanField()
    recorded_at = fields.DatetimeField(null=True)
    """When it was first recorded; null: before that was kept."""

    class Meta(Model.Meta):
        table = "enrolment"
        unique_together = (("doctor", "place", "since", "institution"),)  # the order serves reads by doctor
        indexes = (
            Index(fields=("institution_id", "since"), name="enrolment_by_institution"),
            Index(fields=("place", "since"), name="enrolment_by_place"),
            Index(fields=("since",), name="enrolment_by_since"),
        )


class EnrolmentEntry(Model):
    """One entry in the append-only file of a doctor at an institution under a place's regulation."""

    id = fields.IntField(primary_key=True)
    doctor: fields.ForeignKeyRelation[Doctor] = fields.ForeignKeyField(
        "registry.Doctor", related_name=False, on_delete=OnDelete.RESTRICT
    )
    institution: fields.ForeignKeyRelation[Institution] = fields.ForeignKeyField(
        "registry.Institution", related_name=False, on_delete=OnDelete.RESTRICT
    )
    place = fields.CharField(max_length=PLACE)
    kind = fields.CharField(max_length=WORD)
    term = fields.CharField(max_length=WORD)
    happened_on = fields.DateField()
    holds = fields.BooleanField(null=True)
    reported_on = fields.DateField(null=True)
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "enrolment_entry"
        unique_together = (("doctor", "institution", "place", "kind", "term", "happened_on", "reported_on"),)
        indexes = (Index(fields=("institution_id",), name="enrolment_entry_by_institution"),)


class EvaluationPeriod(Model):
    """The interval over which a place sums points (考核周期), half-open."""

    id = fields.IntField(primary_key=True)
    place = fields.CharField(max_length=PLACE)
    kind = fields.CharField(max_length=WORD)
    name = fields.CharField(max_length=NAME)
    starts_on = fields.DateField()
    ends_on = fields.DateField()
    state = fields.CharField(max_length=WORD)

    class Meta(Model.Meta):
        table = "evaluation_period"
        unique_together = (("place", "kind", "starts_on"),)
        indexes = (Index(fields=("starts_on",), name="evaluation_period_by_start"),)


class Violation(Model):
    """A violation (违规) as decided."""

    id = fields.IntField(primary_key=True)
    place = fields.CharField(max_length=PLACE)
    regulation = fields.CharField(max_length=NAME)
    clause = fields.CharField(max_length=CODE)
    decision_no = fields.CharField(max_length=NAME)
    doctor: fields.ForeignKeyRelation[Doctor] = fields.ForeignKeyField(
        "registry.Doctor", related_name=False, on_delete=OnDelete.RESTRICT
    )
    institution: fields.ForeignKeyRelation[Institution] = fields.ForeignKeyField(
        "registry.Institution", related_name=False, on_delete=OnDelete.RESTRICT
    )
    department: fields.ForeignKeyNullableRelation[Department] = fields.ForeignKeyField(
        "registry.Department", related_name=False, on_delete=OnDelete.RESTRICT, null=True
    )
    cases = fields.IntField()
    points = fields.DecimalField(max_digits=POINT_DIGITS, decimal_places=POINT_PLACES, null=True)
    months = fields.IntField(null=True)
    occurred_on = fields.DateField(null=True)
    decided_on = fields.DateField()
    notified_on = fields.DateField(null=True)
    determined_by = fields.CharField(max_length=NAME, null=True)
    note = fields.TextField(null=True)
    recorded_at = fields.DatetimeField()
    responsibility = fields.CharField(max_length=WORD, null=True)
    reason = fields.TextField(null=True)

    class Meta(Model.Meta):
        table = "violation"
        unique_together = (("place", "decision_no", "doctor", "clause"),)
        indexes = (
            Index(fields=("doctor_id", "place", "decided_on"), name="violation_by_doctor"),
            Index(fields=("institution_id", "decided_on"), name="violation_by_institution"),
            Index(fields=("place", "decided_on"), name="violation_by_place"),
            Index(fields=("decided_on",), name="violation_by_day"),
        )


class ViolationEntry(Model):
    """One entry in the life of a violation: notified, contested, upheld, set aside."""

    id = fields.IntField(primary_key=True)
    violation: fields.ForeignKeyRelation[Violation] = fields.ForeignKeyField(
        "registry.Violation", related_name=False, on_delete=OnDelete.RESTRICT
    )
    event = fields.CharField(max_length=WORD)
    happened_on = fields.DateField()
    actor = fields.CharField(max_length=NAME)
    reason = fields.TextField(null=True)
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "violation_entry"
        unique_together = (("violation", "event", "happened_on"),)


class Examination(Model):
    """An examination after training (考试考核)."""

    id = fields.IntField(primary_key=True)
    doctor: fields.ForeignKeyRelation[Doctor] = fields.ForeignKeyField(
        "registry.Doctor", related_name=False, on_delete=OnDelete.RESTRICT
    )
    place = fields.CharField(max_length=PLACE)
    held_on = fields.DateField()
    passed = fields.BooleanField()
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "examination"
        unique_together = (("doctor", "place", "held_on"),)


class Repair(Model):
    """Something done to win points back (修复)."""

    id = fields.IntField(primary_key=True)
    doctor: fields.ForeignKeyRelation[Doctor] = fields.ForeignKeyField(
        "registry.Doctor", related_name=False, on_delete=OnDelete.RESTRICT
    )
    regulation = fields.CharField(max_length=NAME)
    rule = fields.CharField(max_length=CODE)
    done_on = fields.DateField()
    points = fields.DecimalField(max_digits=POINT_DIGITS, decimal_places=POINT_PLACES, null=True)
    determined_by = fields.CharField(max_length=NAME, null=True)
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "repair"
        unique_together = (("doctor", "regulation", "rule", "done_on"),)


class Measurement(Model):
    """A figure or grade that a regulation asks for."""

    id = fields.IntField(primary_key=True)
    regulation = fields.CharField(max_length=NAME)
    region = fields.CharField(max_length=6)
    subject_kind = fields.CharField(max_length=WORD)
    subject = fields.CharField(max_length=CODE)
    indicator = fields.CharField(max_length=CODE)
    period = fields.CharField(max_length=WORD)
    measured_on = fields.DateField()
    document_no = fields.CharField(max_length=NAME)
    value = fields.DecimalField(max_digits=VALUE_DIGITS, decimal_places=VALUE_PLACES, null=True)
    grade = fields.CharField(max_length=NAME, null=True)
    category = fields.CharField(max_length=NAME, null=True)
    source = fields.CharField(max_length=NAME)
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "measurement"
        unique_together = (
            ("subject", "regulation", "subject_kind", "indicator", "period", "measured_on", "document_no"),
        )
        indexes = (Index(fields=("regulation", "period"), name="measurement_by_period"),)


class Token(Model):
    """A bearer token, kept as the SHA-256 of its secret."""

    id = fields.IntField(primary_key=True)
    label = fields.CharField(max_length=NAME)
    sha256 = fields.CharField(max_length=64, unique=True)
    scopes = fields.TextField()
    regions = fields.TextField(null=True)
    created_at = fields.DatetimeField()
    expires_at = fields.DatetimeField(null=True)
    revoked_at = fields.DatetimeField(null=True)

    class Meta(Model.Meta):
        table = "token"
        indexes = (Index(fields=("label",), name="token_by_label"),)


class AuditEntry(Model):
    """One entry of the audit trail (审计记录), chained to the one before it."""

    id = fields.IntField(primary_key=True)
    number = fields.IntField(unique=True)
    at = fields.CharField(max_length=WORD)
    """As text: what is sealed is compared to the letter, and nothing of it is read as anything else first."""
    actor = fields.CharField(max_length=SENTENCE)
    action = fields.CharField(max_length=WORD)
    subject = fields.TextField()
    content = fields.TextField()
    previous = fields.CharField(max_length=64)
    digests = fields.TextField()
    hash = fields.CharField(max_length=64)

    class Meta(Model.Meta):
        table = "audit_entry"


class AuditHead(Model):
    """How far the audit trail goes: number and hash of its last entry, in one row."""

    id = fields.IntField(primary_key=True)
    number = fields.IntField()
    hash = fields.CharField(max_length=64)

    class Meta(Model.Meta):
        table = "audit_head"
