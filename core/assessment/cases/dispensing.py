"""Worked examples of the dispensing scheme."""

from typing import Annotated, Literal

from pydantic import Field, PositiveInt

from core.assessment.cases.base import BaseCase, Expected
from core.assessment.dispensing.assess import assess_dispensing
from core.assessment.dispensing.terms import DispensingFacts, PrescriptionLine
from core.assessment.outcome import Outcome
from core.regulation.base import Model
from core.regulation.citation import Cite
from core.regulation.law import Law
from core.regulation.schemes.dispensing import Collector, IllnessCourse


class GivenLine(Model):
    """A line of a prescription as an example gives it; its id is its number, from 1."""

    drug: str
    """The drug."""
    days: PositiveInt
    """Days' supply."""
    course: Annotated[IllnessCourse, Field(strict=False)] | None = None
    """The course of the illness it is for; none: not known."""
    disease: str | None = None
    """The disease it is for."""
    long_term: bool = False
    """Whether it is taken long-term."""
    drug_class: str | None = None
    """The class of drugs it belongs to."""


class ExpectedLine(Model):
    """A line as an example expects it."""

    limit: str | None = None
    """Id of the limit."""
    limit_days: int | None = None
    """Most days allowed."""
    over_by: int | None = None
    """Days beyond it."""
    cite: Cite | None = None
    """Where the text sets the limit."""


class ExpectedTotal(Model):
    """A sum of days as an example expects it."""

    name: str
    """The class of drugs, or the drug."""
    days: int
    """Sum of the days."""
    limit_days: int
    """Most days allowed."""
    over_by: int
    """Days beyond it."""
    arithmetic: str | None = None
    """The sum in one line."""


class ExpectedBreach(Model):
    """Something not shown, as an example expects it."""

    rule: str
    """Id of the rule."""
    cite: Cite | None = None
    """Where the text demands it."""


class ExpectedDispensing(Expected):
    """What an example of the dispensing scheme states of the outcome."""

    within: bool | None = None
    """Whether every line and sum is within its limit."""
    lines: tuple[ExpectedLine, ...] | None = None
    """The lines, all of them."""
    totals: tuple[ExpectedTotal, ...] | None = None
    """The sums, all of them."""
    breaches: tuple[ExpectedBreach, ...] | None = None
    """What was not shown, all of it."""


class DispensingCase(BaseCase):
    """One worked example of the dispensing scheme."""

    scheme: Literal["DISPENSING"]
    """The scheme asked."""
    lines: tuple[GivenLine, ...] = Field(min_length=1)
    """What was prescribed."""
    diseases: tuple[str, ...] = ()
    """The patient's diseases."""
    reduced_mobility: bool = False
    """Whether the visit is marked as that of a patient of reduced mobility."""
    collected_by: Annotated[Collector, Field(strict=False)] = Collector.PATIENT
    """Who collects the drugs."""
    patient_id_shown: bool | None = None
    """Whether the patient's identity card was shown; none: not known."""
    expect: ExpectedDispensing
    """What the law makes of it."""

    @property
    def expected(self) -> ExpectedDispensing:
        """What the law makes of it."""
        return self.expect

    @property
    def facts(self) -> DispensingFacts:
        """The facts given."""
        return DispensingFacts(
            lines=tuple(
                PrescriptionLine(
                    id=str(number),
                    drug=one.drug,
                    days=one.days,
                    course=one.course,
                    disease=one.disease,
                    long_term=one.long_term,
                    drug_class=one.drug_class,
                )
                for number, one in enumerate(self.lines, 1)
            ),
            diseases=self.diseases,
            reduced_mobility=self.reduced_mobility,
            collected_by=self.collected_by,
            patient_id_shown=self.patient_id_shown,
        )

    def answer(self, law: Law) -> Outcome:
        """Return what ``law`` makes of it."""
        return assess_dispensing(law, self.facts, self.as_of)

    def used(self) -> frozenset[str]:
        """Return the diseases that it names."""
        return frozenset({*self.diseases, *(one.disease for one in self.lines if one.disease is not None)})
