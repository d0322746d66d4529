"""Rules that read the clock or draw lots, told from their text."""

import pytest

from core.service.purity import check_rules


def codes(source: str) -> list[tuple[str, int, int]]:
    return [(one.code, one.line, one.column) for one in check_rules(source, "testville/rules.py")]


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nx = date.today()",
        "from datetime import datetime as when\nx = when.now()",
        "import datetime\nx = datetime.datetime.utcnow()",
        "import time\nx = time.monotonic()",
        "import datetime as d\nclock = d.date.today",
    ],
)
def test_asking_what_time_it_is_is_named_under_any_name(source: str) -> None:
    assert [(code, line) for code, line, _ in codes(source)] == [("CLOCK_READ", 2)]


@pytest.mark.parametrize(
    "source", ["import random", "from secrets import choice", "import uuid as u", "from os import urandom"]
)
def test_drawing_lots_is_named_at_its_import(source: str) -> None:
    assert codes(source) == [("RANDOM_CHOICE", 1, 1)]


def test_a_name_of_the_clock_imported_by_itself_is_named_there() -> None:
    assert codes("from time import monotonic\nx = monotonic()") == [("CLOCK_READ", 1, 1)]
    assert codes("import os\nx = os.urandom(4)") == [("RANDOM_CHOICE", 2, 5)]


@pytest.mark.parametrize(
    "source",
    [
        "from datetime import date\nx = date(2020, 1, 1).year",
        "today = 3\nx = today",
        "class Sheet:\n    time = 4\nx = Sheet.time",
        "def broken(:",
        "\0",
    ],
)
def test_what_reads_no_clock_is_left_alone(source: str) -> None:
    assert codes(source) == []


def test_columns_count_characters_and_not_bytes() -> None:
    assert codes('from datetime import date\nx = "试镇", date.today()') == [("CLOCK_READ", 2, 11)]
