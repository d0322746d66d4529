from pathlib import Path
from typing import Any

import pytest
import strawberry
from strawberry.relay.utils import to_base64

from core.service.office import Office
from core.service.viewer import ANYONE
from tests.schema.testville import LAW, REGULATION, a_host, an_office, ask, refused

pytestmark = pytest.mark.anyio


def _points(
    kind: str, value: str | None = None, least: str | None = None, most: str | None = None
) -> dict[str, object]:
    return {"kind": kind, "value": value, "from": least, "to": most}


ASKED = """query ($id: ID!) { regulation(id: $id) {
        code place title { zh en label } region { code name { label(lang: EN) } }
        inForce { from to citation { code text { zh en } } }
        source { confidence completeness supersedes }
        schemes
        points { full period capped conventions { lastDay } citation { code }
          clauses { code label { zh } citation { code text { zh en } } per points { kind value from to } }
          thresholds { code at leftBelow sanctions { kind months monthsRange { from } untilExam } }
          escalations { code } }
        enrolment { basis conditions { code anyOf } states { code enrolled } transitions { act by from to requires } }
        gaps { code label { en } }
        readings { code choices { code isDefault } chosen { code } }
    } }"""
SHOWN: dict[str, Any] = {
    "code": LAW,
    "place": "testville",
    "title": {"zh": "试镇办法", "en": "Testville measures", "label": "试镇办法"},
    "region": {"code": "990100", "name": {"label": "Testville"}},
    "inForce": {
        "from": "2020-01-01",
        "to": None,
        "citation": {"code": "9", "text": {"zh": "第九条", "en": "Article 9"}},
    },
    "source": {"confidence": "TEMPLATE", "completeness": "WHOLE", "supersedes": []},
    "schemes": ["POINTS", "ENROLMENT"],
    "points": {
        "full": "10",
        "period": "YEAR",
        "capped": False,
        "conventions": {"lastDay": "PREVIOUS"},
        "citation": {"code": "4"},
        "clauses": [
            {
                "code": code,
                "label": {"zh": label},
                "citation": {"code": cite, "text": {"zh": zh, "en": en}},
                "per": "CASE",
                "points": points,
            }
            for code, label, cite, zh, en, points in [
                ("T.1", "迟报", "4.一", "第四条（一）", "Article 4(1)", _points("FIXED", value="2")),
                ("T.2", "漏报", "4.二", "第四条（二）", "Article 4(2)", _points("RANGE", least="1", most="3")),
                ("T.3", "误报", "4.三", "第四条（三）", "Article 4(3)", _points("FIXED", value="5")),
            ]
        ],
        "thresholds": [
            {
                "code": "five",
                "at": "5",
                "leftBelow": None,
                "sanctions": [{"kind": "SUSPEND", "months": 6, "monthsRange": None, "untilExam": False}],
            }
        ],
        "escalations": [],
    },
    "enrolment": {
        "basis": "AGREEMENT",
        "conditions": [
            {"code": "licence", "anyOf": ["LICENSED"]},
            {"code": "employed", "anyOf": ["EMPLOYED_BY_INSTITUTION"]},
        ],
        "states": [{"code": "SIGNED", "enrolled": True}],
        "transitions": [
            {"act": "SIGN", "by": "INSTITUTION", "from": None, "to": "SIGNED", "requires": ["licence", "employed"]}
        ],
    },
    "gaps": [{"code": "appeal", "label": {"en": "No appeal is provided for"}}],
    "readings": [
        {
            "code": "last_day",
            "choices": [{"code": "previous", "isDefault": True}, {"code": "corresponding", "isDefault": False}],
            "chosen": {"code": "previous"},
        }
    ],
}


async def test_a_regulation_is_open_to_anyone_with_every_clause_and_its_citation(
    schema: strawberry.Schema, office: Office
) -> None:
    answer = await ask(schema, office, ASKED, ANYONE, id=LAW)
    assert answer["regulation"] == SHOWN


