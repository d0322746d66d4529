"""The dispensing engine: a prescription under one law → the limit of each line, what is summed, what was not shown."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.dispensing.terms import (
    CollectionBreach,
    DispensingFacts,
    DispensingOutcome,
    LineAssessed,
    PrescriptionLine,
    TotalAssessed,
)
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.preamble import preamble
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.dispensing import (
    CollectionRule,
    DaysLimit,
    DispensingScheme,
    IllnessCourse,
    LimitGround,
    ListedFor,
    Proof,
    SummedPer,
)
from core.regulation.vocabulary import Scheme
from core.text import Text

_NONE = Decimal(0)
_NO_SCHEME = Text(zh="该规定没有带药天数的限量", en="the regulation has no limits on days' supply")
_COURSE = Text(zh="所治疾病是急性还是慢性", en="whether the illness it is for is acute or chronic")
_CLASS = Text(zh="药物所属类别", en="the class of drugs it belongs to")
_ID_SHOWN = Text(zh="是否出示患者身份证", en="whether the patient's identity card was shown")


@dataclass(frozen=True, slots=True)
class _Held:
    """A line and the limit it is held to; ``limit`` None: no limit applies, or what is ``missing`` decides it."""

    line: PrescriptionLine
    limit: DaysLimit | None
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """A collection rule; ``breached`` None: it does not apply, or what is ``missing`` decides it."""

    rule: CollectionRule
    breached: bool | None = None
    missing: tuple[Missing, ...] = ()


def assess_dispensing(law: Law, facts: DispensingFacts, as_of: date) -> DispensingOutcome:
    """Return what ``law`` makes of the prescription in ``facts``; what an excess leads to is not part of the scheme."""
    scheme = law.regulation.dispensing
    digest = digest_of(facts)
    if scheme is None:
        return _undecided(law, as_of, digest)
    held = [_hold(scheme, line, facts) for line in sorted(facts.lines, key=_place)]
    lines = tuple(map(_assessed, held))
    totals = tuple(_totals(scheme, held))
    asked = [_ask(rule, scheme, facts) for rule in scheme.collections]
    of_days = (*(unknown for one in held for unknown in one.missing), *_unclassed(scheme, held))
    found = (*of_days, *(unknown for one in asked for unknown in one.missing))
    missing = tuple({one.name: one for one in found}.values())
    steps = [*preamble(law, Scheme.DISPENSING), *_line_steps(held), *map(_total_step, totals)]
    steps += [_collection_step(one.rule, breached=one.breached) for one in asked if one.breached is not None]
    steps += [Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing]
    over = any(one.over_by for one in (*lines, *totals))
    return DispensingOutcome(
        law=law,
        as_of=as_of,
        facts_digest=digest,
        missing=missing,
        lines=lines,
        totals=totals,
        breaches=tuple(
            CollectionBreach(rule=one.rule.id, label=one.rule.label, citation=one.rule.cite)
            for one in asked
            if one.breached
        ),
        within=False if over else None if of_days else True,
        rules_used=frozenset(_used(scheme, held, asked, facts)),
        steps=tuple(steps),
    )


def _place(line: PrescriptionLine) -> tuple[int, str]:
    """Return what lines are put in order by, so that 10 comes after 9: shorter ids first."""
    return (len(line.id), line.id)


def _hold(scheme: DispensingScheme, line: PrescriptionLine, facts: DispensingFacts) -> _Held:
    """Hold ``line`` to the largest limit it qualifies for; an unknown one matters only if it would be larger."""
    answers = [(limit, _qualifies(limit.ground, scheme, line, facts)) for limit in scheme.limits]
    sure = max((limit for limit, holds in answers if holds), key=lambda limit: limit.days, default=None)
    most = sure.days if sure is not None else 0
    if any(holds is None and limit.days > most for limit, holds in answers):
        return _Held(line, None, (Missing(f"lines.{line.id}.course", _COURSE),))
    return _Held(line, sure)


def _qualifies(
    ground: LimitGround, scheme: DispensingScheme, line: PrescriptionLine, facts: DispensingFacts
) -> bool | None:
    """Return whether ``line`` qualifies for a limit; None if the course of its illness, which decides, is not known."""
    match ground:
        case LimitGround.ACUTE:
            return None if line.course is None else line.course is IllnessCourse.ACUTE
        case LimitGround.CHRONIC:
            return None if line.course is None else line.course is IllnessCourse.CHRONIC
        case LimitGround.REDUCED_MOBILITY:
            return facts.reduced_mobility
        case LimitGround.LISTED_DISEASE:
            return line.long_term and bool(_listed(scheme, line, facts))


def _listed(scheme: DispensingScheme, line: PrescriptionLine, facts: DispensingFacts) -> set[str]:
    """Return the ids of the listed diseases that count for ``line``."""
    named = {line.disease} if scheme.listed_for is ListedFor.DRUG else {line.disease, *facts.diseases}
    return {one.id for one in scheme.diseases} & named


def _assessed(held: _Held) -> LineAssessed:
    line, limit = held.line, held.limit
    if limit is None:
        return LineAssessed(line=line.id, drug=line.drug, days=line.days)
    return LineAssessed(
        line=line.id,
        drug=line.drug,
        days=line.days,
        limit=limit.id,
        limit_days=limit.days,
        label=limit.label,
        citation=limit.cite,
        over_by=max(0, line.days - limit.days),
    )


def _totals(scheme: DispensingScheme, held: Sequence[_Held]) -> list[TotalAssessed]:
    """Return the sum of days of each class or drug with more than one line, unless a limit among them is not known."""
    classes = _classes(scheme, held)
    groups: dict[tuple[bool, str], list[_Held]] = {}
    for one in held:
        drug = one.line.drug
        groups.setdefault((drug in classes, classes.get(drug, drug)), []).append(one)
    totals: list[TotalAssessed] = []
    for (_, name), group in sorted(groups.items(), key=lambda item: item[0]):
        limits = [one.limit for one in group if one.limit is not None]
        if len(group) > 1 and len(limits) == len(group):
            totals.append(_total(scheme.summed_per, name, group, max(limits, key=lambda limit: limit.days)))
    return totals


def _classes(scheme: DispensingScheme, held: Sequence[_Held]) -> dict[str, str]:
    """Return the class of each drug of which one is known; none where days are summed by drug."""
    if scheme.summed_per is SummedPer.DRUG:
        return {}
    return {one.line.drug: one.line.drug_class for one in reversed(held) if one.line.drug_class is not None}


def _total(per: SummedPer, name: str, group: Sequence[_Held], limit: DaysLimit) -> TotalAssessed:
    days = sum(one.line.days for one in group)
    terms = " + ".join(str(one.line.days) for one in group)
    over = days - limit.days
    line = f"{terms} - {limit.days}[{limit.cite}]"
    return TotalAssessed(
        per=per,
        name=name,
        lines=tuple(one.line.id for one in group),
        days=days,
        limit=limit.id,
        limit_days=limit.days,
        citation=limit.cite,
        over_by=max(0, over),
        arithmetic=f"max(0, {line}) = 0" if over < 0 else f"{line} = {over}",
    )


def _unclassed(scheme: DispensingScheme, held: Sequence[_Held]) -> list[Missing]:
    """Return what is missing where days are summed by class and a line beside other drugs has none."""
    classes, drugs = _classes(scheme, held), {one.line.drug for one in held}
    if scheme.summed_per is not SummedPer.CLASS or len(drugs) == 1:
        return []
    return [Missing(f"lines.{one.line.id}.drug_class", _CLASS) for one in held if one.line.drug not in classes]


def _ask(rule: CollectionRule, scheme: DispensingScheme, facts: DispensingFacts) -> _Asked:
    """Ask whether ``rule`` was broken."""
    if facts.collected_by is not rule.collected_by:
        return _Asked(rule)
    match rule.shows:
        case Proof.PATIENT_ID:
            shown = facts.patient_id_shown
    applies = _applies(rule, scheme, facts)
    if applies is False or (applies is None and shown):
        return _Asked(rule)
    if applies is None:
        unknown = [line.id for line in sorted(facts.lines, key=_place) if line.course is None]
        return _Asked(rule, missing=tuple(Missing(f"lines.{one}.course", _COURSE) for one in unknown))
    if shown is None:
        return _Asked(rule, missing=(Missing("patient_id_shown", _ID_SHOWN),))
    return _Asked(rule, breached=not shown)


def _applies(rule: CollectionRule, scheme: DispensingScheme, facts: DispensingFacts) -> bool | None:
    """Return whether each ground of ``rule`` holds for some line; None if the course of an illness decides it."""
    answers = {_any(_qualifies(ground, scheme, line, facts) for line in facts.lines) for ground in rule.grounds}
    return False if False in answers else None if None in answers else True


def _any(answers: Iterable[bool | None]) -> bool | None:
    given = set(answers)
    return True if True in given else None if None in given else False


def _line_steps(held: Sequence[_Held]) -> list[Step]:
    steps: list[Step] = []
    for one in held:
        line, limit = one.line, one.limit
        days = Decimal(line.days)
        if limit is None:
            if not one.missing:
                steps.append(Step(StepKind.DAYS_UNLIMITED, None, (line.drug, str(line.days)), _NONE, days, line.id))
            continue
        over = line.days - limit.days
        arguments = (line.drug, str(line.days), str(limit.days), limit.label)
        if over > 0:
            steps.append(Step(StepKind.DAYS_OVER, limit.cite, (*arguments, str(over)), _NONE, days, line.id))
        else:
            steps.append(Step(StepKind.DAYS_WITHIN, limit.cite, arguments, _NONE, days, line.id))
    return steps


def _total_step(total: TotalAssessed) -> Step:
    arguments = (total.name, str(len(total.lines)), str(total.days), str(total.limit_days))
    if total.over_by:
        return Step(StepKind.SUM_OVER, total.citation, (*arguments, str(total.over_by)), _NONE, Decimal(total.days))
    return Step(StepKind.SUM_WITHIN, total.citation, arguments, _NONE, Decimal(total.days))


def _collection_step(rule: CollectionRule, *, breached: bool) -> Step:
    kind = StepKind.COLLECTION_BREACHED if breached else StepKind.COLLECTION_KEPT
    return Step(kind, rule.cite, (rule.label,))


def _used(
    scheme: DispensingScheme, held: Sequence[_Held], asked: Sequence[_Asked], facts: DispensingFacts
) -> Iterator[str]:
    for one in held:
        if one.limit is not None:
            yield one.limit.id
            if one.limit.ground is LimitGround.LISTED_DISEASE:
                yield from _listed(scheme, one.line, facts)
    yield from (one.rule.id for one in asked if one.breached is not None)


def _undecided(law: Law, as_of: date, digest: str) -> DispensingOutcome:
    gap = law.regulation.gap_of(Scheme.DISPENSING)
    names = gap.parameters if gap and gap.parameters else ("dispensing",)
    missing = tuple(Missing(name, gap.label if gap else _NO_SCHEME) for name in names)
    steps = (
        *preamble(law, Scheme.DISPENSING),
        *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing),
    )
    return DispensingOutcome(law=law, as_of=as_of, facts_digest=digest, missing=missing, steps=steps)
