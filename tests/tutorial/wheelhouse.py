"""Wheels of what is installed here, packed again, so that a fresh environment can be filled without an index."""

import base64
import csv
import hashlib
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

_OURS_ALONE = ("INSTALLER", "REQUESTED", "RECORD", "direct_url.json", "uv_cache.json")
"""Files of a ``.dist-info`` that the installer wrote."""


def pack(requirements: Iterable[str], folder: Path) -> None:
    """Write into ``folder`` a wheel of each requirement and of everything that it needs, as they are installed here."""
    folder.mkdir(parents=True, exist_ok=True)
    for one in _closure(requirements):
        _pack(one, folder)


def _closure(requirements: Iterable[str]) -> Iterator[Distribution]:
    seen: set[str] = set()
    waiting = [Requirement(one) for one in requirements]
    while waiting:
        name = canonicalize_name(waiting.pop().name)
        if name in seen:
            continue
        seen.add(name)
        found = distribution(name)
        yield found
        needed = [Requirement(one) for one in found.requires or ()]
        waiting += [one for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]


def _pack(found: Distribution, folder: Path) -> None:
    name = re.sub(r"[-_.]+", "_", found.name)
    record = io.StringIO()
    rows = csv.writer(record, lineterminator="\n")
    with zipfile.ZipFile(folder / f"{name}-{found.version}-{_tag(found)}.whl", "w") as wheel:
        info = ""
        for file in found.files or ():
            if file.parts[0].endswith(".dist-info"):
                info = file.parts[0]
            if ".." in file.parts or file.suffix == ".pyc" or (file.parts[0] == info and file.name in _OURS_ALONE):
                continue
            content = Path(str(file.locate())).read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.writerow([str(file), f"sha256={digest}", len(content)])
            wheel.writestr(str(file), content)
        rows.writerow([f"{info}/RECORD", "", ""])
        wheel.writestr(f"{info}/RECORD", record.getvalue())


def _tag(found: Distribution) -> str:
    """Return for which interpreters and machines it is, as a file name says it: ``py2.py3-none-any``."""
    tags = [
        line.removeprefix("Tag: ").split("-")
        for line in (found.read_text("WHEEL") or "").splitlines()
        if line.startswith("Tag: ")
    ]
    return "-".join(".".join(dict.fromkeys(parts)) for parts in zip(*tags, strict=True))
