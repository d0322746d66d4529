"""The tables of closed periods, as Tortoise models; all of them are append-only."""
# ruff: noqa: D106 - Meta is where Tortoise looks for a table's name and indexes

from tortoise import fields
from tortoise.fields import OnDelete
from tortoise.indexes import Index
from tortoise.models import Model

from core.storage.models import CODE, NAME, SENTENCE, WORD, Doctor, EvaluationPeriod

DIGEST = 64


class PeriodEntry(Model):
    """One change of a period's state: closed, reopened, closed again."""

    id = fields.IntField(primary_key=True)
    period: fields.ForeignKeyRelation[EvaluationPeriod] = fields.ForeignKeyField(
        "registry.EvaluationPeriod", related_name=False, on_delete=OnDelete.RESTRICT
    )
    state = fields.CharField(max_length=WORD)
    actor = fields.CharField(max_length=SENTENCE)
    reason = fields.TextField(null=True)
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "period_entry"
        indexes = (Index(fields=("period_id",), name="period_entry_by_period"),)


class KeptLaw(Model):
    """A law as data, kept once for all assessments frozen under it."""

    id = fields.IntField(primary_key=True)
    digest = fields.CharField(max_length=DIGEST, unique=True)
    regulation = fields.CharField(max_length=NAME)
    data = fields.TextField()
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "kept_law"


class Frozen(Model):
    """An assessment frozen when its period was closed, or the successor of one."""

    id = fields.IntField(primary_key=True)
    period: fields.ForeignKeyRelation[EvaluationPeriod] = fields.ForeignKeyField(
        "registry.EvaluationPeriod", related_name=False, on_delete=OnDelete.RESTRICT
    )
    doctor: fields.ForeignKeyRelation[Doctor] = fields.ForeignKeyField(
        "registry.Doctor", related_name=False, on_delete=OnDelete.RESTRICT
    )
    regulation = fields.CharField(max_length=NAME)
    number = fields.IntField()
    follows: fields.ForeignKeyNullableRelation["Frozen"] = fields.ForeignKeyField(
        "registry.Frozen", related_name=False, on_delete=OnDelete.RESTRICT, null=True
    )
    law: fields.ForeignKeyRelation[KeptLaw] = fields.ForeignKeyField(
        "registry.KeptLaw", related_name=False, on_delete=OnDelete.RESTRICT
    )
    facts_digest = fields.CharField(max_length=DIGEST)
    outcome_digest = fields.CharField(max_length=DIGEST)
    digest = fields.CharField(max_length=DIGEST)
    engine = fields.CharField(max_length=CODE)
    calendar = fields.CharField(max_length=NAME, null=True)
    as_of = fields.DateField()
    known_at = fields.DatetimeField()
    content = fields.TextField()
    changed_zh = fields.TextField(null=True)
    changed_en = fields.TextField(null=True)
    recorded_at = fields.DatetimeField()

    class Meta(Model.Meta):
        table = "frozen"
        unique_together = (("doctor", "period", "regulation", "number"),)
        indexes = (Index(fields=("period_id", "doctor_id"), name="frozen_by_period"),)
