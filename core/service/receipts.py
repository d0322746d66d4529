"""Receipts of the registry's answers: what the engine was told, as a decision that can be repeated anywhere."""

from datetime import date, datetime
from importlib.metadata import version

from core.assessment.facts import PointsFacts
from core.assessment.periods import Period
from core.proof.decision import Asked, Decision, Schedule
from core.proof.engine import SEMANTICS, Engine
from core.proof.receipt import receipt
from core.regulation.law import Law
from core.service.assessing import Assessed, assess_ledger, doctor_called, ledgers_of
from core.service.calendars import PUBLICATION, PUBLISHED
from core.service.office import Office
from core.service.questions import Question

ENGINE = Engine(semantics=SEMANTICS, package=version("guiju"))
"""The engine at hand."""

SCHEDULE = Schedule(version=PUBLICATION, calendar=PUBLISHED)
"""The days off that are known here."""


def decision_of(question: Question, facts: PointsFacts, subject: str | None = None) -> Decision:
    """Return the decision that answers ``question``; ``subject`` is the doctor's code, None for facts of nobody."""
    return decision(
        question.law,
        facts,
        period=question.period,
        as_of=question.as_of,
        subject=subject,
        law_at=question.law_at,
        known_at=question.known_at,
    )


def decision(
    law: Law,
    facts: PointsFacts,
    *,
    period: Period,
    as_of: date,
    subject: str | None = None,
    law_at: date | None = None,
    known_at: datetime | None = None,
) -> Decision:
    """Return the decision of ``law`` about ``facts``, by the engine and with the days off at hand."""
    asked = Asked(as_of=as_of, period=period, subject=subject, law_at=law_at, known_at=known_at)
    return Decision(law=law, facts=facts, asked=asked, engine=ENGINE, schedule=SCHEDULE)


async def receipt_of(office: Office, question: Question, doctor: str) -> bytes:
    """Return the receipt of the answer about the doctor with this code; raise NotFoundError if there is none."""
    row = await doctor_called(office, doctor)
    answer: Assessed = assess_ledger(office, question, (await ledgers_of(office.reads, [row.id]))[row.id])
    return receipt(decision_of(question, answer.facts, row.code))
