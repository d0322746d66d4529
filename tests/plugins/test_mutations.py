from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import cast

import pytest
from pydantic import ValidationError

from core.assessment.cases import Case
from core.assessment.examples import compare
from core.regulation.checks import check
from core.regulation.positions import Path
from core.regulation.reading import Value
from tests.plugins import shipped
from tests.plugins.mutants import Data, Mutant, changed, mutants_of
from tests.plugins.shipped import Shipped

each_regulation = pytest.mark.parametrize("one", shipped.ALL, ids=lambda one: one.law.id)


def survives(one: Shipped, mutant: Mutant) -> bool:
    """Return whether a data file with one value changed is accepted and every example still passes."""
    data = cast("Data", changed(dict(one.document.data), mutant.path, mutant.value))
    try:
        law = one.law_of(data)
        return not list(check(law.regulation)) and all(not compare(law, case) for case in concerned(one, mutant))
    except (KeyError, ValidationError):
        return False


def concerned(one: Shipped, mutant: Mutant) -> list[Case]:
    """Return the examples that a change could touch, those first that name the table in which it is."""
    part, name = mutant.path[0], last_id(one.document.data, mutant.path)
    if part == "readings":
        return [case for case in one.cases if name in case.readings.values()]
    touched = [case for case in one.cases if case.scheme == str(part).upper() or part == "place"]
    return sorted(touched, key=lambda case: name not in case.used())


def last_id(data: Mapping[str, Value], path: Path) -> str:
    """Return the id of the innermost table with one on the way along ``path``; empty if there is none."""
    name, here = "", cast("Value", data)
    for part in path:
        here = here.get(str(part), "") if isinstance(here, dict) else cast("tuple[Value, ...]", here)[cast("int", part)]
        name = str(here["id"]) if isinstance(here, dict) and "id" in here else name
        if not isinstance(here, (dict, tuple)):
            break
    return name


def leaves(value: Value, path: Path = ()) -> Iterator[tuple[Path, Value]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, tuple) else None
    if inner is None:
        yield path, value
    else:
        for key, one in inner:
            yield from leaves(one, (*path, key))


def place(one: Shipped, mutant: Mutant) -> str:
    at = one.document.positions.of(mutant.path)
    return f"{one.file}:{at.line}: {'.'.join(map(str, mutant.path))} -> {mutant.value}"


@each_regulation
def test_every_value_changed_one_at_a_time_is_refused_or_makes_an_example_fail(one: Shipped) -> None:
    data: Data = dict(one.document.data)

    assert [place(one, mutant) for mutant in mutants_of(data) if survives(one, mutant)] == []


@each_regulation
def test_the_unchanged_file_survives_so_that_what_does_not_was_the_change(one: Shipped) -> None:
    assert survives(one, Mutant(("place",), one.law.regulation.place))


@each_regulation
def test_every_number_and_every_truth_value_of_a_file_is_among_the_values_changed(one: Shipped) -> None:
    mutated = {mutant.path for mutant in mutants_of(dict(one.document.data))}

    stated = {path for path, value in leaves(dict(one.document.data)) if isinstance(value, (int, Decimal))}

    assert stated - mutated == set()
