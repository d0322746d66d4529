"""The regulations that come with the project, each with its worked examples."""

from dataclasses import dataclass
from pathlib import Path

from core.assessment.cases import Case, CaseFile
from core.regulation.law import Law
from core.regulation.load import load_law
from core.regulation.reading import Document, decode, parse, read_bytes

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


def load(path: Path) -> Shipped:
    """Return the regulation of the data file ``path`` with the examples beside it."""
    file = path.relative_to(ROOT).as_posix()
    data = path.read_bytes()
    beside = path.with_name(path.stem + CASES)
    examples = read_bytes(beside.read_bytes(), beside.name, CaseFile)
    law = load_law(data, file)
    if examples.regulation != law.id:
        raise ValueError(f"{beside.name} speaks of {examples.regulation}, {path.name} is {law.id}")
    return Shipped(path, file, parse(decode(data, file), file), law, examples.case)


ALL = tuple(load(path) for path in sorted(ROOT.glob("*/*.toml")) if not path.name.endswith(CASES))
