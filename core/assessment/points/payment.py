"""Whether care given by a person of some standing is paid for."""

from core.assessment.points.terms import Standing
from core.regulation.effects import PaymentRule
from core.regulation.vocabulary import Care


def payable(rule: PaymentRule, standing: Standing, care: Care) -> bool:
    """Return whether ``care`` is paid for, given by a person of this ``standing``."""
    return standing.status not in rule.unpaid or care in rule.except_
