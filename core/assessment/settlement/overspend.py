"""Sharing an overspend (风险分担): whether it is shared at all, its parts by band, and who bears how much."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from types import MappingProxyType

from core.assessment.arithmetic import plain
from core.assessment.money import FEN, to_fen, yuan
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.settlement.terms import BandShare, OverspendFinding, SettlementHeadroom
from core.regulation.schemes.settlement import BandEdge, BandsApplyTo, OverspendTest, Sharing, SharingBand

ZERO = Decimal(0)
HUNDRED = Decimal(100)

_ANSWERS: Mapping[bool | None, StepKind] = MappingProxyType(
    {True: StepKind.CONDITION_MET, False: StepKind.CONDITION_FAILED, None: StepKind.CONDITION_UNKNOWN}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shared:
    """How an overspend is shared; ``shared`` and the two shares are None if that cannot be decided."""

    shared: bool | None = None
    fund: Decimal | None = None
    institution: Decimal | None = None
    bands: tuple[BandShare, ...] = ()
    arithmetic: str | None = None
    steps: tuple[Step, ...] = ()
    missing: tuple[Missing, ...] = ()
    used: frozenset[str] = frozenset()


def share(sharing: Sharing, budget: Decimal, overspend: Decimal, findings: Sequence[OverspendFinding]) -> Shared:
    """Return who bears an overspend of more than nothing.

    Without a finding on each condition it cannot be decided, unless one is known to fail: then nothing is shared.
    """
    answers = answers_of(findings)
    asked = [(one, answers.get(one.test)) for one in sharing.conditions]
    steps = tuple(Step(_ANSWERS[holds], one.cite, (one.id, one.label)) for one, holds in asked)
    used = frozenset(one.id for one, holds in asked if holds is not None)
    failed = next((one for one, holds in asked if holds is False), None)
    if failed is not None:
        line = f"0%×{yuan(overspend)}[{failed.cite}] = {yuan(ZERO)}"
        step = Step(StepKind.NOT_SHARED, failed.cite, (yuan(overspend), failed.label), ZERO, ZERO)
        return Shared(
            shared=False,
            fund=to_fen(ZERO),
            institution=overspend,
            arithmetic=line,
            steps=(*steps, step),
            used=used,
        )
    missing = tuple(
        Missing(f"settlement.sharing.conditions.{one.id}", one.label) for one, holds in asked if holds is None
    )
    if missing:
        return Shared(steps=steps, missing=missing, used=used)
    return _divided(sharing, tuple(_parts(sharing, budget, overspend)), overspend, steps, used)


def _divided(
    sharing: Sharing, bands: tuple[BandShare, ...], overspend: Decimal, steps: tuple[Step, ...], used: frozenset[str]
) -> Shared:
    exact = sum((one.fund for one in bands), ZERO)
    fund = to_fen(exact)
    terms = " + ".join(f"{plain(one.fund_percent)}%×{yuan(one.amount)}[{one.citation}]" for one in bands)
    line = f"{terms} = {yuan(fund)}" if fund == exact else f"round({terms}) = {yuan(fund)}"
    conclusion = Step(StepKind.SHARED, sharing.cite, (yuan(fund), yuan(overspend - fund)), ZERO, fund)
    return Shared(
        shared=True,
        fund=fund,
        institution=overspend - fund,
        bands=bands,
        arithmetic=line,
        steps=(*steps, *_band_steps(bands), conclusion),
        used=used | {one.band for one in bands},
    )


def _band_steps(bands: Sequence[BandShare]) -> list[Step]:
    steps: list[Step] = []
    before = ZERO
    for one in bands:
        arguments = (one.label, yuan(one.amount), plain(one.fund_percent), yuan(one.fund), yuan(one.institution))
        steps.append(Step(StepKind.SHARE, one.citation, arguments, before, before + one.fund))
        before += one.fund
    return steps


def answers_of(findings: Sequence[OverspendFinding]) -> Mapping[OverspendTest, bool]:
    """Return what was found on each question; where findings differ, it does not hold."""
    return {one.test: all(other.holds for other in findings if other.test is one.test) for one in findings}


def _parts(sharing: Sharing, budget: Decimal, overspend: Decimal) -> list[BandShare]:
    """Return the parts of the overspend that lie in a band; they add up to it."""
    if sharing.bands_apply_to is BandsApplyTo.WHOLE:
        begun = [band for band in sharing.bands if _has_begun(sharing, band, budget, overspend)]
        return [_share_of(begun[-1], overspend)]
    bounds = [*(_bound(band, budget) for band in sharing.bands), overspend]
    amounts = [min(overspend, max(end, start)) - start for start, end in pairwise(bounds)]
    return [_share_of(band, amount) for band, amount in zip(sharing.bands, amounts, strict=True) if amount > 0]


def _share_of(band: SharingBand, amount: Decimal) -> BandShare:
    return BandShare(
        band=band.id,
        label=band.label,
        citation=band.cite,
        amount=amount,
        fund_percent=band.fund,
        fund=amount * band.fund / HUNDRED,
        institution=amount * band.institution / HUNDRED,
    )


def _bound(band: SharingBand, budget: Decimal) -> Decimal:
    """Return the overspend in yuan at which ``band`` begins."""
    return budget * band.over / HUNDRED


def _has_begun(sharing: Sharing, band: SharingBand, budget: Decimal, overspend: Decimal) -> bool:
    bound = _bound(band, budget)
    return overspend >= bound if sharing.edge is BandEdge.UPPER else overspend > bound


def headroom_of(sharing: Sharing, budget: Decimal, actual: Decimal) -> SettlementHeadroom | None:
    """Return how much may be spent before the next band begins; None if the last one has."""
    over = actual - budget
    ahead = [band for band in sharing.bands if not _has_begun(sharing, band, budget, over)]
    if not ahead:
        return None
    left = min(_bound(band, budget) for band in ahead) - over
    band = next(one for one in reversed(ahead) if _bound(one, budget) - over == left)  # of no budget all begin at once
    return SettlementHeadroom(
        amount=left.quantize(FEN, ROUND_DOWN),
        band=band.id,
        fund_percent=band.fund,
        label=band.label,
        citation=band.cite,
    )
