"""The terms that regulations are written in: enumerations shared by data, engine, storage and GraphQL.

Values say the state or the thing, never a place's own name for it; a place's name is a label in its data.
"""

from enum import StrEnum


class Scheme(StrEnum):
    """A kind of rule that a regulation can hold."""

    POINTS = "POINTS"
    """A period's points of a doctor (记分)."""
    ENROLMENT = "ENROLMENT"
    """Whether a doctor may practise for insured patients (备案/协议)."""
    SCORECARD = "SCORECARD"
    """Weighted indicators, a score, a grade, and what follows (考核评分)."""
    CHARGES = "CHARGES"
    """Money owed for findings, excesses and audit deductions (扣款)."""
    SETTLEMENT = "SETTLEMENT"
    """A year's prepaid budget, instalments, reserve, and who bears an overspend (预付结算)."""
    DISPENSING = "DISPENSING"
    """Days' supply allowed for a prescription line (带药天数)."""
    RATING = "RATING"
    """A colour or grade, what follows, and a procedure with states and deadlines (评级)."""


class Status(StrEnum):
    """The standing of a doctor, mildest first; the order is that of severity."""

    NORMAL = "NORMAL"
    """Nothing stands against the doctor."""
    WATCH = "WATCH"
    """Watched; nothing is taken away."""
    INTERVIEW = "INTERVIEW"
    """Called to an interview (约谈)."""
    TRAINING = "TRAINING"
    """Sent to training (培训)."""
    SUSPENDED_PENDING_EXAM = "SUSPENDED_PENDING_EXAM"
    """The term of a suspension is over, the examination that ends it has not been passed."""
    SUSPENDED = "SUSPENDED"
    """Suspended (暂停) until the date given, or until lifted."""
    REVOKED = "REVOKED"
    """The qualification is revoked (取消资格)."""
    TERMINATED = "TERMINATED"
    """The agreement is terminated (解除协议)."""


class SanctionKind(StrEnum):
    """What a regulation does to a doctor (处理)."""

    SUPERVISE = "SUPERVISE"
    """Closer supervision (重点监管)."""
    INTERVIEW = "INTERVIEW"
    """An interview (约谈)."""
    CENSURE = "CENSURE"
    """A public notice of criticism (通报)."""
    TRAIN = "TRAIN"
    """Training and an examination (培训考试)."""
    RECTIFY = "RECTIFY"
    """An order to put things right (整改)."""
    SUSPEND = "SUSPEND"
    """A suspension (暂停)."""
    REVOKE = "REVOKE"
    """A revocation, with or without a bar on applying again (取消资格)."""
    TERMINATE = "TERMINATE"
    """A termination of the agreement (解除协议)."""


class SanctionObject(StrEnum):
    """What a sanction takes away."""

    QUALIFICATION = "QUALIFICATION"
    """The standing as an insurance doctor (医保医师资格)."""
    PRESCRIBING_RIGHT = "PRESCRIBING_RIGHT"
    """The right to prescribe for insured patients (医保处方权)."""


class PeriodKind(StrEnum):
    """The interval over which points are summed (考核周期)."""

    YEAR = "YEAR"
    """The calendar year, named 2025."""
    HALF_YEAR = "HALF_YEAR"
    """Half a year, named 2025-H1."""
    QUARTER = "QUARTER"
    """A quarter, named 2025-Q3."""
    TWO_MONTHS = "TWO_MONTHS"
    """Two months, named 2025-B6."""
    MONTH = "MONTH"
    """A month, named 2025-07."""


class Basis(StrEnum):
    """What an enrolment rests on."""

    AGREEMENT = "AGREEMENT"
    """An agreement with the agency (协议)."""
    REGISTRATION = "REGISTRATION"
    """A filing with the agency (备案)."""


