"""A made-up law of a made-up place, as people copy it from a web page, and the data file that comes from it."""

from core.regulation.against.compare import compare_with_text
from core.regulation.against.terms import Compared, Verdict
from core.regulation.against.text import LawText, read_law_text
from core.regulation.files.positions import Path
from core.regulation.files.reading import Document, parse

LAW = """\
试验村医保医师记分办法
（试验村医保〔2031〕5号）
第一章 总则
第一条 根据《某某条例》(甲发〔2030〕7号)制定本办法,自２０３１年３月１日起施行。
第二章 记分
第二条 一个自然年度为一个周期,基础分为十二分。
(一)有下列行为之一的,每例扣1分:
1、未签字的;
2、未登记
身份的。
(二)有下列行为之一的,每例扣\uff13至5分:
1、冒名的;
2、骗取的,本条第一项所称情形除外。
第三条 扣分后按下列规定处理。

累计满6分的,暂停三个月;累计满10分的,暂停半年。

两次暂停的,取消资格,二年内不得重新申请。
第四条 对决定不服的,可在收到通知之日起10个工作日内申诉。由此多付的费用,全额退还,并按百分之二十计息;每日不超过1,500元。
附件:
1.申请表
"""

DATA = """\
id = "testville-2031"
in_force = { from = 2031-03-01, cite = "1" }

[source]
number = "试验村医保〔2031〕5号"
basis = ["甲发〔2030〕7号"]

[points]
cite = "2"
full = 12

[[points.clauses]]
id = "a"
cite = "2.一.1"
points = 1
label = { zh = "未签字", en = "No signature" }

[[points.clauses]]
id = "b"
cite = "2.一.2"
points = 1

[[points.clauses]]
id = "c"
cite = "2.二.1"
points = { from = 3, to = 5 }

[[points.clauses]]
id = "d"
cite = "2.二.2"
points = { from = 3, to = 5 }

[[points.thresholds]]
id = "six"
cite = "3.二款"
at = 6
label = { zh = "满 6 分, 暂停 3 个月", en = "six points" }
sanctions = [{ kind = "SUSPEND", cite = "3.二款", months = 3 }]

[[points.thresholds]]
id = "ten"
cite = "3.二款"
at = 10
sanctions = [{ kind = "SUSPEND", cite = "3.二款", months = 6 }]

[[points.escalations]]
id = "twice"
cite = "3.三款"
times = 2
sanction = { kind = "REVOKE", cite = "3.三款", bar_months = 24 }

[points.appeal]
cite = "4"
working_days = 10

[[charges.tariffs]]
cite = "4"
amount = 1500.00

[[charges.costs]]
cite = "4"
shares = [{ cite = "4", percent = 100 }, { cite = "4", percent = 20 }]
"""


def the_law() -> LawText:
    """Return the law, divided."""
    return read_law_text(LAW)


def the_data(old: str = "", new: str = "") -> Document:
    """Return the data file, with the first ``old`` in it replaced by ``new``."""
    assert old in DATA
    return parse(DATA.replace(old, new, 1), "testville/2031.toml")


def compared(document: Document, law: LawText | None = None) -> tuple[Compared, ...]:
    """Return what the law says of the data."""
    return compare_with_text(document, law or the_law())


def contradicted(document: Document, law: LawText | None = None) -> list[tuple[Path | None, str, str]]:
    """Return path, reason and value of what the law contradicts."""
    return [
        (one.path, str(one.why), one.value) for one in compared(document, law) if one.verdict is Verdict.CONTRADICTED
    ]
