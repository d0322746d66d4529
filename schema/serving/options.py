"""What an operator chooses about serving, on the command line."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from schema.serving.settings import Limits, Rate, Serving

F = TypeVar("F", bound=Callable[..., Any])
_LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What was said on the command line; None: nothing was."""

    public: bool | None
    introspection: bool | None
    graphiql: bool | None
    get: bool | None
    access_log: bool | None
    rate_limit: bool | None
    allow_origin: tuple[str, ...]
    documents: Path | None
    at_work: int
    time_limit: int
    drain: int
    otel: bool

    def serving(self, *, is_reachable: bool) -> Serving:
        """Return the settings; what was not said depends on whether strangers can reach the server."""
        is_public = is_reachable if self.public is None else self.public
        return Serving(
            is_public=is_public,
            introspection=_said(self.introspection, not is_public),
            graphiql=_said(self.graphiql, not is_public),
            get=_said(self.get, not is_public),
            access_log=_said(self.access_log, is_public),
            rate=Rate() if _said(self.rate_limit, is_public) else None,
            origins=self.allow_origin,
            documents=self.documents,
            tracing=self.otel,
            limits=Limits(at_work=self.at_work, answer_seconds=self.time_limit, drain_seconds=self.drain),
        )


def _said(said: bool | None, otherwise: bool) -> bool:  # noqa: FBT001 - one of two values
    return otherwise if said is None else said


def origin_option(command: F) -> F:
    """Add ``--allow-origin``, which may be repeated."""
    return click.option(
        "--allow-origin",
        multiple=True,
        help="可跨站查询的网页来源, 可重复; * 为任意 / Origin of pages elsewhere that may ask; repeatable; * for any.",
    )(command)


def _switch(name: str, zh: str, en: str) -> Callable[[F], F]:
    return click.option(f"--{name}/--no-{name}", default=None, help=f"{zh} / {en}")


_OPTIONS = (
    _switch("public", "是否对外; 默认随监听地址", "Whether strangers can reach it; as the address says by default."),
    _switch("introspection", "开放内省; 对外时默认关闭", "Open introspection; closed by default if public."),
    _switch("graphiql", "开放 GraphiQL 页面; 对外时默认关闭", "Open the GraphiQL page; closed by default if public."),
    _switch("get", "开放 GET 查询; 对外时默认关闭", "Open queries by GET; closed by default if public."),
    _switch("access-log", "逐请求记日志; 对外时默认开启", "Log each request; on by default if public."),
    _switch(
        "rate-limit", "限制每个来者的用量; 对外时默认开启", "Limit what each caller asks; on by default if public."
    ),
    origin_option,
    click.option(
        "--documents",
        type=click.Path(exists=True, dir_okay=False, path_type=Path),
        help="只执行此文件所列的查询 / Run only the documents that this file lists.",
    ),
    click.option(
        "--at-work",
        type=click.IntRange(1, 1000),
        default=_LIMITS.at_work,
        show_default=True,
        help="同时处理的请求数 / Requests answered at the same time.",
    ),
    click.option(
        "--time-limit",
        type=click.IntRange(1, 3600),
        default=_LIMITS.answer_seconds,
        show_default=True,
        help="回答的时限, 秒 / Seconds that an answer may take.",
    ),
    click.option(
        "--drain",
        type=click.IntRange(0, 600),
        default=_LIMITS.drain_seconds,
        show_default=True,
        help="停止前仍接受连接的秒数 / Seconds in which connections are still accepted before the end.",
    ),
    click.option("--otel", is_flag=True, help="以 OpenTelemetry 追踪请求 / Trace requests by OpenTelemetry."),
)
_NAMES = tuple(Chosen.__dataclass_fields__)


def serving_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options; the command gets them as ``chosen``."""

    @wraps(command)
    def wrapped(*args: Any, **given: Any) -> Any:  # noqa: ANN401 - whatever click passes
        chosen = Chosen(**{name: given.pop(name) for name in _NAMES})
        return command(*args, chosen=chosen, **given)

    for option in reversed(_OPTIONS):
        wrapped = option(wrapped)
    return wrapped
