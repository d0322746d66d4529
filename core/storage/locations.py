"""Where a registry is: a file's path, or one URL."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

from core.errors import RefusedError
from core.text import Text

SQLITE = "sqlite://"
POSTGRES = ("postgres://", "postgresql://")


@dataclass(frozen=True, slots=True)
class Server:
    """A database on a PostgreSQL server, by URL; the URL may hold a password and is shown nowhere."""

    url: str

    def __repr__(self) -> str:
        return f"Server({named(self.url)!r})"


def located(location: str | Path) -> Path | Server:
    """Return the file or the server's database that ``location`` names; raises RefusedError for another kind."""
    if isinstance(location, Path):
        return location
    if location.startswith(SQLITE):
        return Path(unquote(location.removeprefix(SQLITE)))
    if location.startswith(POSTGRES):
        return Server(location)
    if "://" in location or location == ":memory:":
        raise RefusedError(
            "DATABASE_KIND",
            Text(
                zh="数据库须为 SQLite 文件（路径或 sqlite:///路径）或 PostgreSQL（postgres://用户@主机/库名）。",
                en="The database is an SQLite file (a path, or sqlite:///path) or PostgreSQL "
                "(postgres://user@host/name).",
            ),
        )
    return Path(location)


def named(location: str | Path) -> str:
    """Return what may be shown of a location: a file's name; of a URL neither user, nor password, nor options."""
    if isinstance(location, Path) or not location.startswith(POSTGRES):
        return Path(location).name
    parts = urlsplit(location)
    return f"{parts.scheme}://{parts.hostname or ''}{parts.path}"
