"""Checks that types cannot make: names that point nowhere, rules out of order, choices that change nothing."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from core.regulation.base import Named, Range
from core.regulation.enrolment import EnrolmentScheme
from core.regulation.model import Regulation
from core.regulation.points import Clause, Per, PointsScheme, Sanction, Threshold
from core.regulation.positions import Path
from core.regulation.vocabulary import SanctionKind
from core.text import Text

_COUNTED = frozenset({SanctionKind.SUSPEND, SanctionKind.REVOKE, SanctionKind.TERMINATE})
"""The sanctions whose repetition an escalation can count."""
_STATE = Text(zh="状态", en="state")
_CONDITION = Text(zh="条件", en="condition")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong at a key path of a data file."""

    path: Path
    code: str
    message: Text
    hint: Text


def check(regulation: Regulation) -> Iterator[Finding]:
    """Yield everything wrong with ``regulation`` that its types could not say, in the order of the file."""
    yield from _unique(("provisions",), [str(one.cite) for one in regulation.provisions], key="cite")
    for name in ("gaps", "readings"):
        yield from _unique_ids((name,), getattr(regulation, name))
    yield from _interval(regulation)
    if regulation.points is not None:
        yield from check_points(regulation.points, ("points",))
    if regulation.enrolment is not None:
        yield from _check_enrolment(regulation.enrolment)
    for index, reading in enumerate(regulation.readings):
        yield from _unique_ids(("readings", index, "choices"), reading.choices)
        if reading.choices[0].set:
            yield Finding(
                ("readings", index, "choices", 0, "set"),
                "DEFAULT_CHANGES",
                Text(zh="默认读法不应改动任何数值", en="the default reading may not change a value"),
                Text(zh="把默认值写在正文里, 仅在其他读法中写 set", en="state it in the data, and use set in others"),
            )


