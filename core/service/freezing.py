"""Freezing assessments: what is kept of a decision when its period is closed, and how it is told from its successor."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import cast

from core.assessment.comparing.differences import differences
from core.assessment.facts import PointsFacts
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.proof.canonical import Json, compact, digest_of_json, written
from core.proof.decision import Answer, Decision, Facts, answered, narrowed
from core.proof.reading import decision_of
from core.proof.receipt import WHOLE, Content, law_part, parts, question_part, rules_of, sealed
from core.proof.values import seen, told
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.storage import FrozenRow, NewFrozen
from core.text import Text

_DAY = date.resolution
MOST_TOLD = 20
"""How many differences a successor tells; its receipt has them all."""
MOST_ALIKE = 4096
"""Of how many different facts without a record answers are remembered."""


@dataclass(frozen=True, slots=True)
class LawParts:
    """What receipts say of a law, worked out once for all doctors."""

    law: Law
    part: Content
    digest: str
    """Of the part."""
    rules: Mapping[str, Json]
    """By id, as receipts cite them."""


@dataclass(frozen=True, slots=True)
class _Frozen:
    """What is kept of a decision, but for its question."""

    decision: Decision
    facts_digest: str
    given: Content
    digests: Mapping[str, str]


@dataclass(slots=True)
class Laws:
    """The laws of one closing, and what its decisions have in common."""

    kept: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Id of the regulation and its data as JSON in one line, by digest."""
    _parts: dict[str, LawParts] = field(default_factory=dict[str, LawParts])
    _bare: dict[tuple[str, Facts, Period | None, date], _Frozen] = field(
        default_factory=dict[tuple[str, Facts, Period | None, date], _Frozen]
    )

    def parts(self, law: Law) -> LawParts:
        """Return what receipts say of ``law``."""
        found = self._parts.get(law.digest)
        if found is None or found.law is not law:
            part = law_part(law)
            found = LawParts(law, part, digest_of_json(part), rules_of(law.regulation))
            self._parts[law.digest] = found
            self.kept[law.digest] = (law.id, compact(part["regulation"]))
        return found

    def made(self, decision: Decision) -> _Frozen:
        """Return what is kept of ``decision``; of doctors without a record who are told alike, it is made once."""
        law, facts, asked = decision.law, decision.facts, decision.asked
        if law.rules is not None or not isinstance(facts, PointsFacts) or facts.violations or facts.repairs:
            return _made(decision, self.parts(law))
        key = law.digest, facts, asked.period, asked.as_of
        found = self._bare.get(key)
        if found is None or found.decision.law is not law:
            if len(self._bare) >= MOST_ALIKE:
                self._bare.clear()
            found = self._bare[key] = _made(decision, self.parts(law))
        return found


def _made(decision: Decision, law: LawParts) -> _Frozen:
    decision, answer = narrowed(decision)
    given = parts(decision, answer, law.part, law.rules)
    digests = {name: digest_of_json(part) for name, part in given.items() if name not in {"law", "question"}}
    return _Frozen(decision, answer.outcome.facts_digest, given, {**digests, "law": law.digest})


def frozen(
    decision: Decision, doctor: int, laws: Laws, *, follows: FrozenRow | None = None, changed: Text | None = None
) -> NewFrozen:
    """Return what is kept of ``decision`` about a doctor (database id); it can be read and repeated from that.

    Raises ValueError for a decision that does not say by when its facts were known.
    """
    known_at = decision.asked.known_at
    if known_at is None:
        raise ValueError("what is frozen must say by when its facts were known")
    made = laws.made(decision)
    content = sealed({**made.given, "question": question_part(decision)}, made.digests)
    digests = cast("dict[str, str]", content["digests"])
    law = cast("Content", content["law"])
    return NewFrozen(
        doctor_id=doctor,
        regulation=decision.law.id,
        number=0 if follows is None else follows.number + 1,
        follows=None if follows is None else follows.id,
        law_digest=decision.law.digest,
        facts_digest=made.facts_digest,
        outcome_digest=digests["outcome"],
        digest=digests[WHOLE],
        engine=str(decision.engine),
        calendar=None if decision.schedule is None else decision.schedule.version,
        as_of=decision.asked.as_of,
        known_at=known_at,
        content=compact({**content, "law": {name: one for name, one in law.items() if name != "regulation"}}),
        changed=changed,
    )


def content_of(row: FrozenRow, law: str) -> Content:
    """Return all that the receipt of a frozen assessment holds; ``law`` is the kept law's data."""
    content = cast("Content", json.loads(row.content))
    part = cast("Content", content["law"])
    return {**content, "law": {**part, "regulation": cast("Json", json.loads(law))}}


def receipt_of_frozen(row: FrozenRow, law: str) -> bytes:
    """Return the receipt of a frozen assessment: the bytes that it would have had on the day it was frozen."""
    return written({**content_of(row, law)})


def outcome_of_frozen(row: FrozenRow) -> Mapping[str, Json]:
    """Return what a frozen assessment answers, field by field, as its receipt holds it."""
    return cast("Mapping[str, Json]", json.loads(row.content)["outcome"])