class Attribute(StrEnum):
    """A fact about an applicant that a condition can ask for; each is true, false or not known."""

    LICENSED = "LICENSED"
    """Holds a physician's licence (执业医师)."""
    ASSISTANT_LICENSED = "ASSISTANT_LICENSED"
    """Holds an assistant physician's licence (执业助理医师)."""
    REGISTERED_AT_INSTITUTION = "REGISTERED_AT_INSTITUTION"
    """Registered to practise at the institution."""
    INSTITUTION_DESIGNATED = "INSTITUTION_DESIGNATED"
    """The institution is designated (定点)."""
    EMPLOYED_BY_INSTITUTION = "EMPLOYED_BY_INSTITUTION"
    """Employed by the institution."""
    EDUCATION_CREDITS_EARNED = "EDUCATION_CREDITS_EARNED"
    """Has earned the continuing-education credits."""
    PRESCRIBING_RIGHT = "PRESCRIBING_RIGHT"
    """Holds the right to prescribe."""
    KNOWS_THE_RULES = "KNOWS_THE_RULES"
    """Knows the insurance rules."""
    GOOD_ETHICS = "GOOD_ETHICS"
    """Of good professional ethics."""
    NEWLY_HIRED = "NEWLY_HIRED"
    """Newly hired."""
    TRAINED = "TRAINED"
    """Has been trained by the agency."""
    EXAM_PASSED = "EXAM_PASSED"
    """Has passed the agency's examination."""
    ACCEPTS_AGREEMENT = "ACCEPTS_AGREEMENT"
    """Accepts the agreement and its terms."""
    CLINICALLY_EXPERIENCED = "CLINICALLY_EXPERIENCED"
    """Has the clinical experience demanded."""


class Act(StrEnum):
    """A procedural step on the way to an enrolment."""

    APPLY = "APPLY"
    """The doctor applies (申请)."""
    REVIEW = "REVIEW"
    """The application is reviewed (审核)."""
    LIST = "LIST"
    """The institution puts the doctor on its list (上报名单)."""
    ISSUE_CODE = "ISSUE_CODE"
    """The service code is issued (取得服务编码)."""
    SIGN = "SIGN"
    """The agreement is signed (签订协议)."""
    FILE = "FILE"
    """The doctor is filed with the agency (注册备案)."""
    CERTIFY = "CERTIFY"
    """The qualification is certified (认证资格)."""


class Incident(StrEnum):
    """Something in a doctor's past that can bar an application for a time."""

    SERIOUS_BREACH = "SERIOUS_BREACH"
    """A serious breach of the insurance rules."""
    BREACH = "BREACH"
    """A breach of the insurance rules."""
    HEALTH_PENALTY = "HEALTH_PENALTY"
    """A penalty by the health authority graver than a warning."""
    HEALTH_WARNING = "HEALTH_WARNING"
    """A warning by the health authority (警告), the mildest of its penalties."""
    REVOKED = "REVOKED"
    """An earlier revocation of the qualification."""


class Change(StrEnum):
    """A change in a doctor's employment or licence that an institution must report."""

    HIRED = "HIRED"
    """Hired."""
    LEFT = "LEFT"
    """Left the institution."""
    TRANSFERRED = "TRANSFERRED"
    """Transferred to another institution."""
    RETIRED = "RETIRED"
    """Retired."""
    LICENCE_REVOKED = "LICENCE_REVOKED"
    """The licence was revoked."""
    LICENCE_CANCELLED = "LICENCE_CANCELLED"
    """The registration to practise was cancelled or the certificate taken back, for whatever reason."""
    PLACE_CHANGED = "PLACE_CHANGED"
    """The place of practice changed."""
    SCOPE_CHANGED = "SCOPE_CHANGED"
    """The scope of practice changed."""


class Party(StrEnum):
    """Who acts under a regulation."""

    DOCTOR = "DOCTOR"
    """The doctor (医师)."""
    INSTITUTION = "INSTITUTION"
    """The institution (医疗机构)."""
    AGENCY = "AGENCY"
    """The agency that runs the insurance (经办机构)."""
    AUTHORITY = "AUTHORITY"
    """The insurance authority (医疗保障行政部门)."""
    HEALTH_AUTHORITY = "HEALTH_AUTHORITY"
    """The health authority (卫生健康部门)."""
    PLANNING_AUTHORITY = "PLANNING_AUTHORITY"
    """The planning authority (发展改革部门)."""
    LABOUR_AUTHORITY = "LABOUR_AUTHORITY"
    """The labour authority (人力资源社会保障部门)."""


class Insurance(StrEnum):
    """The kind of cover under which a patient is treated."""

    BASIC = "BASIC"
    """Basic medical insurance (基本医疗保险)."""
    MATERNITY = "MATERNITY"
    """Maternity insurance (生育保险)."""
    RETIRED_CADRE = "RETIRED_CADRE"
    """Cover of retired cadres (离休干部)."""
    WORK_INJURY = "WORK_INJURY"
    """Work-injury insurance (工伤保险)."""


