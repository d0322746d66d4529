import pytest

from tests.regulation.a_file import FILE, HEAD, problems


def in_entry(line: str) -> tuple[str, int, int, str, str]:
    """Return the one problem that an entry with this line has: code, line, column, message and hint in English."""
    (problem,) = problems(HEAD + line + "\n")
    assert problem.file == FILE
    assert problem.source == (HEAD + line).split("\n")[problem.line - 1]
    return problem.code, problem.line, problem.column, problem.message.en, problem.hint.en


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("colr = 1", ("UNKNOWN_KEY", 3, 1, "unknown key entries#1.colr", "did you mean colour?")),
        ("size = { from = 1, too = 2 }", ("UNKNOWN_KEY", 3, 20, "unknown key entries#1.size.too", "did you mean to?")),
        (
            "nested = { from = 1, too = 2 }",
            ("UNKNOWN_KEY", 3, 22, "unknown key entries#1.nested.too", "did you mean to?"),
        ),
        (
            'shape = { kind = "circle", radius = 1, zzz = 2 }',
            ("UNKNOWN_KEY", 3, 40, "unknown key entries#1.shape.zzz", "remove the key"),
        ),
        (
            "size = { from = 1 }",
            ("MISSING_KEY", 3, 8, "the key entries#1.size.to is missing", "write to = … in entries#1.size"),
        ),
        (
            "shape = { radius = 1 }",
            ("MISSING_KEY", 3, 9, "the key entries#1.shape.kind is missing", "write kind = … in entries#1.shape"),
        ),
        (
            'size = "three"',
            (
                "WRONG_TYPE",
                3,
                8,
                'entries#1.size should be a whole number or a table, not the string "three"',
                "a whole number without quotes, as in 3; or a table: [name] above its keys, or { key = value }",
            ),
        ),
        (
            'on = "2011-01-05"',
            (
                "WRONG_TYPE",
                3,
                6,
                'entries#1.on should be a date, not the string "2011-01-05"',
                "a date without quotes, as in 2024-01-31",
            ),
        ),
        (
            "rate = 3",
            (
                "WRONG_TYPE",
                3,
                8,
                "entries#1.rate should be a decimal number, not the whole number 3",
                "a number with a point and no quotes, as in 2.50",
            ),
        ),
        (
            'open = "true"',
            (
                "WRONG_TYPE",
                3,
                8,
                'entries#1.open should be true or false, not the string "true"',
                "true or false, without quotes",
            ),
        ),
        (
            'counts = { "a b" = true }',
            (
                "WRONG_TYPE",
                3,
                20,
                'entries#1.counts."a b" should be a whole number, not true',
                "a whole number without quotes, as in 3",
            ),
        ),
        (
            "mode = 2.5",
            (
                "WRONG_TYPE",
                3,
                8,
                'entries#1.mode should be a whole number or "fast" or "slow", not the decimal number 2.5',
                "a whole number without quotes, as in 3",
            ),
        ),
        (
            'colour = "red"',
            (
                "NOT_ALLOWED",
                3,
                10,
                'entries#1.colour cannot be the string "red"',
                'did you mean "RED"? write one of: "RED", "GREEN"',
            ),
        ),
        (
            'mode = "idle"',
            ("NOT_ALLOWED", 3, 8, 'entries#1.mode cannot be the string "idle"', 'write one of: "fast", "slow"'),
        ),
        (
            'shape = { kind = "oval" }',
            (
                "NOT_ALLOWED",
                3,
                18,
                'entries#1.shape.kind cannot be the string "oval"',
                'write one of: "circle", "square"',
            ),
        ),
        (
            "size = 0",
            (
                "TOO_SMALL",
                3,
                8,
                "entries#1.size should be more than 0, not the whole number 0",
                "write a value that is more than 0",
            ),
        ),
        (
            "size = 10",
            (
                "TOO_LARGE",
                3,
                8,
                "entries#1.size should be at most 9, not the whole number 10",
                "write a value that is at most 9",
            ),
        ),
        (
            'tags = ["ab", "c"]',
            ("TOO_SHORT", 3, 15, "the length of entries#1.tags#2 should be at least 2", "add to it or shorten it"),
        ),
        (
            'tags = ["ab", "cd", "ef"]',
            ("TOO_LONG", 3, 8, "the length of entries#1.tags should be at most 2", "add to it or shorten it"),
        ),
        (
            'id = "A1"',
            ("BAD_FORM", 3, 6, 'entries#1.id does not have the right form: the string "A1"', "it must match ^[a-z]+$"),
        ),
        ('name = "a*"', ("WILDCARD", 3, 8, "entries#1.name: a* has a star", "leave out the star")),
        (
            "low = 9\nhigh = 1",
            ("INVALID", 2, 1, "entries#1 is invalid: low is over high", "change it for the reason given"),
        ),
    ],
)
def test_each_mistake_gives_one_problem(line: str, expected: tuple[str, int, int, str, str]) -> None:
    assert in_entry(line) == expected


def test_a_number_with_too_many_places_is_too_precise() -> None:
    assert in_entry("rate = 2.505")[:3] == ("TOO_PRECISE", 3, 8)


def test_a_union_without_a_tag_tells_of_the_branch_that_fits_best() -> None:
    assert in_entry('either = { kind = "square", circle = "x" }')[:4] == (
        "WRONG_TYPE",
        3,
        38,
        'entries#1.either.circle should be a whole number, not the string "x"',
    )


def test_a_tag_that_is_also_the_name_of_a_key_is_not_taken_for_it() -> None:
    line = 'shape = { kind = "square", circle = "x" }'

    assert in_entry(line)[:4] == (
        "WRONG_TYPE",
        3,
        37,
        'entries#1.shape.circle should be a whole number, not the string "x"',
    )


def test_a_list_is_not_too_short_because_its_elements_are_wrong() -> None:
    assert in_entry('codes = ["x"]')[:3] == ("WRONG_TYPE", 3, 10)
    assert in_entry("codes = []")[:3] == ("TOO_SHORT", 3, 9)


def test_the_words_of_a_validator_are_given_in_both_languages() -> None:
    (problem,) = problems(HEAD + 'name = "a*"\n')

    assert problem.message.zh == "entries#1.name: a* 含有星号"
    assert problem.hint.zh == "去掉星号"


def test_a_mistaken_table_is_told_to_be_an_array() -> None:
    (problem,) = problems('[title]\nzh = "甲"\nen = "a"\n[entries]\nlow = 1\n')

    assert (problem.code, problem.line, problem.column) == ("WRONG_TYPE", 4, 1)
    assert problem.message.zh == "entries 应为数组，现为表"
    assert "[[name]]" in problem.hint.en


def test_every_missing_key_is_told_at_the_header_of_its_table() -> None:
    found = problems("# head\n\n[title]\n")

    assert [(one.code, one.line, one.message.zh) for one in found] == [
        ("MISSING_KEY", 3, "缺少必填的键 title.zh"),
        ("MISSING_KEY", 3, "缺少必填的键 title.en"),
    ]


def test_a_missing_key_at_the_top_is_told_at_the_first_key() -> None:
    (problem,) = problems("# head\nentries = []\n")

    assert (problem.line, problem.column, problem.hint.en) == (2, 1, "write title = … at the top of the file")


def test_a_misspelt_key_is_not_told_again_as_missing() -> None:
    (problem,) = problems('titel = { zh = "甲", en = "a" }\n')

    assert (problem.code, problem.hint.zh) == ("UNKNOWN_KEY", "是否想写 title？")
