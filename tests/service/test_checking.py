"""What checking a folder finds beyond wrong data: mistakes that examples or made-up ledgers show."""

from pathlib import Path

import pytest

from core.regulation.vocabulary import Scheme
from core.service.checking import FolderCheck, Mutated, check_folder
from core.service.trying import Tried
from tests.host.villages import write
from tests.service import seeded_faults
from tests.service.seeded_faults import Seeded

each = pytest.mark.parametrize
SHIPPED = Path(__file__).parents[2] / "plugins"


def tried(found: FolderCheck) -> Tried:
    assert found.tried is not None
    return found.tried[0]


def mutated(found: FolderCheck) -> Mutated:
    assert found.mutated is not None
    return found.mutated[0]


def broken(found: FolderCheck) -> set[str]:
    return {one.invariant.value for one in tried(found).broken}


@each("fault", seeded_faults.REFUSED, ids=lambda one: one.name)
def test_a_mistake_of_the_data_is_refused_by_name(fault: Seeded, tmp_path: Path) -> None:
    found = check_folder(fault.written(tmp_path), mutate=True, ledgers=10)
    assert found.reason is not None
    assert {found.reason.code, *(one.code for one in found.reason.problems)} >= {fault.caught_as}
    assert (found.passed, found.mutated, found.tried) == (False, None, None)


@each("fault", seeded_faults.READ, ids=lambda one: one.name)
def test_rules_that_read_the_clock_or_draw_lots_are_named_with_their_line(fault: Seeded, tmp_path: Path) -> None:
    (problem,) = check_folder(fault.written(tmp_path)).problems
    assert (problem.code, problem.file) == (fault.caught_as, f"{fault.name}/rules.py")
    assert "today" in problem.source or "randint" in problem.source


@each("fault", seeded_faults.TRIED, ids=lambda one: one.name)
def test_a_mistake_that_only_a_ledger_shows_is_named_by_its_invariant(fault: Seeded, tmp_path: Path) -> None:
    found = check_folder(fault.written(tmp_path), ledgers=30)
    assert fault.caught_as in broken(found)
    assert not found.passed


def test_dependence_on_the_order_of_asking_is_told_from_other_faults(tmp_path: Path) -> None:
    assert broken(check_folder(seeded_faults.ORDER.written(tmp_path), ledgers=60)) == {"ORDER_FREE"}


def test_a_sound_plugin_with_rules_of_its_own_keeps_every_invariant(tmp_path: Path) -> None:
    found = check_folder(write(tmp_path, "soundville", seeded_faults.SOUND_PLUGIN), ledgers=60)
    assert (found.reason, found.problems, broken(found)) == (None, (), set())


def test_the_smallest_ledger_has_nothing_that_could_be_left_out(tmp_path: Path) -> None:
    (found,) = tried(check_folder(seeded_faults.MILDER.written(tmp_path), ledgers=60)).broken
    assert sum(one.cases for one in found.trial.facts.violations) == 2, "one case more, and 9 points are milder than 6"
    assert found.trial.as_of == max(one.decided_on for one in found.trial.facts.violations)
    assert (found.trial.facts.examinations, found.trial.facts.repairs) == ((), ())


def test_the_same_seed_shows_the_same_ledger_and_another_seed_the_same_fault(tmp_path: Path) -> None:
    folder = seeded_faults.MILDER.written(tmp_path)
    first, again, other = (tried(check_folder(folder, ledgers=60, seed=seed)).broken[0] for seed in (1, 1, 2))
    assert first.trial.facts == again.trial.facts
    assert first.trial.facts != other.trial.facts
    assert first.invariant is other.invariant


def test_what_no_example_notices_is_listed_with_its_line_and_what_it_could_say(tmp_path: Path) -> None:
    data = seeded_faults.HEAD.format(place="plain", start="2020-01-01") + seeded_faults.POINTS.replace('"RULE"', "3")
    cases = (
        'regulation = "plain-2020"\n[[case]]\nid = "A"\nas_of = 2020-05-01\n'
        'violations = [{ clause = "rule", decided_on = 2020-05-01, cases = 2 }]\nexpect = { points_lost = 6, '
        'sanctions = [{ kind = "SUSPEND", start = 2020-05-01 , end = 2020-07-01 }] }\n'
    )
    found = check_folder(write(tmp_path, "plain", {"2020.toml": data, "2020.cases.toml": cases}), mutate=True)
    left = mutated(found).survivors
    places = {(one.path, one.stated, one.changed) for one in left}
    assert ("points.full", "20", "21") in places
    assert ("points.period", "YEAR", "MONTH") in places
    assert ("points.capped", None, "true") in places
    assert not {path for path, _, _ in places} & {"points.clauses#1.points", "points.thresholds#1.sanctions#1.months"}
    lines = {one.line for one in left if one.path == "points.full"}
    assert [data.splitlines()[line - 1] for line in lines] == ["full = 20"]
    assert (found.is_sound, found.passed) == (True, False)


def test_no_value_is_changed_while_an_example_fails(tmp_path: Path) -> None:
    data = seeded_faults.HEAD.format(place="plain", start="2020-01-01") + seeded_faults.POINTS.replace('"RULE"', "3")
    cases = 'regulation = "plain-2020"\n[[case]]\nid = "A"\nas_of = 2020-05-01\nexpect = { points_lost = 6 }\n'
    found = check_folder(write(tmp_path, "plain", {"2020.toml": data, "2020.cases.toml": cases}), mutate=True)
    assert (len(found.failures), found.mutated) == (1, None)


def test_a_regulation_without_points_is_tried_on_facts_of_its_own_schemes() -> None:
    one = tried(check_folder(SHIPPED / "prepayment", ledgers=3))
    assert (one.scheme, one.ledgers, one.broken) == (Scheme.SETTLEMENT, 3, ())
    assert one.invariants > 5


def test_a_regulation_of_two_schemes_is_tried_on_both() -> None:
    found = check_folder(SHIPPED / "shenyang", ledgers=2).tried or ()
    assert [(one.scheme, one.ledgers) for one in found] == [(Scheme.POINTS, 2), (Scheme.ENROLMENT, 2)]
