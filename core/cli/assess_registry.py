"""``guiju assess`` with a registry: one doctor with the explanation, or everyone enrolled as CSV."""

import csv
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO

import click

from core.assessment.arithmetic import plain
from core.assessment.outcome import PointsOutcome
from core.cli.explain import explain
from core.cli.output import Node
from core.cli.shared import Home, cell
from core.proof.values import seen
from core.service.assessing import assess_all, assess_doctors, doctor_called
from core.service.office import Office, opened
from core.service.questions import Question
from core.storage import DoctorFilter, DoctorRow

COLUMNS = (
    "doctor", "name", "regulation", "period", "as_of", "determination", "missing", "points_lost", "points_left",
    "status", "since", "until", "may_reapply_from", "points_to_next", "arithmetic", "regulation_digest", "facts_digest",
)  # fmt: skip


Answer = tuple[DoctorRow, PointsOutcome]
Put = Callable[[Sequence[Answer]], None]


async def assess_one(home: Home, question: Question, code: str) -> None:
    """Print the answer for the doctor with this code, step by step; raise NotFoundError if there is none."""
    async with opened(home.host(question.law.id), home.database) as office:
        row = await doctor_called(office, code)
        outcome = (await assess_doctors(office, question, [row.id]))[row.id]
    if home.as_json:
        home.put({"doctor": row.code, "name": row.name, "outcome": seen(outcome), **_digests(outcome)})
        return
    click.echo(f"{row.code} {row.name}")
    click.echo(explain(outcome, home.lang))


def _digests(outcome: PointsOutcome) -> Node:
    law = outcome.law
    return {"regulation": law.id, "regulation_digest": law.digest, "facts_digest": outcome.facts_digest}


async def assess_some(
    home: Home, question: Question, out: Path | None, region: str | None, institution: str | None
) -> None:
    """Write the answers for everyone whom the law concerns in the period as CSV; ``out`` None: to standard output."""
    quiet = out is None or home.as_json
    async with opened(home.host(question.law.id), home.database) as office:
        with out.open("w", encoding="utf-8-sig", newline="") if out else nullcontext(sys.stdout) as target:
            put = _lines_into(home) if out is None and home.as_json else _csv_into(target)
            count = await _all(office, question, put, region, institution, quiet=quiet)
    home.counts["doctors"] = count
    if out is not None and home.as_json:
        home.put({"written": str(out), "count": count})
    home.say(f"已评定 {count} 名医师", f"{count} doctors assessed", err=True)


async def _all(
    office: Office, question: Question, put: Put, region: str | None, institution: str | None, *, quiet: bool
) -> int:
    place = question.law.regulation.place
    wanted = DoctorFilter(regions=None, region=region, institution=institution, place=place)
    total = await office.reads.count_doctors(wanted)
    count = 0
    with click.progressbar(length=total, file=sys.stderr, hidden=quiet) as bar:
        async for batch in assess_all(office, question, region=region, institution=institution):
            put(batch)
            count += len(batch)
            bar.update(len(batch))
    return count


def _csv_into(target: TextIO) -> Put:
    writer = csv.writer(target)
    writer.writerow(COLUMNS)
    return lambda batch: writer.writerows([cell(value) for value in _values(*one)] for one in batch)


def _lines_into(home: Home) -> Put:
    def put(batch: Sequence[Answer]) -> None:
        for one in batch:
            home.put_line(dict(zip(COLUMNS, _values(*one), strict=True)))

    return put


def _values(doctor: DoctorRow, outcome: PointsOutcome) -> tuple[object, ...]:
    """Return what ``COLUMNS`` names; None for what is not decided."""
    standing, room = outcome.standing, outcome.headroom
    return (
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
