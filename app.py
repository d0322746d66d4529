"""The application: the ASGI app that serves the schema, and the command ``guiju``.

Nothing is decided here: commands are in ``core.cli``, answers in ``core.service``, their form in ``schema``. Only what
needs both the core and the schema stands in this file.
"""

import importlib
import socket
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import click
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from core.cli.shared import REFUSED, Home, in_loop, lang_option, with_home
from core.host import Host
from core.service.office import opened
from core.service.viewer import EVERYONE_IN_DEMO, Viewer
from core.text import Lang

HERE = Path(__file__).resolve().parent
PLUGINS = HERE / "plugins"
DATABASE = HERE / "var" / "guiju.sqlite3"
DEMO_DATABASE = HERE / "var" / "demo.sqlite3"
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def create_app(
    host: Host, database: str | Path, *, open_viewer: Viewer | None = None, graphiql: bool = True
) -> Starlette:
    """Return the ASGI application that serves ``host`` and the registry at ``database``.

    ``open_viewer`` is who a request without a token counts as; None: anyone, who sees regulations and plugins.
    """
    from schema.build import build_schema  # noqa: PLC0415 - commands that serve nothing do not pay for it
    from schema.http import GraphQLView, graphiql_assets  # noqa: PLC0415

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncGenerator[None]:
        async with AsyncExitStack() as stack:
            app.state.office = await stack.enter_async_context(opened(host, database))
            app.state.open_viewer = open_viewer
            yield

    routes = [
        Route("/", _home),
        Route("/healthz", _health),
        Route("/graphql", GraphQLView(build_schema(), graphiql=graphiql)),
        *([graphiql_assets()] if graphiql else []),
    ]
    return Starlette(routes=routes, lifespan=lifespan)


async def _home(request: Request) -> Response:
    return RedirectResponse("/graphql") if "text/html" in request.headers.get("accept", "") else await _health(request)


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


COMMANDS: Mapping[str, str] = {
    "assess": "core.cli.assess:assess",
    "audit": "core.cli.audit:audit",
    "check": "core.cli.check:check",
    "close": "core.cli.closing:close",
    "deadlines": "core.cli.deadlines:deadlines",
    "diff": "core.cli.diff:diff",
    "impact": "core.cli.impact:impact",
    "import": "core.cli.load:load_file",
    "new": "core.cli.new:new",
    "receipt": "core.cli.receipt:write_receipt",
    "regulations": "core.cli.regulations:regulations",
    "reopen": "core.cli.closing:reopen",
    "revise": "core.cli.closing:revise",
    "token": "core.cli.token:token",
    "verify": "core.cli.receipt:verify_files",
}


class LazyGroup(click.Group):
    """The command ``guiju``: a command is imported when it is asked for."""

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
    type=click.Path(dir_okay=False, path_type=Path),
    default=DATABASE,
    envvar="GUIJU_DB",
    show_default=False,
    help="数据库文件 / Database file.",
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
@lang_option
@click.pass_context
def main(ctx: click.Context, db: Path, plugins: tuple[Path, ...], settings: Path | None, lang: str | None) -> None:
    """规矩: 医保规定的登记与评定 / Guiju: the registry and rule host of medical-insurance regulations."""
    spoken = Lang(lang) if lang else Lang.ZH
    if db == DATABASE:
        db.parent.mkdir(exist_ok=True)  # the installation's own folder; one that the user names must be there
    ctx.obj = Home((PLUGINS, *plugins), db, settings, spoken)


def port_option(command: click.decorators.FC) -> click.decorators.FC:
    """Add ``--port``."""
    return click.option(
        "--port", type=click.IntRange(0, 65535), default=8000, help="端口, 0 为任选 / Port; 0 for any."
    )(command)


@main.command("serve")
@click.option("--bind", default="127.0.0.1", help="监听地址 / Address to listen on.")
@port_option
@lang_option
@with_home
def serve(home: Home, bind: str, port: int) -> None:
    """启动 GraphQL 服务 / Serve GraphQL."""
    _run(home, bind, port, home.database, None)


