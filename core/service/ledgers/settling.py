"""Values made up for what a text leaves to the operator, so that what follows from them can be tried too."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from core.regulation.law import Law, Scalar, Supply
from core.regulation.vocabulary import Scheme
from core.service.ledgers.drawing import Draw, first_day
from core.text import Text

_BASIS = Text(zh="虚构, 仅供试验", en="made up, for trials only")
_WHOLE = 100


def settled(law: Law, draw: Draw) -> Law:
    """Return ``law`` with a value for each single number or day that its gaps name; itself if they name none.

    What points leave open is carried by the records of a made-up ledger instead.
    """
    paths = [one for gap in law.regulation.gaps for one in gap.parameters if "." in one]
    values = dict(_values([one for one in paths if not one.startswith(Scheme.POINTS.lower())], law, draw))
    return law.supplied_with(Supply(basis=_BASIS, values=values)) if values else law


def _values(paths: Iterable[str], law: Law, draw: Draw) -> Iterator[tuple[str, Scalar]]:
    by_key: dict[str, list[str]] = {}
    for path in paths:
        by_key.setdefault(path.rpartition(".")[2], []).append(path)
    for key, named in by_key.items():
        match key:
            case "weight":
                yield from _weights(named, draw)
            case "at_least":
                bounds = sorted((draw.number(0, _WHOLE) for _ in named), reverse=True)
                yield from ((path, Decimal(bound)) for path, bound in zip(named, bounds, strict=True))
            case "percent" | "full":
                yield from ((path, Decimal(draw.number(1, _WHOLE))) for path in named)
            case "days":
                yield from ((path, draw.number(1, 60)) for path in named)
            case "adopted":
                yield from ((path, True) for path in named if draw.often(2))
            case "promulgated":
                yield from ((path, first_day(law)) for path in named)
            case _:
                pass


def _weights(paths: list[str], draw: Draw) -> Iterator[tuple[str, Scalar]]:
    """Yield weights that make a hundred over the groups, and of the indicators of each group its own."""
    groups = [path for path in paths if ".indicators." not in path]
    for group, weight in zip(groups, _shared(_WHOLE, len(groups), draw), strict=True):
        yield group, weight
        within = f"{group.removesuffix('weight')}indicators."
        members = [path for path in paths if path.startswith(within)]
        yield from zip(members, _shared(weight, len(members), draw), strict=True)


def _shared(whole: int, parts: int, draw: Draw) -> list[int]:
    """Return so many whole numbers, zero or more, that make ``whole``."""
    cuts = sorted(draw.number(0, whole) for _ in range(parts - 1))
    return [high - low for low, high in zip([0, *cuts], [*cuts, whole], strict=True)] if parts else []
