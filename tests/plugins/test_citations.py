from collections.abc import Iterator
from decimal import Decimal
from typing import cast

import pytest

from core.regulation.files.positions import Path
from core.regulation.files.reading import Value
from core.regulation.mutants import Data
from tests.plugins import shipped
from tests.plugins.shipped import Shipped


def uncited(value: Value, path: Path = (), *, cited: bool = False, around: bool = False) -> Iterator[Path]:
    """Yield the path of each number for which neither its own table nor the nearest around it has a citation."""
    if isinstance(value, dict):
        own = "cite" in value
        for key, inner in value.items():
            if (path[:1], key) != (("readings",), "set"):
                yield from uncited(inner, (*path, key), cited=own, around=cited)
    elif isinstance(value, tuple):
        for index, inner in enumerate(value):
            yield from uncited(inner, (*path, index), cited=cited, around=around)
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and not (cited or around):
        yield path


@pytest.mark.parametrize("one", shipped.ALL, ids=lambda one: one.law.id)
def test_every_number_of_a_data_file_carries_a_citation(one: Shipped) -> None:
    found = [f"{one.file}:{one.document.positions.of(path).line}" for path in uncited(cast("Data", one.document.data))]

    assert found == []


def test_a_number_without_a_citation_in_its_table_or_the_one_around_it_is_found() -> None:
    data: Data = {
        "points": {"cite": "3", "full": 10, "clauses": ({"points": 2}, {"deep": {"deeper": 1}})},
        "source": {"pages": 4},
        "readings": ({"choices": ({"set": {"points.full": 9}},)},),
    }

    assert list(uncited(data)) == [("points", "clauses", 1, "deep", "deeper"), ("source", "pages")]
