"""``guiju assess``: one doctor with the explanation, or a whole region and period to CSV."""

import csv
import sys
from collections.abc import Iterable
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import TextIO

import click

from core.assessment.arithmetic import plain
from core.assessment.outcome import PointsOutcome
from core.cli.assess_all import Files, assess_everyone
from core.cli.explain import explain
from core.cli.shared import Home, cell, in_loop, lang_option, with_home
from core.service.assessing import Question, assess_all, assess_doctors, doctor_called, settle, settled
from core.service.office import Office, opened, today_in_china
from core.storage import DoctorFilter, DoctorRow

COLUMNS = (
    "doctor", "name", "regulation", "period", "as_of", "determination", "missing", "points_lost", "points_left",
    "status", "since", "until", "may_reapply_from", "points_to_next", "arithmetic", "regulation_digest", "facts_digest",
)  # fmt: skip


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
) -> None:
    """评定一名医师并逐步说明, 或将整个地区的一个周期写成 CSV / Assess one doctor, or a whole region, to CSV.

    加 --all 则按列批量评定 / With --all everyone is assessed at once, by columns.
    """
    days = (as_of.date() if as_of else None, law_at.date() if law_at else None)
    if everyone:
        _only_all(doctor, region, institution, known_at)
        question = settled(home.host().catalogue, today_in_china(), regulation, period, days[0], law_at=days[1])
        files = Files(violations=records, passed=examinations, readmitted=readmissions, out=out)
        await assess_everyone(home, question, files)
        return
    if records or examinations or readmissions:
        raise click.UsageError("--from, --examinations and --readmissions go with --all")
    async with opened(home.host(), home.database) as office:
        question = settle(office, regulation, period, days[0], law_at=days[1], known_at=known_at)
        if doctor is None:
            await _table(home, office, question, out, region, institution)
        else:
            await _one(home, office, question, doctor)


def _only_all(*others: object) -> None:
    """Refuse what asks for some, where everyone is asked for."""
    if any(one is not None for one in others):
        raise click.UsageError("--all takes neither a doctor nor --region, --institution or --known-at")


async def _one(home: Home, office: Office, question: Question, code: str) -> None:
    row = await doctor_called(office, code)
    outcome = (await assess_doctors(office, question, [row.id]))[row.id]
    click.echo(f"{row.code} {row.name}")
    click.echo(explain(outcome, home.lang))


async def _table(
    home: Home, office: Office, question: Question, out: Path | None, region: str | None, institution: str | None
) -> None:
    with out.open("w", encoding="utf-8-sig", newline="") if out else nullcontext(sys.stdout) as target:
        count = await _all(office, question, target, region, institution, quiet=out is None)
    home.say(f"已评定 {count} 名医师", f"{count} doctors assessed", err=True)


async def _all(
    office: Office, question: Question, target: TextIO, region: str | None, institution: str | None, *, quiet: bool
) -> int:
    place = question.law.regulation.place
    wanted = DoctorFilter(regions=None, region=region, institution=institution, place=place)
    total = await office.reads.count_doctors(wanted)
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    count = 0
    with click.progressbar(length=total, file=sys.stderr, hidden=quiet) as bar:
        async for batch in assess_all(office, question, region=region, institution=institution):
            writer.writerows(map(_row, batch))
            count += len(batch)
            bar.update(len(batch))
    return count


def _row(answer: tuple[DoctorRow, PointsOutcome]) -> list[str]:
    doctor, outcome = answer
    standing, room = outcome.standing, outcome.headroom
    values: Iterable[object] = (
        doctor.code,
        doctor.name,
        outcome.law.id,
        outcome.period.name,
        outcome.as_of,
        outcome.determination,
        " ".join(one.name for one in outcome.missing),
        None if outcome.points_lost is None else plain(outcome.points_lost),
        None if outcome.points_left is None else plain(outcome.points_left),
        standing and standing.status,
        standing and standing.since,
        standing and standing.until,
        standing and standing.may_reapply_from,
        None if room is None else plain(room.points_to_next),
        outcome.arithmetic,
        outcome.law.digest,
        outcome.facts_digest,
    )
    return [cell(value) for value in values]
