import pytest

from core.regulation.against.text import Division, read_law_text
from core.regulation.citation import Citation
from tests.regulation.against_village import LAW, the_law


def outline(divisions: tuple[Division, ...]) -> list[object]:
    return [[one.number, *outline(one.items)] if one.items else one.number for one in divisions]


def found(code: str, text: str = LAW) -> tuple[str, ...] | None:
    way = read_law_text(text).find(Citation.parse(code))
    return None if way is None else way[-1].blocks


def test_articles_and_their_items_are_found_in_their_order() -> None:
    assert outline(the_law().articles) == [1, [2, [1, 1, 2], [2, 1, 2]], 3, 4]


def test_a_line_that_ends_no_sentence_goes_on_in_the_next() -> None:
    assert found("2.一.2") == ("未登记身份的。",)


def test_an_annex_belongs_to_no_article() -> None:
    assert found("4.一") is None


def test_each_division_bears_its_line_in_the_file() -> None:
    law = read_law_text(LAW, first_line=101)
    assert [one.line for one in law.articles] == [104, 106, 114, 119]


def test_a_reference_to_an_article_is_no_article() -> None:
    text = "第一条 甲。\n第二条 依照第一条的规定,按第三条处理,违反本办法第三条的,乙。\n第三条 丙。"
    assert outline(read_law_text(text).articles) == [1, 2, 3]


def test_a_paragraph_is_looked_for_in_its_article_and_missed_beyond_the_last_sentence() -> None:
    law = the_law()
    assert law.find(Citation.parse("3.三款")) == (law.article(3),)
    assert law.find(Citation.parse("3.九款")) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("某办法一、总则1. 甲:子。\n2. 乙。\n二、处理1. 丙。", [[1, 1, 2], [2, 1]]),
        ("一、总则第一条 甲。\n二、处理\n第二条 乙:1. 子;2. 丑。", [1, [2, 1, 2]]),
        ("办法1目的甲。\n2要求2.1备案。\n2.1.1申请人须满10个月;2.1.2其他。\n2.2变更。", [1, [2, [1, 1, 2], 2]]),
        ("1. 甲:(1)子。\n(2)丑。\n2.乙。", [[1, 1, 2], 2]),
        ("第一条 甲:①子;②丑。\n第二条 乙,一是寅;二是卯。", [[1, 1, 2], [2, 1, 2]]),
        ("1. 指标•子(20%)•丑(30%)\n2. 周期", [[1, 1, 2], 2]),
        ("⒈甲。\n⒉乙。", [1, 2]),
        ("第１条 甲。第２条 乙。", [1, 2]),
        ("第十三条 甲。\n第十四条 乙。", [13, 14]),
        ("第一條 甲。\n第二條 乙。", [1, 2]),
        ("第二章 处理第一条 甲。第二章 附则第二条 乙。", [1, 2]),
    ],
)
def test_markers_of_every_form_are_read_wherever_in_a_line_they_stand(text: str, expected: list[object]) -> None:
    assert outline(read_law_text(text).articles) == expected


def test_items_before_the_first_article_belong_to_the_one_whose_heading_is_lost() -> None:
    assert outline(read_law_text("1.甲;\n2.乙。\n第十二条 丙。").articles) == [[11, 1, 2], 12]


@pytest.mark.parametrize("text", ["甲。乙。", "", "奖励1.甲。\n2.乙。\n惩罚1.丙。\n2.丁。", "只有1.一项。"])
def test_a_text_whose_numbers_do_not_run_through_has_no_articles(text: str) -> None:
    assert read_law_text(text).articles == ()
