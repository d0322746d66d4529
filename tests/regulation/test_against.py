from dataclasses import replace
from decimal import Decimal

import pytest

from core.regulation.against.claims import Claim, ClaimKind, claims_of
from core.regulation.against.messages import hint_of, message_of
from core.regulation.against.terms import About, Verdict, Why
from core.regulation.against.text import read_law_text
from core.regulation.files.reading import parse
from core.regulation.mutants import changed
from tests.regulation.against_village import LAW, compared, contradicted, the_data

NUMBERS = [one for one in claims_of(the_data()).values if one.kind is ClaimKind.NUMBER]
IDS = [".".join(map(str, one.path)) for one in NUMBERS]


def test_a_law_confirms_the_data_that_comes_from_it() -> None:
    assert {(one.about, one.verdict) for one in compared(the_data())} == {
        (about, Verdict.CONFIRMED) for about in About if about is not About.UNUSED
    }


@pytest.mark.parametrize("by", [1, -1])
@pytest.mark.parametrize("number", NUMBERS, ids=IDS)
def test_any_number_of_the_data_that_is_changed_is_reported(number: Claim, by: int) -> None:
    assert isinstance(number.value, Decimal)
    document = the_data()
    data = changed(dict(document.data), number.path, number.value + by)
    assert isinstance(data, dict)
    found = compared(replace(document, data=data))
    assert [one for one in found if one.verdict is Verdict.CONTRADICTED or one.about is About.UNUSED] != []


@pytest.mark.parametrize(
    ("old", "new", "path", "why"),
    [
        ("at = 6", "at = 7", ("points", "thresholds", 0, "at"), Why.OTHER_NUMBER),
        ("from = 2031-03-01", "from = 2031-04-01", ("in_force", "from"), Why.OTHER_DATE),
        ('cite = "2.一.2"', 'cite = "2.一.3"', ("points", "clauses", 1, "cite"), Why.PLACE_MISSING),
        ('cite = "4"', 'cite = "5"', ("points", "appeal", "cite"), Why.PLACE_MISSING),
        ("甲发〔2030〕7号", "甲发〔2030〕8号", ("source", "basis", 0), Why.NOT_NAMED),
        ("满 6 分, 暂停 3", "满 7 分, 暂停 3", ("points", "thresholds", 0, "label", "zh"), Why.OTHER_NUMBER),
        ("months = 3", "months = 6", ("points", "thresholds", 0, "sanctions", 0, "months"), Why.NOT_TOGETHER),
    ],
)
def test_what_the_law_does_not_say_is_contradicted_with_its_reason(
    old: str, new: str, path: tuple[str | int, ...], why: Why
) -> None:
    assert (path, why) in [(one, reason) for one, reason, _ in contradicted(the_data(old, new))]


def test_thresholds_that_change_places_are_contradicted_though_both_numbers_stand_there() -> None:
    swapped = the_data("at = 6", "at = 10")
    assert contradicted(swapped) == [
        (("points", "thresholds", 0, "sanctions", 0, "months"), "NOT_TOGETHER", "3"),
    ]


def test_an_item_that_no_rule_has_is_contradicted_where_others_of_its_row_are_itemised() -> None:
    document = the_data('[[points.clauses]]\nid = "b"\ncite = "2.一.2"\npoints = 1\n', "")
    wrong = [one for one in compared(document) if one.verdict is Verdict.CONTRADICTED]
    assert [(one.about, one.why, str(one.cite), one.line) for one in wrong] == [
        (About.ITEM, Why.ITEM_WITHOUT_RULE, "2.一.2", 9)
    ]


def test_items_that_one_provision_cites_together_are_left_to_be_looked_at() -> None:
    data = 'provisions = [{ cite = "2" }]'
    listed = [one for one in compared(parse(data, "x.toml")) if one.about is About.ITEM]
    assert [(one.why, str(one.cite)) for one in listed] == [(Why.ITEMS_TOGETHER, "2")]


