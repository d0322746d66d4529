"""The life of a violation as entries of their own; when an enrolment was first recorded."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from core.storage.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_audit")]

    initial = False

    operations = [
        ops.CreateModel(
            name="ViolationEntry",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "violation",
                    fields.ForeignKeyField(
                        "registry.Violation",
                        source_field="violation_id",
                        db_constraint=True,
                        to_field="id",
                        related_name=False,
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("event", fields.CharField(max_length=32)),
                ("happened_on", fields.DateField()),
                ("actor", fields.CharField(max_length=200)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "violation_entry",
                "app": "registry",
                "unique_together": (("violation", "event", "happened_on"),),
                "pk_attr": "id",
                "table_description": "One entry in the life of a violation: notified, contested, upheld, set aside.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Enrolment",
            name="recorded_at",
            field=fields.DatetimeField(null=True, auto_now=False, auto_now_add=False),
        ),
        AppendOnly("violation_entry"),
    ]
