"""What a wrong plugin is, and how to write one; which ones there are is said in ``wrong_…`` beside this file."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.host.villages import MARKER, data, write

FILES_HOOK = MARKER + "\n@hookimpl\ndef guiju_regulation_files():\n    "
POINTS_HOOK = MARKER + "\n@hookimpl\ndef guiju_points_of(question):\n    "


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A folder with something wrong, and how the reason for parking it begins."""

    name: str
    """Also that of the folder and its place."""
    code: str
    zh: str
    en: str
    files: Mapping[str, str | bytes] = field(default_factory=dict[str, str | bytes])
    links: Mapping[str, str] = field(default_factory=dict[str, str])
    """Names of links, and where they lead."""
    pipes: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()

    def written(self, root: Path) -> Path:
        """Write the folder below ``root`` and return it."""
        texts = {name: text for name, text in self.files.items() if isinstance(text, str)}
        folder = write(root, self.name, texts)
        for name, content in self.files.items():
            if isinstance(content, bytes):
                (folder / name).write_bytes(content)
        for name, target in self.links.items():
            (folder / name).symlink_to(target)
        for name in self.pipes:
            os.mkfifo(folder / name)
        for name in self.folders:
            (folder / name).mkdir()
        return folder


def code(name: str, code: str, rules: str, zh: str, en: str) -> Wrong:
    """Return a folder whose data is right and whose ``rules.py`` is wrong."""
    return Wrong(name=name, code=code, zh=zh, en=en, files={"2020.toml": data(name), "rules.py": rules})
