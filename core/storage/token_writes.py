"""Tokens written: kept as the hash of their secret, given an end, revoked."""

from collections.abc import Sequence
from datetime import UTC, datetime

from core.errors import NotFoundError
from core.proof.canonical import Json
from core.proof.chain import Action
from core.records import Put
from core.storage.audit import Trail
from core.storage.backend import Transaction
from core.storage.batches import conflict
from core.storage.checks import check_value
from core.storage.models import Token
from core.storage.reads import Reads
from core.text import Text


class TokenWrites:
    """What is written about tokens."""

    _transaction: Transaction
    _trail: Trail
    _at: datetime
    reads: Reads

    async def add_token(
        self,
        *,
        label: str,
        sha256: str,
        scopes: Sequence[str],
        regions: Sequence[str] | None,
        expires_at: datetime | None = None,
    ) -> Put:
        """Keep a token's hash, scopes and regions (None for all); neither may hold a space.

        Raises ConflictError when a token of this hash is there.
        """
        for name, texts in (("label", [label]), ("sha256", [sha256]), ("scopes", scopes), ("regions", regions or ())):
            for text in texts:
                check_value(name if name == "label" else "token", text)
        if await self.reads.token_by_hash(sha256) is not None:
            raise conflict(Text(zh="令牌", en="token"), [(f"label={label}", "sha256")])
        token = Token(
            label=label,
            sha256=sha256,
            scopes=" ".join(scopes),
            regions=None if regions is None else " ".join(regions),
            created_at=self._at,
            expires_at=None if expires_at is None else in_utc(expires_at),
        )
        await Token.bulk_create([token], using_db=self._transaction.client)
        said: dict[str, Json] = {
            "sha256": sha256,
            "scopes": token.scopes,
            "regions": token.regions,
            "expires_at": None if expires_at is None else in_utc(expires_at).isoformat(),
        }
        await self._trail.append(Action.ISSUED, f"token label={label}", said)
        return Put(created=1)

    async def revoke_token(self, label: str) -> int:
        """Revoke all tokens with ``label`` and return how many were not revoked yet.

        Raises NotFoundError when no token has it.
        """
        if all(one.label != label for one in await self.reads.tokens()):
            raise unknown_label(label)
        live = Token.filter(label=label, revoked_at__isnull=True).using_db(self._transaction.client)
        count = await live.update(revoked_at=self._at)
        if count:
            await self._trail.append(Action.REVOKED, f"token label={label}", {"updated": count})
        return count

    async def end_token(self, sha256: str, ends_at: datetime) -> None:
        """Give the token of this hash an end, in place of the one it has; raises NotFoundError when there is none."""
        found, ends_at = await self.reads.token_by_hash(sha256), in_utc(ends_at)
        if found is None:
            raise unknown_label(sha256)
        if found.expires_at == ends_at:
            return
        await Token.filter(id=found.id).using_db(self._transaction.client).update(expires_at=ends_at)
        await self._trail.append(Action.LIMITED, f"token label={found.label}", {"expires_at": ends_at.isoformat()})


def unknown_label(label: str) -> NotFoundError:
    """Return the error for a label that no token has."""
    return NotFoundError(
        "UNKNOWN_CODE",
        Text(
            zh=f"登记库中没有令牌 {label}。未写入任何内容；guiju token list 列出全部标签。",
            en=f"The registry does not hold a token {label}. Nothing was written; guiju token list names every label.",
        ),
        field="label",
    )


def in_utc(moment: datetime) -> datetime:
    """Return ``moment`` in UTC; raises ValueError when it names no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} needs a time zone")
    return moment.astimezone(UTC)
