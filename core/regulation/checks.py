"""Checks that types cannot make: names that point nowhere, rules out of order, choices that change nothing."""

from collections.abc import Iterator

from core.regulation.findings import Finding, unique, unique_ids
from core.regulation.model import Regulation
from core.regulation.schemes.charges_checks import check_charges
from core.regulation.schemes.dispensing_checks import check_dispensing
from core.regulation.schemes.enrolment_checks import check_enrolment
from core.regulation.schemes.points_checks import check_points
from core.regulation.schemes.rating_checks import check_rating
from core.regulation.schemes.scorecard_checks import check_scorecard
from core.regulation.schemes.settlement_checks import check_settlement
from core.text import Text


def check(regulation: Regulation) -> Iterator[Finding]:
    """Yield everything wrong with ``regulation`` that its types could not say, in the order of the file."""
    cites = [one.cite for one in regulation.provisions]
    places = [str(cite) if cite.parts else f"{cite} {index}" for index, cite in enumerate(cites)]
    yield from unique(("provisions",), places, key="cite")
    for name in ("gaps", "readings"):
        yield from unique_ids((name,), getattr(regulation, name))
    yield from _interval(regulation)
    if regulation.points is not None:
        yield from check_points(regulation.points, ("points",))
    if regulation.enrolment is not None:
        yield from check_enrolment(regulation.enrolment)
    if regulation.charges is not None:
        yield from check_charges(regulation.charges)
    if regulation.settlement is not None:
        yield from check_settlement(regulation.settlement)
    if regulation.dispensing is not None:
        yield from check_dispensing(regulation.dispensing)
    if regulation.rating is not None:
        yield from check_rating(regulation.rating)
    if regulation.scorecard is not None:
        yield from check_scorecard(regulation.scorecard)
    yield from _check_readings(regulation)


def _check_readings(regulation: Regulation) -> Iterator[Finding]:
    for index, reading in enumerate(regulation.readings):
        yield from unique_ids(("readings", index, "choices"), reading.choices)
        if reading.choices[0].set:
            yield Finding(
                ("readings", index, "choices", 0, "set"),
                "DEFAULT_CHANGES",
                Text(zh="默认读法不应改动任何数值", en="the default reading may not change a value"),
                Text(zh="把默认值写在正文里, 仅在其他读法中写 set", en="state it in the data, and use set in others"),
            )


def _interval(regulation: Regulation) -> Iterator[Finding]:
    start, end = regulation.in_force.from_, regulation.in_force.to
    if start is not None and end is not None and end <= start:
        yield Finding(
            ("in_force", "to"),
            "INTERVAL_EMPTY",
            Text(zh="施行期间为空: 失效日不晚于施行日", en="it is in force on no day: to is not after from"),
            Text(zh="to 为不再适用的第一天", en="to is the first day on which it no longer governs"),
        )
