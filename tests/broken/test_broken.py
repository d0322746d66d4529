from pathlib import Path

import pytest

from core.regulation.files.load import load_law
from core.regulation.files.problems import DataFileError, render_all
from core.text import Lang

HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*.toml"))
KINDS = {
    "bad_citation",
    "bad_date",
    "clause_out_of_order",
    "duplicate_id",
    "duplicate_key",
    "empty_range",
    "float_months",
    "full_width_digit",
    "missing_citation",
    "missing_quote",
    "negative_points",
    "not_utf8",
    "reading_leads_nowhere",
    "several_at_once",
    "threshold_out_of_order",
    "threshold_unreachable",
    "unknown_key",
    "unknown_state",
    "wrong_type",
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_wrong_file_is_refused_with_the_very_message_beside_it(path: Path) -> None:
    with pytest.raises(DataFileError) as caught:
        load_law(path.read_bytes(), path.name)

    said = "\n\n".join(render_all(caught.value.problems, lang) for lang in Lang)

    assert said + "\n" == path.with_suffix(".txt").read_text("utf-8")


def test_each_wrong_file_has_its_message_and_each_message_its_file() -> None:
    assert [path.stem for path in FILES] == [path.stem for path in sorted(HERE.glob("*.txt"))]


def test_every_kind_of_mistake_that_people_make_is_there() -> None:
    assert KINDS - {path.stem for path in FILES} == set()
