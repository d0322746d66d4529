"""The host: settings that hold, plugins that are served, and the calendar that some regulations count by."""

from collections.abc import AsyncGenerator, Iterator

from core.regulation.law import Law
from core.regulation.schemes.enrolment import Due
from core.service.calendars import PUBLICATION, PUBLISHED
from core.service.doctor.found import Found, Saying
from core.service.doctor.surroundings import Surroundings
from core.text import Text

_ANNOUNCED = 11
"""The month in which the days off of the next year are published."""


async def settings(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the settings file is valid and fits the regulations."""
    say = Saying("settings")
    if there.settings is None:
        yield say.skipped("没有设置文件", "there is no settings file")
        return
    there.settled()
    yield say.ok(f"{there.settings.name} 有效", f"{there.settings.name} is valid")


async def plugins(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether every plugin that was found is served."""
    say, host = Saying("plugins"), there.host()
    for info in host.parked:
        reason = info.reason
        if reason is not None:
            said = reason.problems[0] if reason.problems else None
            where = f" {said.file}:{said.line}:{said.column}" if said else ""
            yield say.fail(
                Text(
                    zh=f"{info.name} 已停用, {reason.code}{where}: {reason.message.zh}",
                    en=f"{info.name} is parked, {reason.code}{where}: {reason.message.en}",
                ),
                Text(zh=f"guiju check …/{info.location}", en=f"guiju check …/{info.location}"),
            )
    if not host.parked:
        count = len(host.catalogue.laws)
        yield say.ok(f"{len(host.plugins)} 个插件, {count} 部规定", f"{len(host.plugins)} plugins, {count} regulations")


async def calendar(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether the days off of this year and the next are at hand, if a regulation counts working days."""
    say, year = Saying("calendar"), there.today.year
    needing = [law.id for law in there.host().catalogue.laws if any(_counts_working_days(law))]
    if not needing:
        yield say.skipped("没有规定按工作日计算", "no regulation counts working days")
        return
    todo = Text(
        zh="升级 chinesecalendar 包; 在此之前相关期限显示为日期不详",
        en="upgrade the package chinesecalendar; until then such terms have no day",
    )
    names = ", ".join(needing)
    if year not in PUBLISHED.years:
        seen = Text(
            zh=f"{PUBLICATION} 没有 {year} 年的放假安排; 需要的规定: {names}",
            en=f"{PUBLICATION} does not hold the days off of {year}; needed by {names}",
        )
        yield say.fail(seen, todo)
    elif year + 1 not in PUBLISHED.years and there.today.month >= _ANNOUNCED:
        seen = Text(
            zh=f"{PUBLICATION} 没有 {year + 1} 年的放假安排; 需要的规定: {names}",
            en=f"{PUBLICATION} does not hold the days off of {year + 1}; needed by {names}",
        )
        yield say.warn(seen, todo)
    else:
        until = max(PUBLISHED.years)
        yield say.ok(f"放假安排至 {until} 年({PUBLICATION})", f"the days off are known up to {until} ({PUBLICATION})")


def _counts_working_days(law: Law) -> Iterator[bool]:
    points, enrolment = law.regulation.points, law.regulation.enrolment
    yield points is not None and points.appeal is not None
    yield enrolment is not None and any(duty.due is Due.WORKING_DAYS for duty in enrolment.duties)
