"""Plugins: which regulations are served by whom, and which plugin is not served and why. Open to anyone."""

from decimal import Decimal

import strawberry

from core.host import CodeReport, PluginInfo
from core.regulation.law import Law
from schema.context import Info
from schema.fields import field, resolved
from schema.regulation import Regulation
from schema.text import Text
from schema.vocabulary_of_answers import Origin, PluginState


@strawberry.type(description="One mistake in a plugin's data file or code.")
class FileProblem:
    """Stands for ``core.regulation.files.problems.Problem``."""

    code: str = field("Stable, in capitals.")
    file: str = field("The file.")
    line: int = field("Line, from 1.")
    column: int = field("Column in characters, from 1.")
    source: str = field("The line that the mistake stands in; empty where there is none to show.")
    message: Text = field("What is wrong.")
    hint: Text = field("What would be right.")


@strawberry.type(description="Why a plugin is not served, or what its code did wrong.")
class ParkingReason:
    """Stands for ``core.host.Reason``."""

    code: str = field("Stable, in capitals, such as DATA_WRONG or IMPORT_FAILED.")
    message: Text = field("What happened, and what to do.")
    problems: list[FileProblem] = field("Mistakes in its data files, all of them.")


def _state(plugin: PluginInfo) -> PluginState:
    return PluginState.PARKED if plugin.is_parked else PluginState.SERVED


def _regulations(root: strawberry.Parent[PluginInfo], info: Info) -> list[Law]:
    catalogue = info.context.office.host.catalogue
    return [law for law in map(catalogue.find, root.regulations) if law is not None]


@strawberry.type(description="How a plugin's code, which runs apart from the server, has fared since it was loaded.")
class PluginCode:
    """Stands for ``core.host.CodeReport``."""

    questions: int = field("How many questions its rule was asked.")
    unanswered: int = field("To how many of them something other than an answer came.")
    slow: int = field("How many answers took longer than the server's threshold.")
    slowest_milliseconds: Decimal = field("How long the slowest answer took, in milliseconds.")
    restarts: int = field("How often its process had to be started again.")
    is_off: bool = field("Whether it is no longer asked, until the plugins are loaded again.")
    fault: ParkingReason | None = field("The last thing that went wrong; none: nothing did.")


def _code(root: strawberry.Parent[PluginInfo], info: Info) -> CodeReport | None:
    return info.context.office.host.code_of(root.name)


@strawberry.type(description="A plugin that was found: a folder of regulations or an installed package.")
class Plugin:
    """Stands for ``core.host.PluginInfo``."""

    name: str = field("Its name.")
    origin: Origin = field("Where it was found.")
    location: str = field("The folder's name, or the package and its version.")
    state: PluginState = field("Whether its regulations are served.", _state)
    regulations: list[Regulation] = resolved(_regulations, "The regulations served.")
    reason: ParkingReason | None = field("Why it is not served; none: it is.")
    code: PluginCode | None = resolved(_code, "How its code fares; none: it has none to ask, or is not served.")


def plugins(info: Info) -> list[PluginInfo]:
    """Return every plugin found, served or parked."""
    return list(info.context.office.host.plugins)
