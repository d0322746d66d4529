"""``guiju audit``: verify, list and note down the audit trail; nothing is written, and no table is migrated."""

import re
from collections.abc import Iterable

import click

from core.cli.output import Node, answers, text_node
from core.cli.shared import Home, finish, in_loop, lang_option, with_home
from core.proof.chain import ORIGIN, Entry, Head
from core.proof.chain_checks import verify, verify_noted
from core.proof.chain_findings import Finding
from core.storage import ReadOnly, read_entries, read_head
from core.text import Text

_SHOWN = ("number", "at", "actor", "action", "subject", "content", "previous", "hash")
_WRONG = Text(zh="审计链不完好", en="the trail is not intact")
_NOTED = re.compile(r"(?:(?P<number>[0-9]{1,15}):)?(?P<hash>[0-9a-f]{64})")


class _NotedHead(click.ParamType[tuple[str, int | None]]):
    """A head as ``guiju audit head`` prints it, or its hash alone."""

    name = "head"

    def convert(
        self,
        value: str | tuple[str, int | None],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> tuple[str, int | None]:
        """Return hash and number, None where the number was not noted."""
        if isinstance(value, tuple):
            return value
        found = _NOTED.fullmatch(value.strip().lower())
        if found is None:
            self.fail(
                "应为 编号:散列值 或 64 位散列值 / give NUMBER:HASH, or the 64 characters of the hash", param, ctx
            )
        number = found["number"]
        return found["hash"], None if number is None else int(number)


@click.group("audit")
def audit() -> None:
    """查验审计链 / Verify the chained audit trail."""


@audit.command("verify")
@click.option("--head", "noted", type=_NotedHead(), help="此前抄下的链首 / A head noted down earlier.")
@answers(_WRONG)
@lang_option
@with_home
def verify_trail(home: Home, noted: tuple[str, int | None] | None) -> None:
    """逐条查验; 改动、删除、调序、截尾均指明 / Name what was changed, removed, re-ordered or cut off."""
    entries, head = _trail(home)
    findings = verify(entries, head)
    if noted is not None:
        findings = (*findings, *verify_noted(entries, *noted))
    findings, shown = tuple(dict.fromkeys(findings)), head or Head()
    home.counts |= {"entries": len(entries), "findings": len(findings)}
    if home.as_json:
        home.put({"intact": not findings, "entries": len(entries), "head": str(shown), "findings": _found(findings)})
        finish(wrong=bool(findings))
    for finding in findings:
        click.echo(finding.text.get(home.lang))
    if findings:
        home.say(f"共 {len(entries)} 条: 发现问题", f"{len(entries)} entries: something is wrong", err=True)
    else:
        home.say(f"共 {len(entries)} 条, 均完好; 链首 {shown}", f"{len(entries)} entries, all intact; head {shown}")
    if noted is None and not findings and shown.hash != ORIGIN:
        home.say(
            "请抄下链首并另处保存; 日后以 --head 比对, 方可发现整链改写",
            "note the head down and keep it elsewhere: --head then finds out a trail that was written anew as a whole",
            err=True,
        )
    finish(wrong=bool(findings))


@audit.command("head")
@answers()
@lang_option
@with_home
@in_loop
async def show_head(home: Home) -> None:
    """输出链首, 供抄录保存 / Print the head, to be noted down and kept elsewhere."""
    async with ReadOnly.open(home.database) as registry:
        head = await read_head(registry) or Head()
    if home.as_json:
        home.put({"head": str(head), "number": head.number, "hash": head.hash})
    else:
        click.echo(str(head))


@audit.command("list")
@click.option("--last", type=click.IntRange(1), help="只列最后若干条 / Only the last so many.")
@answers()
@lang_option
@with_home
def list_entries(home: Home, last: int | None) -> None:
    """列出审计记录 / List the entries: number, when, who, what, of what, with which content."""
    entries, _ = _trail(home, last)
    home.counts["entries"] = len(entries)
    for entry in entries:
        if home.as_json:
            home.put_line({name: _as_text(getattr(entry, name)) for name in _SHOWN})
        else:
            click.echo(_line(entry))
    if not entries:
        home.say("没有审计记录", "there are no entries", err=True)


@in_loop
async def _trail(home: Home, last: int | None = None) -> tuple[list[Entry], Head | None]:
    async with ReadOnly.open(home.database) as registry:
        return await read_entries(registry, last), await read_head(registry)


def _found(findings: Iterable[Finding]) -> list[Node]:
    return [
        {"code": one.kind, "number": one.number, "last": one.last, "field": one.field, "message": text_node(one.text)}
        for one in findings
    ]


def _as_text(value: str | int) -> str | int:
    """Return a value with what is no text, in an entry that somebody has spoilt, replaced."""
    return value if isinstance(value, int) else value.encode(errors="surrogateescape").decode(errors="replace")


def _line(entry: Entry) -> str:
    """Return an entry in one line that no content can break or disguise."""
    told = (str(entry.number), entry.at, entry.actor, entry.action, entry.subject, entry.content)
    return "  ".join("".join(one if one.isprintable() else "�" for one in text) for text in told)
