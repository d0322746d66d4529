"""``guiju token``: issue, list, rotate and revoke the tokens that let a client read or write the registry."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import click

from core.cli.output import Node, answers
from core.cli.shared import Home, cli_actor, in_loop, lang_option, with_home
from core.service.tokens import TokenState, issue_token, rotate_token, state_of
from core.service.viewer import Scope
from core.storage import Database, ReadOnly, Reads, TokenRow
from core.text import Lang, Text

_CHINA = ZoneInfo("Asia/Shanghai")
_REGION = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}")
_GRACE = re.compile(r"([0-9]{1,4})([smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_STATE = {
    TokenState.LIVE: Text(zh="有效", en="live"),
    TokenState.ENDING: Text(zh="将到期", en="ending"),
    TokenState.EXPIRED: Text(zh="已到期", en="expired"),
    TokenState.REVOKED: Text(zh="已撤销", en="revoked"),
}
_EXPIRES = click.DateTime(["%Y-%m-%d"])


class _Region(click.ParamType[str]):
    """The first two, four or six digits of a region's code."""

    name = "digits"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the digits."""
        if not _REGION.fullmatch(value):
            self.fail(f"{value}: 应为 2、4 或 6 位数字 / two, four or six digits are needed", param, ctx)
        return value


class _Span(click.ParamType[timedelta]):
    """A span of time, as 90s, 30m, 1h or 7d."""

    name = "span"

    def convert(self, value: str | timedelta, param: click.Parameter | None, ctx: click.Context | None) -> timedelta:
        """Return the span."""
        if isinstance(value, timedelta):
            return value
        found = _GRACE.fullmatch(value)
        if found is None:
            self.fail(f"{value}: 写作 90s、30m、1h 或 7d / write it as 90s, 30m, 1h or 7d", param, ctx)
        return timedelta(**{_UNITS[found[2]]: int(found[1])})


@click.group("token")
def token() -> None:
    """签发、列出、更换与撤销令牌 / Issue, list, rotate and revoke tokens."""


@token.command("issue")
@click.argument("label")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([one.value for one in Scope]),
    default=["read"],
    help="权限, 可重复; 默认 read / What it allows; read if left out.",
)
@click.option(
    "--region",
    "regions",
    type=_Region(),
    multiple=True,
    help="地区码前缀, 可重复; 不写为全部 / Region prefixes; all if left out.",
)
@click.option("--expires", type=_EXPIRES, help="到期日 / First day, in China, on which it no longer holds.")
@answers()
@lang_option
@with_home
@in_loop
async def issue(
    home: Home, label: str, scopes: tuple[str, ...], regions: tuple[str, ...], expires: datetime | None
) -> None:
    """签发一枚令牌, 只显示一次 / Issue a token; it is shown once.

    一个标签同时只有一枚有效令牌 / A label has one token that holds; rotate it for a new secret.
    """
    held, until = tuple(map(Scope, scopes)), _moment(expires)
    async with Database.open(home.database) as database:
        secret = await issue_token(database, label, held, regions or None, until, actor=cli_actor())
    if home.as_json:
        home.put(
            {"label": label, "token": secret, "scopes": scopes, "regions": regions or None, "expires": _written(until)}
        )
    home.say(secret, secret)


@token.command("list")
@answers()
@lang_option
@with_home
@in_loop
async def list_tokens(home: Home) -> None:
    """列出令牌, 不含密钥 / List the tokens; never a secret."""
    now = datetime.now(UTC)
    async with ReadOnly.open(home.database) as source:
        tokens = await Reads(source).tokens()
    home.counts["tokens"] = len(tokens)
    if home.as_json:
        home.put({"tokens": [_node(one, now) for one in tokens]})
    for one in tokens:
        home.say(*_lines(one, now))
    if not tokens:
        home.say("没有令牌", "there are no tokens", err=True)


@token.command("rotate")
@click.argument("label")
@click.option(
    "--grace",
    type=_Span(),
    default=timedelta(),
    help="旧密钥再有效多久, 如 1h; 默认立即失效 / How long the old secret still holds, as 1h; not at all if left out.",
)
@click.option("--expires", type=_EXPIRES, help="新的到期日; 默认不变 / A new end, in China; as it was if left out.")
@answers()
@lang_option
@with_home
@in_loop
async def rotate(home: Home, label: str, grace: timedelta, expires: datetime | None) -> None:
    """更换密钥, 权限与地区不变 / Give a token a new secret with the same scopes and regions; it is shown once."""
    async with Database.open(home.database) as database:
        done = await rotate_token(database, label, grace, _moment(expires), actor=cli_actor())
    if home.as_json:
        until, old = _written(done.expires_at), _written(done.old_end_at)
        home.put({"label": label, "token": done.secret, "expires": until, "old_token_ends": old})
    home.say(done.secret, done.secret)
    ends = done.old_end_at.astimezone(_CHINA).isoformat(timespec="seconds")
    home.say(f"旧密钥有效至 {ends}", f"the old secret holds until {ends}", err=True)


@token.command("revoke")
@click.argument("label")
@answers()
@lang_option
@with_home
@in_loop
async def revoke(home: Home, label: str) -> None:
    """撤销令牌 / Revoke every token with this label."""
    async with Database.open(home.database) as database, database.writing(actor=cli_actor()) as writes:
        count = await writes.revoke_token(label)
    home.counts["revoked"] = count
    if home.as_json:
        home.put({"label": label, "revoked": count})
    home.say(f"已撤销 {count} 枚", f"{count} revoked")


def _moment(day: datetime | None) -> datetime | None:
    """Return when a day begins in China; None for none."""
    return None if day is None else day.replace(tzinfo=_CHINA)


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="seconds")


def _node(one: TokenRow, now: datetime) -> Node:
    return {
        "label": one.label,
        "state": state_of(one, now),
        "scopes": one.scopes,
        "regions": one.regions,
        "created": _written(one.created_at),
        "expires": _written(one.expires_at),
        "revoked": _written(one.revoked_at),
    }


def _lines(one: TokenRow, now: datetime) -> tuple[str, str]:
    """Return a token in one line, in Chinese and in English."""
    state = _STATE[state_of(one, now)]
    return _line(one, state, Lang.ZH), _line(one, state, Lang.EN)


def _line(one: TokenRow, state: Text, lang: Lang) -> str:
    zh = lang is Lang.ZH
    label = "".join(char if char.isprintable() else "�" for char in one.label)
    everywhere = "全部地区" if zh else "all regions"
    regions = everywhere if one.regions is None else ",".join(one.regions)
    told = [label, state.get(lang), ",".join(one.scopes), regions]
    names = (
        ("签发", "issued", one.created_at),
        ("到期", "expires", one.expires_at),
        ("撤销", "revoked", one.revoked_at),
    )
    for name_zh, name_en, moment in names:
        if moment is not None:
            told.append(f"{name_zh if zh else name_en} {moment.astimezone(_CHINA).isoformat(timespec='seconds')}")
    return "  ".join(told)
