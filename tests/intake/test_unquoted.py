import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.table import CELL_LIMIT_CHARACTERS
from core.intake.unquoted import frame_of

CELLS = st.lists(
    st.sampled_from(["", "a", " b ", "医师", "1", "\t", ";", "'", "#x", "null", "\\", "\u2028"]), max_size=4
)


@st.composite
def texts(draw: st.DrawFn) -> str:
    """Lines of about three cells, with line breaks and quotes of all kinds."""
    lines = draw(st.lists(CELLS.map(",".join) | st.sampled_from(["a,b,c", "a,b,c", '"a",b,c', "a,\r,c"]), min_size=1))
    return "".join(line + draw(st.sampled_from(["\n", "\r\n", "\n", "\r"])) for line in lines) + draw(
        st.sampled_from(["", "x,y,z"])
    )


@given(texts())
def test_what_is_split_as_a_whole_is_what_the_csv_module_reads(text: str) -> None:
    frame = frame_of(text.encode(), ",", 3)
    if frame is not None:
        assert list(map(list, frame.rows())) == list(csv.reader(io.StringIO(text, newline="\n"), strict=True))


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_plain_lines_are_split(end: str, delimiter: str) -> None:
    rows = [("医师", "", " b"), ("", "", ""), ("1", "x", "")]
    frame = frame_of("".join(delimiter.join(row) + end for row in rows).encode(), delimiter, 3)
    assert frame is not None
    assert frame.rows() == rows


@pytest.mark.parametrize(
    "text",
    [
        b'a,"b",c\n',
        b"a,b\n",
        b"a,b\na,b,c,d\n",
        b"a,b,c\n\na,b,c\n",
        b"a,b\r,c\n",
        b"a,b,\xff\n",
        b"a,b," + b"c" * (CELL_LIMIT_CHARACTERS + 1) + b"\n",
    ],
)
def test_what_has_to_be_read_by_character_is_left(text: bytes) -> None:
    assert frame_of(text, ",", 3) is None
