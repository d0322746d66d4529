"""Receipts: their bytes are determined, anybody can repeat them, and no byte of one can be changed unnoticed."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.assessment.outcome import PointsOutcome
from core.proof.canonical import MOST_BYTES, Json, digest_of_json, written
from core.proof.decision import Decision, answered
from core.proof.engine import SEMANTICS, Engine
from core.proof.receipt import Content, content, law_data, receipt, sealed
from core.proof.values import seen
from core.proof.verify import PARTS, Findings, Verdict, verify
from tests.assessment.testville import a_violation
from tests.proof.decisions import a_decision, a_ruled_decision, a_village, every_case

SEED = 20110101


def test_every_worked_example_of_every_shipped_regulation_makes_a_receipt_that_is_equal_when_repeated() -> None:
    tried = 0
    for name, decision, outcome in every_case():
        data = receipt(decision)
        assert json.loads(data)["outcome"] == seen(outcome), name
        assert verify(data).verdict is Verdict.EQUAL, name
        tried += 1
    assert tried > 300
    print(f"{tried} receipts of worked examples repeated")  # noqa: T201 - how many were tried is part of the result


def test_a_receipt_says_everything_that_a_client_is_shown() -> None:
    decision = a_decision()
    outcome = answered(decision).outcome
    told: Any = json.loads(receipt(decision))

    assert isinstance(outcome, PointsOutcome)
    assert told["question"] == {
        "scheme": "POINTS",
        "regulation": "testville-2020",
        "subject": "D1",
        "institution": None,
        "period": "2025",
        "as_of": "2025-06-30",
        "law_at": None,
        "known_at": "2025-07-01T08:30:00+00:00",
    }
    assert told["outcome"]["arithmetic"] == outcome.arithmetic == "20 - 2.5[4.二] = 17.5"
    assert told["outcome"]["points_left"] == "17.5"
    assert told["outcome"]["standing"]["status"] == "NORMAL"
    assert len(told["outcome"]["steps"]) == len(outcome.steps)
    assert told["outcome"]["steps"][1]["text"] == {"zh": "2025 期初 20 分", "en": "2025 starts with 20 points"}
    assert told["outcome"]["appeals"][0]["last_day"] == "2025-05-13"
    assert told["clauses"] == [
        {
            "id": "half",
            "cite": {"code": "4.二", "zh": "第四条（二）", "en": "Article 4(2)"},
            "label": {"zh": "漏报", "en": "No report"},
        }
    ]
    assert told["facts"]["digest"] == outcome.facts_digest


def test_the_data_of_the_law_has_the_digest_of_the_law() -> None:
    for _, decision, _ in every_case():
        assert digest_of_json(law_data(decision.law)) == decision.law.digest


def test_a_receipt_holds_no_more_of_the_calendar_than_its_answer_needs() -> None:
    with_notice: Any = content(a_decision())
    without: Any = content(a_decision(a_violation("half", "2025-04-20")))
    assert (with_notice["calendar"]["years"], without["calendar"]["years"]) == ([2025], [])


def test_a_receipt_is_the_same_bytes_whatever_the_order_of_what_it_is_made_from() -> None:
    first = receipt(a_decision())
    shuffled = dict(reversed(list(json.loads(first).items())))
    assert written(shuffled) == first == receipt(a_decision())


def test_points_that_a_plugin_ruled_are_repeated_from_the_receipt_and_said_to_be_so() -> None:
    found = verify(receipt(a_ruled_decision()))
    law = a_village()
    assert (found.verdict, found.ruled, found.law) == (Verdict.EQUAL_AS_RULED, ("rule",), (law.id, law.digest))


def flipped(data: bytes, places: list[int], dice: random.Random) -> bytes:
    """Return ``data`` with another byte at each of ``places``."""
    changed = bytearray(data)
    for place in places:
        changed[place] ^= dice.randrange(1, 256)
    return bytes(changed)


def is_found_and_named(found: Findings) -> bool:
    refused = found.verdict in (Verdict.DIFFERS, Verdict.UNREADABLE)
    return refused and bool(found.found) and all(one.where and one.text.zh and one.text.en for one in found.found)


def test_flipping_any_byte_of_a_receipt_is_found_and_named() -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same flips on every run
    data = receipt(a_decision())
    for place in range(len(data)):
        assert is_found_and_named(verify(flipped(data, [place], dice))), place
    print(f"{len(data)} single flips, one at each byte")  # noqa: T201 - how many were tried is part of the result


def test_flipping_several_bytes_of_any_receipt_is_found_and_named() -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same flips on every run
    receipts = [receipt(decision) for _, decision, _ in every_case()][::8]
    tried = 0
    for data in [*receipts, receipt(a_ruled_decision())]:
        for count in (1, 2, 3, 8):
            for _ in range(12):
                places = dice.sample(range(len(data)), count)
                assert is_found_and_named(verify(flipped(data, places, dice))), places
                tried += 1
    print(f"{tried} receipts with one to eight flips")  # noqa: T201 - as above


def test_a_receipt_cut_short_anywhere_is_found() -> None:
    data = receipt(a_decision())
    cuts = range(0, len(data), 97)
    assert {verify(data[:cut]).verdict for cut in cuts} == {Verdict.UNREADABLE}
    assert verify(data[:-1]).found[0].code == "NOT_CANONICAL"


@given(st.binary(max_size=400))
def test_whatever_the_bytes_are_the_answer_is_a_finding(data: bytes) -> None:
    assert is_found_and_named(verify(data))


@pytest.mark.parametrize(
    ("data", "code", "where"),
    [
        (b"", "NOT_JSON", "line 1, column 1"),
        (b"receipt", "NOT_JSON", "line 1, column 1"),
        (b"[1, 2]", "NOT_A_RECEIPT", "$.format.name"),
        (b'{"format": {"name": "another"}}', "NOT_A_RECEIPT", "$.format.name"),
        (b'{"format": {"name": "guiju-receipt", "version": 2}}', "VERSION_UNKNOWN", "$.format.version"),
        (b'{"format": {"name": "guiju-receipt", "version": true}}', "VERSION_UNKNOWN", "$.format.version"),
        (b'{"format": {"name": "guiju-receipt", "version": 1}}', "PART_MISSING", "$.calendar"),
        (b'{"a": 1, "a": 1}', "DUPLICATE_KEY", "$"),
        (b'{"a": 1.5}', "NUMBER_NOT_EXACT", "$"),
        (b'{"a": NaN}', "NUMBER_NOT_EXACT", "$"),
        (b'{"a": "\x00"}', "NOT_JSON", "line 1, column 8"),
        (b'{"a": "\xff"}', "NOT_UTF8", "byte 8"),
        (b"1" * 5000, "NOT_JSON", "$"),
        (b"[" * 100_000, "NOT_JSON", "$"),
        (b" " * (MOST_BYTES + 1), "TOO_LARGE", "$"),
    ],
    ids=range(15),
)
def test_what_is_no_receipt_is_named_and_never_an_error(data: bytes, code: str, where: str) -> None:
    found = verify(data)
    assert (found.verdict, [(one.code, one.where) for one in found.found]) == (Verdict.UNREADABLE, [(code, where)])


def forged(changes: Mapping[str, Json], decision: Decision | None = None) -> Findings:
    """Return what is found of a receipt in which somebody changed values, by path, and made every digest anew."""
    told = content(decision or a_decision())
    for path, value in changes.items():
        put(told, path, value)
    return verify(written({**sealed({name: told[name] for name in PARTS})}))


def put(told: Content, path: str, value: Json) -> None:
    """Put ``value`` at ``path``; a number is a place in a list, or behind its last."""
    *steps, last = path.split(".")
    here: Any = told
    for step in steps:
        here = here[int(step) if isinstance(here, list) else step]
    if isinstance(here, list):
        here[int(last) :] = [value]
    else:
        here[last] = value


def test_a_forger_who_makes_every_digest_anew_is_told_each_field_that_the_law_and_the_facts_do_not_bear_out() -> None:
    changes: dict[str, Json] = {
        "outcome.points_left": "20",
        "outcome.deductions": [],
        "clauses.0.label.en": "Nothing",
    }
    found = forged(changes)
    assert [(one.code, one.where) for one in found.found] == [
        ("VALUE_DIFFERS", "$.clauses[0].label.en"),
        ("VALUE_DIFFERS", "$.outcome.deductions[0]"),
        ("VALUE_DIFFERS", "$.outcome.points_left"),
    ]
    assert found.found[2].text.en == "the file says 20; worked out anew it is 17.5"
    assert found.found[2].text.zh == "文件写 20, 复算得 17.5"


VIOLATION = "facts.given.violations.0"


@pytest.mark.parametrize(
    ("changes", "code", "where"),
    [
        ({f"{VIOLATION}.cases": "2"}, "VALUE_DIFFERS", "$.facts.given.violations[0].cases"),
        ({"facts.given.kindness": 1}, "VALUE_DIFFERS", "$.facts.given.kindness"),
        ({f"{VIOLATION}.decided_on": "soon"}, "PART_UNREADABLE", "$.facts.given.violations[0].decided_on"),
        ({"law.regulation.points.full": "-1"}, "PART_UNREADABLE", "$.law.regulation.points.full"),
        ({"law.regulation.more": 1}, "PART_UNREADABLE", "$.law.regulation.more"),
        ({"law.regulation.points.full": "30"}, "VALUE_DIFFERS", "$.law.digest"),
        ({"law.readings.overlap": "no"}, "VALUE_DIFFERS", "$.law.readings.overlap"),
        ({"question.scheme": "CHARGES"}, "SCHEME_UNKNOWN", "$.question.scheme"),
        ({"question.period": "2025-H3"}, "PART_UNREADABLE", "$.question.period"),
        ({"question.regulation": "another"}, "VALUE_DIFFERS", "$.question.regulation"),
        ({"calendar.years": []}, "VALUE_DIFFERS", "$.outcome.appeals[0].calendar"),
        ({"calendar": None}, "VALUE_DIFFERS", "$.outcome.appeals[0].calendar"),
        ({"rulings.0": {"clause": "x"}}, "PART_UNREADABLE", "$.rulings[0].cases"),
        ({"engine.semantics": SEMANTICS + 1}, "ENGINE_OTHER", "$.engine.semantics"),
        (
            {"question.as_of": "9999-12-31", f"{VIOLATION}": {"id": "1", "clause": "all", "decided_on": "9999-12-30"}},
            "NOT_COMPUTABLE",  # a bar of years would end after the last day that there is
            "$",
        ),
    ],
    ids=range(15),
)
def test_a_forged_part_is_named(changes: dict[str, Json], code: str, where: str) -> None:
    assert (code, where) in [(one.code, one.where) for one in forged(changes).found]


def test_a_ruling_that_nobody_asked_for_is_named() -> None:
    ruling: Json = {"clause": "rule", "cases": 1, "full": "20", "lost": "9", "points": "1"}
    found = forged({"rulings.2": ruling}, a_ruled_decision())
    assert [one.where for one in found.found] == ["$.rulings[2]"]


def test_a_receipt_of_an_engine_that_means_something_else_is_not_called_wrong() -> None:
    found = verify(receipt(replace(a_decision(), engine=Engine(semantics=SEMANTICS + 1, package="9.0.0"))))
    assert (found.verdict, found.found[0].text.en) == (
        Verdict.UNREADABLE,
        f"an engine 9.0.0/{SEMANTICS + 1} made it, this one is /{SEMANTICS}; verify it with guiju 9.0.0",
    )


@pytest.mark.parametrize("part", PARTS)
def test_a_part_that_was_changed_without_its_digest_is_named(part: str) -> None:
    told = content(a_decision())
    told[part] = [told[part]]
    assert f"$.{part}" in {one.where for one in verify(written({**told})).found} or part == "format"


def test_a_receipt_written_otherwise_is_named_though_it_says_the_same() -> None:
    told = content(a_decision())
    found = verify(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
    assert [(one.code, one.where) for one in found.found] == [("NOT_CANONICAL", "line 1, byte 2")]


def test_half_a_character_is_a_finding() -> None:
    told = content(a_decision())
    put(told, "question.subject", "\ud800")
    found = verify(json.dumps(told, indent=2, sort_keys=True).encode() + b"\n")
    assert {one.code for one in found.found} >= {"NOT_CANONICAL", "DIGEST_DIFFERS"}
