from collections.abc import Iterator
from decimal import Decimal

import pytest

from core.assessment.checking.mutation import Exemplified, survives, survivors
from core.regulation.files.positions import Path
from core.regulation.files.reading import Value
from core.regulation.mutants import Mutant
from tests.plugins import shipped
from tests.plugins.shipped import Shipped

each_regulation = pytest.mark.parametrize("one", shipped.ALL, ids=lambda one: one.law.id)


def exemplified(one: Shipped) -> Exemplified:
    return Exemplified(document=one.document, cases=one.cases, parent=one.parent)


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
    assert [place(one, mutant) for mutant in survivors(exemplified(one))] == []


@each_regulation
def test_the_unchanged_file_survives_so_that_what_does_not_was_the_change(one: Shipped) -> None:
    assert survives(exemplified(one), Mutant(("place",), one.law.regulation.place))


@each_regulation
def test_every_number_and_every_truth_value_of_a_file_is_among_the_values_changed(one: Shipped) -> None:
    mutated = {mutant.path for mutant in exemplified(one).mutants()}

    stated = {path for path, value in leaves(dict(one.document.data)) if isinstance(value, (int, Decimal))}

    assert stated - mutated == set()
