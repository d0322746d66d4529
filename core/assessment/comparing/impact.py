"""What a change of the law does to one person, and to all of them: two outcomes compared, and their sums.

Compared is what happens to the person: points, standing, dates, sanctions. Citations, labels and sentences are not.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from core.assessment.facts import PointsFacts
from core.assessment.outcome import Determination, PointsOutcome
from core.assessment.points.terms import SanctionImposed, Standing
from core.regulation.vocabulary import Status

_ZERO = Decimal(0)


class ChangeKind(StrEnum):
    """What differs between two outcomes of one person."""

    DECIDABLE = "DECIDABLE"
    """Whether law and facts decide the question, or what is missing for it."""
    POINTS = "POINTS"
    """Points lost, counted, given back or left."""
    STANDING = "STANDING"
    """The status, what it takes away, or how far it reaches."""
    SINCE = "SINCE"
    """The day on which the standing began."""
    UNTIL = "UNTIL"
    """The first day after the standing."""
    MAY_REAPPLY_FROM = "MAY_REAPPLY_FROM"
    """The first day on which the person may apply again."""
    SANCTIONS = "SANCTIONS"
    """What was imposed in the period or is still in effect, and its dates."""
    DEADLINES = "DEADLINES"
    """The last day on which the person can object to a record."""
    FLAGS = "FLAGS"
    """Distinctions beside the standing."""
    NOTICES = "NOTICES"
    """What is made public, where, how, and from and until when."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Impact:
    """What two laws make of the facts of one person."""

    before: PointsOutcome
    after: PointsOutcome
    kinds: tuple[ChangeKind, ...] = ()
    """What differs; empty: nothing."""
    records: tuple[str, ...] = ()
    """Ids of the violations by day, of the repairs, then of what an earlier version brings, that the difference is in.

    Empty: the law alone makes it, whatever is recorded.
    """

    @property
    def is_change(self) -> bool:
        """Whether anything differs."""
        return bool(self.kinds)

    @property
    def sanctions_gone(self) -> tuple[SanctionImposed, ...]:
        """The sanctions that only the law before has, with these dates; empty unless SANCTIONS is among the kinds."""
        return _only_in(self.before, self.after) if ChangeKind.SANCTIONS in self.kinds else ()

    @property
    def sanctions_new(self) -> tuple[SanctionImposed, ...]:
        """The sanctions that only the law after has, with these dates; empty unless SANCTIONS is among the kinds."""
        return _only_in(self.after, self.before) if ChangeKind.SANCTIONS in self.kinds else ()


def impact_between(before: PointsOutcome, after: PointsOutcome, facts: PointsFacts) -> Impact:
    """Return how the outcome ``after`` differs from ``before``; both are of ``facts``.

    Where only one of the two leaves points or standing open, that is the change, DECIDABLE; what is known of them is
    then not compared.
    """
    kinds = tuple(_kinds(before, after))
    if not kinds:
        return Impact(before=before, after=after)
    concerned = frozenset(_concerned(before, after, facts, frozenset(kinds)))
    ordered = sorted(facts.violations, key=lambda one: (one.decided_on, one.id))
    repairs = sorted(facts.repairs, key=lambda one: (one.on, one.id))
    own = dict.fromkeys(one.id for one in (*ordered, *repairs) if one.id in concerned)
    return Impact(before=before, after=after, kinds=kinds, records=(*own, *sorted(concerned - own.keys())))


def _kinds(before: PointsOutcome, after: PointsOutcome) -> Iterator[ChangeKind]:
    """Yield what differs; what one of the outcomes leaves open is not compared with what the other decides."""
    alike = _openness(before) == _openness(after)
    if not alike:
        yield ChangeKind.DECIDABLE
    if (alike or None not in {before.points_left, after.points_left}) and _points(before) != _points(after):
        yield ChangeKind.POINTS
    if before.standing is not None and after.standing is not None:
        yield from _standing_kinds(before.standing, after.standing)
    both = alike or None not in {before.standing, after.standing}
    aspects = (
        (ChangeKind.SANCTIONS, not both or _sanctions(before).keys() == _sanctions(after).keys()),
        (ChangeKind.DEADLINES, _last_days(before) == _last_days(after)),
        (ChangeKind.FLAGS, before.flags == after.flags),
        (ChangeKind.NOTICES, not both or _notices(before) == _notices(after)),
    )
    yield from (kind for kind, is_same in aspects if not is_same)


