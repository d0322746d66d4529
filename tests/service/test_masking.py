"""Masked names: one character at most is left, and nothing says how long the name is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.regulation.schemes.publication import NameMask
from core.service.masking import masked

NAMES = st.text(st.characters(categories=("L", "M", "N", "P", "Z", "S")), max_size=12)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("张三", "张某某"),
        ("张三丰", "张某某"),
        ("欧阳修", "欧某某"),
        ("欧阳如是", "欧某某"),
        ("买买提·艾力", "买某某"),
        ("阿依古丽·买买提·吐尔逊", "阿某某"),
        ("𠮷田", "𠮷某某"),
        ("张𠮷", "张某某"),
        ("葛\U000e0100明", "葛某某"),
        (" 张三", "张某某"),
        ("·张三", "张某某"),
        ("\u200b张三", "张某某"),
        ("（张）三", "张某某"),
        ("John Smith", "J***"),
        ("john", "J***"),
        ("\uff2a\uff4f\uff48\uff4e", "J***"),
        ("Élodie", "É***"),
        ("ßmann", "S***"),
        ("Ли Вэй", "Л***"),
        ("김철수", "김某某"),
        ("甲", "某某"),
        ("J", "某某"),
        ("\uff21.", "某某"),
        ("", "某某"),
        ("····", "某某"),
        ("张1", "某某"),
    ],
)
def test_of_a_surname_masked_name_the_first_character_is_left(name: str, shown: str) -> None:
    assert masked(name, NameMask.SURNAME) == shown


def test_a_withheld_name_shows_nothing() -> None:
    assert masked("张三丰", NameMask.WITHHELD) == masked("John Smith", NameMask.WITHHELD) == "某某"


def test_a_name_is_shown_whole_only_where_the_text_says_so() -> None:
    assert masked("买买提·艾力", NameMask.FULL) == "买买提·艾力"


@given(NAMES)
def test_a_masked_name_has_one_of_three_lengths_whatever_the_name(name: str) -> None:
    shown = masked(name, NameMask.SURNAME)
    assert shown == "某某" or shown[1:] in ("某某", "***")


@given(st.text(st.characters(categories=("Lo",)), min_size=2, max_size=4), NAMES)
def test_what_follows_the_first_character_changes_nothing(name: str, more: str) -> None:
    assert masked(name + more, NameMask.SURNAME) == masked(name, NameMask.SURNAME)


@given(st.text(st.characters(categories=("L",), exclude_characters="某"), min_size=1, max_size=6))
def test_no_name_is_shown_whole(name: str) -> None:
    assert name not in masked(name, NameMask.SURNAME)
