"""The sentences of the steps of charges, in Chinese and in English."""

from types import MappingProxyType

from core.assessment.outcome import StepKind

CHARGES = MappingProxyType(
    {
        StepKind.CHARGE_ITEMS: ("{0} {1}: {2} × {3} 元 = {4} 元", "{0} {1}: {2} × {3} yuan = {4} yuan"),
        StepKind.CHARGE_EXCESS: (
            "{0} {1}: {2}, 标准 {3}, 相差 {4}, 计 {5} × {6} 元 = {7} 元",
            "{0} {1}: {2} against a standard of {3}, off by {4}, charged as {5} × {6} yuan = {7} yuan",
        ),
        StepKind.CHARGE_IN_A_ROW: (
            "连续第 {0} 个周期不达标, 每档 {1} 元",
            "window {0} of those in a row beyond the standard, {1} yuan a step",
        ),
        StepKind.CHARGE_COMPLIES: ("{0} {1}: {2}, 标准 {3}, 达标", "{0} {1}: {2} against a standard of {3}, met"),
        StepKind.CHARGE_FLAGGED: (
            "{0} {1}: {2}, 标准 {3}, 不达标而不足一档, 不扣款",
            "{0} {1}: {2} against a standard of {3}, missed by less than a step; nothing is charged",
        ),
        StepKind.CHARGE_OCCURRENCE: (
            "{0} 问题 {1} 第 {2} 次出现: {3} 元的 {4}% = {5} 元",
            "{0}: problem {1} occurs for time {2}: of {3} yuan, {4} % = {5} yuan",
        ),
        StepKind.CHARGE_SHARE: (
            "{0} {1}: {2} {3} 元的 {4}% = {5} 元",
            "{0} {1}: {2}, of {3} yuan, {4} % = {5} yuan",
        ),
        StepKind.CHARGE_UNPRICED: (
            "{0} {1}: {2} {3} 元, 该条未规定承担",
            "{0} {1}: {2}, {3} yuan, of which the rule charges nothing",
        ),
        StepKind.CHARGE_NOT_DUE: ("{0} {1}: 不扣款, 未有{2}", "{0} {1}: nothing is owed without {2}"),
        StepKind.CHARGE_RANGE: (
            "{0} {1}: 在 {2} 元至 {3} 元之间, 待定",
            "{0} {1}: between {2} and {3} yuan, to be decided",
        ),
        StepKind.CHARGE_MULTIPLE: (
            "{0} {1}: {2} × 违约金 {3} 元 = {4} 元, {5}",
            "{0} {1}: {2} × the damages of {3} yuan = {4} yuan, {5}",
        ),
        StepKind.CHARGE_CONSEQUENCE: ("{0} {1}: {2}", "{0} {1}: {2}"),
        StepKind.CHARGE_REPORTED: (
            "{0} {1}: 仅见转述, 待经办者核实",
            "{0} {1}: only reported; the operator has to confirm it",
        ),
        StepKind.CHARGE_TOTAL: ("{0} 应承担 {1} 元", "owed for {0}: {1} yuan"),
        StepKind.CHARGE_DEPOSIT: ("{0} 自保证金扣减 {1} 元", "taken from the deposit for {0}: {1} yuan"),
    }
)
"""A sentence for each kind of step, with places for its arguments."""
