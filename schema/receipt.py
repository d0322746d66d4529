"""The receipt of an answer: what a client saves, so that anybody can verify the answer offline."""

import strawberry

from core.proof.decision import answered
from core.proof.receipt import receipt
from core.service.receipts import decision
from schema.assessed import PointsAssessed
from schema.context import Info

COST = 10
"""How many nodes a receipt counts for: it holds the whole law, and the answer is worked out again for it."""


def receipt_of(root: strawberry.Parent[PointsAssessed], info: Info) -> str | None:
    """Return the receipt of an answer; None: it supposes what the facts do not say."""
    info.context.spend(COST)
    outcome = root.outcome
    made = decision(
        outcome.law,
        root.facts,
        period=outcome.period,
        as_of=outcome.as_of,
        subject=root.doctor.code if root.doctor is not None else None,
        law_at=root.law_at,
        known_at=root.known_at,
    )
    return receipt(made).decode() if answered(made).outcome == outcome else None
