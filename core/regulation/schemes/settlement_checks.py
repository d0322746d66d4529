"""Checks of the ``settlement`` scheme that types cannot make: shares that add up, bands without gap or overlap."""

from collections.abc import Iterator
from decimal import Decimal
from types import MappingProxyType

from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.settlement import SettlementScheme, Sharing
from core.regulation.vocabulary import PeriodKind
from core.text import Text

_AT: Path = ("settlement",)
_WHOLE = Decimal(100)
_MONTHS = MappingProxyType(
    {
        PeriodKind.YEAR: 12,
        PeriodKind.HALF_YEAR: 6,
        PeriodKind.QUARTER: 3,
        PeriodKind.TWO_MONTHS: 2,
        PeriodKind.MONTH: 1,
    }
)


def check_settlement(scheme: SettlementScheme) -> Iterator[Finding]:
    """Yield everything wrong with a settlement scheme that its types could not say."""
    paid, kept = scheme.instalments.percent, scheme.reserve.percent
    if paid + kept != _WHOLE:
        yield _not_whole((*_AT, "reserve", "percent"), paid, kept)
    if _MONTHS[scheme.period] % _MONTHS[scheme.instalments.every]:
        yield Finding(
            (*_AT, "instalments", "every"),
            "INSTALMENTS_UNEVEN",
            Text(
                zh=f"一个 {scheme.period} 不能分成整数个 {scheme.instalments.every}",
                en=f"a {scheme.period} holds no whole number of {scheme.instalments.every}",
            ),
            Text(zh="改为能整除的间隔, 例如 MONTH", en="write an interval that divides it, such as MONTH"),
        )
    growth = scheme.growth
    if growth is not None and growth.from_ >= growth.to:
        yield Finding(
            (*_AT, "growth", "from"),
            "RANGE_EMPTY",
            Text(zh="增幅区间的下限不小于上限", en="the corridor of growth ends before it begins"),
            Text(zh="from 应小于 to", en="from must be less than to"),
        )
    if scheme.sharing is not None:
        yield from _check_sharing(scheme.sharing, (*_AT, "sharing"))


def _check_sharing(sharing: Sharing, at: Path) -> Iterator[Finding]:
    yield from unique_ids((*at, "conditions"), sharing.conditions)
    yield from unique_ids((*at, "bands"), sharing.bands)
    asked: set[str] = set()
    for index, condition in enumerate(sharing.conditions):
        if condition.test in asked:
            yield Finding(
                (*at, "conditions", index, "test"),
                "TEST_REPEATED",
                Text(zh=f"{condition.test} 已由前一条件提出", en=f"an earlier condition asks for {condition.test}"),
                Text(zh="每一条件问不同的事项", en="let each condition ask for something else"),
            )
        asked.add(condition.test)
    previous: Decimal | None = None
    for index, band in enumerate(sharing.bands):
        if band.fund + band.institution != _WHOLE:
            yield _not_whole((*at, "bands", index, "institution"), band.fund, band.institution)
        if previous is None and band.over != 0:
            yield Finding(
                (*at, "bands", index, "over"),
                "BAND_GAP",
                Text(zh=f"超支不足 {band.over}% 的部分没有档", en=f"no band is for an overspend up to {band.over} %"),
                Text(zh="第一档写 over = 0", en="let the first band begin at over = 0"),
            )
        if previous is not None and band.over <= previous:
            yield Finding(
                (*at, "bands", index, "over"),
                "BAND_OUT_OF_ORDER",
                Text(
                    zh=f"该档不高于前一档的起点 {previous}%",
                    en=f"it does not begin above the band before, {previous} %",
                ),
                Text(zh="按起点从低到高排列, 不得重复", en="put the bands in rising order, without repeats"),
            )
        previous = band.over


def _not_whole(path: Path, one: Decimal, other: Decimal) -> Finding:
    return Finding(
        path,
        "SHARES_NOT_WHOLE",
        Text(zh=f"两份相加为 {one + other}%, 不是 100%", en=f"the two shares add up to {one + other} %, not 100 %"),
        Text(zh="核对原文的比例", en="compare both with the text"),
    )
