"""Rows to entries: in the file of an enrolment, and in the life of a violation."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from core.intake.cells import Cells
from core.intake.codes import CodeKind
from core.intake.headings import Field
from core.intake.options import Options
from core.intake.texts import parse_code, parse_document_number, parse_note, parse_text
from core.intake.values import one_of, parse_date, yes_or_no
from core.records import EnrolmentEntryRecord, EntryKind, ViolationEntryRecord
from core.regulation.vocabulary import Act, Attribute, Change, Incident, LifeEvent

Word = TypeVar("Word", bound=StrEnum)

_EVENT_WORDS = MappingProxyType(
    {"立案": LifeEvent.SUSPECTED, "决定": LifeEvent.DECIDED, "送达": LifeEvent.NOTIFIED, "告知": LifeEvent.NOTIFIED}
    | {"申诉": LifeEvent.APPEALED, "撤回申诉": LifeEvent.APPEAL_WITHDRAWN, "维持": LifeEvent.UPHELD}
    | {"撤销": LifeEvent.OVERTURNED, "撤回": LifeEvent.WITHDRAWN}
)
_KIND_WORDS = MappingProxyType(
    {"认定": EntryKind.FINDING, "办理": EntryKind.ACT, "过往": EntryKind.INCIDENT, "变更": EntryKind.CHANGE}
    | {"过往已核": EntryKind.INCIDENTS_CHECKED}
)
_ACT_WORDS = MappingProxyType(
    {"申请": Act.APPLY, "审核": Act.REVIEW, "上报名单": Act.LIST, "取得服务编码": Act.ISSUE_CODE}
    | {"签订协议": Act.SIGN, "注册备案": Act.FILE, "认证资格": Act.CERTIFY}
)
_CHANGE_WORDS = MappingProxyType(
    {"聘用": Change.HIRED, "离职": Change.LEFT, "调动": Change.TRANSFERRED, "退休": Change.RETIRED}
    | {"吊销执照": Change.LICENCE_REVOKED, "注销注册": Change.LICENCE_CANCELLED}
    | {"变更执业地点": Change.PLACE_CHANGED, "变更执业范围": Change.SCOPE_CHANGED}
)


def _words(kind: type[Word], more: Mapping[str, Word] | None = None) -> Mapping[str, Word]:
    """Return the words for a vocabulary: its own, and ``more``."""
    return MappingProxyType({one.value.casefold(): one for one in kind} | dict(more or {}))


parse_event = one_of(_words(LifeEvent, _EVENT_WORDS))
parse_entry_kind = one_of(_words(EntryKind, _KIND_WORDS))
parse_attribute = one_of(_words(Attribute))
parse_act = one_of(_words(Act, _ACT_WORDS))
parse_incident = one_of(_words(Incident))
parse_change = one_of(_words(Change, _CHANGE_WORDS))


def read_enrolment_entry(cells: Cells, options: Options) -> tuple[EnrolmentEntryRecord]:
    """Return the enrolment entry of a row; whether its term is that of its kind is the registry's to say."""
    record = EnrolmentEntryRecord(
        doctor=cells.code(Field.DOCTOR, CodeKind.DOCTOR),
        institution=cells.code(Field.INSTITUTION, CodeKind.INSTITUTION),
        place=cells.text(Field.PLACE, parse_code, supplied=options.place),
        kind=cells.required(Field.KIND, parse_entry_kind, EntryKind.ACT),
        on=cells.day(Field.ON),
        attribute=cells.optional(Field.ATTRIBUTE, parse_attribute),
        act=cells.optional(Field.ACT, parse_act),
        incident=cells.optional(Field.INCIDENT, parse_incident),
        change=cells.optional(Field.CHANGE, parse_change),
        holds=cells.optional(Field.HOLDS, yes_or_no),
        reported_on=cells.optional(Field.REPORTED_ON, parse_date),
    )
    return (record,)


def read_violation_entry(cells: Cells, options: Options) -> tuple[ViolationEntryRecord]:
    """Return the entry in the life of a violation of a row."""
    record = ViolationEntryRecord(
        place=cells.text(Field.PLACE, parse_code, supplied=options.place),
        decision_no=cells.text(Field.DECISION_NO, parse_document_number),
        doctor=cells.code(Field.DOCTOR, CodeKind.DOCTOR),
        clause=cells.text(Field.CLAUSE, parse_code),
        event=cells.required(Field.EVENT, parse_event, LifeEvent.NOTIFIED),
        on=cells.day(Field.ON),
        actor=cells.text(Field.ACTOR, parse_text),
        reason=cells.optional(Field.REASON, parse_note),
    )
    return (record,)
