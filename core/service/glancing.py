"""Many doctors at a glance: points and standing of those who are below every threshold, in two statements."""

from collections.abc import Sequence

from core.assessment.points.glance import Brief, Glancing, PointsGlance
from core.regulation.catalogue import Catalogue
from core.regulation.law import Law
from core.service.assessing import Question
from core.service.office import Office


def glancing_of(office: Office, question: Question) -> Glancing | None:
    """Return what tells of doctors at a glance, as long as the host is the same; None: only the engine can."""
    if question.known_at is not None:
        return None
    law = question.law
    return Glancing.of(law, question.period, question.as_of, _before(office.host.catalogue, law))


async def glances_of(office: Office, glancing: Glancing, doctors: Sequence[int]) -> list[PointsGlance | None]:
    """Return what a glance tells of each of ``doctors`` (database ids), in their order; None: ask the engine."""
    law, reads = glancing.law, office.reads
    records: dict[int, list[Brief]] = {one: [] for one in doctors}
    for brief in await reads.briefs_of_doctors(doctors, law.regulation.place, law.id, glancing.before):
        records[brief[0]].append(brief)
    repaired = await reads.repaired_among(doctors)
    found = glancing.each([records[one] for one in doctors])  # one of them may be asked about twice
    return [None if one in repaired else told for one, told in zip(doctors, found, strict=True)] if repaired else found


def _before(catalogue: Catalogue, law: Law) -> tuple[str, ...]:
    """Return the ids of the versions before ``law``."""
    found: list[str] = []
    previous = catalogue.before(law)
    while previous is not None:
        found.append(previous.id)
        previous = catalogue.before(previous)
    return tuple(found)