async def test_clauses_are_found_by_words_of_either_language(schema: strawberry.Schema, office: Office) -> None:
    query = "query ($id: ID!, $text: String) { regulation(id: $id) { points { clauses(text: $text) { code } } } }"
    for text, codes in [("误", ["T.3"]), ("LATE", ["T.1"]), ("Article 4(2)", ["T.2"]), ("nothing", [])]:
        answer = await ask(schema, office, query, ANYONE, id=LAW, text=text)
        assert [one["code"] for one in answer["regulation"]["points"]["clauses"]] == codes


async def test_a_regulation_answers_to_its_plain_and_its_global_id_and_to_nothing_else(
    schema: strawberry.Schema, office: Office
) -> None:
    query = "query ($id: ID!) { regulation(id: $id) { code } }"
    for name, found in [
        (LAW, {"code": LAW}),
        (to_base64("Regulation", LAW), {"code": LAW}),
        (to_base64("Doctor", LAW), None),
        ("nowhere", None),
    ]:
        assert (await ask(schema, office, query, ANYONE, id=name))["regulation"] == found


@pytest.mark.parametrize(
    ("arguments", "codes"),
    [
        ('place: "testville"', [LAW]),
        ('place: "elsewhere"', ["elsewhere-2020"]),
        ('region: "99"', ["elsewhere-2020", LAW]),
        ('region: "9902"', ["elsewhere-2020"]),
        ("scheme: POINTS", ["elsewhere-2020", LAW]),
        ("scheme: RATING", []),
        ('text: "TESTVILLE"', [LAW]),
        ('text: "别处"', ["elsewhere-2020"]),
        ("first: 1", ["elsewhere-2020"]),
        ("first: 0", []),
    ],
)
async def test_regulations_are_narrowed_by_each_argument(
    tmp_path: Path, schema: strawberry.Schema, arguments: str, codes: list[str]
) -> None:
    other = REGULATION.replace("testville", "elsewhere").replace("Testville", "Elsewhere")
    other = other.replace("试镇", "别处").replace("990100", "990200")
    host = a_host(tmp_path / "two", {"testville/2020.toml": REGULATION, "elsewhere/2020.toml": other})
    async with an_office(tmp_path, host) as office:
        answer = await ask(schema, office, f"{{ regulations({arguments}) {{ nodes {{ code }} }} }}", ANYONE)
    assert [one["code"] for one in answer["regulations"]["nodes"]] == codes


async def test_a_region_that_is_no_code_is_refused(schema: strawberry.Schema, office: Office) -> None:
    error = await refused(schema, office, '{ regulations(region: "9") { totalCount } }', ANYONE)
    assert (error["code"], error["field"]) == ("REGION_INVALID", "region")


async def test_a_parked_plugin_says_which_line_of_its_file_is_wrong(tmp_path: Path, schema: strawberry.Schema) -> None:
    wrong = REGULATION.replace("full = 10", 'full = "ten"').replace("testville", "broken")
    host = a_host(tmp_path / "two", {"testville/2020.toml": REGULATION, "broken/2020.toml": wrong})
    query = """{ plugins { name origin location state regulations { code }
        reason { code message { zh en } problems { file line column source code message { en } hint { en } } } } }"""
    async with an_office(tmp_path, host) as office:
        broken, served = (await ask(schema, office, query, ANYONE))["plugins"]
    assert served == {
        "name": "testville",
        "origin": "FOLDER",
        "location": "testville",
        "state": "SERVED",
        "regulations": [{"code": LAW}],
        "reason": None,
    }
    assert (broken["name"], broken["state"], broken["regulations"]) == ("broken", "PARKED", [])
    assert broken["reason"]["code"] == "DATA_WRONG"
    problem = broken["reason"]["problems"][0]
    assert problem["source"] == 'full = "ten"'
    assert wrong.splitlines()[problem["line"] - 1] == 'full = "ten"'
