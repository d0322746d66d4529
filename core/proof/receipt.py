"""A receipt (凭证): one decision as one self-contained file, whose bytes its content determines.

It holds the question, the whole law as it was applied, the facts, the days off that were needed, the answer with every
step, and a digest of each part; ``verify`` can repeat it from the file alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from pydantic import BaseModel

from core.proof.canonical import Json, digest_of_json, written
from core.proof.decision import Answer, Decision, narrowed
from core.proof.values import seen, told
from core.regulation.law import Law
from core.regulation.model import Regulation

NAME = "guiju-receipt"
VERSION = 1
WHOLE = "whole"
"""The digest over the digests of all parts."""

Content = dict[str, Json]
"""What a receipt holds, part by part."""


def receipt(decision: Decision) -> bytes:
    """Return the receipt of ``decision``: the same for the same decision, on every machine and at any time."""
    return written({**content(decision)})


def content(decision: Decision) -> Content:
    """Return what the receipt of ``decision`` holds, with no more of the calendar than its answer needs."""
    decision, answer = narrowed(decision)
    regulation = decision.law.regulation
    return sealed(parts(decision, answer, law_part(decision.law), rules_of(regulation)))


def parts(decision: Decision, answer: Answer, law: Content, rules: Mapping[str, Json]) -> Content:
    """Return the parts of a receipt, but for their digests; ``law`` and ``rules`` are those of the decision's law."""
    outcome = answer.outcome
    used = cast("frozenset[str]", getattr(outcome, "rules_used", ()))
    return {
        "format": {"name": NAME, "version": VERSION},
        "engine": {"semantics": decision.engine.semantics, "package": decision.engine.package},
        "question": question_part(decision),
        "law": law,
        "clauses": list(_clauses(rules, used)),
        "rulings": _rulings(answer),
        "facts": {"digest": outcome.facts_digest, "given": told(decision.facts)},
        "calendar": _calendar(decision),
        "outcome": seen(outcome),
    }


def sealed(given: Mapping[str, Json], known: Mapping[str, str] | None = None) -> Content:
    """Return the parts with a digest of each and one of all; ``known`` are digests that need not be made anew."""
    digests: dict[str, Json] = {
        name: (known or {}).get(name) or digest_of_json(part) for name, part in sorted(given.items())
    }
    return {**given, "digests": {**digests, WHOLE: digest_of_json(digests)}}


def law_part(law: Law) -> Content:
    """Return a law as it was applied: what it inherits, the readings and the operator's values are in their places."""
    return {
        "id": law.id,
        "digest": law.digest,
        "choice": seen(law.choice),
        "readings": {one.reading.id: one.choice.id for one in law.chosen},
        "supplied": [seen(one) for one in law.supplied],
        "regulation": law_data(law),
    }


def law_data(law: Law) -> Json:
    """Return the regulation as data; its SHA-256, in one line without blanks, is the law's digest."""
    return cast("Json", law.regulation.model_dump(mode="json", by_alias=True, exclude_defaults=True))


def question_part(decision: Decision) -> Json:
    """Return what was asked."""
    asked = decision.asked
    return {
        "scheme": decision.scheme.value,
        "regulation": decision.law.id,
        "subject": asked.subject,
        "institution": asked.institution,
        "period": asked.period.name if asked.period is not None else None,
        "as_of": asked.as_of.isoformat(),
        "law_at": asked.law_at.isoformat() if asked.law_at is not None else None,
        "known_at": asked.known_at.isoformat() if asked.known_at is not None else None,
    }


def rules_of(regulation: Regulation) -> Mapping[str, Json]:
    """Return the rules of a regulation by id, in the order of the text, each with its place and its label."""
    found: dict[str, Json] = {}
    for rule in _rules(getattr(regulation, name) for name in ("points", "enrolment")):
        name = getattr(rule, "id", None)
        if isinstance(name, str) and name not in found:
            found[name] = {
                "id": name,
                "cite": seen(getattr(rule, "cite", None)),
                "label": seen(getattr(rule, "label", None)),
            }
    return found


def _clauses(rules: Mapping[str, Json], used: frozenset[str]) -> Iterator[Json]:
    """Yield the rules that were brought to bear, and last those that the regulation does not have."""
    yield from (one for name, one in rules.items() if name in used)
    for name in sorted(used - rules.keys()):
        yield {"id": name, "cite": None, "label": None}


def _rules(values: Iterable[object]) -> Iterator[BaseModel]:
    """Yield every table among ``values`` and within them."""
    for value in values:
        if isinstance(value, BaseModel):
            yield value
            yield from _rules(getattr(value, name) for name in type(value).model_fields)
        elif isinstance(value, tuple):
            yield from _rules(cast("tuple[object, ...]", value))


def _rulings(answer: Answer) -> Json:
    return [
        {
            "clause": asked.clause,
            "cases": asked.cases,
            "full": seen(asked.full),
            "lost": seen(asked.lost),
            "points": seen(points),
        }
        for asked, points in answer.rulings.items()
    ]


def _calendar(decision: Decision) -> Json:
    schedule = decision.schedule
    if schedule is None:
        return None
    return {
        "version": schedule.version,
        "years": list[Json](sorted(schedule.calendar.years)),
        "days_off": [day.isoformat() for day in sorted(schedule.calendar.days_off)],
        "make_up_days": [day.isoformat() for day in sorted(schedule.calendar.make_up_days)],
    }
