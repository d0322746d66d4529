"""Checks of an enrolment scheme that types cannot make."""

from collections.abc import Iterable, Iterator

from core.regulation.files.positions import Path
from core.regulation.findings import Finding, unique_ids
from core.regulation.schemes.enrolment import (
    Condition,
    CountedFrom,
    Deregistration,
    Due,
    EnrolmentScheme,
    ReportingDuty,
)
from core.text import Text

_AT: Path = ("enrolment",)
_LISTS = ("conditions", "states", "duties", "endings", "deregistrations", "conduct")
_STATE = Text(zh="状态", en="state")
_CONDITION = Text(zh="条件", en="condition")


def check_enrolment(scheme: EnrolmentScheme) -> Iterator[Finding]:
    """Yield everything wrong with an enrolment scheme that its types could not say."""
    for name in _LISTS:
        yield from unique_ids((*_AT, name), getattr(scheme, name))
    for index, condition in enumerate(scheme.conditions):
        yield from _check_condition(condition, (*_AT, "conditions", index))
    yield from _check_transitions(scheme)
    for index, duty in enumerate(scheme.duties):
        yield from _check_duty(duty, (*_AT, "duties", index))
    for index, ground in enumerate(scheme.deregistrations):
        yield from _check_ground(ground, (*_AT, "deregistrations", index))
    if not any(state.enrolled for state in scheme.states):
        yield Finding(
            (*_AT, "states"),
            "NO_ENROLLED_STATE",
            Text(zh="没有一个状态表示已成为医保医师", en="no state says that the doctor is enrolled"),
            Text(zh="在终点状态写 enrolled = true", en="write enrolled = true in the state that does"),
        )


def _check_condition(condition: Condition, at: Path) -> Iterator[Finding]:
    if bool(condition.any_of) == (condition.clear_of is not None):
        yield Finding(
            at,
            "CONDITION_UNCLEAR",
            Text(zh="应写 any_of 或 clear_of 之一", en="a condition has either any_of or clear_of"),
            Text(
                zh="按原文选一个: any_of 为须具备的属性, clear_of 为不得有的事由",
                en="choose what the text means: any_of for what must hold, clear_of for what must not have been",
            ),
        )
    if condition.also and condition.clear_of is None:
        yield _idle(at, "also", "clear_of")
    if condition.counted_from is not CountedFrom.INCIDENT and condition.months is None:
        yield _idle(at, "counted_from", "months")


def _idle(at: Path, key: str, wanted: str) -> Finding:
    return Finding(
        (*at, key),
        "NO_EFFECT",
        Text(zh=f"没有 {wanted}, {key} 不起作用", en=f"without {wanted}, {key} has no effect"),
        Text(zh=f"按原文补上 {wanted}, 或删去 {key}", en=f"add {wanted} as the text has it, or remove {key}"),
    )


def _check_transitions(scheme: EnrolmentScheme) -> Iterator[Finding]:
    states = {state.id for state in scheme.states}
    conditions = {condition.id for condition in scheme.conditions}
    for index, transition in enumerate(scheme.transitions):
        at: Path = (*_AT, "transitions", index)
        start = [transition.from_] if transition.from_ is not None else []
        yield from _points_at((*at, "from"), start, states, _STATE)
        yield from _points_at((*at, "to"), [transition.to], states, _STATE)
        yield from _points_at((*at, "requires"), transition.requires, conditions, _CONDITION)


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


def _check_duty(duty: ReportingDuty, at: Path) -> Iterator[Finding]:
    if duty.due is Due.WORKING_DAYS and duty.days is None:
        yield Finding(
            (*at, "due"),
            "COUNT_MISSING",
            Text(zh=f"due 为 {duty.due} 而没有写明几日", en=f"due is {duty.due}, and how many days is not said"),
            Text(zh="按原文的日数加上 days, 例如 days = 10", en="add the number that the text gives, as in days = 10"),
        )
    if duty.due is not Due.WORKING_DAYS and duty.days is not None:
        yield Finding(
            (*at, "days"),
            "COUNT_MISPLACED",
            Text(zh=f"due 为 {duty.due}, days 不起作用", en=f"with due = {duty.due}, days has no effect"),
            Text(
                zh='删去 days, 或按原文写 due = "WORKING_DAYS"',
                en='remove days, or write due = "WORKING_DAYS" as the text has it',
            ),
        )


def _check_ground(ground: Deregistration, at: Path) -> Iterator[Finding]:
    stated = [ground.idle_months is not None, ground.suspended_months is not None, ground.determined]
    if stated.count(True) != 1:
        yield Finding(
            at,
            "GROUND_UNCLEAR",
            Text(
                zh="应写 idle_months、suspended_months、determined 之一",
                en="a ground has one of idle_months, suspended_months and determined",
            ),
            Text(
                zh="按原文选一个: 连续无服务的月数、被停结算的月数, 或须由机关认定",
                en="choose what the text means: months without service, months of suspension, or a body's finding",
            ),
        )
    if (ground.counted is None) != (ground.suspended_months is None):
        key, wanted = ("suspended_months", "counted") if ground.counted is None else ("counted", "suspended_months")
        yield Finding(
            (*at, key),
            "COUNT_UNCLEAR",
            Text(zh=f"写了 {key} 而没有 {wanted}", en=f"there is {key} and no {wanted}"),
            Text(
                zh='同时写 suspended_months 和 counted("DECISION" 或 "YEAR_SUM"), 或都不写',
                en='write both suspended_months and counted ("DECISION" or "YEAR_SUM"), or neither',
            ),
        )
