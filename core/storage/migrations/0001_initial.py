"""The first release: master data, periods, the append-only ledger and tokens."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.storage.append_only import AppendOnly


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Doctor",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("code", fields.CharField(unique=True, max_length=64)),
                ("name", fields.CharField(max_length=200)),
                ("qualification", fields.CharField(max_length=32)),
                ("title", fields.CharField(null=True, max_length=200)),
                ("category", fields.CharField(null=True, max_length=200)),
                ("scope", fields.CharField(null=True, max_length=500)),
            ],
            options={
                "table": "doctor",
                "app": "registry",
                "pk_attr": "id",
                "table_description": "A doctor (医保医师).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EvaluationPeriod",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("place", fields.CharField(max_length=64)),
                ("kind", fields.CharField(max_length=32)),
                ("name", fields.CharField(max_length=200)),
                ("starts_on", fields.DateField()),
                ("ends_on", fields.DateField()),
                ("state", fields.CharField(max_length=32)),
            ],
            options={
                "table": "evaluation_period",
                "app": "registry",
                "unique_together": (("place", "kind", "starts_on"),),
                "indexes": [Index(fields=["starts_on"], name="evaluation_period_by_start")],
                "pk_attr": "id",
                "table_description": "The interval over which a place sums points (考核周期), half-open.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Examination",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "doctor",
                    fields.ForeignKeyField(
                        "registry.Doctor",
                        source_field="doctor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.CharField(max_length=64)),
                ("held_on", fields.DateField()),
                ("passed", fields.BooleanField()),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "examination",
                "app": "registry",
                "unique_together": (("doctor", "place", "held_on"),),
                "pk_attr": "id",
                "table_description": "An examination after training (考试考核).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Institution",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("code", fields.CharField(unique=True, max_length=64)),
                ("name", fields.CharField(max_length=200)),
                ("region", fields.CharField(max_length=6)),
                ("level", fields.CharField(null=True, max_length=32)),
                ("designated", fields.BooleanField()),
            ],
            options={
                "table": "institution",
                "app": "registry",
                "indexes": [Index(fields=["region", "code"], name="institution_by_region")],
                "pk_attr": "id",
                "table_description": "An institution (医疗机构).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Department",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "institution",
                    fields.ForeignKeyField(
                        "registry.Institution",
                        source_field="institution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("code", fields.CharField(max_length=64)),
                ("name", fields.CharField(max_length=200)),
            ],
            options={
                "table": "department",
                "app": "registry",
                "unique_together": (("institution", "code"),),
                "pk_attr": "id",
                "table_description": "A department (科室) of an institution.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Enrolment",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "doctor",
                    fields.ForeignKeyField(
                        "registry.Doctor",
                        source_field="doctor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "institution",
                    fields.ForeignKeyField(
                        "registry.Institution",
                        source_field="institution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "department",
                    fields.ForeignKeyField(
                        "registry.Department",
                        source_field="department_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.CharField(max_length=64)),
                ("basis", fields.CharField(max_length=32)),
                ("since", fields.DateField()),
                ("until", fields.DateField(null=True)),
                ("main", fields.BooleanField()),
            ],
            options={
                "table": "enrolment",
                "app": "registry",
                "unique_together": (("doctor", "place", "since", "institution"),),
                "indexes": [
                    Index(fields=["institution_id", "since"], name="enrolment_by_institution"),
                    Index(fields=["place", "since"], name="enrolment_by_place"),
                    Index(fields=["since"], name="enrolment_by_since"),
                ],
                "pk_attr": "id",
                "table_description": "A doctor at an institution under a place's regulation (备案/协议).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="EnrolmentEntry",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "doctor",
                    fields.ForeignKeyField(
                        "registry.Doctor",
                        source_field="doctor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "institution",
                    fields.ForeignKeyField(
                        "registry.Institution",
                        source_field="institution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("place", fields.CharField(max_length=64)),
                ("kind", fields.CharField(max_length=32)),
                ("term", fields.CharField(max_length=32)),
                ("happened_on", fields.DateField()),
                ("holds", fields.BooleanField(null=True)),
                ("reported_on", fields.DateField(null=True)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "enrolment_entry",
                "app": "registry",
                "unique_together": (("doctor", "institution", "place", "kind", "term", "happened_on", "reported_on"),),
                "indexes": [Index(fields=["institution_id"], name="enrolment_entry_by_institution")],
                "pk_attr": "id",
                "table_description": "One entry in the append-only file of a doctor at an institution under a place's regulation.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Token",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("label", fields.CharField(max_length=200)),
                ("sha256", fields.CharField(unique=True, max_length=64)),
                ("scopes", fields.TextField(unique=False)),
                ("regions", fields.TextField(null=True, unique=False)),
                ("created_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("expires_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
                ("revoked_at", fields.DatetimeField(null=True, auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "token",
                "app": "registry",
                "indexes": [Index(fields=["label"], name="token_by_label")],
                "pk_attr": "id",
                "table_description": "A bearer token, kept as the SHA-256 of its secret.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Violation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("place", fields.CharField(max_length=64)),
                ("regulation", fields.CharField(max_length=200)),
                ("clause", fields.CharField(max_length=64)),
                ("decision_no", fields.CharField(max_length=200)),
                (
                    "doctor",
                    fields.ForeignKeyField(
                        "registry.Doctor",
                        source_field="doctor_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "institution",
                    fields.ForeignKeyField(
                        "registry.Institution",
                        source_field="institution_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "department",
                    fields.ForeignKeyField(
                        "registry.Department",
                        source_field="department_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("cases", fields.IntField()),
                ("points", fields.DecimalField(null=True, max_digits=12, decimal_places=2)),
                ("months", fields.IntField(null=True)),
                ("occurred_on", fields.DateField(null=True)),
                ("decided_on", fields.DateField()),
                ("notified_on", fields.DateField(null=True)),
                ("determined_by", fields.CharField(null=True, max_length=200)),
                ("note", fields.TextField(null=True, unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "violation",
                "app": "registry",
                "unique_together": (("place", "decision_no", "doctor", "clause"),),
                "indexes": [
                    Index(fields=["doctor_id", "place", "decided_on"], name="violation_by_doctor"),
                    Index(fields=["institution_id", "decided_on"], name="violation_by_institution"),
                    Index(fields=["place", "decided_on"], name="violation_by_place"),
                    Index(fields=["decided_on"], name="violation_by_day"),
                ],
                "pk_attr": "id",
                "table_description": "A violation (违规) as decided.",
            },
            bases=["Model"],
        ),
        # A unique index takes two NULLs for different values; an unreported change must still be recorded once.
        ops.RunSQL(
            'CREATE UNIQUE INDEX "enrolment_entry_unreported" ON "enrolment_entry" '
            '("doctor_id", "institution_id", "place", "kind", "term", "happened_on") WHERE "reported_on" IS NULL',
            'DROP INDEX "enrolment_entry_unreported"',
        ),
        AppendOnly("violation", "examination", "enrolment_entry"),
    ]