def _standing_kinds(old: Standing, new: Standing) -> Iterator[ChangeKind]:
    if (old.status, old.object, old.reach) != (new.status, new.object, new.reach):
        yield ChangeKind.STANDING
    if old.since != new.since:
        yield ChangeKind.SINCE
    if old.until != new.until:
        yield ChangeKind.UNTIL
    if old.may_reapply_from != new.may_reapply_from:
        yield ChangeKind.MAY_REAPPLY_FROM


def _openness(outcome: PointsOutcome) -> tuple[frozenset[str], bool, bool]:
    """Return what is missing, and whether that leaves the points and the standing open."""
    return _missing(outcome), outcome.points_left is None, outcome.standing is None


def _missing(outcome: PointsOutcome) -> frozenset[str]:
    return frozenset(one.name for one in outcome.missing)


def _points(outcome: PointsOutcome) -> object:
    """Return the account; where it is open, what each record is known to cost."""
    if outcome.points_left is None:
        return _costs(outcome)
    return outcome.points_lost, outcome.points_counted, outcome.points_repaired, outcome.points_left


_Effect = tuple[object, ...]
"""What a sanction means for the person, and how many of the same came before it."""


def _sanctions(outcome: PointsOutcome) -> Mapping[_Effect, SanctionImposed]:
    """Return the sanctions that the outcome shows, by what they mean for the person."""
    seen = Counter[_Effect]()
    found: dict[_Effect, SanctionImposed] = {}
    for one in (*outcome.sanctions, *outcome.carried):
        effect = _effect(one)
        found[*effect, seen[effect]] = one
        seen[effect] += 1
    return found


def _effect(one: SanctionImposed) -> _Effect:
    length = (one.months, one.months_from, one.months_to, one.until_exam)
    return (one.kind, one.object, one.start, one.end, length, one.may_reapply_from, one.absorbed)


def _only_in(one: PointsOutcome, other: PointsOutcome) -> tuple[SanctionImposed, ...]:
    same = _sanctions(other).keys()
    return tuple(sanction for effect, sanction in _sanctions(one).items() if effect not in same)


def _last_days(outcome: PointsOutcome) -> Mapping[str, tuple[date | None, int | None]]:
    return {one.record: (one.last_day, one.calendar) for one in outcome.appeals}


def _notices(outcome: PointsOutcome) -> Counter[tuple[object, ...]]:
    return Counter(
        (one.kind, one.channels, one.start, one.end, one.mask, one.names_institution) for one in outcome.notices
    )


def _concerned(
    before: PointsOutcome, after: PointsOutcome, facts: PointsFacts, kinds: frozenset[ChangeKind]
) -> Iterator[str]:
    """Yield the ids of the records that the two outcomes treat differently; some more than once."""
    if ChangeKind.DECIDABLE in kinds:
        for name in _missing(before) ^ _missing(after):
            yield from _lacking(name, facts)
    yield from _unlike(_costs(before), _costs(after))
    if ChangeKind.SANCTIONS in kinds:
        yield from (one.record for one in (*_only_in(before, after), *_only_in(after, before)))
    yield from _unlike(_last_days(before), _last_days(after))


def _lacking(name: str, facts: PointsFacts) -> Iterator[str]:
    """Yield the ids of the records for which the value called ``name`` is missing."""
    owner = name.rpartition(".")[0]
    for one in facts.violations:
        if owner == f"violations.{one.id}" or name in {f"points.clauses.{one.clause}", f"rules.{one.clause}"}:
            yield one.id
    for one in facts.repairs:
        if owner == f"repairs.{one.id}" or name in {f"points.repairs.rules.{one.rule}", "points.repairs"}:
            yield one.id


