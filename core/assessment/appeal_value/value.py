"""What an appeal is worth: the smallest sets of records without which the standing would be another."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from itertools import islice

from core.assessment.appeal_value.search import Found, search_for, sets_of
from core.assessment.appeal_value.states import terms_of
from core.assessment.facts import PointsFacts
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.points.course import course_of
from core.assessment.points.standing import SEVERITY
from core.assessment.points.tally import book
from core.assessment.points.terms import Standing
from core.assessment.workdays import WorkCalendar
from core.errors import NotFoundError
from core.regulation.law import Law
from core.text import Text


class AppealAim(StrEnum):
    """What an appeal is to do to the standing. Standings are compared by their status alone."""

    MILDER = "MILDER"
    """The status becomes milder, which is what an appellant wants."""
    CHANGED = "CHANGED"
    """The status becomes another. Removal can make it graver: without an early record, a later one crosses the
    threshold, and its sanction reaches the day asked about."""


class AppealWorth(StrEnum):
    """Whether there are records whose removal does it."""

    FOUND = "FOUND"
    NONE = "NONE"
    """No removal does it, not even of all candidates."""
    UNDECIDED = "UNDECIDED"
    """The standing itself cannot be decided, so that nothing can be compared with it."""
    UNPROVEN = "UNPROVEN"
    """The effort allowed was spent before an answer was certain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealQuestion:
    """What is asked about an appeal."""

    aim: AppealAim = AppealAim.MILDER
    candidates: tuple[str, ...] | None = None
    """Ids of the records that may be removed; None: all."""
    most: int = 20
    """How many sets are listed at most; all are counted."""
    effort: int = 200_000
    """How many states may be looked at before the search is given up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealSet:
    """Records that together change the standing, none of which could be left out."""

    records: tuple[str, ...]
    """Their ids, in the order in which they count."""
    standing: Standing
    """The standing without them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealValue:
    """What an appeal is worth (申诉价值): the smallest sets of records whose removal changes the standing.

    A removed record is as if it had never been decided.
    """

    worth: AppealWorth
    aim: AppealAim
    standing: Standing | None
    """The standing as it is; None: not decidable."""
    size: int | None = None
    """How many records the smallest sets have; None: none was found."""
    sets: tuple[AppealSet, ...] = ()
    """The smallest sets, those with earlier records first."""
    count: int = 0
    """How many smallest sets there are."""
    at_least: int | None = None
    """No set of fewer records does it, as far as that is proven; None: nothing was looked for, or no set does it."""

    @property
    def complete(self) -> bool:
        """Whether all smallest sets are listed."""
        return len(self.sets) == self.count


def appeal_value(
    law: Law,
    facts: PointsFacts,
    period: Period,
    as_of: date,
    calendar: WorkCalendar | None = None,
    question: AppealQuestion | None = None,
) -> AppealValue:
    """Return the smallest sets of records of ``facts`` whose removal changes the standing on ``as_of`` under ``law``.

    The other arguments are those of ``assess_points``; every ``period`` gives the same answer. Without a question all
    records are candidates and a milder standing is the aim. A set after whose removal the standing cannot be decided
    does not count.

    Raises:
        NotFoundError: a candidate that is not among the records.
    """
    asked = question or AppealQuestion()
    candidates = _candidates(asked, facts)
    outcome = assess_points(law, facts, period, as_of, calendar)
    standing = outcome.standing
    if standing is None:
        return AppealValue(worth=AppealWorth.UNDECIDED, aim=asked.aim, standing=None)
    scheme = law.regulation.points
    if scheme is None or outcome.is_subject is False:
        return AppealValue(worth=AppealWorth.NONE, aim=asked.aim, standing=standing)
    severity, is_milder = SEVERITY[standing.status], asked.aim is AppealAim.MILDER
    terms = terms_of(law, scheme, facts.examinations, as_of, hopeless=severity if is_milder else None)
    booked, _ = book(scheme, facts.violations, as_of, calendar)
    course = course_of(booked, facts, as_of)
    search = search_for(law, terms, course, candidates, lambda reached: reached != severity, asked.effort)
    found = search.run()

    def without(records: tuple[str, ...]) -> AppealSet:
        left = tuple(one for one in facts.violations if one.id not in records)
        after = assess_points(law, replace(facts, violations=left), period, as_of, calendar).standing
        return AppealSet(records=records, standing=after or standing)

    sets = tuple(map(without, islice(sets_of(search, found.ends), asked.most)))
    return _value(asked, standing, found, sets)


def _candidates(asked: AppealQuestion, facts: PointsFacts) -> frozenset[str]:
    known = frozenset(one.id for one in facts.violations)
    if asked.candidates is None:
        return known
    for name in asked.candidates:
        if name not in known:
            raise NotFoundError(
                "RECORD_UNKNOWN",
                Text(
                    zh=f"所问事实中没有记录 {name}; 请用其中违规记录的编号",
                    en=f"the facts asked about hold no record {name}; name violations that are among them",
                ),
                field="candidates",
            )
    return frozenset(asked.candidates)


def _value(asked: AppealQuestion, standing: Standing, found: Found, sets: tuple[AppealSet, ...]) -> AppealValue:
    if found.ends:
        return AppealValue(
            worth=AppealWorth.FOUND,
            aim=asked.aim,
            standing=standing,
            size=found.at_least,
            sets=sets,
            count=sum(node.ways for node in found.ends),
            at_least=found.at_least,
        )
    worth = AppealWorth.NONE if found.is_final else AppealWorth.UNPROVEN
    at_least = None if found.is_final else found.at_least
    return AppealValue(worth=worth, aim=asked.aim, standing=standing, at_least=at_least)
