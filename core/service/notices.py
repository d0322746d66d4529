"""Public notices (公示): what the regulations of a place have made public, shown to everyone, and nothing else.

Only what is public today is ever shown. Asked about another day, it is what is public today and was, or will still
be, public on that day: a notice whose time is over, or has not come, is no longer or not yet for everyone.
"""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import date
from itertools import groupby

from core.assessment.periods import Period
from core.assessment.points.terms import Notice
from core.errors import NotFoundError
from core.regulation.law import Law
from core.service.assessing import assess_doctors
from core.service.facts import record_id
from core.service.masking import masked
from core.service.notice_board import PublicNotice
from core.service.office import Office
from core.service.questions import Question
from core.storage import DoctorRow
from core.text import Text

BATCH = 100
"""How many doctors are looked at together."""


async def public_notices(office: Office, laws: Iterable[Law], on: date | None = None) -> list[PublicNotice]:
    """Return what is public today under ``laws``, by first day; with ``on`` only what is public on that day too."""
    today, version = office.today(), await office.database.data_version()
    found: list[PublicNotice] = []
    for law in laws:
        if _publishes(law, today):
            posted = await office.board.of(law, today, version, lambda law=law: _work_out(office, law, today))
            found += [one for one in posted if on is None or _stands(one, on)]
    return _placed(found)


def laws_of(office: Office, place: str | None = None, regulation: str | None = None) -> list[Law]:
    """Return the laws that a question about notices means: every version of the place, or one regulation, or all.

    Raises:
        NotFoundError: no regulation has this id, or no regulation is of this place.
    """
    catalogue = office.host.catalogue
    laws = list(catalogue.laws) if regulation is None else [catalogue.get(regulation)]
    if place is None:
        return laws
    if place not in catalogue.places:
        known = ", ".join(catalogue.places) or "-"
        text = Text(zh=f"没有地区 {place} 的规定; 现有: {known}", en=f"no regulation of {place}; at hand: {known}")
        raise NotFoundError("PLACE_UNKNOWN", text, field="place")
    return [law for law in laws if law.regulation.place == place]


def _publishes(law: Law, day: date) -> bool:
    """Return whether ``law`` has anything published on ``day``: a text that is no longer in force publishes nothing."""
    scheme = law.regulation.points
    return scheme is not None and bool(scheme.publications) and law.regulation.in_force.governs(day)


def _stands(notice: PublicNotice, on: date) -> bool:
    return notice.start <= on and (notice.end is None or on < notice.end)


def _placed(notices: Iterable[PublicNotice]) -> list[PublicNotice]:
    """Return the notices in the order of the board, each with its position.

    A position is made of what anyone sees, so that it gives nothing away, and stays when other notices come and go.
    """
    ordered = sorted(notices, key=lambda one: one.shown)
    placed = [
        replace(one, position="|".join((*shown, f"{number:06}")))
        for shown, alike in groupby(ordered, key=lambda one: one.shown)
        for number, one in enumerate(alike)
    ]
    return sorted(placed, key=lambda one: one.position)


async def _work_out(office: Office, law: Law, day: date) -> tuple[PublicNotice, ...]:
    return tuple([one async for batch in notices_under(office, law, day) for one in batch])


async def notices_under(office: Office, law: Law, day: date) -> AsyncGenerator[list[PublicNotice]]:
    """Yield the notices that stand under ``law`` on ``day``, those of at most ``BATCH`` doctors at a time."""
    scheme = law.regulation.points
    if scheme is None:
        return
    question = Question(law=law, period=Period.of(scheme.period, day), as_of=day)
    async with aclosing(office.reads.doctors_at_fault(law.regulation.place, law.id, BATCH)) as batches:
        async for doctors in batches:
            yield await _of_doctors(office, question, doctors)


async def _of_doctors(office: Office, question: Question, doctors: Sequence[int]) -> list[PublicNotice]:
    outcomes = await assess_doctors(office, question, doctors)
    named = {doctor: outcome.notices for doctor, outcome in outcomes.items() if outcome.notices}
    if not named:
        return []
    people = await office.reads.doctors_by_id(named)
    places = await _institutions(office, question.law, named)
    return [
        _public(question.law, one, people[doctor], places.get((doctor, one.record)))
        for doctor, notices in named.items()
        for one in notices
    ]


async def _institutions(office: Office, law: Law, doctors: Iterable[int]) -> dict[tuple[int, str], str]:
    """Return the name of the institution where each record happened, by doctor and record."""
    found = await office.reads.violations_of_doctors(doctors, law.regulation.place)
    rows = [row for each in found.values() for row in each if row.regulation == law.id]
    institutions = await office.reads.institutions_by_id({row.institution_id for row in rows})
    return {(row.doctor_id, record_id(row)): institutions[row.institution_id].name for row in rows}


def _public(law: Law, notice: Notice, person: DoctorRow, institution: str | None) -> PublicNotice:
    return PublicNotice(
        law=law,
        publication=notice.publication,
        citation=notice.citation,
        label=notice.label,
        kind=notice.kind,
        channels=notice.channels,
        start=notice.start,
        end=notice.end,
        person=masked(person.name, notice.mask),
        institution=institution if notice.names_institution else None,
    )
