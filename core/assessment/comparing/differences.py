"""What differs between two answers about points: each statement that was added, taken away or changed."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from core.assessment.comparing.items import DifferenceField, Item, items_of
from core.assessment.outcome import PointsOutcome
from core.regulation.citation import Citation
from core.text import Text


class DifferenceKind(StrEnum):
    """How two answers differ in one statement."""

    ADDED = "ADDED"
    """Only the later answer makes it."""
    REMOVED = "REMOVED"
    """Only the earlier answer makes it."""
    CHANGED = "CHANGED"
    """Both make it, with different content."""
    REORDERED = "REORDERED"
    """Both make the same statements, in another order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing that two answers say differently. ``before`` None: the first does not say it; ``after``: the second."""

    field: DifferenceField
    kind: DifferenceKind
    before: Text | None
    after: Text | None
    record: str | None = None
    """Id of the record or repair that it is about; None: it is about none."""
    citation: Citation | None = None
    """The place in the law that the later answer rests on, or the earlier if it alone says it; None: on none."""

    @property
    def text(self) -> Text:
        """The difference as a sentence."""
        name = _NAMES[self.field]
        subject = f" {self.record}" if self.record is not None else ""
        zh, en = _SENTENCES[self.kind]
        before, after = self.before or _NOTHING, self.after or _NOTHING
        return Text(
            zh=zh.format(f"{name.zh}{subject}", before.zh, after.zh),
            en=en.format(f"{name.en}{subject}", before.en, after.en),
        )


def differences(before: PointsOutcome, after: PointsOutcome) -> tuple[Difference, ...]:
    """Return what ``after`` says otherwise than ``before``: by field, within one in the order of the answers.

    Empty if and only if a client is told the same by both, but for the dates of the question itself: the day asked
    about, the day as of which the law was looked for, and how many days are left from the one to the period's end.
    """
    return tuple(
        one for field in DifferenceField for one in _compared(field, items_of(field, before), items_of(field, after))
    )


def _compared(field: DifferenceField, before: dict[str, Item], after: dict[str, Item]) -> Iterator[Difference]:
    changed = False
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        if old is None or new is None or old.value != new.value:
            changed = True
            yield _difference(field, old, new)
    if not changed and list(before) != list(after):
        yield Difference(
            field=field,
            kind=DifferenceKind.REORDERED,
            before=_listed(before),
            after=_listed(after),
        )


def _difference(field: DifferenceField, old: Item | None, new: Item | None) -> Difference:
    told = new or old
    kind = DifferenceKind.ADDED if old is None else DifferenceKind.REMOVED if new is None else DifferenceKind.CHANGED
    return Difference(
        field=field,
        kind=kind,
        before=old.text if old is not None else None,
        after=new.text if new is not None else None,
        record=told.record if told is not None else None,
        citation=told.citation if told is not None else None,
    )


def _listed(items: dict[str, Item]) -> Text:
    texts = [one.text for one in items.values()]
    return Text(zh="; ".join(one.zh for one in texts), en="; ".join(one.en for one in texts))


_NOTHING = Text(zh="无", en="none")
_SENTENCES = MappingProxyType(
    {
        DifferenceKind.ADDED: ("{0}, 新增: {2}", "{0}, added: {2}"),
        DifferenceKind.REMOVED: ("{0}, 不再有: {1}", "{0}, no longer: {1}"),
        DifferenceKind.CHANGED: ("{0}: 由「{1}」变为「{2}」", "{0}: was “{1}”, is “{2}”"),
        DifferenceKind.REORDERED: ("{0}, 顺序改变: {2}", "{0}, in another order: {2}"),
    }
)
_NAMES = MappingProxyType(
    {
        DifferenceField.REGULATION: Text(zh="适用规定", en="regulation applied"),
        DifferenceField.REGULATION_DIGEST: Text(zh="规定的摘要值", en="digest of the regulation"),
        DifferenceField.READING: Text(zh="读法", en="reading"),
        DifferenceField.OPERATOR_SUPPLY: Text(zh="经办者提供的数值", en="operator's values"),
        DifferenceField.FACTS_DIGEST: Text(zh="事实的摘要值", en="digest of the facts"),
        DifferenceField.PERIOD: Text(zh="考核周期", en="period"),
        DifferenceField.DETERMINATION: Text(zh="能否判定", en="determination"),
        DifferenceField.MISSING: Text(zh="缺少的数值", en="missing value"),
        DifferenceField.STANDING: Text(zh="状态", en="standing"),
        DifferenceField.POINTS_FULL: Text(zh="满分", en="points at the start"),
        DifferenceField.POINTS_LOST: Text(zh="累计扣分", en="points lost"),
        DifferenceField.POINTS_COUNTED: Text(zh="计入扣分", en="points counted"),
        DifferenceField.POINTS_REPAIRED: Text(zh="修复的分", en="points repaired"),
        DifferenceField.POINTS_LEFT: Text(zh="剩余分", en="points left"),
        DifferenceField.ARITHMETIC: Text(zh="算式", en="arithmetic"),
        DifferenceField.DEDUCTION: Text(zh="扣分记录", en="deduction"),
        DifferenceField.REPAIR: Text(zh="修复", en="repair"),
        DifferenceField.SANCTION: Text(zh="处理", en="sanction"),
        DifferenceField.CARRIED: Text(zh="延续的处理", en="sanction carried over"),
        DifferenceField.SUSPENSIONS: Text(zh="计入升级的暂停次数", en="suspensions counted"),
        DifferenceField.HEADROOM: Text(zh="距下一档", en="headroom"),
        DifferenceField.FLAG: Text(zh="标记", en="flag"),
        DifferenceField.APPEAL: Text(zh="申诉期", en="term to object"),
        DifferenceField.EXPOSURE: Text(zh="未定的记录", en="open record"),
        DifferenceField.NOTICE: Text(zh="公示", en="public notice"),
        DifferenceField.IS_SUBJECT: Text(zh="是否适用对象", en="whether it is about the profession"),
        DifferenceField.PAYABLE: Text(zh="是否支付", en="whether care is paid for"),
        DifferenceField.STEP: Text(zh="步骤", en="step"),
    }
)
