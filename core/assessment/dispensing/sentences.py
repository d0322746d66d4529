"""The sentences of the steps about days' supply, in Chinese and in English."""

from types import MappingProxyType

from core.assessment.outcome import StepKind

DISPENSING = MappingProxyType(
    {
        StepKind.DAYS_WITHIN: ("{0}: {1} 天, 限 {2} 天({3})", "{0}: {1} days, within {2} ({3})"),
        StepKind.DAYS_OVER: ("{0}: {1} 天, 限 {2} 天({3}), 超 {4} 天", "{0}: {1} days, {4} over {2} ({3})"),
        StepKind.DAYS_UNLIMITED: ("{0}: {1} 天, 没有适用的限量", "{0}: {1} days; no limit applies"),
        StepKind.SUM_WITHIN: (
            "{0} 共 {1} 项, 合计 {2} 天, 限 {3} 天",
            "{0}: {1} lines, {2} days in all, within {3}",
        ),
        StepKind.SUM_OVER: (
            "{0} 共 {1} 项, 合计 {2} 天, 限 {3} 天, 超 {4} 天",
            "{0}: {1} lines, {2} days in all, {4} over {3}",
        ),
        StepKind.COLLECTION_KEPT: ("取药手续: {0}, 已办", "collection: {0}; done"),
        StepKind.COLLECTION_BREACHED: ("取药手续: {0}, 未办", "collection: {0}; not done"),
    }
)
"""A sentence for each kind of step, with places for its arguments."""
