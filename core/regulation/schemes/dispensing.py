"""The ``dispensing`` scheme: days' supply allowed for a prescription line (带药天数)."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, PositiveInt

from core.regulation.base import Model, Named
from core.regulation.citation import Cite
from core.text import Text


class IllnessCourse(StrEnum):
    """The course of the illness that a drug is for."""

    ACUTE = "ACUTE"
    """Acute (急性)."""
    CHRONIC = "CHRONIC"
    """Chronic (慢性)."""


class LimitGround(StrEnum):
    """What makes a line of a prescription qualify for a limit."""

    ACUTE = "ACUTE"
    """The drug is for an acute illness."""
    CHRONIC = "CHRONIC"
    """The drug is for a chronic illness."""
    REDUCED_MOBILITY = "REDUCED_MOBILITY"
    """The visit is marked as that of a patient of reduced mobility (行动不便)."""
    LISTED_DISEASE = "LISTED_DISEASE"
    """The drug is taken long-term for a disease that the regulation lists."""


class ListedFor(StrEnum):
    """Whose disease must be a listed one."""

    DRUG = "DRUG"
    """The disease that the drug is for."""
    PATIENT = "PATIENT"
    """Any disease of the patient."""


class SummedPer(StrEnum):
    """Over which lines of a prescription days are summed."""

    CLASS = "CLASS"
    """Lines of the same class of drugs (同一类药物)."""
    DRUG = "DRUG"
    """Lines of the same drug."""


class Collector(StrEnum):
    """Who collects the drugs."""

    PATIENT = "PATIENT"
    """The patient."""
    RELATIVE = "RELATIVE"
    """A relative (家属代取)."""


class Proof(StrEnum):
    """What must be shown when drugs are collected."""

    PATIENT_ID = "PATIENT_ID"
    """The patient's identity card."""


class DaysLimit(Named):
    """The most days' supply of a line that qualifies for it."""

    cite: Cite
    """Where the text sets it."""
    label: Text
    """Whom or what it is for, in short."""
    ground: Annotated[LimitGround, Field(strict=False)]
    """What makes a line qualify."""
    days: PositiveInt
    """Most days allowed."""


class ListedDisease(Named):
    """A disease for which a longer supply is allowed."""

    cite: Cite
    """Where the text lists it."""
    label: Text
    """Its name."""


class CollectionRule(Named):
    """What must be shown when someone collects the drugs."""

    cite: Cite
    """Where the text demands it."""
    label: Text
    """The rule in short."""
    collected_by: Annotated[Collector, Field(strict=False)]
    """Who collects."""
    grounds: tuple[Annotated[LimitGround, Field(strict=False)], ...] = Field(min_length=1)
    """Grounds all of which hold for the visit or one of its lines."""
    shows: Annotated[Proof, Field(strict=False)]
    """What must be shown."""


class DispensingScheme(Model):
    """Days' supply allowed for a prescription line (带药天数); a line is held to the largest limit it qualifies for."""

    cite: Cite
    """Where the text sets it up."""
    listed_for: Annotated[ListedFor, Field(strict=False)]
    """Whose disease must be a listed one."""
    summed_per: Annotated[SummedPer, Field(strict=False)]
    """Over which lines days are summed."""
    limits: tuple[DaysLimit, ...] = Field(min_length=1)
    """The limits, each on a ground of its own."""
    diseases: tuple[ListedDisease, ...] = ()
    """The diseases listed."""
    collections: tuple[CollectionRule, ...] = ()
    """What must be shown when drugs are collected."""

    def rule_ids(self) -> tuple[tuple[str, str], ...]:
        """Return the kind and id of each rule that a worked example should use."""
        return (
            *(("limit", one.id) for one in self.limits),
            *(("disease", one.id) for one in self.diseases),
            *(("collection", one.id) for one in self.collections),
        )
