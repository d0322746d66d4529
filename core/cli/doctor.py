"""``guiju doctor``: whether this installation is in order, check by check; nothing is written or migrated."""

from datetime import UTC, datetime

import click

from core.cli.output import Node, answers, text_node
from core.cli.shared import Home, finish, in_loop, lang_option, with_home
from core.service.calendars import today_in_china
from core.service.doctor import Found, State, Surroundings, examine
from core.text import Lang, Text

_STATE = {
    State.OK: Text(zh="正常", en="OK"),
    State.WARN: Text(zh="注意", en="WARN"),
    State.FAIL: Text(zh="不正常", en="FAIL"),
    State.SKIPPED: Text(zh="略过", en="SKIPPED"),
}
_WIDTH = 12


@click.command("doctor")
@click.option(
    "--receipts",
    type=click.IntRange(0),
    default=20,
    show_default=True,
    help="抽查几份冻结结果 / How many frozen results to work out anew.",
)
@answers(Text(zh="有不正常之处", en="something is wrong"))
@lang_option
@with_home
def doctor(home: Home, receipts: int) -> None:
    """自检: 数据库、审计链、插件、日历、令牌等 / Check database, audit trail, plugins, calendar, tokens and more.

    只查看, 不写入也不迁移 / It looks, and neither writes nor migrates.
    """
    there = Surroundings(
        location=home.database,
        plugins=home.plugins,
        settings=home.settings,
        now=datetime.now(UTC),
        today=today_in_china(),
        receipts=receipts,
    )
    found = _examine(home, there)
    counts = {state: sum(one.state is state for one in found) for state in State}
    home.counts |= {state.value.lower(): count for state, count in counts.items()}
    if home.as_json:
        home.put({"passed": not counts[State.FAIL], "sums": home.counts, "checks": [_node(one) for one in found]})
    home.say(
        f"{counts[State.FAIL]} 处不正常, {counts[State.WARN]} 处须注意",
        f"{counts[State.FAIL]} wrong, {counts[State.WARN]} to be looked at",
    )
    finish(wrong=counts[State.FAIL] > 0)


@in_loop
async def _examine(home: Home, there: Surroundings) -> list[Found]:
    found: list[Found] = []
    try:
        async for one in examine(there):
            found.append(one)
            home.say(_line(one, Lang.ZH), _line(one, Lang.EN))
    finally:
        there.close()
    return found


def _line(one: Found, lang: Lang) -> str:
    todo = "" if one.todo is None else f"\n{'':{_WIDTH + 9}}→ {one.todo.get(lang)}"
    return f"{_STATE[one.state].get(lang):<8} {one.check:<{_WIDTH}}{one.seen.get(lang)}{todo}"


def _node(one: Found) -> Node:
    return {
        "check": one.check,
        "state": one.state,
        "seen": text_node(one.seen),
        "todo": None if one.todo is None else text_node(one.todo),
    }
