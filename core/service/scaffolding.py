"""Beginning a region: a folder, or a package of its own, with data and worked examples that pass every check.

What is written comes from ``templates``: files with places to fill in, as ``@place@`` and ``@year@``. A data file is
the head that all share, the body of its scheme and the gaps.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from types import MappingProxyType

from core.assessment.cases import CaseFile
from core.errors import ConflictError, RefusedError
from core.regulation.json_schema import inheriting_schema, regulation_schema, schema_text
from core.regulation.vocabulary import Scheme
from core.text import Text

_PLACE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_LONGEST = 40
_PACKAGE = "core.service"
_TEMPLATES = "templates"
_TITLES: Mapping[Scheme, Text] = MappingProxyType(
    {
        Scheme.POINTS: Text(zh="医保医师记分办法", en="points of insurance doctors"),
        Scheme.ENROLMENT: Text(zh="医保医师备案办法", en="enrolment of insurance doctors"),
        Scheme.SCORECARD: Text(zh="医保工作考核办法", en="assessment of insurance work"),
        Scheme.CHARGES: Text(zh="医保违规扣款办法", en="charges for breaches of the insurance rules"),
        Scheme.SETTLEMENT: Text(zh="总额预付结算办法", en="settlement of prepaid budgets"),
        Scheme.DISPENSING: Text(zh="带药天数规定", en="days of supply of a prescription"),
        Scheme.RATING: Text(zh="定点机构评级办法", en="rating of designated institutions"),
    }
)


def begin_folder(root: Path, place: str, year: int, scheme: Scheme = Scheme.POINTS) -> tuple[Path, ...]:
    """Write a folder of ``place`` below ``root``, with the version of ``year``, and return the files written.

    The version holds one scheme; more can be added to it. A folder that is there already gets the version beside the
    others.

    Raises:
        RefusedError: ``place`` cannot be the name of a folder, or the files cannot be written.
        ConflictError: a file is there already.
    """
    _check(place)
    in_project = (root.parent / "docs" / "schema" / "regulation.json").is_file()
    schema = "../../docs/schema" if in_project else "../.schema"
    written = {f"{place}/{name}": text for name, text in _data(place, year, scheme, schema).items()}
    shared = {} if in_project else {f".schema/{name}": text for name, text in _schemas().items()}
    return _write(root, written, shared)


def begin_wheel(root: Path, place: str, year: int, scheme: Scheme = Scheme.POINTS) -> tuple[Path, ...]:
    """Write below ``root`` a package of ``place``, ready to be built, and return the files written.

    Raises:
        RefusedError: ``place`` cannot be the name of a package, or the files cannot be written.
        ConflictError: a file is there already.
    """
    _check(place)
    values = _values(place, year)
    package = f"guiju_{place}"
    own = {
        "pyproject.toml": "wheel/pyproject.toml.txt",
        "README.md": "wheel/README.md",
        f"{package}/__init__.py": "wheel/init.py.txt",
        f"tests/test_{place}.py": "wheel/test.py.txt",
        ".ci/run": "wheel/ci.txt",
    }
    written = {name: _filled(template, values) for name, template in own.items()}
    data = _data(place, year, scheme, "../../schema")
    written |= {f"{package}/{place}/{name}": text for name, text in data.items()}
    written |= {f"schema/{name}": text for name, text in _schemas().items()}
    project = root / f"guiju-{values['dashed']}"
    paths = _write(project, written, {})
    (project / ".ci" / "run").chmod(0o755)
    return paths


def _check(place: str) -> None:
    if not _PLACE.fullmatch(place) or iskeyword(place) or len(place) > _LONGEST:
        text = Text(
            zh=f"{place} 不能作为文件夹名; 用小写拼音和数字, 例如 myplace 或 my_place",
            en=f"{place} cannot be a folder's name; write lower-case letters and digits, as in myplace or my_place",
        )
        raise RefusedError("PLACE_INVALID", text, field="place")


def _data(place: str, year: int, scheme: Scheme, schema: str) -> dict[str, str]:
    """Return the data file and its worked examples by name; ``schema`` is the way from them to the JSON Schemas."""
    title, kind = _TITLES[scheme], scheme.value.lower()
    values = _values(place, year) | {"schema": schema, "title_zh": title.zh, "title_en": title.en}
    data = ("head.toml", f"{kind}.toml", "gaps.toml")
    cases = ("head.cases.toml", f"{kind}.cases.toml")
    return {
        f"{year}.toml": "\n".join(_filled(one, values).rstrip("\n") + "\n" for one in data),
        f"{year}.cases.toml": "\n".join(_filled(one, values).rstrip("\n") + "\n" for one in cases),
    }


def _schemas() -> dict[str, str]:
    return {
        "regulation.json": regulation_schema(),
        "inheriting.json": inheriting_schema(),
        "cases.json": schema_text(CaseFile, "Guiju worked examples"),
    }


def _values(place: str, year: int) -> dict[str, str]:
    """Return what is filled in, by its name."""
    return {
        "place": place,
        "dashed": place.replace("_", "-"),
        "year": str(year),
        "next": str(year + 1),
        "last": str(year - 1),
    }


def _filled(template: str, values: Mapping[str, str]) -> str:
    text = (files(_PACKAGE) / _TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


def _write(root: Path, own: Mapping[str, str], shared: Mapping[str, str]) -> tuple[Path, ...]:
    """Write texts by their path below ``root``, and return the paths; those ``shared`` may be there already."""
    taken = next((path for path in own if (root / path).exists()), None)
    if taken is not None:
        text = Text(
            zh=f"{root / taken} 已存在, 未作改动; 换一个年份或地区, 或先移走它",
            en=f"{root / taken} is there already and was left alone; name another year or place, or move it away",
        )
        raise ConflictError("FILE_EXISTS", text, field="place")
    try:
        for name, content in {**shared, **own}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(zh=f"不能写入 {root}: {reason}; 用 --to 换一处", en=f"{root} cannot be written: {reason}; use --to")
        raise RefusedError("FILE_UNWRITABLE", text) from error
    return tuple(root / name for name in own)
