"""How much each caller may ask for: a bucket each, which fills with time and is emptied by what was asked.

What an operation costs is known once it has been measured, so it is taken afterwards: a bucket may be overdrawn, and
the caller then waits until it has filled again.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil
from time import monotonic

from schema.serving.exchange import Exchange
from schema.serving.settings import Rate

UNAUTHORISED = 401
REQUEST_UNITS = 10
"""What every request costs, before anything it asks for."""
UNKNOWN_TOKEN_UNITS = 1_000
"""What a request costs whose token is not one: guessing is dear."""


@dataclass(slots=True)
class Bucket:
    """What a caller may still spend."""

    units: float
    """At the moment ``at``; below nothing if overdrawn."""
    at: float


class Rates:
    """The buckets of the callers heard of last."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = monotonic) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[bytes, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    def seconds_to_wait(self, address: str, authorization: bytes | None) -> int:
        """Return for how many seconds the caller gets no answer; 0: it may ask."""
        bucket = self._find(address, authorization)
        units = self._rate.units_at_once if bucket is None else self._filled(bucket)
        return 0 if units > 0 else max(1, ceil(-units / self._rate.units_per_second))

    def spend(self, address: str, authorization: bytes | None, exchange: Exchange) -> None:
        """Take what a request has cost: from the token's bucket if the token is known, else from the address's."""
        units = REQUEST_UNITS + exchange.cost
        if exchange.status == UNAUTHORISED:
            units += UNKNOWN_TOKEN_UNITS
        key = self._payer(address, authorization, exchange)
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._rate.units_at_once, self._clock())
            if len(self._buckets) > self._rate.callers:
                self._buckets.popitem(last=False)
        bucket.units = self._filled(bucket) - units
        bucket.at = self._clock()
        self._buckets.move_to_end(key)

    def _find(self, address: str, authorization: bytes | None) -> Bucket | None:
        """Return the caller's bucket: the token's only once the token was known, or new ones would be free."""
        by_token = None if authorization is None else self._buckets.get(_key(authorization))
        return by_token or self._buckets.get(_key(address.encode()))

    def _payer(self, address: str, authorization: bytes | None, exchange: Exchange) -> bytes:
        if authorization is not None and exchange.status != UNAUTHORISED:
            by_token = _key(authorization)
            if exchange.is_token_known or by_token in self._buckets:
                return by_token
        return _key(address.encode())

    def _filled(self, bucket: Bucket) -> float:
        gained = (self._clock() - bucket.at) * self._rate.units_per_second
        return min(self._rate.units_at_once, bucket.units + gained)


def _key(caller: bytes) -> bytes:
    """Return what stands for a caller: no token or address is kept."""
    return hashlib.blake2b(caller, digest_size=16).digest()
