"""The audit trail: entries that nothing changes, and how far they go."""

from tortoise import fields, migrations
from tortoise.migrations import operations as ops

from core.storage.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_measurements_and_repairs")]

    initial = False

    operations = [
        ops.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("number", fields.IntField(unique=True)),
                ("at", fields.CharField(max_length=32)),
                ("actor", fields.CharField(max_length=500)),
                ("action", fields.CharField(max_length=32)),
                ("subject", fields.TextField(unique=False)),
                ("content", fields.TextField(unique=False)),
                ("previous", fields.CharField(max_length=64)),
                ("digests", fields.TextField(unique=False)),
                ("hash", fields.CharField(max_length=64)),
            ],
            options={
                "table": "audit_entry",
                "app": "registry",
                "pk_attr": "id",
                "table_description": "One entry of the audit trail (审计记录), chained to the one before it.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AuditHead",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("number", fields.IntField()),
                ("hash", fields.CharField(max_length=64)),
            ],
            options={
                "table": "audit_head",
                "app": "registry",
                "pk_attr": "id",
                "table_description": "How far the audit trail goes: number and hash of its last entry, in one row.",
            },
            bases=["Model"],
        ),
        AppendOnly("audit_entry"),
    ]
