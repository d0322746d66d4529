"""A plugin's code: loaded into a process of its own, asked there, and cut off if it does not answer."""

from base64 import b64decode
from dataclasses import asdict, dataclass, replace
from decimal import Decimal, InvalidOperation
from threading import Lock
from time import monotonic, perf_counter

from core.host.files import RawFile
from core.host.limits import Limits
from core.host.parking import PluginError, Reason
from core.host.process import Process
from core.host.talking import Conversation
from core.host.watching import LOG, CodeReport, Trace, milliseconds
from core.host.wording import reason
from core.regulation.api import misfit
from core.regulation.question import PointsQuestion
from core.text import Text
from core.worker.hookspecs import FILES, POINTS
from core.worker.messages import AskFiles, AskPoints, Demand, Fault, Load, ReadFile, Reply, TargetKind

_CALLING = Text(zh=POINTS, en=POINTS)
_LISTING = Text(zh=FILES, en=FILES)


@dataclass(frozen=True, slots=True)
class Target:
    """Where a plugin's code is."""

    kind: TargetKind
    value: str
    """The path of the file, or the value of the entry point."""
    name: str
    """What its module is called, or the entry point."""
    search: tuple[str, ...]
    """Where modules are imported from."""

    @property
    def importing(self) -> Text:
        """What is done with it first, in words."""
        shown = "rules.py" if self.kind is TargetKind.FILE else self.value
        return Text(zh=f"导入 {shown}", en=f"importing {shown}")


