"""Rules that go wrong when they are asked: one outcome is left undecided, and the report says why."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from core.assessment.outcome import PointsOutcome
from core.host import CodeReport, Host, Limits
from tests.host.villages import RULED, assessed, data, good_neighbours, write
from tests.host.wrong_rules import ANSWERING, ENDING, ODD_RULES, WrongRule

RULES = (*ANSWERING, *ENDING)
HANGING = frozenset({"HOOK_TIMEOUT"})
LIMITS = Limits()
IMPATIENT = Limits(call_seconds=Decimal(2))


@pytest.fixture(scope="module")
def hosts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[bool, Host]]:
    """Yield the host of all these rules but those that hang, and that of those, whose time is short."""
    root = tmp_path_factory.mktemp("plugins")
    for one in RULES:
        write(root / str(one.code in HANGING), one.name, one.files)
    with (
        Host.load([root / "False"], packages=False, limits=LIMITS) as others,
        Host.load([root / "True"], packages=False, limits=IMPATIENT) as hanging,
    ):
        yield {False: others, True: hanging}


def of(host: Host, name: str) -> tuple[PointsOutcome, CodeReport]:
    """Return what the plugin's regulation makes of a record that only its rule can price, and how its code fares."""
    outcome = assessed(host.catalogue.get(name), cases=1)
    report = host.code_of(name)
    assert report is not None
    return outcome, report


@pytest.mark.parametrize("rule", RULES, ids=lambda one: one.name)
def test_a_rule_that_goes_wrong_leaves_its_own_outcome_undecided_and_is_reported(
    rule: WrongRule, hosts: dict[bool, Host]
) -> None:
    host = hosts[rule.code in HANGING]
    outcome, report = of(host, rule.name)

    assert host.parked == ()
    assert [one.name for one in outcome.missing] == ["rules.rule"]
    assert (outcome.points_lost, outcome.standing) == (None, None)
    assert assessed(host.catalogue.get(rule.name), "late").points_lost == 6
    assert (report.questions, report.unanswered) == (1, 1)
    assert report.fault is not None
    assert report.fault.code == rule.code
    assert report.fault.message.zh.startswith(rule.zh)
    assert report.fault.message.en.startswith(rule.en)


def test_beside_rules_that_go_wrong_all_others_answer(tmp_path: Path) -> None:
    for one in ENDING:
        write(tmp_path / "bad", one.name, one.files)
    roots = [good_neighbours(tmp_path / "good"), tmp_path / "bad"]
    with Host.load(roots, packages=False, limits=IMPATIENT) as host:
        for one in ENDING:
            assert of(host, one.name)[0].points_lost is None
            assert of(host, "ruleville")[0].points_lost == RULED


@pytest.mark.parametrize("name", ODD_RULES)
def test_a_plugin_that_does_odd_things_and_harms_nobody_is_served(name: str, tmp_path: Path) -> None:
    write(tmp_path, name, {"2020.toml": data(name), "rules.py": ODD_RULES[name]})
    with Host.load([tmp_path], packages=False, limits=LIMITS) as host:
        assert host.parked == ()
        outcome, report = of(host, name)
        assert (outcome.points_lost, report.fault) == (4, None)


def test_a_rule_that_does_not_decide_is_no_fault(tmp_path: Path) -> None:
    rule = WrongRule(
        name="muteville", rules=ANSWERING[0].rules.replace("return 4.5", "return None"), code="", zh="", en=""
    )
    write(tmp_path, rule.name, rule.files)
    with Host.load([tmp_path], packages=False, limits=LIMITS) as host:
        outcome, report = of(host, rule.name)
        assert outcome.points_lost is None
        assert (report.questions, report.unanswered, report.fault) == (1, 0, None)


def test_a_process_that_was_ended_is_started_again_three_times_and_then_its_code_stays_off(tmp_path: Path) -> None:
    ending = ENDING[0]
    write(tmp_path, ending.name, ending.files)
    with Host.load([tmp_path], packages=False, limits=LIMITS) as host:
        reports = [of(host, ending.name)[1] for _ in range(6)]
        assert [one.restarts for one in reports] == [0, 1, 2, 3, 3, 3]
        assert [one.is_off for one in reports] == [False] * 4 + [True] * 2
        assert [one.unanswered for one in reports] == [1, 2, 3, 4, 5, 6]
        assert {one.fault.code for one in reports if one.fault} == {"PLUGIN_DIED"}


def test_a_rule_that_hung_once_answers_the_next_question(tmp_path: Path) -> None:
    rules = ENDING[4].rules.replace(
        "time.sleep(1000)", "time.sleep(1000 if question.cases == 2 else 0)\n    return question.full"
    )
    write(tmp_path, "onceville", {"2020.toml": data("onceville"), "rules.py": rules})
    with Host.load([tmp_path], packages=False, limits=IMPATIENT) as host:
        assert assessed(host.catalogue.get("onceville"), cases=2).points_lost is None
        outcome, report = of(host, "onceville")
        assert (outcome.points_lost, report.restarts, report.is_off) == (20, 1, False)
