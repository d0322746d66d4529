import pytest

from core.errors import NotFoundError, RefusedError
from core.regulation.files.problems import DataFileError
from core.regulation.schemes.points import Overlap
from core.regulation.settings import Settings, apply_settings, load_settings, unknown_regulations
from tests.assessment.ledgers import scheme_of
from tests.assessment.testville import ENROLMENT, GAP, HEAD, a_law
from tests.assessment.testville import POINTS as MEASURES

OPEN = a_law(text=HEAD + ENROLMENT + GAP)
LAW = a_law()

BASIS = 'basis = { zh = "试行决定", en = "Trial decision" }'
POINTS = """
[regulation.points]
cite = "1"
full = 30
period = "YEAR"
clauses = [{ id = "any", cite = "2", points = 11, label = { zh = "违规", en = "Breach" } }]

[[regulation.points.thresholds]]
id = "ten"
cite = "3"
at = 10
label = { zh = "暂停", en = "suspended" }
sanctions = [{ kind = "SUSPEND", cite = "3", months = 5 }]
"""


def settings(text: str) -> Settings:
    return load_settings(text.encode(), "settings.toml")


def for_testville(*lines: str) -> Settings:
    return settings("\n".join(["[[regulation]]", 'id = "testville-2020"', *lines]))


def codes(text: str) -> list[tuple[str, int]]:
    """Return code and line of each problem of a settings file."""
    with pytest.raises(DataFileError) as caught:
        settings(text)
    return [(one.code, one.line) for one in caught.value.problems]


def test_an_empty_file_settles_nothing() -> None:
    assert apply_settings(LAW, settings("")) is LAW


def test_points_for_a_gap_stand_in_for_it() -> None:
    law = apply_settings(OPEN, for_testville(BASIS, POINTS))

    assert scheme_of(law).full == 30
    assert [one.basis.en for one in law.supplied] == ["Trial decision"]


def test_settings_of_one_regulation_leave_the_others_alone() -> None:
    assert apply_settings(a_law(('id = "testville-2020"', 'id = "other"')), for_testville(BASIS, POINTS)).supplied == ()


def test_another_reading_can_be_settled() -> None:
    law = apply_settings(LAW, for_testville('readings = { overlap = "serial" }'))

    assert scheme_of(law).conventions.overlap is Overlap.SERIAL
    assert law.supplied == ()


def test_a_reading_that_is_not_declared_is_refused() -> None:
    with pytest.raises(NotFoundError) as caught:
        apply_settings(LAW, for_testville('readings = { weather = "fair" }'))

    assert caught.value.code == "READING_UNKNOWN"


def test_points_where_the_law_states_its_own_are_refused() -> None:
    with pytest.raises(RefusedError) as caught:
        apply_settings(LAW, for_testville(BASIS, POINTS))

    assert caught.value.code == "NOT_A_GAP"
    assert "testville-2020" in caught.value.message.zh


FULL_GAP = GAP.replace('"points.full", "points.clauses"', '"points.full", "points.nothing"')
PARTLY_OPEN = a_law(text=HEAD + ENROLMENT + MEASURES + FULL_GAP)


def test_single_values_fill_the_gaps_that_name_them() -> None:
    law = apply_settings(PARTLY_OPEN, for_testville(BASIS, "set = { 'points.full' = 24 }"))

    assert scheme_of(law).full == 24
    assert [one.basis.en for one in law.supplied] == ["Trial decision"]


@pytest.mark.parametrize(
    ("value", "code", "reason"),
    [
        ("'points.period' = 'MONTH'", "NOT_A_GAP", "points.period"),
        ("'points.full' = 'many'", "SETTING_INVALID", 'points.full: the string "many" is not a number'),
        ("'points.full' = 5", "SETTING_INVALID", "with 5 points it is never reached"),
        ("'points.nothing' = 5", "SETTING_INVALID", "unknown key points.nothing"),
    ],
)
def test_a_single_value_that_fills_no_gap_or_does_not_fit_it_is_refused(value: str, code: str, reason: str) -> None:
    with pytest.raises(RefusedError) as caught:
        apply_settings(PARTLY_OPEN, for_testville(BASIS, f"set = {{ {value} }}"))

    assert caught.value.code == code
    assert reason in caught.value.message.en


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f'[[regulation]]\nid = "t"\n{POINTS}', [("BASIS_MISSING", 1)]),
        (f'[[regulation]]\nid = "t"\n{BASIS}\n{POINTS}'.replace("at = 10", "at = 31"), [("THRESHOLD_UNREACHABLE", 14)]),
        ('[[regulation]]\nid = "t"\nreading = {}', [("UNKNOWN_KEY", 3)]),
        ("[[regulation]]\nreadings = {}", [("MISSING_KEY", 1)]),
        ('[[regulation]]\nid = "t"\n[[regulation]]\nid = "t"', [("DUPLICATE_ID", 4)]),
        ("[[regulation]]\nid = 第一", [("NO_QUOTES", 2)]),
    ],
)
def test_a_wrong_settings_file_is_refused_with_the_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert codes(text) == expected


def test_settings_for_a_regulation_that_is_not_at_hand_name_it_and_those_that_are() -> None:
    error = unknown_regulations(for_testville(), {"elseville": LAW})

    assert error is not None
    assert error.code == "REGULATION_UNKNOWN"
    assert error.message.en == "settings for unknown regulations: testville-2020; at hand: elseville"
    assert unknown_regulations(for_testville(), {"testville-2020": LAW}) is None
