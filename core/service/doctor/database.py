"""The database: whether it can be opened and written, is of this version, sound, and has all that was made in it."""

import shutil
from collections.abc import AsyncGenerator
from pathlib import Path

from core.service.doctor.found import Found, Saying
from core.service.doctor.surroundings import Surroundings
from core.storage import named
from core.storage.inspecting import inspecting, missing_in, sizes_of
from core.storage.locations import located
from core.storage.tables import LOG, steps
from core.text import Text

_MEGABYTE = 1_000_000
_LARGE_LOG = 64 * _MEGABYTE
"""From which size on a write-ahead log says that something keeps it from being written back."""
_LEAST_FREE = 200 * _MEGABYTE


async def reachable(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the database is there and holds a registry."""
    say, name = Saying("database"), named(there.location)
    async with inspecting(there.location) as database:
        tables = await database.tables()
        sizes = await sizes_of(database)
    size = f"{sizes.all / _MEGABYTE:.1f} MB"
    if LOG in tables:
        yield say.ok(f"{name} 可以打开, {size}", f"{name} opens, {size}")
    elif tables:
        yield say.fail(
            Text(zh=f"{name} 是其他程序的数据库", en=f"{name} is another program's database"),
            Text(zh="用 --db 指定本系统的数据库", en="name a database of this system with --db"),
        )
    else:
        yield say.warn(
            Text(zh=f"{name} 是空的, 尚无登记表", en=f"{name} is empty and holds no registry yet"),
            Text(zh="第一条写入的命令会建表", en="the first command that writes makes the tables"),
        )


async def writable(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether a writer gets the lock."""
    say = Saying("writing")
    async with inspecting(there.location) as database:
        await database.require_writable()
    yield say.ok("可以写入, 写锁空闲", "it can be written, and no writer holds it")


async def version(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the tables are those of this program."""
    say = Saying("schema")
    async with inspecting(there.location) as database:
        applied = await database.applied() if LOG in await database.tables() else None
    if applied is None:
        yield say.skipped("尚无登记表", "there is no registry yet")
        return
    lacking, unknown = sorted(steps() - applied), sorted(applied - steps())
    if unknown:
        yield say.fail(
            Text(zh=f"由更新的版本写成: {', '.join(unknown)}", en=f"a later version wrote it: {', '.join(unknown)}"),
            Text(zh="升级本程序", en="upgrade this program"),
        )
    elif lacking:
        yield say.fail(
            Text(zh=f"尚未迁移: {', '.join(lacking)}", en=f"not migrated yet: {', '.join(lacking)}"),
            Text(
                zh="先备份; 然后任何写入的命令或 guiju serve 会自动迁移",
                en="back it up first; then any command that writes, or guiju serve, migrates it",
            ),
        )
    else:
        yield say.ok(f"结构为本版本, 至 {max(applied)}", f"the tables are this version's, up to {max(applied)}")


async def sound(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the database's own checks find damage."""
    say = Saying("integrity")
    async with inspecting(there.location) as database:
        damage = await database.damage()
    if not damage:
        yield say.ok("数据页、引用与索引完好", "pages, references and indexes are sound")
        return
    told = "; ".join(damage)
    yield say.fail(
        Text(zh=f"数据库已损坏: {told}", en=f"the database is damaged: {told}"),
        Text(
            zh="停止写入, 保留现有文件, 从备份恢复, 再以 guiju audit verify 查验",
            en="stop writing, keep the file as it is, restore a backup, then run guiju audit verify",
        ),
    )


async def complete(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether indexes, unique columns and the triggers of append-only tables are there."""
    say = Saying("objects")
    async with inspecting(there.location) as database:
        if frozenset(await database.tables()) == frozenset() or not steps() <= await database.applied():
            yield say.skipped("结构不是本版本", "the tables are not this version's")
            return
        missing = await missing_in(database, there.location)
    if not missing:
        yield say.ok("索引、唯一约束与只增触发器齐全", "indexes, unique columns and append-only triggers are all there")
        return
    told = ", ".join(missing)
    yield say.fail(
        Text(zh=f"缺少: {told}", en=f"missing: {told}"),
        Text(
            zh="有人改动过数据库; 以 guiju audit verify 查验, 再以 guiju snapshot 与 guiju load 移入新库",
            en="somebody changed the database; run guiju audit verify, then move to a new one by guiju snapshot and "
            "guiju load",
        ),
    )


async def log_size(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the write-ahead log is written back."""
    say = Saying("log")
    async with inspecting(there.location) as database:
        size = (await sizes_of(database)).log
    if size is None:
        yield say.skipped("由数据库服务器管理", "it is the server's own matter")
    elif size <= _LARGE_LOG:
        yield say.ok(f"预写日志 {size / _MEGABYTE:.1f} MB", f"the write-ahead log takes {size / _MEGABYTE:.1f} MB")
    else:
        yield say.warn(
            Text(zh=f"预写日志已达 {size // _MEGABYTE} MB", en=f"the write-ahead log takes {size // _MEGABYTE} MB"),
            Text(
                zh="有进程长时间读取而未结束; 结束或重启它, 日志随后写回",
                en="a process has been reading for long; end or restart it, and the log is written back",
            ),
        )


async def disk(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether there is room to migrate and to back up, both of which copy the database."""
    say, place = Saying("disk"), located(there.location)
    if not isinstance(place, Path):
        yield say.skipped("数据库在服务器上", "the database is on a server")
        return
    folder = place.resolve().parent
    free = shutil.disk_usage(folder).free
    size = place.stat().st_size if place.is_file() else 0
    seen = Text(
        zh=f"剩余 {free // _MEGABYTE} MB, 数据库 {size // _MEGABYTE} MB",
        en=f"{free // _MEGABYTE} MB are free, the database takes {size // _MEGABYTE} MB",
    )
    todo = Text(zh="腾出空间: 备份与迁移都要复制数据库", en="make room: backing up and migrating copy the database")
    if free < _LEAST_FREE or free < size:
        yield say.fail(seen, todo)
    elif free < 2 * size:
        yield say.warn(seen, todo)
    else:
        yield say.ok(seen.zh, seen.en)
