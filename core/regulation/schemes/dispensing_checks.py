"""Checks of the ``dispensing`` scheme that types cannot make: each ground once, a list and the limit that reads it."""

from collections.abc import Iterator

from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.dispensing import DispensingScheme, LimitGround
from core.text import Text

_AT: Path = ("dispensing",)


def check_dispensing(scheme: DispensingScheme) -> Iterator[Finding]:
    """Yield everything wrong with a dispensing scheme that its types could not say."""
    for name in ("limits", "diseases", "collections"):
        yield from unique_ids((*_AT, name), getattr(scheme, name))
    seen: dict[LimitGround, str] = {}
    for index, limit in enumerate(scheme.limits):
        first = seen.setdefault(limit.ground, limit.id)
        if first != limit.id:
            yield Finding(
                (*_AT, "limits", index, "ground"),
                "GROUND_REPEATED",
                Text(
                    zh=f"{limit.ground} 的限量已由 {first} 规定",
                    en=f"{first} already sets the limit for {limit.ground}",
                ),
                Text(zh="每一情形只写一个限量", en="set one limit for each ground"),
            )
    reads = LimitGround.LISTED_DISEASE in seen
    if scheme.diseases and not reads:
        yield Finding(
            (*_AT, "diseases"),
            "LIST_UNREAD",
            Text(zh="列出了疾病, 而没有限量用到它", en="diseases are listed, and no limit reads the list"),
            Text(
                zh='给出该限量, ground = "LISTED_DISEASE", 或删去疾病',
                en='give its limit, ground = "LISTED_DISEASE", or remove it',
            ),
        )
    if reads and not scheme.diseases:
        yield Finding(
            (*_AT, "limits", list(seen).index(LimitGround.LISTED_DISEASE), "ground"),
            "LIST_MISSING",
            Text(
                zh="限量依疾病名单而定, 而没有列出疾病", en="the limit rests on a list of diseases, and none is given"
            ),
            Text(zh="以 [[dispensing.diseases]] 列出", en="list them as [[dispensing.diseases]]"),
        )
