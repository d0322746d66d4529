"""``guiju export``: one kind of record out of the registry, into a file that can be imported again."""

from pathlib import Path

import click

from core.cli.load import KINDS
from core.cli.output import answers
from core.cli.shared import Home, in_loop, lang_option, with_home
from core.service.exporting import EXPORTED, export
from core.storage import ReadOnly

_KINDS = {name: kind for name, kind in KINDS.items() if kind in EXPORTED}


@click.command("export")
@click.argument("kind", type=click.Choice(list(_KINDS)), metavar="KIND")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入此文件 / The file to write: .csv, .xlsx or .parquet.",
)
@click.option("--place", help="只导出此地区 / Only the records of this place; of every place if left out.")
@click.option("--names", is_flag=True, help="含医师姓名 / With the names of doctors, which are left out otherwise.")
@answers()
@lang_option
@with_home
@in_loop
async def export_kind(home: Home, kind: str, out: Path, place: str | None, *, names: bool) -> None:
    """导出一类记录, 可再导入 / Export one kind of record; what is exported can be imported again.

    KIND: institutions 机构, departments 科室, doctors 医师, enrolments 备案, enrolment-entries 备案条目,
    violations 违规, violation-entries 违规的经过, examinations 考试, repairs 修复, measurements 测量;
    再导入时依此顺序 / import them again in this order.

    不含 --names 的医师表没有姓名列, 不能再导入 / A list of doctors without --names cannot be imported again.
    """
    async with ReadOnly.open(home.database) as source:
        count = await export(source, home.host().catalogue, _KINDS[kind], out, place=place, names=names, lang=home.lang)
    home.wrote(out, count, f"已导出 {count} 条记录到 {out.name}", f"{count} records exported to {out.name}")
