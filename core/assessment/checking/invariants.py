"""What holds of every regulation, whatever its numbers: invariants, by name and in words.

A law that breaks one is not thereby wrong in law; it is wrong as data, or its ``rules.py`` is no function of its
question. What law and facts leave open breaks nothing: there is nothing to compare.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from core.text import Text


class Invariant(StrEnum):
    """Something that every regulation keeps, in each of its schemes to which it can apply."""

    DETERMINISTIC = "DETERMINISTIC"
    """The same question has the same answer."""
    ORDER_FREE = "ORDER_FREE"
    """The order in which records are entered, or in which ``rules.py`` is asked, makes no difference."""
    PERIODS_APART = "PERIODS_APART"
    """The account of a period rests on its own records alone; of charges, those of the parts make the whole."""
    MORE_NEVER_CHEAPER = "MORE_NEVER_CHEAPER"
    """A further record never lowers what is lost or owed; nor does a greater overspend."""
    MORE_NEVER_MILDER = "MORE_NEVER_MILDER"
    """A further record against someone never makes the standing milder.

    Of points, compared is the worst from its day to the end of the period: without an early record a later one can
    cross the threshold, and its sanction reaches further."""
    BETTER_NEVER_WORSE = "BETTER_NEVER_WORSE"
    """A better figure, grade or finding never leads to anything worse."""
    CAP_KEPT = "CAP_KEPT"
    """No more counts than the cap allows, and what is left is never below zero."""
    BOUNDS_KEPT = "BOUNDS_KEPT"
    """A score, share, rate or excess lies within its bounds."""
    PARTS_ADD_UP = "PARTS_ADD_UP"
    """The parts of a sum make the whole, to the last place."""
    GROUNDS_NAMED = "GROUNDS_NAMED"
    """Whoever may not practise is told the place in the law; whoever may has none held against him."""
    IDEMPOTENT = "IDEMPOTENT"
    """What is said twice counts once, and a reading that is taken already changes nothing."""
    INITIAL_STATE = "INITIAL_STATE"
    """Without records, or with every one withdrawn, nothing is lost, owed, given or held against anyone."""
    ARITHMETIC_READDS = "ARITHMETIC_READDS"
    """The line of arithmetic adds up again, to the same parts and result."""
    PAST_UNMOVED = "PAST_UNMOVED"
    """The answer for an earlier day does not see later records."""
    RULES_SOUND = "RULES_SOUND"
    """What ``rules.py`` answers is a number of points, zero or more, or nothing."""


MEANING: Mapping[Invariant, Text] = MappingProxyType(
    {
        Invariant.DETERMINISTIC: Text(zh="同一问题得到不同的答案", en="the same question has two answers"),
        Invariant.ORDER_FREE: Text(
            zh="结果取决于录入或询问的先后", en="the answer depends on the order of entry or of asking"
        ),
        Invariant.PERIODS_APART: Text(
            zh="一个周期的结果受其他周期的记录影响", en="records of another period change the account of a period"
        ),
        Invariant.MORE_NEVER_CHEAPER: Text(
            zh="多一条记录或多超支一些, 扣分或应付反而减少",
            en="with one more record, or more spent, less is lost or owed",
        ),
        Invariant.MORE_NEVER_MILDER: Text(
            zh="最后多一条记录或多一例, 状态反而减轻",
            en="one more record, decided last, or one more case of it makes the standing milder",
        ),
        Invariant.BETTER_NEVER_WORSE: Text(
            zh="数值、等次或认定更好, 结果反而更坏",
            en="a better figure, grade or finding leads to something worse",
        ),
        Invariant.CAP_KEPT: Text(
            zh="计入的分数超出上限, 或剩余分数不符", en="more counts than the cap allows, or what is left is wrong"
        ),
        Invariant.BOUNDS_KEPT: Text(
            zh="得分、份额、比率或超出量越界", en="a score, share, rate or excess lies outside its bounds"
        ),
        Invariant.PARTS_ADD_UP: Text(zh="各部分之和不等于总数", en="the parts do not make the whole"),
        Invariant.GROUNDS_NAMED: Text(
            zh="不得执业而没有依据, 或可以执业而有不利依据",
            en="someone may not practise and no place in the law says why, or may and one speaks against it",
        ),
        Invariant.IDEMPOTENT: Text(zh="同一内容说两遍, 结果不同", en="saying the same thing twice makes a difference"),
        Invariant.INITIAL_STATE: Text(
            zh="没有记录或全部撤回后, 不是初始状态",
            en="without records, or with all of them withdrawn, it is not as at the beginning",
        ),
        Invariant.ARITHMETIC_READDS: Text(zh="算式不能重新加得结果", en="the line of arithmetic does not add up"),
        Invariant.PAST_UNMOVED: Text(
            zh="较早一天的结果受其后记录影响", en="later records change the answer for an earlier day"
        ),
        Invariant.RULES_SOUND: Text(
            zh="rules.py 给出的不是零或以上的分值", en="rules.py answers with what is no number of points"
        ),
    }
)
"""What is said of a regulation that breaks an invariant."""
