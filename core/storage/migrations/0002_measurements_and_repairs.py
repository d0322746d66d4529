"""Measurements and repairs in the ledger; responsibility and reason on violations."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.storage.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]

    initial = False

    operations = [
        ops.CreateModel(
            name="Measurement",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("regulation", fields.CharField(max_length=200)),
                ("region", fields.CharField(max_length=6)),
                ("subject_kind", fields.CharField(max_length=32)),
                ("subject", fields.CharField(max_length=64)),
                ("indicator", fields.CharField(max_length=64)),
                ("period", fields.CharField(max_length=32)),
                ("measured_on", fields.DateField()),
                ("document_no", fields.CharField(max_length=200)),
                ("value", fields.DecimalField(null=True, max_digits=18, decimal_places=4)),
                ("grade", fields.CharField(null=True, max_length=200)),
                ("category", fields.CharField(null=True, max_length=200)),
                ("source", fields.CharField(max_length=200)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "measurement",
                "app": "registry",
                "unique_together": (
                    ("subject", "regulation", "subject_kind", "indicator", "period", "measured_on", "document_no"),
                ),
                "indexes": [Index(fields=["regulation", "period"], name="measurement_by_period")],
                "pk_attr": "id",
                "table_description": "A figure or grade that a regulation asks for.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Repair",
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
                ("regulation", fields.CharField(max_length=200)),
                ("rule", fields.CharField(max_length=64)),
                ("done_on", fields.DateField()),
                ("points", fields.DecimalField(null=True, max_digits=12, decimal_places=2)),
                ("determined_by", fields.CharField(null=True, max_length=200)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "repair",
                "app": "registry",
                "unique_together": (("doctor", "regulation", "rule", "done_on"),),
                "pk_attr": "id",
                "table_description": "Something done to win points back (修复).",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Violation",
            name="reason",
            field=fields.TextField(null=True, unique=False),
        ),
        ops.AddField(
            model_name="Violation",
            name="responsibility",
            field=fields.CharField(null=True, max_length=32),
        ),
        AppendOnly("measurement", "repair"),
    ]
