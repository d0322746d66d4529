"""The sentences of a rating's steps, in Chinese and in English."""

from types import MappingProxyType

from core.assessment.outcome import StepKind

RATING = MappingProxyType(
    {
        StepKind.RATING_DATA: ("{0} 期的考评使用 {1} 期的数据", "the evaluation of {0} looks at the figures of {1}"),
        StepKind.RATED: ("{0} 期评为 {1}", "rated for {0}: {1}"),
        StepKind.REPEATED: ("连续 {0} 期: {1}", "{0} periods in a row: {1}"),
        StepKind.CIRCUMSTANCE: ("{0} 发现: {1}", "found on {0}: {1}"),
        StepKind.CONSEQUENCE: ("由此: {0}", "it leads to: {0}"),
        StepKind.NO_CONSEQUENCE: ("由此无后果", "nothing follows from it"),
        StepKind.FORMS_OPEN: ("形式由决定机关选定, 可为: {0}", "the deciding body chooses the form, which may be: {0}"),
        StepKind.FORM_CHOSEN: ("选定的形式: {0}", "form chosen: {0}"),
        StepKind.RECTIFY_BY: ("须在 {0} 前完成整改: {1}", "rectification is due before {0}: {1}"),
        StepKind.PROCEDURE_AT: ("{0}: {1} 进入 {2}", "{0}: {2} on {1}"),
        StepKind.PROCEDURE_REFUSED: (
            "{0}: {1} 不能进入 {2}, 须先经 {3}",
            "{0}: no {2} on {1}, since before it comes {3}",
        ),
        StepKind.DUTY_ROUND: (
            "{0}: [{1}, {2}) 应 {3} 次, 已 {4} 次, {5} 前应完成, {6}",
            "{0}: {4} of {3} in [{1}, {2}), due before {5}, {6}",
        ),
        StepKind.RANK_MARKED: (
            "{0} 排第 {1} 位, 在前 {2} 位之内: {3}",
            "{0} is number {1}, among the first {2}: {3}",
        ),
        StepKind.RANK_UNMARKED: ("{0} 排第 {1} 位, 不在前 {2} 位之内", "{0} is number {1}, not among the first {2}"),
        StepKind.MEASURED: ("{0}: {1}", "{0}: {1}"),
        StepKind.MEASURED_WITHIN: ("{0} 未越过目标: {1}", "{0} is within its target: {1}"),
        StepKind.MEASURED_BEYOND: ("{0} 越过目标: {1}", "{0} is beyond its target: {1}"),
        StepKind.RATE_COUNTED: ("{0} 合格率: {1}", "pass rate of {0}: {1}"),
        StepKind.RATE_REPORTED: (
            "{0} 报告的合格率: {1} %, 不由此反推份数",
            "pass rate of {0} as reported: {1} %, from which no count is derived",
        ),
        StepKind.RATE_NONE: ("{0} 未抽查, 没有合格率", "nothing of {0} was checked, so there is no pass rate"),
        StepKind.RATE_ENOUGH: ("达到 {0} %", "at least {0} %"),
        StepKind.RATE_SHORT: ("未达到 {0} %", "less than {0} %"),
        StepKind.RECORD_REJECTED: ("{0} 不予采用: {1}", "{0} cannot be used: {1}"),
        StepKind.RATING_STATUS: ("{0} 的状态: {1}", "standing on {0}: {1}"),
    }
)
"""Each kind of step of a rating, as a sentence."""
