"""Worked examples of a regulation, as data beside it: what is given, and what the law makes of it.

Map: ``base`` what every example has · one module a scheme · ``file`` a file of examples of any scheme.
"""

from core.assessment.cases.base import BaseCase, Expected, Mismatch
from core.assessment.cases.charges import ChargesCase
from core.assessment.cases.dispensing import DispensingCase
from core.assessment.cases.enrolment import EnrolmentCase
from core.assessment.cases.file import Case, CaseFile, answer
from core.assessment.cases.points import PointsCase, StaffCase
from core.assessment.cases.rating import RatingCase
from core.assessment.cases.scorecard import ScorecardCase
from core.assessment.cases.settlement import SettlementCase

__all__ = [
    "BaseCase",
    "Case",
    "CaseFile",
    "ChargesCase",
    "DispensingCase",
    "EnrolmentCase",
    "Expected",
    "Mismatch",
    "PointsCase",
    "RatingCase",
    "ScorecardCase",
    "SettlementCase",
    "StaffCase",
    "answer",
]
