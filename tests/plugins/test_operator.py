"""An operator's values in place of a gap; the numbers are made up."""

from datetime import date
from decimal import Decimal

import pytest

from core.assessment.facts import PointsFacts, Violation
from core.assessment.outcome import Determination, PointsOutcome, StepKind
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.assessment.sentences import sentence
from core.errors import NotFoundError, RefusedError
from core.host import Host
from core.regulation.law import Law
from core.regulation.settings import Settings, load_settings
from core.regulation.vocabulary import Scheme, Status
from core.text import Lang, Text
from tests.plugins import shipped

SETTINGS = """
[[regulation]]
id = "{id}"
basis = {{ zh = "试行决定(编造)", en = "Trial decision (made up)" }}

[regulation.points]
cite = "1"
full = 30
period = "YEAR"
clauses = [{{ id = "any", cite = "2", points = 11, label = {{ zh = "违规", en = "Breach" }} }}]
thresholds = [
  {{ id = "ten", cite = "3", at = 10, label = {{ zh = "暂停", en = "suspended" }}, sanctions = [{{ kind = "SUSPEND", cite = "3", months = 5 }}] }},
]
"""  # noqa: E501 - as an operator would write it
DAY = date(2014, 7, 1)
FACTS = PointsFacts(violations=(Violation(id="1", clause="any", decided_on=DAY),))


def settings_for(law: str) -> Settings:
    return load_settings(SETTINGS.format(id=law).encode(), "settings.toml")


def host_with(law: str) -> Host:
    return Host.load([shipped.ROOT], packages=False, settings=settings_for(law))


def asked(law: Law) -> PointsOutcome:
    return assess_points(law, FACTS, Period.parse("2014"), DAY)


GAPS = {one.law.id: one.law.regulation.gap_of(Scheme.POINTS) for one in shipped.ALL}
STATED = [one.law.id for one in shipped.ALL if one.law.regulation.points is not None]
OPEN = {law: gap.parameters for law, gap in GAPS.items() if gap is not None and law not in STATED}
"""Each regulation that declares its points as a gap, and the values it names."""


@pytest.mark.parametrize("law", list(OPEN))
def test_numbers_that_an_operator_supplies_for_a_gap_decide_and_are_said_to_be_the_operators(law: str) -> None:
    without = asked(Host.load([shipped.ROOT], packages=False).catalogue.get(law))
    outcome = asked(host_with(law).catalogue.get(law))

    assert without.determination is Determination.INDETERMINATE
    assert [one.name for one in without.missing] == list(OPEN[law])
    assert outcome.determination is Determination.DETERMINED
    assert (outcome.points_lost, outcome.points_left) == (11, 19)
    assert outcome.standing is not None
    assert (outcome.standing.status, outcome.standing.until) == (Status.SUSPENDED, date(2014, 12, 1))
    assert [(one.scheme, one.basis.en) for one in outcome.law.supplied] == [(Scheme.POINTS, "Trial decision (made up)")]
    said = [one for one in outcome.steps if one.kind is StepKind.OPERATOR]
    assert [(sentence(one, Lang.ZH), sentence(one, Lang.EN)) for one in said] == [
        (
            "原文缺项, 数值由经办者提供, 依据: 试行决定(编造)",
            "the text has a gap; the operator's values, based on: Trial decision (made up)",
        )
    ]


@pytest.mark.parametrize("law", list(OPEN))
def test_an_operators_numbers_change_the_digest_of_their_regulation_alone(law: str) -> None:
    without, supplied = Host.load([shipped.ROOT], packages=False).catalogue, host_with(law).catalogue

    changed = [one.id for one in without.laws if supplied.get(one.id).digest != one.digest]

    assert changed == [law]


@pytest.mark.parametrize("law", STATED)
def test_numbers_for_a_regulation_that_has_its_own_are_refused(law: str) -> None:
    with pytest.raises(RefusedError) as caught:
        host_with(law)

    assert caught.value.code == "NOT_A_GAP"
    assert caught.value.message == Text(
        zh=f"{law} 没有把 points 列为缺项, 设置不能替换法定数值",
        en=f"{law} declares no gap points; settings cannot replace what the law states",
    )


def test_settings_for_a_regulation_that_nobody_has_are_refused() -> None:
    with pytest.raises(NotFoundError) as caught:
        host_with("nowhere")

    assert caught.value.code == "REGULATION_UNKNOWN"
    assert "nowhere" in caught.value.message.en


def test_supplied_numbers_hold_under_every_reading_chosen_afterwards() -> None:
    law = host_with("zhejiang-2014").catalogue.get("zhejiang-2014").under({"signing_party": "representative"})

    assert asked(law).points_lost == Decimal(11)
    assert [one.basis.zh for one in law.supplied] == ["试行决定(编造)"]
