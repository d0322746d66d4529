"""Steps of the points scheme as sentences, as far as they came with inheritance, repair and the share of staff."""

from types import MappingProxyType

from core.assessment.outcome import StepKind

POINTS = MappingProxyType(
    {
        StepKind.LIFE: ("记录 {0}: {2} 起{1}, {3}", "record {0}: {1} since {2}, {3}"),
        StepKind.BROUGHT: (
            "前一版本 {0} 已计 {2} 分({1}), 合并计 {3} 分",
            "under the version before, {0}, {2} points ({1}) count on: {3} in all",
        ),
        StepKind.INHERITS: ("本规定未写之处, 适用 {0}", "where its own text is silent, {0} applies"),
        StepKind.NOT_A_SUBJECT: ("{0} 不属于适用对象, 不记分", "{0} is no profession it is about; no points are taken"),
        StepKind.DEGREE: ("{0}, 计 {1} 分", "{0}: {1} points"),
        StepKind.SINGLE_DECISION: ("由一次决定达到: {0}", "reached by a single decision: {0}"),
        StepKind.ACCUMULATED: ("由累计达到: {0}", "reached by accumulation: {0}"),
        StepKind.STARTS: ("依原文自 {0} 起算", "by the text it runs from {0}"),
        StepKind.REPAIR: ("{0} 修复, {1}: 减 {2} 分, 计 {3} 分", "repaired on {0}, {1}: {2} given back, {3} count"),
        StepKind.REPAIR_REFUSED: ("{0} 修复无效: {1}", "repair of {0} without effect: {1}"),
        StepKind.REPAIR_LIFTS: ("{0}({1} 起)于 {2} 解除", "the {0} from {1} ends on {2}"),
        StepKind.REPAIR_SHORTENS: (
            "已修复 {0} 分, 缩短 {1} 个月: {2}, {3}",
            "{0} points repaired take {1} months off: {2}, {3}",
        ),
        StepKind.LIFTED: ("{0} 解除暂停", "the suspension is lifted on {0}"),
        StepKind.DISTINCTION: ("剩余 {0} 分: {1}", "{0} points left: {1}"),
        StepKind.PAYABLE: ("{0} 的 {1} 服务予以支付", "care on {0} ({1}) is paid for"),
        StepKind.NOT_PAYABLE: ("{0} 的 {1} 服务不予支付", "care on {0} ({1}) is not paid for"),
        StepKind.STAFF_SHARE: ("暂停或终止 {0} 人次, 共 {1} 人: {2}", "{0} suspended or terminated of {1}: {2}"),
    }
)
"""Kind of step to its sentence in Chinese and in English."""
