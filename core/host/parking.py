"""Why a plugin is not served: a stable code, what happened and what to do."""

from dataclasses import dataclass
from enum import StrEnum

from core.regulation.files.problems import Problem
from core.text import Text


class Origin(StrEnum):
    """Where a plugin was found."""

    FOLDER = "FOLDER"
    PACKAGE = "PACKAGE"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a plugin is parked."""

    code: str
    """Stable, in capitals: IMPORT_FAILED, NO_HOOK, HOOK_TIMEOUT, PLUGIN_DIED, WRONG_API, …"""
    message: Text
    """What happened, and what to do."""
    problems: tuple[Problem, ...] = ()
    """Problems in the plugin's data files, each with its line."""


@dataclass(frozen=True, slots=True)
class PluginInfo:
    """A plugin that was found: served if ``reason`` is None, otherwise parked."""

    name: str
    origin: Origin
    location: str
    """Folder name, or package and version."""
    regulations: tuple[str, ...] = ()
    """Ids of the regulations served."""
    reason: Reason | None = None

    @property
    def is_parked(self) -> bool:
        """Whether the plugin is not served."""
        return self.reason is not None


class PluginError(Exception):
    """Raised within the host when a plugin must be parked; carries the reason."""

    def __init__(self, code: str, message: Text, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message.en)
        self.reason = Reason(code, message, problems)


def failed(code: str, zh: str, en: str, error: BaseException, hint: Text) -> PluginError:
    """Return the error for a plugin of which ``error`` came where ``zh`` and ``en`` say; ``hint`` is what to do."""
    what = f"{type(error).__name__}: {error}".strip().splitlines()[0][:300]
    return PluginError(code, Text(zh=f"{zh}: {what}; {hint.zh}", en=f"{en}: {what}; {hint.en}"))
