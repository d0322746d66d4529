"""The mutation that has the regulations loaded again, as SIGHUP does."""

import strawberry

from core.service.reloading import Reloaded, reload_regulations
from schema.context import Info
from schema.fields import field
from schema.plugin import Plugin
from schema.recorded import Problem
from schema.text import Text


@strawberry.type(description="What `reloadRegulations` did: all of the regulations were exchanged, or none.")
class ReloadRegulationsPayload:
    """Stands for ``core.service.reloading.Reloaded``."""

    reloaded: bool = field("Whether the new regulations are served; false: the old ones are, as before.", "is_done")
    message: Text = field("What became of it, as the log says it.")
    parked: list[Plugin] = field(
        "Plugins as they were loaded now that are wrong, each with its reason. Where one that is served is among them, "
        "nothing was exchanged."
    )
    problems: list[Problem] = field("Why nothing was exchanged; empty: the new regulations are served.")


async def reload(info: Info) -> Reloaded:
    """Have the regulations loaded again."""
    return await reload_regulations(info.context.viewer, info.context.reload)
