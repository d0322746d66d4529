"""Applications of one doctor, and what came after, under a regulation on enrolment."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from core.assessment.checking.enrolment import EnrolmentTrial
from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    ConductBreached,
    EnrolmentFacts,
    Finding,
    GroundDetermined,
    IncidentNoted,
    SettlementSuspended,
)
from core.regulation.law import Law
from core.regulation.schemes.enrolment import EnrolmentScheme
from core.regulation.vocabulary import Act, Change, Insurance
from core.service.ledgers.drawing import SAID, Draw, first_day, last_day

_YEARS = 3
_MOST = 3
"""Records of each kind at most."""


def enrolment_trial(law: Law, draw: Draw) -> EnrolmentTrial:
    """Return an application under ``law``, which has an enrolment scheme, and a day on or after all of it."""
    scheme = law.regulation.enrolment
    if scheme is None:
        raise ValueError(f"{law.id} has no enrolment scheme")
    as_of = draw.between(first_day(law), last_day(law, _YEARS))
    return EnrolmentTrial(law=law, facts=_Doctor(scheme, draw, first_day(law), as_of).facts(), as_of=as_of)


@dataclass(frozen=True, slots=True)
class _Doctor:
    """What an application is made up from; nothing is later than ``last``."""

    scheme: EnrolmentScheme
    draw: Draw
    first: date
    last: date

    def facts(self) -> EnrolmentFacts:
        draw, one_in = self.draw, self.draw.any((3, 60, 60))
        grounds = self.scheme.deregistrations
        return EnrolmentFacts(
            findings=tuple(self._findings(one_in)),
            acts=tuple(self._acts()),
            incidents=tuple(self._incidents()) if draw.often(3) else (),
            incidents_known=not draw.often(one_in),
            changes=tuple(self._changes()) if draw.often(2) else (),
            insurance=draw.any((None, *Insurance)),
            served_on=tuple(self._day() for _ in range(draw.number(0, 2 * _MOST))),
            services_known=not draw.often(6),
            suspensions=tuple(self._suspensions()) if grounds and draw.often(3) else (),
            determinations=tuple(self._determinations()) if grounds and draw.often(3) else (),
            breaches=tuple(
                ConductBreached(duty=one.id, on=self._day()) for one in draw.some(self.scheme.conduct, _MOST)
            ),
        )

    def _findings(self, one_in: int) -> Iterator[Finding]:
        """Yield what was found on each attribute asked for; once in so many it is not, or does not hold."""
        asked = {each for one in self.scheme.conditions for each in (*one.any_of, one.only_if) if each is not None}
        for attribute in sorted(asked):
            if not self.draw.often(one_in):
                yield Finding(attribute=attribute, holds=not self.draw.often(one_in))

    def _acts(self) -> Iterator[ActTaken]:
        """Yield the acts in the order of the text, at times one left out or out of turn; half the time, all of them."""
        acts = [one.act for one in self.scheme.transitions]
        regular, day = self.draw.often(2), self._day()
        for act in acts if regular else [*acts, *acts]:
            if regular or not self.draw.often(3):
                at = "other" if self.draw.often(12) else None
                yield ActTaken(act=act if not self.draw.often(20) else self.draw.any(list(Act)), on=day, at=at)
            day = self.draw.between(day, min(self.last, day + timedelta(days=40)))

    def _incidents(self) -> Iterator[IncidentNoted]:
        barring = [each for one in self.scheme.conditions for each in (one.clear_of, *one.also) if each is not None]
        for _ in range(self.draw.number(0, _MOST) if barring else 0):
            on = self._day() - timedelta(days=self.draw.number(0, 900))
            yield IncidentNoted(incident=self.draw.any(barring), on=on)

    def _changes(self) -> Iterator[ChangeOccurred]:
        for _ in range(self.draw.number(0, _MOST)):
            on = self._day()
            reported = self.draw.between(on, self.last) if self.draw.often(2) else None
            yield ChangeOccurred(change=self.draw.any(list(Change)), on=on, reported_on=reported)

    def _suspensions(self) -> Iterator[SettlementSuspended]:
        limits = [one.suspended_months for one in self.scheme.deregistrations if one.suspended_months is not None]
        for _ in range(self.draw.number(0, _MOST) if limits else 0):
            months = max(1, self.draw.any((self.draw.any(limits), 3)) + self.draw.number(-1, 1))
            yield SettlementSuspended(decided_on=self._day(), months=months)

    def _determinations(self) -> Iterator[GroundDetermined]:
        for ground in self.scheme.deregistrations:
            if ground.determined and self.draw.often(2):
                said = None if self.draw.often(9) else SAID
                yield GroundDetermined(ground=ground.id, on=self._day(), determined_by=said, note=SAID)

    def _day(self) -> date:
        return self.draw.between(self.first, self.last)
