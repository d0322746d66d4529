"""What a request costs the server: CPU time of its process per request, against other programs, in one run.

Each server runs on one core and the client on the other. Mercurius takes part if npm can install it.
"""

import asyncio
import http.client
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "bench" / "peers"
DOCTORS, INSTITUTIONS, EACH, PAGE = 20_000, 400, 3, 50
ROUNDS = 5
TICKS = os.sysconf("SC_CLK_TCK")

OUR_PAGE = """query ($first: Int!, $after: String) { doctors(first: $first, after: $after) { nodes { code name
  enrolments(first: 1) { nodes { institution { code name region } } }
  assessment(regulation: "shenyang-2011", period: "2025") { pointsLost pointsLeft standing { status }
    deductions { record points citation { code } } } } } }"""
OUR_DOCTOR = "query ($code: String!) { doctor(code: $code) { code name title } }"
OUR_LAW = """{ regulation(id: "national-2024-23") { code title { zh en }
  points { clauses { code label { zh en } citation { code text { zh en } } } } } }"""
THEIR_PAGE = """query ($first: Int!, $after: String!) { doctors(first: $first, after: $after) { code name
  institution { code name region }
  assessment(year: 2025) { pointsLost pointsLeft status deductions { record points citation } } } }"""
THEIR_DOCTOR = "query ($code: String!) { doctor(code: $code) { code name } }"


def code(number: int) -> str:
    """Return the code of a doctor."""
    return f"D{number:011}"


@dataclass(frozen=True, slots=True)
class Work:
    """What is asked of a server: the n-th body, and how many of them."""

    body: Callable[[int], object]
    number: int


def _cursor(number: int) -> str:
    import base64  # noqa: PLC0415

    return base64.urlsafe_b64encode(f"doctor|{code(number)}".encode()).decode()


OURS = {
    "page repeated": Work(lambda _: {"query": OUR_PAGE, "variables": {"first": PAGE}}, 400),
    "page": Work(lambda n: {"query": OUR_PAGE, "variables": {"first": PAGE, "after": _cursor(n * PAGE)}}, 70),
    "doctor": Work(lambda n: {"query": OUR_DOCTOR, "variables": {"code": code(n)}}, 500),
    "regulation": Work(lambda n: {"query": OUR_LAW, "variables": {"unused": n}}, 300),
}
THEIRS = {
    "page": Work(lambda n: {"query": THEIR_PAGE, "variables": {"first": PAGE, "after": code(n * PAGE)}}, 70),
    "doctor": Work(lambda n: {"query": THEIR_DOCTOR, "variables": {"code": code(n)}}, 500),
}


Rows = dict[str, list[tuple[Any, ...]]]


def people() -> Rows:
    """Return the rows of both databases, by table of the naive program."""
    first = date(2025, 1, 1)
    return {
        "institution": [(n, f"H{n:05}", f"第{n}医院", "210102") for n in range(INSTITUTIONS)],
        "doctor": [(n, code(n), f"医师{n}", n % INSTITUTIONS) for n in range(DOCTORS)],
        "violation": [
            (n * EACH + k, n, f"决{n}-{k}", "SY.1.1", "11.一.1", first + timedelta(days=(n * 7 + k * 97) % 360), 1)
            for n in range(DOCTORS)
            for k in range(EACH)
        ],
    }


async def _fill(ours: Path, theirs: Path) -> None:
    """Write the same people into both databases."""
    sys.path[:0] = [str(ROOT), str(ROOT / "bench")]
    from peers.naive import fill  # noqa: PLC0415 - found by the line above

    rows = people()
    await fill(str(theirs), rows)
    await _fill_ours(ours, rows)


async def _fill_ours(path: Path, rows: Rows) -> None:
    from core import records  # noqa: PLC0415 - as above
    from core.regulation.vocabulary import Basis  # noqa: PLC0415
    from core.storage import Database  # noqa: PLC0415

    here: dict[str, Any] = {"place": "shenyang"}
    hospitals = [one[1] for one in rows["institution"]]
    licence, first = next(iter(records.Qualification)), date(2025, 1, 1)
    enrolled = {"basis": Basis.REGISTRATION, "since": first}
    async with Database.open(path) as database, database.writing() as writes:
        await writes.put_institutions(
            [records.InstitutionRecord(code=one[1], name=one[2], region=one[3]) for one in rows["institution"]]
        )
        await writes.put_doctors(
            [records.DoctorRecord(code=one[1], name=one[2], qualification=licence) for one in rows["doctor"]]
        )
        await writes.put_enrolments(
            [
                records.EnrolmentRecord(doctor=one[1], institution=hospitals[one[3]], **here, **enrolled)
                for one in rows["doctor"]
            ]
        )
        decided = (
            dict(zip(("doctor", "decision_no", "clause", "decided_on"), (code(one[1]), *one[2:4], one[5]), strict=True))
            | {"institution": hospitals[one[1] % INSTITUTIONS], "regulation": "shenyang-2011"}
            for one in rows["violation"]
        )
        await writes.add_violations([records.ViolationRecord(**here, **one) for one in decided])


