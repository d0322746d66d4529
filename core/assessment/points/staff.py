"""What follows for an institution from the share of its staff that is suspended or terminated."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from core.assessment.facts import StaffFacts
from core.assessment.outcome import Missing, Outcome, Step, StepKind
from core.assessment.points.sanction_words import FINAL
from core.assessment.points.sanctions import GRAVE
from core.assessment.points.terms import SanctionImposed
from core.assessment.preamble import preamble
from core.regulation.citation import Citation
from core.regulation.digest import digest_of
from core.regulation.effects import StaffShare
from core.regulation.law import Law
from core.regulation.schemes.points import StaffRecords
from core.regulation.vocabulary import InstitutionMeasure, Scheme
from core.text import Text

_HUNDRED = 100
GAP = "points.staff_shares"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffShareOutcome(Outcome):
    """What follows for an institution from the standings of its staff within a year."""

    scheme: Scheme = Scheme.POINTS
    measure: InstitutionMeasure | None = None
    """None: nothing follows, or not decidable."""
    discretionary: bool | None = None
    """Whether the text only allows the measure; None: there is none."""
    label: Text | None = None
    citation: Citation | None = None
    rules_used: frozenset[str] = frozenset()


def assess_staff(law: Law, facts: StaffFacts, as_of: date) -> StaffShareOutcome:
    """Return what ``law`` makes of the share of an institution's staff that was suspended or terminated.

    INDETERMINATE if the text at hand sets no shares, nobody is registered, or it hangs on people who are undecided.
    """
    scheme = law.regulation.points
    shares = scheme.staff_shares if scheme is not None else ()
    affected = affected_under(law, facts)
    missing = _missing(shares, facts, affected)
    found = None if missing else share_reached(shares, affected, facts.staff)
    steps = [*preamble(law, Scheme.POINTS), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing)]
    if found is not None:
        arguments = (str(affected), str(facts.staff), found.label)
        steps.append(Step(StepKind.STAFF_SHARE, found.cite, arguments))
    return StaffShareOutcome(
        law=law,
        as_of=as_of,
        facts_digest=digest_of(facts),
        missing=missing,
        steps=tuple(steps),
        measure=found.follows if found else None,
        discretionary=found.discretionary if found else None,
        label=found.label if found else None,
        citation=found.cite if found else None,
        rules_used=frozenset({found.id} if found else ()),
    )


def affected_under(law: Law, facts: StaffFacts) -> int:
    """Return how many person-times count under ``law``: all, or those that rest on the institution's own records."""
    scheme = law.regulation.points
    here_alone = scheme is not None and scheme.conventions.staff_records is StaffRecords.HERE
    return facts.affected_here if here_alone and facts.affected_here is not None else facts.affected


def in_effect_from(sanctions: Sequence[SanctionImposed], start: date, end: date) -> tuple[SanctionImposed, ...]:
    """Return the suspensions and endings of one person that took effect on a day of ``[start, end)``, in their order.

    One whose place another had taken by its first day never took effect; one that was replaced later did.
    """
    grave = [one for one in sanctions if one.kind in GRAVE]
    return tuple(
        one
        for number, one in enumerate(grave)
        if start <= one.start < end
        and not (one.absorbed and any(_precludes(other, one) for other in grave[:number]))
        and not (one.absorbed and any(other.start == one.start for other in grave[number + 1 :]))
    )


def _precludes(earlier: SanctionImposed, one: SanctionImposed) -> bool:
    """Return whether ``one`` had nothing left to take away when it was to begin."""
    again = earlier.may_reapply_from
    return earlier.kind in FINAL and earlier.start <= one.start and (again is None or one.start < again)


def share_reached(shares: tuple[StaffShare, ...], affected: int, staff: int) -> StaffShare | None:
    """Return the gravest of ``shares`` that ``affected`` of ``staff`` people reach, or None."""
    return next((one for one in reversed(shares) if _is_reached(one, affected, staff)), None)


def _is_reached(share: StaffShare, affected: int, staff: int) -> bool:
    if share.at_percent is not None:
        return affected * _HUNDRED >= share.at_percent * staff
    return share.above_percent is not None and affected * _HUNDRED > share.above_percent * staff


def _missing(shares: tuple[StaffShare, ...], facts: StaffFacts, affected: int) -> tuple[Missing, ...]:
    if not shares:
        text = Text(zh="手头文本没有人员比例", en="the text at hand sets no shares of staff")
        return (Missing(GAP, text),)
    if facts.staff < 1:
        text = Text(zh="没有登记备案的人员", en="nobody is registered there")
        return (Missing("staff", text),)
    open_ = facts.undecided or 0
    if share_reached(shares, affected, facts.staff) is not share_reached(shares, affected + open_, facts.staff):
        text = Text(
            zh=f"{open_} 人的状态不能判定, 比例随之不定",
            en=f"{open_} people's standings are not decidable, and the share hangs on them",
        )
        return (Missing("staff.undecided", text),)
    return ()
