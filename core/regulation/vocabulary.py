"""The terms that regulations are written in: enumerations shared by data, engine, storage and GraphQL.

Values say the state or the thing, never a place's own name for it; a place's name is a label in its data.
"""

from enum import StrEnum


class Confidence(StrEnum):
    """How far the source of a regulation can be trusted."""

    OFFICIAL = "OFFICIAL"
    """The promulgated text itself or an official page."""
    REPORTED = "REPORTED"
    """Press or a copy; to be confirmed by the operator."""
    TEMPLATE = "TEMPLATE"
    """A model text without an issuer."""


class Completeness(StrEnum):
    """How much of the text the data rests on."""

    WHOLE = "WHOLE"
    EXTRACT = "EXTRACT"


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
    WATCH = "WATCH"
    INTERVIEW = "INTERVIEW"
    TRAINING = "TRAINING"
    SUSPENDED_PENDING_EXAM = "SUSPENDED_PENDING_EXAM"
    """The term of a suspension is over, the examination that ends it has not been passed."""
    SUSPENDED = "SUSPENDED"
    REVOKED = "REVOKED"
    TERMINATED = "TERMINATED"


class SanctionKind(StrEnum):
    """What a regulation does to a doctor (处理)."""

    SUPERVISE = "SUPERVISE"
    """Closer supervision (重点监管)."""
    INTERVIEW = "INTERVIEW"
    CENSURE = "CENSURE"
    TRAIN = "TRAIN"
    RECTIFY = "RECTIFY"
    SUSPEND = "SUSPEND"
    REVOKE = "REVOKE"
    TERMINATE = "TERMINATE"


class SanctionObject(StrEnum):
    """What a sanction takes away."""

    QUALIFICATION = "QUALIFICATION"
    """The standing as an insurance doctor (医保医师资格)."""
    PRESCRIBING_RIGHT = "PRESCRIBING_RIGHT"
    """The right to prescribe for insured patients (医保处方权)."""


class PeriodKind(StrEnum):
    """The interval over which points are summed (考核周期)."""

    YEAR = "YEAR"
    HALF_YEAR = "HALF_YEAR"
    QUARTER = "QUARTER"
    TWO_MONTHS = "TWO_MONTHS"
    MONTH = "MONTH"


class Basis(StrEnum):
    """What an enrolment rests on."""

    AGREEMENT = "AGREEMENT"
    REGISTRATION = "REGISTRATION"


class Attribute(StrEnum):
    """A fact about an applicant that a condition can ask for; each is true, false or not known."""

    LICENSED = "LICENSED"
    ASSISTANT_LICENSED = "ASSISTANT_LICENSED"
    REGISTERED_AT_INSTITUTION = "REGISTERED_AT_INSTITUTION"
    INSTITUTION_DESIGNATED = "INSTITUTION_DESIGNATED"
    EMPLOYED_BY_INSTITUTION = "EMPLOYED_BY_INSTITUTION"
    EDUCATION_CREDITS_EARNED = "EDUCATION_CREDITS_EARNED"
    PRESCRIBING_RIGHT = "PRESCRIBING_RIGHT"
    KNOWS_THE_RULES = "KNOWS_THE_RULES"
    GOOD_ETHICS = "GOOD_ETHICS"
    NEWLY_HIRED = "NEWLY_HIRED"
    TRAINED = "TRAINED"
    EXAM_PASSED = "EXAM_PASSED"
    ACCEPTS_AGREEMENT = "ACCEPTS_AGREEMENT"
    CLINICALLY_EXPERIENCED = "CLINICALLY_EXPERIENCED"


class Act(StrEnum):
    """A procedural step on the way to an enrolment."""

    APPLY = "APPLY"
    REVIEW = "REVIEW"
    LIST = "LIST"
    ISSUE_CODE = "ISSUE_CODE"
    SIGN = "SIGN"
    FILE = "FILE"
    CERTIFY = "CERTIFY"


class Incident(StrEnum):
    """Something in a doctor's past that can bar an application for a time."""

    SERIOUS_BREACH = "SERIOUS_BREACH"
    BREACH = "BREACH"
    HEALTH_PENALTY = "HEALTH_PENALTY"
    """A penalty by the health authority graver than a warning."""
    HEALTH_WARNING = "HEALTH_WARNING"
    """A warning by the health authority (警告), the mildest of its penalties."""
    REVOKED = "REVOKED"


class Change(StrEnum):
    """A change in a doctor's employment or licence that an institution must report."""

    HIRED = "HIRED"
    LEFT = "LEFT"
    TRANSFERRED = "TRANSFERRED"
    RETIRED = "RETIRED"
    LICENCE_REVOKED = "LICENCE_REVOKED"
    LICENCE_CANCELLED = "LICENCE_CANCELLED"
    """The registration to practise was cancelled or the certificate taken back, for whatever reason."""
    PLACE_CHANGED = "PLACE_CHANGED"
    SCOPE_CHANGED = "SCOPE_CHANGED"


class Party(StrEnum):
    """Who acts under a regulation."""

    DOCTOR = "DOCTOR"
    INSTITUTION = "INSTITUTION"
    AGENCY = "AGENCY"
    AUTHORITY = "AUTHORITY"
    HEALTH_AUTHORITY = "HEALTH_AUTHORITY"
    PLANNING_AUTHORITY = "PLANNING_AUTHORITY"
    LABOUR_AUTHORITY = "LABOUR_AUTHORITY"


class Insurance(StrEnum):
    """The kind of cover under which a patient is treated."""

    BASIC = "BASIC"
    MATERNITY = "MATERNITY"
    RETIRED_CADRE = "RETIRED_CADRE"
    WORK_INJURY = "WORK_INJURY"


class RecordField(StrEnum):
    """A field of a violation record that a clause may insist on."""

    POINTS = "points"
    DETERMINED_BY = "determined_by"
    NOTE = "note"
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
    PHARMACY = "PHARMACY"
    NURSING = "NURSING"
    TECHNICAL = "TECHNICAL"
    SETTLEMENT = "SETTLEMENT"
    """Auditing and settling fees (费用审核结算)."""
    PHARMACY_HEAD = "PHARMACY_HEAD"
    """The main responsible person on a retail pharmacy's licence (主要负责人)."""
    RETAIL_PHARMACIST = "RETAIL_PHARMACIST"
    """A pharmacist at a retail pharmacy."""


class Care(StrEnum):
    """The urgency of care for which payment is asked."""

    ORDINARY = "ORDINARY"
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
