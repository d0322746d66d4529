"""The headings that files use, in Chinese and English, and the field that each one means."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Field(StrEnum):
    """What a column holds; the value is the heading that Guiju itself writes."""

    ACT = "act"
    ACTOR = "actor"
    ATTRIBUTE = "attribute"
    BASIS = "basis"
    CASES = "cases"
    CATEGORY = "category"
    CERTIFICATE = "certificate"
    CHANGE = "change"
    CLAUSE = "clause"
    CODE = "code"
    DECIDED_ON = "decided_on"
    DECISION_NO = "decision_no"
    DEPARTMENT = "department"
    DESIGNATED = "designated"
    DETERMINED_BY = "determined_by"
    DOCTOR = "doctor"
    DOCUMENT_NO = "document_no"
    EMPLOYMENT = "employment"
    EVENT = "event"
    GRADE = "grade"
    HOLDS = "holds"
    IDENTITY_KIND = "identity_kind"
    IDENTITY_NUMBER = "identity_number"
    INCIDENT = "incident"
    INDICATOR = "indicator"
    INSTITUTION = "institution"
    INSTITUTION_NAME = "institution_name"
    KIND = "kind"
    LEVEL = "level"
    MAIN = "main"
    MONTHS = "months"
    NAME = "name"
    NOTE = "note"
    NOTIFIED_ON = "notified_on"
    OCCURRED_ON = "occurred_on"
    ON = "on"
    PASSED = "passed"
    PERIOD = "period"
    PLACE = "place"
    POINTS = "points"
    PRACTISES_AT = "practises_at"
    QUALIFICATION = "qualification"
    REASON = "reason"
    REGION = "region"
    REGULATION = "regulation"
    REPORTED_ON = "reported_on"
    RESPONSIBILITY = "responsibility"
    RULE = "rule"
    SCOPE = "scope"
    SEX = "sex"
    SINCE = "since"
    SOURCE = "source"
    SUBJECT = "subject"
    SUBJECT_KIND = "subject_kind"
    TITLE = "title"
    UNTIL = "until"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column that a kind of file has: its field, whether it must be there, and what else it may be called."""

    field: Field
    required: bool
    aliases: tuple[str, ...]


def _must(field: Field, *aliases: str) -> Heading:
    return Heading(field, required=True, aliases=aliases)


def _may(field: Field, *aliases: str) -> Heading:
    return Heading(field, required=False, aliases=aliases)


SUPPLIED_BY_OPTION = frozenset({Field.PLACE, Field.REGULATION, Field.BASIS})
"""Fields that may be the same for a whole file and then need no column."""

_INSTITUTION_CODE = ("医疗机构编码", "医疗机构代码", "定点医疗机构编码", "机构编码", "institution_code")
_DOCTOR_CODE = ("医保医生代码", "医保医师代码", "医师代码", "医生代码", "doctor_code")
_DEPARTMENT_CODE = ("科室编码", "科室代码", "department_code")
_PLACE = _must(Field.PLACE, "适用地", "统筹地区")
_REGULATION = _must(Field.REGULATION, "适用办法", "办法版本", "regulation_id")
_CLAUSE = _must(Field.CLAUSE, "条款", "条款编号", "clause_code")
_DECISION_NO = _must(Field.DECISION_NO, "决定书号", "处罚决定书号", "处理决定文号", "decision_number")
_REGION = _may(Field.REGION, "行政区划代码", "区划代码", "region_code")
_DETERMINED_BY = _may(Field.DETERMINED_BY, "认定机关", "认定单位")
_SCOPE = _may(Field.SCOPE, "执业范围", "practice_scope")
_CATEGORY = _may(Field.CATEGORY, "执业类别", "practice_category")
_QUALIFICATION = _must(Field.QUALIFICATION, "执业级别", "practice_level")
_TITLE = _may(Field.TITLE, "专业技术职务", "职称")

