import os
from decimal import Decimal
from pathlib import Path

import pytest

from core.errors import RefusedError
from core.host import Host, Limits
from core.host.limits import PREFIX
from tests.host.villages import assessed, data, load, write
from tests.host.wrong import POINTS_HOOK

NAMES = tuple(Limits.__dataclass_fields__)


def test_an_environment_that_says_nothing_leaves_the_limits_as_they_are() -> None:
    assert Limits.stated_in({"PATH": "/bin"}) == Limits()


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_can_be_stated_in_the_environment(name: str) -> None:
    stated = Limits.stated_in({f"GUIJU_PLUGIN_{name.upper()}": "2.5"})
    assert {one: getattr(stated, one) for one in NAMES if getattr(stated, one) != getattr(Limits(), one)} == {
        name: Decimal("2.5")
    }


@pytest.mark.parametrize("name", NAMES)
def test_each_limit_is_documented_with_its_default(name: str) -> None:
    page = (Path(__file__).parents[2] / "docs" / "hooks" / "limits.md").read_text(encoding="utf-8")
    assert f"| `{PREFIX}{name.upper()}` | {getattr(Limits(), name)} |" in page


@pytest.mark.parametrize("text", ["", "soon", "0", "-1", "NaN", "Infinity", "1s"])
def test_a_limit_that_is_no_number_above_zero_is_refused_by_name(text: str) -> None:
    with pytest.raises(RefusedError) as caught:
        Limits.stated_in({"GUIJU_PLUGIN_CALL_SECONDS": text})
    assert (caught.value.code, caught.value.field) == ("LIMIT_INVALID", "GUIJU_PLUGIN_CALL_SECONDS")
    assert repr(text) in caught.value.message.zh


def test_a_host_is_loaded_under_the_limits_of_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "hoardville", {"2020.toml": data("hoardville"), "rules.py": "hoard = bytearray(200 * 2**20)\n"})
    told = [reason.message.en for one in load(tmp_path).plugins if (reason := one.reason)]
    monkeypatch.setenv("GUIJU_PLUGIN_MEMORY_MIB", "128")
    under = [reason.message.en for one in load(tmp_path).plugins if (reason := one.reason)]
    assert told[0].startswith("implements no hook")
    assert under[0].startswith("importing rules.py needs over 128 MiB of memory")


def test_a_data_file_may_be_larger_if_the_operator_says_so(tmp_path: Path) -> None:
    write(tmp_path, "wordville", {"2020.toml": data("wordville") + "# word\n" * 200_000})
    packaged = POINTS_HOOK + "return question.full\n"
    write(tmp_path, "ruledville", {"2020.toml": data("ruledville") + "# word\n" * 200_000, "rules.py": packaged})
    small = Host.load([tmp_path], packages=False, limits=Limits())
    large = Host.load([tmp_path], packages=False, limits=Limits(file_bytes=Decimal(2_000_000)))
    codes = [[problem.code for problem in one.reason.problems] for one in small.plugins if one.reason]
    assert codes == [["FILE_TOO_LARGE"], ["FILE_TOO_LARGE"]]
    assert large.parked == ()


def test_code_sees_nothing_of_the_environment_that_could_be_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GUIJU_DB", "postgres://someone:secret@there/registry")
    rules = "import os\nfrom decimal import Decimal\n" + POINTS_HOOK + "return Decimal('GUIJU_DB' in os.environ)\n"
    write(tmp_path, "spyville", {"2020.toml": data("spyville"), "rules.py": rules})
    assert "GUIJU_DB" in os.environ
    assert assessed(load(tmp_path).catalogue.get("spyville"), cases=1).points_lost == 0


def test_what_a_rule_answers_does_not_hang_on_the_order_of_a_set(tmp_path: Path) -> None:
    """Python orders sets by numbers that it draws anew for each process, unless it is told not to."""
    rules = "from decimal import Decimal\n" + POINTS_HOOK + "return Decimal(abs(hash('医师')) % 10**6)\n"
    write(tmp_path, "hashville", {"2020.toml": data("hashville"), "rules.py": rules})
    points = {assessed(load(tmp_path).catalogue.get("hashville"), cases=1).points_lost for _ in range(3)}
    assert len(points) == 1
