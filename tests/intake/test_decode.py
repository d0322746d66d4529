import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.intake.decode import Decoded, Encoding, decode
from core.intake.problems import ProblemCode, RowProblem

TEXT = "编码,姓名\n1,甲乙丙\n"
MISREAD = "\u04bd\u02a6"  # what the two GBK characters of "doctor" become in UTF-8


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), Encoding.UTF_8),
        (TEXT.encode("utf-8-sig"), Encoding.UTF_8),
        (TEXT.encode("gbk"), Encoding.GB18030),
        (codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), Encoding.UTF_16),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), Encoding.UTF_16),
    ],
)
def test_each_encoding_is_recognised_and_its_mark_removed(data: bytes, encoding: Encoding) -> None:
    assert decode(data, "f") == Decoded(TEXT, encoding)


def test_gbk_that_happens_to_be_valid_utf_8_is_read_as_gbk() -> None:
    data = "医师".encode("gbk")
    assert data.decode("utf-8") == MISREAD

    assert decode(data, "f") == Decoded("医师", Encoding.GB18030)


def test_rare_characters_of_names_are_read_in_either_encoding() -> None:
    text = "䶮\U00020bb7\u3007·é"

    assert decode(text.encode("gb18030"), "f") == Decoded(text, Encoding.GB18030)
    assert decode(text.encode(), "f") == Decoded(text, Encoding.UTF_8)


def test_chinese_in_utf_8_stays_utf_8_although_gbk_could_read_it_too() -> None:
    assert "中文".encode().decode("gb18030") != "中文"

    assert decode("中文".encode(), "f") == Decoded("中文", Encoding.UTF_8)


def test_accents_alone_are_unclear_and_refused_at_their_place() -> None:
    problem = decode("code\nJosé".encode(), "f")

    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.code) == (2, ProblemCode.ENCODING_UNCLEAR)
    assert 'from character 4 this reads "é" in UTF-8 and "茅" in GBK' in problem.message.en


def test_chinese_beside_letters_that_make_no_sense_is_unclear_when_gbk_reads_it_all() -> None:
    problem = decode("医师\u0436".encode(), "f")

    assert isinstance(problem, RowProblem)
    assert problem.code is ProblemCode.ENCODING_UNCLEAR


def test_chinese_beside_letters_that_make_no_sense_is_utf_8_when_gbk_makes_none_either() -> None:
    assert decode("中文\u0436".encode(), "f") == Decoded("中文\u0436", Encoding.UTF_8)


def test_a_stated_encoding_or_a_mark_settles_what_is_unclear() -> None:
    assert decode("José".encode(), "f", encoding=Encoding.UTF_8) == Decoded("José", Encoding.UTF_8)
    assert decode("毛茂".encode("gbk"), "f", encoding=Encoding.GB18030) == Decoded("毛茂", Encoding.GB18030)
    assert decode("José".encode("utf-8-sig"), "f", encoding=Encoding.GB18030) == Decoded("José", Encoding.UTF_8)


@pytest.mark.parametrize("encoding", ["utf-8", "gbk"])
def test_a_nul_byte_is_refused_at_its_place(encoding: str) -> None:
    problem = decode("编码,姓名\r\n甲\0d".encode(encoding), "f")

    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.code) == (2, ProblemCode.NUL_BYTE)
    assert "character 2" in problem.message.en


def test_a_nul_character_in_utf_16_is_refused_at_its_place() -> None:
    problem = decode(codecs.BOM_UTF16_LE + "a\n\n甲\0".encode("utf-16-le"), "f")

    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.code) == (3, ProblemCode.NUL_BYTE)
    assert "character 2" in problem.message.en


def test_utf_16_without_its_mark_is_refused() -> None:
    problem = decode("code".encode("utf-16-le"), "f")

    assert isinstance(problem, RowProblem)
    assert problem.code is ProblemCode.NUL_BYTE


@pytest.mark.parametrize("data", [b"code\nab\xff\xff", b"code\rab\xff\xff", b"code\r\nab\xff\xff"])
def test_bytes_of_no_encoding_are_refused_at_their_place(data: bytes) -> None:
    problem = decode(data, "f")

    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.code) == (2, ProblemCode.UNDECODABLE)
    assert "byte 0xff at character 3" in problem.message.en


def test_the_place_is_that_of_the_reading_that_got_further() -> None:
    problem = decode("甲乙\n丙".encode("gbk") + b"\xff", "f")

    assert isinstance(problem, RowProblem)
    assert problem.row == 2
    assert "byte 0xff at character 2 is no valid gb18030" in problem.message.en


def test_damage_behind_a_mark_is_refused_in_that_encoding() -> None:
    utf_8 = decode(codecs.BOM_UTF8 + "甲".encode("gbk"), "f")
    utf_16 = decode(codecs.BOM_UTF16_LE + b"a\0\n\0b", "f")

    assert isinstance(utf_8, RowProblem)
    assert "no valid utf-8" in utf_8.message.en
    assert isinstance(utf_16, RowProblem)
    assert (utf_16.row, utf_16.code) == (2, ProblemCode.UNDECODABLE)


def test_the_size_limit_is_inclusive() -> None:
    assert decode(b"abcd", "f", limit_bytes=4) == Decoded("abcd", Encoding.UTF_8)

    problem = decode(b"abcde", "f", limit_bytes=4)

    assert isinstance(problem, RowProblem)
    assert (problem.row, problem.code) == (0, ProblemCode.FILE_TOO_LARGE)


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_is_refused_with_the_way_out(start: bytes) -> None:
    problem = decode(start + b"rest", "f")

    assert isinstance(problem, RowProblem)
    assert problem.code is ProblemCode.FILE_IS_WORKBOOK


@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5), min_size=1))
def test_chinese_in_utf_8_is_read_back_or_refused_but_never_misread(text: str) -> None:
    assert decode(text.encode(), "f") == Decoded(text, Encoding.UTF_8)


@given(st.text(st.sampled_from("医师甲乙丙丁毛茂路·a1,\n"), min_size=1))
def test_gbk_of_common_characters_is_read_back_or_refused_but_never_misread(text: str) -> None:
    read = decode(text.encode("gbk"), "f")

    assert isinstance(read, RowProblem) or read.text == text
