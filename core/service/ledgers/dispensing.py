"""Prescriptions under a regulation that limits days' supply."""

from dataclasses import dataclass

from core.assessment.checking.dispensing import DispensingTrial
from core.assessment.dispensing.terms import DispensingFacts, PrescriptionLine
from core.regulation.law import Law
from core.regulation.schemes.dispensing import Collector, DispensingScheme, IllnessCourse
from core.service.ledgers.drawing import Draw, first_day

_MOST = 5
"""Lines of a prescription at most."""


def dispensing_trial(law: Law, draw: Draw) -> DispensingTrial:
    """Return a prescription under ``law``, which limits days' supply."""
    scheme = law.regulation.dispensing
    if scheme is None:
        raise ValueError(f"{law.id} has no limits on days' supply")
    return DispensingTrial(law=law, facts=_Prescription(scheme, draw).facts(), as_of=first_day(law))


@dataclass(frozen=True, slots=True)
class _Prescription:
    """What a prescription is made up from."""

    scheme: DispensingScheme
    draw: Draw

    def facts(self) -> DispensingFacts:
        draw = self.draw
        lines = tuple(self._line(str(number)) for number in range(draw.number(1, _MOST)))
        return DispensingFacts(
            lines=lines,
            diseases=draw.some(self._diseases, 2),
            reduced_mobility=draw.often(3),
            collected_by=draw.any(list(Collector)),
            patient_id_shown=draw.any((True, False, None)),
        )

    def _line(self, name: str) -> PrescriptionLine:
        draw, limit = self.draw, self.draw.any(self.scheme.limits)
        return PrescriptionLine(
            id=name,
            drug=draw.any("abc"),
            days=max(1, limit.days + draw.number(-2, 2)),
            course=None if draw.often(9) else draw.any(list(IllnessCourse)),
            disease=draw.any((None, *self._diseases)),
            long_term=draw.often(3),
            drug_class=None if draw.often(9) else draw.any("XY"),
        )

    @property
    def _diseases(self) -> tuple[str, ...]:
        return (*(one.id for one in self.scheme.diseases), "other")