def test_a_file_that_is_about_one_item_need_not_have_the_others() -> None:
    data = '[source]\narticles = "2.二"\n[points]\ncite = "2.二.1"\n[[points.clauses]]\ncite = "2.二.2"'
    assert contradicted(parse(data, "x.toml")) == []


def test_a_number_of_the_law_that_the_data_lacks_is_listed() -> None:
    document = the_data('[points.appeal]\ncite = "4"\nworking_days = 10', "")
    unused = [(str(one.cite), one.value) for one in compared(document) if one.about is About.UNUSED]
    assert unused == [("4", "10个工作日")]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        ('[points]\ncite = "?"\nfull = 12', Why.SOMEWHERE),
        ('[points]\ncite = "?"\nfull = 13', Why.NOWHERE),
        ('[points]\ncite = "other:2"\nfull = 13', Why.OTHER_TEXT),
        ('[points]\ncite = "reported 9"\nfull = 13', Why.REPORTED),
        ('[points]\ncite = "1"\nfull = 12', Why.NOT_IN_NUMERALS),
        ('[scorecard]\ncite = "2"\nmembers_sum = 45', Why.DERIVED),
        ('[scale]\ncite = "2"\nborrowed_from = "other"\nat_least = 90', Why.OTHER_TEXT),
        ('[charges]\ncite = "2"\npercent = 100', Why.NOT_IN_NUMERALS),
    ],
)
def test_what_cannot_be_placed_is_said_with_its_reason(data: str, why: Why) -> None:
    assert [one.why for one in compared(parse(data, "x.toml")) if one.about is About.NUMBER] == [why]


def test_a_text_without_articles_can_contradict_a_number_and_place_none() -> None:
    law = read_law_text("总额的94%按月拨付,其余6%年终考核后拨付。")
    document = parse('[settlement]\ncite = "1"\ninstalments = { percent = 94 }\nreserve = { percent = 7 }', "x.toml")
    assert [(one.about, one.why) for one in compared(document, law)] == [
        (About.PLACE, Why.NOT_DIVIDED),
        (About.NUMBER, Why.SOMEWHERE),
        (About.NUMBER, Why.NOWHERE),
        (About.UNUSED, Why.NUMBER_UNUSED),
    ]


def test_numbers_of_a_table_that_one_sentence_gives_together_are_confirmed_without_a_place() -> None:
    law = read_law_text("增幅控制在5%至10%。超过20%的部分,基金支付30%,医院负担70%。")
    data = '[[bands]]\ncite = "1"\nover = {}\nfund = 30\ninstitution = 70'
    right, wrong = (compared(parse(data.format(over), "x.toml"), law) for over in (20, 5))
    assert [one.verdict for one in right if one.about is About.NUMBER] == [Verdict.CONFIRMED] * 3
    assert {one.why for one in wrong if one.about is About.NUMBER} == {Why.SOMEWHERE}


def test_of_a_text_without_articles_numbers_beside_those_of_the_data_are_listed_if_nothing_has_them() -> None:
    law = read_law_text("总额的94%按月拨付,其余6%年终考核后拨付。另有8%作他用。")
    document = parse('[instalments]\ncite = "1"\npercent = 94', "x.toml")
    assert [(one.value, one.why) for one in compared(document, law) if one.about is About.UNUSED] == [
        ("6%", Why.NUMBER_UNUSED)
    ]


@pytest.mark.parametrize(
    ("label", "at", "expected"),
    [
        ("满 6 分, 暂停", 6, []),
        ("满 6 分, 暂停", 10, [("6 分", ("10",))]),
        ("6 至 8 分, 暂停", 6, []),
        ("10 分以内, 暂停", 6, []),
        ("暂停三个月", 6, []),
    ],
)
def test_a_label_that_gives_another_number_than_the_value_beside_it_is_listed(
    label: str, at: int, expected: list[object]
) -> None:
    data = f'[[thresholds]]\ncite = "3.二款"\nat = {at}\nlabel = {{ zh = "{label}", en = "x" }}'
    found = compared(parse(data, "x.toml"))
    differing = [one for one in found if one.why is Why.LABEL_DIFFERS]
    assert [(one.value, one.others) for one in differing] == expected
    assert {one.verdict for one in differing} <= {Verdict.UNDECIDED}


