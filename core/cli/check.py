"""``guiju check``: a plugin folder, its worked examples, and whether they use every rule."""

from pathlib import Path

import click

from core.cli.shared import Home, finish, lang_option, with_home
from core.regulation.problems import render_all
from core.service.checking import FolderCheck, check_folder


@click.command("check")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@lang_option
@with_home
def check(home: Home, folder: Path) -> None:
    """检查插件文件夹: 数据、算例、覆盖 / Check a plugin folder: data, worked examples, coverage."""
    found = check_folder(folder.resolve())
    _report(home, found)
    finish(wrong=not found.passed)


def _report(home: Home, found: FolderCheck) -> None:
    if found.reason is not None:
        click.echo(f"{found.reason.code}: {found.reason.message.get(home.lang)}")
        if found.reason.problems:
            click.echo(render_all(found.reason.problems, home.lang))
        return
    if found.problems:
        click.echo(render_all(found.problems, home.lang))
    for failure in found.failures:
        for one in failure.mismatches:
            home.say(
                f"{failure.file} {failure.case}: {one.field} 应为 {_shown(one.expected)}, 得到 {_shown(one.found)}",
                f"{failure.file} {failure.case}: {one.field} should be {_shown(one.expected)}, is {_shown(one.found)}",
            )
    for regulation, one in found.unused:
        home.say(
            f"{regulation}: 没有算例用到 {one.kind} {one.id}", f"{regulation}: no example uses {one.kind} {one.id}"
        )
    listed = ", ".join(found.regulations)
    failed = len(found.failures)
    home.say(
        f"{listed}: {found.cases} 个算例, {failed} 个不符, {len(found.unused)} 处未覆盖",
        f"{listed}: {found.cases} examples, {failed} failing, {len(found.unused)} rules unused",
    )


def _shown(value: object) -> str:
    return str(value) if value is not None else "∅"
