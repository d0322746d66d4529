"""``guiju regulations``: what is served, and which plugin is parked and why."""

import click

from core.cli.shared import Home, finish, lang_option, with_home
from core.regulation.files.problems import render_all
from core.regulation.law import Law
from core.service.listing import schemes_of


@click.command("regulations")
@lang_option
@with_home
def regulations(home: Home) -> None:
    """列出规定与停用的插件 / List the regulations served and the plugins parked."""
    host = home.host()
    for law in host.catalogue.laws:
        click.echo(_line(home, law))
    for info in host.parked:
        if info.reason is not None:
            home.say(f"停用 {info.name} ({info.location})", f"parked {info.name} ({info.location})", err=True)
            click.echo(f"  {info.reason.code}: {info.reason.message.get(home.lang)}", err=True)
            if info.reason.problems:
                click.echo(render_all(info.reason.problems, home.lang), err=True)
    finish(wrong=bool(host.parked))


def _line(home: Home, law: Law) -> str:
    regulation = law.regulation
    force = regulation.in_force
    since = force.from_.isoformat() if force.from_ else "…"
    until = force.to.isoformat() if force.to else "…"
    schemes = schemes_of(regulation)
    confidence, gaps, title = regulation.source.confidence, len(regulation.gaps), regulation.title.get(home.lang)
    return f"{law.id:<16} [{since}, {until})  {'+'.join(schemes):<17} {confidence:<9} gaps:{gaps}  {title}"
