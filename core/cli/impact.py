"""``guiju impact``: what a change of the law would do to everyone in the registry; nothing is written.

Exit codes as everywhere: 1 says that the newer version leaves open, for somebody, what the older one decided.
"""

import csv
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import click

from core.assessment.comparing.impact import Sums, sums_of
from core.cli.impact_forms import COLUMNS, document, row_of
from core.cli.impact_text import doctor_line, heading, rule_lines, sums_lines
from core.cli.output import answers
from core.cli.shared import Home, finish, in_loop, lang_option, read_settings, with_home
from core.errors import RefusedError
from core.service.calendars import today_in_china
from core.service.impacting import DoctorImpact, Preview, impacts, load_versions, preview_of
from core.storage import ReadOnly, Reads
from core.text import Text

Put = Callable[[DoctorImpact], None]


@dataclass(slots=True)
class _Seen:
    """What has been seen of the doctors so far."""

    sums: Sums = field(default_factory=Sums)
    kept: list[DoctorImpact] = field(default_factory=list[DoctorImpact])
    """Those for whom something changes, as far as they are to be shown."""


@click.command("impact")
@click.argument("old")
@click.argument("new")
@click.option("--period", help="周期, 如 2025、2025-H1 / Period; that of --as-of if left out.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至日 / The day asked about; today if left out.")
@click.option("--show", type=click.IntRange(min=0), default=50, show_default=True, help="列出几名 / How many to list.")
@click.option(
    "--csv",
    "table",
    type=click.Path(dir_okay=False, path_type=Path),
    help="变化者写入此 CSV / Write everyone changed as CSV.",
)
@answers(Text(zh="有人依旧版可判定、依新版不可判定", en="somebody's answer is no longer decidable"))
@lang_option
@with_home
def impact(
    home: Home,
    old: str,
    new: str,
    period: str | None,
    as_of: datetime | None,
    show: int,
    *,
    table: Path | None,
) -> None:
    """预览规定变动的影响, 不写入数据 / Preview what a change of the law would do; nothing is written.

    OLD NEW 为数据文件的路径, 或已有规定的标识 / are paths of data files, or ids of regulations served.

    退出码 1: 有人依旧版可判定、依新版不可判定 / Exit code 1: somebody's answer is no longer decidable.
    """
    laws = load_versions(home.host(), old, new, read_settings(home.settings))
    preview = preview_of(*laws, period, as_of.date() if as_of else None, today_in_china())
    with _rows_into(table) as put:
        seen = _look(home, preview, put, None if home.as_json else show)
    if home.as_json:
        click.echo(document(preview, seen.sums, seen.kept))
    else:
        _report(home, preview, seen)
    finish(wrong=seen.sums.newly_undecided > 0)


@in_loop
async def _look(home: Home, preview: Preview, put: Put, most: int | None) -> _Seen:
    """Return the sums over everyone and the first ``most`` changed (None: all); ``put`` is given everyone changed."""
    seen = _Seen()
    async with ReadOnly.open(home.database) as source:
        async for batch in impacts(home.host().catalogue, Reads(source), preview):
            seen.sums += sums_of(one.impact for one in batch)
            for one in batch:
                if one.impact.is_change:
                    put(one)
                    if most is None or len(seen.kept) < most:
                        seen.kept.append(one)
    return seen


@contextmanager
def _rows_into(table: Path | None) -> Generator[Put]:
    """Give what writes a doctor's row into ``table``, or does nothing for None."""
    if table is None:
        yield lambda _: None
        return
    try:
        file = table.open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(
            zh=f"{table} 不能写入: {reason}; 换一个路径", en=f"{table} cannot be written: {reason}; name another"
        )
        raise RefusedError("FILE_UNWRITABLE", text) from error
    with file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        yield lambda one: writer.writerow(row_of(one))


def _report(home: Home, preview: Preview, seen: _Seen) -> None:
    for line in (*heading(preview, home.lang), *rule_lines(preview.changes, home.lang)):
        click.echo(line)
    for line in sums_lines(seen.sums, home.lang):
        click.echo(line)
    for one in seen.kept:
        click.echo(f"  {doctor_line(one, home.lang)}")
    left = seen.sums.changed - len(seen.kept)
    if left:
        home.say(
            f"  另有 {left} 名未列出; 加 --show {seen.sums.changed}, 或用 --csv、--json",
            f"  {left} more are not listed; add --show {seen.sums.changed}, or use --csv or --json",
        )
