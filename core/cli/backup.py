"""``guiju backup`` and ``guiju restore``: all of a registry in one file, while it is served, and back."""

from collections.abc import Iterable
from pathlib import Path

import click

from core.cli.output import Node, answers, text_node
from core.cli.shared import Home, cli_actor, finish, in_loop, lang_option, with_home
from core.proof.chain_findings import Finding
from core.service.backing_up.backup import Backup, Restored, back_up
from core.service.backing_up.backup import restore as restore_backup
from core.storage import named
from core.text import Text

_WRONG = Text(zh="已完成, 但其中的审计链不完好", en="done, but the audit trail in it is not intact")


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="可覆盖已有的文件 / Take the place of a file that is there.")
@answers(_WRONG)
@lang_option
@with_home
def backup(home: Home, file: Path, *, replace: bool) -> None:
    """备份登记库, 不必停止服务 / Back the registry up while it is served.

    FILE 是一个 SQLite 文件, 也是一个登记库, 无论原库在何种数据库; 含姓名与令牌的散列值, 只有本用户可读 /
    is an SQLite file and a registry itself, whatever database it is of; it holds names, and hashes of tokens, and
    its owner alone can read it.
    """
    done = _back_up(home, file, replace=replace)
    seen = done.examined
    home.counts |= {"bytes": done.bytes, "entries": seen.entries, "findings": len(seen.findings)}
    if home.as_json:
        home.put(
            {
                "written": str(file),
                "bytes": done.bytes,
                "sha256": done.sha256,
                "entries": seen.entries,
                "head": None if seen.head is None else str(seen.head),
                "findings": _found(seen.findings),
            }
        )
    home.say(
        f"已备份到 {file.name}: {done.bytes} 字节, sha256 {done.sha256}",
        f"backed up to {file.name}: {done.bytes} bytes, sha256 {done.sha256}",
    )
    if seen.head is not None:
        home.say(
            f"审计链 {seen.entries} 条, 链首 {seen.head}", f"{seen.entries} entries of the trail; head {seen.head}"
        )
    _end(home, seen.findings)


@click.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--replace", is_flag=True, help="替换登记库现有的全部内容 / Take the place of all that the registry holds."
)
@click.option("--damaged", is_flag=True, help="审计链不完好也照样恢复 / Even if the audit trail in it is not intact.")
@answers(_WRONG)
@lang_option
@with_home
def restore(home: Home, file: Path, *, replace: bool, damaged: bool) -> None:
    """恢复备份 / Put a backup in the place of the registry.

    在一个事务内完成, 不必停止服务; 令牌也回到备份时的样子 / It is one transaction, also while the registry is served.
    Tokens are again those of the day of the backup.
    """
    done = _restore(home, file, replace=replace, damaged=damaged)
    findings = done.examined.findings
    home.counts |= {"rows": done.rows, "findings": len(findings)}
    if home.as_json:
        home.put(
            {
                "restored": str(file),
                "sha256": done.sha256,
                "rows": done.rows,
                "replaced": None if done.replaced is None else str(done.replaced),
                "head": str(done.head),
                "findings": _found(findings),
            }
        )
    home.say(
        f"已恢复 {file.name} 到 {named(home.database)}: {done.rows} 行; 链首 {done.head}",
        f"restored {file.name} to {named(home.database)}: {done.rows} rows; head {done.head}",
    )
    if done.replaced is not None:
        home.say(f"被替换的登记库链首为 {done.replaced}", f"what was replaced had the head {done.replaced}", err=True)
    _end(home, findings)


@in_loop
async def _back_up(home: Home, file: Path, *, replace: bool) -> Backup:
    return await back_up(home.database, file, replace=replace)


@in_loop
async def _restore(home: Home, file: Path, *, replace: bool, damaged: bool) -> Restored:
    return await restore_backup(home.database, file, actor=cli_actor(), replace=replace, damaged=damaged)


def _end(home: Home, findings: Iterable[Finding]) -> None:
    told = [one.text for one in findings]
    for text in told:
        home.say(text.zh, text.en, err=True)
    finish(wrong=bool(told))


def _found(findings: Iterable[Finding]) -> list[Node]:
    return [{"kind": one.kind.value, "entry": one.number, "message": text_node(one.text)} for one in findings]
