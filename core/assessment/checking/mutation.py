"""Whether worked examples would notice a wrong number: each value of a data file changed, one at a time.

A change is noticed if the file is then refused, or if an example no longer comes out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import cast

from pydantic import ValidationError

from core.assessment.cases import Case
from core.assessment.checking.examples import compare
from core.errors import NotFoundError
from core.regulation.checks import check
from core.regulation.files.positions import Path
from core.regulation.files.reading import Document, Value
from core.regulation.inheritance import inherit
from core.regulation.law import Law, Rules, make_law
from core.regulation.mutants import Data, Mutant, changed, mutants_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemplified:
    """A data file with what it inherits from, its owner's rules and its worked examples."""

    document: Document
    cases: tuple[Case, ...]
    parent: Law | None = None
    """The law that it inherits from; None: it stands alone."""
    rules: Rules | None = None

    @property
    def data(self) -> Data:
        """What the file says, without what it inherits."""
        return dict(self.document.data)

    def law_of(self, data: Mapping[str, Value]) -> Law:
        """Return the law that ``data`` would state in place of the file; nothing is checked.

        Raises:
            pydantic.ValidationError: it is no regulation.
        """
        stated = data if self.parent is None else inherit(cast("Data", self.parent.data), data).data
        return replace(make_law(stated), rules=self.rules)

    def mutants(self) -> tuple[Mutant, ...]:
        """Return every change of one value."""
        return tuple(mutants_of(self.data))


def survivors(one: Exemplified) -> Iterator[Mutant]:
    """Yield each change that nobody notices."""
    return (mutant for mutant in one.mutants() if survives(one, mutant))


def survives(one: Exemplified, mutant: Mutant) -> bool:
    """Return whether the file with one value changed is accepted and every example still comes out."""
    data = cast("Data", changed(one.data, mutant.path, mutant.value))
    try:
        law = one.law_of(data)
        return not any(check(law.regulation)) and all(not compare(law, case) for case in _concerned(one, mutant))
    except (KeyError, ValidationError, NotFoundError):
        return False


def value_at(data: Mapping[str, Value], path: Path) -> "Value | None":
    """Return what ``data`` says at ``path``; None: it says so by saying nothing."""
    here: Value | None = dict(data)
    for part in path:
        if isinstance(here, dict):
            here = here.get(str(part))
        elif isinstance(here, tuple) and isinstance(part, int) and part < len(here):
            here = here[part]
        else:
            return None
    return here


def _concerned(one: Exemplified, mutant: Mutant) -> list[Case]:
    """Return the examples that a change could touch, those first that name the table in which it is."""
    part, name = mutant.path[0], _last_id(one.document.data, mutant.path)
    if part == "readings":
        return [case for case in one.cases if name in case.readings.values()]
    touched = [case for case in one.cases if case.scheme == str(part).upper() or part == "place"]
    return sorted(touched, key=lambda case: name not in case.used())


def _last_id(data: Mapping[str, Value], path: Path) -> str:
    """Return the id of the innermost table with one on the way along ``path``; empty if there is none."""
    tables = (value_at(data, path[:length]) for length in range(len(path), 0, -1))
    return next((str(table["id"]) for table in tables if isinstance(table, dict) and "id" in table), "")
