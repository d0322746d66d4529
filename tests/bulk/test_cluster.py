"""A bulk run on a cluster of two worker processes says what one process says, also when a worker is killed midway."""

import os
import signal
from collections.abc import AsyncGenerator
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import polars as pl
import pytest
from anyio import to_thread
from distributed import Client, LocalCluster
from polars.testing import assert_frame_equal

from core.bulk.files.parts import Parts
from core.errors import RefusedError
from core.regulation.question import PointsQuestion
from core.service.bulk import cluster
from core.service.bulk.files import FilesSource
from core.service.bulk.run import Done, assess_in_bulk
from tests.bulk.test_files import QUESTION, nothing, parquet, records, run

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.filterwarnings("ignore::ResourceWarning"),  # Dask leaves sockets of a killed worker to the collector
]
SIZE = 5


@pytest.fixture(scope="module")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="module")
async def workers(anyio_backend: str) -> AsyncGenerator[Any]:  # noqa: ARG001 - the loop that the cluster lives in
    settings = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    async with cast("Any", LocalCluster)(**settings, host="127.0.0.1", asynchronous=True) as found:
        yield found


async def on(address: str, source: Path, out: Path, **told: Any) -> Done:  # noqa: ANN401 - a progress or nothing
    files = FilesSource.of(QUESTION, source, size=SIZE)
    work = cluster.on_cluster(address, files, QUESTION, out)
    return await assess_in_bulk(files, QUESTION, out, SIZE, told.get("progress", nothing), work)


async def test_a_run_on_two_workers_of_which_one_is_killed_says_what_one_process_says(
    workers: Any,  # noqa: ANN401 - Dask's, without types
    tmp_path: Path,
) -> None:
    source, out = parquet(tmp_path, records()), tmp_path / "out.parquet"
    done, whole = await run(source, tmp_path / "whole.parquet", SIZE)
    address = workers.scheduler_address
    async with Client(address, asynchronous=True) as client:
        processes = await cast("Any", client).run(os.getpid)
    killed: list[tuple[int, int]] = []

    def kill(number: int, count: int) -> None:
        if number and not killed:
            killed.append((number, count))
            os.kill(min(processes.values()), signal.SIGKILL)

    found = await on(address, source, out, progress=kill)

    assert len(set(processes.values())) == 2
    assert killed[0][0] < killed[0][1]
    assert (found.told, found.one_by_one) == (done.told, done.one_by_one)
    assert_frame_equal(pl.read_parquet(out), whole.standings)
    assert_frame_equal(pl.read_parquet(Parts(out).sanctions), whole.sanctions)
    assert not Parts(out).folder.exists()


async def test_a_worker_refuses_what_it_would_do_otherwise(tmp_path: Path) -> None:
    source = FilesSource.of(QUESTION, parquet(tmp_path, records()), size=SIZE)
    await source.count()
    task = cluster.task_of(source, QUESTION, tmp_path / "out.parquet", await source.digest(), 0)
    codes: list[str] = []
    for wrong in (replace(task, engine="0.0.1/1"), replace(task, facts="0" * 64)):
        _, found = await to_thread.run_sync(cluster.in_process, wrong)
        assert isinstance(found, cluster.Trouble)
        codes.append(found.code)
    assert codes == ["CLUSTER_VERSION", "CLUSTER_FILES"]


def undecided(_: PointsQuestion) -> None:
    """Stand for a plugin's code."""


async def test_a_law_that_code_decides_stays_on_this_machine(tmp_path: Path) -> None:
    source = FilesSource.of(QUESTION, parquet(tmp_path, records()))
    coded = replace(QUESTION, law=replace(QUESTION.law, rules=undecided))
    with pytest.raises(RefusedError, match="CLUSTER_RULES"):
        cluster.on_cluster("tcp://127.0.0.1:1", source, coded, tmp_path / "out.parquet")


async def test_a_scheduler_that_does_not_answer_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.2)
    with pytest.raises(RefusedError, match=r"CLUSTER_UNREACHABLE.*127\.0\.0\.1:1"):
        await on("tcp://127.0.0.1:1", parquet(tmp_path, records()), tmp_path / "out.parquet")