def test_the_paragraph_cited_is_looked_at_before_the_rest_of_its_article() -> None:
    right, wrong = (
        compared(parse(f'[[thresholds]]\ncite = "{cite}"\nwindow_months = 24', "x.toml"))
        for cite in ("3.三款", "3.二款")
    )
    assert [one.verdict for one in right if one.about is About.NUMBER] == [Verdict.CONFIRMED]
    assert [(one.verdict, one.why) for one in wrong if one.about is About.NUMBER] == [
        (Verdict.UNDECIDED, Why.OTHER_PARAGRAPH)
    ]


@pytest.mark.parametrize(("step", "verdict"), [(1, Verdict.CONFIRMED), (95, Verdict.CONTRADICTED)])
def test_what_is_owed_for_each_step_stands_behind_its_word(step: int, verdict: Verdict) -> None:
    law = read_law_text("第一条 在床率低于95%的,每超过1%扣100元。")
    document = parse(f'[[excesses]]\ncite = "1"\nstep = {step}', "x.toml")
    assert [one.verdict for one in compared(document, law) if one.about is About.NUMBER] == [verdict]


def test_a_number_at_which_something_begins_is_no_full_score() -> None:
    law = read_law_text("第一条 满分120分,90分以上为优秀。")
    found = [compared(parse(f'[scorecard]\ncite = "1"\nfull = {full}', "x.toml"), law) for full in (120, 90)]
    assert [one.verdict for each in found for one in each if one.about is About.NUMBER] == [
        Verdict.CONFIRMED,
        Verdict.CONTRADICTED,
    ]


def test_the_values_of_readings_not_taken_claim_nothing_but_their_places_do() -> None:
    data = '[[readings]]\ncite = "3.三款"\nchoices = [{ id = "a", set = { "points.full" = 99 } }]'
    assert [(one.about, one.verdict) for one in compared(parse(data, "x.toml"))][:1] == [
        (About.PLACE, Verdict.CONFIRMED)
    ]
    assert claims_of(parse(data, "x.toml")).values == ()


def test_a_day_until_which_a_version_governs_may_be_written_as_its_last() -> None:
    law = read_law_text("第一条 有效期至2033年2月28日。")
    assert contradicted(parse('in_force = { to = 2033-03-01, cite = "1" }', "x.toml"), law) == []


def test_months_fixed_for_a_number_of_points_stand_beside_it() -> None:
    law = read_law_text("第一条 满9分的,暂停1个月;满10分的,暂停2个月。")
    right, wrong = (
        parse(f'[sanction]\ncite = "1"\nmonths_at = {{ 9 = {first}, 10 = 2 }}', "x.toml") for first in (1, 2)
    )
    assert contradicted(right, law) == []
    assert contradicted(wrong, law) == [(("sanction", "months_at", "9"), "NOT_TOGETHER", "2")]


def test_every_reason_has_words_in_both_languages_and_says_what_to_do() -> None:
    seen = {
        one.why: one
        for document in (the_data("at = 6", "at = 10"), the_data('cite = "4"', 'cite = "9"'), the_data("= 12", "= 13"))
        for one in compared(document)
    }
    assert {Why.NOT_TOGETHER, Why.PLACE_MISSING, Why.OTHER_NUMBER, None} <= set(seen)
    number = seen[Why.OTHER_NUMBER]
    assert message_of(number).zh == "points.full = 13〔第二条〕: 该处没有此数, 而有 十二分"
    assert message_of(number).en == "points.full = 13 [Article 2]: the place does not give it, but 十二分"
    assert hint_of(number).en == "correct the number, or the cite"


def test_a_law_in_full_width_and_traditional_characters_says_the_same() -> None:
    law = read_law_text(LAW.replace("个", "個").replace("条", "條").replace("两", "兩").replace("扣1分", "扣１分"))
    assert contradicted(the_data(), law) == []
