"""What is wrong with a rating scheme that its types could not say."""

from collections.abc import Iterable, Iterator, Sequence

from core.regulation.base import Named
from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.rating import Consequence, ConsequenceKind, Procedure, RatingScheme
from core.text import Text

_AT: Path = ("rating",)
_RULES = ("grades", "circumstances", "repetitions", "duties", "rankings", "indicators", "checks")
_GRADE = Text(zh="等次", en="grade")
_STATE = Text(zh="状态", en="state")
_PROCEDURE = Text(zh="程序", en="procedure")


def check_rating(scheme: RatingScheme) -> Iterator[Finding]:
    """Yield everything wrong with a rating scheme, in the order of its model."""
    if not scheme.rule_ids():
        yield Finding(
            _AT,
            "RATING_EMPTY",
            Text(zh="评级没有一条规则", en="the rating scheme has no rule"),
            Text(
                zh="写 grades、circumstances、duties、rankings、indicators 或 checks 之一",
                en="state grades, circumstances, duties, rankings, indicators or checks",
            ),
        )
    for name in (*_RULES, "procedures"):
        yield from unique_ids((*_AT, name), getattr(scheme, name))
    yield from _shared(scheme)
    for at, consequences in _consequences(scheme):
        yield from unique_ids(at, consequences)
        for index, one in enumerate(consequences):
            yield from _check_consequence(scheme, one, (*at, index))
    for index, one in enumerate(scheme.grades):
        yield from _unstated(one.consequences, stated=one.stated, at=(*_AT, "grades", index))
    for index, repetition in enumerate(scheme.repetitions):
        yield from _points_at((*_AT, "repetitions", index, "grade"), [repetition.grade], scheme.grades, _GRADE)
    for index, procedure in enumerate(scheme.procedures):
        yield from _check_procedure(procedure, (*_AT, "procedures", index))


def _shared(scheme: RatingScheme) -> Iterator[Finding]:
    """Yield each id that rules of two lists share: records and explanations name a rule by its id alone."""
    taken: dict[str, str] = {}
    for name in _RULES:
        rules: Sequence[Named] = getattr(scheme, name)
        for index, rule in enumerate(rules):
            first = taken.setdefault(rule.id, name)
            if first != name:
                yield Finding(
                    (*_AT, name, index, "id"),
                    "DUPLICATE_ID",
                    Text(zh=f"{rule.id} 已用于 {first}", en=f"{rule.id} is taken by an entry of {first}"),
                    Text(zh="每一项用不同的标识", en="give each entry an id of its own"),
                )


def _consequences(scheme: RatingScheme) -> Iterator[tuple[Path, tuple[Consequence, ...]]]:
    for name, rules in (
        ("grades", scheme.grades),
        ("circumstances", scheme.circumstances),
        ("repetitions", scheme.repetitions),
    ):
        yield from (((*_AT, name, index, "consequences"), rule.consequences) for index, rule in enumerate(rules))


def _check_consequence(scheme: RatingScheme, one: Consequence, at: Path) -> Iterator[Finding]:
    yield from unique_ids((*at, "forms"), one.forms)
    procedure = [one.procedure] if one.procedure is not None else []
    yield from _points_at((*at, "procedure"), procedure, scheme.procedures, _PROCEDURE)
    for index, subject in enumerate(one.subjects):
        if subject not in scheme.subjects:
            listed = ", ".join(scheme.subjects)
            yield Finding(
                (*at, "subjects", index),
                "SUBJECT_NOT_RATED",
                Text(zh=f"本办法不评 {subject}, 永远不会发生", en=f"{subject} is not rated here, so it never follows"),
                Text(
                    zh=f"改为 rating.subjects 之一: {listed}, 或补入该表",
                    en=f"write one of rating.subjects ({listed}), or add it there",
                ),
            )
    if one.deadline is not None and one.kind is not ConsequenceKind.RECTIFY:
        yield Finding(
            (*at, "deadline"),
            "DEADLINE_MISPLACED",
            Text(zh=f"{one.kind} 没有期限可言", en=f"{one.kind} is nothing that could be late"),
            Text(zh='期限只用于 kind = "RECTIFY"', en='a deadline belongs to kind = "RECTIFY"'),
        )


def _unstated(consequences: Sequence[Consequence], *, stated: bool, at: Path) -> Iterator[Finding]:
    if consequences and not stated:
        yield Finding(
            (*at, "stated"),
            "STATED_AFTER_ALL",
            Text(zh="写明了后果, 又称原文没有后果", en="consequences are given, and said not to be stated"),
            Text(zh="删去 stated 或 consequences", en="remove stated, or the consequences"),
        )


def _check_procedure(procedure: Procedure, at: Path) -> Iterator[Finding]:
    yield from unique_ids((*at, "states"), procedure.states)
    for index, state in enumerate(procedure.states):
        yield from _points_at((*at, "states", index, "after"), state.after, procedure.states, _STATE)
    reached: set[str] = set()
    while more := {one.id for one in procedure.states if not one.after or reached & set(one.after)} - reached:
        reached |= more
    for index, state in enumerate(procedure.states):
        if state.id not in reached:
            yield Finding(
                (*at, "states", index),
                "STATE_UNREACHABLE",
                Text(zh=f"状态 {state.id} 永远到不了", en=f"the state {state.id} is never reached"),
                Text(zh="在 after 中写出它的前一状态", en="name in after a state that is reached before it"),
            )
    if not any(state.closes for state in procedure.states):
        yield Finding(
            (*at, "states"),
            "NO_CLOSING_STATE",
            Text(zh="没有一个状态使程序办结", en="no state closes the procedure"),
            Text(zh="在终点状态写 closes = true", en="write closes = true in the state that does"),
        )


def _points_at(path: Path, names: Iterable[str], known: Sequence[Named], noun: Text) -> Iterator[Finding]:
    ids = [one.id for one in known]
    for name in names:
        if name not in ids:
            listed = ", ".join(ids) or "-"
            yield Finding(
                path,
                "POINTS_NOWHERE",
                Text(zh=f"没有标识为 {name} 的{noun.zh}", en=f"no {noun.en} has the id {name}"),
                Text(zh=f"改为其中之一: {listed}", en=f"write one of: {listed}"),
            )
