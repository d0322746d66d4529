import pytest

from core.errors import RefusedError
from core.intake import Field, Kind, Options, read
from core.intake.headings_file import headings_in

TABLE = """
[all]
"工号" = "doctor"

[violations]
"处罚文号" = "decision_no"
""".encode()


def test_names_for_every_kind_and_for_one_are_taken() -> None:
    assert dict(headings_in(TABLE, "h.toml", Kind.VIOLATIONS)) == {"工号": Field.DOCTOR, "处罚文号": Field.DECISION_NO}
    assert dict(headings_in(TABLE, "h.toml", Kind.REPAIRS)) == {"工号": Field.DOCTOR}


def test_a_file_with_such_names_is_read() -> None:
    options = Options(place="testville", aliases=headings_in(TABLE, "h.toml", Kind.EXAMINATIONS))
    reading = read(Kind.EXAMINATIONS, "工号,on,passed\nD990101000001,2024-03-01,合格\n".encode(), "e.csv", options)
    assert (reading.ok, len(reading.records.examinations)) == (True, 1)


@pytest.mark.parametrize(
    ("text", "code", "where"),
    [
        ("[violation]\n", "HEADINGS_UNKNOWN", "[violation]"),
        ('[violations]\n"文号" = "number"\n', "HEADINGS_UNKNOWN", "violations.文号"),
        ('violations = "decision_no"\n', "HEADINGS_UNKNOWN", "violations"),
        ("[violations\n", "HEADINGS_UNREADABLE", None),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(text: str, code: str, where: str | None) -> None:
    with pytest.raises(RefusedError) as caught:
        headings_in(text.encode(), "h.toml", Kind.VIOLATIONS)
    assert (caught.value.code, caught.value.field) == (code, where)
    assert caught.value.message.zh.startswith("h.toml：")


def test_bytes_that_are_no_text_are_refused() -> None:
    with pytest.raises(RefusedError, match=r"h\.toml"):
        headings_in(b"\xff\xfe", "h.toml", Kind.VIOLATIONS)
