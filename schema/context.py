"""What one request carries: the office, who asks, loaders that live as long as the request, and its budget."""

from dataclasses import dataclass, field
from typing import Self

import strawberry

from core.errors import RefusedError
from core.service.office import Office
from core.service.reloading import Reload
from core.service.viewer import Scope, Viewer
from core.storage import Reads
from core.text import Text
from schema.lookups import Loaders
from schema.shelves import Shelves

MAX_NODES = 20_000
"""How many nodes of connections and assessments one request may ask for."""


@dataclass(slots=True)
class Context:
    """One request."""

    office: Office
    viewer: Viewer
    shelves: Shelves | None = None
    """What answers before were made of, under the same state of the data; None: nothing is kept."""
    reload: Reload | None = field(default=None, repr=False)
    """Loads the regulations again; None: they stay as they are."""
    spent: int = 0
    """Nodes asked for so far."""
    _loaders: Loaders | None = field(default=None, init=False, repr=False)

    @classmethod
    def of(cls, office: Office, viewer: Viewer, shelves: Shelves | None = None) -> Self:
        """Return the context of a new request."""
        return cls(office, viewer, shelves)

    def again(self) -> "Context":
        """Return the context of the same request, with nothing read or spent yet."""
        other = Context.of(self.office, self.viewer)
        other.reload = self.reload
        return other

    @property
    def loaders(self) -> Loaders:
        """Look-ups of this request."""
        if self._loaders is None:
            self._loaders = Loaders(self.office.reads)
        return self._loaders

    @property
    def reads(self) -> Reads:
        """Everything that can be read from the registry."""
        return self.office.reads

    def require_read(self) -> None:
        """Raise RefusedError unless the viewer may read the registry."""
        self.viewer.require(Scope.READ)

    def spend(self, nodes: int) -> None:
        """Count nodes of the answer; raise RefusedError once a request asks for too many."""
        self.spent += nodes
        if self.spent > MAX_NODES:
            raise RefusedError(
                "QUERY_TOO_COSTLY",
                Text(
                    zh=f"一次请求最多返回 {MAX_NODES} 个节点; 减小 first 或减少嵌套, 分页读取",
                    en=f"one request returns {MAX_NODES} nodes at most; lower `first`, nest less, and page",
                ),
                field="first",
            )


Info = strawberry.Info[Context, None]
