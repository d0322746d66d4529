"""``guiju import``: files of records, or the roster a hospital exports, into the registry."""

from asyncio import to_thread
from pathlib import Path

import click

from core.cli.shared import Home, cli_actor, finish, in_loop, lang_option, with_home
from core.intake import Kind, Options, Severity
from core.regulation.vocabulary import Basis
from core.service.loading import Load, load
from core.service.office import opened
from core.text import Lang

_KINDS = {kind.value.lower(): kind for kind in Kind}


@click.command("import")
@click.argument("kind", type=click.Choice(list(_KINDS)), metavar="KIND")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
@click.option(
    "--skip-bad-rows", is_flag=True, help="坏行跳过, 其余导入 / Load the good rows; otherwise all or nothing."
)
@click.option("--dry-run", is_flag=True, help="只检查, 不写入 / Report only, write nothing.")
@lang_option
@with_home
def load_file(home: Home, kind: str, file: Path, *, skip_bad_rows: bool, dry_run: bool, **given: str | None) -> None:
    """导入 CSV 或医院导出的十六列名册 / Load a CSV file, or the 16-column roster that hospitals export.

    KIND 说明文件列的是什么 / KIND says what the file lists: institutions 机构, departments 科室, doctors 医师,
    enrolments 备案, violations 违规, examinations 考试, repairs 修复, measurements 测量, roster 名册.
    """
    done = _load(home, _KINDS[kind], file, _options(home, **given), skip_bad_rows=skip_bad_rows, dry_run=dry_run)
    _report(home, done, dry_run=dry_run)
    finish(wrong=done.bad_rows > 0)


@in_loop
async def _load(home: Home, kind: Kind, file: Path, options: Options, *, skip_bad_rows: bool, dry_run: bool) -> Load:
    data = await to_thread(file.read_bytes)
    async with opened(home.host(), home.database) as office:
        return await load(
            office, kind, data, file.name, options, skip_bad_rows=skip_bad_rows, try_only=dry_run, actor=cli_actor()
        )


def _options(home: Home, place: str | None, regulation: str | None, basis: str | None, region: str | None) -> Options:
    named = basis or (_basis(home, place) if place else None)
    return Options(place=place, regulation=regulation, basis=Basis(named) if named else None, region=region)


def _basis(home: Home, place: str) -> str | None:
    """Return the basis that the place's own regulation gives, or None."""
    schemes = (law.regulation.enrolment for law in home.host().catalogue.versions(place))
    return next((scheme.basis.value for scheme in schemes if scheme is not None), None)


def _report(home: Home, done: Load, *, dry_run: bool) -> None:
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
