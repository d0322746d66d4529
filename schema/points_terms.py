"""What an answer of the points scheme is made of: period, standing, deductions, sanctions, repairs, headroom."""

from datetime import date
from decimal import Decimal

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import PeriodKind, SanctionKind, SanctionObject, Status
from schema.vocabulary_of_points import Reach, Reached


@strawberry.type(description="An evaluation period (考核周期): [start, end).")
class Period:
    """Stands for ``core.assessment.periods.Period``."""

    name: str = field("Its name, such as 2025 or 2025-Q3.")
    kind: PeriodKind = field("How long it is.")
    start: date = field("First day.")
    end: date = field("First day after it.")


@strawberry.type(description="A doctor's standing on a day.")
class Standing:
    """Stands for ``core.assessment.outcome.Standing``."""

    status: Status = field("The standing.")
    object: SanctionObject | None = field("What is taken away; none: nothing is.")
    since: date | None = field("Since when; none: nothing stands against the doctor.")
    until: date | None = field("First day after it; none: open.")
    may_reapply_from: date | None = field("First day of a new application; none: not barred, or not said.")
    citation: Citation | None = field("The place in the law.")
    reach: Reach = field("Where it holds; it follows the person to every institution there.")


@strawberry.type(description="What one record cost.")
class Deduction:
    """Stands for ``core.assessment.outcome.Deduction``."""

    record: str = field("The record, as `Violation.record` gives it.")
    clause_code: str = field("The clause's name within the regulation.", "clause")
    citation: Citation = field("The place in the law.")
    label: Text = field("The act in short.")
    booked_on: date = field("The day that puts it into the period.")
    points: Decimal = field("Points of one unit.")
    quantity: int = field("How many units.")
    total: Decimal = field("Points lost: `points` times `quantity`.")


@strawberry.type(description="A sanction (处理) with its dates.")
class Sanction:
    """Stands for ``core.assessment.outcome.SanctionImposed``."""

    kind: SanctionKind = field("What is done.")
    object: SanctionObject = field("What it takes away.")
    citation: Citation = field("The place in the law.")
    cause: str = field("Code of the threshold, escalation or clause that it follows from.")
    label: Text = field("The consequence in short.")
    record: str = field("The record that brought it about, as `Violation.record` gives it.")
    period: Period = field("The period in which it was imposed.")
    start: date = field("First day.")
    end: date | None = field("First day after it; none: open, or not yet decided.")
    months: int | None = field("Length in calendar months; none: not a term of months, or not yet decided.")
    months_from: int | None = field("Least months that the deciding body may choose, where the record has no choice.")
    months_to: int | None = field("Most months that the deciding body may choose, where the record has no choice.")
    until_exam: bool = field("Whether it lasts, beyond its term, until an examination is passed.")
    may_reapply_from: date | None = field("First day of a new application; none: not barred, or not said.")
    absorbed: bool = field("Whether a later or graver sanction took its place.")
    reached: Reached | None = field("How its threshold was reached, where the law makes a difference.")


@strawberry.type(description="What one repair gave back (修复).")
class Repaired:
    """Stands for ``core.assessment.points.terms.RepairCounted``."""

    repair: str = field("The repair, by its number in the question or its name in the registry.")
    rule: str = field("Code of the regulation's rule for it.")
    citation: Citation = field("The place in the law.")
    label: Text = field("What was done, in short.")
    on: date = field("Day on which it was accepted.")
    points: Decimal = field("Points given back.")


@strawberry.type(description="Until when a person can object to a record (异议申诉).")
class AppealWindow:
    """Stands for ``core.assessment.points.terms.AppealWindow``."""

    record: str = field("The record, as `Violation.record` gives it.")
    notified_on: date = field("Day of notification, which is not counted.")
    citation: Citation = field("The place in the law.")
    last_day: date | None = field("Last day of the term; none: the working days of `calendar` are not published.")
    calendar: int | None = field("The year whose working days would have to be known.")


@strawberry.type(description="How far it is to the next consequence within the period.")
class Headroom:
    """Stands for ``core.assessment.outcome.Headroom``."""

    points_to_next: Decimal = field("Points that would reach it.")
    consequence: SanctionKind = field("What would follow.")
    threshold: str = field("Code of the threshold that would be reached.")
    label: Text = field("The consequence in short.")
    citation: Citation = field("The place in the law.")
    days_until_reset: int | None = field("Days from `asOf` until the period ends; none: it has ended.")
