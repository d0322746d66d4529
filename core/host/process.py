"""A process of a plugin's code, seen from the host: started, asked with a time limit, and ended in every case."""

import contextlib
import os
import select
import signal
import subprocess
import sys
import weakref
from collections.abc import Mapping
from pathlib import Path
from time import monotonic

import core.worker

_PROGRAM = str(Path(core.worker.__file__).with_name("__main__.py"))
_KEPT = ("PATH", "LANG", "LC_ALL", "LD_LIBRARY_PATH", "TMPDIR", "TZ")
"""What of the environment the code may see: nothing that could hold a secret."""
_CHUNK = 65536
_GRACE = 0.5
"""How many seconds a process that has closed its pipes is given to end, so that it can be said how it did."""


class CutOffError(Exception):
    """The process gave no answer in time, and was ended."""


class DiedError(Exception):
    """The process ended by itself; ``how`` is the name of the signal, or its exit code in words."""

    def __init__(self, how: str) -> None:
        super().__init__(how)
        self.how = how


class TooLargeError(Exception):
    """The answer is longer than allowed; the process was ended."""


class Process:
    """A process that answers a line with a line. It is ended when it is dropped, and when this one ends."""

    def __init__(self, name: str) -> None:
        """Start the process; ``name`` is how it is listed among those of the machine.

        Raises:
            OSError: the machine cannot start another process.
        """
        self._process = subprocess.Popen(  # noqa: S603 - this very interpreter, running a file of the project
            [sys.executable, "-P", "-s", _PROGRAM, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd="/",
            env=_environment(os.environ),
            bufsize=0,
            start_new_session=True,  # what it starts in turn is ended with it, and Ctrl-C is the host's to hear
        )
        self._owner = os.getpid()
        self._buffer = bytearray()
        self.end = weakref.finalize(self, _end, self._process, self._owner)
        """End the process, if it has not ended."""

    @property
    def is_usable(self) -> bool:
        """Whether it can be asked: it was not ended, and answers here."""
        return self.end.alive and not self.is_elsewhere

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a copy, made by forking, of the process that started it and gets its answers."""
        return self._owner != os.getpid()

    def ask(self, line: bytes, seconds: float, most: int) -> bytes:
        """Return the answer to ``line``, without the end of the line.

        Raises:
            CutOffError: there is none after so many seconds.
            DiedError: the process ended instead.
            TooLargeError: it is longer than ``most`` bytes.
        """
        deadline = monotonic() + seconds
        pipe = self._process.stdin
        try:
            if pipe is not None:
                pipe.write(line)
            return self._line(deadline, most)
        except BrokenPipeError:
            raise DiedError(self._how_it_ended()) from None
        except BaseException:
            self.end()
            raise

    def _line(self, deadline: float, most: int) -> bytes:
        pipe = self._process.stdout
        if pipe is None:
            raise DiedError("no pipe")
        poll = select.poll()
        poll.register(pipe, select.POLLIN | select.POLLHUP)
        while (end := self._buffer.find(b"\n")) < 0:
            if len(self._buffer) > most:
                raise TooLargeError
            left = deadline - monotonic()
            if left <= 0 or not poll.poll(left * 1000):
                raise CutOffError
            chunk = os.read(pipe.fileno(), _CHUNK)
            if not chunk:
                raise DiedError(self._how_it_ended())
            self._buffer += chunk
        line = bytes(self._buffer[:end])
        del self._buffer[: end + 1]
        return line

    def _how_it_ended(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        code = self._process.poll()
        self.end()
        if code is None:
            return "closed its pipes"
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"


def _environment(given: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the process: the same order of sets each time, UTF-8, and little else."""
    kept = {name: given[name] for name in _KEPT if name in given}
    return {**kept, "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}


def _end(process: "subprocess.Popen[bytes]", owner: int) -> None:
    """End the process and whatever it has started."""
    if os.getpid() == owner:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
