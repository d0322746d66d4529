"""The enumerations of scorecards and ratings, each value described for a reader who has never seen the regulation."""

from core.regulation.schemes.rating import (
    Bound,
    DataOf,
    DueBy,
    Every,
    MeasureUnit,
    RatedSubject,
    Worsening,
)
from core.regulation.schemes.rating import ConsequenceKind as RatingConsequenceKind
from core.regulation.schemes.scorecard import BroughtBy, Normalisation, Rounding, Scored
from core.regulation.schemes.scorecard import ConsequenceKind as ScorecardConsequenceKind
from schema.vocabulary import described

__all__ = [
    "Bound",
    "BroughtBy",
    "DataOf",
    "DueBy",
    "Every",
    "MeasureUnit",
    "Normalisation",
    "RatedSubject",
    "RatingConsequenceKind",
    "Rounding",
    "ScorecardConsequenceKind",
    "Scored",
    "Worsening",
]

described(
    Scored,
    "Who is scored on a scorecard.",
    {
        "OFFICE": "The insurance office (医保办) of an institution, as a whole.",
        "STAFF": "A member of that office.",
        "AGENCY": "An insurance agency (经办机构).",
    },
    name="ScoredSubject",
)
described(
    Normalisation,
    "How weights make a score, above all where those of a group's members do not add up to the group's own.",
    {
        "GROUP": "Each group counts by its own weight, which its members share in proportion to theirs.",
        "SUM": "Each member counts by its own weight, over the sum of all members' weights.",
        "RAW": "Each member counts by its own weight in per cent; the total is at most the full score, if any.",
    },
    name="WeightNormalisation",
)
described(
    Rounding,
    "What is done to a score before it is graded.",
    {
        "NONE": "Nothing: the exact score is graded.",
        "HALF_UP": "It is rounded to a whole number, halves upwards.",
    },
    name="ScoreRounding",
)
described(
    ScorecardConsequenceKind,
    "What follows from a score or grade.",
    {
        "REWARD": "A reward (奖励).",
        "PENALTY": "A penalty (处罚).",
        "DUTY": "Something that must be done.",
        "PUBLICATION": "The result is made public (公示、通报).",
    },
    name="ScorecardConsequenceKind",
)
described(
    BroughtBy,
    "What brings a consequence of a scorecard about.",
    {
        "GRADE": "One of the grades named.",
        "RESULT": "Every result, whatever the grade.",
        "DECISION": "A decision of the body in charge; the text ties it to no grade.",
    },
)
described(
    RatedSubject,
    "Who or what is rated.",
    {
        "INSTITUTION": "An institution (医疗机构).",
        "DEPARTMENT": "A department of it (科室).",
        "DOCTOR": "A doctor (医师).",
        "STAFF": "Any person who works for the institution or agency.",
    },
)
described(
    RatingConsequenceKind,
    "What a rating leads to.",
    {
        "REWARD": "A candidate for a reward; who gets it is decided apart.",
        "WATCH": "Watched more closely (重点关注).",
        "FEEDBACK": "The result is fed back (反馈).",
        "INTERVIEW": "An interview (约谈).",
        "WARNING": "A warning (警告).",
        "PENALTY": "A penalty of a form that the deciding body chooses, or that the text leaves open.",
        "FINE": "Money to be paid (罚款).",
        "PAY_CUT": "Less pay or bonus (扣绩效).",
        "RECTIFY": "Things are to be put right (整改).",
        "PUBLIC_NOTICE": "A public notice (通报).",
        "DOWNGRADE": "A lower class, post or rate of payment.",
        "LIMIT": "Less business, or funds held back.",
        "SUSPEND": "A suspension (暂停).",
        "CANCEL": "The standing with the insurance is taken away (取消资格).",
        "POST": "A measure of the employer about a post, such as demotion or dismissal.",
        "RECORD": "An entry in a credit file (信用记录).",
        "REFERRAL": "A matter for another authority, such as taking away a licence (移送).",
    },
    name="RatingConsequenceKind",
)
described(
    DataOf,
    "The period whose figures an evaluation looks at.",
    {"SAME": "The period that it is of.", "PREVIOUS": "The one before."},
    name="FiguresOf",
)
described(
    Worsening,
    "What shows that a subject does not improve from one period to the next.",
    {
        "SAME_GRADE": "The same grade again.",
        "LOWER_SCORE": "A lower score than with that grade, whatever the new grade.",
    },
)
described(
    Every,
    "How often a duty returns.",
    {"DAY": "Each day.", "MONTH": "Each month.", "QUARTER": "Each quarter."},
    name="DutyInterval",
)
described(
    DueBy,
    "By when a returning duty must be met.",
    {
        "END": "By the end of the day, month or quarter that it is of.",
        "END_OF_NEXT": "By the end of the one after.",
    },
    name="DutyDueBy",
)
described(
    Bound,
    "How a measured value must stand to its target; the target itself is within it.",
    {"AT_MOST": "At most the target.", "AT_LEAST": "At least the target."},
    name="TargetBound",
)
described(
    MeasureUnit,
    "What a value is measured in.",
    {"PERCENT": "Of a hundred; differences are percentage points.", "YUAN": "Yuan (元)."},
)
