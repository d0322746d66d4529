"""How fields are declared: each with its description, and where in the core's value it is found."""

from collections.abc import Awaitable, Callable, Sequence
from operator import attrgetter
from typing import Annotated, Any

import strawberry
from strawberry.types.field import StrawberryField


class PathField(StrawberryField):
    """A field found in the core's value by a function, as cheap to resolve as a plain attribute."""

    def get_result(
        self,
        source: Any,  # noqa: ANN401 - the signature is Strawberry's
        info: strawberry.Info | None,  # noqa: ARG002
        args: list[Any],  # noqa: ARG002
        kwargs: Any,  # noqa: ANN401, ARG002
    ) -> Awaitable[Any] | Any:  # noqa: ANN401
        """Return the field's value in ``source``."""
        return self.metadata["find"](source)


def field(description: str, of: str | Callable[[Any], object] | None = None, *, name: str | None = None) -> Any:  # noqa: ANN401 - a field stands for a value of its annotation
    """Return a field that is an attribute of the value, or what ``of`` (a dotted path or function) finds in it."""
    if of is None:
        return strawberry.field(description=description, name=name)
    find = attrgetter(of) if isinstance(of, str) else of
    return PathField(description=description, graphql_name=name, metadata={"find": find})


def resolved(
    resolver: Callable[..., object],
    description: str,
    *,
    name: str | None = None,
    many: Callable[..., Awaitable[Sequence[object]]] | None = None,
    looks_ahead: int = 0,
    by: str | None = None,
) -> Any:  # noqa: ANN401 - as above
    """Return a field that ``resolver`` answers, declared by its annotation in the class.

    ``many`` answers for many objects at once, in their order, as ``resolver`` would for each: it is called with the
    objects first, and else as ``resolver`` is. If it ``looks_ahead``, it is told besides what is ``selected`` of each
    answer, so many levels down: the names of the fields in Python. ``by`` is an attribute from which, within one state
    of the data, all that any viewer sees of the answer follows; it is never None.
    """
    metadata = {"many": many, "looks_ahead": looks_ahead, "by": by and attrgetter(by)}
    return strawberry.field(resolver=resolver, description=description, name=name, metadata=metadata)


def argument(description: str) -> Any:  # noqa: ANN401 - metadata of Annotated
    """Return the description of an argument."""
    return strawberry.argument(description=description)


First = Annotated[int, argument("How many to return at most, 0 to 200.")]
After = Annotated[
    str | None, argument("Start after this cursor, taken from `pageInfo.endCursor`; none: from the first.")
]
PlaceName = Annotated[
    str | None, argument("Only under the regulations of this place, named as `Regulation.place` gives it.")
]
RegionPrefix = Annotated[
    str | None, argument("Only in this region: 2, 4 or 6 digits of GB/T 2260 for a province, city or district.")
]
InstitutionCode = Annotated[str | None, argument("Only at the institution with this code.")]
DoctorCode = Annotated[str | None, argument("Only of the doctor with this code.")]
RegulationId = Annotated[
    strawberry.ID, argument("The regulation, by its code (such as `Regulation.code`) or its global id.")
]
PeriodName = Annotated[
    str | None,
    argument("The evaluation period, such as 2025, 2025-H1, 2025-Q3, 2025-B6 or 2025-07; none: that of `asOf`."),
]
