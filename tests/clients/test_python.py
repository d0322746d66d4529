"""The programs of the page about Python, run as they stand against a service."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.pages import aim, files_of, printed_by, write
from tests.clients.service import Registry, served
from tests.docs.test_howto import is_shown


@pytest.fixture(scope="module")
def programs(registry: Registry, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The folder of the programs, while the service that they ask runs."""
    folder = tmp_path_factory.mktemp("python")
    write(folder, files_of("python"))
    with served(registry) as endpoint:
        aim(folder / "settings.py", endpoint, registry.token)
        yield folder


@pytest.mark.parametrize("program", ["doctors", "refusal", "persisted"])
def test_a_program_prints_what_the_page_says(programs: Path, program: str) -> None:
    command = [sys.executable, "-W", "error", "-X", "utf8", f"{program}.py"]
    done = subprocess.run(command, cwd=programs, capture_output=True, encoding="utf-8", check=False)
    assert done.stderr == ""
    assert is_shown(done.stdout, printed_by(program)), done.stdout


def test_a_query_that_the_schema_does_not_know_is_refused_before_it_is_sent(programs: Path) -> None:
    asking = "from gql import gql; from service import service; service().execute(gql('{ nothing }'))"
    command = [sys.executable, "-c", asking]
    done = subprocess.run(command, cwd=programs, capture_output=True, encoding="utf-8", check=False)
    assert "Cannot query field 'nothing' on type 'Query'." in done.stderr
    assert "TransportQueryError" not in done.stderr


def test_without_a_token_a_program_shows_nobody(programs: Path) -> None:
    asking = "import settings; settings.TOKEN = ''; import doctors"
    command = [sys.executable, "-X", "utf8", "-c", asking]
    done = subprocess.run(command, cwd=programs, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout == ""
    assert "FORBIDDEN" in done.stderr
