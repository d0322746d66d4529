"""Queries to begin with, as data: the page opens with them, and tests run them.

They name no regulation: what they are about is passed as variables, chosen among what is served.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.assessment.periods import Period
from core.regulation.vocabulary import PeriodKind
from core.service.office import Office
from core.service.viewer import ANYONE, Scope, Viewer
from core.storage import PeriodFilter
from schema.examples_of_schemes import measuring, of_registry, samples

REGULATIONS = """\
# Every regulation served, with its clauses. Ctrl-Enter runs the query; no token is needed.
# 所有已载入的规定及其条款。按 Ctrl-Enter 执行, 不需要令牌。
query Regulations {
  regulations(first: 10) {
    totalCount
    nodes {
      code
      title { zh en }
      region { code name { zh } }
      inForce { from to }
      source { confidence completeness articles }
      schemes
      points {
        full
        period
        clauses {
          code
          citation { code text { zh en } }
          label { zh en }
          points { kind value from to }
        }
        thresholds { label { zh en } at leftBelow citation { code } }
      }
      gaps { scheme parameters label { zh en } }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""

STANDING = """\
# Where doctors stand under one regulation, and every step that led there. Outside a demo this needs a token:
# {"Authorization": "Bearer …"} under Headers. 医师的状态及每一步的依据; 非演示环境须在 Headers 中填写令牌。
query Standing($regulation: ID!, $period: String) {
  assessments(regulation: $regulation, period: $period, first: 5, status: SUSPENDED) {
    nodes {
      doctor { code name }
      asOf
      determination
      missing { name text { zh } }
      pointsFull
      pointsLost
      pointsLeft
      standing { status since until mayReapplyFrom citation { code } }
      arithmetic
      headroom { pointsToNext consequence label { zh } daysUntilReset }
      steps { kind citation { code text { zh } } text { zh en } before after }
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""

OVER_TIME = """\
# Doctors over time: the cause of each change of standing, what is open and what it would change, what comes up, and
# where they stand under every regulation. 状态的变化与原因、申诉前后、期限, 以及各规定下的状态。
query OverTime($place: String!, $regulation: ID!, $from: Date!, $to: Date!, $asOf: Date!) {
  doctors(place: $place, first: 3) {
    nodes {
      code
      timeline(regulation: $regulation, from: $from, to: $to) {
        since until pointsLeft standing { status until } causes { text { zh en } }
      }
      assessment(regulation: $regulation, asOf: $asOf) {
        whyChosen { zh en }
        exposure { record state counts }
        contest { changesIfRelieved { text { zh en } } }
        appealValue { worth size sets { records standing { status } } }
      }
      standing(asOf: $asOf) { gravest { regulation { code } standing { status } } }
      deadlines(asOf: $asOf) { on kind label { zh en } citation { code } }
    }
  }
}
"""

SIMULATE = """\
# What a regulation makes of facts that you give; nothing is stored, and no token is needed.
# 用给出的事实试算; 不保存, 不需要令牌。
query Simulate($regulation: ID!, $violations: [ViolationInput!]!, $asOf: Date!) {
  simulate(regulation: $regulation, violations: $violations, asOf: $asOf) {
    determination
    missing { name text { zh } }
    pointsLost
    pointsLeft
    standing { status since until }
    sanctions { kind label { zh en } start end untilExam citation { code } }
    arithmetic
    steps { kind citation { code text { zh en } } text { zh en } before after }
  }
}
"""

NOTICES = """\
# What a regulation has made public today, masked as its text has it; no token is needed.
# 依规定公示的处理, 姓名按原文隐去; 不需要令牌。
query Notices($regulation: ID!) {
  publicNotices(regulation: $regulation, first: 10) {
    totalCount
    nodes {
      person
      institution
      kind
      label { zh en }
      citation { code text { zh en } }
      channels
      from
      until
    }
    pageInfo { hasNextPage endCursor }
  }
}
"""


@dataclass(frozen=True, slots=True)
class Example:
    """A query with its variables, ready to run."""

    title: str
    query: str
    variables: dict[str, object]


async def examples(office: Office, viewer: Viewer = ANYONE) -> tuple[Example, ...]:
    """Return the examples with variables for what ``office`` serves: the law, people, and each scheme it has.

    ``viewer`` is whom they are shown to: codes of the registry are named only to those who may read it.
    """
    regulations = Example("regulations with clauses", REGULATIONS, {})
    law = next((one for one in office.host.catalogue.laws if one.regulation.points is not None), None)
    if law is None or law.regulation.points is None:
        return (regulations, *_of_schemes(office), *await _of_measurements(office, viewer))
    period = await _last_period(office, law.regulation.place, law.regulation.points.period)
    given = {"clause": law.regulation.points.clauses[0].id, "decidedOn": period.start.isoformat(), "cases": 2}
    last_day = (period.end - timedelta(days=1)).isoformat()
    return (
        regulations,
        Example("a doctor's standing with every step", STANDING, {"regulation": law.id, "period": period.name}),
        Example(
            "doctors over time",
            OVER_TIME,
            {
                "place": law.regulation.place,
                "regulation": law.id,
                "from": period.start.isoformat(),
                "to": period.end.isoformat(),
                "asOf": last_day,
            },
        ),
        Example("simulate", SIMULATE, {"regulation": law.id, "violations": [given], "asOf": last_day}),
        *_of_notices(office),
        *_of_schemes(office),
        *await _of_measurements(office, viewer),
    )


def _of_notices(office: Office) -> list[Example]:
    """Return the example of public notices, about the first regulation that has anything published."""
    schemes = ((law.id, law.regulation.points) for law in office.host.catalogue.laws)
    found = [regulation for regulation, scheme in schemes if scheme is not None and scheme.publications]
    return [Example("public notices", NOTICES, {"regulation": one}) for one in found[:1]]


def _of_schemes(office: Office) -> list[Example]:
    return [Example(*one) for one in samples(office.host.catalogue.laws, office.today())]


async def _of_measurements(office: Office, viewer: Viewer) -> list[Example]:
    """Return for each scheme an example about the first regulation with measurements, and one of their subjects."""
    found: dict[str, Example] = {}
    for scheme, law in measuring(office.host.catalogue.laws, office.today()) if viewer.may(Scope.READ) else ():
        row = None if scheme in found else await office.reads.last_measurement(law)
        if row is not None and viewer.sees(row.region):
            variables: dict[str, object] = {
                "regulation": law,
                "kind": row.subject_kind.value,
                "subject": row.subject,
                "period": row.period,
                "asOf": max(office.today(), row.on).isoformat(),
            }
            found[scheme] = Example(f"{scheme} of the registry", of_registry(scheme), variables)
    return list(found.values())


async def _last_period(office: Office, place: str, kind: PeriodKind) -> Period:
    """Return the latest period of the place that the registry has opened and that has begun, or today's."""
    today = office.today()
    rows = await office.reads.page_periods(PeriodFilter(place=place, kind=kind))
    begun = [row.start for row in rows if row.start <= today]
    return Period.of(kind, max(begun, default=today))
