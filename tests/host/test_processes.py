"""The processes of plugins' code: none is started without need, and none is left."""

import gc
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

from core.host import Host, Limits
from core.regulation.law import PointsQuestion
from tests.host.processes import children, eventually, is_running
from tests.host.villages import MARKER, RULED, assessed, data, good_neighbours, write
from tests.host.wrong import POINTS_HOOK
from tests.host.wrong_code import HANGING, HARMFUL

ROOT = Path(__file__).parents[2]
LIMITS = Limits()
SERVER = """
import sys, threading
from pathlib import Path
from core.host import Host, Limits
from tests.host.villages import assessed
host = Host.load([Path(sys.argv[1])], packages=False)
law = host.catalogue.get("sleepville")
threading.Thread(target=assessed, args=(law,)).start()
print("asked", flush=True)
threading.Event().wait()
"""
COPIED = """
import os, sys
from pathlib import Path
from core.host import Host
from tests.host.villages import assessed
law = Host.load([Path(sys.argv[1])], packages=False).catalogue.get("ruleville")
print(assessed(law).points_lost, flush=True)
if os.fork() == 0:
    print(assessed(law).points_lost, flush=True)
    os._exit(0)
os.wait()
print(assessed(law).points_lost)
"""


def hosted(root: Path, limits: Limits = LIMITS) -> Host:
    return Host.load([root], packages=False, limits=limits)


def asleep(root: Path) -> Path:
    """Write a plugin whose rule says on standard error that it was asked, and sleeps."""
    rules = "import os, time\n" + POINTS_HOOK + "os.write(2, b'asleep')\n    time.sleep(1000)\n"
    write(root, "sleepville", {"2020.toml": data("sleepville"), "rules.py": rules})
    return root


def test_folders_of_data_cost_no_process(tmp_path: Path) -> None:
    before = children()
    for place in ("oneville", "twoville"):
        write(tmp_path, place, {"2020.toml": data(place)})
    host = hosted(tmp_path)
    assert children() <= before
    assert host.codes == ()


def test_code_that_only_names_files_is_asked_no_more_once_it_has(tmp_path: Path) -> None:
    before = children()
    rules = MARKER + "\n@hookimpl\ndef guiju_regulation_files():\n    return []\n"
    write(tmp_path, "listville", {"2020.toml": data("listville"), "rules.py": rules})
    host = hosted(tmp_path)
    assert (host.parked, host.codes) == ((), ())
    assert children() <= before


def test_plugins_that_are_parked_leave_no_process(tmp_path: Path) -> None:
    before = children()
    for one in HARMFUL:
        one.written(tmp_path)
    ruled = "return question.full\n"
    for place in ("eastville", "westville"):
        write(tmp_path, place, {"2020.toml": data(place, id="common"), "rules.py": POINTS_HOOK + ruled})
    write(tmp_path, "dataville", {"2020.toml": "id = 1", "rules.py": POINTS_HOOK + ruled})
    write(tmp_path, "heirville", {"2020.toml": 'inherits = "nowhere"', "rules.py": POINTS_HOOK + ruled})
    host = hosted(tmp_path)
    assert len(host.parked) == len(HARMFUL) + 4
    assert children() <= before


def test_plugins_that_hang_while_they_are_loaded_are_ended_side_by_side(tmp_path: Path) -> None:
    before = children()
    for one in HANGING:
        one.written(tmp_path / "bad")
    limits = Limits(load_seconds=Decimal(5))
    with Host.load([good_neighbours(tmp_path / "good"), tmp_path / "bad"], packages=False, limits=limits) as host:
        parked = {one.name: one.reason for one in host.parked}
        for one in HANGING:
            reason = parked[one.name]
            assert reason is not None
            assert reason.code == one.code
            assert reason.message.zh.startswith(one.zh)
            assert reason.message.en.startswith(one.en)
        assert assessed(host.catalogue.get("ruleville")).points_lost == 2 * RULED
    assert children() <= before


def test_loading_all_plugins_has_a_limit_of_its_own(tmp_path: Path) -> None:
    HANGING[0].written(tmp_path)
    (info,) = hosted(tmp_path, Limits(all_seconds=Decimal(1))).parked
    assert info.reason is not None
    assert info.reason.message.en.startswith("importing rules.py took over 1 s and was ended;")
    assert info.reason.message.en.endswith("the operator raises GUIJU_PLUGIN_ALL_SECONDS")


def test_closing_the_host_ends_its_processes_and_its_rules_decide_no_more(tmp_path: Path) -> None:
    before = children()
    with hosted(good_neighbours(tmp_path)) as host:
        law = host.catalogue.get("ruleville")
        assert len(children() - before) == 1
        assert assessed(law).points_lost == 2 * RULED
    assert children() <= before
    assert assessed(law).points_lost is None
    host.close()


def test_a_host_that_nobody_holds_any_more_ends_its_processes(tmp_path: Path) -> None:
    gc.collect()
    before = children()
    law = hosted(good_neighbours(tmp_path)).catalogue.get("ruleville")
    assert assessed(law).points_lost == 2 * RULED, "the law holds on to its owner's code"
    assert len(children() - before) == 1
    del law
    gc.collect()
    assert children() <= before


def test_a_server_that_is_killed_leaves_no_process_behind_even_if_a_rule_hangs(tmp_path: Path) -> None:
    asleep(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "GUIJU_PLUGIN_CALL_SECONDS": "3"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as server:
        assert server.stdout is not None
        assert server.stderr is not None
        assert server.stdout.readline() == b"asked\n"
        assert server.stderr.read(6) == b"asleep"
        (worker,) = children(of=server.pid)
        server.kill()
        server.wait()
        assert eventually(lambda: not is_running(worker))


def test_an_idle_process_ends_with_its_server(tmp_path: Path) -> None:
    program = SERVER.replace('"sleepville"', '"ruleville"')
    good_neighbours(tmp_path)
    with subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE) as server:
        assert server.stdout is not None
        assert server.stdout.readline() == b"asked\n"
        (worker,) = children(of=server.pid)
        server.kill()
        server.wait()
        assert eventually(lambda: not is_running(worker))


def test_one_rule_is_asked_by_many_threads_and_each_has_its_own_answer(tmp_path: Path) -> None:
    write(tmp_path, "echoville", {"2020.toml": data("echoville"), "rules.py": POINTS_HOOK + "return question.lost\n"})
    with hosted(tmp_path) as host:
        rules = host.catalogue.get("echoville").rules
        assert rules is not None

        def asked(number: int) -> bool:
            question = PointsQuestion(
                regulation="echoville", clause="rule", cases=1, full=Decimal(20), lost=Decimal(number) / 8
            )
            return rules(question) == Decimal(number) / 8

        with ThreadPoolExecutor(8) as pool:
            assert all(pool.map(asked, range(400)))


def test_a_copy_of_the_server_has_processes_of_its_own(tmp_path: Path) -> None:
    """A tool that tries a regulation on several processes may have been split from one that has asked already."""
    good_neighbours(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", COPIED, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["8", "8", "8"], "asked, asked by the copy, and asked again after it"
