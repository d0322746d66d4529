"""What can be found wrong with an audit trail, each in a sentence that names the entry and the field."""

from dataclasses import dataclass
from enum import StrEnum

from core.text import Text


class FindingKind(StrEnum):
    """What is wrong with an audit trail."""

    CHANGED = "CHANGED"
    """A field of an entry is not as it was sealed."""
    REWRITTEN = "REWRITTEN"
    """An entry is sound in itself, or nearly, but is not the one that the trail goes on from."""
    MISSING = "MISSING"
    """Entries between others are gone."""
    CUT = "CUT"
    """The last entries are gone."""
    MISPLACED = "MISPLACED"
    """An entry does not stand at its place."""
    REPEATED = "REPEATED"
    """A number is there a further time."""
    UNCOUNTED = "UNCOUNTED"
    """Entries come after the one that the head calls the last."""
    HEAD_CHANGED = "HEAD_CHANGED"
    """The head says something else than the trail does."""
    HEAD_MISSING = "HEAD_MISSING"
    """There are entries and no head."""
    NOTED_ABSENT = "NOTED_ABSENT"
    """No entry has the hash that was noted down."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with an audit trail."""

    kind: FindingKind
    number: int | None = None
    """The entry's number, the first of several; None where it is not known."""
    last: int | None = None
    """The last number, where it is about several in a row; else None."""
    field: str | None = None
    """The field of the entry or head, where it is about one; else None."""

    @property
    def text(self) -> Text:
        """What is wrong, and what to do where there is a choice."""
        zh, en = _SENTENCES[self.kind]
        numbers = f"{self.number}" if self.last in (None, self.number) else f"{self.number}-{self.last}"
        return Text(zh=zh.format(numbers=numbers, field=self.field), en=en.format(numbers=numbers, field=self.field))


_SENTENCES = {
    FindingKind.CHANGED: (
        "第 {numbers} 条：字段 {field} 已被改动",
        "entry {numbers}: the field {field} was changed",
    ),
    FindingKind.REWRITTEN: (
        "第 {numbers} 条：整条被改写，与后一条或链首所承接的不符",
        "entry {numbers}: it was written anew; it is not the one that the next entry or the head goes on from",
    ),
    FindingKind.MISSING: (
        "第 {numbers} 条：已被删除",
        "entry {numbers}: removed",
    ),
    FindingKind.CUT: (
        "第 {numbers} 条：末尾被截去",
        "entry {numbers}: cut off at the end",
    ),
    FindingKind.MISPLACED: (
        "第 {numbers} 条：不在其位，次序被改动",
        "entry {numbers}: not at its place; the order was changed",
    ),
    FindingKind.REPEATED: (
        "第 {numbers} 条：同一编号重复出现",
        "entry {numbers}: this number is there more than once",
    ),
    FindingKind.UNCOUNTED: (
        "第 {numbers} 条：在链首所记末条之后，属添加，或链首被改回",
        "entry {numbers}: after the one that the head calls the last; it was added, or the head was set back",
    ),
    FindingKind.HEAD_CHANGED: (
        "链首：字段 {field} 与第 {numbers} 条不符；链首或该条被改动",
        "head: its field {field} does not agree with entry {numbers}; one of the two was changed",
    ),
    FindingKind.HEAD_MISSING: (
        "链首：已被删除，无从得知末尾是否被截去",
        "head: removed; whether the end was cut off cannot be told",
    ),
    FindingKind.NOTED_ABSENT: (
        "所记链首：没有一条记录与之相符；该条或其前的记录被改写，或所记有误，请核对抄录",
        "the head noted down: no entry answers to it; it or one before it was written anew, or the note is mistaken",
    ),
}
