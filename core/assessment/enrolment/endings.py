"""How an enrolment ends: by a change in the doctor's place or licence, or struck off by the agency (注销备案)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby, pairwise

from core.assessment.facts import EnrolmentFacts, SettlementSuspended
from core.assessment.outcome import EnrolmentStatus, Missing, Step, StepKind
from core.assessment.periods import add_months
from core.regulation.citation import Citation
from core.regulation.schemes.enrolment import Counted, Deregistration, EnrolmentScheme
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How an enrolment ended: when, by which rule, and the steps that show it."""

    on: date
    rule: str
    citation: Citation
    label: Text
    status: EnrolmentStatus
    arithmetic: str | None = None
    before: tuple[Step, ...] = ()
    """What led to it."""

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that show it, the ending itself last."""
        kind = StepKind.ENDED if self.status is EnrolmentStatus.ENDED else StepKind.DEREGISTERED
        return (*self.before, Step(kind, self.citation, (self.on.isoformat(), self.label)))


@dataclass(frozen=True, slots=True)
class Doubt:
    """A day on which an enrolment may have ended, and what is missing to tell."""

    on: date
    missing: Missing


@dataclass(frozen=True, slots=True)
class Ending:
    """How an enrolment ended, or None if it goes on; with ``missing``, neither can be told."""

    ended: Ended | None = None
    missing: tuple[Missing, ...] = ()


def ending_of(scheme: EnrolmentScheme, facts: EnrolmentFacts, since: date, until: date, *, filed: bool) -> Ending:
    """Return what first ended the course that began on ``since``, looking no further than the day ``until``.

    Only one who is ``filed`` can be struck off. What may have happened before a known end is missing.
    """
    certain = list(_by_change(scheme, facts, since))
    doubts: list[Doubt] = []
    for ground in scheme.deregistrations if filed else ():
        for one in _struck_off(ground, facts, since, until):
            if isinstance(one, Doubt):
                doubts.append(one)
            else:
                certain.append(one)
    certain = [one for one in certain if one.on <= until]
    ended = min(certain, key=lambda one: one.on, default=None)
    before = ended.on if ended is not None else until
    unsure = {one.missing.name: one.missing for one in doubts if one.on < before or (ended is None and one.on == until)}
    return Ending(None, tuple(unsure.values())) if unsure else Ending(ended)


def unknown_grounds(scheme: EnrolmentScheme, facts: EnrolmentFacts) -> tuple[Missing, ...]:
    """Return a missing value for each ground that a body found and that the text leaves to nobody's finding."""
    known = {ground.id for ground in scheme.deregistrations if ground.determined}
    return tuple(
        Missing(
            f"enrolment.deregistrations.{name}",
            Text(
                zh=f"规定中没有可由机关认定的情形 {name}", en=f"the regulation has no ground {name} for a body to find"
            ),
        )
        for name in sorted({one.ground for one in facts.determinations} - known)
    )


def _by_change(scheme: EnrolmentScheme, facts: EnrolmentFacts, since: date) -> Iterator[Ended]:
    for ending in scheme.endings:
        for change in facts.changes:
            if change.change in ending.changes and change.on >= since:
                yield Ended(
                    on=change.on,
                    rule=ending.id,
                    citation=ending.cite,
                    label=ending.label,
                    status=EnrolmentStatus.ENDED,
                )


def _struck_off(ground: Deregistration, facts: EnrolmentFacts, since: date, until: date) -> Iterator[Ended | Doubt]:
    if ground.idle_months is not None:
        yield from _idle(ground, ground.idle_months, facts, since, until)
    if ground.suspended_months is not None:
        yield from _suspended(ground, ground.suspended_months, facts.suspensions, since, until)
    if ground.determined:
        yield from _determined(ground, facts, since)


def _idle(
    ground: Deregistration, months: int, facts: EnrolmentFacts, since: date, until: date
) -> Iterator[Ended | Doubt]:
    """Yield the day on which ``months`` without care were full for the first time, counted from ``since`` or a care."""
    served = sorted({since, *(day for day in facts.served_on if since < day <= until)})
    for last, following in pairwise((*served, None)):
        if last is None:
            return
        full = add_months(last, months)
        if full > until or (following is not None and following < full):
            continue
        if facts.services_known:
            shown = Step(StepKind.IDLE, ground.cite, (last.isoformat(), str(months), full.isoformat()))
            yield _dropped(ground, full, before=(shown,))
        else:
            yield Doubt(full, Missing("enrolment.services", _SERVICES))
        return


def _suspended(
    ground: Deregistration, months: int, suspensions: Iterable[SettlementSuspended], since: date, until: date
) -> Iterator[Ended]:
    """Yield the decision with which the months are reached for the first time."""
    within = (one for one in suspensions if since <= one.decided_on <= until)
    counted = sorted(within, key=lambda one: (one.decided_on, one.months))
    steps: list[Step] = []
    for _, year in groupby(counted, key=lambda one: one.decided_on.year):
        summed: list[int] = []
        for one in year:
            earlier = sum(summed) if ground.counted is Counted.YEAR_SUM else 0
            summed.append(one.months)
            total = earlier + one.months
            arguments = (one.decided_on.isoformat(), str(one.months), str(total), str(months))
            step = Step(StepKind.SUSPENSION_COUNTED, ground.cite, arguments, Decimal(earlier), Decimal(total))
            steps.append(step)
            if total >= months:
                line = f"{' + '.join(map(str, summed))} = {total}" if ground.counted is Counted.YEAR_SUM else None
                yield _dropped(ground, one.decided_on, before=tuple(steps), arithmetic=line)
                return


def _determined(ground: Deregistration, facts: EnrolmentFacts, since: date) -> Iterator[Ended | Doubt]:
    """Yield each finding that names its body and reason, and a doubt for each that does not."""
    for one in sorted(facts.determinations, key=lambda one: one.on):
        if one.ground != ground.id or one.on < since:
            continue
        lacking = [name for name in ("determined_by", "note") if getattr(one, name) is None]
        for name in lacking:
            yield Doubt(one.on, Missing(f"enrolment.determinations.{ground.id}.{name}", ground.label))
        if not lacking:
            yield _dropped(ground, one.on)


def _dropped(
    ground: Deregistration, on: date, *, before: tuple[Step, ...] = (), arithmetic: str | None = None
) -> Ended:
    return Ended(
        on=on,
        rule=ground.id,
        citation=ground.cite,
        label=ground.label,
        status=EnrolmentStatus.DEREGISTERED,
        arithmetic=arithmetic,
        before=before,
    )


_SERVICES = Text(
    zh="备案后为参保人提供服务的日期未核查",
    en="the days on which insured patients were treated since the filing have not been checked",
)
