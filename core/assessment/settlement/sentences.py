"""The sentences of a settlement's steps, in Chinese and in English."""

from types import MappingProxyType

from core.assessment.outcome import StepKind

SETTLEMENT = MappingProxyType(
    {
        StepKind.BUDGET: ("{0} 预算 {1} 元", "budget of {0}: {1} yuan"),
        StepKind.GROWTH: (
            "预算较上年增长 {0}%, 应在 {1}% 至 {2}%: {3}",
            "the budget grows by {0} % over the year before; the corridor is {1} to {2} %: {3}",
        ),
        StepKind.INSTALMENTS: (
            "预算的 {0}% 分 {1} 期预付, 每期 {2} 元, 末期 {3} 元",
            "{0} % of the budget is paid in {1} instalments of {2} yuan, the last {3} yuan",
        ),
        StepKind.RESERVE: (
            "预算的 {0}% 留作考核预留金: {1} 元",
            "{0} % of the budget is kept as the reserve: {1} yuan",
        ),
        StepKind.RESERVE_HELD: (
            "尚无考核等级, 预留金 {0} 元暂不发还",
            "no grade has been given; the reserve of {0} yuan is held",
        ),
        StepKind.RESERVE_RELEASED: (
            "考核等级 {0}, 发还预留金的 {1}%: {2} 元",
            "grade {0} releases {1} % of the reserve: {2} yuan",
        ),
        StepKind.SURPLUS: ("结余 {0} 元, 归 {1}", "a surplus of {0} yuan, kept by: {1}"),
        StepKind.OVERSPEND: (
            "实际支出 {0} 元, 超支 {1} 元({2}%)",
            "{0} yuan were spent, {1} yuan ({2} %) beyond the budget",
        ),
        StepKind.SHARE: (
            "{0}: {1} 元, 基金负担 {2}%; 基金 {3} 元, 机构 {4} 元",
            "{0}: {1} yuan, of which the fund bears {2} %; fund {3} yuan, institution {4} yuan",
        ),
        StepKind.NOT_SHARED: (
            "超支 {0} 元不予分担, 不符合: {1}",
            "the overspend of {0} yuan is not shared, for want of: {1}",
        ),
        StepKind.SHARED: (
            "超支由基金负担 {0} 元, 机构负担 {1} 元",
            "of the overspend the fund bears {0} yuan and the institution {1} yuan",
        ),
    }
)
"""A sentence for each kind of step, with places for its arguments."""
