"""The regulations that come with the project, each with its worked examples."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from core.assessment.cases import Case, CaseFile
from core.errors import GuijuError
from core.regulation.files.load import law_of
from core.regulation.files.reading import Document, decode, parse, read_bytes
from core.regulation.law import Law
from core.regulation.model import Reading

ROOT = Path(__file__).parents[2] / "plugins"
CASES = ".cases.toml"


@dataclass(frozen=True, slots=True)
class Shipped:
    """One data file and the examples beside it."""

    path: Path
    file: str
    document: Document
    law: Law
    cases: tuple[Case, ...]
    parent: Law | None = None
    """The law that it inherits from."""

    @property
    def own_readings(self) -> tuple[Reading, ...]:
        """The readings that the file itself declares; those it inherits are shown beside the other file."""
        return tuple(one for one in self.law.regulation.readings if one.cite.source is None)


@dataclass(frozen=True, slots=True)
class Refused:
    """A data file, or its examples, that cannot be read."""

    file: str
    error: str


def load(path: Path, parents: Mapping[str, Law]) -> Shipped | Refused:
    """Return the regulation of the data file ``path`` with the examples beside it, or why there is none."""
    file = path.relative_to(ROOT).as_posix()
    data = path.read_bytes()
    beside = path.with_name(path.stem + CASES)
    try:
        document = parse(decode(data, file), file)
        law = law_of(document, parents)
        examples = read_bytes(beside.read_bytes(), beside.name, CaseFile)
    except (GuijuError, OSError) as error:
        return Refused(file, str(error))
    if examples.regulation != law.id:
        return Refused(file, f"{beside.name} speaks of {examples.regulation}, {path.name} is {law.id}")
    parent = law.regulation.inherits
    return Shipped(path, file, document, law, examples.case, parents[parent] if parent is not None else None)


def load_all() -> tuple[Shipped | Refused, ...]:
    """Return every data file, those that inherit after what they inherit from."""
    paths = [path for path in sorted(ROOT.glob("*/*.toml")) if not path.name.endswith(CASES)]
    found: dict[Path, Shipped | Refused] = {}
    laws: dict[str, Law] = {}
    for _ in range(_GENERATIONS):
        for path in paths:
            if not isinstance(found.get(path), Shipped):
                one = load(path, laws)
                found[path] = one
                laws |= {one.law.id: one.law} if isinstance(one, Shipped) else {}
    return tuple(found[path] for path in paths)


_GENERATIONS = 3
_FOUND = load_all()
ALL = tuple(one for one in _FOUND if isinstance(one, Shipped))
REFUSED = tuple(one for one in _FOUND if isinstance(one, Refused))
