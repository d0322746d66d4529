"""A host that is loaded for one regulation or place says of it what the whole one says, and reads no more than that."""

from pathlib import Path

import pytest

from core.host import Host
from tests.host.test_inheriting import heir, reasons
from tests.host.villages import data, write


@pytest.fixture
def villages(tmp_path: Path) -> Path:
    """A place and its heir's heir, in two versions, a neighbour, and one in which everything is wrong."""
    first = data("zville", id="zville-2020").replace("from = 2020-01-01", "from = 2020-01-01, to = 2022-01-01")
    write(tmp_path, "zville", {"2020.toml": first, "2022.toml": data("zville", id="zville-2022", start="2022-01-01")})
    write(tmp_path, "bville", {"2020.toml": heir("bville", "zville-2022", id="bville-2020")})
    write(tmp_path, "aville", {"2020.toml": heir("aville", "bville-2020", id="aville-2020")})
    write(tmp_path, "plainville", {"2020.toml": data("plainville")})
    write(tmp_path, "wrongville", {"2020.toml": "id = 1"})
    return tmp_path


@pytest.mark.parametrize(
    ("about", "found"),
    [
        ("plainville", ["plainville"]),
        ("zville-2020", ["zville-2020", "zville-2022"]),
        ("aville-2020", ["aville-2020", "bville-2020", "zville-2020", "zville-2022"]),
        ("aville", ["aville-2020", "bville-2020", "zville-2020", "zville-2022"]),
    ],
)
def test_only_what_a_regulation_has_to_do_with_is_read(villages: Path, about: str, found: list[str]) -> None:
    whole = Host.load([villages], packages=False)
    host = Host.load([villages], packages=False, about=about)

    assert [law.id for law in host.catalogue.laws] == found
    assert [whole.catalogue.get(name) for name in found] == list(host.catalogue.laws)
    assert host.parked == ()


@pytest.mark.parametrize("about", ["nowhere", "wrongville"])
def test_for_what_is_not_served_the_host_is_the_whole_one(villages: Path, about: str) -> None:
    whole, host = Host.load([villages], packages=False), Host.load([villages], packages=False, about=about)
    assert (host.plugins, host.catalogue.laws) == (whole.plugins, whole.catalogue.laws)


@pytest.mark.parametrize("written", ['id = "plainville"', 'id = "\\u0070lainville"', "id = 'plainville'"])
def test_a_second_claim_to_the_regulation_is_seen_however_it_is_written(villages: Path, written: str) -> None:
    write(villages, "otherville", {"2020.toml": data("otherville").replace('id = "otherville"', written)})
    host = Host.load([villages], packages=False, about="plainville")
    assert host.catalogue.find("plainville") is None
    assert {name: reasons(host).get(name) for name in ("plainville", "otherville")} == {
        "plainville": "ID_CLASH",
        "otherville": "ID_CLASH",
    }
