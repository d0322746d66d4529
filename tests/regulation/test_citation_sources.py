"""Citations whose number is not at hand, which only the press tells of, or which stand in another text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.regulation.citation import Citation, Part, Unit
from core.text import Lang


@st.composite
def citations(draw: st.DrawFn) -> Citation:
    number = st.integers(1, 999)
    parts: list[Part] = []
    if draw(st.booleans()):
        parts.append(Part(Unit.ARTICLE, draw(number)))
        if draw(st.booleans()):
            parts.append(Part(Unit.ITEM, draw(number)))
    source = draw(st.sampled_from([None, "testville", "testville-2020", "test_ville.2020-a"]))
    return Citation(tuple(parts), draw(st.booleans()), source)


@given(citations())
def test_a_citation_reads_back_from_every_form_in_which_it_is_written(citation: Citation) -> None:
    assert Citation.parse(str(citation)) == citation
    assert Citation.parse_text(citation.text.zh, Lang.ZH) == citation
    assert Citation.parse_text(citation.text.en, Lang.EN) == citation


@pytest.mark.parametrize(
    ("code", "zh", "en"),
    [
        ("?", "条款号未见", "article not at hand"),
        ("reported ?", "条款号未见（据报道）", "article not at hand (reported)"),
        ("reported 14", "第十四条（据报道）", "Article 14 (reported)"),
        ("testville-2020:3", "testville-2020 第三条", "testville-2020 Article 3"),
    ],
)
def test_a_citation_says_its_place_whether_it_is_reported_and_whose_text_it_is_in(code: str, zh: str, en: str) -> None:
    citation = Citation.parse(code)

    assert (str(citation), citation.text.zh, citation.text.en) == (code, zh, en)


@pytest.mark.parametrize("code", ["reported", "reported  3", ":3", "testville:", "?.1", "1.?", "reported reported 3"])
def test_any_other_code_is_refused(code: str) -> None:
    with pytest.raises(ValueError, match=r"numeral|article|between"):
        Citation.parse(code)


def test_a_place_seen_from_another_text_names_its_own_once() -> None:
    outside = Citation.parse("reported 3.一").seen_from_outside("testville-2020")

    assert str(outside) == "testville-2020:reported 3.一"
    assert outside.seen_from_outside("elsewhere") == outside


def test_a_place_is_within_its_article_in_the_same_text_alone() -> None:
    place = Citation.parse("testville-2020:3.一")

    assert place.within(place.article)
    assert not place.within(Citation.parse("3"))
