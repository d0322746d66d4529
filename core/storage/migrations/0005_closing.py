"""Closed periods: changes of their state, the assessments frozen in them, and the laws these rest on."""

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from core.storage.append_only import AppendOnly


def key(model: str, *, null: bool = False) -> fields.ForeignKeyRelation:
    name = {"EvaluationPeriod": "period", "Doctor": "doctor", "Frozen": "follows", "KeptLaw": "law"}[model]
    return fields.ForeignKeyField(
        f"registry.{model}",
        source_field=f"{name}_id",
        null=null,
        db_constraint=True,
        to_field="id",
        related_name=False,
        on_delete=OnDelete.RESTRICT,
    )


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_lives")]

    initial = False

    operations = [
        ops.CreateModel(
            name="PeriodEntry",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("period", key("EvaluationPeriod")),
                ("state", fields.CharField(max_length=32)),
                ("actor", fields.CharField(max_length=500)),
                ("reason", fields.TextField(null=True, unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "period_entry",
                "app": "registry",
                "indexes": [Index(fields=["period_id"], name="period_entry_by_period")],
                "pk_attr": "id",
                "table_description": "One change of a period's state: closed, reopened, closed again.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KeptLaw",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("digest", fields.CharField(unique=True, max_length=64)),
                ("regulation", fields.CharField(max_length=200)),
                ("data", fields.TextField(unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "kept_law",
                "app": "registry",
                "pk_attr": "id",
                "table_description": "A law as data, kept once for all assessments frozen under it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Frozen",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("period", key("EvaluationPeriod")),
                ("doctor", key("Doctor")),
                ("regulation", fields.CharField(max_length=200)),
                ("number", fields.IntField()),
                ("follows", key("Frozen", null=True)),
                ("law", key("KeptLaw")),
                ("facts_digest", fields.CharField(max_length=64)),
                ("outcome_digest", fields.CharField(max_length=64)),
                ("digest", fields.CharField(max_length=64)),
                ("engine", fields.CharField(max_length=64)),
                ("calendar", fields.CharField(null=True, max_length=200)),
                ("as_of", fields.DateField()),
                ("known_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
                ("content", fields.TextField(unique=False)),
                ("changed_zh", fields.TextField(null=True, unique=False)),
                ("changed_en", fields.TextField(null=True, unique=False)),
                ("recorded_at", fields.DatetimeField(auto_now=False, auto_now_add=False)),
            ],
            options={
                "table": "frozen",
                "app": "registry",
                "unique_together": (("doctor", "period", "regulation", "number"),),
                "indexes": [Index(fields=["period_id", "doctor_id"], name="frozen_by_period")],
                "pk_attr": "id",
                "table_description": "An assessment frozen when its period was closed, or the successor of one.",
            },
            bases=["Model"],
        ),
        AppendOnly("period_entry", "kept_law", "frozen"),
    ]
