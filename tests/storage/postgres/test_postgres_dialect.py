"""What is said otherwise to PostgreSQL: parameters, LIKE, bytes; and rows as lines of text."""

import pytest

from core.storage.postgres.dialect import copied, in_postgres


def test_parameters_are_numbered_and_what_stands_in_quotes_stays() -> None:
    assert (
        in_postgres("SELECT '?' FROM a WHERE b = ? AND c IN (?, ?)")
        == "SELECT '?' FROM a WHERE b = $1 AND c IN ($2, $3)"
    )
    assert in_postgres("a LIKE ? ESCAPE '\\'") == "a ILIKE $1 ESCAPE '\\'"
    assert in_postgres("CAST(a AS BLOB), UNLIKELY") == "CAST(a AS TEXT), UNLIKELY"


def test_a_row_is_a_line_in_which_nothing_ends_a_cell_too_early() -> None:
    assert (
        copied([(1, None, "a\tb\\c\r\n"), ("二", "", "\\N")]).read()
        == "1\t\\N\ta\\tb\\\\c\\r\\n\n二\t\t\\\\N\n".encode()
    )


def test_what_is_no_text_is_not_copied() -> None:
    with pytest.raises(UnicodeEncodeError):
        copied([("\ud800",)])
