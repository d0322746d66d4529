"""Tokens over time, on either database: one that holds for a label, a new secret in its place, and an end."""

from datetime import UTC, datetime, timedelta

import pytest

from core.errors import ConflictError, NotFoundError, RefusedError
from core.service.office import Office
from core.service.tokens import TokenState, issue_token, rotate_token, state_of
from core.service.viewer import Scope, viewer_of
from core.storage import read_entries

pytestmark = pytest.mark.anyio

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
HOUR = timedelta(hours=1)


async def issued(office: Office, expires_at: datetime | None = None) -> str:
    return await issue_token(office.database, "front", (Scope.READ,), ("9901",), expires_at, actor="cli:a", now=NOW)


async def holds(office: Office, secret: str, at: datetime = NOW) -> bool:
    viewer = await viewer_of(office.reads, secret, at)
    return viewer is not None and (viewer.label, viewer.regions) == ("front", ("9901",)) and viewer.may(Scope.READ)


async def test_a_new_secret_takes_the_place_of_the_old_at_once(office: Office) -> None:
    old = await issued(office, NOW + 9 * HOUR)
    done = await rotate_token(office.database, "front", actor="cli:b", now=NOW + HOUR)
    assert (await holds(office, old, NOW + HOUR), await holds(office, done.secret, NOW + HOUR)) == (False, True)
    assert (done.expires_at, done.old_end_at) == (NOW + 9 * HOUR, NOW + HOUR)
    assert not await holds(office, done.secret, NOW + 9 * HOUR)
    told = [(one.actor, one.action, one.subject) for one in await read_entries(office.database)]
    assert told == [("cli:a", "ISSUED", "token label=front"), ("cli:b", "REVOKED", "token label=front"),
                    ("cli:b", "ISSUED", "token label=front")]  # fmt: skip


async def test_the_old_secret_holds_for_its_grace_and_never_beyond_its_own_end(office: Office) -> None:
    old = await issued(office, NOW + 2 * HOUR)
    first = await rotate_token(office.database, "front", HOUR, actor="cli:b", now=NOW)
    assert (await holds(office, old, NOW + HOUR / 2), await holds(office, old, NOW + HOUR)) == (True, False)
    later = await rotate_token(office.database, "front", 9 * HOUR, NOW + 99 * HOUR, actor="cli:b", now=NOW)
    assert later.old_end_at == NOW + 2 * HOUR
    assert [state_of(one, NOW + 3 * HOUR) for one in await office.reads.tokens()] == [
        TokenState.EXPIRED,
        TokenState.EXPIRED,
        TokenState.ENDING,
    ]
    assert not await holds(office, first.secret, NOW + 2 * HOUR)
    assert await holds(office, later.secret, NOW + 98 * HOUR)
    assert [one.action for one in await read_entries(office.database)] == ["ISSUED", "LIMITED", "ISSUED", "ISSUED"]


async def test_a_label_has_one_token_that_holds_and_an_end_lies_ahead(office: Office) -> None:
    await issued(office, NOW + HOUR)
    with pytest.raises(ConflictError, match="LABEL_IN_USE"):
        await issued(office)
    with pytest.raises(RefusedError, match="EXPIRY_PAST"):
        await issued(office, NOW)
    with pytest.raises(RefusedError, match="EXPIRY_PAST"):
        await rotate_token(office.database, "front", HOUR, NOW, actor="cli:b", now=NOW)
    with pytest.raises(NotFoundError, match="TOKEN_UNKNOWN"):
        await rotate_token(office.database, "front", actor="cli:b", now=NOW + HOUR)
    again = await issue_token(office.database, "front", (Scope.READ,), ("9901",), actor="cli:a", now=NOW + HOUR)
    assert await holds(office, again, NOW + HOUR)
