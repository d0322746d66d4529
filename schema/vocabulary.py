"""The enumerations of the law, each value described for a reader who has never seen the regulation."""

from collections.abc import Mapping
from enum import Enum
from typing import Any, cast

import strawberry

from core.regulation.behaviours import LABELS, Behaviour
from core.regulation.model import Completeness, Confidence, ProvisionKind
from core.regulation.schemes.enrolment import Counted, CountedFrom, Due, Filing
from core.regulation.schemes.points import AllPoints, BookedOn, CountedPer, LastDay, Overlap, Per, StartsOn
from core.regulation.vocabulary import (
    Act,
    Attribute,
    Basis,
    Change,
    Incident,
    Insurance,
    Party,
    PeriodKind,
    RecordField,
    Responsibility,
    SanctionKind,
    SanctionObject,
    Scheme,
    Status,
)
from core.text import Lang


def described(enum: type[Enum], description: str, values: Mapping[str, str], *, name: str | None = None) -> None:
    """Show ``enum`` to clients with a description of every value; one that has none is described by its name."""
    strawberry.enum(enum, name=name, description=description)
    for value in cast("Any", enum).__strawberry_definition__.values:
        value.description = values.get(value.name) or f"{value.name.replace('_', ' ').capitalize()}."


described(Lang, "A language that a text can be read in.", {"ZH": "Simplified Chinese (简体中文).", "EN": "English."})
described(
    Confidence,
    "How far the source of a regulation can be trusted.",
    {
        "OFFICIAL": "The promulgated text itself or an official page.",
        "REPORTED": "Press or a copy, to be confirmed by the operator.",
        "TEMPLATE": "A model text without an issuer.",
    },
)
described(
    Completeness,
    "How much of the text the data rests on.",
    {"WHOLE": "The whole text.", "EXTRACT": "Some articles only; what they leave open is listed as gaps."},
)
described(
    Scheme,
    "A kind of rule that a regulation can hold.",
    {
        "POINTS": "A period's points of a doctor (记分) and what they lead to.",
        "ENROLMENT": "Whether a doctor may practise for insured patients (备案/协议).",
        "SCORECARD": "Weighted indicators, a score, a grade, and what follows (考核评分).",
        "CHARGES": "Money owed for findings, excesses and audit deductions (扣款).",
        "SETTLEMENT": "A year's prepaid budget, its instalments, and who bears an overspend (预付结算).",
        "DISPENSING": "Days' supply allowed for a prescription line (带药天数).",
        "RATING": "A colour or grade and what follows from it (评级).",
    },
)
described(
    Status,
    "The standing of a doctor, mildest first.",
    {
        "NORMAL": "Nothing stands against the doctor.",
        "WATCH": "Watched; nothing is taken away.",
        "INTERVIEW": "Called to an interview (约谈).",
        "TRAINING": "Sent to training (培训).",
        "SUSPENDED_PENDING_EXAM": "The suspension's term is over; the examination that ends it is still due.",
        "SUSPENDED": "Suspended (暂停) until the date given, or until lifted.",
        "REVOKED": "The qualification is revoked (取消资格).",
        "TERMINATED": "The agreement is terminated (解除协议).",
    },
)
described(
    SanctionKind,
    "What a regulation does to a doctor (处理).",
    {
        "SUPERVISE": "Closer supervision (重点监管).",
        "INTERVIEW": "An interview (约谈).",
        "CENSURE": "A public notice of criticism (通报).",
        "TRAIN": "Training and an examination (培训考试).",
        "RECTIFY": "An order to put things right (整改).",
        "SUSPEND": "A suspension (暂停).",
        "REVOKE": "A revocation, with or without a bar on applying again (取消资格).",
        "TERMINATE": "A termination of the agreement (解除协议).",
    },
)
described(
    SanctionObject,
    "What a sanction takes away.",
    {
        "QUALIFICATION": "The standing as an insurance doctor (医保医师资格).",
        "PRESCRIBING_RIGHT": "The right to prescribe for insured patients (医保处方权).",
    },
)
described(
    PeriodKind,
    "The interval over which points are summed (考核周期).",
    {
        "YEAR": "The calendar year, named 2025.",
        "HALF_YEAR": "Half a year, named 2025-H1.",
        "QUARTER": "A quarter, named 2025-Q3.",
        "TWO_MONTHS": "Two months, named 2025-B6.",
        "MONTH": "A month, named 2025-07.",
    },
)
described(
    Basis,
    "What an enrolment rests on.",
    {"AGREEMENT": "An agreement with the agency (协议).", "REGISTRATION": "A filing with the agency (备案)."},
)
described(
    Attribute,
    "A fact about an applicant; each holds, does not hold, or is not known.",
    {
        "LICENSED": "Holds a physician's licence (执业医师).",
        "ASSISTANT_LICENSED": "Holds an assistant physician's licence (执业助理医师).",
        "REGISTERED_AT_INSTITUTION": "Registered to practise at the institution.",
        "INSTITUTION_DESIGNATED": "The institution is designated (定点).",
        "EMPLOYED_BY_INSTITUTION": "Employed by the institution.",
        "EDUCATION_CREDITS_EARNED": "Has earned the continuing-education credits.",
        "PRESCRIBING_RIGHT": "Holds the right to prescribe.",
        "KNOWS_THE_RULES": "Knows the insurance rules.",
        "GOOD_ETHICS": "Of good professional ethics.",
        "NEWLY_HIRED": "Newly hired.",
        "TRAINED": "Has been trained by the agency.",
        "EXAM_PASSED": "Has passed the agency's examination.",
        "ACCEPTS_AGREEMENT": "Accepts the agreement and its terms.",
        "CLINICALLY_EXPERIENCED": "Has the clinical experience demanded.",
    },
)
described(
    Act,
    "A procedural step on the way to an enrolment.",
    {
        "APPLY": "The doctor applies (申请).",
        "REVIEW": "The application is reviewed (审核).",
        "LIST": "The institution puts the doctor on its list (上报名单).",
        "ISSUE_CODE": "The service code is issued (取得服务编码).",
        "SIGN": "The agreement is signed (签订协议).",
        "FILE": "The doctor is filed with the agency (注册备案).",
        "CERTIFY": "The qualification is certified (认证资格).",
    },
)
described(
    Incident,
    "Something in a doctor's past that can bar an application for a time.",
    {
        "SERIOUS_BREACH": "A serious breach of the insurance rules.",
        "BREACH": "A breach of the insurance rules.",
        "HEALTH_PENALTY": "A penalty by the health authority graver than a warning.",
        "HEALTH_WARNING": "A warning by the health authority (警告).",
        "REVOKED": "An earlier revocation of the qualification.",
    },
)
described(
    Change,
    "A change in a doctor's employment or licence that an institution must report.",
    {
        "HIRED": "Hired.",
        "LEFT": "Left the institution.",
        "TRANSFERRED": "Transferred to another institution.",
        "RETIRED": "Retired.",
        "LICENCE_REVOKED": "The licence was revoked.",
        "LICENCE_CANCELLED": "The registration to practise was cancelled, for whatever reason.",
        "PLACE_CHANGED": "The place of practice changed.",
        "SCOPE_CHANGED": "The scope of practice changed.",
    },
    name="StaffChange",
)
described(
    Party,
    "Who acts, or is bound, under a regulation.",
    {
        "DOCTOR": "The doctor (医师).",
        "INSTITUTION": "The institution (医疗机构).",
        "AGENCY": "The agency that runs the insurance (经办机构).",
        "AUTHORITY": "The insurance authority (医疗保障行政部门).",
        "HEALTH_AUTHORITY": "The health authority (卫生健康部门).",
        "PLANNING_AUTHORITY": "The planning authority (发展改革部门).",
        "LABOUR_AUTHORITY": "The labour authority (人力资源社会保障部门).",
    },
)
described(
    Insurance,
    "The kind of cover under which a patient is treated.",
    {
        "BASIC": "Basic medical insurance (基本医疗保险).",
        "MATERNITY": "Maternity insurance (生育保险).",
        "RETIRED_CADRE": "Cover of retired cadres (离休干部).",
        "WORK_INJURY": "Work-injury insurance (工伤保险).",
    },
)
described(
    RecordField,
    "A field that a clause insists on in a violation's record.",
    {
        "POINTS": "The decided points.",
        "DETERMINED_BY": "The body that determined the act.",
        "NOTE": "The circumstances.",
        "RESPONSIBILITY": "The degree of responsibility found (责任程度).",
    },
)
described(
    Responsibility,
    "The degree of responsibility for a breach (责任程度), least first.",
    {"GENERAL": "General (一般责任).", "IMPORTANT": "Important (重要责任).", "MAIN": "Main (主要责任)."},
)
described(
    ProvisionKind,
    "What a provision that computes nothing is about.",
    {
        "PURPOSE": "Purpose and basis (目的依据).",
        "DEFINITION": "A definition or the scope (定义、适用范围).",
        "PRINCIPLE": "A principle (原则).",
        "ROLE": "Who is responsible for what (职责).",
        "DUTY": "A duty that no result depends on (义务).",
        "PROCEDURE": "A procedure (程序).",
        "COMMENCEMENT": "When it comes into force (施行).",
    },
)
described(
    Per,
    "What a clause's points are counted by.",
    {
        "CASE": "Each case (每例): points times the record's cases.",
        "ACT": "Each act found, however many cases it has.",
        "REVIEW": "Each review whose count reaches `of`: once, or not at all.",
        "EVERY": "Each completed `of` cases.",
    },
    name="CountedBy",
)
described(
    BookedOn,
    "The date that puts a record into a period.",
    {"DECIDED": "The day of the decision.", "OCCURRED": "The day of the act."},
)
described(
    StartsOn,
    "The day on which a sanction starts.",
    {
        "DECIDED": "The day of the decision.",
        "NOTIFIED": "The day of written notification.",
        "NEXT_MONTH": "The first day of the month after the decision.",
    },
)
described(
    LastDay,
    "Which day is the last of a term of months.",
    {"PREVIOUS": "The day before the corresponding one.", "CORRESPONDING": "The corresponding day itself."},
)
described(
    Overlap,
    "What a further suspension does while one is running.",
    {
        "SUPERSEDE": "It runs from its own start; the later end holds.",
        "SERIAL": "It starts where the running one ends.",
    },
)
described(
    AllPoints,
    "What a clause that takes all points is worth.",
    {"REMAINDER": "What is left of the period's points.", "FULL": "The full number, whatever is left."},
)
described(
    CountedPer,
    "What an escalation counts.",
    {"PERIOD": "At most one in a period, the heaviest.", "EVENT": "Each decision that reaches a threshold."},
)
described(
    Due,
    "By when a change must be reported.",
    {
        "END_OF_MONTH": "Within the month in which it happens.",
        "WORKING_DAYS": "Within a number of working days (工作日).",
    },
)
described(
    CountedFrom,
    "From which day the months are counted during which an incident bars an application.",
    {
        "INCIDENT": "Forward from the incident: to the day before the corresponding one.",
        "APPLICATION": "Backward from the application: another result at a month's end only.",
    },
)
described(
    Counted,
    "Which suspensions are held against a number of months.",
    {"DECISION": "Each decision by itself.", "YEAR_SUM": "All decisions of a calendar year together."},
    name="SuspensionsCounted",
)
described(
    Filing,
    "What a filing is good for where a doctor practises at several institutions.",
    {
        "PER_SITE": "One institution: the doctor is to be filed at each.",
        "PER_PERSON": "Every institution at which the doctor practises.",
    },
    name="FilingReach",
)
described(
    Behaviour,
    "What a clause is about (违规行为), in one taxonomy shared by all regions; it never says what the act costs.",
    {behaviour.name: f"{label.en} ({label.zh})." for behaviour, label in LABELS.items()},
)
