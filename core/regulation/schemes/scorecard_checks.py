"""Checks of a scorecard that types cannot make: weights that do not add up, grades out of order, names of nothing."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.scorecard import HUNDRED, BroughtBy, Group, Scale, ScorecardScheme
from core.text import Text

_AT: Path = ("scorecard",)


def check_scorecard(scheme: ScorecardScheme) -> Iterator[Finding]:
    """Yield everything wrong with ``scheme`` that its types could not say."""
    yield from _scores_are_named_apart(scheme)
    for name in ("standards", "vetoes", "consequences"):
        yield from unique_ids((*_AT, name), getattr(scheme, name))
    for index, group in enumerate(scheme.groups):
        yield from _members_add_up(group, (*_AT, "groups", index))
    yield from _groups_add_up(scheme)
    if scheme.scale is not None:
        yield from unique_ids((*_AT, "scale", "grades"), scheme.scale.grades)
        yield from _grades_in_order(scheme.scale, scheme.full)
    yield from _standards(scheme)
    yield from _consequences(scheme)


def _scores_are_named_apart(scheme: ScorecardScheme) -> Iterator[Finding]:
    """Yield each group or indicator whose id another has: a score names one of them."""
    taken: set[str] = set()
    for index, group in enumerate(scheme.groups):
        places: list[tuple[Path, str]] = [((*_AT, "groups", index, "id"), group.id)]
        places += [
            ((*_AT, "groups", index, "indicators", number, "id"), one.id) for number, one in enumerate(group.indicators)
        ]
        for path, name in places:
            if name in taken:
                yield Finding(
                    path,
                    "DUPLICATE_ID",
                    Text(zh=f"{name} 已用于另一组或指标", en=f"{name} is taken by another group or indicator"),
                    Text(zh="评分按标识对应, 每组每项各用一个", en="scores name them: give each an id of its own"),
                )
            taken.add(name)


def _members_add_up(group: Group, at: Path) -> Iterator[Finding]:
    found, stated = group.sum, group.weight
    differs = found is not None and stated is not None and found != stated
    if group.members_sum is None and differs:
        yield Finding(
            (*at, "weight"),
            "WEIGHTS_CONTRADICT",
            Text(
                zh=f"组权重为 {stated}, 组内各项合计 {found}",
                en=f"the group weighs {stated}, its indicators {found} together",
            ),
            Text(
                zh=f"核对原文; 原文确是如此时写 members_sum = {found}",
                en=f"compare with the text; if it does contradict itself, write members_sum = {found}",
            ),
        )
    if group.members_sum is not None and (not differs or group.members_sum != found):
        yield Finding(
            (*at, "members_sum"),
            "SUM_WRONG",
            Text(
                zh=f"members_sum 写 {group.members_sum}, 组内合计 {found}, 组权重 {stated}",
                en=f"members_sum says {group.members_sum}, the indicators give {found}, the group weighs {stated}",
            ),
            Text(
                zh="仅在合计与组权重不同时写, 并等于合计",
                en="state it only where the sum differs from the group's weight, and as the sum",
            ),
        )


def _groups_add_up(scheme: ScorecardScheme) -> Iterator[Finding]:
    found, declared = scheme.sum, scheme.groups_sum
    differs = found is not None and found != HUNDRED
    if declared is None and differs:
        yield Finding(
            (*_AT, "groups"),
            "WEIGHTS_CONTRADICT",
            Text(zh=f"各组权重合计 {found}, 不是 100", en=f"the groups' weights add up to {found}, not 100"),
            Text(
                zh=f"核对原文; 原文确是如此时写 groups_sum = {found}",
                en=f"compare with the text; if it does say so, write groups_sum = {found}",
            ),
        )
    if declared is not None and (not differs or declared != found):
        yield Finding(
            (*_AT, "groups_sum"),
            "SUM_WRONG",
            Text(
                zh=f"groups_sum 写 {declared}, 各组权重合计 {found}",
                en=f"groups_sum says {declared}, the groups' weights give {found}",
            ),
            Text(zh="仅在合计不是 100 时写, 并等于合计", en="state it only where the sum is not 100, and as the sum"),
        )


def _grades_in_order(scale: Scale, full: Decimal | None) -> Iterator[Finding]:
    at: Path = (*_AT, "scale", "grades")
    above: Decimal | None = None
    *upper, lowest = enumerate(scale.grades)
    for index, grade in upper:
        if grade.at_least is None:
            continue
        wrong = _bound_wrong(grade.at_least, above, full)
        if wrong is not None:
            yield Finding((*at, index, "at_least"), *wrong)
        above = grade.at_least
    if lowest[1].at_least is not None:
        yield Finding(
            (*at, lowest[0], "at_least"),
            "GRADE_GAP",
            Text(
                zh="最低等级写了下限, 其下的得分没有等级",
                en="a bound of the lowest grade leaves scores below it ungraded",
            ),
            Text(zh="删去最低等级的 at_least", en="remove at_least from the lowest grade"),
        )


def _bound_wrong(bound: Decimal, above: Decimal | None, full: Decimal | None) -> tuple[str, Text, Text] | None:
    if above is not None and bound >= above:
        return (
            "GRADE_OUT_OF_ORDER",
            Text(zh="等级没有从高到低排列", en="grades do not go from best to worst"),
            Text(zh="按下限从高到低排列, 不得重复", en="put them in falling order of their bounds, without repeats"),
        )
    if bound == 0:
        return (
            "GRADE_UNREACHABLE",
            Text(zh="下限为 0, 其下的等级永远达不到", en="a bound of 0 leaves the grades below out of reach"),
            Text(zh="核对原文的分值", en="compare the number with the text"),
        )
    if full is not None and bound > full:
        return (
            "GRADE_UNREACHABLE",
            Text(zh=f"满分为 {full}, 该级永远达不到", en=f"with {full} in full it is never reached"),
            Text(zh="核对原文的分值", en="compare the number with the text"),
        )
    return None


def _standards(scheme: ScorecardScheme) -> Iterator[Finding]:
    adopted = {one.id for one in scheme.standards if one.adopted}
    for index, standard in enumerate(scheme.standards):
        name = standard.falls_back_to
        if name is not None:
            path: Path = (*_AT, "standards", index, "falls_back_to")
            noun = Text(zh="已采用的标准", en="adopted standard")
            yield from _known(path, [name], adopted - {standard.id}, noun)


def _consequences(scheme: ScorecardScheme) -> Iterator[Finding]:
    grades = {one.id for one in scheme.scale.grades} if scheme.scale is not None else set[str]()
    noun = Text(zh="等级", en="grade")
    for index, veto in enumerate(scheme.vetoes):
        yield from _known((*_AT, "vetoes", index, "grade"), [veto.grade], grades, noun)
    for index, one in enumerate(scheme.consequences):
        at: Path = (*_AT, "consequences", index)
        yield from _known((*at, "grades"), one.grades, grades, noun)
        if bool(one.grades) != (one.brought_by is BroughtBy.GRADE):
            yield Finding(
                (*at, "grades" if one.grades else "brought_by"),
                "CONSEQUENCE_UNCLEAR",
                Text(
                    zh=f"brought_by 为 {one.brought_by}, 与 grades 不符",
                    en=f"brought_by is {one.brought_by}, which does not go with grades as given",
                ),
                Text(
                    zh='由等级引起的写 grades; 否则写 brought_by = "RESULT" 或 "DECISION"',
                    en='name the grades that bring it, or write brought_by = "RESULT" or "DECISION"',
                ),
            )
        if one.percent is not None and not one.by_share:
            yield Finding(
                (*at, "percent"),
                "PERCENT_MISPLACED",
                Text(zh="没有 by_share, percent 不起作用", en="without by_share, percent has no effect"),
                Text(zh="原文按比例时写 by_share = true", en="write by_share = true if the text speaks of a share"),
            )


def _known(path: Path, names: Sequence[str], known: set[str], noun: Text) -> Iterator[Finding]:
    for name in names:
        if name not in known:
            listed = ", ".join(sorted(known)) or "-"
            yield Finding(
                path,
                "POINTS_NOWHERE",
                Text(zh=f"没有标识为 {name} 的{noun.zh}", en=f"no {noun.en} has the id {name}"),
                Text(zh=f"改为其中之一: {listed}", en=f"write one of: {listed}"),
            )
