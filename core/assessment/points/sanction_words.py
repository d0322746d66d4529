"""What sanctions are called, and until when they last, in words."""

from core.assessment.points.terms import SanctionImposed
from core.regulation.vocabulary import SanctionKind
from core.text import Text

FINAL = frozenset({SanctionKind.REVOKE, SanctionKind.TERMINATE})
"""Sanctions that end a standing; they have no term, only a bar on applying again."""

_KIND = {
    SanctionKind.SUPERVISE: Text(zh="重点监管", en="closer supervision"),
    SanctionKind.INTERVIEW: Text(zh="约谈", en="interview"),
    SanctionKind.CENSURE: Text(zh="通报", en="censure"),
    SanctionKind.TRAIN: Text(zh="培训考核", en="training and examination"),
    SanctionKind.RECTIFY: Text(zh="整改", en="rectification"),
    SanctionKind.SUSPEND: Text(zh="暂停", en="suspension"),
    SanctionKind.REVOKE: Text(zh="取消资格", en="revocation"),
    SanctionKind.TERMINATE: Text(zh="解除协议", en="termination"),
}


def name_of(kind: SanctionKind) -> Text:
    """Return what a sanction is called."""
    return _KIND[kind]


def until_of(one: SanctionImposed) -> Text:
    """Return until when a sanction lasts, in words."""
    if one.end is not None:
        day = one.end.isoformat()
        if one.until_exam:
            return Text(
                zh=f"至 {day}(不含), 考试合格后方可恢复",
                en=f"until {day} (excluded), restored only after passing an examination",
            )
        return Text(zh=f"至 {day}(不含)", en=f"until {day} (excluded)")
    if one.end_undecided:
        span = f"{one.months_from}-{one.months_to}"
        return Text(zh=f"期限 {span} 个月, 待决定", en=f"for {span} months, to be decided")
    if one.kind not in FINAL:
        return Text(zh="未定截止日", en="with no end given")
    if one.may_reapply_from is None:
        return Text(zh="原文未规定何时可重新申请", en="the text does not say when to apply again")
    day = one.may_reapply_from.isoformat()
    return Text(zh=f"{day} 起可重新申请", en=f"a new application is possible from {day}")
