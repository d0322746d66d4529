"""What the account under one version of a law brings into the next, where its transition rule says so."""

from dataclasses import replace

from core.assessment.facts import Brought, PointsFacts
from core.assessment.outcome import Missing, PointsOutcome
from core.text import Text


def continued(facts: PointsFacts, before: PointsOutcome) -> PointsFacts:
    """Return ``facts`` with what the account ``before``, under the version before, brings along.

    An account that is not decidable, or in which repairs gave points back, cannot be brought: no text at hand says
    how. The facts then say so, and the question becomes INDETERMINATE.
    """
    if before.points_lost is None or before.points_repaired:
        return replace(facts, brought_from=before.law.id)
    brought = tuple(
        Brought(
            record=one.record,
            clause=one.clause,
            citation=one.citation.seen_from_outside(before.law.id),
            label=one.label,
            booked_on=one.booked_on,
            points=one.total,
        )
        for one in before.deductions
    )
    return replace(facts, brought=brought)


def still_running(facts: PointsFacts, before: PointsOutcome) -> PointsFacts:
    """Return ``facts`` with the sanctions in effect under the version before.

    ``before`` is its answer for a period without records, which carries over all that is in effect. If that cannot be
    decided, the facts say so, and the question becomes INDETERMINATE.
    """
    if before.standing is None:
        return replace(facts, brought_from=before.law.id)
    running = tuple(replace(one, citation=one.citation.seen_from_outside(before.law.id)) for one in before.carried)
    return replace(facts, running=running)


def not_brought(facts: PointsFacts) -> Missing | None:
    """Return what is missing where the account before cannot be brought, else None."""
    if facts.brought_from is None:
        return None
    text = Text(
        zh=f"前一版本 {facts.brought_from} 的记分无法判定或已有修复, 如何接续未规定",
        en=f"the account under the version before, {facts.brought_from}, is not decidable, or was repaired; how it "
        "counts on is not said",
    )
    return Missing(f"in_force.continues.{facts.brought_from}", text)
