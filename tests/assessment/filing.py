"""A made-up place whose enrolments lapse, end and are struck off, and builders of facts under its rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import strategies as st

from core.assessment.cases.calendar import CALENDAR
from core.assessment.enrolment.assess import assess_enrolment
from core.assessment.facts import (
    ActTaken,
    ChangeOccurred,
    EnrolmentFacts,
    Finding,
    GroundDetermined,
    SettlementSuspended,
)
from core.assessment.outcome import EnrolmentOutcome
from core.regulation.files.load import load_law
from core.regulation.law import Law
from core.regulation.settings import apply_settings, load_settings
from core.regulation.vocabulary import Act, Attribute, Change
from tests.assessment.testville import HEAD

FILING = """
[enrolment]
cite = "1"
basis = "REGISTRATION"
sites = { cite = "7", filing = "PER_SITE" }
conduct = [
  { id = "talks", cite = "8.一", label = { zh = "说明", en = "Explains" } },
  { id = "writes", cite = "8.二", label = { zh = "书写", en = "Writes" } },
]
endings = [{ id = "gone", cite = "5", label = { zh = "离开", en = "Left" }, changes = ["LEFT"] }]

[[enrolment.conditions]]
id = "licence"
cite = "2.一"
label = { zh = "执业", en = "Licensed" }
any_of = ["LICENSED"]

[[enrolment.conditions]]
id = "clean"
cite = "2.二"
label = { zh = "无违规", en = "No breach" }
clear_of = "BREACH"
also = ["SERIOUS_BREACH"]
months = 6
counted_from = "APPLICATION"

[[enrolment.states]]
id = "APPLIED"
cite = "3"
label = { zh = "已申请", en = "Applied" }

[[enrolment.states]]
id = "FILED"
cite = "4"
label = { zh = "已备案", en = "Filed" }
enrolled = true

[[enrolment.transitions]]
act = "APPLY"
by = "DOCTOR"
to = "APPLIED"
cite = "3"
label = { zh = "申请", en = "Application" }
requires = ["licence", "clean"]

[[enrolment.transitions]]
act = "FILE"
by = "INSTITUTION"
from = "APPLIED"
to = "FILED"
cite = "4"
label = { zh = "备案", en = "Filing" }

[[enrolment.duties]]
id = "report"
cite = "5"
label = { zh = "减员", en = "Taken off" }
by = "INSTITUTION"
changes = ["LEFT"]
due = "WORKING_DAYS"
days = 3

[[enrolment.deregistrations]]
id = "idle"
cite = "6.一"
label = { zh = "长期未服务", en = "Idle" }
idle_months = 5

[[enrolment.deregistrations]]
id = "suspended"
cite = "6.二"
label = { zh = "停结算", en = "Suspended" }
suspended_months = 9
counted = "DECISION"

[[enrolment.deregistrations]]
id = "found"
cite = "6.三"
label = { zh = "认定", en = "Found" }
determined = true

[[readings]]
id = "sum"
cite = "6.二"
question = { zh = "怎样计?", en = "How is it counted?" }
choices = [
  { id = "each", label = { zh = "逐次", en = "Each" } },
  { id = "year", label = { zh = "按年", en = "By the year" }, set = { "enrolment.deregistrations.suspended.counted" = "YEAR_SUM" } },
]
"""  # noqa: E501 - as a data file writes it
TERM = """
[enrolment.validity]
cite = "9"
months = 30

[[gaps]]
id = "promulgated"
scheme = "ENROLMENT"
parameters = ["enrolment.validity.promulgated"]
label = { zh = "颁布日期不详", en = "No day of promulgation" }
"""


def a_law(text: str = HEAD + FILING) -> Law:
    return load_law(text.encode(), "testville.toml")


LAW = a_law()
FILED = date(2025, 2, 3)
BASE = EnrolmentFacts(
    findings=(Finding(attribute=Attribute.LICENSED, holds=True),),
    acts=(ActTaken(act=Act.APPLY, on=date(2025, 1, 6)), ActTaken(act=Act.FILE, on=FILED)),
    incidents_known=True,
    services_known=True,
)
DAYS = st.dates(date(2025, 2, 3), date(2026, 12, 31))
SERVICES = st.lists(DAYS, max_size=8).map(tuple)
SUSPENSIONS = st.lists(st.builds(SettlementSuspended, decided_on=DAYS, months=st.integers(1, 12)), max_size=5)
FINDINGS = st.lists(
    st.builds(GroundDetermined, ground=st.just("found"), on=DAYS, determined_by=st.just("A"), note=st.just("n")),
    max_size=2,
)
CHANGES = st.lists(st.builds(ChangeOccurred, change=st.just(Change.LEFT), on=DAYS), max_size=2)


def some_facts(
    served_on: tuple[date, ...],
    suspensions: Sequence[SettlementSuspended],
    findings: Sequence[GroundDetermined],
    changes: Sequence[ChangeOccurred],
) -> EnrolmentFacts:
    """Return one who was filed, and what came after."""
    return replace(
        BASE,
        served_on=served_on,
        suspensions=tuple(suspensions),
        determinations=tuple(findings),
        changes=tuple(changes),
    )


FACTS = st.builds(some_facts, SERVICES, SUSPENSIONS, FINDINGS, CHANGES)


def assessed(facts: EnrolmentFacts = BASE, as_of: date = date(2025, 6, 30), law: Law = LAW) -> EnrolmentOutcome:
    return assess_enrolment(law, facts, as_of, CALENDAR)


def suspended(*months: tuple[str, int]) -> EnrolmentFacts:
    given = tuple(SettlementSuspended(decided_on=date.fromisoformat(on), months=length) for on, length in months)
    return replace(BASE, suspensions=given)


SETTLED = apply_settings(
    a_law(HEAD + FILING + TERM),
    load_settings(
        """
[[regulation]]
id = "testville-2020"
basis = { zh = "试行", en = "a trial" }
set = { "enrolment.validity.promulgated" = 2020-01-31 }
""".encode(),
        "settings.toml",
    ),
)
