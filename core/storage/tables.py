"""What Tortoise is told of the registry: where its models and its migrations are."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.migrations.executor import MigrationExecutor

from core.errors import RefusedError
from core.text import Text

APP = "registry"
MIGRATIONS = "core.storage.migrations"
LOG = "tortoise_migrations"
"""The table of the migrations applied."""

_FOLDER = Path(__file__).with_name("migrations")


def app_config(connection: str, migrations: str = MIGRATIONS) -> dict[str, dict[str, Any]]:
    """Return Tortoise's description of the application, whose models write on ``connection``."""
    models = ["core.storage.models", "core.storage.closing_models"]
    return {APP: {"models": models, "default_connection": connection, "migrations": migrations}}


def steps() -> frozenset[str]:
    """Return the names of the migrations that this version knows."""
    return frozenset(path.stem for path in _FOLDER.glob("[0-9]*.py"))


async def refuse_strangers(client: BaseDBAsyncClient, tables: Iterable[str], migrations: str) -> None:
    """Raise RefusedError for the database of another program or of a later version of this one.

    ``tables`` are those that the database holds.
    """
    there = set(tables)
    if not there:
        return
    if LOG not in there:
        raise RefusedError(
            "DATABASE_FOREIGN",
            Text(
                zh="这是其他程序的数据库，未作任何改动；请指定本系统的数据库，或一个新的空数据库。",
                en="This is another program's database and it was left as it is. Name a database of this system, "
                "or a new and empty one.",
            ),
        )
    executor = MigrationExecutor(client, app_config(client.connection_name, migrations))
    executor.loader.load_disk()
    known = {key.name for key in executor.loader.disk_migrations}
    applied = {key.name for key in await executor.recorder.applied_migrations() if key.app_label == APP}
    if later := sorted(applied - known):
        raise RefusedError(
            "DATABASE_NEWER",
            Text(
                zh=f"数据库由更新的版本写成（{', '.join(later)}），未作任何改动；请升级本程序。",
                en=f"A later version wrote the database ({', '.join(later)}); it was left as it is. Upgrade this "
                "program.",
            ),
        )


def require_version(applied: Iterable[str]) -> None:
    """Raise RefusedError unless the migrations ``applied`` are those of this version: reading migrates nothing."""
    others = ", ".join(sorted(frozenset(applied) ^ steps()))
    if others:
        raise RefusedError(
            "DATABASE_VERSION",
            Text(
                zh=f"数据库的结构与本程序不同（{others}），只读时不作迁移，未作任何改动；"
                "较旧的请先用其他命令（如 guiju assess）打开一次，较新的请升级本程序。",
                en=f"The tables of the database are not those of this program ({others}); reading migrates nothing "
                "and it was left as it is. Open an older one once with another command, such as guiju assess; for a "
                "newer one upgrade this program.",
            ),
        )


def lost(what: str) -> RefusedError:
    """Return the error for a migration that would lose ``what``."""
    return RefusedError("MIGRATION_LOSES", Text(zh=f"迁移会丢失数据：{what}", en=f"it would lose data: {what}"))


def failed(error: Exception, copy: Path | None) -> RefusedError:
    """Return the error for a migration that ``error`` rolled back, naming the ``copy`` made before it; None: none."""
    reason = error.message if isinstance(error, RefusedError) else Text(zh=repr(error), en=repr(error))
    return RefusedError(
        "MIGRATION_FAILED",
        Text(
            zh=f"数据库迁移失败，已全部回退（{reason.zh}）。迁移前的副本：{copy or '无'}。请将此信息报告给维护者。",
            en=f"The migration failed and was rolled back ({reason.en}). The copy made before it: "
            f"{copy or 'none'}. Report this to the maintainers.",
        ),
    )
