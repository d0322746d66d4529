"""A region begun with ``guiju new``: what is written passes every check, and a package can be built and is found."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from core.errors import ConflictError, RefusedError
from core.regulation.vocabulary import Scheme
from core.service.checking import check_folder
from core.service.scaffolding import begin_folder, begin_wheel

OFFLINE = {"PIP_NO_INDEX": "1", "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_ROOT_USER_ACTION": "ignore"}


def run(*command: str | Path, cwd: Path, path: str = "") -> str:
    done = subprocess.run(
        [sys.executable, *map(str, command)],
        cwd=cwd,
        env={**os.environ, **OFFLINE, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("year", [2024, 2026])
@pytest.mark.parametrize("scheme", Scheme)
def test_what_is_written_passes_every_check(tmp_path: Path, year: int, scheme: Scheme) -> None:
    paths = begin_folder(tmp_path / "plugins", "testville", year, scheme)
    found = check_folder(tmp_path / "plugins" / "testville", mutate=True, ledgers=20)
    assert [path.name for path in paths] == [f"{year}.toml", f"{year}.cases.toml"]
    assert found.passed
    assert found.mutated is not None
    assert found.mutated[0].changes > 20


def test_each_scheme_has_examples_of_its_own_kind(tmp_path: Path) -> None:
    for scheme in Scheme:
        data, cases = begin_folder(tmp_path, f"test_{scheme.lower()}", 2026, scheme)
        assert f"\n[{scheme.lower()}]\n" in data.read_text(encoding="utf-8")
        assert (f'scheme = "{scheme}"' in cases.read_text(encoding="utf-8")) is (scheme is not Scheme.POINTS)


def test_the_editor_is_told_where_the_schemas_are(tmp_path: Path) -> None:
    for path in begin_folder(tmp_path / "plugins", "testville", 2026):
        first = path.read_text(encoding="utf-8").splitlines()[0]
        assert (path.parent / first.removeprefix("#:schema ")).is_file()
    for path in begin_wheel(tmp_path, "testville", 2026):
        if path.suffix == ".toml" and path.name != "pyproject.toml":
            first = path.read_text(encoding="utf-8").splitlines()[0]
            assert (path.parent / first.removeprefix("#:schema ")).is_file()


def test_within_the_project_the_schemas_of_its_documents_are_named(tmp_path: Path) -> None:
    (tmp_path / "docs" / "schema").mkdir(parents=True)
    (tmp_path / "docs" / "schema" / "regulation.json").write_text("{}", encoding="utf-8")
    data, _ = begin_folder(tmp_path / "plugins", "testville", 2026)
    assert data.read_text(encoding="utf-8").startswith("#:schema ../../docs/schema/regulation.json\n")
    assert [path.name for path in (tmp_path / "plugins").iterdir()] == ["testville"]


def test_a_further_version_stands_beside_the_first_and_nothing_is_ever_overwritten(tmp_path: Path) -> None:
    begin_folder(tmp_path, "testville", 2024)
    begin_folder(tmp_path, "testville", 2026)
    assert len(list((tmp_path / "testville").iterdir())) == 4
    with pytest.raises(ConflictError, match="FILE_EXISTS"):
        begin_folder(tmp_path, "testville", 2026)


@pytest.mark.parametrize("place", ["", "Testville", "2ville", "test-ville", "../out", "class", "试镇", "a" * 41])
def test_a_place_that_cannot_name_a_folder_is_refused_before_anything_is_written(tmp_path: Path, place: str) -> None:
    for begin in (begin_folder, begin_wheel):
        with pytest.raises(RefusedError, match="PLACE_INVALID"):
            begin(tmp_path, place, 2026)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "plugins").write_text("a file", encoding="utf-8")
    with pytest.raises(RefusedError, match="FILE_UNWRITABLE"):
        begin_folder(tmp_path / "plugins", "testville", 2026)


def test_a_package_is_built_and_its_own_tests_pass_beside_guiju(tmp_path: Path) -> None:
    begin_wheel(tmp_path, "test_ville", 2026)
    project = tmp_path / "guiju-test-ville"
    run("-m", "build", "--no-isolation", "--wheel", "--outdir", tmp_path / "dist", project, cwd=tmp_path)
    (wheel,) = (tmp_path / "dist").glob("*.whl")
    run("-m", "pip", "install", "--quiet", "--no-deps", "--target", tmp_path / "site", wheel, cwd=tmp_path)
    said = run("-m", "pytest", "-q", "-p", "no:cacheprovider", cwd=project, path=str(tmp_path / "site"))
    assert "3 passed" in said
    assert os.access(project / ".ci" / "run", os.X_OK)
