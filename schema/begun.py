"""Work that is begun at once and, only if it has to wait for something, goes on in a task."""

from collections.abc import Awaitable, Coroutine, Generator
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Begun(Awaitable[Result], Generic[Result]):
    """Work that waits for something; to be awaited once, by a task, which then does the rest."""

    _work: Coroutine[Any, Any, Result]
    _awaited: object

    def __await__(self) -> Generator[Any, Any, Result]:
        """Return what the work gives; whatever is thrown at the task is thrown at the work."""
        awaited: Any = self._awaited
        while True:
            try:
                given = yield awaited
            except BaseException as error:  # noqa: BLE001 - the work decides
                step, with_ = self._work.throw, error
            else:
                step, with_ = self._work.send, given
            try:
                awaited = step(with_)
            except StopIteration as end:
                return end.value


class Done(NamedTuple, Generic[Result]):
    """Work that had to wait for nothing."""

    result: Result


def begin(work: Coroutine[Any, Any, Result]) -> Done[Result] | Begun[Result]:
    """Do as much of ``work`` as can be done without waiting; raises what it raises."""
    try:
        awaited = work.send(None)
    except StopIteration as end:
        return Done(end.value)
    return Begun(work, awaited)
