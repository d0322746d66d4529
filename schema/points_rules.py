"""What stands around the points of a person: whom they concern, how they are repaired, what a standing leads to."""

from decimal import Decimal

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import AllPoints, BookedOn, LastDay, Overlap, StartsOn, Status
from schema.vocabulary_of_points import (
    Care,
    Flag,
    InstitutionMeasure,
    Lifting,
    OneOff,
    OpenTerm,
    Place,
    Profession,
    StaffRecords,
)


@strawberry.type(description="How dates and totals are read where the text is silent.")
class Conventions:
    """Stands for ``core.regulation.schemes.points.Conventions``."""

    citation: Citation | None = field("Where the text itself settles one of them; none: it is silent.", "cite")
    booked_on: BookedOn = field("The date that puts a record into a period.")
    starts_on: StartsOn = field("The day on which a sanction starts.")
    last_day: LastDay = field("Which day is the last of a term of months.")
    overlap: Overlap = field("What a further suspension does while one is running.")
    all_points: AllPoints = field("What a clause that takes all points is worth.")
    one_off: OneOff = field("When a decision reaches a threshold by itself.")
    staff_records: StaffRecords = field("Whose records count towards the share of an institution's staff.")
    open_term: OpenTerm = field("What holds of a term that the record should carry and does not.")
    reasoned: bool = field("Whether points and months chosen within a range need their reason on the record.")


@strawberry.type(description="A profession that the points are about.")
class PointsSubject:
    """Stands for ``core.regulation.effects.Subject``."""

    profession: Profession = field("The profession.")
    citation: Citation = field("Where the text says so.", "cite")


@strawberry.type(
    description="The points that a degree of responsibility (责任程度) fixes within the range of a clause; of several "
    "degrees the highest counts."
)
class Degrees:
    """Stands for ``core.regulation.effects.Degrees``."""

    citation: Citation = field("Where the text sets them.", "cite")
    general: Place = field("For general responsibility (一般责任).")
    important: Place = field("For important responsibility (重要责任).")
    main: Place = field("For main responsibility (主要责任).")


@strawberry.type(description="A distinction that stands beside the standing while enough points are left.")
class Distinction:
    """Stands for ``core.regulation.effects.Distinction``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text grants it.", "cite")
    label: Text = field("The distinction in short.")
    flag: Flag = field("The distinction, as `PointsAssessment.flags` gives it.")
    left_from: Decimal = field("Granted while at least this many points are left in the period.")


@strawberry.type(description="Something that gives points back (修复).")
class RepairRule:
    """Stands for ``core.regulation.effects.RepairRule``."""

    code: str = field("Its name within the regulation, for `RepairInput.rule` and `RecordRepairInput.rule`.", "id")
    citation: Citation = field("Where the text provides for it.", "cite")
    label: Text = field("What is done for it, in short.")
    points: Decimal | None = field(
        "Points that one of them gives back; none: the text does not say, the record must carry them."
    )
    most: Decimal | None = field("The most that all of its kind give back in a period; none: no such limit.")


@strawberry.type(description="What repaired points take off a running suspension, or off a bar on applying again.")
class Shortening:
    """Stands for ``core.regulation.effects.Shortening``."""

    citation: Citation = field("Where the text provides for it.", "cite")
    points: Decimal = field("Repaired points that make one step; what does not fill a step takes nothing off.")
    months: int = field("Months that a step takes off.")


@strawberry.type(description="How points can be given back (修复).")
class Repairs:
    """Stands for ``core.regulation.effects.Repairs``."""

    citation: Citation = field("Where the text provides for it.", "cite")
    rules: list[RepairRule] = field("What gives points back, in the order of the text.")
    most: Decimal | None = field("The most that all kinds together give back in a period; none: no such limit.")
    lifting: Lifting = field("What becomes of a running suspension when the points fall below its threshold.")
    shortening: Shortening | None = field("What repaired points take off a suspension or bar; none: nothing.")
    not_after_one_off: str | None = field(
        "Code of the threshold which, reached by a single decision, leaves nothing to repair; none: no such exception."
    )


@strawberry.type(description="Whether care given by a person of some standing is paid for.")
class PaymentRule:
    """Stands for ``core.regulation.effects.PaymentRule``."""

    citation: Citation = field("Where the text says so.", "cite")
    unpaid: list[Status] = field("Standings during which care is not paid for.")
    except_: list[Care] = field("Care that is paid for all the same.", name="except")


@strawberry.type(description="How long a person can object to a record (异议申诉).")
class AppealRule:
    """Stands for ``core.regulation.effects.AppealRule``."""

    citation: Citation = field("Where the text says so.", "cite")
    working_days: int = field("Working days (工作日) after the notice, whose own day is not counted.")
    stays: bool = field("Whether nothing is executed while an objection is pending.")


@strawberry.type(
    description="What follows for an institution if so large a share of its staff is suspended or terminated within a "
    "year."
)
class StaffShare:
    """Stands for ``core.regulation.effects.StaffShare``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("What follows, in short.")
    at_percent: Decimal | None = field("Reached at this share, in percent, or more.")
    above_percent: Decimal | None = field("Reached above this share, in percent.")
    follows: InstitutionMeasure = field("What follows.")
    discretionary: bool = field("Whether the text only allows it (可以), so that the agency decides.")