def settled_on(facts: PointsFacts, period: Period, today: date) -> date:
    """Return the day as of which a period's assessment is made: its last, or the last on which its records changed.

    A decision of later days about an act of the period, and what becomes of its records later, belong to the period.
    """
    days = [period.end - _DAY]
    for one in facts.violations:
        if one.decided_on in period or (one.occurred_on is not None and one.occurred_on in period):
            days += [day for day in (one.decided_on, *(entry.on for entry in one.entries)) if day <= today]
    return max(days)


def of_period(facts: PointsFacts, period: Period) -> PointsFacts:
    """Return what of ``facts`` a period's assessment rests on: its records and those before, whatever came of them."""
    last = period.end - _DAY
    return replace(
        facts,
        violations=tuple(
            one
            for one in facts.violations
            if one.decided_on <= last or (one.occurred_on is not None and one.occurred_on in period)
        ),
        examinations=tuple(one for one in facts.examinations if one.on <= last),
        readmitted_on=tuple(day for day in facts.readmitted_on if day <= last),
        lifted_on=tuple(day for day in facts.lifted_on if day <= last),
        repairs=tuple(one for one in facts.repairs if one.on <= last),
    )


def what_changed(row: FrozenRow, law: str, now: Decision) -> Text | None:
    """Return what is other now than in a frozen assessment, and why; None: the same is to be said.

    What only the passing of days has changed does not count: the frozen decision is asked again as of today's day.
    """
    if _is_same(row, now):
        return None
    before = decision_of(content_of(row, law))
    if now.asked.as_of == row.as_of:
        then = answered(now)
        if digest_of_json(seen(then.outcome)) == row.outcome_digest:
            return None
        old = answered(before)
    else:
        before = replace(
            before,
            facts=of_period(cast("PointsFacts", before.facts), cast("Period", now.asked.period)),
            asked=replace(before.asked, as_of=now.asked.as_of),
            schedule=now.schedule,
        )
        then, old = answered(now), answered(before)
        if seen(then.outcome) == seen(old.outcome):
            return None
    return _told(_reasons(before, now), old, then)


def _is_same(row: FrozenRow, now: Decision) -> bool:
    """Return whether a frozen decision was made from the very same, so that it need not be made again.

    What a plugin's rules say is in no digest: a law that has some is always asked.
    """
    schedule = now.schedule.version if now.schedule is not None else None
    frozen_from = (row.law_digest, row.facts_digest, row.as_of, row.calendar, row.engine)
    return now.law.rules is None and frozen_from == (
        now.law.digest,
        digest_of(now.facts),
        now.asked.as_of,
        schedule,
        str(now.engine),
    )


def _reasons(before: Decision, now: Decision) -> list[Text]:
    """Return why the answer is another: the law, the records, the days off or the engine."""
    reasons = [*_records(cast("PointsFacts", before.facts), cast("PointsFacts", now.facts))]
    if before.law.digest != now.law.digest:
        old, new = before.law.digest[:12], now.law.digest[:12]
        reasons.append(Text(zh=f"规定的数据由 {old} 改为 {new}", en=f"the regulation's data was {old} and is {new}"))
    if before.engine.semantics != now.engine.semantics:
        reasons.append(
            Text(zh=f"引擎由 {before.engine} 改为 {now.engine}", en=f"the engine was {before.engine}, now {now.engine}")
        )
    if not reasons:
        reasons.append(Text(zh="工作日安排有更新", en="the published days off have changed"))
    return reasons


def _records(before: PointsFacts, now: PointsFacts) -> list[Text]:
    old = {one.id: told(one) for one in (*before.violations, *before.repairs)}
    new = {one.id: told(one) for one in (*now.violations, *now.repairs)}
    groups = (
        ("新登记", "entered since", sorted(new.keys() - old.keys())),
        ("不再登记", "no longer there", sorted(old.keys() - new.keys())),
        ("有后续登记", "something became of", sorted(key for key in old.keys() & new.keys() if old[key] != new[key])),
    )
    reasons = [
        Text(zh=f"{zh}: {', '.join(ids[:MOST_TOLD])}", en=f"{en}: {', '.join(ids[:MOST_TOLD])}")
        for zh, en, ids in groups
        if ids
    ]
    others = [replace(one, violations=(), repairs=()) for one in (before, now)]
    if others[0] != others[1]:
        reasons.append(
            Text(zh="考试、备案或结转的登记有变", en="examinations, enrolments or what is carried over changed")
        )
    return reasons


def _told(reasons: list[Text], old: Answer, then: Answer) -> Text:
    found = [one.text for one in differences(cast("PointsOutcome", old.outcome), cast("PointsOutcome", then.outcome))]
    more = len(found) - MOST_TOLD
    zh, en = [one.zh for one in found[:MOST_TOLD]], [one.en for one in found[:MOST_TOLD]]
    if more > 0:
        zh.append(f"另有 {more} 处")
        en.append(f"{more} more")
    return Text(
        zh=f"{'; '.join(one.zh for one in reasons)}。{'; '.join(zh) or '说明有变'}",
        en=f"{'; '.join(one.en for one in reasons)}. {'; '.join(en) or 'the explanation changed'}",
    )
