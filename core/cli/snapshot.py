"""``guiju snapshot``, ``changes`` and ``load``: a registry as text, what differs from one to another, and back."""

import sys
from collections import Counter
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

import click

from core.cli.output import answers
from core.cli.shared import Home, cli_actor, finish, in_loop, lang_option, with_home
from core.service.backing_up.compare import Alteration, Change
from core.service.backing_up.compare import changes as changes_between
from core.service.backing_up.files import new_file
from core.service.backing_up.load import Loaded, load_snapshot
from core.service.backing_up.snapshot import Snapshotted, write_snapshot
from core.storage import ReadOnly, named
from core.text import Text

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_MARK = MappingProxyType({Alteration.ADDED: "+", Alteration.REMOVED: "-", Alteration.CHANGED: "~"})
_WORD = MappingProxyType(
    {
        Alteration.ADDED: Text(zh="新增", en="added"),
        Alteration.REMOVED: Text(zh="消失", en="removed"),
        Alteration.CHANGED: Text(zh="改变", en="changed"),
    }
)


@click.command("snapshot")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入此文件 / The file to write; the standard output if left out.",
)
@click.option("--replace", is_flag=True, help="可覆盖已有的文件 / Take the place of a file that is there.")
@click.option("--no-trail", is_flag=True, help="不含审计链, 只供比较 / Without the audit trail, for comparing alone.")
@answers()
@lang_option
@with_home
def snapshot(home: Home, out: Path | None, *, replace: bool, no_trail: bool) -> None:
    """把登记库写成文本 / Write the registry as text: a line of JSON for each record, by natural key.

    内容相同则逐字节相同, 与数据库、登记次序无关; 不含令牌; 含姓名 / Equal registries give equal bytes, whatever
    their databases and the order of entry. Without tokens, with names.
    """
    if out is None:
        if home.as_json:
            raise click.UsageError("--json: --out")
        _snapshot(home, sys.stdout.buffer, trail=not no_trail)
        return
    with new_file(out, replace=replace) as file, file.open("wb") as stream:
        done = _snapshot(home, stream, trail=not no_trail)
    home.wrote(
        out,
        done.records,
        f"已写入 {out.name}: {done.records} 条记录; {done.sha256}",
        f"{out.name}: {done.records} records; {done.sha256}",
    )


@in_loop
async def _snapshot(home: Home, stream: BinaryIO, *, trail: bool) -> Snapshotted:
    async with ReadOnly.open(home.database) as source:
        return await write_snapshot(source, stream, trail=trail)


@click.command("changes")
@click.argument("old", type=_FILE)
@click.argument("new", type=_FILE)
@answers(Text(zh="两份快照不同", en="the snapshots differ"))
@lang_option
@with_home
def changes(home: Home, old: Path, new: Path) -> None:
    """比较两份快照 / Compare two snapshots: which records are new, gone or other, and in which fields.

    只说字段名, 不显示其值; --json 每条一行 / Fields are named and their values are not shown; with --json a line each.
    """
    counts = Counter[tuple[str, Alteration]]()
    for one in changes_between(old, new):
        counts[one.record, one.alteration] += 1
        if home.as_json:
            home.put_line(
                {"record": one.record, "alteration": one.alteration.value, "key": one.key, "fields": list(one.fields)}
            )
        else:
            click.echo(_told(one))
    home.counts["changes"] = counts.total()
    for (record, alteration), count in counts.items():
        word = _WORD[alteration]
        home.say(f"{record}: {word.zh} {count}", f"{record}: {count} {word.en}", err=True)
    if not counts:
        home.say("两份快照没有不同", "the snapshots do not differ", err=True)
    finish(wrong=bool(counts))


def _told(one: Change) -> str:
    key = ", ".join(f"{name}={value}" for name, value in one.key.items())
    line = f"{_MARK[one.alteration]} {one.record} {key}" + (f": {', '.join(one.fields)}" if one.fields else "")
    return "".join(mark if mark.isprintable() else "�" for mark in line)


@click.command("load")
@click.argument("file", type=_FILE)
@click.option("--damaged", is_flag=True, help="审计链不完好也照样载入 / Even if the audit trail in it is not intact.")
@answers(Text(zh="已载入, 但其中的审计链不完好", en="loaded, but the audit trail in it is not intact"))
@lang_option
@with_home
def load(home: Home, file: Path, *, damaged: bool) -> None:
    """把快照载入空的登记库 / Load a snapshot into an empty registry, on whichever database: all of it or nothing."""
    done = _load(home, file, damaged=damaged)
    home.counts |= {"records": done.records, "findings": len(done.findings)}
    if home.as_json:
        home.put(
            {
                "loaded": str(file),
                "records": done.records,
                "head": str(done.head),
                "intact": not done.findings,
            }
        )
    home.say(
        f"已载入 {file.name} 到 {named(home.database)}: {done.records} 条记录; 链首 {done.head}",
        f"loaded {file.name} into {named(home.database)}: {done.records} records; head {done.head}",
    )
    for one in done.findings:
        home.say(one.text.zh, one.text.en, err=True)
    finish(wrong=bool(done.findings))


@in_loop
async def _load(home: Home, file: Path, *, damaged: bool) -> Loaded:
    return await load_snapshot(home.database, file, actor=cli_actor(), damaged=damaged)
