"""Steps as sentences, in Chinese and in English."""

from types import MappingProxyType

from core.assessment.charges.sentences import CHARGES
from core.assessment.dispensing.sentences import DISPENSING
from core.assessment.outcome import Step, StepKind
from core.assessment.points.sentences import POINTS
from core.assessment.rating.sentences import RATING
from core.assessment.scorecard.sentences import SCORECARD
from core.assessment.settlement.sentences import SETTLEMENT
from core.text import Lang, Text

_SENTENCES = MappingProxyType(
    {
        StepKind.LAW: (
            "适用 {1}({0}), 施行期间 [{2}, {3}); {4}",
            "{1} ({0}) applies, in force [{2}, {3}); {4}",
        ),
        StepKind.READING: ("读法 {0}: {1} 取: {2}", "reading {0}: {1} Taken: {2}"),
        StepKind.OPERATOR: (
            "原文缺项, 数值由经办者提供, 依据: {0}",
            "the text has a gap; the operator's values, based on: {0}",
        ),
        StepKind.OPENING: ("{0} 期初 {1} 分", "{0} starts with {1} points"),
        StepKind.DEDUCTION: (
            "{2} 决定, {0} {1}: 扣 {3} 分, 累计 {4} 分",
            "decided {2}, {0} {1}: {3} points, {4} in all",
        ),
        StepKind.NO_DEDUCTION: (
            "{2} 决定, {0} {1}: 计数 {3}, 不扣分",
            "decided {2}, {0} {1}: counted {3}, no points",
        ),
        StepKind.CAP: ("合计 {0} 分, 最多计 {1} 分", "{0} points in all, of which at most {1} count"),
        StepKind.FLOOR: (
            "合计 {0} 分, 超过满分 {1} 分, 剩余计为 0",
            "{0} points in all, over the full {1}; none are left",
        ),
        StepKind.THRESHOLD: ("{2} 累计 {0} 分, 达到: {1}", "{0} points on {2}, which reaches: {1}"),
        StepKind.ACT_SANCTION: ("不论分值, 依该情形处理: {0}", "whatever the points, the act itself leads to: {0}"),
        StepKind.ESCALATION: ("第 {0} 次达到, 升级为: {1}", "reached for the {0}. time, which becomes: {1}"),
        StepKind.SANCTION: ("{0}, {1} 起, {2}", "{0} from {1}, {2}"),
        StepKind.ABSORBED: ("原 {0}({1} 起, {2})并入后者", "the {0} from {1}, {2}, is absorbed"),
        StepKind.CARRIED: ("{0} 期的 {1} 继续执行: {2} 起, {3}", "carried over from {0}: {1} from {2}, {3}"),
        StepKind.EXAM_PASSED: ("{0} 考试合格, 恢复", "examination passed on {0}, restored"),
        StepKind.EXAM_DUE: ("期限 {0} 已满, 考试合格前不予恢复", "the term ended on {0}; an examination is still due"),
        StepKind.READMITTED: ("{0} 重新取得资格", "readmitted on {0}"),
        StepKind.MISSING: ("无法判定, 缺少 {0}: {1}", "cannot be decided without {0}: {1}"),
        StepKind.CONDITION_MET: ("条件 {0}: {1}, 符合", "condition {0}: {1}, met"),
        StepKind.CONDITION_NOT_ASKED: (
            "条件 {0}: {1}, 不适用于此人",
            "condition {0}: {1}, not asked of this applicant",
        ),
        StepKind.CONDITION_FAILED: ("条件 {0}: {1}, 不符合", "condition {0}: {1}, not met"),
        StepKind.CONDITION_UNKNOWN: ("条件 {0}: {1}, 未知", "condition {0}: {1}, not known"),
        StepKind.ACT_TAKEN: ("{0} {1}, 进入状态 {2}", "{0} {1}, which leads to {2}"),
        StepKind.ACT_REFUSED: ("{0} {1}, 不能生效: {2}", "{0} {1}, without effect: {2}"),
        StepKind.ENDED: ("{0} {1}, 备案终止", "{0} {1}, which ends the enrolment"),
        StepKind.DUTY: (
            "{0} 的变动须在 {1} 前报告: {2}, {3}",
            "the change of {0} is to be reported before {1}: {2}, {3}",
        ),
        StepKind.IDLE: (
            "{0} 以后连续 {1} 个月未提供服务, {2} 届满",
            "no care since {0} for {1} months in a row, full on {2}",
        ),
        StepKind.DEREGISTERED: ("{0} {1}, 注销备案", "{0} {1}, struck off"),
        StepKind.SUSPENSION_COUNTED: (
            "{0} 决定停止结算 {1} 个月, 计 {2} 个月, 满 {3} 个月注销",
            "decided {0}: settlement suspended for {1} months, {2} counted, struck off at {3}",
        ),
        StepKind.SITE_NOT_FILED: (
            "{0} 已在 {1} 备案, 不及于本机构",
            "filed on {0} at {1}, which does not hold here",
        ),
        StepKind.CONDUCT_BREACHED: (
            "{0} 违反义务: {1}, 原文未定分值",
            "{0} breach of a duty: {1}, for which the text names no points",
        ),
        StepKind.DUTY_UNDATED: (
            "{0} 的变动须在 {1} 个工作日内报告: {2}, 期限无法计算",
            "the change of {0} is to be reported within {1} working days: {2}, which cannot be reckoned",
        ),
        StepKind.VALID: ("有效期 [{0}, {1}), {2} 在期内", "valid in [{0}, {1}), which holds {2}"),
        StepKind.NOT_VALID: ("有效期 [{0}, {1}), {2} 不在期内", "valid in [{0}, {1}), which does not hold {2}"),
        StepKind.COVERED: ("{0} 属于适用范围", "{0} falls under the regulation"),
        StepKind.NOT_COVERED: ("{0} 不属于适用范围", "{0} does not fall under the regulation"),
        StepKind.STANDING: ("{0} 的状态: {1}, {2} 起", "standing on {0}: {1}, since {2}"),
        **POINTS,
        **CHARGES,
        **SCORECARD,
        **RATING,
        **SETTLEMENT,
        **DISPENSING,
    }
)


def sentence(step: Step, lang: Lang) -> str:
    """Return ``step`` as a sentence in ``lang``, without its citation."""
    zh, en = _SENTENCES[step.kind]
    words = (argument.get(lang) if isinstance(argument, Text) else argument for argument in step.arguments)
    return (zh if lang is Lang.ZH else en).format(*words)


def text_of(step: Step) -> Text:
    """Return ``step`` as a sentence in both languages."""
    return Text(zh=sentence(step, Lang.ZH), en=sentence(step, Lang.EN))
