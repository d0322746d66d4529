"""``guiju regulations``: what is served, and which plugin is parked and why."""

import click

from core.cli.output import Node, answers, problem_nodes, text_node
from core.cli.shared import Home, finish, lang_option, with_home
from core.host import PluginInfo
from core.regulation.files.problems import render_all
from core.regulation.law import Law
from core.service.listing import schemes_of
from core.text import Text


@click.command("regulations")
@answers(Text(zh="有插件停用", en="a plugin is parked"))
@lang_option
@with_home
def regulations(home: Home) -> None:
    """列出规定与停用的插件 / List the regulations served and the plugins parked."""
    host = home.host()
    home.counts |= {"regulations": len(host.catalogue.laws), "parked": len(host.parked)}
    if home.as_json:
        laws = [_law_node(law) for law in host.catalogue.laws]
        home.put({"regulations": laws, "parked": [_parked_node(info) for info in host.parked]})
        finish(wrong=bool(host.parked))
    for law in host.catalogue.laws:
        click.echo(_line(home, law))
    for info in host.parked:
        if info.reason is not None:
            home.say(f"停用 {info.name} ({info.location})", f"parked {info.name} ({info.location})", err=True)
            click.echo(f"  {info.reason.code}: {info.reason.message.get(home.lang)}", err=True)
            if info.reason.problems:
                click.echo(render_all(info.reason.problems, home.lang), err=True)
    finish(wrong=bool(host.parked))


def _law_node(law: Law) -> Node:
    regulation = law.regulation
    return {
        "regulation": law.id,
        "place": regulation.place,
        "title": text_node(regulation.title),
        "since": regulation.in_force.from_,
        "until": regulation.in_force.to,
        "schemes": schemes_of(regulation),
        "confidence": regulation.source.confidence,
        "gaps": len(regulation.gaps),
        "digest": law.digest,
    }


def _parked_node(info: PluginInfo) -> Node:
    reason = info.reason
    said = None if reason is None else {"code": reason.code, "message": text_node(reason.message)}
    problems = () if reason is None else reason.problems
    return {"plugin": info.name, "location": info.location, "reason": said, "problems": problem_nodes(problems)}


def _line(home: Home, law: Law) -> str:
    regulation = law.regulation
    force = regulation.in_force
    since = force.from_.isoformat() if force.from_ else "…"
    until = force.to.isoformat() if force.to else "…"
    schemes = schemes_of(regulation)
    confidence, gaps, title = regulation.source.confidence, len(regulation.gaps), regulation.title.get(home.lang)
    return f"{law.id:<16} [{since}, {until})  {'+'.join(schemes):<17} {confidence:<9} gaps:{gaps}  {title}"
