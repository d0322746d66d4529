"""Every worked example that the sources' digest derives stands as a case under its own id, and none is forgotten."""

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
DIGEST = ROOT.parent / "shared" / "regulations.md"
"""The digest of the sources is not part of the project; it is compared with where it lies beside a checkout."""

COUNTS = {
    "SY": 8,
    "ZZ": 12,
    "HP": 9,
    "CD": 13,
    "TP": 9,
    "BJ": 9,
    "HF": 8,
    "KP": 6,
    "ZJ": 6,
    "MS": 6,
    "ZB": 6,
    "CY": 5,
    "GT": 7,
    "RP": 6,
    "RY": 6,
    "BS": 6,
    "AG": 6,
    "XJ": 6,
    "N": 15,
}
"""How many examples each system has, numbered from 1."""

WANTED = [f"{prefix}-{number}" for prefix, count in COUNTS.items() for number in range(1, count + 1)]


def stated() -> Counter[str]:
    """Return how often each id is used as a case."""
    files = (ROOT / "plugins").glob("*/*.cases.toml")
    return Counter(
        name for file in files for name in re.findall(r'^id = "(.+?)"', file.read_text(encoding="utf-8"), re.MULTILINE)
    )


@pytest.mark.parametrize("name", WANTED)
def test_a_golden_example_stands_under_its_own_id(name: str) -> None:
    assert stated()[name] == 1


def test_the_list_is_that_of_the_digest() -> None:
    if not DIGEST.exists():
        assert len(WANTED) == 149  # as counted in the digest, where it is not at hand
        return
    text = DIGEST.read_text(encoding="utf-8")
    named = set(re.findall(rf"\b(?:{'|'.join(COUNTS)})-[0-9]+\b", text))
    assert {name for name in named if name != "N-A1"} == set(WANTED)
