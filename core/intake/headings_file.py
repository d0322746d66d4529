"""An operator's own column names: a TOML file that says which field each one means, by kind of file."""

import tomllib
from collections.abc import Mapping
from types import MappingProxyType

from core.errors import RefusedError
from core.intake.headings import Field
from core.intake.kinds import FORMATS, Kind
from core.intake.problems import shown
from core.text import Text

EVERY_KIND = "all"
"""The table for files of every kind that has the field."""
LIMIT_BYTES = 1024 * 1024


def headings_in(data: bytes, file: str, kind: Kind) -> Mapping[str, Field]:
    """Return what the column names in ``data`` mean in files of a kind.

    Raises:
        RefusedError: the file is no TOML, or names a kind or a field that there is not; it says where.
    """
    tables = _tables(data, file)
    names = {one.value.lower().replace("_", "-"): one for one in Kind}
    found: dict[str, Field] = {}
    for name, table in tables.items():
        if name != EVERY_KIND and name not in names:
            raise _refused(file, f"[{shown(name)}]", ", ".join((EVERY_KIND, *names)))
        kinds = [names[name]] if name in names else list(Kind)
        for heading, field in _entries(file, name, table):
            known = {one.field for kind in kinds for one in FORMATS[kind].headings}
            if field not in known:
                raise _refused(file, f"{name}.{shown(heading)}", ", ".join(sorted(known)))
            if kind in kinds:
                found[heading] = Field(field)
    return MappingProxyType(found)


def _entries(file: str, name: str, table: object) -> list[tuple[str, str]]:
    if not isinstance(table, dict):
        raise _refused(file, shown(name), f'[{name}]\n"…" = "decision_no"')
    entries: list[tuple[str, str]] = []
    for heading, field in table.items():  # pyright: ignore[reportUnknownVariableType] - tables of TOML are untyped
        entries.append((str(heading), str(field)))  # pyright: ignore[reportUnknownArgumentType]
    return entries


def _tables(data: bytes, file: str) -> Mapping[str, object]:
    try:
        if len(data) <= LIMIT_BYTES:
            return tomllib.loads(data.decode("utf-8-sig"))
        reason = f"> {LIMIT_BYTES} bytes"
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        reason = shown(str(error))
    raise RefusedError(
        "HEADINGS_UNREADABLE",
        Text(
            zh=f"{file}：不是可读的TOML（{reason}）；应为UTF-8文本",
            en=f"{file}: this is no readable TOML ({reason}); write it in UTF-8",
        ),
    )


def _refused(file: str, where: str, known: str) -> RefusedError:
    return RefusedError(
        "HEADINGS_UNKNOWN",
        Text(zh=f"{file}：{where} 无法识别；可用：{known}", en=f"{file}: {where} is not known; use one of {known}"),
        field=where,
    )
