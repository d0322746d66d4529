import logging
from decimal import Decimal
from pathlib import Path

import pytest

from core.host import CodeReport, Host, Limits
from core.host.watching import milliseconds
from tests.host.villages import assessed, data, good_neighbours, load, write
from tests.host.wrong import POINTS_HOOK

SLOW = "import time\n" + POINTS_HOOK + "time.sleep(0.05)\n    return question.full\n"
RAISING = POINTS_HOOK + "raise RuntimeError('at work')\n"


def test_every_call_of_a_hook_is_traced_with_owner_arguments_and_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("GUIJU_TRACE_HOOKS", "1")
    assessed(load(good_neighbours(tmp_path)).catalogue.get("ruleville"), cases=1)
    lines = sorted(line.rpartition(" in ")[0] for line in capfd.readouterr().err.splitlines())
    assert lines == [
        "guiju_points_of ruleville (regulation=ruleville, clause=rule, cases=1, full=20, lost=0) -> 4",
        "guiju_regulation_files plainville () -> 2020.toml",
        "guiju_regulation_files ruleville () -> 2020.toml",
    ]


@pytest.mark.parametrize("value", ["", "0", None])
def test_nothing_is_traced_unless_it_is_asked_for(
    value: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    if value is None:
        monkeypatch.delenv("GUIJU_TRACE_HOOKS", raising=False)
    else:
        monkeypatch.setenv("GUIJU_TRACE_HOOKS", value)
    assessed(load(good_neighbours(tmp_path)).catalogue.get("ruleville"))
    assert capfd.readouterr().err == ""


def test_a_slow_rule_is_warned_of_once_and_counted_each_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "slowville", {"2020.toml": data("slowville"), "rules.py": SLOW})
    with Host.load([tmp_path], packages=False, limits=Limits(slow_milliseconds=Decimal(20))) as host:
        for _ in range(3):
            assert assessed(host.catalogue.get("slowville"), cases=1).points_lost == 20
        report = host.code_of("slowville")
    assert report is not None
    assert (report.questions, report.unanswered, report.slow, report.fault) == (3, 0, 3, None)
    assert report.slowest_milliseconds >= 50
    (warning,) = [one for one in caplog.records if one.name == "guiju.host"]
    assert warning.levelno == logging.WARNING
    assert warning.getMessage().startswith("slowville: guiju_points_of took ")


def test_a_fault_is_warned_of_when_it_is_new(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    write(tmp_path, "badville", {"2020.toml": data("badville"), "rules.py": RAISING})
    with load(tmp_path) as host:
        for _ in range(3):
            assessed(host.catalogue.get("badville"))
    told = [one.getMessage() for one in caplog.records if one.name == "guiju.host"]
    assert told == ["badville: HOOK_FAILED: guiju_points_of failed: RuntimeError: at work; correct it and load again"]


def test_a_plugin_without_code_has_no_report(tmp_path: Path) -> None:
    host = load(good_neighbours(tmp_path))
    assert (host.code_of("plainville"), host.code_of("ruleville")) == (None, CodeReport())
    assert host.code_of("nowhere") is None


def test_time_is_told_to_a_tenth_of_a_millisecond() -> None:
    assert [milliseconds(one) for one in (0.0, 0.00004, 0.00006, 1.23456)] == [
        Decimal(0),
        Decimal(0),
        Decimal("0.1"),
        Decimal("1234.6"),
    ]
