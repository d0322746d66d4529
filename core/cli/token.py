"""``guiju token``: issue and revoke the tokens that let a client read or write the registry."""

from datetime import UTC, datetime

import click

from core.cli.shared import Home, cli_actor, in_loop, lang_option, with_home
from core.service.office import opened
from core.service.viewer import Scope, issue_token


@click.group("token")
def token() -> None:
    """签发与撤销令牌 / Issue and revoke tokens."""


@token.command("issue")
@click.argument("label")
@click.option("--scope", "scopes", multiple=True, type=click.Choice([one.value for one in Scope]), default=["read"])
@click.option(
    "--region", "regions", multiple=True, help="地区码前缀, 可重复; 不写为全部 / Region prefixes; all if left out."
)
@click.option("--expires", type=click.DateTime(["%Y-%m-%d"]), help="到期日 / First day on which it no longer holds.")
@lang_option
@with_home
@in_loop
async def issue(
    home: Home, label: str, scopes: tuple[str, ...], regions: tuple[str, ...], expires: datetime | None
) -> None:
    """签发一枚令牌, 只显示一次 / Issue a token; it is shown once."""
    until = expires.replace(tzinfo=UTC) if expires else None
    async with opened(home.host(), home.database) as office:
        made = await issue_token(
            office.database, label, tuple(map(Scope, scopes)), regions or None, until, actor=cli_actor()
        )
    click.echo(made)


@token.command("revoke")
@click.argument("label")
@lang_option
@with_home
@in_loop
async def revoke(home: Home, label: str) -> None:
    """撤销令牌 / Revoke every token with this label."""
    async with opened(home.host(), home.database) as office, office.database.writing(actor=cli_actor()) as writes:
        count = await writes.revoke_token(label)
    home.say(f"已撤销 {count} 枚", f"{count} revoked")