@contextmanager
def served(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """Run a server on the first core until the block ends; yield its process id once it listens."""
    settings = os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}"} | environment
    with subprocess.Popen(command, env=settings) as server:
        os.sched_setaffinity(server.pid, {0})
        try:
            for _ in range(400):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield server.pid
        finally:
            server.terminate()


def used(process: int) -> float:
    """Return the CPU seconds that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def ask(port: int, body: object) -> bytes:
    """Return the answer to one request."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("POST", "/graphql", orjson.dumps(body), {"content-type": "application/json"})
    answer = connection.getresponse().read()
    connection.close()
    return answer


def measured(process: int, port: int, work: Work) -> list[float]:
    """Return milliseconds of CPU time a request, one figure a round; nothing is asked for twice but on purpose."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    figures: list[float] = []
    asked = 1
    for _ in range(ROUNDS):
        before = used(process)
        for _ in range(work.number):
            connection.request("POST", "/graphql", orjson.dumps(work.body(asked)), {"content-type": "application/json"})
            connection.getresponse().read()
            asked += 1
        figures.append((used(process) - before) / work.number * 1000)
    return figures


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def run(name: str, command: list[str], port: int, works: dict[str, Work], **environment: str) -> dict[str, float]:
    """Return the medians of a server, after a warm-up that asks each thing a few times."""
    found: dict[str, float] = {}
    with served(command, port, **environment) as process:
        for kind, work in works.items():
            for number in range(3):
                answer = ask(port, work.body(0 if kind != "regulation" else -number))
                if b'"errors"' in answer:
                    raise SystemExit(f"{name} {kind}: {answer[:400]!r}")
            found[kind] = statistics.median(measured(process, port, work))
    return found


def uvicorn(app: str, port: int, *more: str) -> list[str]:
    """Return the command that serves an application, with the fast loop and parser."""
    return [sys.executable, "-m", "uvicorn", app, "--port", str(port), "--log-level", "error", "--no-access-log", *more]


def raw(folder: Path, kind: str, body: object, ours: int, work: Work) -> float:
    """Return what Starlette takes to return the same bytes."""
    path = folder / f"{kind}.json"
    path.write_bytes(ask(ours, body))
    port = free_port()
    return run("raw", uvicorn("peers.raw:app", port), port, {kind: work}, BENCH_BODY=str(path))[kind]


def _mercurius(folder: Path, database: Path) -> dict[str, float] | None:
    node = shutil.which("node", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    npm = shutil.which("npm", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if node is None or npm is None:
        return None
    for name in ("package.json", "mercurius.mjs"):
        shutil.copy(PEERS / name, folder / name)
    done = subprocess.run([npm, "install", "--silent", "--no-audit", "--no-fund"], cwd=folder, check=False)
    if done.returncode:
        return None
    port = free_port()
    command = [node, str(folder / "mercurius.mjs")]
    return run("mercurius", command, port, THEIRS, BENCH_NAIVE_DB=str(database), BENCH_PORT=str(port))


def main() -> None:
    """Print milliseconds of CPU time a request, and the ratios."""
    os.sched_setaffinity(0, {1})
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ours, theirs = folder / "ours.sqlite3", folder / "theirs.sqlite3"
        asyncio.run(_fill(ours, theirs))
        port = free_port()
        command, environment = uvicorn("bench.peers.ours:app", port), {"BENCH_DB": str(ours)}
        figures = {"guiju": run("guiju", command, port, OURS, **environment)}
        with served(command, port, **environment):
            bodies = {kind: (work.body(1), work) for kind, work in OURS.items()}
            figures["raw"] = {kind: raw(folder, kind, body, port, work) for kind, (body, work) in bodies.items()}
        figures["naive"] = run("naive", uvicorn("peers.naive:app", port), port, THEIRS, BENCH_NAIVE_DB=str(theirs))
        peer = _mercurius(folder, theirs)
        if peer is not None:
            figures["mercurius"] = peer
    for kind in OURS:
        own = figures["guiju"][kind]
        for other, found in figures.items():
            if other != "guiju" and kind in found:
                line = f"{kind:14} guiju {own:7.3f} ms  {other:9} {found[kind]:7.3f} ms  ×{found[kind] / own:.2f}\n"
                sys.stdout.write(line)


if __name__ == "__main__":
    main()
