"""What an answer about points says, taken apart: every statement with what it is about, so that two can be compared.

Only the question's own dates are left out: the day asked about, and the day as of which the law was looked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType

from core.assessment.arithmetic import plain
from core.assessment.outcome import Missing, PointsOutcome, Step, StepKind
from core.assessment.points.lives import STATE_WORDS
from core.assessment.points.sanction_words import name_of, until_of
from core.assessment.points.terms import AppealWindow, Deduction, Exposure, Headroom, Notice, SanctionImposed, Standing
from core.assessment.sentences import text_of
from core.regulation.citation import Citation
from core.text import Text


class DifferenceField(StrEnum):
    """What a difference between two answers is about."""

    REGULATION = "REGULATION"
    REGULATION_DIGEST = "REGULATION_DIGEST"
    READING = "READING"
    OPERATOR_SUPPLY = "OPERATOR_SUPPLY"
    FACTS_DIGEST = "FACTS_DIGEST"
    PERIOD = "PERIOD"
    DETERMINATION = "DETERMINATION"
    MISSING = "MISSING"
    STANDING = "STANDING"
    POINTS_FULL = "POINTS_FULL"
    POINTS_LOST = "POINTS_LOST"
    POINTS_COUNTED = "POINTS_COUNTED"
    POINTS_REPAIRED = "POINTS_REPAIRED"
    POINTS_LEFT = "POINTS_LEFT"
    ARITHMETIC = "ARITHMETIC"
    DEDUCTION = "DEDUCTION"
    REPAIR = "REPAIR"
    SANCTION = "SANCTION"
    CARRIED = "CARRIED"
    SUSPENSIONS = "SUSPENSIONS"
    HEADROOM = "HEADROOM"
    FLAG = "FLAG"
    APPEAL = "APPEAL"
    EXPOSURE = "EXPOSURE"
    NOTICE = "NOTICE"
    IS_SUBJECT = "IS_SUBJECT"
    PAYABLE = "PAYABLE"
    STEP = "STEP"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One statement of an answer. Two are the same if their values are equal; ``text`` says it to a reader."""

    value: object
    text: Text
    record: str | None = None
    """Id of the record or repair that it is about; None: it is about none."""
    citation: Citation | None = None


_NOTHING = Text(zh="无", en="none")
_YES, _NO = Text(zh="是", en="yes"), Text(zh="否", en="no")
_SEPARATOR = "|"


def items_of(field: DifferenceField, outcome: PointsOutcome) -> dict[str, Item]:
    """Return what ``outcome`` says of ``field``, by what each statement is about; one of a kind is about ""."""
    return _READ[field](outcome)


def _single(find: Callable[[PointsOutcome], object]) -> Callable[[PointsOutcome], dict[str, Item]]:
    """Return a reader of the one statement that ``find`` finds; what is None is said to be nothing."""

    def read(outcome: PointsOutcome) -> dict[str, Item]:
        value = find(outcome)
        if isinstance(value, bool):
            return {"": Item(value=value, text=_YES if value else _NO)}
        return {"": Item(value=value, text=_NOTHING if value is None else _same(str(value)))}

    return read


def _number(name: str) -> Callable[[PointsOutcome], dict[str, Item]]:
    """Return a reader of a number of points; 2.50 is said as 2.5."""

    def read(outcome: PointsOutcome) -> dict[str, Item]:
        value = getattr(outcome, name)
        return {"": Item(value=value, text=_NOTHING if value is None else _same(plain(value)))}

    return read


def _same(said: str) -> Text:
    return Text(zh=said, en=said)


def _keyed(items: Iterable[tuple[str, Item]]) -> dict[str, Item]:
    """Return the items by key; a key that comes again gets its number."""
    found: dict[str, Item] = {}
    for key, item in items:
        number, name = 1, key
        while name in found:
            number += 1
            name = f"{key}{_SEPARATOR}{number}"
        found[name] = item
    return found


def _regulation(outcome: PointsOutcome) -> dict[str, Item]:
    law = outcome.law
    title = law.regulation.title
    text = Text(zh=f"{title.zh}({law.id})", en=f"{title.en} ({law.id})")
    return {"": Item(value=law.id, text=text)}


