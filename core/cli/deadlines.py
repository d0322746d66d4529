"""``guiju deadlines``: what comes up for the people of a region, as a list and as an iCalendar file."""

from datetime import date, datetime
from functools import partial
from pathlib import Path

import click

from core.cli.output import Node, answers, text_node
from core.cli.shared import Home, in_loop, lang_option, with_home
from core.errors import RefusedError
from core.service.deadlines import ComingUp, DeadlineFound, Span, coming_up
from core.service.office import opened
from core.storage import RecordFilter
from core.text import Lang, Text

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command("deadlines")
@click.option("--place", help="只看某地规定 / Only under the regulations of this place.")
@click.option("--region", help="地区码前缀 / Only people at institutions of this region (2, 4 or 6 digits).")
@click.option("--institution", help="机构编码 / Only people at this institution.")
@click.option("--from", "start", type=_DAY, help="首日 / The first day; --as-of if left out. Earlier ones are overdue.")
@click.option("--to", "end", type=_DAY, help="末日之次日 / The first day after the last; however late if left out.")
@click.option("--as-of", type=_DAY, help="截至日 / The day as of which things stand; today if left out.")
@click.option(
    "--ics", type=click.Path(dir_okay=False, path_type=Path), help="另写 iCalendar 文件 / Also write an iCalendar file."
)
@click.option("--names", is_flag=True, help="写出姓名 / With people's names; else their codes alone.")
@answers()
@lang_option
@with_home
@in_loop
async def deadlines(  # noqa: PLR0913 - each argument is an option of the command
    home: Home,
    place: str | None,
    region: str | None,
    institution: str | None,
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    ics: Path | None,
    *,
    names: bool,
) -> None:
    """列出将到的期限: 申诉、暂停与限制期满、考试、报告 / List what comes up: objections, ends of terms, duties."""
    wanted = RecordFilter(regions=None, region=region, institution=institution, place=place)
    async with opened(home.host(), home.database) as office:
        day = as_of.date() if as_of else office.today()
        span = Span(start=start.date() if start else day, end=end.date() if end else None, as_of=day)
        coming = [one async for one in coming_up(office, wanted, span)]
    if ics is not None:
        _write(home, ics, coming, names=names)
    count = sum(len(one.found) for one in coming)
    home.counts |= {"people": len(coming), "deadlines": count}
    if home.as_json:
        nodes = [_node(one, found, names=names) for one, found in _by_day(coming)]
        home.put({"deadlines": nodes, "people": len(coming), "written": ics})
    for one, found in () if home.as_json else _by_day(coming):
        click.echo(_line(one, found, home.lang, names=names))
    home.say(f"{len(coming)} 人, {count} 个期限", f"{count} deadlines of {len(coming)} people", err=True)


def _called(one: ComingUp, *, names: bool) -> str:
    return f"{one.doctor.code} {one.doctor.name}" if names else one.doctor.code


def _by_day(coming: list[ComingUp]) -> list[tuple[ComingUp, DeadlineFound]]:
    """Return each deadline with whose it is, by day; those without a day last."""
    every = [(one, found) for one in coming for found in one.found]
    every.sort(key=lambda each: (each[1].deadline.on or date.max, each[0].doctor.code))
    return every


def _node(one: ComingUp, found: DeadlineFound, *, names: bool) -> Node:
    deadline, citation = found.deadline, found.deadline.citation
    return {
        "on": deadline.on,
        "until": deadline.until,
        "unpublished_year": None if deadline.on is not None else deadline.calendar,
        "kind": deadline.kind,
        "doctor": one.doctor.code,
        "name": one.doctor.name if names else None,
        "label": text_node(deadline.label),
        "citation": {"code": str(citation), **text_node(citation.text)},
        "regulation": deadline.law.id,
        "record": deadline.record,
        "institution": found.institution and found.institution.code,
    }


def _line(one: ComingUp, found: DeadlineFound, lang: Lang, *, names: bool) -> str:
    deadline = found.deadline
    who = _called(one, names=names)
    about = " ".join(part for part in (deadline.record, found.institution and found.institution.code) if part)
    at = f"〔{deadline.citation.text.zh}〕" if lang is Lang.ZH else f" [{deadline.citation.text.en}]"
    return f"{_day(found).get(lang)}  {who}  {deadline.label.get(lang)}{at}  {deadline.law.id} {about}".rstrip()


def _day(found: DeadlineFound) -> Text:
    deadline = found.deadline
    if deadline.on is not None:
        return Text(zh=deadline.on.isoformat(), en=deadline.on.isoformat())
    return Text(
        zh=f"日期不详({deadline.calendar} 年放假安排未公布)",
        en=f"no day yet ({deadline.calendar}'s days off are not published)",
    )


def _write(home: Home, path: Path, coming: list[ComingUp], *, names: bool) -> None:
    """Write the calendar file; raises RefusedError if it cannot be written."""
    from core.cli.deadlines_calendar import calendar_of  # noqa: PLC0415 - who wants no file does not wait for it

    content, left_out = calendar_of(coming, partial(_called, names=names))
    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(zh=f"{path} 不能写入: {reason}; 换一个路径", en=f"{path} cannot be written: {reason}; name another")
        raise RefusedError("FILE_UNWRITABLE", text) from error
    if left_out:
        home.say(
            f"{left_out} 个期限日期不详, 未写入 {path.name}",
            f"{left_out} deadlines have no day yet and are not in {path.name}",
            err=True,
        )
