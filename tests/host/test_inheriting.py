from pathlib import Path

from core.host import Host, PluginInfo
from tests.host.villages import assessed, data, load, write

HEIR = """id = "{id}"
place = "{place}"
inherits = "{parent}"
title = {{ zh = "试村办法", en = "Measures of {place}" }}
region = {{ code = "990102", name = {{ zh = "试村", en = "{place}" }} }}
in_force = {{ from = {start} }}
source = {{ confidence = "REPORTED", completeness = "WHOLE" }}
"""


def heir(place: str, parent: str, *, id: str = "", start: str = "2020-01-01") -> str:  # noqa: A002 - the field's name
    return HEIR.format(place=place, id=id or place, parent=parent, start=start)


def reasons(host: Host) -> dict[str, str]:
    return {one.name: one.reason.code for one in host.parked if one.reason is not None}


def info(host: Host, name: str) -> PluginInfo:
    return next(one for one in host.plugins if one.name == name)


def test_a_child_is_served_after_its_parent_whatever_their_names(tmp_path: Path) -> None:
    write(tmp_path, "aville", {"2020.toml": heir("aville", "zville")})
    write(tmp_path, "bville", {"2020.toml": heir("bville", "aville")})
    write(tmp_path, "zville", {"2020.toml": data("zville")})

    host = load(tmp_path)

    assert reasons(host) == {}
    assert assessed(host.catalogue.get("bville"), "late", cases=1).points_lost == 3


def test_a_folder_can_inherit_from_another_of_its_own_files(tmp_path: Path) -> None:
    files = {
        "2020.toml": heir("aville", "aville-2021", id="aville-2020"),
        "2021.toml": data("aville", id="aville-2021"),
    }
    files["2021.toml"] = files["2021.toml"].replace("2020-01-01", "2021-01-01")
    files["2020.toml"] = files["2020.toml"].replace("from = 2020-01-01", "from = 2020-01-01, to = 2021-01-01")
    write(tmp_path, "aville", files)

    assert info(load(tmp_path), "aville").regulations == ("aville-2020", "aville-2021")


def test_a_child_without_a_parent_is_parked_and_the_parent_named(tmp_path: Path) -> None:
    write(tmp_path, "aville", {"2020.toml": heir("aville", "nowhere")})
    write(tmp_path, "bville", {"2020.toml": data("bville")})

    host = load(tmp_path)

    assert reasons(host) == {"aville": "PARENT_MISSING"}
    reason = info(host, "aville").reason
    assert reason is not None
    assert "nowhere" in reason.message.zh
    assert reason.message.en == ("there is no regulation nowhere to inherit from; add its plugin, or correct inherits")
    assert [law.id for law in host.catalogue.laws] == ["bville"]


def test_a_parked_parent_parks_its_children_and_theirs_and_nobody_else(tmp_path: Path) -> None:
    write(tmp_path, "aville", {"2020.toml": heir("aville", "bville")})
    write(tmp_path, "bville", {"2020.toml": heir("bville", "zville")})
    write(tmp_path, "yville", {"2020.toml": data("yville")})
    write(tmp_path, "zville", {"2020.toml": data("zville").replace("at = 6", "at = 60")})

    host = load(tmp_path)

    assert reasons(host) == {"aville": "PARENT_PARKED", "bville": "PARENT_PARKED", "zville": "DATA_WRONG"}
    assert [law.id for law in host.catalogue.laws] == ["yville"]


def test_a_parent_that_clashes_parks_its_children(tmp_path: Path) -> None:
    write(tmp_path, "aville", {"2020.toml": heir("aville", "same")})
    write(tmp_path, "bville", {"2020.toml": heir("bville", "aville")})
    write(tmp_path, "yville", {"2020.toml": data("yville", id="same")})
    write(tmp_path, "zville", {"2020.toml": data("zville", id="same")})

    assert reasons(load(tmp_path)) == {
        "aville": "PARENT_PARKED",
        "bville": "PARENT_PARKED",
        "yville": "ID_CLASH",
        "zville": "ID_CLASH",
    }


def test_a_circle_is_refused_and_those_outside_it_are_told_that_their_parent_is_parked(tmp_path: Path) -> None:
    write(tmp_path, "aville", {"2020.toml": heir("aville", "bville")})
    write(tmp_path, "bville", {"2020.toml": heir("bville", "aville")})
    write(tmp_path, "cville", {"2020.toml": heir("cville", "aville")})

    host = load(tmp_path)

    assert reasons(host) == {
        "aville": "INHERITANCE_CYCLE",
        "bville": "INHERITANCE_CYCLE",
        "cville": "PARENT_PARKED",
    }


def test_nothing_inherits_from_itself(tmp_path: Path) -> None:
    write(tmp_path, "aville", {"2020.toml": heir("aville", "aville")})

    assert reasons(load(tmp_path)) == {"aville": "INHERITANCE_CYCLE"}


def test_a_mistake_of_the_child_is_told_in_its_own_file(tmp_path: Path) -> None:
    wrong = '\n[[points.thresholds]]\nid = "six"\ncite = "9"\nat = 60\n'
    write(tmp_path, "aville", {"2020.toml": heir("aville", "zville") + wrong})
    write(tmp_path, "zville", {"2020.toml": data("zville")})

    reason = info(load(tmp_path), "aville").reason

    assert reason is not None
    assert [(one.file, one.line, one.source) for one in reason.problems] == [("aville/2020.toml", 12, "at = 60")]
