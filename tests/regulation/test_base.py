from decimal import Decimal
from typing import ClassVar

import pytest
from pydantic import ValidationError

from core.regulation.base import Id, Model, Months, Number, Points, Range, Term, Unfixed


class Table(Model):
    """A table with a field of every kind."""

    taught: ClassVar[str] = "nothing"
    id: Id | None = None
    number: Number | None = None
    months: Months | None = None
    term: Term | None = None
    points: Points | None = None


def error_of(**values: object) -> tuple[str, str]:
    """Return the type and text of the only error that the values give."""
    with pytest.raises(ValidationError) as caught:
        Table.model_validate(values)
    (error,) = caught.value.errors()
    return error["type"], error["msg"]


def read(**values: object) -> Table:
    return Table.model_validate(values)


@pytest.mark.parametrize("value", ["T", "T.1", "T.1.10", "testville-2020", "a_b-c.d", "X9"])
def test_an_id_is_letters_and_digits_with_single_marks_between(value: str) -> None:
    assert read(id=value).id == value


@pytest.mark.parametrize("value", ["", "1T", "T.", ".T", "T..1", "T 1", "第二", "T/1", "T\n", "\uff34", "T-"])
def test_any_other_id_is_refused(value: str) -> None:
    assert error_of(id=value)[0] == "bad_id"


@pytest.mark.parametrize("value", [0, 5, Decimal("2.5"), Decimal("1E+2")])
def test_a_number_is_exact(value: int | Decimal) -> None:
    number = read(number=value).number

    assert number == value
    assert isinstance(number, Decimal)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("5", 'the string "5" is not a number'),
        (True, "true is not a number"),
        (0.5, "the decimal number 0.5 is not a number"),
        ((1,), "an array is not a number"),
    ],
)
def test_what_is_not_a_number_is_not_made_one(value: object, said: str) -> None:
    assert error_of(number=value) == ("not_a_number", said)


@pytest.mark.parametrize("value", [-1, Decimal("-0.1")])
def test_a_number_is_not_negative(value: object) -> None:
    assert error_of(number=value)[0] == "greater_than_equal"


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity")])
def test_a_number_is_finite(value: object) -> None:
    assert error_of(number=value)[0] == "finite_number"


@pytest.mark.parametrize(
    ("value", "kind"), [(0, "greater_than_equal"), (1201, "less_than_equal"), (Decimal(2), "int_type")]
)
def test_months_are_whole_and_from_one_to_a_hundred_years(value: object, kind: str) -> None:
    assert error_of(months=value)[0] == kind
    assert (read(months=1).months, read(months=1200).months) == (1, 1200)


def test_a_term_is_months_or_a_range_of_them() -> None:
    assert read(term=6).term == 6
    assert read(term={"from": 1, "to": 6}).term == Range.model_validate({"from": 1, "to": 6})


@pytest.mark.parametrize("value", [Decimal("2.5"), "six", True, (1, 6)])
def test_any_other_term_is_refused(value: object) -> None:
    assert error_of(term=value)[0] == "bad_months"


@pytest.mark.parametrize(
    ("value", "points"),
    [
        (5, Decimal(5)),
        (Decimal("0.5"), Decimal("0.5")),
        ("ALL", Unfixed.ALL),
        ("UNSTATED", Unfixed.UNSTATED),
        ("RULE", Unfixed.RULE),
        ("NONE", Unfixed.NONE),
        ({"from": 1, "to": 3}, Range.model_validate({"from": 1, "to": 3})),
    ],
)
def test_points_are_a_number_a_range_or_one_of_four_words(value: object, points: object) -> None:
    assert read(points=value).points == points


@pytest.mark.parametrize("value", [0, -5, Decimal("-0.5"), "all", "5", True, (5,), Decimal("Infinity")])
def test_any_other_points_are_refused(value: object) -> None:
    assert error_of(points=value)[0] == "bad_points"


@pytest.mark.parametrize("value", [{"from": 1}, {"from": 1, "to": 3, "by": 1}, {"from": "1", "to": 3}])
def test_a_range_has_two_numbers_and_nothing_else(value: object) -> None:
    with pytest.raises(ValidationError):
        read(points=value)


def test_a_range_holds_both_its_ends() -> None:
    span = Range.model_validate({"from": 1, "to": Decimal("2.5")})

    assert [number in span for number in (Decimal("0.9"), 1, 2, Decimal("2.5"), 3)] == [False, True, True, True, False]


def test_a_table_cannot_be_changed_and_takes_no_unknown_key() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        read(number=1).number = Decimal(2)
    assert error_of(nummer=1)[0] == "extra_forbidden"


def test_in_json_a_number_stands_in_quotes_and_nothing_of_it_is_lost() -> None:
    given = '{"number": "2.50", "points": {"from": "1", "to": "2.5"}}'
    table = Table.model_validate_json(given)
    assert (table.number, table.points) == (Decimal("2.50"), Range.model_validate({"from": 1, "to": Decimal("2.5")}))


@pytest.mark.parametrize("given", ['{"number": "many"}', '{"number": "NaN"}', '{"number": "-1"}', '{"points": "0"}'])
def test_in_json_too_only_a_number_is_one(given: str) -> None:
    with pytest.raises(ValidationError):
        Table.model_validate_json(given)
