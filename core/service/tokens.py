"""Tokens over time: issued under a label of their own, changed for a new secret, listed with what becomes of them."""

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from core.errors import ConflictError, NotFoundError, RefusedError
from core.service.viewer import Scope, hash_of
from core.storage import UNNAMED, Database, Reads, TokenRow
from core.text import Text

_BYTES = 32
SOON = timedelta(days=30)
"""How long before its end a token is said to end soon."""


class TokenState(StrEnum):
    """Whether a token holds."""

    LIVE = "LIVE"
    ENDING = "ENDING"
    """It holds, and ends within thirty days."""
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What changing a token's secret has done."""

    secret: str
    """The new one; it cannot be shown again."""
    expires_at: datetime | None
    """When the new token ends; None: never."""
    old_end_at: datetime
    """From when on the old secret no longer holds."""


def state_of(token: TokenRow, now: datetime) -> TokenState:
    """Return whether ``token`` holds at ``now``."""
    if token.revoked_at is not None:
        return TokenState.REVOKED
    if token.expires_at is None:
        return TokenState.LIVE
    if token.expires_at <= now:
        return TokenState.EXPIRED
    return TokenState.ENDING if token.expires_at <= now + SOON else TokenState.LIVE


async def issue_token(
    database: Database,
    label: str,
    scopes: tuple[Scope, ...],
    regions: tuple[str, ...] | None,
    expires_at: datetime | None = None,
    *,
    actor: str = UNNAMED,
    now: datetime | None = None,
) -> str:
    """Return the secret of a new token, issued by ``actor``; it cannot be shown again, only its hash is kept.

    Raises:
        ConflictError: a token with this label holds.
        RefusedError: it would end before it begins, or the label cannot be stored.
    """
    moment = now or datetime.now(UTC)
    if expires_at is not None and expires_at <= moment:
        raise _past(expires_at)
    secret = secrets.token_urlsafe(_BYTES)
    async with database.writing(moment, actor=actor) as writes:
        if await _live(writes.reads, label, moment):
            raise _in_use(label)
        sha256 = hash_of(secret)
        await writes.add_token(label=label, sha256=sha256, scopes=scopes, regions=regions, expires_at=expires_at)
    return secret


async def rotate_token(
    database: Database,
    label: str,
    grace: timedelta = timedelta(),
    expires_at: datetime | None = None,
    *,
    actor: str = UNNAMED,
    now: datetime | None = None,
) -> Rotated:
    """Give the token with ``label`` a new secret, with the scopes and regions that it has.

    The old one holds for ``grace`` yet, at most until its own end; the new one ends at ``expires_at``, None: when the
    old one was to end. Raises NotFoundError when no token with the label holds, RefusedError for an end that is past.
    """
    moment = now or datetime.now(UTC)
    if expires_at is not None and expires_at <= moment:
        raise _past(expires_at)
    secret = secrets.token_urlsafe(_BYTES)
    async with database.writing(moment, actor=actor) as writes:
        live = await _live(writes.reads, label, moment)
        if not live:
            raise _none_live(label)
        old, sha256 = live[-1], hash_of(secret)
        if not grace:
            await writes.revoke_token(label)
        for one in live if grace else ():
            if one.expires_at is None or one.expires_at > moment + grace:
                await writes.end_token(one.sha256, moment + grace)
        until = expires_at or old.expires_at
        await writes.add_token(label=label, sha256=sha256, scopes=old.scopes, regions=old.regions, expires_at=until)
    ends = moment + grace
    return Rotated(
        secret=secret,
        expires_at=until,
        old_end_at=ends if old.expires_at is None else min(ends, old.expires_at),
    )


async def _live(reads: Reads, label: str, now: datetime) -> list[TokenRow]:
    ended = {TokenState.EXPIRED, TokenState.REVOKED}
    return [one for one in await reads.tokens() if one.label == label and state_of(one, now) not in ended]


def _past(expires_at: datetime) -> RefusedError:
    day = expires_at.isoformat(timespec="minutes")
    text = Text(
        zh=f"到期时刻 {day} 已过, 令牌一签发即失效; 请给出以后的日期",
        en=f"the end {day} is past, and the token would never hold; name a later day",
    )
    return RefusedError("EXPIRY_PAST", text, field="expires")


def _in_use(label: str) -> ConflictError:
    text = Text(
        zh=f"标签 {label} 已有有效的令牌; 换新密钥用 guiju token rotate {label}, 或先撤销, 或另取标签",
        en=f"a token called {label} holds; give it a new secret with guiju token rotate {label}, revoke it first, or "
        "choose another label",
    )
    return ConflictError("LABEL_IN_USE", text, field="label")


def _none_live(label: str) -> NotFoundError:
    text = Text(
        zh=f"没有标签为 {label} 的有效令牌; guiju token list 列出全部, guiju token issue 签发新的",
        en=f"no token called {label} holds; guiju token list names every one, guiju token issue makes a new one",
    )
    return NotFoundError("TOKEN_UNKNOWN", text, field="label")
