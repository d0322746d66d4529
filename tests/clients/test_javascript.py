"""The programs of the pages about Apollo, urql and Relay: compiled strictly, run in Node, and shown in a browser."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.clients.browser import CHROMIUM, WITHOUT, browser, files_at, origins_of, pressing, visit
from tests.clients.pages import files_of, printed_by, write
from tests.clients.service import Registry, served
from tests.clients.workshop import IS_ASKED_FOR, WHY_NOT, Example, Workshop, right
from tests.docs.test_howto import is_shown

pytestmark = pytest.mark.skipif(not IS_ASKED_FOR, reason=WHY_NOT)

SHELL = '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><div id="root"></div>'


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop.fit_out(tmp_path_factory.mktemp("workshop"))


@dataclass(frozen=True, slots=True)
class Running:
    """An example, with the service that it asks and the place where a browser finds its pages."""

    example: Example
    service: str
    pages: str


@pytest.fixture(scope="module", params=["apollo", "urql", "relay"])
def running(request: pytest.FixtureRequest, workshop: Workshop, registry: Registry) -> Iterator[Running]:
    example = Example.prepare(str(request.param), workshop)
    pages = example.folder / "browser"
    pages.mkdir()
    (pages / "list.html").write_text(f'{SHELL}<script type="module" src="list.mjs"></script>', encoding="utf-8")
    with files_at(pages) as origin, served(registry, "--allow-origin", origin, *example.options) as endpoint:
        example.bundle(endpoint, registry.token)
        yield Running(example, endpoint.removesuffix("/graphql"), origin)


def test_a_page_s_programs_pass_the_strict_compiler(running: Running) -> None:
    assert running.example.workshop.compile(running.example.folder) == ""


@pytest.mark.parametrize("program", ["doctors", "refusal"])
def test_a_program_prints_what_the_page_says(running: Running, program: str) -> None:
    printed, _ = running.example.run(program)
    assert is_shown(printed, printed_by(program)), printed


def test_a_document_is_sent_by_its_hash_once_the_service_knows_it(running: Running) -> None:
    printed, sent = running.example.run("persisted")
    assert printed == printed_by("persisted")
    known = ["hash", "hash"]
    assert sent == (known if running.example.name == "relay" else ["hash", "text and hash", "hash"])


@pytest.mark.skipif(CHROMIUM is None, reason=WITHOUT)
def test_a_list_in_a_browser_fetches_each_page_once_and_asks_nobody_else(running: Running, tmp_path: Path) -> None:
    rows = "document.querySelectorAll('li').length === {}"
    more = pressing("button")
    steps = (rows.format(25), more, rows.format(50), more, rows.format(60), "!document.querySelector('button')")
    with browser(tmp_path / "profile") as port:
        seen = visit(port, f"{running.pages}/list.html", *steps, "document.querySelector('li').textContent")
    assert seen.values[:-1] == [True] * len(steps)
    assert printed_by("doctors").startswith(f"{seen.values[-1]}\n")
    assert seen.complaints == []
    assert origins_of(seen.requests) == {running.service, running.pages}
    assert seen.requests.count(f"POST {running.service}/graphql") == 3


def test_the_whole_schema_becomes_types_that_pass_the_strict_compiler(workshop: Workshop) -> None:
    folder = workshop.folder / "whole"
    files = files_of("types")
    generated = '"typescript-operations", "typed-document-node"'
    assert generated in files["codegen.ts"]
    del files["line.ts"]
    write(folder, {**files, "codegen.ts": files["codegen.ts"].replace(generated, '"typescript"')})
    right(workshop.run("graphql-codegen", "--config", "codegen.ts", folder=folder))
    assert workshop.compile(folder) == ""
    types = (folder / "generated.ts").read_text(encoding="utf-8")
    assert "export type PointsAssessment = " in types
    assert "any;" not in types


def test_a_scalar_that_nobody_described_stops_the_generator(workshop: Workshop) -> None:
    folder = workshop.folder / "unlisted"
    files = files_of("types")
    assert ' Decimal: "string"' in files["codegen.ts"]
    write(folder, {**files, "codegen.ts": files["codegen.ts"].replace(', Decimal: "string"', "")})
    done = workshop.run("graphql-codegen", "--config", "codegen.ts", folder=folder)
    assert done.returncode == 1
    assert "Decimal" in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ('assessment?.pointsLeft ?? "?"', "assessment?.pointsLeft.length", "possibly 'null'"),
        ("{ code, name, enrolments", "{ codes, name, enrolments", "'codes' does not exist"),
        ("assessment?.standing?.status ??", "(assessment?.standing?.status === 'GONE' || null) ??", "no overlap"),
    ],
)
def test_a_wrong_use_of_an_answer_does_not_compile(workshop: Workshop, old: str, new: str, complaint: str) -> None:
    folder = workshop.folder / "wrong"
    files = files_of("types")
    assert old in files["line.ts"]
    shutil.rmtree(folder, ignore_errors=True)
    write(folder, {**files, "line.ts": files["line.ts"].replace(old, new)})
    right(workshop.run("graphql-codegen", "--config", "codegen.ts", folder=folder))
    assert complaint in workshop.compile(folder)
