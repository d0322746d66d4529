"""A file of worked examples: the examples of one regulation, of any scheme."""

from typing import Annotated, cast

from pydantic import Discriminator, Field, Tag

from core.assessment.cases.base import BaseCase
from core.assessment.cases.enrolment import EnrolmentCase
from core.assessment.cases.points import PointsCase
from core.assessment.outcome import Outcome
from core.regulation.base import Id, Model
from core.regulation.law import Law, Supply
from core.text import Text

DEFAULT = "POINTS"


def _scheme(value: object) -> str:
    """Return the scheme that an example names; points if it names none."""
    if isinstance(value, dict):
        return str(cast("dict[str, object]", value).get("scheme", DEFAULT))
    return str(getattr(value, "scheme", DEFAULT))


Case = Annotated[
    Annotated[PointsCase, Tag("POINTS")] | Annotated[EnrolmentCase, Tag("ENROLMENT")], Discriminator(_scheme)
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
