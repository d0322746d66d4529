from decimal import Decimal
from pathlib import Path

import pytest

from core.assessment.outcome import Determination
from tests.host.villages import MARKER, RULES, assessed, data, load, write


def ville(root: Path, place: str, body: str) -> None:
    rules = f"{MARKER}\n\n@hookimpl\ndef guiju_points_of(question):\n    {body}\n"
    write(root, place, {"2020.toml": data(place), "rules.py": rules})


def test_each_plugin_is_asked_about_its_own_regulation_alone(tmp_path: Path) -> None:
    for place, share in (("fifthville", 5), ("tenthville", 10)):
        rules = RULES.format(owner=place, share=share)
        write(tmp_path, place, {"2020.toml": data(place), "rules.py": rules})

    laws = load(tmp_path).catalogue

    assert assessed(laws.get("fifthville"), cases=1).points_lost == Decimal(4)
    assert assessed(laws.get("tenthville"), cases=1).points_lost == Decimal(2)


def test_a_plugin_without_the_hook_leaves_its_rule_undecided_though_others_would_answer(tmp_path: Path) -> None:
    ville(tmp_path, "loudville", "return question.full")
    write(tmp_path, "muteville", {"2020.toml": data("muteville")})

    outcome = assessed(load(tmp_path).catalogue.get("muteville"))

    assert outcome.determination is Determination.INDETERMINATE
    assert [one.name for one in outcome.missing] == ["rules.rule"]


@pytest.mark.parametrize(
    "body",
    [
        "raise RuntimeError('at work')",
        "raise SystemExit(1)",
        "return None",
        "return 4",
        "return 4.5",
        "return 'four'",
        "return -question.full",
        "return question.full / 3 * float('1')",
        "return type(question.full)('NaN')",
        "question.lost = 0",
    ],
)
def test_a_rule_that_fails_or_answers_nonsense_leaves_its_own_outcome_undecided_and_no_other(
    body: str, tmp_path: Path
) -> None:
    ville(tmp_path, "badville", body)
    ville(tmp_path, "goodville", "return question.full")

    laws = load(tmp_path).catalogue
    bad, good = assessed(laws.get("badville")), assessed(laws.get("goodville"), cases=1)

    assert [one.name for one in bad.missing] == ["rules.rule"]
    assert (bad.points_lost, bad.standing) == (None, None)
    assert assessed(laws.get("badville"), "late").points_lost == 6
    assert good.points_lost == 20


def test_a_rule_is_still_asked_under_another_reading(tmp_path: Path) -> None:
    reading = """
[[readings]]
id = "full"
cite = "1"
question = { zh = "满分几何?", en = "How many points?" }
choices = [
  { id = "twenty", label = { zh = "二十", en = "Twenty" } },
  { id = "forty", label = { zh = "四十", en = "Forty" }, set = { "points.full" = 40 } },
]
"""
    rules = RULES.format(owner="readville", share=5)
    write(tmp_path, "readville", {"2020.toml": data("readville") + reading, "rules.py": rules})

    law = load(tmp_path).catalogue.get("readville")

    assert assessed(law, cases=1).points_lost == 4
    assert assessed(law.under({"full": "forty"}), cases=1).points_lost == 8
