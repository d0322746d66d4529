"""``guiju import``: files of records, or the roster a hospital exports, into the registry."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from time import monotonic

import click

from core.cli.output import Node, answers, text_node
from core.cli.shared import Home, cli_actor, finish, in_loop, lang_option, with_home
from core.intake import Encoding, Kind, Options, RowProblem, Severity
from core.intake.headings_file import headings_in
from core.regulation.vocabulary import Basis
from core.service.exporting.files import writing
from core.service.loading import Load, Manner, load_path
from core.service.loading.bulk import Progress
from core.service.loading.report import report_columns, report_pages
from core.service.office import opened
from core.text import Lang, Text

KINDS = {kind.value.lower().replace("_", "-"): kind for kind in Kind}
_SKIP, _ALL = "skip-bad-rows", "all-or-nothing"
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
_NEW_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("import")
@click.argument("kind", type=click.Choice(list(KINDS)), metavar="KIND")
@click.argument("file", type=_FILE)
@click.option("--place", help="地区 / The place whose regulations govern, if the file does not say.")
@click.option(
    "--regulation",
    help="规定的标识 / Id of the regulation that violations, repairs or measurements name, if the file does not say.",
)
@click.option(
    "--basis", type=click.Choice([one.value for one in Basis]), help="协议或备案 / What the enrolments rest on."
)
@click.option(
    "--region",
    help="六位地区码 / GB/T 2260 code of institutions, or subjects of measurements, whose own code does not tell it.",
)
@click.option("--sheet", help="工作表 / The sheet of a workbook; the only one that holds anything if left out.")
@click.option(
    "--encoding",
    type=click.Choice([one.value for one in Encoding]),
    help="编码 / The encoding of a text file; decided by rule if left out.",
)
@click.option("--headings", type=_FILE, help="列名表, TOML / Further column names and what they mean, as TOML.")
@click.option(
    "--on-error",
    type=click.Choice([_ALL, _SKIP]),
    default=_ALL,
    help="有坏行时 / What becomes of the good rows when some are bad.",
)
@click.option("--skip-bad-rows", is_flag=True, help="坏行跳过, 其余导入 / The same as --on-error skip-bad-rows.")
@click.option("--dry-run", is_flag=True, help="只检查, 不写入 / Report only, write nothing.")
@click.option(
    "--report", type=_NEW_FILE, help="逐行报告 / Write what became of each row here: .csv, .xlsx or .parquet."
)
@answers(Text(zh="有坏行", en="some rows are bad"))
@lang_option
@with_home
def load_file(
    home: Home,
    *,
    kind: str,
    file: Path,
    on_error: str,
    skip_bad_rows: bool,
    dry_run: bool,
    report: Path | None,
    headings: Path | None,
    **given: str | None,
) -> None:
    """导入 CSV、xlsx、Parquet 或医院导出的十六列名册 / Load CSV, xlsx, Parquet, or the 16-column roster of hospitals.

    KIND 说明文件列的是什么 / KIND says what the file lists: institutions 机构, departments 科室, doctors 医师,
    enrolments 备案, enrolment-entries 备案条目, violations 违规, violation-entries 违规的告知与申诉等经过,
    examinations 考试, repairs 修复, measurements 测量, roster 名册.

    退出码 / Exit codes: 0 全部导入 all loaded; 1 有坏行 some rows are bad; 3 拒绝 refused.
    """
    options = _options(home, **given)
    if headings is not None:
        options = replace(options, aliases=headings_in(headings.read_bytes(), headings.name, KINDS[kind]))
    manner = Manner(skip_bad_rows=skip_bad_rows or on_error == _SKIP, try_only=dry_run)
    with _bar(home, file) as progress:
        done = _load(home, KINDS[kind], file, options, manner, progress)
    if report is not None:
        with writing(report, report_columns(home.lang)) as sink:
            for page in report_pages(done, home.lang):
                sink.write(page)
    put = done.put
    counts = {"created": put.created, "updated": put.updated, "unchanged": put.unchanged}
    home.counts |= {"rows": done.rows, "bad_rows": done.bad_rows, **counts}
    if home.as_json:
        problems = [_node(one) for one in done.problems]
        home.put({"rows": done.rows, "badRows": done.bad_rows, "loaded": done.loaded, **counts, "problems": problems})
    else:
        _tell(home, done, dry_run=dry_run)
    finish(wrong=done.bad_rows > 0)


@in_loop
async def _load(home: Home, kind: Kind, file: Path, options: Options, manner: Manner, progress: Progress) -> Load:
    async with opened(home.host(), home.database) as office:
        return await load_path(office, kind, file, options, manner, actor=cli_actor(), progress=progress)


@contextmanager
def _bar(home: Home, file: Path) -> Generator[Progress]:
    """Show how much of the file has been read, how fast, and how long the rest takes; on a terminal only."""
    began, read = monotonic(), 0
    label = "读取" if home.lang is Lang.ZH else "reading"

    def rate(_: object) -> str:
        return f"{read / 1_000_000 / max(monotonic() - began, 0.001):.1f} MB/s"

    hidden = home.as_json or not sys.stderr.isatty()
    length = file.stat().st_size
    with click.progressbar(range(length), label=label, file=sys.stderr, hidden=hidden, item_show_func=rate) as bar:

        def progress(size: int) -> None:
            nonlocal read
            read += size
            bar.update(size, read)

        yield progress


def _options(
    home: Home,
    place: str | None,
    regulation: str | None,
    basis: str | None,
    region: str | None,
    sheet: str | None,
    encoding: str | None,
) -> Options:
    named = basis or (_basis(home, place) if place else None)
    return Options(
        place=place,
        regulation=regulation,
        basis=Basis(named) if named else None,
        region=region,
        sheet=sheet,
        encoding=Encoding(encoding) if encoding else None,
    )


def _basis(home: Home, place: str) -> str | None:
    """Return the basis that the place's own regulation gives, or None."""
    schemes = (law.regulation.enrolment for law in home.host().catalogue.versions(place))
    return next((scheme.basis.value for scheme in schemes if scheme is not None), None)


def _node(one: RowProblem) -> Node:
    return {
        "severity": one.severity,
        "code": one.code,
        "file": one.file,
        "row": one.row,
        "column": one.column,
        "cell": one.cell,
        "message": text_node(one.message),
    }


def _tell(home: Home, done: Load, *, dry_run: bool) -> None:
    for problem in done.problems:
        mark = "" if problem.severity is Severity.ERROR else ("提醒 " if home.lang is Lang.ZH else "warning ")
        click.echo(mark + problem.render(home.lang), err=True)
    put = done.put
    counts_zh = f"新增 {put.created}, 更新 {put.updated}, 未变 {put.unchanged}"
    counts_en = f"{put.created} created, {put.updated} updated, {put.unchanged} unchanged"
    if done.loaded:
        home.say(
            f"已导入: {done.rows} 行, {done.bad_rows} 行跳过; {counts_zh}",
            f"loaded: {done.rows} rows, {done.bad_rows} skipped; {counts_en}",
        )
    elif dry_run:
        home.say(
            f"仅检查: {done.rows} 行, {done.bad_rows} 行有误; 将{counts_zh}",
            f"checked only: {done.rows} rows, {done.bad_rows} bad; would be {counts_en}",
        )
    else:
        home.say(
            f"未导入任何记录: {done.rows} 行中 {done.bad_rows} 行有误; 改正后重试, 或加 --skip-bad-rows",
            f"nothing was loaded: {done.bad_rows} of {done.rows} rows are bad; mend them, or add --skip-bad-rows",
        )