class PluginCode:
    """The code of one plugin. It can be asked from any thread; one question is put to it at a time.

    Its process is ended with ``close``, when nothing refers to the plugin any more, and when the host's process ends.
    """

    def __init__(self, owner: str, target: Target, limits: Limits, trace: Trace) -> None:
        """Take the plugin's name, where its code is, and what it is granted; nothing is started yet."""
        self.owner = owner
        self.hooks: tuple[str, ...] = ()
        """The hooks that it has, once it is loaded."""
        self._target = target
        self._limits = limits
        self._trace = trace
        self._lock = Lock()
        self._report = CodeReport()
        self._talk: Conversation | None = None
        self._is_closed = False

    @property
    def report(self) -> CodeReport:
        """How it has fared since it was loaded."""
        return self._report

    def load(self, until: float) -> list[RawFile]:
        """Import and vet the code, and return the data files that it names, if it has the hook.

        ``until`` is when the time for loading all plugins is over, on the monotonic clock.

        Raises:
            PluginError: the plugin is to be parked; its process is ended.
        """
        try:
            own = monotonic() + float(self._limits.load_seconds)
            late = Fault("LOAD_TIMEOUT", "load_seconds" if own <= until else "all_seconds")
            self._start(min(own, until), late)
            return self._files(min(own, until), late) if FILES in self.hooks else []
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """End the process; whatever is asked from now on has no answer."""
        self._is_closed = True
        if self._talk is not None:
            self._talk.close()

    def points_of(self, question: PointsQuestion) -> Decimal | None:
        """Return what the plugin's rule answers; None: it does not decide, has failed, or was cut off."""
        with self._lock:
            if self._is_closed or not self._is_ready():
                self._report = replace(
                    self._report, questions=self._report.questions + 1, unanswered=self._report.unanswered + 1
                )
                return None
            return self._asked(question)

    def _start(self, until: float, late: Fault) -> None:
        """Start the process and have it load the code; raise PluginError if either fails."""
        try:
            self._talk = Conversation(Process(self.owner))
        except OSError as error:
            raise self._error(Fault("START_FAILED", str(error)), self._target.importing) from error
        target = self._target
        load = Load(target.kind, target.value, target.name, target.search, self._limits.memory_bytes)
        reply = self._put(load, until - monotonic(), late)
        if reply.loaded is not None:
            _require_range(reply.loaded.api)
            self.hooks = reply.loaded.hooks
        if reply.fault is not None:
            raise self._error(reply.fault, target.importing)

    def _files(self, until: float, late: Fault) -> list[RawFile]:
        start = perf_counter()
        reply = self._put(AskFiles(), until - monotonic(), late)
        names = reply.listed.names if reply.listed is not None else ()
        said = ", ".join(names) if reply.fault is None else reply.fault.code
        self._trace.called(FILES, self.owner, {}, said, perf_counter() - start)
        if reply.fault is not None:
            raise self._error(reply.fault, _LISTING)
        return [self._file(index, name, until, late) for index, name in enumerate(names)]

    def _file(self, index: int, name: str, until: float, late: Fault) -> RawFile:
        reply = self._put(ReadFile(index, int(self._limits.file_bytes)), until - monotonic(), late)
        if reply.fault is not None or reply.content is None:
            raise self._error(reply.fault or Fault("ANSWER_GARBLED"), Text(zh=name, en=name))
        try:
            data = b64decode(reply.content.data)
        except ValueError as error:
            raise self._error(Fault("ANSWER_GARBLED"), _LISTING) from error
        return RawFile(name, reply.content.size, data)

    def _put(self, demand: Demand, seconds: float, late: Fault) -> Reply:
        if self._talk is None:
            return Reply(0, late)
        return self._talk.put(demand, seconds, int(self._limits.answer_bytes), late)

    def _error(self, fault: Fault, doing: Text) -> PluginError:
        found = reason(fault, doing, self._limits)
        return PluginError(found.code, found.message, found.problems)

    def _is_ready(self) -> bool:
        """Return whether the process can be asked, after starting another one if it was ended."""
        if self._talk is not None and self._talk.is_open:
            return True
        copied = self._talk is not None and self._talk.is_elsewhere
        if self._report.is_off or (not copied and self._report.restarts >= self._limits.restarts):
            self._turn_off(self._report.fault)
            return False
        self._report = replace(self._report, restarts=self._report.restarts + (not copied))
        try:
            self._start(monotonic() + float(self._limits.load_seconds), Fault("LOAD_TIMEOUT", "load_seconds"))
        except PluginError as error:
            self._turn_off(error.reason)
            return False
        return True

    def _turn_off(self, fault: Reason | None) -> None:
        if not self._report.is_off:
            LOG.warning("%s: its code stays off until the plugins are loaded again", self.owner)
        self._report = replace(self._report, is_off=True, fault=fault)

    def _asked(self, question: PointsQuestion) -> Decimal | None:
        asked = AskPoints(question.regulation, question.clause, question.cases, str(question.full), str(question.lost))
        start = perf_counter()
        seconds = float(self._limits.call_seconds)
        reply = self._put(asked, seconds, Fault("HOOK_TIMEOUT", "call_seconds"))
        took = perf_counter() - start
        points, met = _points(reply)
        fault = None if met is None else reason(met, _CALLING, self._limits)
        self._trace.called(POINTS, self.owner, asdict(asked), fault.code if fault else str(points), took)
        self._note(milliseconds(took), fault)
        return points

    def _note(self, took: Decimal, fault: Reason | None) -> None:
        """Remember how a question fared; warn of the first slow answer, and of each fault that is a new one."""
        before, threshold = self._report, self._limits.slow_milliseconds
        self._report = before.asked(took, threshold, fault)
        if fault is not None and fault != before.fault:
            LOG.warning("%s: %s: %s", self.owner, fault.code, fault.message.en)
        if self._report.slow and not before.slow and fault is None:
            LOG.warning(
                "%s: %s took %s ms, over the threshold of %s ms; said once", self.owner, POINTS, took, threshold
            )


def _points(reply: Reply) -> tuple[Decimal | None, Fault | None]:
    """Return the number that a rule answered, if it did, and the fault that was met, if one was."""
    if reply.points is None or reply.points.points is None:
        return None, reply.fault
    try:
        return Decimal(reply.points.points), reply.fault
    except InvalidOperation:
        return None, Fault("ANSWER_GARBLED")


def _require_range(stated: str | None) -> None:
    """Raise PluginError if a plugin's code states a range of versions that this host is not in."""
    found = misfit(stated) if stated is not None else None
    if found is not None:
        text = Text(zh=f"{found.message.zh}; {found.hint.zh}", en=f"{found.message.en}; {found.hint.en}")
        raise PluginError(found.code, text)
