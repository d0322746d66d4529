"""``guiju assess --all``: everyone in the registry, or in files, into a file of standings and one of sanctions."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.progress import shown
from core.cli.shared import Home
from core.errors import RefusedError
from core.service.questions import Question
from core.text import Text

if TYPE_CHECKING:
    from core.service.bulk.run import Done

_ASSESSING = Text(zh="评定", en="assessing")
_RECORDS, _DOCTORS = Text(zh="条", en="records"), Text(zh="名", en="doctors")


@dataclass(frozen=True, slots=True, kw_only=True)
class Files:
    """What a bulk run is told from and writes to, as the command was told."""

    violations: Path | None
    """None: the registry."""
    passed: Path | None
    readmitted: Path | None
    out: Path | None
    """None: a file in the current folder, named by regulation and period."""
    cluster: str | None = None
    """Address of a Dask scheduler whose workers do the parts; None: this process does."""


async def assess_everyone(home: Home, question: Question, files: Files) -> None:
    """Assess everyone, with a bar on standard error.

    Raises RefusedError when the packages it takes are not installed, or something cannot be read or written.
    """
    out = files.out or Path(f"{question.law.id}-{question.period.name}.parquet")
    try:
        if files.violations is not None:
            done = await _of_files(home, question, files, files.violations, out)
        else:
            done = await _of_registry(home, question, out)
    except ImportError as error:
        raise _not_installed(error) from error
    home.counts["one_by_one"] = done.one_by_one
    home.wrote(
        out,
        done.told,
        f"{out}: {done.told} 名医师有记分或处理, 其余均无; 逐一评定 {done.one_by_one} 名",
        f"{out}: {done.told} doctors with points or sanctions, all others are clean; {done.one_by_one} one by one",
    )


async def _of_files(home: Home, question: Question, files: Files, violations: Path, out: Path) -> "Done":
    from core.service.bulk import files as of_files  # noqa: PLC0415 - NumPy and Polars may not be installed
    from core.service.bulk import run  # noqa: PLC0415

    source = of_files.FilesSource.of(question, violations, files.passed, files.readmitted)
    work = None
    if files.cluster is not None:
        from core.service.bulk import cluster  # noqa: PLC0415 - nor Dask

        work = cluster.on_cluster(files.cluster, source, question, out)
        source.size = await cluster.size_for(files.cluster, source)
    with shown(home, _ASSESSING, _RECORDS) as bar:
        return await run.assess_in_bulk(source, question, out, source.size, bar, work)


async def _of_registry(home: Home, question: Question, out: Path) -> "Done":
    from core.service.bulk import registry, run  # noqa: PLC0415 - files do without the registry
    from core.storage import ReadOnly  # noqa: PLC0415

    async with ReadOnly.open(home.database) as reading:
        source = registry.RegistrySource(home.host(question.law.id).catalogue, reading, question)
        with shown(home, _ASSESSING, _DOCTORS) as bar:
            return await run.assess_in_bulk(source, question, out, source.size, bar)


def _not_installed(error: ImportError) -> RefusedError:
    extra = "distributed" if error.name in {"dask", "distributed"} else "bulk"
    text = Text(
        zh=f"批量评定需要的包没有安装({error.name}); 请安装 guiju[{extra}]",
        en=f"assessing in bulk takes a package that is not installed ({error.name}); install guiju[{extra}]",
    )
    return RefusedError("PACKAGE_MISSING", text)
