"""The sentences of a scorecard's steps, in Chinese and in English."""

from types import MappingProxyType

from core.assessment.outcome import StepKind

SCORECARD = MappingProxyType(
    {
        StepKind.SCORE_WEIGHTS: (
            "权重有出入: {0} 应为 {1}%, 合计 {2}%; {3}",
            "weights do not add up: {0} should come to {1} % and comes to {2} %; {3}",
        ),
        StepKind.SCORE_UNUSED: ("{0} 的评分 {1} 不计入: {2}", "the score of {0}, {1}, does not count: {2}"),
        StepKind.SCORE_GROUP: ("{0} 得 {1} 分, 计入 {2} 分", "{0} scores {1}, which counts for {2}"),
        StepKind.SCORE_TOTAL: ("{0} 总分 {1}", "score of {0}: {1}"),
        StepKind.SCORE_STANDARD: ("按 {0} 评分", "scored against: {0}"),
        StepKind.SCORE_FALLBACK: (
            "选用的 {0} 尚未采用, 改按 {1}",
            "the {0} chosen has not been adopted, so this applies instead: {1}",
        ),
        StepKind.GRADE_EARNED: ("{0} 分, 等级: {1}", "{0} earns the grade: {1}"),
        StepKind.GRADE_BORROWED: (
            "原文没有等级表, 借用 {0} 的等级表",
            "the text has no table of grades; that of {0} is borrowed",
        ),
        StepKind.GRADE_CAPPED: ("{0}, 等级至多为 {1}", "{0}, so the grade is at best: {1}"),
        StepKind.GRADE_FOLLOWS: ("{0}: {1}", "{0}: {1}"),
    }
)
"""A sentence for each kind of step, with places for its arguments."""
