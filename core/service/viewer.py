"""Who asks, and what they may: tokens with scopes and regions.

Regulations and plugins are open to everyone. The registry needs ``read``, the ledger ``record``; a token's regions
bound both. A token is 256 random bits, shown once and kept as its hash alone.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from core.errors import RefusedError
from core.storage import Reads, TokenRow
from core.text import Text

DEMO = "demo"
"""What the audit trail calls whoever writes to a demo."""


class Scope(StrEnum):
    """What a token allows."""

    READ = "read"
    RECORD = "record"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks. ``regions`` are prefixes of GB/T 2260 codes; None: every region."""

    label: str
    scopes: frozenset[Scope] = frozenset()
    regions: tuple[str, ...] | None = ()
    expires_at: datetime | None = None
    """When the token expires; None: never, or there is none."""

    @property
    def actor(self) -> str:
        """What the audit trail calls the viewer: by the token's label, or as the demo that asks for none."""
        return DEMO if self is EVERYONE_IN_DEMO else f"token:{self.label}"

    def may(self, scope: Scope) -> bool:
        """Return whether the viewer holds ``scope``; ``admin`` holds every one."""
        return scope in self.scopes or Scope.ADMIN in self.scopes

    def require(self, scope: Scope) -> None:
        """Raise RefusedError unless the viewer holds ``scope``."""
        if not self.may(scope):
            raise RefusedError(
                "FORBIDDEN",
                Text(
                    zh=f"需要带 {scope} 权限的令牌; 请在请求头写 Authorization: Bearer …",
                    en=f"a token with the scope {scope} is needed; send the header Authorization: Bearer …",
                ),
            )

    def sees(self, region: str) -> bool:
        """Return whether ``region`` (six digits) is within the viewer's regions."""
        return self.regions is None or region.startswith(self.regions or ("-",))


ANYONE = Viewer("anyone")
"""A request without a token: regulations and plugins, nothing of a person."""

EVERYONE_IN_DEMO = Viewer(DEMO, frozenset(Scope), None)
"""A request to a demo, whose people are made up and which listens on this machine alone."""


def hash_of(token: str) -> str:
    """Return what is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


async def viewer_of(reads: Reads, token: str, now: datetime | None = None) -> Viewer | None:
    """Return who holds ``token``, or None if it is unknown, revoked or expired."""
    row = await reads.token_by_hash(hash_of(token))
    if row is None or not _is_live(row, now or datetime.now(UTC)):
        return None
    known = frozenset(Scope(scope) for scope in row.scopes if scope in set(Scope))
    return Viewer(row.label, known, row.regions, row.expires_at)


async def has_live_token(reads: Reads, now: datetime | None = None) -> bool:
    """Return whether anyone holds a token that is neither revoked nor expired."""
    return any(_is_live(row, now or datetime.now(UTC)) for row in await reads.tokens())


def _is_live(row: TokenRow, now: datetime) -> bool:
    return row.revoked_at is None and (row.expires_at is None or now < row.expires_at)
