"""The application: the ASGI app that serves the schema, and the command ``guiju``.

Nothing is decided here: commands are in ``core.cli``, answers in ``core.service``, their form in ``schema``. Only what
needs both the core and the schema stands in this file.
"""

import importlib
import socket
import sys
import traceback
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from core.cli.journal import CRASHED, log_options, logging_of_run
from core.cli.output import answers
from core.cli.shared import Home, Location, first_lang_option, in_loop, lang_option, read_settings, with_home
from core.errors import RefusedError
from core.host import Host
from core.text import Lang, Text
from schema.serving.options import Chosen, origin_option, serving_options
from schema.serving.settings import Serving
from schema.serving.sockets import address_of, is_reachable, listening_on

if TYPE_CHECKING:
    from core.service.viewer import Viewer
    from schema.serving.application import Application

HERE = Path(__file__).resolve().parent
PLUGINS = HERE / "plugins"
DATABASE = HERE / "var" / "guiju.sqlite3"
DEMO_DATABASE = HERE / "var" / "demo.sqlite3"


def create_app(
    host: Host, database: str | Path, *, open_viewer: "Viewer | None" = None, serving: Serving | None = None
) -> "Application":
    """Return the ASGI application that serves ``host`` and the registry at ``database``.

    ``open_viewer`` is who a request without a token counts as; None: anyone, who sees regulations and plugins.
    ``serving`` is what an operator chooses; None: what suits a developer's own machine.
    """
    from core.service.office import opened  # noqa: PLC0415 - commands that serve nothing do not pay for it
    from schema.serving.application import Application  # noqa: PLC0415

    @asynccontextmanager
    async def lifespan(application: Application) -> AsyncGenerator[None]:
        async with opened(host, database) as office, application.open_with(office, open_viewer):
            yield

    return Application(serving or Serving(), lifespan=lifespan)


COMMANDS: Mapping[str, str] = {
    "assess": "core.cli.assess:assess",
    "audit": "core.cli.audit:audit",
    "backup": "core.cli.backup:backup",
    "changes": "core.cli.snapshot:changes",
    "check": "core.cli.check:check",
    "close": "core.cli.closing:close",
    "deadlines": "core.cli.deadlines:deadlines",
    "diff": "core.cli.diff:diff",
    "doctor": "core.cli.doctor:doctor",
    "export": "core.cli.export:export_kind",
    "impact": "core.cli.impact:impact",
    "import": "core.cli.load:load_file",
    "load": "core.cli.snapshot:load",
    "new": "core.cli.new:new",
    "receipt": "core.cli.receipt:write_receipt",
    "regulations": "core.cli.regulations:regulations",
    "reopen": "core.cli.closing:reopen",
    "restore": "core.cli.backup:restore",
    "revise": "core.cli.closing:revise",
    "snapshot": "core.cli.snapshot:snapshot",
    "token": "core.cli.token:token",
    "verify": "core.cli.receipt:verify_files",
}


class LazyGroup(click.Group):
    """The command ``guiju``: a command is imported when it is asked for."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as click's own
        """Run the command as a program; a fault of Guiju itself has an exit code of its own."""
        try:
            return self.main(*args, **kwargs)
        except Exception:  # noqa: BLE001 - whatever it is, it is no answer
            traceback.print_exc()
            sys.exit(CRASHED)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all commands."""
        return sorted({*super().list_commands(ctx), *COMMANDS})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of this name, or None."""
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        found = getattr(importlib.import_module(module), name)
        return found if isinstance(found, click.Command) else None


@click.command(cls=LazyGroup)
@click.option(
    "--db",
    type=Location(),
    default=DATABASE,
    envvar="GUIJU_DB",
    show_default=False,
    help="数据库文件，或 postgres:// URL / Database file, or a postgres:// URL.",
)
@click.option(
    "--plugins",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    multiple=True,
    help="另加的插件文件夹 / Further folders of plugins.",
)
@click.option(
    "--settings",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    envvar="GUIJU_SETTINGS",
    help="经办者设置 / The operator's settings file.",
)
@log_options
@first_lang_option
@click.pass_context
def main(
    ctx: click.Context,
    *,
    db: str | Path,
    plugins: tuple[Path, ...],
    settings: Path | None,
    lang: str | None,
    log_format: str,
    log_level: str | None,
) -> None:
    """规矩: 医保规定的登记与评定 / Guiju: the registry and rule host of medical-insurance regulations."""
    ctx.with_resource(logging_of_run(log_format, log_level))
    spoken = Lang(lang) if lang else Lang.ZH
    if db == DATABASE:
        DATABASE.parent.mkdir(exist_ok=True)  # the installation's own folder; one that the user names must be there
    ctx.obj = Home((PLUGINS, *plugins), db, settings, spoken)


def port_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--port``."""
    return click.option(
        "--port", type=click.IntRange(0, 65535), default=8000, help="端口, 0 为任选 / Port; 0 for any."
    )(command)


@main.command("serve")
@click.option("--bind", default="127.0.0.1", help="监听地址 / Address to listen on.")
@port_option
@click.option("--fd", type=click.IntRange(0), help="用已打开的套接字 / Listen on a socket that is open, by its number.")
@serving_options
@answers()
@lang_option
@with_home
def serve(home: Home, bind: str, port: int, fd: int | None, chosen: Chosen) -> None:
    """启动 GraphQL 服务 / Serve GraphQL."""
    listening = _listening(bind, port, fd)
    _run(home, listening, home.database, chosen.serving(is_reachable=is_reachable(listening)))


