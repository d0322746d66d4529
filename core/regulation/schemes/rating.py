"""The ``rating`` scheme: a colour or grade, what follows, and a procedure (评级).

The grade is always given: no text of this kind says from which figures it comes.
"""

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveInt

from core.regulation.base import Id, Model, Named, Number
from core.regulation.citation import Cite
from core.regulation.vocabulary import Party, PeriodKind, RecordField
from core.text import Text


class RatedSubject(StrEnum):
    """Who or what is rated."""

    INSTITUTION = "INSTITUTION"
    """An institution (医疗机构)."""
    DEPARTMENT = "DEPARTMENT"
    """A department of it (科室)."""
    DOCTOR = "DOCTOR"
    """A doctor (医师)."""
    STAFF = "STAFF"
    """Any person who works for the institution or agency."""


class ConsequenceKind(StrEnum):
    """What a rating leads to."""

    REWARD = "REWARD"
    """A candidate for a reward; who gets it is decided apart."""
    WATCH = "WATCH"
    """Watched more closely (重点关注)."""
    FEEDBACK = "FEEDBACK"
    """The result is fed back (反馈)."""
    INTERVIEW = "INTERVIEW"
    """An interview (约谈)."""
    WARNING = "WARNING"
    """A warning (警告)."""
    PENALTY = "PENALTY"
    """A penalty of a form that the deciding body chooses, or that the text leaves open."""
    FINE = "FINE"
    """Money to be paid (罚款)."""
    PAY_CUT = "PAY_CUT"
    """Less pay or bonus (扣绩效)."""
    RECTIFY = "RECTIFY"
    """Things are to be put right (整改)."""
    PUBLIC_NOTICE = "PUBLIC_NOTICE"
    """A public notice (通报)."""
    DOWNGRADE = "DOWNGRADE"
    """A lower class, post or rate of payment."""
    LIMIT = "LIMIT"
    """Less business, or funds held back."""
    SUSPEND = "SUSPEND"
    """A suspension (暂停)."""
    CANCEL = "CANCEL"
    """The standing with the insurance is taken away."""
    POST = "POST"
    """A measure of the employer about a post, such as demotion or dismissal."""
    RECORD = "RECORD"
    """An entry in a credit file."""
    REFERRAL = "REFERRAL"
    """A matter for another authority, such as taking away a licence."""


class DataOf(StrEnum):
    """The period whose figures an evaluation looks at."""

    SAME = "SAME"
    """The period that it is of."""
    PREVIOUS = "PREVIOUS"
    """The period before the one that the evaluation is of."""


class Worsening(StrEnum):
    """What shows that a subject does not improve from one period to the next."""

    SAME_GRADE = "SAME_GRADE"
    """The same grade again."""
    LOWER_SCORE = "LOWER_SCORE"
    """A lower score than with that grade, whatever the new grade."""


class Every(StrEnum):
    """How often a duty returns."""

    DAY = "DAY"
    """Each day."""
    MONTH = "MONTH"
    """Each month."""
    QUARTER = "QUARTER"
    """Each quarter."""


class DueBy(StrEnum):
    """By when a returning duty must be met."""

    END = "END"
    """By the end of the day, month or quarter that it is of."""
    END_OF_NEXT = "END_OF_NEXT"
    """By the end of the one after."""


class Bound(StrEnum):
    """How a measured value must stand to its target; the target itself is within it."""

    AT_MOST = "AT_MOST"
    """At most the target."""
    AT_LEAST = "AT_LEAST"
    """At least the target."""


class MeasureUnit(StrEnum):
    """What a value is measured in."""

    PERCENT = "PERCENT"
    """Of a hundred; differences are percentage points."""
    YUAN = "YUAN"
    """Yuan (元)."""


class Form(Named):
    """One form that a reward or penalty can take; the deciding body chooses."""

    kind: Annotated[ConsequenceKind, Field(strict=False)]
    """What is done."""
    cite: Cite
    """Where the text offers it."""
    label: Text
    """The form in short."""


class Deadline(Model):
    """A deadline that the text wants to be set (整改期限)."""

    cite: Cite
    """Where the text wants it."""
    days: PositiveInt | None = None
    """Calendar days from the day after the decision; none: the text gives no number."""


class Consequence(Named):
    """What follows from a grade, a circumstance or repetition."""

    kind: Annotated[ConsequenceKind, Field(strict=False)]
    """What is done."""
    cite: Cite
    """Where the text says so."""
    label: Text
    """What is done, in short."""
    subjects: tuple[Annotated[RatedSubject, Field(strict=False)], ...] = ()
    """Whom it concerns; none given: every subject of the scheme."""
    requires: tuple[Annotated[RecordField, Field(strict=False)], ...] = ()
    """Fields that a record must carry before it takes effect, for example the deciding body."""
    forms: tuple[Form, ...] = ()
    """The forms among which the deciding body chooses; none given: the text leaves them open."""
    deadline: Deadline | None = None
    """The deadline to be set; none: the text wants none."""
    procedure: Id | None = None
    """The procedure that it starts."""


