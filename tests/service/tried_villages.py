"""A made-up law of each scheme, on which made-up facts are tried."""

from core.regulation.vocabulary import Scheme
from tests.assessment import charging, filing, rating_village, scoring, test_dispensing, test_settlement, testville

VILLAGES = {
    Scheme.POINTS: testville.a_law(),
    Scheme.ENROLMENT: filing.LAW,
    Scheme.SCORECARD: scoring.a_scorecard(),
    Scheme.CHARGES: charging.LAW,
    Scheme.SETTLEMENT: test_settlement.LAW,
    Scheme.DISPENSING: test_dispensing.LAW,
    Scheme.RATING: rating_village.LAW,
}