@main.command("demo")
@click.option("--seed", type=int, default=20110101, help="随机种子 / Seed of the made-up region.")
@click.option("--serve", "serving", is_flag=True, help="填充后启动服务 / Serve it once it is filled.")
@port_option
@origin_option
@answers()
@lang_option
@with_home
def demo(home: Home, seed: int, port: int, allow_origin: tuple[str, ...], *, serving: bool) -> None:
    """生成虚构地区的演示数据 / Fill a database with a made-up region."""
    database = home.database if home.database != DATABASE else DEMO_DATABASE
    _fill(home, database, seed)
    if serving:
        from core.service.viewer import EVERYONE_IN_DEMO  # noqa: PLC0415 - the registry, which other commands do without

        listening = _listening("127.0.0.1", port, None)
        _run(home, listening, database, Serving(origins=allow_origin), EVERYONE_IN_DEMO)


@in_loop
async def _fill(home: Home, database: str | Path, seed: int) -> None:
    from core.service.demo import fill  # noqa: PLC0415 - only the demo needs these
    from core.service.office import opened  # noqa: PLC0415
    from core.storage import named  # noqa: PLC0415

    _make_folder(database)
    async with opened(home.host(), database) as office:
        put = await fill(office, seed)
    home.counts |= {"created": put.created, "unchanged": put.unchanged}
    if home.as_json:
        home.put_line({"database": named(database), **home.counts})
    home.say(
        f"演示数据就绪: 新增 {put.created}, 未变 {put.unchanged} ({named(database)})",
        f"demo ready: {put.created} created, {put.unchanged} unchanged ({named(database)})",
    )


def _make_folder(database: str | Path) -> None:
    if isinstance(database, Path):
        database.parent.mkdir(parents=True, exist_ok=True)


def _listening(bind: str, port: int, fd: int | None) -> socket.socket:
    try:
        return listening_on(bind, port, fd)
    except OSError as error:
        text = Text(
            zh=f"端口 {port} 不能使用: {error.strerror}; 用 --port 换一个",
            en=f"port {port} cannot be used: {error.strerror}; choose another with --port",
        )
        raise RefusedError("PORT_UNUSABLE", text) from error


def _run(
    home: Home, listening: socket.socket, database: str | Path, serving: Serving, viewer: "Viewer | None" = None
) -> None:
    """Serve until stopped; the address is printed once requests are answered."""
    from schema.serving.server import Served, run  # noqa: PLC0415 - commands that serve nothing do not pay for it

    _make_folder(database)
    address = address_of(listening)
    served = Served(
        host=home.host(),
        database=database,
        open_viewer=viewer,
        load=lambda: Host.load(home.plugins, settings=read_settings(home.settings)),
        announce=lambda: _announce(home, f"{address}/graphql"),
    )
    run(served, serving, listening)


def _announce(home: Home, url: str) -> None:
    if home.as_json:
        home.put_line({"url": url})
    home.say(f"请打开 {url} (Ctrl-C 停止)", f"open {url} (Ctrl-C stops)")


@main.command("export-schema")
@click.option("--all", "everything", is_flag=True, help="写入全部生成文件 / Write every generated file of the project.")
@answers()
@lang_option
@with_home
def export_schema(home: Home, *, everything: bool) -> None:
    """输出 GraphQL SDL / Print the GraphQL schema."""
    from schema.build import sdl  # noqa: PLC0415 - only this command needs it here

    if not everything:
        if home.as_json:
            home.put({"sdl": sdl()})
        else:
            click.echo(sdl(), nl=False)
        return
    written = generated_files(HERE)
    for name, text in written.items():
        (HERE / name).write_text(text, encoding="utf-8")
        home.say(name, name)
    if home.as_json:
        home.put({"written": list(written), "count": len(written)})


def generated_files(root: Path) -> dict[str, str]:
    """Return what every generated file of the project in ``root`` must say, by its path."""
    from core.assessment.cases import CaseFile  # noqa: PLC0415 - only what generates needs these
    from core.cli.command_reference import commands_page  # noqa: PLC0415
    from core.regulation.json_schema import (  # noqa: PLC0415
        inheriting_schema,
        regulation_schema,
        schema_text,
        settings_schema,
    )
    from core.service.error_reference import errors_page  # noqa: PLC0415
    from core.service.field_reference import field_pages  # noqa: PLC0415
    from core.service.listing import page, within  # noqa: PLC0415
    from schema.build import sdl  # noqa: PLC0415

    laws = Host.load([root / "plugins"], packages=False).catalogue.laws
    return {
        "README.md": within((root / "README.md").read_text(encoding="utf-8"), laws),
        "docs/reference/commands.md": commands_page(main),
        "docs/reference/errors.md": errors_page(),
        **{f"docs/reference/{name}.md": text for name, text in field_pages().items()},
        "docs/regulations.md": page(laws),
        "docs/schema/cases.json": schema_text(CaseFile, "Guiju worked examples"),
        "docs/schema/inheriting.json": inheriting_schema(),
        "docs/schema/regulation.json": regulation_schema(),
        "docs/schema/settings.json": settings_schema(),
        "schema.graphql": sdl(),
    }


if __name__ == "__main__":
    main()
