import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from core.assessment.cases import Case
from core.assessment.checking.examples import compare, unused
from core.regulation.law import Law
from core.regulation.model import Choice
from tests.plugins import shipped
from tests.plugins.shipped import Shipped

GOLDEN = {
    "shenyang-2011": [f"SY-{number}" for number in range(1, 9)],
    "zhengzhou": [f"ZZ-{number}" for number in range(1, 13)],
    "zhejiang-2014": [f"ZJ-{number}" for number in range(1, 7)],
    "meishan": [f"MS-{number}" for number in range(1, 7)],
    "hundred_point": [f"HP-{number}" for number in range(1, 10)],
    "national-2024-23": [f"N-{number}" for number in (3, 4, 5, 8, 9, 14, 15)],
    "inner_mongolia-2025": ["N-1", "N-2"],
    "liaoning-2025": ["N-6"],
    "hunan-2025": ["N-7"],
    "tianjin-2025": ["N-10", "N-11", "N-12"],
    "qinghai-2025": ["N-13"],
    "zibo": [f"ZB-{number}" for number in range(1, 7)],
    "chaoyang": [f"CY-{number}" for number in range(1, 6)],
    "hospital_filing": [f"HF-{number}" for number in range(1, 9)],
    "chengdu_hospital-2013": [f"CD-{number}" for number in range(1, 14)],
    "office_kpi": [f"KP-{number}" for number in range(1, 7)],
    "agency_evaluation": [f"AG-{number}" for number in range(1, 7)],
    "outpatient_reward_penalty": [f"RP-{number}" for number in range(1, 7)],
}
FOLDERS = sorted(path for path in shipped.ROOT.iterdir() if path.is_dir() and path.name[0] not in "._")

each_regulation = pytest.mark.parametrize("one", shipped.ALL, ids=lambda one: one.law.id)


def every_case() -> Iterator[object]:
    for one in shipped.ALL:
        for case in one.cases:
            yield pytest.param(one.law, case, id=f"{one.law.id}:{case.id}")


def other_choices() -> Iterator[object]:
    for one in shipped.ALL:
        for reading in one.own_readings:
            for choice in reading.choices[1:]:
                yield pytest.param(one, reading.id, choice, id=f"{one.law.id}:{reading.id}={choice.id}")


def test_every_data_file_and_its_examples_can_be_read() -> None:
    assert shipped.REFUSED == ()


@pytest.mark.parametrize(("law", "case"), list(every_case()))
def test_the_law_makes_of_a_worked_example_what_it_expects(law: Law, case: Case) -> None:
    assert compare(law, case) == ()


@each_regulation
def test_every_clause_threshold_and_escalation_is_used_by_an_example(one: Shipped) -> None:
    assert unused(one.law, one.cases) == ()


@each_regulation
def test_no_two_examples_of_a_regulation_share_an_id(one: Shipped) -> None:
    ids = [case.id for case in one.cases]

    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("one", [one for one in shipped.ALL if one.law.id in GOLDEN], ids=lambda one: one.law.id)
def test_each_golden_example_stands_under_its_own_id_and_rests_on_the_default_readings(one: Shipped) -> None:
    by_id: Mapping[str, Case] = {case.id: case for case in one.cases}

    assert [name for name in GOLDEN[one.law.id] if name not in by_id] == []
    assert [name for name in GOLDEN[one.law.id] if by_id[name].readings] == []


def test_the_four_regulations_of_the_golden_examples_are_all_shipped() -> None:
    assert set(GOLDEN) <= {one.law.id for one in shipped.ALL}


@pytest.mark.parametrize(("one", "reading", "choice"), list(other_choices()))
def test_every_reading_other_than_the_default_has_an_example_that_it_decides(
    one: Shipped, reading: str, choice: Choice
) -> None:
    under = [case for case in one.cases if case.readings.get(reading) == choice.id]
    by_default = [
        case.model_copy(update={"readings": {k: v for k, v in case.readings.items() if k != reading}}) for case in under
    ]

    assert [case.id for case in by_default if compare(one.law, case)] != []


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_folder_holds_data_alone_or_says_which_sentence_needs_code(folder: Path) -> None:
    files = [path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    code = [path for path in files if path.suffix != ".toml"]

    assert [path.name for path in code if path.name != "rules.py"] == []
    for path in code:
        assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{path.name} has no docstring"


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_data_file_has_its_examples_beside_it_and_each_file_of_examples_its_data(folder: Path) -> None:
    data = {path.name for path in folder.glob("*.toml") if not path.name.endswith(shipped.CASES)}
    examples = {path.name for path in folder.glob(f"*{shipped.CASES}")}

    assert data
    assert examples == {name.removesuffix(".toml") + shipped.CASES for name in data}
