"""Loading one plugin: the files of its folder, and its code if it has any. Whatever is wrong parks it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter
from typing import cast

import pluggy

from core.host.code import PluginCode
from core.host.discovery import Candidate, data_files
from core.host.files import RawFile, raw, unreadable
from core.host.inheriting import Read
from core.host.limits import Limits
from core.host.parking import PluginError
from core.host.watching import Trace
from core.host.wording import reason
from core.regulation.api import API_RANGE_INVALID, WRONG_API
from core.regulation.files.load import require_api
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import Document
from core.text import Text
from core.worker.hookspecs import FILES, POINTS, PROJECT, Hooks, hookimpl
from core.worker.messages import Fault

_AT_ONCE = 8
"""How many processes are being started at the same time."""
_OF_API = frozenset({API_RANGE_INVALID, WRONG_API})


@dataclass(frozen=True, slots=True)
class Loader:
    """Loads plugins under some limits."""

    limits: Limits
    trace: Trace

    def load(self, candidates: Sequence[Candidate]) -> list[Read | PluginError]:
        """Return what each of ``candidates`` gives, or why it is parked; those with code are loaded side by side."""
        until = monotonic() + float(self.limits.all_seconds)
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            coded = {index: pool.submit(self._tried, one, until) for index, one in enumerate(candidates) if one.target}
            plain = {index: self._tried(one, until) for index, one in enumerate(candidates) if not one.target}
            return [coded[index].result() if index in coded else plain[index] for index in range(len(candidates))]

    def _tried(self, candidate: Candidate, until: float) -> Read | PluginError:
        try:
            return self._loaded(candidate, until)
        except PluginError as error:
            return error

    def _loaded(self, candidate: Candidate, until: float) -> Read:
        own = self._of_folder(candidate) if candidate.folder is not None else []
        if candidate.target is None:
            return Read(candidate, *self._documents(candidate, own))
        code = PluginCode(candidate.name, candidate.target, self.limits, self.trace)
        named = code.load(until)
        try:
            read = self._read(candidate, [*named, *own], code)
        except BaseException:
            code.close()
            raise
        if read.code is None:
            code.close()
        return read

    def _read(self, candidate: Candidate, files: Sequence[RawFile], code: PluginCode) -> Read:
        """Return what the files say; ``code`` is kept if there is something more to ask it."""
        if not files:
            doing = Text(zh=candidate.name, en=candidate.name)
            found = reason(Fault("NO_REGULATION", "[]"), doing, self.limits)
            raise PluginError(found.code, found.message)
        return Read(candidate, *self._documents(candidate, files), code if POINTS in code.hooks else None)

    def _of_folder(self, candidate: Candidate) -> list[RawFile]:
        """Return the data files of a folder, as its own hook names them; raise PluginError if there are none."""
        folder = cast("Path", candidate.folder)
        try:
            next(folder.iterdir(), None)  # a search for files would find none in a folder that may not be read
        except OSError as error:
            raise unreadable(candidate.name, error) from error
        start = perf_counter()
        paths = _asked(folder)
        listed = ", ".join(path.name for path in paths)
        self.trace.called(FILES, candidate.name, {}, listed, perf_counter() - start)
        if not paths:
            text = Text(
                zh=f"{candidate.name} 中没有数据文件; 放入一个如 2011.toml 的文件",
                en=f"{candidate.name} holds no data file; put one such as 2011.toml into it",
            )
            raise PluginError("NO_REGULATION", text)
        return [raw(path, int(self.limits.file_bytes)) for path in paths]

    def _documents(
        self, candidate: Candidate, files: Sequence[RawFile]
    ) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
        """Return what the files say, and what is wrong with those that cannot be read.

        Raises:
            PluginError: a file was made for another version of the host; nothing else of it is looked at.
        """
        documents: list[Document] = []
        problems: list[Problem] = []
        for file in files:
            try:
                document = file.document(candidate.location, int(self.limits.file_bytes))
                require_api(document)
            except DataFileError as error:
                problems += error.problems
            else:
                documents.append(document)
        for one in problems:
            if one.code in _OF_API:
                raise _of_api(one)
        return tuple(documents), tuple(problems)


class DataFolder:
    """The hook that every folder of data files has by itself."""

    def __init__(self, folder: Path) -> None:
        """Take the TOML files of ``folder``, except those of worked examples."""
        self._files = tuple(data_files(folder))

    @hookimpl
    def guiju_regulation_files(self) -> Sequence[Path]:
        """Return the data files of the folder, by name."""
        return self._files


def _asked(folder: Path) -> list[Path]:
    """Return what the hook of a folder answers; its manager knows this one plugin."""
    manager = pluggy.PluginManager(PROJECT)
    manager.add_hookspecs(Hooks)
    manager.register(DataFolder(folder))
    answers = cast("list[Sequence[Path]]", manager.hook.guiju_regulation_files())
    return [path for answer in answers for path in answer]


def _of_api(problem: Problem) -> PluginError:
    message, hint = problem.message, problem.hint
    where = f"{problem.file}:{problem.line}"
    text = Text(zh=f"{where}: {message.zh}; {hint.zh}", en=f"{where}: {message.en}; {hint.en}")
    return PluginError(problem.code, text, (problem,))
