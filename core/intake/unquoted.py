"""Delimited text without quotes: split as a whole into columns, where no character has to be looked at by itself."""

import polars as pl

from core.intake.frames import is_panic
from core.intake.table import CELL_LIMIT_CHARACTERS


def frame_of(data: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """Return the cells of whole lines: the same as the csv module reads, in columns called by their positions.

    None for what has to be read character by character: with a quote, a line break that is none, a line of more or
    fewer cells than ``width`` (a blank one too), a cell that may be longer than is read, or bytes that are no UTF-8.
    """
    if b'"' in data or width == 1:
        return None
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n")
        if b"\r" in data:
            return None
    if not data.endswith(b"\n"):
        data += b"\n"  # or one cell too many in the last line would go unnoticed
    frame = _split(data, delimiter, width)
    if frame is None:
        return None
    sizes = pl.all().str.len_bytes()
    total, longest = frame.select(pl.sum_horizontal(sizes.sum()), pl.max_horizontal(sizes.max()).alias("")).row(0)
    # A cell that is missing was read as an empty one: together with delimiters and line breaks that is too much.
    is_whole = total + frame.height * width == len(data)
    return frame if is_whole and longest <= CELL_LIMIT_CHARACTERS else None


def _split(data: bytes, delimiter: str, width: int) -> pl.DataFrame | None:
    """Return the cells of all lines, of which some may have too few; None where one has too many, or is no text."""
    try:
        return pl.read_csv(
            data,
            has_header=False,
            schema={str(at): pl.String for at in range(width)},
            separator=delimiter,
            quote_char=None,
            empty_string_is_null=False,
        )
    except pl.exceptions.PolarsError:
        return None
    except BaseException as error:
        if not is_panic(error):
            raise
        return None
