from decimal import Decimal

import pytest
from pydantic import ValidationError

from core.errors import NotFoundError
from core.regulation.files.load import load_law
from core.regulation.law import Law, PointsQuestion, Supply, make_law, set_value
from core.regulation.schemes.points import Overlap, StartsOn
from core.regulation.vocabulary import Scheme
from core.text import Text
from tests.assessment.ledgers import scheme_of
from tests.assessment.testville import ENROLMENT, GAP, HEAD, POINTS, a_law

LAW = a_law()
BASIS = Text(zh="编造", en="made up")

Data = dict[str, object]


def some_data() -> Data:
    return {
        "full": 20,
        "clauses": (
            {"id": "T.1", "points": 1},
            {"id": "T.1.2", "points": 2},
            {"id": "7", "sanctions": ({"months": 3},)},
        ),
        "names": ("a", "b"),
    }


@pytest.mark.parametrize(
    ("path", "expected"), [("full", {"full": 9}), ("conventions.overlap", {"conventions": {"overlap": 9}})]
)
def test_a_value_is_put_where_its_path_leads(path: str, expected: Data) -> None:
    data = some_data()

    set_value(data, path, 9)

    assert data == {**some_data(), **expected}


def test_a_table_is_found_by_an_id_with_dots_or_by_its_number() -> None:
    data = some_data()

    set_value(data, "clauses.T.1.points", 7)
    set_value(data, "clauses.T.1.2.points", 8)
    set_value(data, "clauses.2.sanctions.0.months", 5)

    assert data["clauses"] == (
        {"id": "T.1", "points": 7},
        {"id": "T.1.2", "points": 8},
        {"id": "7", "sanctions": ({"months": 5},)},
    )


@pytest.mark.parametrize(
    "path",
    ["", "clauses.T.9.points", "clauses.T.1", "clauses.3.points", "full.months", "names.0", "names.a.b"],
)
def test_a_path_that_leads_to_nothing_is_refused(path: str) -> None:
    with pytest.raises(KeyError):
        set_value(some_data(), path, 9)


def test_a_law_is_read_under_the_first_choice_of_each_reading() -> None:
    assert [(one.reading.id, one.choice.id, one.is_default) for one in LAW.chosen] == [
        ("overlap", "supersede", True),
        ("start", "decision", True),
    ]
    assert scheme_of(LAW).conventions.overlap is Overlap.SUPERSEDE


def test_another_reading_changes_what_it_names_and_nothing_else() -> None:
    other = LAW.under({"overlap": "serial"})

    assert scheme_of(other).conventions.overlap is Overlap.SERIAL
    assert scheme_of(other).conventions.starts_on is StartsOn.DECIDED
    assert scheme_of(other).clauses == scheme_of(LAW).clauses
    assert [(one.choice.id, one.is_default) for one in other.chosen] == [("serial", False), ("decision", True)]


def test_readings_chosen_one_after_the_other_add_up_and_can_be_taken_back() -> None:
    both = LAW.under({"overlap": "serial"}).under({"start": "next_month"})

    assert both == LAW.under({"start": "next_month", "overlap": "serial"})
    assert both.under({"overlap": "supersede", "start": "decision"}) == LAW
    assert LAW.under({}) is LAW


def test_choosing_a_reading_leaves_the_law_it_was_chosen_from_as_it_was() -> None:
    before = LAW.digest

    LAW.under({"overlap": "serial"})

    assert (LAW.digest, a_law().digest) == (before, before)


@pytest.mark.parametrize(
    ("choices", "code", "known"),
    [
        ({"weather": "fair"}, "READING_UNKNOWN", "overlap, start"),
        ({"overlap": "never"}, "CHOICE_UNKNOWN", "supersede, serial"),
    ],
)
def test_a_reading_that_is_not_declared_is_refused_with_those_that_are(
    choices: dict[str, str], code: str, known: str
) -> None:
    with pytest.raises(NotFoundError) as caught:
        LAW.under(choices)

    assert (caught.value.code, caught.value.field) == (code, "readings")
    assert known in caught.value.message.zh
    assert known in caught.value.message.en


def test_a_reading_can_name_a_rule_by_an_id_with_dots() -> None:
    law = a_law(
        ('id = "one"', 'id = "T.1.1"'),
        ('set = { "points.conventions.overlap" = "SERIAL" }', 'set = { "points.clauses.T.1.1.points" = 5 }'),
    )

    assert scheme_of(law).clauses[0].points == 1
    assert scheme_of(law.under({"overlap": "serial"})).clauses[0].points == 5


def test_an_operators_scheme_stands_in_for_a_gap_and_is_said_to_be_supplied() -> None:
    gap = a_law(text=HEAD + ENROLMENT + GAP)

    law = gap.supplied_with(Supply(basis=BASIS, points=scheme_of(LAW)))

    assert (gap.supplied, gap.regulation.points) == ((), None)
    assert law.regulation.points == LAW.regulation.points
    assert [(one.basis, one.scheme) for one in law.supplied] == [(BASIS, Scheme.POINTS)]
    assert law.digest != gap.digest


def test_what_the_owner_answers_stays_with_the_law_under_another_reading() -> None:
    def rules(_: PointsQuestion) -> Decimal:
        return Decimal(1)

    law = Law(regulation=LAW.regulation, digest=LAW.digest, chosen=LAW.chosen, data=LAW.data, rules=rules)

    assert law.under({"overlap": "serial"}).rules is rules
    assert law.supplied_with(Supply(basis=BASIS)).rules is rules


def test_data_that_are_no_regulation_make_no_law() -> None:
    with pytest.raises(ValidationError):
        make_law({**LAW.data, "place": 5})


def test_a_law_made_of_the_same_file_is_the_same_law() -> None:
    text = (HEAD + ENROLMENT + POINTS).encode()

    assert load_law(text, "a.toml") == load_law(text, "b.toml") == LAW