class RecordField(StrEnum):
    """A field of a violation record that a clause may insist on."""

    POINTS = "points"
    """The decided points."""
    DETERMINED_BY = "determined_by"
    """The body that determined the act."""
    NOTE = "note"
    """The circumstances."""
    RESPONSIBILITY = "responsibility"
    """The degree of responsibility found (责任程度)."""


class Flag(StrEnum):
    """A distinction that stands beside a standing and takes nothing away."""

    COMMENDED = "COMMENDED"
    """Praised for the points kept (表扬)."""
    REWARD_CANDIDATE = "REWARD_CANDIDATE"
    """May be proposed for a reward (评优)."""
    UNDER_APPEAL = "UNDER_APPEAL"
    """A record that counts is being contested (申诉中)."""


class LifeEvent(StrEnum):
    """What happens to a record of a violation in the course of its life, in the order in which it can."""

    SUSPECTED = "SUSPECTED"
    """A suspicion was raised; nothing counts yet."""
    DECIDED = "DECIDED"
    """The suspicion was found true."""
    NOTIFIED = "NOTIFIED"
    """Notice of the decision was given (送达)."""
    APPEALED = "APPEALED"
    """The person objected (申诉)."""
    APPEAL_WITHDRAWN = "APPEAL_WITHDRAWN"
    """The person took the objection back."""
    UPHELD = "UPHELD"
    """The decision was confirmed."""
    OVERTURNED = "OVERTURNED"
    """The decision was set aside; it is as if it had never been."""
    WITHDRAWN = "WITHDRAWN"
    """The authority took the record back itself."""


class LifeState(StrEnum):
    """Where a record of a violation stands in its life."""

    SUSPECTED = "SUSPECTED"
    DECIDED = "DECIDED"
    NOTIFIED = "NOTIFIED"
    APPEALED = "APPEALED"
    UPHELD = "UPHELD"
    OVERTURNED = "OVERTURNED"
    WITHDRAWN = "WITHDRAWN"
    UNCONTESTED = "UNCONTESTED"
    """Nobody objected in time, or the objection was taken back."""


class Responsibility(StrEnum):
    """The degree to which a person answers for a breach (责任程度), slightest first."""

    GENERAL = "GENERAL"
    """A supporting part (一般责任)."""
    IMPORTANT = "IMPORTANT"
    """An active part (重要责任)."""
    MAIN = "MAIN"
    """The deciding part (主要责任)."""


class Profession(StrEnum):
    """The work by which a person falls under a regulation."""

    MEDICAL = "MEDICAL"
    """Doctors (医疗类)."""
    PHARMACY = "PHARMACY"
    """Pharmacists at institutions (药学类)."""
    NURSING = "NURSING"
    """Nurses (护理类)."""
    TECHNICAL = "TECHNICAL"
    """Technicians (技术类)."""
    SETTLEMENT = "SETTLEMENT"
    """Auditing and settling fees (费用审核结算)."""
    PHARMACY_HEAD = "PHARMACY_HEAD"
    """The main responsible person on a retail pharmacy's licence (主要负责人)."""
    RETAIL_PHARMACIST = "RETAIL_PHARMACIST"
    """A pharmacist at a retail pharmacy."""


class Care(StrEnum):
    """The urgency of care for which payment is asked."""

    ORDINARY = "ORDINARY"
    """Ordinary care."""
    EMERGENCY = "EMERGENCY"
    """Emergency care (急诊)."""
    RESCUE = "RESCUE"
    """Rescue of a life in danger (抢救)."""


class Reach(StrEnum):
    """Where a standing holds."""

    REGION = "REGION"
    """In the area of the regulation, at every institution."""
    NATIONWIDE = "NATIONWIDE"
    """At every institution of every region (全国联网)."""


class InstitutionMeasure(StrEnum):
    """What can follow for an institution from the standings of its staff."""

    SETTLEMENT_SUSPENDED = "SETTLEMENT_SUSPENDED"
    """Settlement with the fund is suspended (暂停结算)."""
    AGREEMENT_SUSPENDED = "AGREEMENT_SUSPENDED"
    """The service agreement is suspended (中止协议)."""
