"""The rating scheme of a regulation (评级): grades or colours, what follows, procedures, and figures beside them."""

from decimal import Decimal

import strawberry

from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary import Party, PeriodKind, RecordField
from schema.vocabulary_of_grades import (
    Bound,
    DataOf,
    DueBy,
    Every,
    MeasureUnit,
    RatedSubject,
    RatingConsequenceKind,
    Worsening,
)


@strawberry.type(description="One form that a reward or penalty can take; the deciding body chooses.")
class RatingForm:
    """Stands for ``core.regulation.schemes.rating.Form``."""

    code: str = field("Its name within the consequence, for `forms` of a record.", "id")
    kind: RatingConsequenceKind = field("What is done.")
    citation: Citation = field("Where the text offers it.", "cite")
    label: Text = field("The form in short.")


@strawberry.type(description="A deadline that the text wants to be set (整改期限).")
class RatingDeadline:
    """Stands for ``core.regulation.schemes.rating.Deadline``."""

    citation: Citation = field("Where the text wants it.", "cite")
    days: int | None = field("Calendar days from the day after the decision; none: the text gives no number.")


@strawberry.type(description="What follows from a grade, a circumstance or repetition.")
class RatingConsequence:
    """Stands for ``core.regulation.schemes.rating.Consequence``."""

    code: str = field("Its name within the rule.", "id")
    kind: RatingConsequenceKind = field("What is done.")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("What is done, in short.")
    subjects: list[RatedSubject] = field("Whom it concerns; empty: every subject of the scheme.")
    requires: list[RecordField] = field("Fields that a record must carry before it takes effect.")
    forms: list[RatingForm] = field(
        "The forms among which the deciding body chooses; empty: the text leaves them open."
    )
    deadline: RatingDeadline | None = field("The deadline to be set; none: the text wants none.")
    procedure: str | None = field("Code of the procedure that it starts; none: it starts none.")


@strawberry.type(description="One grade or colour of the scale (等次).")
class RatingGrade:
    """Stands for ``core.regulation.schemes.rating.Grade``."""

    code: str = field("Its name within the regulation, for `GradeInput.grade`.", "id")
    citation: Citation = field("Where the text names it.", "cite")
    label: Text = field("What the text calls it.")
    stated: bool = field("Whether the text at hand says what follows; if it breaks off before, nothing can be said.")
    consequences: list[RatingConsequence] = field("What follows; empty: nothing does, or see `stated`.")


@strawberry.type(description="Something found about a subject, beside a grade or without one (情形).")
class Circumstance:
    """Stands for ``core.regulation.schemes.rating.Circumstance``."""

    code: str = field("Its name within the regulation, for `CircumstanceInput.circumstance`.", "id")
    citation: Citation = field("Where the text names it.", "cite")
    label: Text = field("What is found, in short.")
    consequences: list[RatingConsequence] = field("What follows.")


@strawberry.type(description="What follows when a grade is not improved on in the next period.")
class Repetition:
    """Stands for ``core.regulation.schemes.rating.Repetition``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text says so.", "cite")
    label: Text = field("The repetition in short.")
    grade: str = field("Code of the grade meant.")
    times: int = field("How many periods in a row make it.")
    worsens_by: Worsening = field("What counts as not improved.")
    consequences: list[RatingConsequence] = field("What follows, beside what the grade itself leads to.")


@strawberry.type(description="A state of a procedure.")
class ProcedureState:
    """Stands for ``core.regulation.schemes.rating.ProcedureState``."""

    code: str = field("Its name within the procedure, for `StateInput.state`.", "id")
    citation: Citation = field("Where the text speaks of it.", "cite")
    label: Text = field("The state in short.")
    by: Party = field("Who brings it about.")
    after: list[str] = field("Codes of the states of which one must be the present one; empty: it is the first.")
    closes: bool = field("Whether the procedure ends with it.")


@strawberry.type(description="A course with states, such as interview and rectification (约谈整改).")
class Procedure:
    """Stands for ``core.regulation.schemes.rating.Procedure``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text provides for it.", "cite")
    label: Text = field("The procedure in short.")
    states: list[ProcedureState] = field("The states, in the order in which they are reached.")


@strawberry.type(description="A duty that returns each day, month or quarter, such as a self-check report.")
class RecurringDuty:
    """Stands for ``core.regulation.schemes.rating.RecurringDuty``."""

    code: str = field("Its name within the regulation, for `DutyPerformedInput.duty`.", "id")
    citation: Citation = field("Where the text demands it.", "cite")
    label: Text = field("The duty in short.")
    by: Party = field("Whose duty it is.")
    every: Every = field("How often it returns.")
    times: int = field("How many times in each of these.")
    due: DueBy = field("By when.")


@strawberry.type(description="A list in order of size, of which the first places are marked.")
class Ranking:
    """Stands for ``core.regulation.schemes.rating.Ranking``."""

    code: str = field("Its name within the regulation, for `RankInput.ranking`.", "id")
    citation: Citation = field("Where the text provides for it.", "cite")
    label: Text = field("What is ranked, and what is done with the first places.")
    top: int = field("How many places are marked, counted from the first.")


@strawberry.type(description="Something that is measured, and set against a target where the text knows one (指标).")
class RatingIndicator:
    """Stands for ``core.regulation.schemes.rating.RatingIndicator``."""

    code: str = field("Its name within the regulation, for `MeasurementInput.indicator`.", "id")
    citation: Citation = field("Where the text names it.", "cite")
    label: Text = field("The indicator in short.")
    bound: Bound | None = field("How the value must stand to its target; none: the text sets no target.")
    unit: MeasureUnit | None = field("What it is measured in; none: the text does not say.")


@strawberry.type(description="A check whose result is a pass rate (合格率).")
class PassCheck:
    """Stands for ``core.regulation.schemes.rating.PassCheck``."""

    code: str = field("Its name within the regulation, for `CheckInput.check`.", "id")
    citation: Citation = field("Where the text speaks of it.", "cite")
    label: Text = field("What is checked, in short.")
    at_least: Decimal | None = field(
        "The least rate that will do, in per cent; none: the text gives none, and the rate is only reported."
    )


@strawberry.type(
    description="A colour or grade, what follows, and a procedure (评级). The grade itself is always given."
)
class RatingScheme:
    """Stands for ``core.regulation.schemes.rating.RatingScheme``."""

    citation: Citation = field("Where the text sets it up.", "cite")
    subjects: list[RatedSubject] = field("Who or what is rated.")
    period: PeriodKind | None = field("The interval of a rating; none: the text does not say, and the question does.")
    data_of: DataOf = field("The period whose figures are looked at.")
    grades: list[RatingGrade] = field("The scale, best first; empty: the text has none.")
    circumstances: list[Circumstance] = field("What is found beside a grade, or without one.")
    repetitions: list[Repetition] = field("What repetition leads to.")
    procedures: list[Procedure] = field("Courses with states.")
    duties: list[RecurringDuty] = field("Duties that return.")
    rankings: list[Ranking] = field("Lists whose first places are marked.")
    indicators: list[RatingIndicator] = field("What is measured.")
    checks: list[PassCheck] = field("What is reported as a pass rate.")