def _readings(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.law.chosen:
        yield (
            one.reading.id,
            Item(value=one.choice.id, text=one.choice.label, citation=one.reading.cite),
        )


def _supplies(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.law.supplied:
        if one.scheme is outcome.scheme:
            yield one.scheme, Item(value=one, text=one.basis)


def _missing(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.missing:
        text = _without_day(outcome, one.text)
        yield one.name, Item(value=Missing(one.name, text), text=one.text)


def _without_day(outcome: PointsOutcome, text: Text) -> Text:
    """Return ``text`` without the day as of which the law was looked for, which every such text names first."""
    choice = outcome.law.choice
    if choice is None:
        return text
    day = choice.day.isoformat()
    return Text(zh=text.zh.replace(day, "…", 1), en=text.en.replace(day, "…", 1))


def _standing(outcome: PointsOutcome) -> dict[str, Item]:
    one = outcome.standing
    text = Text(zh="不能判定", en="not decidable") if one is None else _standing_text(one)
    return {"": Item(value=one, text=text, citation=one.citation if one is not None else None)}


def _standing_text(one: Standing) -> Text:
    zh = en = f"{one.status}" if one.object is None else f"{one.status} ({one.object})"
    if one.since is not None:
        zh, en = f"{zh}, {one.since} 起", f"{en} from {one.since}"
    if one.until is not None:
        zh, en = f"{zh}, 至 {one.until}(不含)", f"{en} until {one.until} (excluded)"
    if one.may_reapply_from is not None:
        zh, en = f"{zh}, {one.may_reapply_from} 起可重新申请", f"{en}, may apply again from {one.may_reapply_from}"
    return Text(zh=zh, en=en)


def _deductions(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.deductions:
        yield one.record, Item(value=one, text=_deduction_text(one), record=one.record, citation=one.citation)


def _deduction_text(one: Deduction) -> Text:
    cost = plain(one.points) if one.quantity == 1 else f"{one.quantity}×{plain(one.points)}"
    return Text(
        zh=f"{one.label.zh} {cost} 分, {one.booked_on} 计入",
        en=f"{one.label.en}, {cost} points, booked {one.booked_on}",
    )


def _repairs(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.repairs:
        cost = plain(one.points)
        text = Text(zh=f"{one.label.zh} {one.on}, 减 {cost} 分", en=f"{one.label.en} on {one.on}, {cost} points back")
        yield one.repair, Item(value=one, text=text, record=one.repair, citation=one.citation)


def _sanctions(imposed: Iterable[SanctionImposed]) -> Iterator[tuple[str, Item]]:
    for one in imposed:
        key = _SEPARATOR.join((one.period.name, one.record, one.cause, one.kind))
        yield key, Item(value=one, text=_sanction_text(one), record=one.record, citation=one.citation)


def _sanction_text(one: SanctionImposed) -> Text:
    name, until = name_of(one.kind), until_of(one)
    absorbed = Text(zh=", 已并入", en=", absorbed") if one.absorbed else None
    return Text(
        zh=f"{name.zh}, {one.start} 起, {until.zh}{absorbed.zh if absorbed else ''}",
        en=f"{name.en} from {one.start}, {until.en}{absorbed.en if absorbed else ''}",
    )


def _headroom(outcome: PointsOutcome) -> dict[str, Item]:
    """Return how far it is; the days until the period ends follow from the day asked about and do not count."""
    one = outcome.headroom
    if one is None:
        return {"": Item(value=None, text=_NOTHING)}
    return {"": Item(value=replace(one, days_until_reset=None), text=_headroom_text(one), citation=one.citation)}


def _headroom_text(one: Headroom) -> Text:
    points = plain(one.points_to_next)
    return Text(zh=f"再扣 {points} 分: {one.label.zh}", en=f"{points} points to: {one.label.en}")


def _appeals(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.appeals:
        yield one.record, Item(value=one, text=_appeal_text(one), record=one.record, citation=one.citation)


def _appeal_text(one: AppealWindow) -> Text:
    if one.last_day is None:
        return Text(
            zh=f"{one.notified_on} 送达, {one.calendar} 年工作日未公布",
            en=f"notice on {one.notified_on}; the working days of {one.calendar} are not published",
        )
    return Text(
        zh=f"{one.notified_on} 送达, 可申诉至 {one.last_day}",
        en=f"notice on {one.notified_on}, objection possible up to {one.last_day}",
    )


def _exposure(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.exposure:
        yield one.record, Item(value=one, text=_exposure_text(one), record=one.record, citation=one.citation)


def _exposure_text(one: Exposure) -> Text:
    state = STATE_WORDS[one.state]
    zh, en = ("计入", "which counts") if one.counts else ("不计入", "which does not count")
    return Text(zh=f"{one.since} 起{state.zh}, {zh}", en=f"{state.en} since {one.since}, {en}")


def _notices(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.notices:
        key = _SEPARATOR.join((one.publication, one.record, one.kind))
        yield key, Item(value=one, text=_notice_text(one), record=one.record, citation=one.citation)


def _notice_text(one: Notice) -> Text:
    zh, en = f"{one.label.zh}, {one.start} 起", f"{one.label.en} from {one.start}"
    if one.end is not None:
        zh, en = f"{zh}, 至 {one.end}(不含)", f"{en} until {one.end} (excluded)"
    return Text(zh=zh, en=en)


def _steps(outcome: PointsOutcome) -> Iterator[tuple[str, Item]]:
    for one in outcome.steps:
        compared = _dateless(outcome, one)
        said = (each.zh if isinstance(each, Text) else each for each in compared.arguments)
        key = _SEPARATOR.join((one.kind, str(one.citation), one.record or "", *said))
        yield key, Item(value=compared, text=text_of(one), record=one.record, citation=one.citation)


def _dateless(outcome: PointsOutcome, step: Step) -> Step:
    """Return ``step`` without the question's own dates, where its kind names one."""
    arguments = list(step.arguments)
    match step.kind:
        case StepKind.LAW:
            arguments[4:] = [_without_day(outcome, one) for one in arguments[4:] if isinstance(one, Text)]
        case StepKind.STANDING:
            never_changed = outcome.standing is not None and outcome.standing.since is None
            arguments = ["", *arguments[1:2], "" if never_changed else arguments[2]]
        case StepKind.PAYABLE | StepKind.NOT_PAYABLE:
            arguments[0] = ""
        case StepKind.MISSING:
            arguments = [_without_day(outcome, one) if isinstance(one, Text) else one for one in arguments]
        case _:
            pass
    return replace(step, arguments=tuple(arguments))


_READ: Mapping[DifferenceField, Callable[[PointsOutcome], dict[str, Item]]] = MappingProxyType(
    {
        DifferenceField.REGULATION: _regulation,
        DifferenceField.REGULATION_DIGEST: _single(lambda one: one.law.digest),
        DifferenceField.READING: lambda one: _keyed(_readings(one)),
        DifferenceField.OPERATOR_SUPPLY: lambda one: _keyed(_supplies(one)),
        DifferenceField.FACTS_DIGEST: _single(lambda one: one.facts_digest),
        DifferenceField.PERIOD: _single(lambda one: one.period.name),
        DifferenceField.DETERMINATION: _single(lambda one: one.determination),
        DifferenceField.MISSING: lambda one: _keyed(_missing(one)),
        DifferenceField.STANDING: _standing,
        DifferenceField.POINTS_FULL: _number("points_full"),
        DifferenceField.POINTS_LOST: _number("points_lost"),
        DifferenceField.POINTS_COUNTED: _number("points_counted"),
        DifferenceField.POINTS_REPAIRED: _number("points_repaired"),
        DifferenceField.POINTS_LEFT: _number("points_left"),
        DifferenceField.ARITHMETIC: _single(lambda one: one.arithmetic),
        DifferenceField.DEDUCTION: lambda one: _keyed(_deductions(one)),
        DifferenceField.REPAIR: lambda one: _keyed(_repairs(one)),
        DifferenceField.SANCTION: lambda one: _keyed(_sanctions(one.sanctions)),
        DifferenceField.CARRIED: lambda one: _keyed(_sanctions(one.carried)),
        DifferenceField.SUSPENSIONS: _single(lambda one: one.suspensions),
        DifferenceField.HEADROOM: _headroom,
        DifferenceField.FLAG: lambda one: _keyed((flag, Item(value=flag, text=_same(flag))) for flag in one.flags),
        DifferenceField.APPEAL: lambda one: _keyed(_appeals(one)),
        DifferenceField.EXPOSURE: lambda one: _keyed(_exposure(one)),
        DifferenceField.NOTICE: lambda one: _keyed(_notices(one)),
        DifferenceField.IS_SUBJECT: _single(lambda one: one.is_subject),
        DifferenceField.PAYABLE: _single(lambda one: one.payable),
        DifferenceField.STEP: lambda one: _keyed(_steps(one)),
    }
)
