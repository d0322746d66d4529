"""``guiju assess``: one doctor with the explanation, or a whole region and period to CSV."""

from datetime import datetime
from pathlib import Path

import click

from core.cli.output import answers
from core.cli.shared import Home, in_loop, lang_option, with_home
from core.service.calendars import today_in_china
from core.service.questions import settled

_FILE = click.Path(dir_okay=False, path_type=Path)
_RECORDS = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("assess")
@click.argument("doctor", required=False)
@click.option(
    "--regulation",
    required=True,
    help="规定的标识或地区 / Id of the regulation, as `guiju regulations` lists them, or a place.",
)
@click.option("--period", help="周期, 如 2025、2025-H1 / Period; that of --as-of if left out.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="截至日 / The day asked about; today if left out.")
@click.option(
    "--law-at",
    type=click.DateTime(["%Y-%m-%d"]),
    help="适用法律日 / The day whose law is asked for; the version named.",
)
@click.option(
    "--known-at",
    type=click.DateTime(["%Y-%m-%dT%H:%M:%S%z"]),
    help="知悉时刻 / Only what had been recorded by then, as 2025-03-01T08:00:00+0800.",
)
@click.option("--region", help="地区码前缀 / Only doctors at institutions of this region (2, 4 or 6 digits).")
@click.option("--institution", help="机构编码 / Only doctors at this institution.")
@click.option(
    "--out",
    type=_FILE,
    help="写入此文件 / Write here: CSV, else to standard output; with --all .parquet or .csv.",
)
@click.option(
    "--all", "everyone", is_flag=True, help="批量评定所有人 / Everyone with a record, whoever is enrolled now."
)
@click.option("--from", "records", type=_RECORDS, help="记录文件 / With --all: violations of this Parquet or CSV file.")
@click.option("--examinations", type=_RECORDS, help="考试合格日 / With --from: doctor and day (on) of each passed.")
@click.option("--readmissions", type=_RECORDS, help="重新备案日 / With --from: doctor and day (on) of each.")
@click.option(
    "--cluster",
    help="交给此地址的 Dask 集群 / With --from: have the workers of the Dask scheduler here do it, as tcp://host:8786.",
)
@answers()
@lang_option
@with_home
@in_loop
async def assess(  # noqa: PLR0913 - an argument for each option
    home: Home,
    *,
    doctor: str | None,
    regulation: str,
    period: str | None,
    as_of: datetime | None,
    law_at: datetime | None,
    known_at: datetime | None,
    region: str | None,
    institution: str | None,
    out: Path | None,
    everyone: bool,
    records: Path | None,
    examinations: Path | None,
    readmissions: Path | None,
    cluster: str | None,
) -> None:
    """评定一名医师并逐步说明, 或将整个地区的一个周期写成 CSV / Assess one doctor, or a whole region, to CSV.

    加 --all 则按列批量评定 / With --all everyone is assessed at once, by columns.
    """
    if everyone:
        _only_all(doctor, region, institution, known_at)
    elif records or examinations or readmissions:
        raise click.UsageError("--from, --examinations and --readmissions go with --all")
    if cluster and not records:
        raise click.UsageError("--cluster goes with --all and --from")
    days = (as_of.date() if as_of else None, law_at.date() if law_at else None)
    catalogue = home.host(regulation).catalogue
    question = settled(catalogue, today_in_china(), regulation, period, days[0], law_at=days[1], known_at=known_at)
    if everyone:
        from core.cli.assess_all import Files, assess_everyone  # noqa: PLC0415 - NumPy and Polars

        files = Files(violations=records, passed=examinations, readmitted=readmissions, out=out, cluster=cluster)
        await assess_everyone(home, question, files)
        return
    from core.cli.assess_registry import assess_one, assess_some  # noqa: PLC0415 - the registry, which files do without

    if doctor is None:
        await assess_some(home, question, out, region, institution)
    else:
        await assess_one(home, question, doctor)


def _only_all(*others: object) -> None:
    """Refuse what asks for some, where everyone is asked for."""
    if any(one is not None for one in others):
        raise click.UsageError("--all takes neither a doctor nor --region, --institution or --known-at")
