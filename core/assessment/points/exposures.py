"""What became of the records of a person, as far as it is open or has undone them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from core.assessment.facts import Violation
from core.assessment.outcome import Step, StepKind
from core.assessment.points.lives import STATE_WORDS, VOID, Life, LifeState, life_of
from core.assessment.points.terms import Exposure
from core.assessment.workdays import WorkCalendar
from core.regulation.schemes.points import PointsScheme
from core.text import Text

_COUNTS = Text(zh="计入", en="which counts")
_OUT = Text(zh="不计入", en="which does not count")


@dataclass(frozen=True, slots=True, kw_only=True)
class Lived:
    """A record with a life of its own, and where it stands."""

    violation: Violation
    life: Life


def lives_of(
    scheme: PointsScheme, violations: Iterable[Violation], as_of: date, calendar: WorkCalendar | None
) -> tuple[Lived, ...]:
    """Return where the records stand at the end of ``as_of`` that were suspected, contested or set aside."""
    lives = (
        (one, life_of(one, scheme.appeal, as_of, calendar))
        for one in sorted(violations, key=lambda one: (one.decided_on, one.id))
        if one.entries
    )
    return tuple(Lived(violation=one, life=life) for one, life in lives if life is not None)


def exposure_of(scheme: PointsScheme, lives: Iterable[Lived]) -> tuple[Exposure, ...]:
    """Return the records whose fate is open."""
    return tuple(
        Exposure(
            record=one.violation.id,
            clause=one.violation.clause,
            state=one.life.state,
            since=one.life.since,
            counts=one.life.counts,
            citation=None if scheme.appeal is None else scheme.appeal.cite,
        )
        for one in lives
        if one.life.is_open
    )


def life_steps(scheme: PointsScheme, lives: Iterable[Lived]) -> list[Step]:
    """Return what is to be said of records that are open, were contested or have been set aside."""
    cite = None if scheme.appeal is None else scheme.appeal.cite
    return [
        Step(
            StepKind.LIFE,
            cite if one.life.state is not LifeState.SUSPECTED else None,
            (
                one.violation.id,
                STATE_WORDS[one.life.state],
                one.life.since.isoformat(),
                _COUNTS if one.life.counts else _OUT,
            ),
            record=one.violation.id,
        )
        for one in lives
        if one.life.is_open or one.life.state in VOID | {LifeState.UPHELD}
    ]
