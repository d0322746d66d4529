"""Comparing: what an act costs in made-up places, and one set of facts under several of them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from core.assessment.facts import PointsFacts, Violation
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.regulation.behaviours import Behaviour
from core.regulation.law import Law, make_law
from core.regulation.schemes.points import Sanction
from core.regulation.vocabulary import PeriodKind
from core.service.calendars import PUBLISHED
from core.service.comparing import ComparedAct, clauses_about, clauses_by_behaviour, compare, duties_by_behaviour
from core.service.questions import Question

TEXT = {"zh": "甲", "en": "a"}
TODAY = date(2025, 6, 30)


def a_sanction(kind: str, months: int | None = None, **more: object) -> dict[str, Any]:
    term = {} if months is None else {"months": months}
    return {"kind": kind, "cite": "2", **term, **more}


def a_clause(name: str, behaviour: str | None, points: object, **more: object) -> dict[str, Any]:
    about = {} if behaviour is None else {"behaviour": behaviour}
    return {"id": name, "cite": "1", "label": TEXT, "points": points, **about, **more}


def a_law(name: str, *clauses: dict[str, Any], full: int = 12) -> Law:
    """Return a law that interviews at 3 points, suspends at 6 and revokes at all of them."""
    levels = {
        "three": (3, a_sanction("INTERVIEW")),
        "six": (6, a_sanction("SUSPEND", 6)),
        "all": (full, a_sanction("REVOKE", bar_months=12)),
    }
    data: dict[str, Any] = {
        "id": name,
        "place": name,
        "title": TEXT,
        "region": {"code": "990100", "name": TEXT},
        "in_force": {},
        "source": {"confidence": "TEMPLATE", "completeness": "WHOLE"},
    }
    if clauses:
        data["points"] = {
            "cite": "1",
            "full": Decimal(full),
            "period": "YEAR",
            "clauses": clauses,
            "thresholds": tuple(
                {"id": key, "cite": "2", "label": TEXT, "at": Decimal(at), "sanctions": (sanction,)}
                for key, (at, sanction) in levels.items()
            ),
        }
    return make_law(data)


def a_question(law: Law) -> Question:
    return Question(law, Period.of(PeriodKind.YEAR, TODAY), TODAY)


def an_act(number: int, behaviour: Behaviour, **more: Any) -> ComparedAct:  # noqa: ANN401 - fields of the record
    record = Violation(id=str(number), clause="", decided_on=date(2025, 3, 1), **more)
    return ComparedAct(behaviour=behaviour, record=record)


SOUTH = a_law(
    "south",
    a_clause("S.1", "FRAUD", Decimal(12)),
    a_clause("S.2", None, Decimal(1)),
    a_clause("S.3", "FRAUD", Decimal(3)),
    a_clause("S.4", "RECORD_POOR", Decimal(1)),
)
NORTH = a_law("north", a_clause("N.1", "FRAUD", {"from": Decimal(2), "to": Decimal(6)}))
BARE = a_law("bare")


def test_a_fact_is_taken_as_a_breach_of_the_first_clause_about_its_behaviour() -> None:
    act = an_act(1, Behaviour.FRAUD)

    compared = compare(a_question(SOUTH), [act])

    violation = Violation(id="1", clause="S.1", decided_on=date(2025, 3, 1))
    question = a_question(SOUTH)
    facts = PointsFacts(violations=(violation,))
    assert compared.outcome == assess_points(SOUTH, facts, question.period, TODAY, PUBLISHED)
    (matched,) = compared.matched
    assert (matched.act, matched.clause.id, [one.id for one in matched.others]) == (act, "S.1", ["S.3"])
    assert compared.unmatched == ()


def test_a_fact_about_which_a_law_has_no_clause_is_left_unmatched_and_costs_nothing() -> None:
    acts = [an_act(1, Behaviour.RECORD_POOR), an_act(2, Behaviour.FRAUD, points=Decimal(2))]

    compared = compare(a_question(NORTH), acts)

    assert compared.unmatched == (acts[0],)
    assert [one.record for one in compared.outcome.deductions] == ["2"]
    assert compared.outcome.points_lost == 2


def test_a_law_without_points_matches_nothing_and_says_so() -> None:
    acts = [an_act(1, Behaviour.FRAUD)]

    compared = compare(a_question(BARE), acts)

    assert (compared.matched, compared.unmatched) == ((), tuple(acts))
    assert [one.name for one in compared.outcome.missing] == ["points"]


def test_decided_points_count_only_where_the_law_leaves_them_to_the_decision() -> None:
    acts = [an_act(1, Behaviour.FRAUD, points=Decimal(5))]

    lost = [compare(a_question(law), acts).outcome.points_lost for law in (NORTH, SOUTH)]

    assert lost == [Decimal(5), Decimal(12)]


def test_points_that_a_law_does_not_allow_are_named_as_missing() -> None:
    compared = compare(a_question(NORTH), [an_act(1, Behaviour.FRAUD, points=Decimal(7))])

    assert [one.name for one in compared.outcome.missing] == ["violations.1.points"]


def test_clauses_about_a_behaviour_come_in_the_order_of_the_text() -> None:
    assert [one.id for one in clauses_about(SOUTH, Behaviour.FRAUD)] == ["S.1", "S.3"]
    assert clauses_about(SOUTH, Behaviour.SEAL_LENT) == ()
    assert clauses_about(BARE, Behaviour.FRAUD) == ()


def test_every_behaviour_is_listed_with_the_clauses_of_every_law() -> None:
    found = clauses_by_behaviour([SOUTH, BARE, NORTH])

    assert list(found) == list(Behaviour)
    assert [(one.law.id, one.clause.id) for one in found[Behaviour.FRAUD]] == [
        ("south", "S.1"),
        ("south", "S.3"),
        ("north", "N.1"),
    ]
    assert found[Behaviour.SEAL_LENT] == ()


def test_duties_of_conduct_stand_beside_the_clauses() -> None:
    conduct = tuple(
        {"id": name, "cite": "3", "label": TEXT, **about}
        for name, about in {"D.1": {"behaviour": "FRAUD"}, "D.2": dict[str, str]()}.items()
    )
    state = {"id": "IN", "cite": "3", "label": TEXT, "enrolled": True}
    act = {"cite": "3", "act": "SIGN", "by": "DOCTOR", "to": "IN", "label": TEXT}
    condition = {"id": "licence", "cite": "3", "label": TEXT, "any_of": ("LICENSED",)}
    enrolment = {
        "cite": "3",
        "basis": "AGREEMENT",
        "conditions": (condition,),
        "states": (state,),
        "transitions": (act,),
        "conduct": conduct,
    }
    law = make_law({**BARE.data, "enrolment": enrolment})

    found = duties_by_behaviour([SOUTH, law])

    assert [(one.law.id, one.duty.id) for one in found[Behaviour.FRAUD]] == [("bare", "D.1")]
    assert found[Behaviour.RECORD_POOR] == ()


def kinds(sanctions: tuple[Sanction, ...]) -> list[str]:
    return [one.kind.value for one in sanctions]


@pytest.mark.parametrize(
    ("points", "least", "most"),
    [
        (Decimal(2), [], []),
        (Decimal(3), ["INTERVIEW"], ["INTERVIEW"]),
        (Decimal(6), ["INTERVIEW", "SUSPEND"], ["INTERVIEW", "SUSPEND"]),
        (Decimal(12), ["INTERVIEW", "REVOKE"], ["INTERVIEW", "REVOKE"]),
        ("ALL", ["INTERVIEW", "REVOKE"], ["INTERVIEW", "REVOKE"]),
        ({"from": Decimal(2), "to": Decimal(6)}, [], ["INTERVIEW", "SUSPEND"]),
        ("UNSTATED", [], []),
        ("NONE", [], []),
    ],
)
def test_what_one_act_leads_to_is_what_its_points_alone_reach(
    points: object, least: list[str], most: list[str]
) -> None:
    law = a_law("here", a_clause("A", "FRAUD", points))

    (found,) = clauses_by_behaviour([law])[Behaviour.FRAUD]

    assert (kinds(found.sanctions), kinds(found.sanctions_at_most)) == (least, most)


def test_what_an_act_itself_leads_to_comes_first() -> None:
    law = a_law("here", a_clause("A", "FRAUD", Decimal(3), sanctions=(a_sanction("CENSURE"),)))

    (found,) = clauses_by_behaviour([law])[Behaviour.FRAUD]

    assert kinds(found.sanctions) == ["CENSURE", "INTERVIEW"]


@pytest.mark.parametrize("points", [Decimal(2), Decimal(3), Decimal(6), Decimal(12), "ALL"])
def test_the_engine_imposes_the_same_for_one_act(points: object) -> None:
    law = a_law("here", a_clause("A", "FRAUD", points, sanctions=(a_sanction("TRAIN"),)))

    (found,) = clauses_by_behaviour([law])[Behaviour.FRAUD]
    imposed = compare(a_question(law), [an_act(1, Behaviour.FRAUD)]).outcome.sanctions

    assert sorted(one.kind for one in imposed) == sorted(one.kind for one in found.sanctions)