@main.command("demo")
@click.option("--seed", type=int, default=20110101, help="随机种子 / Seed of the made-up region.")
@click.option("--serve", "serving", is_flag=True, help="填充后启动服务 / Serve it once it is filled.")
@port_option
@lang_option
@with_home
def demo(home: Home, seed: int, port: int, *, serving: bool) -> None:
    """生成虚构地区的演示数据 / Fill a database with a made-up region."""
    database = home.database if home.database != DATABASE else DEMO_DATABASE
    _fill(home, database, seed)
    if serving:
        _run(home, "127.0.0.1", port, database, EVERYONE_IN_DEMO)


@in_loop
async def _fill(home: Home, database: Path, seed: int) -> None:
    from core.service.demo import fill  # noqa: PLC0415 - only the demo needs it

    database.parent.mkdir(parents=True, exist_ok=True)
    async with opened(home.host(), database) as office:
        put = await fill(office, seed)
    home.say(
        f"演示数据就绪: 新增 {put.created}, 未变 {put.unchanged} ({database.name})",
        f"demo ready: {put.created} created, {put.unchanged} unchanged ({database.name})",
    )


def _run(home: Home, bind: str, port: int, database: Path, viewer: Viewer | None) -> None:
    """Serve until stopped; the address is printed once the socket is bound."""
    import uvicorn  # noqa: PLC0415 - commands that serve nothing do not pay for it

    if bind not in LOOPBACK and viewer is not None:
        raise click.UsageError("the demo listens on this machine alone")
    database.parent.mkdir(parents=True, exist_ok=True)
    app = create_app(home.host(), database, open_viewer=viewer, graphiql=bind in LOOPBACK)
    try:
        listening = socket.create_server((bind, port), family=socket.AF_INET6 if ":" in bind else socket.AF_INET)
    except OSError as error:
        home.say(
            f"端口 {port} 不能使用: {error.strerror}; 用 --port 换一个",
            f"port {port} cannot be used: {error.strerror}; choose another with --port",
            err=True,
        )
        raise click.exceptions.Exit(REFUSED) from error
    actual = listening.getsockname()[1]
    home.say(
        f"请打开 http://{bind}:{actual}/graphql (Ctrl-C 停止)", f"open http://{bind}:{actual}/graphql (Ctrl-C stops)"
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=10))
    server.run(sockets=[listening])


@main.command("export-schema")
@click.option("--all", "everything", is_flag=True, help="写入全部生成文件 / Write every generated file of the project.")
def export_schema(*, everything: bool) -> None:
    """输出 GraphQL SDL / Print the GraphQL schema."""
    from schema.build import sdl  # noqa: PLC0415 - only this command needs it here

    if not everything:
        click.echo(sdl(), nl=False)
        return
    for name, text in generated_files(HERE).items():
        (HERE / name).write_text(text, encoding="utf-8")
        click.echo(name)


def generated_files(root: Path) -> dict[str, str]:
    """Return what every generated file of the project in ``root`` must say, by its path."""
    from core.assessment.cases import CaseFile  # noqa: PLC0415 - only what generates needs these
    from core.regulation.json_schema import regulation_schema, schema_text, settings_schema  # noqa: PLC0415
    from core.service.listing import page, within  # noqa: PLC0415
    from schema.build import sdl  # noqa: PLC0415

    laws = Host.load([root / "plugins"], packages=False).catalogue.laws
    return {
        "README.md": within((root / "README.md").read_text(encoding="utf-8"), laws),
        "docs/regulations.md": page(laws),
        "docs/schema/cases.json": schema_text(CaseFile, "Guiju worked examples"),
        "docs/schema/regulation.json": regulation_schema(),
        "docs/schema/settings.json": settings_schema(),
        "schema.graphql": sdl(),
    }


if __name__ == "__main__":
    main()
