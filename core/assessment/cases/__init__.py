"""Worked examples of a regulation, as data beside it: what is given, and what the law makes of it.

Map: ``base`` what every example has · one module a scheme · ``file`` a file of examples of any scheme.
"""

from core.assessment.cases.base import BaseCase, Expected, Mismatch
from core.assessment.cases.enrolment import EnrolmentCase
from core.assessment.cases.file import Case, CaseFile, answer
from core.assessment.cases.points import PointsCase

__all__ = ["BaseCase", "Case", "CaseFile", "EnrolmentCase", "Expected", "Mismatch", "PointsCase", "answer"]
