"""The first steps of every explanation: which law, under which readings, with whose numbers."""

from core.assessment.outcome import Step, StepKind
from core.regulation.law import Law
from core.regulation.vocabulary import Scheme


def preamble(law: Law, scheme: Scheme) -> tuple[Step, ...]:
    """Return the steps that say which law is applied to a question of ``scheme``."""
    force = law.regulation.in_force
    since = force.from_.isoformat() if force.from_ else "…"
    until = force.to.isoformat() if force.to else "…"
    steps = [Step(StepKind.LAW, force.cite, (law.id, law.regulation.title, since, until))]
    if law.regulation.inherits is not None:
        steps.append(Step(StepKind.INHERITS, None, (law.regulation.inherits,)))
    steps += [
        Step(StepKind.READING, one.reading.cite, (one.reading.id, one.reading.question, one.choice.label))
        for one in law.chosen
        if not one.is_default
    ]
    steps += [Step(StepKind.OPERATOR, None, (one.basis,)) for one in law.supplied if one.scheme is scheme]
    return tuple(steps)
