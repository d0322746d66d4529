from pathlib import Path

import pytest

from core.host import Host, Limits, Origin, PluginInfo, Reason
from tests.host.villages import RULED, answers, assessed, data, good_neighbours, load, write
from tests.host.wrong import Wrong
from tests.host.wrong_code import WRONG_CODE
from tests.host.wrong_data import MISTAKEN, WRONG_DATA

RIGHT = data("badville")
ALL = (*WRONG_CODE, *WRONG_DATA, *(one for one, _, _ in MISTAKEN))


@pytest.fixture(scope="module")
def beside(tmp_path_factory: pytest.TempPathFactory) -> Host:
    """Return a host of two good plugins, and of every wrong one beside them."""
    root = tmp_path_factory.mktemp("plugins")
    for wrong in ALL:
        wrong.written(root / "bad")
    return Host.load([good_neighbours(root / "good"), root / "bad"], packages=False, limits=Limits())


def reason_of(host: Host, name: str) -> Reason:
    """Return why the only plugin called ``name`` is parked."""
    (info,) = [one for one in host.plugins if one.name == name]
    assert info.reason is not None
    return info.reason


@pytest.mark.parametrize("wrong", ALL, ids=lambda one: one.name)
def test_a_faulty_plugin_is_parked_with_a_reason_that_a_stranger_can_act_on(wrong: Wrong, beside: Host) -> None:
    reason = reason_of(beside, wrong.name)
    assert reason.code == wrong.code
    assert reason.message.zh.startswith(wrong.zh)
    assert reason.message.en.startswith(wrong.en)


def test_beside_faulty_plugins_all_else_is_served_as_if_they_were_not_there(beside: Host, tmp_path: Path) -> None:
    without = load(good_neighbours(tmp_path / "good"))
    assert {one.name for one in beside.parked} == {one.name for one in ALL}
    assert [one for one in beside.plugins if not one.is_parked] == list(without.plugins)
    assert list(answers(beside)) == list(answers(without))


@pytest.mark.parametrize(("wrong", "code", "line"), MISTAKEN, ids=lambda one: getattr(one, "name", ""))
def test_a_mistake_of_the_data_is_shown_at_its_line(wrong: Wrong, code: str, line: int, beside: Host) -> None:
    (problem,) = reason_of(beside, wrong.name).problems
    assert (problem.code, problem.file, problem.line) == (code, f"{wrong.name}/2020.toml", line)


@pytest.mark.parametrize(
    ("name", "line", "imported"),
    [
        ("imports_the_core", 7, "core.regulation.law"),
        ("imports_the_core_by_name", 8, "core.host"),
        ("imports_the_core_by_a_hidden_name", 7, "core"),
    ],
)
def test_a_forbidden_import_is_shown_at_its_line(name: str, line: int, imported: str, beside: Host) -> None:
    (problem,) = reason_of(beside, name).problems
    assert (problem.file, problem.line) == (f"{name}/rules.py", line)
    assert problem.message.en == f"imports {imported}"
    assert "import" in problem.source


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


def test_a_link_in_place_of_a_folder_that_leads_to_nothing_is_named(tmp_path: Path) -> None:
    (tmp_path / "goneville").symlink_to("nowhere")
    reason = reason_of(load(tmp_path), "goneville")
    assert reason.code == "FILE_UNREADABLE"
    assert reason.message.en.startswith("goneville cannot be read: FileNotFoundError")


def test_a_folder_whose_name_is_no_text_is_named_all_the_same(tmp_path: Path) -> None:
    write(tmp_path, "\udcffville", {"2020.toml": data("badville")})
    (info,) = load(tmp_path).parked
    assert (info.name, info.location) == ("�ville", "�ville")


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
