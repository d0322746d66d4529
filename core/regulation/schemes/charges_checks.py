"""Checks of a charges scheme that types cannot make: ranges, rising shares, rules that nothing can reach."""

from collections.abc import Iterator, Sequence

from core.regulation.base import Range
from core.regulation.files.positions import Path
from core.regulation.findings import Finding
from core.regulation.schemes.charges import AuditShares, ChargesScheme, CostShare, Excess, Measure, Rule
from core.text import Text

_WHOLE = 100


def check_charges(scheme: ChargesScheme) -> Iterator[Finding]:
    """Yield everything wrong with a charges scheme that its types could not say."""
    lists: dict[str, Sequence[Rule]] = {
        "tariffs": scheme.tariffs,
        "excesses": scheme.excesses,
        "costs": scheme.costs,
        "multiples": scheme.multiples,
    }
    if not any(lists.values()) and scheme.audit is None:
        yield Finding(
            ("charges",),
            "CHARGES_EMPTY",
            Text(zh="没有一条扣款规则", en="there is no rule that charges anything"),
            Text(
                zh="加上 tariffs、excesses、audit、costs 或 multiples",
                en="add tariffs, excesses, audit, costs or multiples",
            ),
        )
    yield from _unique(lists)
    for name, rules in lists.items():
        yield from _in_order(("charges", name), rules)
    for index, excess in enumerate(scheme.excesses):
        yield from _check_excess(excess, ("charges", "excesses", index))
    if scheme.audit is not None:
        yield from _check_audit(scheme.audit)
    for index, cost in enumerate(scheme.costs):
        yield from _check_cost(cost, ("charges", "costs", index, "shares"))


def _unique(lists: dict[str, Sequence[Rule]]) -> Iterator[Finding]:
    """Yield each rule whose id another of any list has, since a record names a rule by its id alone."""
    seen: dict[str, str] = {}
    for name, rules in lists.items():
        for index, rule in enumerate(rules):
            here = f"charges.{name}#{index + 1}"
            first = seen.setdefault(rule.id, here)
            if first != here:
                yield Finding(
                    ("charges", name, index, "id"),
                    "DUPLICATE_ID",
                    Text(zh=f"{rule.id} 重复, 已用于 {first}", en=f"{rule.id} is taken by {first}"),
                    Text(zh="每一条扣款规则用不同的标识", en="give each rule of the charges an id of its own"),
                )


def _in_order(path: Path, rules: Sequence[Rule]) -> Iterator[Finding]:
    """Yield each rule that stands before its predecessor in the text; rules of one place may stand together."""
    for index in range(1, len(rules)):
        before, here = rules[index - 1].cite, rules[index].cite
        if [part.number for part in before.parts] > [part.number for part in here.parts]:
            yield Finding(
                (*path, index, "cite"),
                "RULE_OUT_OF_ORDER",
                Text(zh=f"{here} 排在 {before} 之后", en=f"{here} stands after {before}"),
                Text(zh="按原文顺序排列", en="keep the order of the text"),
            )


def _check_excess(excess: Excess, at: Path) -> Iterator[Finding]:
    if excess.measure is Measure.PERCENT_OF_STANDARD and excess.standard == 0:
        yield Finding(
            (*at, "standard"),
            "STANDARD_ZERO",
            Text(zh="标准为 0, 无从计算百分比", en="nothing is a percentage of a standard of zero"),
            Text(zh='写明标准, 或用 measure = "UNIT"', en='state the standard, or write measure = "UNIT"'),
        )
    if excess.repeat is None:
        return
    if excess.window is None:
        yield Finding(
            (*at, "repeat"),
            "REPEAT_WITHOUT_WINDOW",
            Text(zh="没有写 window, 无从判断是否连续", en="without a window nothing can be in a row"),
            Text(
                zh='写明核评周期, 例如 window = "TWO_MONTHS"',
                en='state the interval that is assessed, as in window = "TWO_MONTHS"',
            ),
        )
    if excess.repeat.amount <= excess.amount:
        yield Finding(
            (*at, "repeat", "amount"),
            "REPEAT_NOT_HEAVIER",
            Text(
                zh=f"连续超标的金额不大于首次的 {excess.amount} 元",
                en=f"windows in a row cost no more than the {excess.amount} yuan of the first",
            ),
            Text(zh="核对原文的金额", en="compare the amount with the text"),
        )


def _check_audit(audit: AuditShares) -> Iterator[Finding]:
    for index in range(1, len(audit.shares)):
        before, here = audit.shares[index - 1].percent, audit.shares[index].percent
        if here <= before:
            yield Finding(
                ("charges", "audit", "shares", index, "percent"),
                "SHARE_NOT_RISING",
                Text(
                    zh=f"第 {index + 1} 次的 {here}% 不大于前一次的 {before}%",
                    en=f"the share of time {index + 1}, {here} %, is not above the {before} % of the time before",
                ),
                Text(zh="按次数从低到高排列, 不得重复", en="put the shares in rising order, without repeats"),
            )


def _check_cost(cost: CostShare, at: Path) -> Iterator[Finding]:
    seen: set[str] = set()
    for index, share in enumerate(cost.shares):
        percent = share.percent
        if isinstance(percent, Range) and not 0 <= percent.from_ < percent.to <= _WHOLE:
            yield Finding(
                (*at, index, "percent"),
                "RANGE_EMPTY",
                Text(
                    zh="承担比例的区间不是 0 至 100 之间由低到高",
                    en="the range of the share does not rise between 0 and 100",
                ),
                Text(zh="写成 { from = 50, to = 100 }", en="write it as in { from = 50, to = 100 }"),
            )
        if seen & set(share.of) or (not share.of and len(cost.shares) > 1):
            yield Finding(
                (*at, index),
                "COST_TWICE",
                Text(zh="同一种费用有两个承担比例", en="a kind of cost has two shares"),
                Text(
                    zh="每种费用只写一次; 不写 of 即为一切费用, 不得与其他并列",
                    en="name each kind once; a share without `of` is of every cost and stands alone",
                ),
            )
        seen |= set(share.of)
