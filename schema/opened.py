"""What an application answers out of: its state, as every part of it finds it."""

from dataclasses import dataclass
from typing import cast

from starlette.requests import HTTPConnection

from core.service.office import Office
from core.service.reloading import Reload
from core.service.viewer import Viewer


@dataclass(slots=True)
class Opened:
    """What an application answers out of."""

    office: Office | None = None
    """None: it is not open yet, or no longer."""
    open_viewer: Viewer | None = None
    """Who a request without a token counts as; None: anyone, who sees regulations and plugins."""
    reload: Reload | None = None
    """Loads the regulations again; None: they stay as they are."""

    @property
    def here(self) -> Office:
        """The open office; raises RuntimeError if there is none."""
        if self.office is None:
            raise RuntimeError("the office is not open")
        return self.office


def opened_for(request: HTTPConnection) -> Opened:
    """Return what ``request`` is answered out of."""
    return cast("Opened", request.app.state)
