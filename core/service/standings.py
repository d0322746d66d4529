"""One person's standing from the registry: under one law over days, and across every law that concerns them on one."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from core.assessment.over_time.across import StandingAcross
from core.assessment.over_time.causes import Answer
from core.assessment.over_time.timeline import Stretch, period_of, timeline_of, turns_of
from core.assessment.periods import add_months
from core.errors import RefusedError
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme
from core.service.assessing import Assessed, assess_ledger, settle
from core.service.facts import Ledger
from core.service.office import Office
from core.service.questions import Question
from core.text import Text

MOST_YEARS = 10
"""How many years one timeline spans at most."""
_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Timespan:
    """What a timeline is asked of: a regulation or place over the days ``[start, end)``."""

    regulation: str
    """The id of a version, which then holds for every day, or a place, whose version in force on each day holds."""
    start: date
    end: date
    law_at: date | None = None
    """The day whose version holds for every day; None: as ``regulation`` says."""
    known_at: datetime | None = None
    """Nothing recorded later is looked at; None: everything is."""


@dataclass(frozen=True, slots=True)
class Across:
    """A person's standing on a day under every law that concerns them, and what it was made from."""

    standing: StandingAcross
    answers: tuple[Assessed, ...]
    """In the order of ``standing.outcomes``."""
    unserved: tuple[str, ...]
    """Ids of regulations under which there are records, and which are not served; nothing is known of them."""

    @property
    def as_of(self) -> date:
        """The day asked about."""
        return self.standing.as_of


def stretches(office: Office, span: Timespan, ledger: Ledger) -> tuple[Stretch, ...]:
    """Return how the person stood on whom ``ledger`` holds all entries, in order and without gaps.

    Raises:
        NotFoundError: no regulation and no place is called so.
        RefusedError: the days end before they begin, or span more than ``MOST_YEARS``.
    """
    _check(span)
    known = ledger.known_at(span.known_at)

    def answer(day: date) -> Answer:
        found = assess_ledger(office, settle(office, span.regulation, None, day, law_at=span.law_at), known)
        return Answer(found.facts, found.outcome)

    place = settle(office, span.regulation, None, span.start, law_at=span.law_at).law.regulation.place
    return timeline_of(answer, span.start, span.end, _turns(office, place, known))


def _check(span: Timespan) -> None:
    if span.end <= span.start:
        text = Text(
            zh=f"时间段 [{span.start}, {span.end}) 为空; to 须晚于 from",
            en=f"there is no day in [{span.start}, {span.end}); `to` must be later than `from`",
        )
        raise RefusedError("TIMELINE_EMPTY", text, field="to")
    if span.end > add_months(span.start, MOST_YEARS * _MONTHS):
        text = Text(
            zh=f"一次最多 {MOST_YEARS} 年, 得到 {span.start} 至 {span.end}; 请分段查询",
            en=f"at most {MOST_YEARS} years at once, not {span.start} to {span.end}; ask in parts",
        )
        raise RefusedError("TIMELINE_TOO_LONG", text, field="to")


def _turns(office: Office, place: str, ledger: Ledger) -> Iterator[date]:
    """Yield the days on which versions of ``place`` begin and end, and those that records under any of them name."""
    for law in office.host.catalogue.versions(place):
        yield from turns_of(law, ledger.facts(place, law.id))
        force = law.regulation.in_force
        yield from (day for day in (force.from_, force.to) if day is not None)


def standing_across(
    office: Office, ledger: Ledger, as_of: date, known_at: datetime | None = None, places: Collection[str] | None = None
) -> Across:
    """Return how the person stands on whom ``ledger`` holds all entries, under every law that concerns them.

    These are the laws of their records, and of the places where they are or were enrolled the version in force on
    ``as_of``; of ``places`` alone, if given.
    """
    known = ledger.known_at(known_at)
    laws = [law for law in _concerning(office, known, as_of) if places is None or law.regulation.place in places]
    answers = tuple(assess_ledger(office, Question(law, period_of(law, as_of), as_of), known) for law in laws)
    unserved = {
        row.regulation
        for row in known.violations
        if office.host.catalogue.find(row.regulation) is None and (places is None or row.place in places)
    }
    standing = StandingAcross(as_of=as_of, outcomes=tuple(one.outcome for one in answers))
    return Across(standing, answers, tuple(sorted(unserved)))


def _concerning(office: Office, ledger: Ledger, as_of: date) -> list[Law]:
    """Return the laws served that concern the person, by id."""
    catalogue = office.host.catalogue
    named = {row.regulation for row in (*ledger.violations, *ledger.repairs)}
    found = {name: catalogue.chosen(name, None, as_of) for name in named if catalogue.find(name) is not None}
    for place in {row.place for row in ledger.enrolments if row.since <= as_of}:
        law = catalogue.governing(place, as_of).law
        if law is not None and law.id not in found and _speaks_of_points(law):
            found[law.id] = catalogue.chosen(place, None, as_of)
    return [law for _, law in sorted(found.items())]


def _speaks_of_points(law: Law) -> bool:
    return law.regulation.points is not None or law.regulation.gap_of(Scheme.POINTS) is not None
