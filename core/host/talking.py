"""A conversation with the process of a plugin's code: a demand, a reply, and a fault if there is none."""

from collections.abc import Iterator
from itertools import count

from pydantic import TypeAdapter, ValidationError

from core.host.process import CutOffError, DiedError, Process, TooLargeError
from core.worker.messages import Demand, Fault, Reply, Request, written

_REPLIES = TypeAdapter(Reply)
_ALARM = 2
"""How many seconds later than the host gives up the process ends itself."""


class Conversation:
    """A process of a plugin's code, while it can be asked; it ends with the first demand that it does not answer."""

    def __init__(self, process: Process) -> None:
        """Take over ``process``."""
        self._process = process
        self._numbers: Iterator[int] = count(1)

    @property
    def is_open(self) -> bool:
        """Whether the process can be asked."""
        return self._process.is_usable

    @property
    def is_elsewhere(self) -> bool:
        """Whether this is a copy of the process that began the conversation, to whom nobody answers."""
        return self._process.is_elsewhere

    def put(self, demand: Demand, seconds: float, most: int, late: Fault) -> Reply:
        """Return the reply to ``demand``, of at most so many bytes; after so many seconds it is the fault ``late``."""
        number = next(self._numbers)
        try:
            line = self._process.ask(written(Request(number, seconds + _ALARM, demand)), seconds, most)
            reply = _REPLIES.validate_json(line)
        except CutOffError:
            return Reply(number, late)
        except DiedError as error:
            return Reply(number, Fault("PLUGIN_DIED", error.how))
        except TooLargeError:
            return Reply(number, Fault("ANSWER_TOO_LARGE"))
        except ValidationError:
            self.close()
            return Reply(number, Fault("ANSWER_GARBLED"))
        if reply.number == number:
            return reply
        self.close()
        return Reply(number, Fault("ANSWER_GARBLED"))

    def close(self) -> None:
        """End the process."""
        self._process.end()