def check_points(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    """Yield everything wrong with a points scheme found at the key path ``at``."""
    yield from _unique_ids((*at, "clauses"), scheme.clauses)
    yield from _unique_ids((*at, "thresholds"), scheme.thresholds)
    yield from _unique_ids((*at, "escalations"), scheme.escalations)
    for index, clause in enumerate(scheme.clauses):
        yield from _check_clause(clause, (*at, "clauses", index))
        yield from _check_terms(clause.sanctions, (*at, "clauses", index, "sanctions"))
    yield from _in_order((*at, "clauses"), scheme.clauses)
    yield from _check_thresholds(scheme, (*at, "thresholds"))
    yield from _check_escalations(scheme, (*at, "escalations"))


def _check_clause(clause: Clause, at: Path) -> Iterator[Finding]:
    if clause.per in (Per.REVIEW, Per.EVERY) and clause.of is None:
        yield Finding(
            (*at, "per"),
            "COUNT_MISSING",
            Text(zh=f"per 为 {clause.per} 而没有写明几次", en=f"per is {clause.per}, and of how many is not said"),
            Text(zh="按原文的次数加上 of, 例如 of = 5", en="add the number that the text gives, as in of = 5"),
        )
    if clause.per not in (Per.REVIEW, Per.EVERY) and clause.of is not None:
        yield Finding(
            (*at, "of"),
            "COUNT_MISPLACED",
            Text(zh=f"per 为 {clause.per}, of 不起作用", en=f"with per = {clause.per}, of has no effect"),
            Text(
                zh='删去 of, 或按原文写 per = "REVIEW" 或 "EVERY"',
                en='remove of, or write per = "REVIEW" or "EVERY" as the text has it',
            ),
        )
    if isinstance(clause.points, Range) and clause.points.from_ >= clause.points.to:
        yield Finding(
            (*at, "points"),
            "RANGE_EMPTY",
            Text(zh="分值区间的下限不小于上限", en="the range of points ends before it begins"),
            Text(zh="from 应小于 to", en="from must be less than to"),
        )


def _check_thresholds(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    previous: tuple[Decimal, bool] | None = None
    for index, threshold in enumerate(scheme.thresholds):
        yield from _check_terms(threshold.sanctions, (*at, index, "sanctions"))
        if (threshold.at is None) == (threshold.left_below is None):
            yield Finding(
                (*at, index),
                "THRESHOLD_UNCLEAR",
                Text(zh="应写 at 或 left_below 之一", en="a threshold has either at or left_below"),
                Text(
                    zh="按原文的说法选一个: at 为扣满的分数, left_below 为剩余不足的分数",
                    en="choose the one that the text uses: at for points lost, left_below for fewer than so many left",
                ),
            )
            continue
        lost, key = _lost(scheme, threshold), "at" if threshold.at is not None else "left_below"
        if previous is not None and lost <= previous:
            yield Finding(
                (*at, index, key),
                "THRESHOLD_OUT_OF_ORDER",
                Text(zh="档次没有从轻到重排列", en="thresholds do not go from mild to severe"),
                Text(zh="按扣分从少到多排列, 不得重复", en="put them in rising order of points lost, without repeats"),
            )
        previous = lost
        if lost <= (Decimal(0), False):
            yield Finding(
                (*at, index, key),
                "THRESHOLD_AT_ONCE",
                Text(zh="一分未扣即已达到该档", en="it is reached before a single point is lost"),
                Text(zh="核对原文的分值", en="compare the number with the text"),
            )
        if lost > (scheme.full, False):
            yield Finding(
                (*at, index, key),
                "THRESHOLD_UNREACHABLE",
                Text(zh=f"满分为 {scheme.full}, 该档永远达不到", en=f"with {scheme.full} points it is never reached"),
                Text(zh="核对原文的分值", en="compare the number with the text"),
            )


def _check_escalations(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    counted = {one.kind for threshold in scheme.thresholds for one in threshold.sanctions} & _COUNTED
    for index, escalation in enumerate(scheme.escalations):
        yield from _check_terms((escalation.sanction,), (*at, index, "sanction"))
        if escalation.counts not in counted:
            listed = ", ".join(sorted(counted)) or "-"
            yield Finding(
                (*at, index, "counts"),
                "ESCALATION_UNREACHABLE",
                Text(
                    zh=f"没有一档带来可计次的 {escalation.counts}, 永远不会升级",
                    en=f"no threshold leads to any {escalation.counts} that counts, so this is never reached",
                ),
                Text(
                    zh=f"改为某一档带来的暂停、取消或解除; 现有: {listed}",
                    en=f"count a suspension, revocation or termination that a threshold leads to; there is: {listed}",
                ),
            )


def _check_terms(sanctions: Iterable[Sanction], at: Path) -> Iterator[Finding]:
    """Yield each range of months that is empty or holds no whole month; ``at`` is of the list, or of its only one."""
    for index, sanction in enumerate(sanctions):
        term = sanction.months
        if isinstance(term, Range) and not _is_whole(term):
            yield Finding(
                (*at, "months") if at[-1] == "sanction" else (*at, index, "months"),
                "RANGE_EMPTY",
                Text(
                    zh="月数区间不是从小到大的整数",
                    en="the range of months does not go from one whole number to a greater",
                ),
                Text(
                    zh="写成 { from = 1, to = 6 } 这样的整数, 不小于 1",
                    en="write whole numbers from 1 up, as in { from = 1, to = 6 }",
                ),
            )


def _is_whole(term: Range) -> bool:
    return 1 <= term.from_ < term.to and all(end == end.to_integral_value() for end in (term.from_, term.to))


def _lost(scheme: PointsScheme, threshold: Threshold) -> tuple[Decimal, bool]:
    """Return the points lost at which ``threshold`` lies, and whether more than those must be lost to reach it."""
    if threshold.at is not None:
        return threshold.at, False
    return scheme.full - (threshold.left_below or Decimal(0)), True


def _check_enrolment(scheme: EnrolmentScheme) -> Iterator[Finding]:
    for name in ("conditions", "states", "duties", "endings"):
        yield from _unique_ids(("enrolment", name), getattr(scheme, name))
    for index, condition in enumerate(scheme.conditions):
        if bool(condition.any_of) == (condition.clear_of is not None):
            yield Finding(
                ("enrolment", "conditions", index),
                "CONDITION_UNCLEAR",
                Text(zh="应写 any_of 或 clear_of 之一", en="a condition has either any_of or clear_of"),
                Text(
                    zh="按原文选一个: any_of 为须具备的属性, clear_of 为不得有的事由",
                    en="choose what the text means: any_of for what must hold, clear_of for what must not have been",
                ),
            )
    states = {state.id for state in scheme.states}
    conditions = {condition.id for condition in scheme.conditions}
    for index, transition in enumerate(scheme.transitions):
        at: Path = ("enrolment", "transitions", index)
        start = [transition.from_] if transition.from_ is not None else []
        yield from _points_at((*at, "from"), start, states, _STATE)
        yield from _points_at((*at, "to"), [transition.to], states, _STATE)
        yield from _points_at((*at, "requires"), transition.requires, conditions, _CONDITION)
    if not any(state.enrolled for state in scheme.states):
        yield Finding(
            ("enrolment", "states"),
            "NO_ENROLLED_STATE",
            Text(zh="没有一个状态表示已成为医保医师", en="no state says that the doctor is enrolled"),
            Text(zh="在终点状态写 enrolled = true", en="write enrolled = true in the state that does"),
        )


def _interval(regulation: Regulation) -> Iterator[Finding]:
    start, end = regulation.in_force.from_, regulation.in_force.to
    if start is not None and end is not None and end <= start:
        yield Finding(
            ("in_force", "to"),
            "INTERVAL_EMPTY",
            Text(zh="施行期间为空: 失效日不晚于施行日", en="it is in force on no day: to is not after from"),
            Text(zh="to 为不再适用的第一天", en="to is the first day on which it no longer governs"),
        )


def _points_at(path: Path, names: Iterable[str], known: set[str], noun: Text) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            listed = ", ".join(sorted(known))
            yield Finding(
                path,
                "POINTS_NOWHERE",
                Text(zh=f"没有标识为 {name} 的{noun.zh}", en=f"no {noun.en} has the id {name}"),
                Text(zh=f"改为其中之一: {listed}", en=f"write one of: {listed}"),
            )


def _unique_ids(path: Path, tables: Sequence[Named]) -> Iterator[Finding]:
    return _unique(path, [table.id for table in tables], key="id")


def _unique(path: Path, names: Sequence[str], *, key: str) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        first = seen.setdefault(name, index)
        if first != index:
            yield Finding(
                (*path, index, key),
                "DUPLICATE_ID",
                Text(zh=f"{name} 重复, 已用于第 {first + 1} 项", en=f"{name} is taken by entry {first + 1}"),
                Text(zh="每一项用不同的标识", en="give each entry an id of its own"),
            )


def _in_order(path: Path, clauses: Sequence[Clause]) -> Iterator[Finding]:
    for index in range(1, len(clauses)):
        before, here = clauses[index - 1].cite, clauses[index].cite
        if before.parts[0].number > here.parts[0].number or (
            before.parts[:-1] == here.parts[:-1] and before.parts[-1].number >= here.parts[-1].number
        ):
            yield Finding(
                (*path, index, "cite"),
                "CLAUSE_OUT_OF_ORDER",
                Text(zh=f"{here} 排在 {before} 之后", en=f"{here} stands after {before}"),
                Text(zh="按原文顺序排列, 同一处只写一次", en="keep the order of the text, each place once"),
            )
