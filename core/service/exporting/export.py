"""One kind of record from the registry into one file."""

from collections.abc import Callable
from pathlib import Path

from core.errors import NotFoundError
from core.intake import Field, Kind
from core.regulation.catalogue import Catalogue
from core.service.exporting.files import writing
from core.service.exporting.kinds import EXPORTED, columns_of
from core.service.exporting.reading import Narrowed, pages
from core.storage.backend import Source
from core.text import Lang, Text

PERSONAL = frozenset({Field.NAME})
"""What is left out of a list of doctors unless their names are asked for."""

Progress = Callable[[int], None]
"""Told how many more rows have been written."""


def silent(_: int) -> None:
    """Tell nobody."""


async def export(
    source: Source,
    catalogue: Catalogue,
    kind: Kind,
    path: Path,
    *,
    place: str | None = None,
    names: bool = False,
    lang: Lang = Lang.EN,
    progress: Progress = silent,
) -> int:
    """Write the records of a kind to the file at ``path`` and return how many there are.

    ``place`` is whose records are wanted; None: every place's. Without ``names`` a list of doctors has no names, and
    cannot be imported again. The file is there only once it is whole. Equal registries give equal files.

    Raises:
        NotFoundError: no regulation is of ``place``.
        RefusedError: the name of the file says no kind that can be written, or that kind holds fewer rows.
        OSError: the file cannot be written.
    """
    laws = () if place is None else catalogue.versions(place)
    if place is not None and not laws:
        known = ", ".join(catalogue.places) or "-"
        raise NotFoundError(
            "PLACE_UNKNOWN",
            Text(zh=f"没有地区 {place} 的规定; 现有: {known}", en=f"no regulation of {place}; at hand: {known}"),
            field="place",
        )
    exported = EXPORTED[kind]
    left_out = PERSONAL if kind is Kind.DOCTORS and not names else frozenset[Field]()
    wanted = Narrowed(place, tuple(law.id for law in laws), left_out)
    count = 0
    with writing(path, columns_of(exported, lang, left_out)) as sink:
        async for rows in pages(source, exported, wanted):
            sink.write(rows)
            count += len(rows)
            progress(len(rows))
    return count