class Grade(Named):
    """One grade or colour of the scale (等次)."""

    cite: Cite
    """Where the text names it."""
    label: Text
    """What the text calls it."""
    stated: bool = True
    """Whether the text at hand says what follows; if it breaks off before, nothing can be said."""
    consequences: tuple[Consequence, ...] = ()
    """What follows; none: nothing does."""


class Circumstance(Named):
    """Something found about a subject, beside a grade or without one (情形)."""

    cite: Cite
    """Where the text names it."""
    label: Text
    """What is found, in short."""
    consequences: tuple[Consequence, ...] = Field(min_length=1)
    """What follows."""


class Repetition(Named):
    """What follows when a grade is not improved on in the next period."""

    cite: Cite
    """Where the text says so."""
    label: Text
    """The repetition in short."""
    grade: Id
    """The grade meant."""
    times: Annotated[int, Field(ge=2)]
    """How many periods in a row make it."""
    worsens_by: Annotated[Worsening, Field(strict=False)] = Worsening.SAME_GRADE
    """What counts as not improved."""
    consequences: tuple[Consequence, ...] = Field(min_length=1)
    """What follows, beside what the grade itself leads to."""


class ProcedureState(Named):
    """A state of a procedure."""

    cite: Cite
    """Where the text speaks of it."""
    label: Text
    """The state in short."""
    by: Annotated[Party, Field(strict=False)]
    """Who brings it about."""
    after: tuple[Id, ...] = ()
    """The states of which one must be the present one; none: it is the first."""
    closes: bool = False
    """Whether the procedure ends with it."""


class Procedure(Named):
    """A course with states, such as interview and rectification (约谈整改)."""

    cite: Cite
    """Where the text provides for it."""
    label: Text
    """The procedure in short."""
    states: tuple[ProcedureState, ...] = Field(min_length=2)
    """The states, in the order in which they are reached."""


class RecurringDuty(Named):
    """A duty that returns each day, month or quarter, such as a self-check report."""

    cite: Cite
    """Where the text demands it."""
    label: Text
    """The duty in short."""
    by: Annotated[Party, Field(strict=False)]
    """Whose duty it is."""
    every: Annotated[Every, Field(strict=False)]
    """How often it returns."""
    times: PositiveInt = 1
    """How many times in each of these."""
    due: Annotated[DueBy, Field(strict=False)] = DueBy.END
    """By when."""


class Ranking(Named):
    """A list in order of size, of which the first places are marked."""

    cite: Cite
    """Where the text provides for it."""
    label: Text
    """What is ranked, and what is done with the first places."""
    top: PositiveInt
    """How many places, counted from the first."""


class RatingIndicator(Named):
    """Something that is measured, and set against a target where the text knows one (指标)."""

    cite: Cite
    """Where the text names it."""
    label: Text
    """The indicator in short."""
    bound: Annotated[Bound, Field(strict=False)] | None = None
    """How the value must stand to its target; none: the text sets no target."""
    unit: Annotated[MeasureUnit, Field(strict=False)] | None = None
    """What it is measured in; none: the text does not say."""


class PassCheck(Named):
    """A check whose result is a pass rate (合格率)."""

    cite: Cite
    """Where the text speaks of it."""
    label: Text
    """What is checked, in short."""
    at_least: Number | None = None
    """The least rate that will do, in percent; none: the text gives none, and the rate is only reported."""


class RatingScheme(Model):
    """A colour or grade, what follows, and a procedure (评级)."""

    cite: Cite
    """Where the text sets it up."""
    subjects: tuple[Annotated[RatedSubject, Field(strict=False)], ...] = Field(min_length=1)
    """Who or what is rated."""
    period: Annotated[PeriodKind, Field(strict=False)] | None = None
    """The interval of a rating; none: the text does not say, and the question does."""
    data_of: Annotated[DataOf, Field(strict=False)] = DataOf.SAME
    """The period whose figures are looked at."""
    grades: tuple[Grade, ...] = ()
    """The scale, best first."""
    circumstances: tuple[Circumstance, ...] = ()
    """What is found beside a grade, or without one."""
    repetitions: tuple[Repetition, ...] = ()
    """What repetition leads to."""
    procedures: tuple[Procedure, ...] = ()
    """Courses with states."""
    duties: tuple[RecurringDuty, ...] = ()
    """Duties that return."""
    rankings: tuple[Ranking, ...] = ()
    """Lists whose first places are marked."""
    indicators: tuple[RatingIndicator, ...] = ()
    """What is measured."""
    checks: tuple[PassCheck, ...] = ()
    """What is reported as a pass rate."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return the kind and id of each rule of the scheme, in the order of the model."""
        return tuple(self._rules())

    def _rules(self) -> Iterator[tuple[str, str]]:
        for kind, rules in (
            ("grade", self.grades),
            ("circumstance", self.circumstances),
            ("repetition", self.repetitions),
            ("state", (state for procedure in self.procedures for state in procedure.states)),
            ("duty", self.duties),
            ("ranking", self.rankings),
            ("indicator", self.indicators),
            ("check", self.checks),
        ):
            yield from ((kind, rule.id) for rule in rules)