def _costs(outcome: PointsOutcome) -> Mapping[str, Decimal]:
    """Return what each record of the period cost, and each repair gave back."""
    return {one.record: one.total for one in outcome.deductions} | {one.repair: one.points for one in outcome.repairs}


def _unlike(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[str]:
    return (key for key in {**old, **new} if old.get(key) != new.get(key))


@dataclass(frozen=True, slots=True)
class KindCount:
    """How many doctors a kind of change concerns."""

    kind: ChangeKind
    doctors: int


@dataclass(frozen=True, slots=True)
class Passage:
    """How many doctors pass from one status to another, or keep it; None: not decidable."""

    before: Status | None
    after: Status | None
    doctors: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What a change of the law does to everyone looked at."""

    doctors: int = 0
    """How many were looked at."""
    changed: int = 0
    """For how many something differs."""
    kinds: tuple[KindCount, ...] = ()
    """What differs for how many, in the order of the kinds; those that concern nobody are left out."""
    points_before: Decimal = _ZERO
    """Points that count as lost in the period, of all whose points both laws decide."""
    points_after: Decimal = _ZERO
    points_open: int = 0
    """How many are in neither sum, since one of the laws leaves their points open."""
    undecided_before: int = 0
    """For how many something is missing."""
    undecided_after: int = 0
    newly_undecided: int = 0
    """For how many something is missing that was not needed before."""
    passages: tuple[Passage, ...] = ()
    """From which status to which, mildest first; not decidable last."""

    def __add__(self, other: "Sums") -> "Sums":
        """Return the sums over both groups of doctors."""
        return Sums(
            doctors=self.doctors + other.doctors,
            changed=self.changed + other.changed,
            kinds=_kind_counts({one.kind: one.doctors for one in self.kinds}, other.kinds),
            points_before=self.points_before + other.points_before,
            points_after=self.points_after + other.points_after,
            points_open=self.points_open + other.points_open,
            undecided_before=self.undecided_before + other.undecided_before,
            undecided_after=self.undecided_after + other.undecided_after,
            newly_undecided=self.newly_undecided + other.newly_undecided,
            passages=_passages((*self.passages, *other.passages)),
        )


def sums_of(impacts: Iterable[Impact]) -> Sums:
    """Return the sums over ``impacts``, one a doctor."""
    listed = tuple(impacts)
    decided = [
        (one.before.points_counted, one.after.points_counted)
        for one in listed
        if one.before.points_counted is not None and one.after.points_counted is not None
    ]
    return Sums(
        doctors=len(listed),
        changed=sum(one.is_change for one in listed),
        kinds=_kind_counts({}, (KindCount(kind, 1) for one in listed for kind in one.kinds)),
        points_before=sum((before for before, _ in decided), _ZERO),
        points_after=sum((after for _, after in decided), _ZERO),
        points_open=len(listed) - len(decided),
        undecided_before=sum(_is_open(one.before) for one in listed),
        undecided_after=sum(_is_open(one.after) for one in listed),
        newly_undecided=sum(not _missing(one.after) <= _missing(one.before) for one in listed),
        passages=_passages(Passage(_status(one.before), _status(one.after), 1) for one in listed),
    )


def _is_open(outcome: PointsOutcome) -> bool:
    return outcome.determination is Determination.INDETERMINATE


def _status(outcome: PointsOutcome) -> Status | None:
    return outcome.standing.status if outcome.standing is not None else None


def _kind_counts(counted: Mapping[ChangeKind, int], more: Iterable[KindCount]) -> tuple[KindCount, ...]:
    counts = Counter(counted)
    for one in more:
        counts[one.kind] += one.doctors
    return tuple(KindCount(kind, counts[kind]) for kind in ChangeKind if counts[kind])


def _passages(passages: Iterable[Passage]) -> tuple[Passage, ...]:
    counts = Counter[tuple[Status | None, Status | None]]()
    for one in passages:
        counts[one.before, one.after] += one.doctors
    order = (*Status, None)
    return tuple(
        Passage(before, after, counts[before, after]) for before in order for after in order if counts[before, after]
    )
