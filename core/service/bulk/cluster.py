"""A bulk run beyond one machine: its parts are done by the workers of a Dask cluster, which see the same folders.

A worker is told of a part, reads its records and writes its result by itself: nothing but names and counts travels.
"""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, cast

from distributed import Client, KilledWorker, as_completed

from core.assessment.periods import Period
from core.bulk.files.parts import Counted, Parts
from core.bulk.files.reading import Range
from core.errors import GuijuError, RefusedError
from core.proof.canonical import Json
from core.proof.reading import law_of
from core.proof.receipt import law_part
from core.service.bulk.files import MOST_RECORDS, FilesSource
from core.service.bulk.run import Assessing, Work, engine_here
from core.service.calendars import PUBLICATION
from core.service.questions import Question
from core.text import Text

CONNECT_SECONDS = 10
PARTS_EACH = 2
"""Parts for each of those that work at a time, so that the last of them to end does not end much later."""
LEAST_RECORDS = 1_000_000
"""Records of a part, about, below which telling a worker of it is not worth while."""
RETRIES = 2
"""How often a part is tried again that failed; one whose worker was lost goes to another in any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A part for a worker to do, told in what every machine reads alike."""

    engine: str
    calendar: str
    law: Json
    """As receipts hold it."""
    period: str
    as_of: date
    files: tuple[Path, Path | None, Path | None]
    """Of violations, examinations passed and enrolments anew."""
    facts: str
    """Digests of the files."""
    out: Path
    number: int
    wanted: Range


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """What a worker refuses; trying again would not help."""

    code: str
    zh: str
    en: str


async def size_for(address: str, source: FilesSource) -> int:
    """Return how many records should make a part, so that every worker has some; no more than fits into memory.

    Raises RefusedError if nobody answers at ``address``, or none works there.
    """
    async with _connected(address) as client:
        threads = cast("dict[str, int]", await cast("Any", client).nthreads())
    share = await source.total() // (PARTS_EACH * max(1, sum(threads.values())))
    return min(MOST_RECORDS, max(LEAST_RECORDS, share))


def on_cluster(address: str, source: FilesSource, question: Question, out: Path) -> Work:
    """Return what has the workers of the scheduler at ``address`` do the parts.

    Raises RefusedError for a law that a plugin's code decides: it is on this machine alone.
    """
    if question.law.rules is not None:
        text = Text(
            zh=f"{question.law.id} 由 rules.py 判定, 只能在本机评定; 去掉 --cluster",
            en=f"{question.law.id} is decided by rules.py, which is on this machine alone; leave --cluster out",
        )
        raise RefusedError("CLUSTER_RULES", text, field="cluster")

    target = out.absolute()

    async def work(numbers: Sequence[int]) -> AsyncGenerator[tuple[int, Counted]]:
        facts = await source.digest()
        tasks = [task_of(source, question, target, facts, number) for number in numbers]
        async with _connected(address) as client:
            futures = cast("list[Any]", cast("Any", client).map(in_process, tasks, pure=False, retries=RETRIES))
            try:
                async for future in cast("Any", as_completed(futures)):
                    number, found = cast("tuple[int, Counted | Trouble]", await future.result())
                    if isinstance(found, Trouble):
                        raise RefusedError(found.code, Text(zh=found.zh, en=found.en), field="cluster")
                    if not Parts(target).holds(number):
                        raise _elsewhere(target)
                    yield number, found
            except KilledWorker as error:
                raise _lost(error) from error

    return work


@asynccontextmanager
async def _connected(address: str) -> AsyncGenerator[Client]:
    """Give a client of the scheduler at ``address`` that has a worker; raise RefusedError if there is none."""
    try:
        client = await cast("Any", Client(address, asynchronous=True, timeout=CONNECT_SECONDS))
    except (OSError, ValueError) as error:
        text = Text(
            zh=f"连不上 {address} 的 Dask 调度器: {error}; 核对地址, 如 tcp://host:8786",
            en=f"no Dask scheduler can be reached at {address}: {error}; check the address, as in tcp://host:8786",
        )
        raise RefusedError("CLUSTER_UNREACHABLE", text, field="cluster") from error
    try:
        await client.wait_for_workers(1, timeout=CONNECT_SECONDS)
        yield client
    except TimeoutError as error:
        text = Text(
            zh=f"{address} 没有工作节点; 先启动 dask worker {address}",
            en=f"the scheduler at {address} has no worker; start one: dask worker {address}",
        )
        raise RefusedError("CLUSTER_EMPTY", text, field="cluster") from error
    finally:
        await client.close()


def _elsewhere(out: Path) -> RefusedError:
    text = Text(
        zh=f"工作节点把结果写到了别处的 {out}; 输出请放在共享文件夹",
        en=f"the workers wrote to another {out} than is seen here; write to a folder that all share",
    )
    return RefusedError("CLUSTER_FILES", text, field="out")


def _lost(error: KilledWorker) -> RefusedError:
    text = Text(
        zh=f"反复失去工作节点({error.task}), 多半是内存不足; 已完成的部分会保留, 重新运行即可继续",
        en=f"workers were lost again and again ({error.task}), most likely for want of memory; what is done is kept, "
        "and the same command goes on from there",
    )
    return RefusedError("CLUSTER_LOST", text, field="cluster")


def task_of(source: FilesSource, question: Question, out: Path, facts: str, number: int) -> Task:
    """Return what a worker is told of a part; ``facts`` are the digests of the files."""
    violations, *others = (
        None if one is None else one.path.absolute() for one in (source.violations, source.passed, source.readmitted)
    )
    return Task(
        engine=engine_here(),
        calendar=PUBLICATION,
        law=law_part(question.law),
        period=question.period.name,
        as_of=question.as_of,
        files=(cast("Path", violations), others[0], others[1]),
        facts=facts,
        out=out,
        number=number,
        wanted=source.range_of(number),
    )


def in_process(task: Task) -> tuple[int, Counted | Trouble]:
    """Do a part, on a worker; return its number and what is in it, or why it cannot be done."""
    try:
        return task.number, asyncio.run(_done(task))
    except GuijuError as error:
        return task.number, Trouble(code=error.code, zh=error.message.zh, en=error.message.en)


async def _done(task: Task) -> Counted:
    here = engine_here(), PUBLICATION
    if here != (task.engine, task.calendar):
        there, asking = " ".join(here), f"{task.engine} {task.calendar}"
        text = Text(
            zh=f"工作节点装的是 {there}, 发起者是 {asking}; 请装同一版本",
            en=f"a worker has {there}, and this is {asking}; install one version everywhere",
        )
        raise RefusedError("CLUSTER_VERSION", text)
    assessing = Assessing(Question(law_of(task.law), Period.parse(task.period), task.as_of))
    source = FilesSource.of(assessing.question, *task.files)
    if await source.digest() != task.facts:
        text = Text(
            zh=f"工作节点上的 {task.files[0]} 与发起者的不同; 请放在共享文件夹",
            en=f"{task.files[0]} is another file on a worker than here; keep it in a folder that all share",
        )
        raise RefusedError("CLUSTER_FILES", text)
    tables, alone = await assessing.tables(source.part(task.wanted, assessing.columns))
    return Parts(task.out).keep(task.number, tables, alone)
