"""``guiju receipt`` writes the receipt of one answer; ``guiju verify`` repeats receipts from the files alone.

Exit codes of ``verify``: 0 every file says what comes out anew · 1 one does not, or cannot be read.
"""

from datetime import datetime
from pathlib import Path

import click

from core.cli.output import Node, answers, text_node
from core.cli.shared import Home, finish, in_loop, lang_option, with_home
from core.proof.verify import Findings, Verdict, verify
from core.service.assessing import settle
from core.service.office import opened
from core.service.receipts import receipt_of
from core.text import Text

_SAID = {
    Verdict.EQUAL: Text(
        zh="一致: 复算结果与文件逐项相同", en="equal: worked out anew, it says the same in every field"
    ),
    Verdict.EQUAL_AS_RULED: Text(
        zh="一致, 但其中插件规则给出的分值取自文件",
        en="equal, but the points that a plugin's rules gave are taken from the file",
    ),
    Verdict.DIFFERS: Text(zh="不一致", en="it differs"),
    Verdict.UNREADABLE: Text(zh="不能复核", en="it cannot be verified"),
}


@click.command("receipt")
@click.option("--doctor", required=True, help="医师编码 / Code of the doctor.")
@click.option("--regulation", required=True, help="规定的标识或地区 / Id of the regulation, or its place.")
@click.option("--period", help="周期, 如 2025、2025-H1 / Period; that of --as-of if left out.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至日 / The day asked about; today if left out.")
@click.option("--law-at", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天的规定 / The day whose law is asked for.")
@click.option(
    "-o",
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入此文件 / Write here; else to standard output.",
)
@answers()
@lang_option
@with_home
def write_receipt(
    home: Home,
    doctor: str,
    regulation: str,
    period: str | None,
    as_of: datetime | None,
    law_at: datetime | None,
    out: Path | None,
) -> None:
    """写出一个结果的凭证, 可离线复核 / Write the receipt of one answer, which anybody can verify offline."""
    data = _receipt(home, doctor, regulation, period, as_of, law_at)
    if out is None:
        click.echo(data, nl=False)
        return
    out.write_bytes(data)
    home.wrote(out, 1, f"已写入 {out.name} ({len(data)} 字节)", f"{out.name} written ({len(data)} bytes)")


@in_loop
async def _receipt(
    home: Home, doctor: str, regulation: str, period: str | None, as_of: datetime | None, law_at: datetime | None
) -> bytes:
    async with opened(home.host(), home.database) as office:
        day, law_day = as_of.date() if as_of else None, law_at.date() if law_at else None
        return await receipt_of(office, settle(office, regulation, period, day, law_at=law_day), doctor)


@click.command("verify")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE..."
)
@answers(Text(zh="有凭证复算不一致, 或不能复核", en="a receipt does not say what comes out anew, or cannot be read"))
@lang_option
@with_home
def verify_files(home: Home, files: tuple[Path, ...]) -> None:
    """复核凭证, 不需数据库和网络 / Verify receipts; neither database nor network is needed."""
    wrong, nodes = 0, list[Node]()
    for file in files:
        found = verify(file.read_bytes())
        if home.as_json:
            nodes.append(_node(file, found))
        else:
            _report(home, file, found)
        wrong += bool(found.found)
    home.counts |= {"files": len(files), "wrong": wrong}
    if home.as_json:
        home.put({"passed": not wrong, "files": nodes})
    finish(wrong=wrong > 0)


def _node(file: Path, found: Findings) -> Node:
    law = found.law
    return {
        "file": str(file),
        "verdict": found.verdict,
        "digest": found.digest,
        "findings": [{"code": one.code, "where": one.where, "message": text_node(one.text)} for one in found.found],
        "ruled": found.ruled,
        "law": None if law is None else {"regulation": law[0], "digest": law[1]},
    }


def _report(home: Home, file: Path, found: Findings) -> None:
    said = _SAID[found.verdict].get(home.lang)
    digest = f"  sha256:{found.digest[:16]}" if found.digest else ""
    click.echo(f"{file.name}: {found.verdict}  {said}{digest}")
    for one in found.found:
        click.echo(f"  {one.where}  {one.code}: {one.text.get(home.lang)}")
    if found.law is not None:
        clauses, (law, sha) = ", ".join(found.ruled), found.law
        home.say(
            f"  条款 {clauses} 的分值由 {law} 的插件规则给出(规定 sha256:{sha}); 请在装有该插件处复核",
            f"  points of {clauses} come from the rules of the plugin of {law} (regulation sha256:{sha}); verify them "
            "where that plugin is installed",
        )
