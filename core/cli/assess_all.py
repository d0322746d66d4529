"""``guiju assess --all``: everyone in the registry, or in files, into a file of standings and one of sanctions."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from core.cli.shared import Home
from core.errors import RefusedError
from core.service.assessing import Question
from core.storage import ReadOnly
from core.text import Text

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What a bulk run is told from and writes to, as the command was told."""

    violations: Path | None
    """None: the registry."""
    passed: Path | None
    readmitted: Path | None
    out: Path | None
    """None: a file in the current folder, named by regulation and period."""


async def assess_everyone(home: Home, question: Question, files: Files) -> None:
    """Assess everyone, with a bar on standard error.

    Raises RefusedError when the packages it takes are not installed, or something cannot be read or written.
    """
    try:
        from core.service.bulk import files as of_files  # noqa: PLC0415 - other commands do without NumPy
        from core.service.bulk import registry, run  # noqa: PLC0415
    except ImportError as error:
        raise _not_installed(error) from error
    out = files.out or Path(f"{question.law.id}-{question.period.name}.parquet")
    with click.progressbar(length=0, file=sys.stderr) as bar:
        if files.violations is not None:
            source = of_files.FilesSource.of(question, files.violations, files.passed, files.readmitted)
            done = await run.assess_in_bulk(source, question, out, source.size, _shown(bar))
        else:
            async with ReadOnly.open(home.database) as reading:
                registered = registry.RegistrySource(home.host().catalogue, reading, question)
                done = await run.assess_in_bulk(registered, question, out, registered.size, _shown(bar))
    home.say(
        f"{out}: {done.told} 名医师有记分或处理, 其余均无; 逐一评定 {done.one_by_one} 名",
        f"{out}: {done.told} doctors with points or sanctions, all others are clean; {done.one_by_one} one by one",
        err=True,
    )


def _shown(bar: "ProgressBar[int]") -> Callable[[int, int], None]:
    """Return what shows in ``bar`` how many parts of how many are done."""

    def show(done: int, count: int) -> None:
        bar.length = count
        bar.update(done - bar.pos)

    return show


def _not_installed(error: ImportError) -> RefusedError:
    text = Text(
        zh=f"批量评定需要的包没有安装({error.name}); 请安装 guiju[bulk]",
        en=f"assessing in bulk takes a package that is not installed ({error.name}); install guiju[bulk]",
    )
    return RefusedError("PACKAGE_MISSING", text)
