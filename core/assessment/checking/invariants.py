"""What holds of every regulation with points, whatever its numbers: invariants, each tried on one ledger.

A law that breaks one is not thereby wrong in law; it is wrong as data, or its ``rules.py`` is no function of its
question. What law and ledger leave open breaks nothing: there is nothing to compare.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from core.assessment.checking.trials import Trial, Watched
from core.assessment.facts import LifeEntry, PointsFacts
from core.assessment.outcome import Determination, PointsOutcome
from core.regulation.vocabulary import LifeEvent, Status
from core.text import Text


class Invariant(StrEnum):
    """Something that every regulation keeps."""

    DETERMINISTIC = "DETERMINISTIC"
    """The same question has the same answer."""
    ORDER_FREE = "ORDER_FREE"
    """The order in which records are entered, or in which ``rules.py`` is asked, makes no difference."""
    PERIODS_APART = "PERIODS_APART"
    """The account of a period rests on its own records alone."""
    MORE_NEVER_CHEAPER = "MORE_NEVER_CHEAPER"
    """A further record never lowers the points lost."""
    MORE_NEVER_MILDER = "MORE_NEVER_MILDER"
    """A record decided last, or a further case of it, never makes the standing milder.

    Compared is the worst from its day to the end of the period: without an early record a later one can cross the
    threshold, and its sanction reaches further."""
    CAP_KEPT = "CAP_KEPT"
    """No more counts than the cap allows, and what is left is never below zero."""
    IDEMPOTENT = "IDEMPOTENT"
    """What is said twice counts once, and a reading that is taken already changes nothing."""
    INITIAL_STATE = "INITIAL_STATE"
    """Without records, or with every one withdrawn, no point is lost and the standing is normal."""
    ARITHMETIC_READDS = "ARITHMETIC_READDS"
    """The line of arithmetic adds up again, to the same deductions, repairs and result."""
    PAST_UNMOVED = "PAST_UNMOVED"
    """The answer for an earlier day does not see later records."""
    RULES_SOUND = "RULES_SOUND"
    """What ``rules.py`` answers is a number of points, zero or more, or nothing."""


MEANING: Mapping[Invariant, Text] = MappingProxyType(
    {
        Invariant.DETERMINISTIC: Text(zh="同一问题得到不同的答案", en="the same question has two answers"),
        Invariant.ORDER_FREE: Text(
            zh="结果取决于录入或询问的先后", en="the answer depends on the order of entry or of asking"
        ),
        Invariant.PERIODS_APART: Text(
            zh="一个周期的记分受其他周期的记录影响", en="records of another period change the account of a period"
        ),
        Invariant.MORE_NEVER_CHEAPER: Text(
            zh="多一条记录, 扣分反而减少", en="with one more record fewer points are lost"
        ),
        Invariant.MORE_NEVER_MILDER: Text(
            zh="最后多一条记录或多一例, 状态反而减轻",
            en="one more record, decided last, or one more case of it makes the standing milder",
        ),
        Invariant.CAP_KEPT: Text(
            zh="计入的分数超出上限, 或剩余分数不符", en="more counts than the cap allows, or what is left is wrong"
        ),
        Invariant.IDEMPOTENT: Text(zh="同一内容说两遍, 结果不同", en="saying the same thing twice makes a difference"),
        Invariant.INITIAL_STATE: Text(
            zh="没有记录或全部撤回后, 不是初始状态",
            en="without records, or with all of them withdrawn, it is not as at the beginning",
        ),
        Invariant.ARITHMETIC_READDS: Text(zh="算式不能重新加得结果", en="the line of arithmetic does not add up"),
        Invariant.PAST_UNMOVED: Text(
            zh="较早一天的结果受其后记录影响", en="later records change the answer for an earlier day"
        ),
        Invariant.RULES_SOUND: Text(
            zh="rules.py 给出的不是零或以上的分值", en="rules.py answers with what is no number of points"
        ),
    }
)
"""What is said of a regulation that breaks an invariant."""


def holds(invariant: Invariant, trial: Trial) -> bool:
    """Return whether the law keeps ``invariant`` on the ledger of ``trial``."""
    return _TRIED[invariant](trial)


def is_decided(trial: Trial) -> bool:
    """Return whether law and ledger decide the standing; if not, most invariants have nothing to compare."""
    return trial.asked(trial.facts).standing is not None


def _deterministic(trial: Trial) -> bool:
    return trial.asked(trial.facts) == trial.asked(trial.facts)


def _order_free(trial: Trial) -> bool:
    facts = trial.facts
    turned = replace(
        facts,
        violations=facts.violations[::-1],
        examinations=facts.examinations[::-1],
        readmitted_on=facts.readmitted_on[::-1],
        lifted_on=facts.lifted_on[::-1],
        repairs=facts.repairs[::-1],
    )
    watched = Watched(trial.law)
    there = _but_digest(replace(trial, law=watched.watching).asked(facts))
    back = _but_digest(trial.asked(turned))
    asked = list(watched.given)
    return replace(there, law=trial.law) == back and all(
        watched.again(question) == answer for question, answer in reversed(asked)
    )


def _but_digest(outcome: PointsOutcome) -> PointsOutcome:
    """Return ``outcome`` without the fingerprint of the facts, which tells in what form they came."""
    return replace(outcome, facts_digest="")


def _periods_apart(trial: Trial) -> bool:
    facts = replace(trial.facts, repairs=())  # a repair can be refused for a sanction of another period
    for period in trial.periods:
        own = tuple(one for one in facts.violations if trial.booked_in(one) == period)
        whole = trial.asked(facts, period=period)
        alone = trial.asked(replace(facts, violations=own), period=period)
        if _account(whole) != _account(alone):
            return False
    return True


def _account(outcome: PointsOutcome) -> tuple[object, ...]:
    return outcome.deductions, outcome.points_lost, outcome.points_counted, outcome.points_left, outcome.arithmetic


def _more_never_cheaper(trial: Trial) -> bool:
    more = trial.violations
    fewer = PointsFacts(violations=more.violations[:-1])
    for period in trial.periods:
        before = trial.asked(fewer, period=period).points_lost
        after = trial.asked(more, period=period).points_lost
        if before is not None and after is not None and after < before:
            return False
    return True


def _more_never_milder(trial: Trial) -> bool:
    """Return whether neither a further record nor a further case of it makes the standing milder."""
    if not trial.facts.violations:
        return True
    *before, added = trial.facts.violations
    day = trial.as_of
    last = replace(added, id=f"~{added.id}", decided_on=day, occurred_on=day, notified_on=day, decision_no=None)
    ledgers = (before, [*before, last], [*before, replace(last, cases=last.cases + 1)])
    grave = [trial.worst(PointsFacts(violations=tuple(one))) for one in ledgers]
    decided = [one for one in grave if one is not None]
    return decided == sorted(decided)


def _cap_kept(trial: Trial) -> bool:
    full, zero = trial.scheme.full, Decimal(0)
    for period in trial.periods:
        one = trial.asked(trial.facts, period=period)
        if one.points_counted is None or one.points_lost is None:
            continue
        within = one.points_counted <= full or not trial.scheme.capped
        if not (within and zero <= one.points_counted <= one.points_lost):
            return False
        if one.points_left != max(zero, full - one.points_counted):
            return False
    return True


def _idempotent(trial: Trial) -> bool:
    facts = trial.facts
    twice = replace(
        facts,
        examinations=facts.examinations * 2,
        readmitted_on=facts.readmitted_on * 2,
        lifted_on=facts.lifted_on * 2,
    )
    taken = trial.law.under({one.reading.id: one.choice.id for one in trial.law.chosen})
    once = _but_digest(trial.asked(facts))
    return once == _but_digest(trial.asked(twice)) == _but_digest(replace(trial, law=taken).asked(facts))


def _initial_state(trial: Trial) -> bool:
    withdrawn = LifeEntry(event=LifeEvent.WITHDRAWN, on=trial.as_of)
    set_aside = tuple(replace(one, entries=(withdrawn,)) for one in trial.facts.violations)
    return all(_is_clean(trial, facts) for facts in (PointsFacts(), PointsFacts(violations=set_aside)))


def _is_clean(trial: Trial, facts: PointsFacts) -> bool:
    one = trial.asked(facts)
    return (
        one.determination is Determination.DETERMINED
        and (one.points_lost, one.points_counted, one.points_left) == (0, 0, trial.scheme.full)
        and one.standing is not None
        and one.standing.status is Status.NORMAL
        and not (one.deductions or one.sanctions or one.carried or one.suspensions)
    )


def _arithmetic_readds(trial: Trial) -> bool:
    return all(_readds(trial.asked(trial.facts, period=period)) for period in trial.periods)


_TERM = re.compile(r" (?P<sign>[-+]) (?:(?P<times>\d+)×)?(?P<points>\d+(?:\.\d+)?)\[[^\]]*\]|(?P<floor>\))")


def _readds(outcome: PointsOutcome) -> bool:
    if outcome.arithmetic is None:
        return True
    line, _, result = outcome.arithmetic.rpartition(" = ")
    stem = line.replace("max(0, ", "")
    full = stem.partition(" ")[0].partition(")")[0]
    value, lost, given = Decimal(full), Decimal(0), Decimal(0)
    for term in _TERM.finditer(stem, len(full)):
        if term["floor"]:
            value = max(Decimal(0), value)
            continue
        points = int(term["times"] or 1) * Decimal(term["points"])
        value, lost, given = (
            (value - points, lost + points, given) if term["sign"] == "-" else (value + points, lost, given + points)
        )
    stated = (outcome.points_left, outcome.points_lost, outcome.points_repaired)
    return (Decimal(result), value) == (value, outcome.points_left) and (value, lost, given) == stated


def _past_unmoved(trial: Trial) -> bool:
    days = sorted(one.decided_on for one in trial.facts.violations)
    day = days[len(days) // 2] if days else trial.as_of
    known = replace(trial.facts, violations=tuple(one for one in trial.facts.violations if one.decided_on <= day))
    return _but_digest(trial.asked(trial.facts, day)) == _but_digest(trial.asked(known, day))


def _rules_sound(trial: Trial) -> bool:
    watched = Watched(trial.law)
    replace(trial, law=watched.watching).asked(trial.facts)
    answers = [answer for _, answer in watched.given if answer is not None]
    return all(answer.is_finite() and answer >= 0 for answer in answers)


_TRIED: Mapping[Invariant, Callable[[Trial], bool]] = MappingProxyType(
    {
        Invariant.DETERMINISTIC: _deterministic,
        Invariant.ORDER_FREE: _order_free,
        Invariant.PERIODS_APART: _periods_apart,
        Invariant.MORE_NEVER_CHEAPER: _more_never_cheaper,
        Invariant.MORE_NEVER_MILDER: _more_never_milder,
        Invariant.CAP_KEPT: _cap_kept,
        Invariant.IDEMPOTENT: _idempotent,
        Invariant.INITIAL_STATE: _initial_state,
        Invariant.ARITHMETIC_READDS: _arithmetic_readds,
        Invariant.PAST_UNMOVED: _past_unmoved,
        Invariant.RULES_SOUND: _rules_sound,
    }
)
