# ruff: noqa: RUF001 - full-width brackets are how Chinese texts number their items

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core.regulation.base import Model
from core.regulation.citation import Citation, Cite, Part, Unit, from_numeral, numeral
from core.text import Lang

NUMBERS = st.integers(1, 999)


class Table(Model):
    cite: Cite


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    parts = [Part(Unit.ARTICLE, draw(NUMBERS))]
    for _ in range(draw(st.integers(0, 3))):
        allowed = [Unit.PARAGRAPH, Unit.ITEM] + ([Unit.SUB_ITEM] if parts[-1].unit is Unit.ITEM else [])
        parts.append(Part(draw(st.sampled_from(allowed)), draw(NUMBERS)))
    return Citation(tuple(parts))


@given(citations())
def test_a_citation_can_be_read_back_from_every_form_in_which_it_is_written(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation
    assert Citation.parse_text(citation.text.zh, Lang.ZH) == citation
    assert Citation.parse_text(citation.text.en, Lang.EN) == citation


@given(citations(), citations())
def test_different_places_are_written_differently(one: Citation, other: Citation) -> None:
    same = one == other

    assert (str(one) == str(other)) is same
    assert (one.text.zh == other.text.zh) is same
    assert (one.text.en == other.text.en) is same


@given(citations())
def test_a_place_is_within_itself_and_within_its_article(citation: Citation) -> None:
    assert citation.within(citation)
    assert citation.within(citation.article)
    assert citation.article.within(citation) is (citation == citation.article)


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("4", "第四条", "Article 4"),
        ("11.二.1", "第十一条（二）1", "Article 11(2)1"),
        ("14.三款", "第十四条第三款", "Article 14, paragraph 3"),
        ("120.二款.十五", "第一百二十条第二款（十五）", "Article 120, paragraph 2(15)"),
    ],
)
def test_the_forms_of_a_citation(code: str, zh: str, en: str) -> None:
    citation = Citation.parse(code)

    assert (str(citation), citation.text.zh, citation.text.en) == (code, zh, en)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "0",
        "一",
        "4.0",
        "4.1",
        "4..一",
        "4.",
        ".4",
        "4.二款.1",
        "4.款",
        "4.二项",
        "-4",
        "4 ",
        "４",
        "4.一一",
        "4.一十",
        "四.一",
    ],
)
def test_any_other_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"numeral|article|between"):
        Citation.parse(code)


@pytest.mark.parametrize("text", ["", "第四", "第4条", "第四条(二)", "第四条 （二）", "条", "（二）", "第四条第四条"])
def test_any_other_chinese_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"citation|article"):
        Citation.parse_text(text, Lang.ZH)


@pytest.mark.parametrize(
    "text", ["", "article 4", "Article", "Article 4 (2)", "Article 4(二)", "(2)", "Article 4, para 2"]
)
def test_any_other_english_text_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"citation|article"):
        Citation.parse_text(text, Lang.EN)


@given(NUMBERS)
def test_a_numeral_can_be_read_back(number: int) -> None:
    assert from_numeral(numeral(number)) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (1, "一"),
        (10, "十"),
        (11, "十一"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (105, "一百零五"),
        (110, "一百一十"),
        (999, "九百九十九"),
    ],
)
def test_how_numbers_are_written(number: int, text: str) -> None:
    assert numeral(number) == text


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_numbers_of_more_than_three_places_have_no_numeral(number: int) -> None:
    with pytest.raises(ValueError, match="between 1 and 999"):
        numeral(number)


@pytest.mark.parametrize("text", ["", "零", "百", "一二", "一十", "一百五", "十百", "two", "一百零十"])
def test_any_other_numeral_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="not a Chinese numeral"):
        from_numeral(text)


def test_a_field_takes_the_written_form_or_a_citation_and_gives_the_written_form() -> None:
    table = Table.model_validate({"cite": "11.二.1"})

    assert Table(cite=table.cite) == table
    assert table.model_dump(mode="json") == {"cite": "11.二.1"}


@pytest.mark.parametrize("value", ["第四条", 4, True, None, ["4"]])
def test_a_field_refuses_anything_else_and_says_how_it_is_written(value: object) -> None:
    with pytest.raises(ValidationError) as caught:
        Table.model_validate({"cite": value})

    (error,) = caught.value.errors()
    assert error["type"] == "bad_citation"
    assert "11.二.1" in error.get("ctx", {})["hint_en"]
