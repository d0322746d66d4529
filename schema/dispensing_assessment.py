"""The answer of the dispensing scheme: the limit of each line, what is summed, and what was not shown."""

from dataclasses import dataclass

import strawberry

from core.assessment.dispensing.terms import DispensingOutcome
from schema.assessment import Assessment
from schema.fields import field
from schema.text import Citation, Text
from schema.vocabulary_of_dispensing import SummedPer


@dataclass(frozen=True, slots=True)
class DispensingAssessed:
    """An outcome of the dispensing scheme."""

    outcome: DispensingOutcome


@strawberry.type(description="A line of a prescription with the limit it is held to.")
class DispensedLine:
    """Stands for ``core.assessment.dispensing.terms.LineAssessed``."""

    line: str = field("The line: its number, from 1, in the request.")
    drug: str = field("The drug.")
    days: int = field("Days' supply.")
    limit: str | None = field("Code of the limit; none: no limit applies, or not decidable.")
    limit_days: int | None = field("Most days allowed.")
    label: Text | None = field("What the limit is for.")
    citation: Citation | None = field("The place in the law.")
    over_by: int | None = field("Days beyond the limit, 0 if within it; none: no limit applies, or not decidable.")


@strawberry.type(description="Lines whose days are summed, held to the largest limit among theirs.")
class DispensedTotal:
    """Stands for ``core.assessment.dispensing.terms.TotalAssessed``."""

    per: SummedPer = field("What the lines have in common.")
    name: str = field("The class of drugs, or the drug.")
    lines: list[str] = field("The lines, two or more, by their numbers in the request.")
    days: int = field("Sum of their days.")
    limit: str = field("Code of the limit.")
    limit_days: int = field("Most days allowed.")
    citation: Citation = field("The place in the law.")
    over_by: int = field("Days beyond the limit, 0 if within it.")
    arithmetic: str = field("The sum and its distance from the limit in one line, such as 20 + 15 - 30[3.四] = 5.")


@strawberry.type(description="Something that was not shown when the drugs were collected.")
class CollectionBreach:
    """Stands for ``core.assessment.dispensing.terms.CollectionBreach``."""

    rule: str = field("Code of the rule.")
    label: Text = field("The rule in short.")
    citation: Citation = field("The place in the law.")


@strawberry.type(
    description="Whether a prescription keeps to the limits of days' supply (带药天数). What an excess leads to is not "
    "part of this kind of rule."
)
class DispensingAssessment(Assessment):
    """Stands for ``DispensingAssessed``."""

    lines: list[DispensedLine] = field("Each line.", "outcome.lines")
    totals: list[DispensedTotal] = field("Each class of drugs, or drug, with more than one line.", "outcome.totals")
    breaches: list[CollectionBreach] = field("What was not shown.", "outcome.breaches")
    within: bool | None = field(
        "Whether every line and every sum is within its limit; none: not decidable.", "outcome.within"
    )

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, DispensingAssessed)
