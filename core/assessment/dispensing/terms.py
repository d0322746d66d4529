"""What the dispensing engine is given and what it answers."""

from dataclasses import dataclass

from core.assessment.outcome import Outcome
from core.regulation.citation import Citation
from core.regulation.schemes.dispensing import Collector, IllnessCourse, SummedPer
from core.regulation.vocabulary import Scheme
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class PrescriptionLine:
    """One drug on a prescription."""

    id: str
    """Unique on the prescription."""
    drug: str
    """The drug, by its name or code."""
    days: int
    """Days' supply, 1 or more."""
    course: IllnessCourse | None = None
    """The course of the illness that the drug is for; None: not known."""
    disease: str | None = None
    """The disease that the drug is for, by its id in the regulation's list or any other name; None: none is given."""
    long_term: bool = False
    """Whether it is marked as taken long-term to keep the disease stable."""
    drug_class: str | None = None
    """The class of drugs it belongs to; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DispensingFacts:
    """All that the dispensing scheme may look at for one visit."""

    lines: tuple[PrescriptionLine, ...] = ()
    """What was prescribed."""
    diseases: tuple[str, ...] = ()
    """The patient's diseases, named as those of lines."""
    reduced_mobility: bool = False
    """Whether the visit is marked as that of a patient of reduced mobility."""
    collected_by: Collector = Collector.PATIENT
    """Who collects the drugs."""
    patient_id_shown: bool | None = None
    """Whether the patient's identity card was shown; None: not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineAssessed:
    """A line with the limit it is held to."""

    line: str
    """Id of the line."""
    drug: str
    days: int
    limit: str | None = None
    """Id of the limit; None: no limit applies, or not decidable."""
    limit_days: int | None = None
    """Most days allowed."""
    label: Text | None = None
    """What the limit is for."""
    citation: Citation | None = None
    over_by: int | None = None
    """Days beyond the limit, 0 if within it; None: no limit applies, or not decidable."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TotalAssessed:
    """Lines whose days are summed, held to the largest limit among theirs."""

    per: SummedPer
    name: str
    """The class of drugs, or the drug."""
    lines: tuple[str, ...]
    """Ids of the lines, two or more."""
    days: int
    """Sum of their days."""
    limit: str
    """Id of the limit."""
    limit_days: int
    citation: Citation
    over_by: int
    """Days beyond the limit, 0 if within it."""
    arithmetic: str
    """The sum and its distance from the limit, in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectionBreach:
    """Something that was not shown when the drugs were collected."""

    rule: str
    """Id of the rule."""
    label: Text
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class DispensingOutcome(Outcome):
    """The answer of the dispensing scheme for one visit; what an excess leads to is not part of the scheme."""

    scheme: Scheme = Scheme.DISPENSING
    lines: tuple[LineAssessed, ...] = ()
    """Each line, by id: numbers in their order."""
    totals: tuple[TotalAssessed, ...] = ()
    """Each class of drugs, or drug, with more than one line."""
    breaches: tuple[CollectionBreach, ...] = ()
    """What was not shown."""
    within: bool | None = None
    """Whether every line and every sum is within its limit; None: not decidable."""
    rules_used: frozenset[str] = frozenset()
    """Ids of the limits, diseases and collection rules that decided."""
