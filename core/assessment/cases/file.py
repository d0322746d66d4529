"""A file of worked examples: the examples of one regulation, of any scheme."""

from typing import Annotated, cast

from pydantic import Discriminator, Field, Tag

from core.assessment.cases.base import BaseCase
from core.assessment.cases.charges import ChargesCase
from core.assessment.cases.dispensing import DispensingCase
from core.assessment.cases.enrolment import EnrolmentCase
from core.assessment.cases.points import PointsCase, StaffCase
from core.assessment.cases.rating import RatingCase
from core.assessment.cases.scorecard import ScorecardCase
from core.assessment.cases.settlement import SettlementCase
from core.assessment.outcome import Outcome
from core.regulation.base import Id, Model
from core.regulation.law import Law, Supply
from core.text import Text

DEFAULT = "POINTS"
STAFF = "STAFF"


def _scheme(value: object) -> str:
    """Return the scheme that an example names, points if it names none, or STAFF if it gives an institution's."""
    if isinstance(value, dict):
        table = cast("dict[str, object]", value)
        return STAFF if "institution" in table else str(table.get("scheme", DEFAULT))
    return STAFF if isinstance(value, StaffCase) else str(getattr(value, "scheme", DEFAULT))


Case = Annotated[
    Annotated[PointsCase, Tag("POINTS")]
    | Annotated[StaffCase, Tag(STAFF)]
    | Annotated[EnrolmentCase, Tag("ENROLMENT")]
    | Annotated[ChargesCase, Tag("CHARGES")]
    | Annotated[RatingCase, Tag("RATING")]
    | Annotated[ScorecardCase, Tag("SCORECARD")]
    | Annotated[SettlementCase, Tag("SETTLEMENT")]
    | Annotated[DispensingCase, Tag("DISPENSING")],
    Discriminator(_scheme),
]
"""A worked example of any scheme."""


class CaseFile(Model):
    """The worked examples of one regulation."""

    regulation: Id
    """Id of the regulation."""
    case: tuple[Case, ...] = Field(min_length=1)
    """The examples."""


def answer(law: Law, case: BaseCase) -> Outcome:
    """Return what ``law`` makes of ``case``, under the readings it names and with the values it supplies."""
    if case.supply:
        law = law.supplied_with(Supply(basis=_SUPPLIED, values=case.supply))
    return case.answer(law.under(case.readings))


_SUPPLIED = Text(zh="算例所给的经办者数值", en="values of an operator, as the example gives them")
