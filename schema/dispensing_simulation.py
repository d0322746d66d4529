"""Answers of the dispensing scheme about facts in the request: nothing is stored, and anyone may ask."""

from typing import Annotated

import strawberry

from core.assessment.dispensing.assess import assess_dispensing
from core.assessment.dispensing.terms import DispensingFacts, PrescriptionLine
from schema.context import Info
from schema.dispensing_assessment import DispensingAssessed
from schema.fields import RegulationId, argument, field
from schema.given import Day, Readings, law_under, optional, refuse_outside, refuse_too_many
from schema.vocabulary_of_dispensing import Collector, IllnessCourse

MOST_DAYS = 3660


@strawberry.input(description="One drug on a prescription.")
class PrescriptionLineInput:
    """Stands for ``core.assessment.dispensing.terms.PrescriptionLine``."""

    drug: str = field("The drug, by its name or code.")
    days: int = field("Days' supply, 1 or more.")
    course: IllnessCourse | None = optional("The course of the illness that the drug is for; none: not known.")
    disease: str | None = optional(
        "The disease that the drug is for: its code in the regulation's list, or any other name. None: none is given."
    )
    long_term: bool = strawberry.field(
        default=False, description="Whether it is marked as taken long-term to keep the disease stable."
    )
    drug_class: str | None = optional("The class of drugs it belongs to; none: not known.")


def _line(number: int, one: PrescriptionLineInput) -> PrescriptionLine:
    refuse_outside(f"lines.{number}", {"days": (one.days, 1, MOST_DAYS)})
    return PrescriptionLine(
        id=str(number + 1),
        drug=one.drug,
        days=one.days,
        course=one.course,
        disease=one.disease,
        long_term=one.long_term,
        drug_class=one.drug_class,
    )


def simulate_dispensing(  # noqa: PLR0913 - each argument is one of the query's
    info: Info,
    *,
    regulation: RegulationId,
    as_of: Day,
    lines: Annotated[list[PrescriptionLineInput], argument("What was prescribed.")],
    diseases: Annotated[list[str], argument("The patient's diseases, named as those of lines.")] = [],  # noqa: B006 - a default of the schema, never changed
    reduced_mobility: Annotated[
        bool, argument("Whether the visit is marked as that of a patient of reduced mobility.")
    ] = False,
    collected_by: Annotated[Collector, argument("Who collects the drugs.")] = Collector.PATIENT,
    patient_id_shown: Annotated[
        bool | None, argument("Whether the patient's identity card was shown; none: not known.")
    ] = None,
    readings: Readings = [],  # noqa: B006
) -> DispensingAssessed:
    """Return whether a prescription in the request keeps to the limits; nothing is stored."""
    refuse_too_many(lines, diseases, readings)
    law = law_under(info.context, regulation, readings, as_of)
    info.context.spend(1 + len(lines))
    given = DispensingFacts(
        lines=tuple(_line(number, one) for number, one in enumerate(lines)),
        diseases=tuple(diseases),
        reduced_mobility=reduced_mobility,
        collected_by=collected_by,
        patient_id_shown=patient_id_shown,
    )
    return DispensingAssessed(assess_dispensing(law, given, as_of))
