"""The answer of the points scheme: points, standing, sanctions with their dates, and headroom."""

from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import strawberry

from core.assessment.over_time.deadlines import points_deadlines
from core.assessment.points.glance import GLANCED
from schema.appeal_value import AppealValue, appeal_value
from schema.assessed import PointsAssessed, PointsGlanced
from schema.assessment import Assessment
from schema.contest import Contest, Exposure, contested
from schema.deadline import Deadline, found
from schema.fields import field, resolved
from schema.points_terms import AppealWindow, Deduction, Headroom, Period, Repaired, Sanction, Standing
from schema.receipt import receipt_of
from schema.vocabulary_of_points import Flag

if TYPE_CHECKING:
    from schema.doctor import Doctor

AT_A_GLANCE = GLANCED | {"doctor", "regulation", "chosen_because", "why_chosen", "regulation_digest", "readings"}
"""Fields that need neither an explanation nor what it is made from."""


@strawberry.type(description="Points, standing and sanctions of one doctor under one regulation (记分).")
class PointsAssessment(Assessment):
    """Stands for ``PointsAssessed``."""

    doctor: Annotated["Doctor", strawberry.lazy("schema.doctor")] | None = field(
        "The doctor; none: the facts were in the request."
    )
    period: Period = field("The period whose points are summed.", "outcome.period")
    points_full: Decimal | None = field("Points at the start of the period.", "outcome.points_full")
    points_lost: Decimal | None = field(
        "Sum of all deductions of the period; it can exceed the full number. None: not decidable.",
        "outcome.points_lost",
    )
    points_counted: Decimal | None = field(
        "What counts as lost: the sum, or the full number at most where the law caps it.", "outcome.points_counted"
    )
    points_left: Decimal | None = field("What is left, never below 0. None: not decidable.", "outcome.points_left")
    standing: Standing | None = field(
        "The standing on `asOf` under sanctions of every period; none: not decidable.", "outcome.standing"
    )
    deductions: list[Deduction] = field("What each record of the period cost, in order.", "outcome.deductions")
    sanctions: list[Sanction] = field("Imposed in the period, in order of their start.", "outcome.sanctions")
    carried: list[Sanction] = field("Imposed in other periods and still in effect on `asOf`.", "outcome.carried")
    suspensions: int = field("How many suspensions count towards an escalation.", "outcome.suspensions")
    points_repaired: Decimal | None = field("What repairs of the period have given back.", "outcome.points_repaired")
    repairs: list[Repaired] = field("Repairs that gave points back, by day.", "outcome.repairs")
    exposure: list[Exposure] = field(
        "Records that are suspected or contested: what may still be added or taken away.", "outcome.exposure"
    )
    contest: Contest | None = resolved(
        contested, "What would hold if the open records were settled; none: none is open. Compare it with `diff`."
    )
    appeal_value: AppealValue = resolved(
        appeal_value, "The smallest sets of records whose removal would change the standing, found exactly."
    )
    flags: list[Flag] = field("Distinctions beside the standing.", "outcome.flags")
    appeals: list[AppealWindow] = field("Until when each record can be objected to.", "outcome.appeals")
    is_subject: bool | None = field(
        "Whether the regulation is about the profession; none: not asked, or not said.", "outcome.is_subject"
    )
    payable: bool | None = field(
        "Whether the care asked about is paid for; none: not asked, or not decidable.", "outcome.payable"
    )
    deadlines: list[Deadline] = field(
        "The last days that follow from what was decided in this period, by day, those that have passed included; "
        "`Doctor.deadlines` has what comes up of every period.",
        lambda one: found(points_deadlines(one.outcome, one.facts)),
    )
    headroom: Headroom | None = field(
        "How far it is to the next consequence; none: no further one, or not decidable.", "outcome.headroom"
    )
    arithmetic: str | None = field(
        "One line that re-adds to the points left, such as 12 - 2[16.一] = 10; none: not decidable.",
        "outcome.arithmetic",
    )
    receipt: str | None = resolved(
        receipt_of,
        "The receipt: one JSON file with law, facts, steps and digests that anybody can verify offline with `guiju "
        "verify`. Save it as it is: its bytes are part of what is verified. None: the answer only supposes something.",
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, PointsAssessed | PointsGlanced)
