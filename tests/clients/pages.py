"""The programs on the pages about clients, and what the pages say that they print."""

from pathlib import Path

from tests.docs.pages import ROOT, blocks_of

PAGES = ROOT / "docs" / "clients"
_ENDPOINT = "http://127.0.0.1:8000/graphql"
_UNSET = 'TOKEN{} = ""'


def files_of(*names: str) -> dict[str, str]:
    """Return the files that the pages of these names hold, by name."""
    blocks = [block for name in names for block in blocks_of(PAGES / f"{name}.md")]
    return {block.file: block.text for block in blocks if block.file is not None}


def write(folder: Path, files: dict[str, str]) -> None:
    """Write ``files`` into ``folder``, with the schema beside them."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in {**files, "schema.graphql": (ROOT / "schema.graphql").read_text(encoding="utf-8")}.items():
        (folder / name).write_text(text, encoding="utf-8")


def aim(settings: Path, endpoint: str, token: str) -> None:
    """Put into the file ``settings`` where the service is, and the token."""
    text = settings.read_text(encoding="utf-8")
    empty = _UNSET.format(": string" if settings.suffix == ".ts" else "")
    assert text.count(_ENDPOINT) == 1
    assert text.count(empty) == 1
    text = text.replace(_ENDPOINT, endpoint).replace(empty, empty.replace('""', f'"{token}"'))
    settings.write_text(text, encoding="utf-8")


def printed_by(program: str) -> str:
    """Return what the pages say that ``program`` prints; ``…`` stands for any lines."""
    (shown,) = [block.text for block in blocks_of(PAGES / "index.md") if block.marker == f"prints:{program}"]
    return shown
