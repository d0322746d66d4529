"""Decisions whose receipts are tried: of a made-up place, and of every worked example of the shipped regulations."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

from core.assessment.cases.calendar import CALENDAR
from core.assessment.cases.enrolment import EnrolmentCase
from core.assessment.cases.points import PointsCase
from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import EnrolmentOutcome, PointsOutcome
from core.assessment.periods import Period
from core.proof.decision import Asked, Decision, Schedule
from core.proof.engine import SEMANTICS, Engine
from core.regulation.law import Law, PointsQuestion, Supply
from core.text import Text
from tests.assessment.testville import HEAD, POINTS, a_law, a_violation
from tests.plugins import shipped

ENGINE = Engine(semantics=SEMANTICS, package="0.1.0")
SCHEDULE = Schedule(version="as published", calendar=CALENDAR)
APPEAL = 'appeal = { cite = "8", working_days = 10 }\n\n[points.conventions]'
BRIEF = HEAD + POINTS


def a_village(*changes: tuple[str, str]) -> Law:
    """Return a law of points alone, under which a record can be objected to within ten working days."""
    return a_law(("[points.conventions]", APPEAL), *changes, text=BRIEF)


def a_decision(
    *violations: Violation,
    law: Law | None = None,
    as_of: str = "2025-06-30",
    subject: str | None = "D1",
    known_at: datetime | None = datetime(2025, 7, 1, 8, 30, tzinfo=UTC),
) -> Decision:
    """Return a decision about ``violations``, by default about one record of which notice was given."""
    day = date.fromisoformat(as_of)
    records = violations or (a_violation("half", "2025-04-20", notified="2025-04-25"),)
    return Decision(
        law=law or a_village(),
        facts=PointsFacts(violations=records),
        asked=Asked(as_of=day, period=Period.parse(as_of[:4]), subject=subject, known_at=known_at),
        engine=ENGINE,
        schedule=SCHEDULE,
    )


def a_ruled_decision() -> Decision:
    """Return a decision in which a plugin's rules set the points of a record."""

    def rules(question: PointsQuestion) -> Decimal | None:
        return Decimal("1.5") * question.cases

    law = a_village()
    ruled = Law(regulation=law.regulation, digest=law.digest, chosen=law.chosen, data=law.data, rules=rules)
    return a_decision(a_violation("rule", "2025-03-01"), a_violation("rule", "2025-03-02"), law=ruled)


def every_case() -> Iterator[tuple[str, Decision, PointsOutcome | EnrolmentOutcome]]:
    """Yield each worked example that a receipt can be written of: its name, its decision, and what it comes to."""
    for one in shipped.ALL:
        for case in one.cases:
            if isinstance(case, (PointsCase, EnrolmentCase)):
                law = one.law if not case.supply else one.law.supplied_with(Supply(basis=_BASIS, values=case.supply))
                law = law.under(case.readings)
                outcome = case.answer(law)
                period = outcome.period if isinstance(outcome, PointsOutcome) else None
                asked = Asked(as_of=case.as_of, period=period)
                yield (
                    f"{law.id}:{case.id}",
                    Decision(law=law, facts=case.facts, asked=asked, engine=ENGINE, schedule=SCHEDULE),
                    outcome,
                )


_BASIS = Text(zh="算例所给的经办者数值", en="values of an operator, as the example gives them")
