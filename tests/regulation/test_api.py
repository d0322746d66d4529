import pytest

from core.regulation.api import HOST_API, misfit
from core.regulation.files.load import load_law
from core.regulation.files.problems import DataFileError
from tests.host.villages import data

RIGHT = data("testville")


@pytest.mark.parametrize("stated", [">=1,<2", "==1.0", ">=1", "~=1.0", ">=0.9,!=0.9.5", ""])
def test_a_range_that_admits_this_host_is_no_misfit(stated: str) -> None:
    assert misfit(stated) is None


@pytest.mark.parametrize(
    ("stated", "code"),
    [
        (">=2", "WRONG_API"),
        ("<1", "WRONG_API"),
        ("==1.5", "WRONG_API"),
        ("1.0", "API_RANGE_INVALID"),
        (">=one", "API_RANGE_INVALID"),
        ("newest", "API_RANGE_INVALID"),
    ],
)
def test_any_other_range_is_told_with_what_would_be_right(stated: str, code: str) -> None:
    found = misfit(stated)
    assert found is not None
    assert (found.code, found.path) == (code, ("host_api",))
    assert stated in found.message.zh
    if code == "WRONG_API":
        assert HOST_API in found.message.en


def test_a_file_for_another_host_has_that_problem_alone_whatever_else_it_says() -> None:
    with pytest.raises(DataFileError) as caught:
        load_law(b'\nhost_api = ">=2"\nid = 5\nof_the_next_host = true\n', "testville/2020.toml")
    assert [(one.code, one.line) for one in caught.value.problems] == [("WRONG_API", 2)]


def test_the_range_is_in_no_digest() -> None:
    with_range = load_law(b'host_api = ">=1,<2"\n' + RIGHT.encode(), "testville/2020.toml")
    assert with_range.regulation.host_api == ">=1,<2"
    assert with_range.digest == load_law(RIGHT.encode(), "testville/2020.toml").digest


def test_the_range_of_one_file_is_not_that_of_another_that_inherits_it() -> None:
    parent = load_law(b'host_api = ">=1,<2"\n' + RIGHT.encode(), "testville/2020.toml")
    child = """
id = "heirville"
place = "heirville"
inherits = "testville"
title = { zh = "试村办法", en = "Measures of Heirville" }
region = { code = "990102", name = { zh = "试村", en = "Heirville" } }
in_force = { from = 2020-01-01 }
source = { confidence = "TEMPLATE", completeness = "WHOLE" }
"""
    assert load_law(child.encode(), "heirville/2020.toml", {"testville": parent}).regulation.host_api is None
