"""A client of a language server, as an editor is one: what it shows in a file that somebody is writing."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from types import TracebackType
from typing import IO, Any, Self

SERVER = Path(sys.executable).with_name("tombi")
LONGEST_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that the editor underlines."""

    line: int
    """Number of its line, from 1."""
    message: str


class LanguageServer:
    """The TOML language server on a folder, without a network, as long as the ``with`` statement lasts."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._sent = 0
        self._opened: set[str] = set()
        self._told: dict[int, tuple[Problem, ...]] = {}

    def __enter__(self) -> Self:
        """Start the server and greet it."""
        self._process = subprocess.Popen(
            [SERVER, "lsp", "--offline"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
            env=os.environ | {"XDG_CACHE_HOME": str(self._folder / "cache")},
        )
        self._watchdog = Timer(LONGEST_SECONDS, self._process.kill)
        self._watchdog.start()
        root = {"uri": self._folder.as_uri(), "name": "root"}
        self.request("initialize", {"processId": None, "rootUri": None, "workspaceFolders": [root], "capabilities": {}})
        self._write({"method": "initialized", "params": {}})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop the server."""
        self._watchdog.cancel()
        self._process.kill()
        self._process.communicate()

    def request(self, method: str, params: Mapping[str, Any]) -> Any:  # noqa: ANN401 - whatever the protocol says
        """Return the answer to a request."""
        self._sent += 1
        self._write({"id": self._sent, "method": method, "params": params})
        while (message := self._received()).get("id") != self._sent:
            pass
        return message["result"]

    def open(self, file: Path, text: str | None = None) -> "Editor":
        """Return an editor of ``file`` with ``text`` in it; None: as it was saved."""
        uri, written = file.as_uri(), file.read_text(encoding="utf-8") if text is None else text
        if uri in self._opened:
            self._write({"method": "textDocument/didClose", "params": {"textDocument": {"uri": uri}}})
        self._opened.add(uri)
        self._sent += 1
        version = self._sent
        document = {"uri": uri, "languageId": "toml", "version": version, "text": written}
        self._write({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while version not in self._told:
            self._received()
        return Editor(self, uri, written, self._told[version])

    def _write(self, message: Mapping[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        pipe = _pipe(self._process.stdin)
        pipe.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        pipe.flush()

    def _received(self) -> dict[str, Any]:
        """Return an answer, or an empty table if the server says or asks something of its own accord."""
        message = self._read()
        if "method" not in message:
            return message
        if "id" in message:
            self._write({"id": message["id"], "result": None})
        elif message["method"] == "textDocument/publishDiagnostics":
            found, version = message["params"]["diagnostics"], message["params"].get("version")
            problems = tuple(Problem(one["range"]["start"]["line"] + 1, one["message"]) for one in found)
            self._told |= {version: problems} if version is not None else {}
        return {}

    def _read(self) -> dict[str, Any]:
        pipe = _pipe(self._process.stdout)
        header = pipe.readline()
        if not header:
            raise EOFError("the language server stopped")
        while pipe.readline().strip():
            pass
        return json.loads(pipe.read(int(header.removeprefix(b"Content-Length:"))))


class Editor:
    """A file in an editor; a place in it is given by the text that stands there."""

    def __init__(self, server: LanguageServer, uri: str, text: str, problems: tuple[Problem, ...]) -> None:
        self._server, self._uri, self._text = server, uri, text
        self.problems = problems
        """What is underlined."""

    def completions(self, after: str) -> dict[str, str]:
        """Return what is offered behind ``after``, with its description."""
        found = self._ask("completion", self._text.index(after) + len(after))
        return {one["label"]: _first_line(one["documentation"]["value"]) for one in found}

    def hover(self, over: str) -> str:
        """Return what is shown with the pointer at the start of ``over``."""
        return self._ask("hover", self._text.index(over))["contents"]["value"]

    def _ask(self, what: str, at: int) -> Any:  # noqa: ANN401 - as above
        before = self._text[:at]
        position = {"line": before.count("\n"), "character": len(before) - before.rfind("\n") - 1}
        asked = {"textDocument": {"uri": self._uri}, "position": position}
        return self._server.request(f"textDocument/{what}", asked)


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None
    return pipe


def _first_line(markdown: str) -> str:
    return markdown.partition("\n")[0]
