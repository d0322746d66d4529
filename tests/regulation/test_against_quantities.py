from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.regulation.against.quantities import Measure, dates, number_of, quantities
from core.regulation.citation import numeral

POINTS, MONTHS, DAYS, MONEY, PERCENT, TIMES, OTHER = Measure


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("扣5分", [(POINTS, 5)]),
        ("累计满十二分", [(POINTS, 12)]),
        ("6至8分", [(POINTS, 6), (POINTS, 8)]),
        ("80-89分", [(POINTS, 80), (POINTS, 89)]),
        ("暂停半年", [(MONTHS, 6)]),
        ("一年之内", [(MONTHS, 12)]),
        ("近两年", [(MONTHS, 24)]),
        ("一年半", [(MONTHS, 18)]),
        ("三至六个月", [(MONTHS, 3), (MONTHS, 6)]),
        ("二十四个月", [(MONTHS, 24)]),
        ("一个季度", [(MONTHS, 3)]),
        ("10个工作日", [(DAYS, 10)]),
        ("不超过两周", [(DAYS, 14)]),
        ("30.00元/项", [(MONEY, 30)]),
        ("1.5万元", [(MONEY, 15_000)]),
        ("1,500元", [(MONEY, 1500)]),
        ("百分之五十", [(PERCENT, 50)]),
        ("5%-10%", [(PERCENT, 5), (PERCENT, 10)]),
        ("全额负担", [(PERCENT, 100)]),
        ("两次达到", [(TIMES, 2)]),
        ("按5倍", [(TIMES, 5)]),
        ("十种疾病", [(OTHER, 10)]),
        ("得分≥60", [(OTHER, 60)]),
    ],
)
def test_numerals_with_their_units_are_read_in_one_measure(text: str, expected: list[tuple[Measure, int]]) -> None:
    assert [(one.measure, one.value) for one in quantities(text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每超过1%", (True, False, False)),
        ("每例扣 1 分", (True, False, False)),
        ("超过1%", (False, False, False)),
        ("每日,扣1分", (False, False, False)),
        ("90分以上", (False, True, False)),
        ("60 分及以上", (False, True, False)),
        ("6 至 8 分", (False, False, True)),
    ],
)
def test_what_stands_around_a_quantity_says_what_it_is_the_end_of(text: str, expected: tuple[bool, ...]) -> None:
    last = quantities(text)[-1]
    assert (last.is_each, last.is_bound, last.is_upper_end) == expected


@pytest.mark.parametrize(
    "text",
    ["第五条", "2011年1月1日", "每年1月1日至12月31日", "国发〔2016〕33号", "2031年度", "分别", "部分", "3.1.2", "一般"],
)
def test_what_counts_nothing_is_no_quantity(text: str) -> None:
    assert quantities(text) == ()


def test_dates_are_read_in_arabic_and_chinese_numerals_and_impossible_ones_are_none() -> None:
    text = "自2011 年 1 月 1 日起,至二〇一三年十二月三十一日;2013-7-28;2013年2月30日"
    assert dates(text) == (date(2011, 1, 1), date(2013, 12, 31), date(2013, 7, 28))


@given(st.integers(1, 999))
def test_every_chinese_numeral_of_a_citation_is_read_as_its_number(number: int) -> None:
    assert number_of(numeral(number)) == number


@given(st.decimals(0, 1_000_000, places=2))
def test_every_amount_is_read_as_it_is_written(amount: Decimal) -> None:
    assert [(one.measure, one.value) for one in quantities(f"扣{amount:,}元")] == [(MONEY, amount)]


@pytest.mark.parametrize("text", ["", "甲", "五五"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert number_of(text) is None
