"""Whether the shipped data is right: every value of it changed, and every scheme tried on made-up ledgers.

``.venv/bin/python bench/mutations.py [--jobs 2] [--ledgers 1000] [--seed 1] [--only NAME ...]`` prints one row a
regulation and ends with 1 if a change goes unnoticed or an invariant is broken. Seconds are those of the processor for
``guiju check --mutate``, the loading of all plugins among them; ``--ledgers 0`` tries none.
"""

import argparse
import os
import sys
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from core.service.checking import Mutated, check_folder  # noqa: E402 - the checkout is found first
from core.service.trying import SEED, Tried  # noqa: E402

COLUMNS = ("regulation", "changes", "noticed", "survivors", "seconds", "ledgers", "invariants", "kept", "left open")


@dataclass(frozen=True, slots=True)
class Row:
    """What came of one plugin folder."""

    folder: str
    mutated: tuple[Mutated, ...]
    tried: tuple[Tried, ...]
    mutation_seconds: float

    @property
    def is_right(self) -> bool:
        """Whether every change was noticed and every invariant kept."""
        return bool(self.mutated) and not any(one.survivors for one in self.mutated) and not self.broken

    @property
    def broken(self) -> tuple[str, ...]:
        """The invariants that are not kept."""
        return tuple(f"{one.scheme} {each.invariant}" for one in self.tried for each in one.broken)

    def lines(self) -> Iterator[str]:
        """Yield a line of the table for each scheme; changes are counted once a regulation."""
        for one in self.mutated:
            left, named = len(one.survivors), f"`{one.regulation}`"
            counts = [str(one.changes), str(one.changes - left), str(left), f"{self.mutation_seconds:.1f}"]
            for tried in [each for each in self.tried if each.regulation == one.regulation] or (None,):
                yield f"| {' | '.join([named, *counts, *_told(tried)])} |"
                named, counts = "", [""] * len(counts)


def _told(tried: Tried | None) -> list[str]:
    if tried is None:
        return ["", "", "", ""]
    kept = tried.invariants - len(tried.broken)
    return [f"{tried.ledgers:,} {tried.scheme}", str(tried.invariants), str(kept), str(tried.undecided)]


def check(folder: Path, ledgers: int, seed: int) -> Row:
    """Return what came of changing every value of a plugin folder, and of trying it on so many ledgers."""
    begun = time.process_time()
    found = check_folder(folder, mutate=True)
    seconds = time.process_time() - begun
    tried = check_folder(folder, ledgers=ledgers, seed=seed).tried if ledgers else ()
    return Row(folder.name, found.mutated or (), tried or (), seconds)


def table(rows: Iterable[Row]) -> Iterator[str]:
    """Yield the table as each row comes in, and the sums at its end."""
    yield f"| {' | '.join(COLUMNS)} |"
    yield "|---" * len(COLUMNS) + "|"
    changes = noticed = 0
    seconds = 0.0
    ledgers = 0
    for row in rows:
        yield from row.lines()
        changes += sum(one.changes for one in row.mutated)
        noticed += sum(one.changes - len(one.survivors) for one in row.mutated)
        seconds += row.mutation_seconds
        ledgers += sum(one.ledgers for one in row.tried)
    yield f"| all | {changes} | {noticed} | {changes - noticed} | {seconds:.1f} | {ledgers:,} | | | |"


def main() -> int:
    """Print the table; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--ledgers", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--only", nargs="*", default=())
    asked = parser.parse_args()
    os.nice(10)
    folders = sorted(path for path in (ROOT / "plugins").iterdir() if any(path.glob("*.cases.toml")))
    chosen = [one for one in folders if not asked.only or one.name in asked.only]
    work = partial(check, ledgers=asked.ledgers, seed=asked.seed)
    rows: list[Row] = []

    def noted(found: Iterable[Row]) -> Iterator[Row]:
        for row in found:
            rows.append(row)
            yield row

    with ProcessPoolExecutor(asked.jobs) as pool:
        for line in table(noted(pool.map(work, chosen))):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    for row in rows:
        for broken in row.broken:
            sys.stdout.write(f"{row.folder}: {broken}\n")
    return 0 if all(row.is_right for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