INSTITUTION_HEADINGS = (
    _must(Field.CODE, "institution", *_INSTITUTION_CODE),
    _must(Field.NAME, "医疗机构名称", "机构名称", "名称", "institution_name"),
    _REGION,
    _may(Field.LEVEL, "医院等级", "机构等级", "等级"),
    _may(Field.DESIGNATED, "是否定点", "定点"),
)
DEPARTMENT_HEADINGS = (
    _must(Field.INSTITUTION, *_INSTITUTION_CODE),
    _must(Field.CODE, "department", *_DEPARTMENT_CODE),
    _must(Field.NAME, "科室名称", "名称", "department_name"),
)
DOCTOR_HEADINGS = (
    _must(Field.CODE, "doctor", *_DOCTOR_CODE),
    _must(Field.NAME, "姓名", "医师姓名", "doctor_name"),
    _QUALIFICATION,
    _TITLE,
    _CATEGORY,
    _SCOPE,
)
ENROLMENT_HEADINGS = (
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _must(Field.INSTITUTION, *_INSTITUTION_CODE),
    _PLACE,
    _must(Field.BASIS, "备案方式", "管理方式"),
    _must(Field.SINCE, "开始日期", "起始日期", "生效日期", "start"),
    _may(Field.UNTIL, "结束日期", "截止日期", "终止日期", "end"),
    _may(Field.DEPARTMENT, *_DEPARTMENT_CODE),
    _may(Field.MAIN, "是否主执业机构", "主执业机构"),
)
ENROLMENT_ENTRY_HEADINGS = (
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _must(Field.INSTITUTION, *_INSTITUTION_CODE),
    _PLACE,
    _must(Field.KIND, "条目类型", "类型", "entry_kind"),
    _must(Field.ON, "日期", "发生日期", "happened_on"),
    _may(Field.ATTRIBUTE, "条件"),
    _may(Field.ACT, "办理事项", "办理步骤"),
    _may(Field.INCIDENT, "过往情形"),
    _may(Field.CHANGE, "变更事项"),
    _may(Field.HOLDS, "是否具备"),
    _may(Field.REPORTED_ON, "报告日期"),
)
VIOLATION_HEADINGS = (
    _PLACE,
    _REGULATION,
    _CLAUSE,
    _DECISION_NO,
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _must(Field.INSTITUTION, *_INSTITUTION_CODE),
    _must(Field.DECIDED_ON, "决定日期", "处理日期"),
    _may(Field.CASES, "例数", "次数"),
    _may(Field.DEPARTMENT, *_DEPARTMENT_CODE),
    _may(Field.OCCURRED_ON, "发生日期", "违规日期"),
    _may(Field.NOTIFIED_ON, "告知日期", "送达日期"),
    _may(Field.POINTS, "记分", "扣分"),
    _may(Field.MONTHS, "暂停月数"),
    _DETERMINED_BY,
    _may(Field.NOTE, "备注", "说明"),
    _may(Field.RESPONSIBILITY, "责任程度", "degree_of_responsibility"),
    _may(Field.REASON, "裁量理由"),
)
VIOLATION_ENTRY_HEADINGS = (
    _PLACE,
    _DECISION_NO,
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _CLAUSE,
    _must(Field.EVENT, "事项", "经过", "life_event"),
    _must(Field.ON, "日期", "发生日期", "happened_on"),
    _must(Field.ACTOR, "办理机构", "作出机关", "acted_by"),
    _may(Field.REASON, "理由"),
)
EXAMINATION_HEADINGS = (
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _PLACE,
    _must(Field.ON, "考试日期", "考核日期", "examined_on"),
    _must(Field.PASSED, "是否合格", "是否通过", "考试结果", "考核结果", "result"),
)
REPAIR_HEADINGS = (
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _REGULATION,
    _must(Field.RULE, "修复方式", "修复项目", "修复规则", "repair_rule"),
    _must(Field.ON, "修复日期", "repaired_on"),
    _may(Field.POINTS, "修复分值", "修复记分"),
    _DETERMINED_BY,
)
MEASUREMENT_HEADINGS = (
    _REGULATION,
    _REGION,
    _must(Field.SUBJECT_KIND, "对象类型", "对象类别"),
    _must(Field.SUBJECT, "对象编码", "对象代码", "subject_code"),
    _must(Field.INDICATOR, "指标", "指标编号", "indicator_id"),
    _must(Field.PERIOD, "周期", "考核周期", "所属期"),
    _must(Field.ON, "测定日期", "认定日期", "measured_on"),
    _must(Field.SOURCE, "来源", "数据来源"),
    _may(Field.DOCUMENT_NO, "文号", "文件编号", "document_number"),
    _may(Field.VALUE, "数值", "指标值"),
    _may(Field.GRADE, "等级", "评级", "档次"),
    _may(Field.CATEGORY, "类别", "分类"),
)
ROSTER_HEADINGS = (
    _must(Field.INSTITUTION, *_INSTITUTION_CODE),
    _must(Field.INSTITUTION_NAME, "医疗机构名称"),
    _must(Field.DOCTOR, *_DOCTOR_CODE),
    _must(Field.NAME, "姓名"),
    _may(Field.SEX, "性别"),
    _may(Field.IDENTITY_KIND, "身份证件类型", "证件类型"),
    _may(Field.IDENTITY_NUMBER, "身份证件号码", "证件号码", "身份证号"),
    _must(Field.EMPLOYMENT, "人员状态"),
    _must(Field.SINCE, "合同起始时间"),
    _may(Field.UNTIL, "合同截止时间"),
    _may(Field.CERTIFICATE, "医生执业证书编码", "执业证书编码"),
    _may(Field.PRACTISES_AT, "执业医疗机构名称"),
    _CATEGORY,
    _SCOPE,
    _QUALIFICATION,
    _TITLE,
)


def lookup(headings: tuple[Heading, ...], extra: Mapping[str, Field]) -> Mapping[str, Field]:
    """Return the field behind every plain heading of this kind of file; ``extra`` overrides what is built in.

    What ``extra`` says about fields that this kind of file does not have is passed over.
    """
    known = {column.field for column in headings}
    built_in = {plain(name): column.field for column in headings for name in (column.field, *column.aliases)}
    added = {plain(name): field for name, field in extra.items() if field in known}
    return MappingProxyType(built_in | added)


def plain(heading: str) -> str:
    """Return ``heading`` without what does not matter: width, case, spaces, underscores, hyphens and stars."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return "".join(char for char in folded if not char.isspace() and char not in "_-*\ufeff")
