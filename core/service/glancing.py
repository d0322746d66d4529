"""Many doctors at a glance: points and standing of those who are below every threshold, in one statement."""

from collections.abc import Sequence

from core.assessment.points.glance import Glancing, PointsGlance
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.service.assessing import Question
from core.service.office import Office


async def glances_of(office: Office, question: Question, doctors: Sequence[int]) -> list[PointsGlance | None]:
    """Return what a glance tells of each of ``doctors`` (database ids), in their order; None: ask the engine."""
    law = question.law
    before = _before(office.host.catalogue, law)
    glancing = None if question.known_at is not None else Glancing.of(law, question.period, question.as_of, before)
    if glancing is None:
        return [None] * len(doctors)
    briefs = await office.reads.briefs_of_doctors(doctors)
    return [None if records is None else glancing.at(records) for records in (briefs[one] for one in doctors)]


def _before(catalogue: Catalogue, law: Law) -> frozenset[str]:
    """Return the ids of the versions before ``law``."""
    found: list[str] = []
    previous = catalogue.before(law)
    while previous is not None:
        found.append(previous.id)
        previous = catalogue.before(previous)
    return frozenset(found)
