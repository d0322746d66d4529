"""Installed packages, written as an installer would leave them: a module, and metadata that names its entry point."""

import importlib
import sys
from pathlib import Path

import pytest

from core.host import Host, Origin, PluginInfo, Reason
from tests.host.villages import answers, data, good_neighbours, write

PLUGIN = """
from pathlib import Path

import pluggy

hookimpl = pluggy.HookimplMarker("guiju")


@hookimpl
def guiju_regulation_files():
    return [Path(__file__).with_name("{name}.toml")]
"""


def install(site: Path, name: str, *, module: str | None = None, target: str | None = None) -> None:
    """Write the package ``name`` into ``site`` with an entry point of that name."""
    site.mkdir(exist_ok=True)
    (site / f"{name}.py").write_text(PLUGIN.format(name=name) if module is None else module, encoding="utf-8")
    (site / f"{name}.toml").write_text(data(name), encoding="utf-8")
    metadata = site / f"{name}-1.2.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.2\n", encoding="utf-8")
    entry = f"[guiju.plugins]\n{name} = {target or name}\n"
    (metadata / "entry_points.txt").write_text(entry, encoding="utf-8")
    importlib.invalidate_caches()


def test_an_installed_package_is_served_beside_the_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", "wheelville_a")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])

    host = Host.load([good_neighbours(tmp_path / "good")], packages=True)

    assert PluginInfo("wheelville_a", Origin.PACKAGE, "wheelville_a 1.2", ("wheelville_a",)) in host.plugins
    assert host.catalogue.find("wheelville_a") is not None
    assert Host.load([], packages=False).plugins == ()


@pytest.mark.parametrize(
    ("name", "module", "target", "code", "message"),
    [
        ("wheelville_b", "raise ImportError('broken')", None, "IMPORT_FAILED", "broken"),
        ("wheelville_c", "import sys\nsys.exit(1)", None, "IMPORT_FAILED", "SystemExit: 1"),
        ("wheelville_d", "", "wheelville_d:plugin", "IMPORT_FAILED", "has no attribute 'plugin'"),
        ("wheelville_e", "", None, "NO_HOOK", "implements no hook"),
        ("wheelville_f", "plugin = 5", "wheelville_f:plugin", "NO_HOOK", "implements no hook"),
    ],
)
def test_a_faulty_package_is_parked_and_the_folders_are_served_unchanged(
    name: str, module: str, target: str | None, code: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = good_neighbours(tmp_path / "good")
    install(tmp_path / "site", name, module=module, target=target)
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])

    host = Host.load([good], packages=True)

    (parked,) = [one for one in host.parked if one.name == name]
    assert (parked.origin, parked.location) == (Origin.PACKAGE, f"{name} 1.2")
    assert parked.reason is not None
    assert parked.reason.code == code
    assert message in parked.reason.message.en
    served = [one for one in answers(host) if one[0] in {"plainville", "ruleville"}]
    assert served == list(answers(Host.load([good], packages=False)))


def test_a_package_and_a_folder_of_one_name_are_both_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(tmp_path / "site", "wheelville_g")
    monkeypatch.setattr(sys, "path", [str(tmp_path / "site"), *sys.path])
    write(tmp_path / "good", "wheelville_g", {"2020.toml": data("wheelville_g", id="other")})

    host = Host.load([tmp_path / "good"], packages=True)

    parked = [one for one in host.parked if one.name == "wheelville_g"]
    assert [(one.origin, one.reason.code) for one in parked if one.reason] == [
        (Origin.FOLDER, "NAME_CLASH"),
        (Origin.PACKAGE, "NAME_CLASH"),
    ]
    assert parked[0].reason is not None
    assert "FOLDER good/wheelville_g, PACKAGE wheelville_g 1.2" in parked[0].reason.message.en
    assert host.catalogue.versions("wheelville_g") == ()


def reason_of(site: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> Reason:
    """Return why the package ``name``, installed in ``site``, is parked."""
    monkeypatch.setattr(sys, "path", [str(site), *sys.path])
    (info,) = [one for one in Host.load([], packages=True).parked if one.name == name]
    assert info.reason is not None
    return info.reason


def test_a_package_made_for_another_host_is_told_so_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "GUIJU_API = '>=2'\ndef guiju_hook_to_come():\n    pass\n"
    install(tmp_path, "wheelville_h", module=module)
    reason = reason_of(tmp_path, "wheelville_h", monkeypatch)
    assert reason.code == "WRONG_API"
    assert reason.message.en.startswith("made for the host API >=2; the API of this host is 1.0")


def test_a_package_that_names_an_object_states_its_range_in_the_module(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = "GUIJU_API = '<1'\n\n\nclass Plugin:\n    pass\n\n\nplugin = Plugin()\n"
    install(tmp_path, "wheelville_i", module=module, target="wheelville_i:plugin")
    assert reason_of(tmp_path, "wheelville_i", monkeypatch).code == "WRONG_API"


def test_what_any_module_of_a_package_imports_of_the_host_is_found_before_it_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "wheelville_j"
    package.mkdir()
    (package / "__init__.py").write_text("raise RuntimeError('it was run')\n", encoding="utf-8")
    (package / "rules.py").write_text("import os\n\n    # 一\nfrom schema import build\n", encoding="utf-8")
    install(tmp_path, "wheelville_j", target="wheelville_j.rules")
    (tmp_path / "wheelville_j.py").unlink()
    reason = reason_of(tmp_path, "wheelville_j", monkeypatch)
    assert reason.code == "FORBIDDEN_IMPORT"
    assert [(one.file, one.line, one.column, one.source) for one in reason.problems] == [
        ("wheelville_j/rules.py", 4, 1, "from schema import build")
    ]


def test_the_code_of_a_package_is_never_in_the_process_of_the_server(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(tmp_path, "wheelville_k")
    monkeypatch.setattr(sys, "path", [str(tmp_path), *sys.path])
    assert Host.load([], packages=True).catalogue.find("wheelville_k") is not None
    assert "wheelville_k" not in sys.modules
