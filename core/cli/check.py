"""``guiju check``: a plugin folder, its worked examples, and whether they use every rule and would notice a mistake.

Exit codes as everywhere: 1 says that something in the folder is wrong, whichever check found it.
"""

from pathlib import Path

import click

from core.assessment.checking.invariants import MEANING
from core.cli.against_forms import AskedText, report, text_options
from core.cli.check_forms import document, entries, readings_of
from core.cli.mismatches import NOTHING, expected_of, found_of
from core.cli.output import answers
from core.cli.shared import Home, finish, lang_option, with_home
from core.regulation.files.problems import render_all
from core.service.checking import FolderCheck, Mutated, check_folder
from core.service.trying import SEED, Tried
from core.text import Text


@click.command("check")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--mutate", is_flag=True, help="逐一改动每个数值, 算例须察觉 / Change each value; an example must notice."
)
@click.option(
    "--invariants",
    "ledgers",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="用 N 份虚构记录试不变量 / Try what every regulation keeps on N made-up ledgers.",
)
@click.option("--seed", type=int, default=SEED, show_default=True, help="虚构记录的种子 / Seed of the ledgers.")
@text_options
@answers(Text(zh="文件夹中有错误, 无论由哪项检查发现", en="something in the folder is wrong, whichever check found it"))
@lang_option
@with_home
def check(home: Home, folder: Path, ledgers: int, seed: int, *, mutate: bool, text: AskedText | None) -> None:
    """检查插件文件夹: 数据、算例、覆盖 / Check a plugin folder: data, worked examples, coverage.

    退出码: 0 无误, 1 有误, 2 用法不对, 3 拒绝 /
    Exit codes: 0 nothing is wrong, 1 something is, 2 called wrongly, 3 refused.
    """
    found = check_folder(folder.resolve(), context=home.plugins, mutate=mutate, ledgers=ledgers, seed=seed)
    compared = text.check(folder.resolve()) if text is not None and found.reason is None else None
    if home.as_json:
        click.echo(document(folder.resolve().name, found, seed, compared))
    else:
        _report(home, found)
        for line in report(compared, home.lang) if compared is not None else ():
            click.echo(line)
        if mutate and found.mutated is None:
            home.say("未改动数值: 先更正上面各处", "no value was changed: put right what is said above first")
    finish(wrong=not found.passed or (compared is not None and not compared.passed))


def _report(home: Home, found: FolderCheck) -> None:
    if found.reason is not None:
        click.echo(f"{found.reason.code}: {found.reason.message.get(home.lang)}")
    problems = (*(found.reason.problems if found.reason is not None else ()), *found.problems)
    if problems:
        click.echo(render_all(problems, home.lang))
    if found.reason is not None:
        return
    for failure in found.failures:
        for one in failure.mismatches:
            where, should_be, found_is = f"{failure.file} {failure.case}", expected_of(one), found_of(one)
            home.say(
                f"{where}: {one.field} 应为 {should_be}, 得到 {found_is}",
                f"{where}: {one.field} should be {should_be}, is {found_is}",
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
    for one in found.mutated or ():
        _report_mutated(home, one)
    for one in found.tried or ():
        _report_tried(home, one)


def _report_mutated(home: Home, one: Mutated) -> None:
    for left in one.survivors:
        where = f"{left.file}:{left.line}:{left.column}: {left.path}"
        home.say(
            f"{where}: {_shown(left.stated)} 改为 {_shown(left.changed)}, 没有算例察觉",
            f"{where}: {_shown(left.stated)} changed to {_shown(left.changed)}, and no example notices",
        )
    home.say(
        f"{one.regulation}: 改动 {one.changes} 处, {len(one.survivors)} 处未被察觉",
        f"{one.regulation}: {one.changes} values changed, {len(one.survivors)} of them unnoticed",
    )


def _report_tried(home: Home, one: Tried) -> None:
    where = f"{one.regulation} {one.scheme}"
    for broken in one.broken:
        meaning, day = MEANING[broken.invariant], broken.trial.as_of
        home.say(
            f"{where} {broken.invariant}: {meaning.zh}; 最小的例子, 截至 {day}:",
            f"{where} {broken.invariant}: {meaning.en}; the smallest example, as of {day}:",
        )
        for line in (*readings_of(broken.trial.law), *entries(broken.trial.facts)):
            click.echo(f"    {line}")
    broken, left = len(one.broken), one.undecided
    home.say(
        f"{where}: {one.ledgers} 份虚构记录, {one.invariants} 条不变量, {broken} 条不成立, {left} 份不能判定",
        f"{where}: {one.ledgers} made-up ledgers, {one.invariants} invariants, {broken} broken, {left} left open",
    )


def _shown(value: str | None) -> str:
    return value if value is not None else NOTHING
