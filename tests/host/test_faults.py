import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from core.host import Host, Origin, PluginInfo, Reason
from tests.host.villages import MARKER, RULED, answers, assessed, data, good_neighbours, load, write

RIGHT = data("badville")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with badville, and what is said of it."""

    name: str
    files: Mapping[str, str]
    code: str
    zh: str
    en: str


def with_rules(name: str, code: str, rules: str, zh: str, en: str) -> Fault:
    return Fault(name, {"2020.toml": RIGHT, "rules.py": rules}, code, zh, en)


HOOKS = "guiju_points_of, guiju_regulation_files"
FAULTS = [
    with_rules(
        "raises_at_import",
        "IMPORT_FAILED",
        "raise RuntimeError('no such table')",
        "导入 rules.py 失败: RuntimeError: no such table",
        "importing rules.py failed: RuntimeError: no such table",
    ),
    with_rules(
        "calls_exit_at_import",
        "IMPORT_FAILED",
        "import sys\nsys.exit('giving up')",
        "导入 rules.py 失败: SystemExit: giving up",
        "importing rules.py failed: SystemExit: giving up",
    ),
    with_rules(
        "does_not_parse",
        "IMPORT_FAILED",
        "def rules(:\n",
        "导入 rules.py 失败: SyntaxError",
        "importing rules.py failed: SyntaxError",
    ),
    with_rules(
        "imports_what_is_not_there",
        "IMPORT_FAILED",
        "import nowhere_to_be_found",
        "导入 rules.py 失败: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
        "importing rules.py failed: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
    ),
    with_rules(
        "has_no_hook",
        "NO_HOOK",
        "def points_of(question):\n    return 1\n",
        f"没有实现任何钩子; 用 pluggy.HookimplMarker('guiju') 标记其一: {HOOKS}",
        f"implements no hook; mark one with pluggy.HookimplMarker('guiju'): {HOOKS}",
    ),
    with_rules(
        "misspells_a_hook",
        "UNKNOWN_HOOK",
        MARKER + "\n@hookimpl\ndef guiju_point_of(question):\n    return 1\n",
        "没有名为 guiju_point_of 的钩子; 应为: guiju_points_of",
        "no hook is called guiju_point_of; did you mean: guiju_points_of",
    ),
    with_rules(
        "misspells_a_hook_and_does_not_mark_it",
        "UNKNOWN_HOOK",
        "def guiju_regulations(question):\n    return 1\n",
        "没有名为 guiju_regulations 的钩子; 应为: guiju_regulation_files",
        "no hook is called guiju_regulations; did you mean: guiju_regulation_files",
    ),
    with_rules(
        "does_not_mark_a_hook",
        "UNMARKED_HOOK",
        MARKER + "\ndef guiju_points_of(question):\n    return 1\n",
        "guiju_points_of 没有标记, 不会被调用; 用 pluggy.HookimplMarker('guiju') 标记",
        "guiju_points_of is not marked and would never be called; mark it with pluggy.HookimplMarker('guiju')",
    ),
    with_rules(
        "has_an_async_hook",
        "ASYNC_HOOK",
        MARKER + "\n@hookimpl\nasync def guiju_points_of(question):\n    return 1\n",
        "guiju_points_of 是协程; 钩子必须是同步函数",
        "guiju_points_of is a coroutine; hooks are synchronous functions",
    ),
    with_rules(
        "has_an_async_generator",
        "ASYNC_HOOK",
        MARKER + "\n@hookimpl\nasync def guiju_regulation_files():\n    yield 1\n",
        "guiju_regulation_files 是协程; 钩子必须是同步函数",
        "guiju_regulation_files is a coroutine; hooks are synchronous functions",
    ),
    with_rules(
        "asks_for_arguments_that_no_one_gives",
        "REFUSED",
        MARKER + "\n@hookimpl\ndef guiju_points_of(question, doctor):\n    return 1\n",
        "插件不能注册: PluginValidationError",
        "the plugin cannot be registered: PluginValidationError",
    ),
    with_rules(
        "cannot_be_inspected",
        "INSPECTION_FAILED",
        "def __dir__():\n    raise ValueError('no names')\n",
        "无法查看插件的内容: ValueError: no names",
        "the plugin cannot be inspected: ValueError: no names",
    ),
    with_rules(
        "raises_when_asked_for_files",
        "HOOK_FAILED",
        MARKER + "\n@hookimpl\ndef guiju_regulation_files():\n    raise KeyError('where')\n",
        "guiju_regulation_files 出错: KeyError: 'where'",
        "guiju_regulation_files failed: KeyError: 'where'",
    ),
    with_rules(
        "exits_when_asked_for_files",
        "HOOK_FAILED",
        MARKER + "\n@hookimpl\ndef guiju_regulation_files():\n    raise SystemExit(2)\n",
        "guiju_regulation_files 出错: SystemExit: 2",
        "guiju_regulation_files failed: SystemExit: 2",
    ),
    with_rules(
        "answers_with_a_number",
        "HOOK_FAILED",
        MARKER + "\n@hookimpl\ndef guiju_regulation_files():\n    return 7\n",
        "guiju_regulation_files 出错: TypeError",
        "guiju_regulation_files failed: TypeError",
    ),
    with_rules(
        "answers_with_names_in_place_of_paths",
        "NO_REGULATION",
        MARKER + "\n@hookimpl\ndef guiju_regulation_files():\n    return ['2020.toml']\n",
        "badville 没有给出数据文件的路径",
        "badville names no path of a data file",
    ),
    with_rules(
        "names_a_file_that_is_not_there",
        "FILE_UNREADABLE",
        MARKER
        + "\nfrom pathlib import Path\n\n@hookimpl\ndef guiju_regulation_files():\n    return [Path('2031.toml')]\n",
        "2031.toml 不能读取: FileNotFoundError",
        "2031.toml cannot be read: FileNotFoundError",
    ),
    Fault(
        "holds_no_data",
        {"notes.txt": "later"},
        "NO_REGULATION",
        "badville 中没有数据文件; 放入一个如 2011.toml 的文件",
        "badville holds no data file; put one such as 2011.toml into it",
    ),
    Fault(
        "holds_examples_alone",
        {"2020.cases.toml": 'regulation = "badville"'},
        "NO_REGULATION",
        "badville 中没有数据文件; 放入一个如 2011.toml 的文件",
        "badville holds no data file; put one such as 2011.toml into it",
    ),
    Fault(
        "is_filed_under_another_name",
        {"2020.toml": data("elsewhere")},
        "PLACE_MISMATCH",
        "elsewhere 的 place 与文件夹名不同",
        "the place of elsewhere is not the name of the folder",
    ),
    Fault(
        "has_versions_that_overlap",
        {
            "2020.toml": data("badville", id="badville-1"),
            "2021.toml": data("badville", id="badville-2", start="2021-01-01"),
        },
        "VERSIONS_OVERLAP",
        "badville-1 与 badville-2 的施行期间重叠; 写明 in_force.to",
        "badville-1 and badville-2 are in force at the same time; state in_force.to",
    ),
    Fault(
        "states_one_id_twice",
        {"2020.toml": data("badville"), "2021.toml": data("badville", start="2021-01-01")},
        "ID_CLASH",
        "规定 badville 由多个插件提供: badville, badville; 只保留一个",
        "the regulation badville is claimed by badville, badville; keep one of them",
    ),
]


def reason_of(host: Host, name: str) -> Reason:
    """Return why the only plugin called ``name`` is parked."""
    (info,) = [one for one in host.plugins if one.name == name]
    assert info.reason is not None
    return info.reason


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_a_faulty_plugin_is_parked_with_its_reason_and_all_else_is_served_as_if_it_were_not_there(
    fault: Fault, tmp_path: Path
) -> None:
    neighbours = good_neighbours(tmp_path / "good")
    write(tmp_path / "bad", "badville", fault.files)

    host, without = load(neighbours, tmp_path / "bad"), load(neighbours)

    reason = reason_of(host, "badville")
    assert reason.code == fault.code
    assert reason.message.zh.startswith(fault.zh)
    assert reason.message.en.startswith(fault.en)
    assert [one.name for one in host.parked] == ["badville"]
    assert list(answers(host)) == list(answers(without))
    assert [one for one in host.plugins if not one.is_parked] == list(without.plugins)


def test_a_module_that_failed_to_import_is_not_left_behind(tmp_path: Path) -> None:
    write(tmp_path, "badville", {"2020.toml": RIGHT, "rules.py": "raise ValueError"})

    load(tmp_path)

    assert "guiju_rules_badville" not in sys.modules


def test_wrong_data_is_shown_with_every_problem_at_its_line(tmp_path: Path) -> None:
    first = RIGHT.replace("at = 6", "at = 60")
    second = data("badville", id="badville-2").replace("full = 20", 'full = "20"').replace('"YEAR"', '"YEARLY"')
    write(tmp_path / "bad", "badville", {"2020.toml": first, "2021.toml": second})
    neighbours = good_neighbours(tmp_path / "good")

    host = load(neighbours, tmp_path / "bad")

    reason = reason_of(host, "badville")
    assert reason.code == "DATA_WRONG"
    assert (reason.message.zh, reason.message.en) == ("数据文件有 3 处错误", "the data files hold 3 mistake(s)")
    assert [(one.file, one.line, one.code) for one in reason.problems] == [
        ("badville/2020.toml", 21, "THRESHOLD_UNREACHABLE"),
        ("badville/2021.toml", 11, "NOT_A_NUMBER"),
        ("badville/2021.toml", 12, "NOT_ALLOWED"),
    ]
    assert list(answers(host)) == list(answers(load(neighbours)))


def test_a_data_file_that_is_a_folder_cannot_be_read(tmp_path: Path) -> None:
    (write(tmp_path, "badville", {}) / "2020.toml").mkdir()

    assert reason_of(load(tmp_path), "badville").code == "FILE_UNREADABLE"


def test_of_plugins_that_claim_one_regulation_all_are_refused_and_each_is_named(tmp_path: Path) -> None:
    neighbours = good_neighbours(tmp_path / "good")
    for place in ("eastville", "westville"):
        write(tmp_path / "bad", place, {"2020.toml": data(place, id="common")})

    host = load(neighbours, tmp_path / "bad")

    assert [(one.name, one.reason.code) for one in host.parked if one.reason] == [
        ("eastville", "ID_CLASH"),
        ("westville", "ID_CLASH"),
    ]
    assert reason_of(host, "eastville").message.en == (
        "the regulation common is claimed by eastville, westville; keep one of them"
    )
    assert reason_of(host, "westville").message.zh == "规定 common 由多个插件提供: westville, eastville; 只保留一个"
    assert host.catalogue.find("common") is None
    assert list(answers(host)) == list(answers(load(neighbours)))


def test_of_plugins_that_share_a_name_all_are_refused_and_it_is_said_where_they_are(tmp_path: Path) -> None:
    neighbours = good_neighbours(tmp_path / "good")
    write(tmp_path / "mine", "plainville", {"2020.toml": data("plainville", id="other")})

    host = load(neighbours, tmp_path / "mine")

    assert [one.reason.code for one in host.parked if one.reason] == ["NAME_CLASH", "NAME_CLASH"]
    said = (
        "several plugins are called plainville: FOLDER good/plainville, FOLDER mine/plainville; "
        "keep one of them, or rename the others"
    )
    assert {one.reason.message.en for one in host.parked if one.reason} == {said}
    assert list(answers(host)) == list(answers(load(neighbours), without=frozenset({"plainville"})))


def test_versions_that_follow_one_another_are_both_served(tmp_path: Path) -> None:
    first = data("twoville", id="twoville-1").replace("from = 2020-01-01", "from = 2020-01-01, to = 2021-01-01")
    second = data("twoville", id="twoville-2", start="2021-01-01")
    write(tmp_path, "twoville", {"2020.toml": first, "2021.toml": second})

    host = load(tmp_path)

    assert host.plugins == (PluginInfo("twoville", Origin.FOLDER, "twoville", ("twoville-1", "twoville-2")),)
    assert [law.id for law in host.catalogue.versions("twoville")] == ["twoville-1", "twoville-2"]


def test_files_beside_the_folders_and_folders_with_a_dot_or_underscore_are_no_plugins(tmp_path: Path) -> None:
    good_neighbours(tmp_path)
    (tmp_path / "__init__.py").write_text("raise RuntimeError", encoding="utf-8")
    for name in ("__pycache__", ".git", "_draft"):
        (tmp_path / name).mkdir()

    assert [one.name for one in load(tmp_path).plugins] == ["plainville", "ruleville"]


def test_no_folder_and_no_package_make_a_host_of_nothing() -> None:
    host = load()

    assert (host.plugins, host.catalogue.laws, host.parked) == ((), (), ())


def test_loading_again_makes_another_host_with_the_same_answers(tmp_path: Path) -> None:
    root = good_neighbours(tmp_path)

    assert load(root) is not load(root)
    assert list(answers(load(root))) == list(answers(load(root)))
    assert assessed(load(root).catalogue.get("ruleville")).points_lost == 2 * RULED
