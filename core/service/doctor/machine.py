"""The machine: how many files a process may open, and which optional packages are installed."""

from collections.abc import AsyncGenerator, Mapping
from importlib.util import find_spec
from types import MappingProxyType

from core.service.doctor.found import Found, Saying
from core.service.doctor.surroundings import Surroundings
from core.storage.locations import Server, located
from core.text import Text

FILES = 1256
"""Files that a server needs open at most: its connections and what it has besides."""

EXTRAS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "bulk": ("numpy", "polars"),
        "distributed": ("distributed",),
        "fast": ("httptools", "uvloop"),
        "otel": ("opentelemetry.sdk", "opentelemetry.exporter.otlp.proto.http"),
        "postgres": ("asyncpg",),
    }
)
"""The modules that each optional part of the package brings."""


async def files(there: Surroundings) -> AsyncGenerator[Found]:  # noqa: ARG001 - every check is asked alike
    """Whether a server may open as many files as it needs."""
    say = Saying("files")
    try:
        import resource  # noqa: PLC0415 - not on every system
    except ImportError:
        yield say.skipped("本系统没有此限制", "this system has no such limit")
        return
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if most in {resource.RLIM_INFINITY, -1} or most >= FILES:
        yield say.ok("可打开的文件数足够", "enough files can be open")
        return
    yield say.warn(
        Text(
            zh=f"最多可打开 {most} 个文件, 服务可能需要 {FILES} 个",
            en=f"{most} files can be open; a server may need {FILES}",
        ),
        Text(zh="提高限制, 如 systemd 的 LimitNOFILE=4096", en="raise the limit, as LimitNOFILE=4096 of systemd does"),
    )


async def extras(there: Surroundings) -> AsyncGenerator[Found]:
    """Whether optional packages are installed; one that the database needs has to be."""
    say, missing = Saying("extras"), {name for name, modules in EXTRAS.items() if not all(map(_is_there, modules))}
    if "postgres" in missing and isinstance(located(there.location), Server):
        yield say.fail(
            Text(zh="没有 PostgreSQL 的驱动", en="the driver of PostgreSQL is not there"),
            Text(zh="pip install 'guiju[postgres]'", en="pip install 'guiju[postgres]'"),
        )
    there_are = ", ".join(sorted(EXTRAS.keys() - missing)) or "-"
    left = ", ".join(sorted(missing)) or "-"
    yield say.ok(
        f"可选部分: 已装 {there_are}; 未装 {left}", f"optional parts: installed {there_are}; not installed {left}"
    )


def _is_there(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # what it stands in is not there
        return False
