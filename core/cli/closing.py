"""``guiju close``, ``reopen`` and ``revise``: an evaluation period's end, what undoes it, and what follows later."""

import click

from core.cli.output import answers
from core.cli.progress import shown
from core.cli.shared import REFUSED, Home, cli_actor, in_loop, lang_option, with_home
from core.errors import RefusedError
from core.service.closing import Closing, close_period, reopen_period
from core.service.closing import revise as revise_period
from core.service.office import opened
from core.service.viewer import Scope, Viewer
from core.text import Text

_HERE = Viewer("cli", frozenset(Scope), None)
"""Whoever holds the database file may close its periods."""
_CLOSING, _REVISING = Text(zh="评定", en="assessing"), Text(zh="复核", en="looking anew")
_DOCTORS = Text(zh="名", en="doctors")


@click.command("close")
@click.argument("place")
@click.argument("period")
@click.option("--regulation", help="只按这一版规定 / Only under this version; else under every one in force then.")
@click.option("--reason", help="说明 / A remark that is kept.")
@answers()
@lang_option
@with_home
@in_loop
async def close(home: Home, place: str, period: str, regulation: str | None, reason: str | None) -> None:
    """关闭一个周期, 冻结每名医师的结果 / Close a period: every doctor's assessment is frozen with its proof."""
    async with opened(home.host(), home.database) as office:
        with shown(home, _CLOSING, _DOCTORS) as bar:
            done = await close_period(
                office, _HERE, place, period, regulation, reason=reason, actor=cli_actor(), progress=bar
            )
    _report(home, done)


@click.command("reopen")
@click.argument("place")
@click.argument("period")
@click.option("--reason", required=True, help="理由 / Why.")
@answers()
@lang_option
@with_home
@in_loop
async def reopen(home: Home, place: str, period: str, reason: str) -> None:
    """重新开放已关闭的周期 / Open a closed period again; what was frozen stays."""
    async with opened(home.host(), home.database) as office:
        done = await reopen_period(office, _HERE, place, period, reason, actor=cli_actor())
    _report(home, done)


@click.command("revise")
@click.argument("place")
@click.argument("period")
@answers()
@lang_option
@with_home
@in_loop
async def revise(home: Home, place: str, period: str) -> None:
    """规定更新后, 为已冻结的结果补记后续 / After a new law: append what frozen assessments would be now."""
    async with opened(home.host(), home.database) as office:
        with shown(home, _REVISING, _DOCTORS) as bar:
            done = await revise_period(office, _HERE, place, period, actor=cli_actor(), progress=bar)
    _report(home, done)


def _report(home: Home, done: Closing) -> None:
    for problem in done.problems:
        home.refuse(RefusedError(problem.code, problem.message, field=problem.field))
    home.counts |= {"frozen": done.frozen, "succeeded": done.succeeded}
    if done.period is not None and home.as_json:
        home.put({"place": done.period.place, "period": done.period.name, "state": done.period.state, **home.counts})
    if done.period is not None:
        name, state = f"{done.period.place} {done.period.name}", done.period.state
        home.say(
            f"{name}: {state}, 冻结 {done.frozen} 名, 后续 {done.succeeded} 份",
            f"{name}: {state}, {done.frozen} frozen, {done.succeeded} succeeded",
        )
    if done.problems:
        raise click.exceptions.Exit(REFUSED)
