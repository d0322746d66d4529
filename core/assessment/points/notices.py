"""Public notices (公示): which of a person's sanctions the law has made public on a day, since and until when."""

from collections.abc import Iterator, Mapping
from datetime import date

from core.assessment.facts import PointsFacts
from core.assessment.periods import add_months
from core.assessment.points.sanctions import GRAVE, Docket, is_released
from core.assessment.points.standing import is_in_effect
from core.assessment.points.terms import Notice, SanctionImposed
from core.regulation.schemes.publication import PublicationRule, PublishedFrom


def notices_of(docket: Docket, facts: PointsFacts) -> tuple[Notice, ...]:
    """Return the notices that stand on the docket's day, by their first day; none where the law publishes nothing.

    A sanction that a later one took the place of is not published any more.
    """
    rules = docket.scheme.publications
    if not rules:
        return ()
    decided = {one.id: one.decided_on for one in facts.violations}
    found = [one for rule in rules for one in _notices(rule, docket, facts, decided)]
    return tuple(sorted(found, key=lambda one: (one.start, one.publication, one.record)))


def _notices(
    rule: PublicationRule, docket: Docket, facts: PointsFacts, decided: Mapping[str, date]
) -> Iterator[Notice]:
    for index, one in enumerate(docket.imposed):
        if one.kind not in rule.of or one.absorbed:
            continue
        start = _start(rule, one, decided)
        end = _end(rule, one, start)
        if start > docket.as_of or (end is not None and end <= docket.as_of):
            continue
        if _outlasts(rule) or _holds(docket, index, facts):
            yield Notice(
                publication=rule.id,
                citation=rule.cite,
                label=rule.label,
                kind=one.kind,
                record=one.record,
                channels=rule.channels,
                start=start,
                end=end,
                mask=rule.name_shown,
                names_institution=rule.names_institution,
            )


def _start(rule: PublicationRule, one: SanctionImposed, decided: Mapping[str, date]) -> date:
    return decided.get(one.record, one.start) if rule.starts_on is PublishedFrom.DECIDED else one.start


def _end(rule: PublicationRule, one: SanctionImposed, start: date) -> date | None:
    """Return the first day after the notice; None: the text does not say, or the sanction's own end is not known."""
    if rule.until is None:
        return None
    if rule.until.months is not None:
        return add_months(start, rule.until.months)
    return None if one.until_exam else one.end


def _outlasts(rule: PublicationRule) -> bool:
    """Return whether the notice stands for a term of its own, whatever becomes of the sanction."""
    return rule.until is not None and rule.until.months is not None


def _holds(docket: Docket, index: int, facts: PointsFacts) -> bool:
    """Return whether the sanction still holds; one that has no term, such as a censure, holds until it is released.

    One that has not begun yet can hold only by the day of its decision.
    """
    one = docket.imposed[index]
    if one.kind not in GRAVE or one.start > docket.as_of:
        return not is_released(docket, index, docket.as_of)
    return is_in_effect(one, docket, index, facts.examinations)
