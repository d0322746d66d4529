from collections.abc import Mapping

import pytest

from core.regulation.base import Range
from core.regulation.files.load import load_law
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.law import Law
from tests.assessment.testville import HEAD, POINTS

GAP = """
[[gaps]]
id = "notice"
label = { zh = "送达期限未见", en = "No time for notice" }
"""
PARENT = load_law((HEAD + POINTS + GAP).encode(), "testville/2020.toml")
PARENTS = {PARENT.id: PARENT}

CHILD = """id = "hamlet-2021"
place = "hamlet"
inherits = "testville-2020"
title = { zh = "试村办法", en = "Hamlet measures" }
region = { code = "990102", name = { zh = "试村", en = "Hamlet" } }
source = { confidence = "REPORTED", completeness = "WHOLE" }
"""


def child(text: str = "", *, head: str = CHILD, parents: Mapping[str, Law] = PARENTS) -> Law:
    return load_law((head + text).encode(), "hamlet/2021.toml", parents)


def problems(text: str, *, head: str = CHILD, parents: Mapping[str, Law] = PARENTS) -> tuple[Problem, ...]:
    with pytest.raises(DataFileError) as caught:
        child(text, head=head, parents=parents)
    return caught.value.problems


def test_what_is_not_stated_is_inherited_and_cites_the_text_that_it_stands_in() -> None:
    points, inherited = child().regulation.points, PARENT.regulation.points
    assert points is not None
    assert inherited is not None

    assert points.full == inherited.full
    assert [one.id for one in points.clauses] == [one.id for one in inherited.clauses]
    assert str(points.cite) == "testville-2020:3"
    assert {one.cite.source for one in points.clauses} == {"testville-2020"}
    assert child().regulation.in_force.from_ == PARENT.regulation.in_force.from_
    assert [one.id for one in child().regulation.gaps] == ["notice"]


def test_what_a_text_says_of_itself_is_its_own() -> None:
    law = child()

    assert (law.id, law.regulation.place, law.regulation.title.en) == ("hamlet-2021", "hamlet", "Hamlet measures")
    assert law.regulation.inherits == "testville-2020"
    assert law.digest != PARENT.digest


def test_a_stated_value_takes_the_place_of_the_inherited_one_with_its_own_citation() -> None:
    law = child("""
[[points.clauses]]
id = "range"
cite = "2"
points = { from = 2, to = 5 }
""")
    assert law.regulation.points is not None

    clause = law.regulation.points.clause_by_id["range"][1]

    assert clause.points == Range.model_validate({"from": 2, "to": 5})
    assert (str(clause.cite), clause.label.en) == ("2", "As decided")


def test_a_new_table_stands_before_the_inherited_one_that_follows_it_and_else_at_the_end() -> None:
    clause = 'points = 1\nlabel = { zh = "新", en = "New" }\n'
    law = child(f"""
[[points.clauses]]
id = "first"
cite = "1"
{clause}
[[points.clauses]]
id = "half"

[[points.clauses]]
id = "last"
cite = "2"
{clause}""")
    assert law.regulation.points is not None

    names = [one.id for one in law.regulation.points.clauses]

    assert names[:3] == ["one", "first", "half"]
    assert names[-1] == "last"


def test_a_list_without_ids_is_replaced_as_a_whole() -> None:
    law = child("""
[[points.thresholds]]
id = "six"
sanctions = [{ kind = "SUSPEND", cite = "5", months = 1 }]
""")
    assert law.regulation.points is not None

    six = next(one for one in law.regulation.points.thresholds if one.id == "six")

    assert [(one.kind, one.months, str(one.cite)) for one in six.sanctions] == [("SUSPEND", 1, "5")]


def test_what_does_not_hold_is_left_out() -> None:
    law = child(head=CHILD + 'without = ["gaps.notice", "readings.start", "points.clauses.half"]\n')
    assert law.regulation.points is not None

    assert law.regulation.gaps == ()
    assert [one.id for one in law.regulation.readings] == ["overlap"]
    assert "half" not in law.regulation.points.clause_by_id


def test_an_inherited_reading_can_be_chosen() -> None:
    law = child().under({"start": "next_month"})

    assert law.regulation.points is not None
    assert law.regulation.points.conventions.starts_on == "NEXT_MONTH"


def test_a_grandchild_inherits_from_both_and_each_citation_names_its_own_text() -> None:
    middle = child('\n[[points.thresholds]]\nid = "six"\ncite = "2"\nat = 5\n')
    head = CHILD.replace("hamlet", "farm").replace('"testville-2020"', '"hamlet-2021"')

    law = load_law(head.encode(), "farm/2021.toml", {**PARENTS, middle.id: middle})

    assert law.regulation.points is not None
    assert str(law.regulation.points.cite) == "testville-2020:3"
    assert {str(one.cite) for one in law.regulation.points.thresholds if one.at == 5} == {"hamlet-2021:2"}


def test_a_problem_points_into_the_file_that_inherits() -> None:
    (problem,) = problems("""
[[points.thresholds]]
id = "six"
cite = "2"
at = 2
""")

    assert (problem.code, problem.file, problem.line) == ("THRESHOLD_OUT_OF_ORDER", "hamlet/2021.toml", 11)
    assert problem.source == "at = 2"


def test_a_wrong_type_is_told_at_its_place_though_the_table_has_moved() -> None:
    (problem,) = problems("""
[[points.thresholds]]
id = "twelve"
cite = "2"
left_below = "many"
""")

    assert (problem.line, problem.source) == (11, 'left_below = "many"')


def test_a_parent_that_is_not_at_hand_is_named() -> None:
    (problem,) = problems("", parents={})

    assert (problem.code, problem.line) == ("PARENT_MISSING", 3)
    assert problem.message.en == "there is no regulation testville-2020 to inherit from"


def test_a_value_changed_without_a_citation_of_its_own_is_refused() -> None:
    (problem,) = problems('\n[[points.thresholds]]\nid = "six"\nat = 5\n')

    assert (problem.code, problem.line, problem.source) == ("CITE_MISSING", 10, "at = 5")


@pytest.mark.parametrize("path", ["gaps.nothing", "nothing", "points.full.deeper", "points.clauses.nothing.cite"])
def test_leaving_out_what_is_not_there_is_refused(path: str) -> None:
    (problem,) = problems("", head=CHILD + f'without = ["{path}"]\n')

    assert problem.code == "NOTHING_TO_LEAVE_OUT"
    assert problem.message.en == f"testville-2020 has no {path}"


def test_what_the_parent_needs_cannot_be_left_out() -> None:
    (problem,) = problems("", head=CHILD + 'without = ["points.full"]\n')

    assert problem.file == "hamlet/2021.toml"
