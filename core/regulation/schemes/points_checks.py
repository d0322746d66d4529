"""Checks of a points scheme that types cannot make: thresholds in order and in reach, ranges, counts, names."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from core.regulation.base import Range
from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.points import Clause, Per, PointsScheme, Sanction, Threshold
from core.regulation.schemes.publication_checks import check_publications
from core.regulation.vocabulary import SanctionKind
from core.text import Text

_COUNTED = frozenset({SanctionKind.SUSPEND, SanctionKind.REVOKE, SanctionKind.TERMINATE})
"""The sanctions whose repetition an escalation can count."""


def check_points(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    """Yield everything wrong with a points scheme found at the key path ``at``."""
    yield from unique_ids((*at, "clauses"), scheme.clauses)
    yield from unique_ids((*at, "thresholds"), scheme.thresholds)
    yield from unique_ids((*at, "escalations"), scheme.escalations)
    for index, clause in enumerate(scheme.clauses):
        yield from _check_clause(clause, (*at, "clauses", index))
        yield from _check_terms(clause.sanctions, (*at, "clauses", index, "sanctions"))
    yield from _in_order((*at, "clauses"), scheme.clauses)
    yield from _check_thresholds(scheme, (*at, "thresholds"))
    yield from _check_escalations(scheme, (*at, "escalations"))
    yield from _check_repairs(scheme, at)
    yield from _check_distinctions(scheme, (*at, "distinctions"))
    yield from _check_shares(scheme, (*at, "staff_shares"))
    yield from check_publications(scheme, (*at, "publications"))


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


def _in_order(path: Path, clauses: Sequence[Clause]) -> Iterator[Finding]:
    for index in range(1, len(clauses)):
        before, here = clauses[index - 1].cite, clauses[index].cite
        if before.source != here.source or not (before.parts and here.parts):
            continue  # another text, or one whose numbers are not at hand
        if before.parts[0].number > here.parts[0].number or (
            before.parts[:-1] == here.parts[:-1] and before.parts[-1].number >= here.parts[-1].number
        ):
            yield Finding(
                (*path, index, "cite"),
                "CLAUSE_OUT_OF_ORDER",
                Text(zh=f"{here} 排在 {before} 之后", en=f"{here} stands after {before}"),
                Text(zh="按原文顺序排列, 同一处只写一次", en="keep the order of the text, each place once"),
            )


def _check_repairs(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    repairs = scheme.repairs
    if repairs is None:
        return
    yield from unique_ids((*at, "repairs", "rules"), repairs.rules)
    known = [one.id for one in scheme.thresholds]
    if repairs.not_after_one_off is not None and repairs.not_after_one_off not in known:
        listed = ", ".join(known)
        yield Finding(
            (*at, "repairs", "not_after_one_off"),
            "POINTS_NOWHERE",
            Text(zh=f"没有标识为 {repairs.not_after_one_off} 的档次", en=f"no threshold {repairs.not_after_one_off}"),
            Text(zh=f"改为其中之一: {listed}", en=f"write one of: {listed}"),
        )


def _check_distinctions(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    yield from unique_ids(at, scheme.distinctions)
    for index, one in enumerate(scheme.distinctions):
        if one.left_from > scheme.full:
            yield Finding(
                (*at, index, "left_from"),
                "DISTINCTION_UNREACHABLE",
                Text(zh=f"满分为 {scheme.full}, 永远达不到", en=f"with {scheme.full} points it is never reached"),
                Text(zh="核对原文的分值", en="compare the number with the text"),
            )


def _check_shares(scheme: PointsScheme, at: Path) -> Iterator[Finding]:
    """Yield shares of staff that say nothing, or twice, or do not go from mild to severe."""
    yield from unique_ids(at, scheme.staff_shares)
    previous: tuple[Decimal, bool] | None = None
    for index, one in enumerate(scheme.staff_shares):
        if (one.at_percent is None) == (one.above_percent is None):
            yield Finding(
                (*at, index),
                "SHARE_UNCLEAR",
                Text(zh="应写 at_percent 或 above_percent 之一", en="a share has either at_percent or above_percent"),
                Text(
                    zh="按原文: 达到写 at_percent, 超过写 above_percent",
                    en="as the text has it: at_percent for at least, above_percent for more than",
                ),
            )
            continue
        here = (one.at_percent or one.above_percent or Decimal(0), one.at_percent is None)
        if previous is not None and here <= previous:
            yield Finding(
                (*at, index),
                "SHARE_OUT_OF_ORDER",
                Text(zh="比例没有从轻到重排列", en="shares of staff do not go from mild to severe"),
                Text(zh="按比例从小到大排列, 不得重复", en="put them in rising order, without repeats"),
            )
        previous = here
