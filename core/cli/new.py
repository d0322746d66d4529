"""``guiju new``: a folder, or a package of its own, to begin a region with; as written it passes every check."""

from pathlib import Path

import click

from core.cli.output import answers
from core.cli.shared import Home, lang_option, with_home
from core.regulation.vocabulary import Scheme
from core.service.scaffolding import begin_folder, begin_wheel

_FIRST, _LAST = 1990, 2100


@click.command("new")
@click.argument("place")
@click.argument("year", type=click.IntRange(_FIRST, _LAST))
@click.option(
    "--scheme",
    type=click.Choice([one.value.lower() for one in Scheme]),
    default=Scheme.POINTS.value.lower(),
    show_default=True,
    help="规则种类 / Kind of rules.",
)
@click.option("--wheel", is_flag=True, help="写成独立的包, 可构建并发布 / A package of its own, ready to be built.")
@click.option(
    "--to",
    "root",
    type=click.Path(file_okay=False, path_type=Path),
    help="写到何处; 默认 plugins, 独立的包为当前文件夹 / Where; by default plugins, for a package the current folder.",
)
@answers()
@lang_option
@with_home
def new(home: Home, place: str, year: int, scheme: str, root: Path | None, *, wheel: bool) -> None:
    """新建一个地区的规定: 数据与算例 / Begin a region: data and worked examples.

    PLACE 为文件夹名, YEAR 为施行年份 / PLACE is the folder's name, YEAR the year since which it is in force.

    退出码: 0 已写, 2 用法不对, 3 拒绝(名称不对或文件已存在) / Exit codes: 0 written, 2 called wrongly, 3 refused.
    """
    kind = Scheme(scheme.upper())
    if wheel:
        paths = begin_wheel(root or Path(), place, year, kind)
        folder = next(path.parent for path in paths if path.name == f"{year}.toml")
    else:
        paths = begin_folder(root or Path("plugins"), place, year, kind)
        folder = paths[0].parent
    if home.as_json:
        home.put({"written": [str(path) for path in paths], "count": len(paths)})
    for path in paths:
        home.say(str(path), str(path))
    home.say(
        f"接下来: 把数值换成原文的数值, 再运行 guiju check {folder} --mutate",
        f"next: put the text's own numbers in, then run guiju check {folder} --mutate",
    )
