"""Who may what, as a table: every root, in every role, about somebody of one's own region and of another.

Two questions are put: about ``N``, who lives in the north, and about ``S``, who lives in the south. Roles but the last
are of the north. In the table: ``open`` both are answered, ``own`` the one about the north, ``none`` neither, as if
there were nobody; ``no`` the role is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pytest
import strawberry
from strawberry.relay.utils import to_base64
from strawberry.types import ExecutionResult

from core.service.office import Office
from core.service.viewer import ANYONE, Scope, Viewer
from schema.build import build_schema
from tests.schema.testville import a_violation, asked, register

pytestmark = pytest.mark.anyio

NORTH = ("990101",)
ROLES = {
    "anyone": ANYONE,
    "records": Viewer("records", frozenset({Scope.RECORD}), NORTH),
    "reads": Viewer("reads", frozenset({Scope.READ}), NORTH),
    "both": Viewer("both", frozenset({Scope.READ, Scope.RECORD}), NORTH),
    "admin": Viewer("admin", frozenset({Scope.ADMIN}), NORTH),
    "nowhere": Viewer("nowhere", frozenset({Scope.ADMIN}), ()),
    "everywhere": Viewer("everywhere", frozenset({Scope.ADMIN}), None),
}

TABLE = """
                      anyone  records  reads  both  admin  nowhere  everywhere
regulations           open    open     open   open  open   open     open
regulation            open    open     open   open  open   open     open
plugins               open    open     open   open  open   open     open
behaviours            open    open     open   open  open   open     open
compare               open    open     open   open  open   open     open
applicableLaw         open    open     open   open  open   open     open
publicNotices         open    open     open   open  open   open     open
simulate              open    open     open   open  open   open     open
simulateEnrolment     open    open     open   open  open   open     open
simulateScorecard     open    open     open   open  open   open     open
simulateRating        open    open     open   open  open   open     open
simulateCharges       open    open     open   open  open   open     open
simulateSettlement    open    open     open   open  open   open     open
simulateDispensing    open    open     open   open  open   open     open
simulateStaffShare    open    open     open   open  open   open     open
evaluationPeriods     no      no       open   open  open   open     open
institutions          no      no       own    own   own    none     open
institution           no      no       own    own   own    none     open
doctors               no      no       own    own   own    none     open
doctor                no      no       own    own   own    none     open
enrolments            no      no       own    own   own    none     open
violations            no      no       own    own   own    none     open
assessments           no      no       own    own   own    none     open
assessment            no      no       own    own   own    none     open
diff                  no      no       own    own   own    none     open
deadlines             no      no       own    own   own    none     open
enrolmentAssessment   no      no       own    own   own    none     open
scorecardAssessment   no      no       own    own   own    none     open
chargesAssessment     no      no       own    own   own    none     open
settlementAssessment  no      no       own    own   own    none     open
ratingAssessment      no      no       own    own   own    none     open
node                  no      no       own    own   own    none     open
enrolDoctor           no      own      no     own   own    none     open
recordViolation       no      own      no     own   own    none     open
advanceViolation      no      own      no     own   own    none     open
recordExamination     no      own      no     own   own    none     open
recordRepair          no      own      no     own   own    none     open
recordMeasurement     no      own      no     own   own    none     open
recordEnrolmentEntry  no      own      no     own   own    none     open
closePeriod           no      no       no     no    none   none     open
reopenPeriod          no      no       no     no    none   none     open
revisePeriod          no      no       no     no    none   none     open
reloadRegulations     no      no       no     no    none   none     open
"""
"""A period is closed for all of a place, and regulations are loaded for all: a token of one region may not."""

LAW = 'regulation: "testville-2020"'
PAGE = "{ totalCount }"
KIND = "{ __typename }"
DONE = "{ problems { field code } }"
QUERIES: Mapping[str, str] = {
    "regulations": PAGE,
    "regulation": '(id: "testville-2020") { code }',
    "plugins": "{ name }",
    "behaviours": KIND,
    "compare": f'(asOf: "2025-01-01", regulations: ["testville-2020"], facts: []) {KIND}',
    "applicableLaw": f'(region: "REGION", scheme: POINTS, actedOn: "2025-01-01", decidedOn: "2025-01-01") {KIND}',
    "publicNotices": KIND,
    "simulate": f'({LAW}, asOf: "2025-01-01") {KIND}',
    "simulateEnrolment": f'({LAW}, asOf: "2025-01-01") {KIND}',
    "simulateScorecard": f'({LAW}, asOf: "2025-01-01") {KIND}',
    "simulateRating": f'({LAW}, asOf: "2025-01-01", subject: DOCTOR) {KIND}',
    "simulateCharges": f'({LAW}, asOf: "2025-01-01") {KIND}',
    "simulateSettlement": f'({LAW}, asOf: "2025-01-01", budget: "1") {KIND}',
    "simulateDispensing": f'({LAW}, asOf: "2025-01-01", lines: []) {KIND}',
    "simulateStaffShare": f'({LAW}, asOf: "2025-01-01", affected: 1, staff: 2) {KIND}',
    "evaluationPeriods": PAGE,
    "institutions": f'(region: "REGION") {PAGE}',
    "institution": f'(code: "INSTITUTION") {KIND}',
    "doctors": f'(institution: "INSTITUTION") {PAGE}',
    "doctor": f'(code: "DOCTOR") {KIND}',
    "enrolments": f'(doctor: "DOCTOR") {PAGE}',
    "violations": f'(doctor: "DOCTOR") {PAGE}',
    "assessments": f'({LAW}, institution: "INSTITUTION") {PAGE}',
    "assessment": f'({LAW}, doctor: "DOCTOR") {KIND}',
    "diff": f'({LAW}, doctor: "DOCTOR", before: {{asOf: "2025-01-01"}}, after: {{asOf: "2025-06-01"}}) {KIND}',
    "deadlines": f'(institution: "INSTITUTION", to: "2026-12-31") {{ nodes {KIND} }}',
    "enrolmentAssessment": f'({LAW}, doctor: "DOCTOR", institution: "INSTITUTION") {KIND}',
    "scorecardAssessment": f'({LAW}, subjectKind: INSTITUTION, subject: "INSTITUTION") {KIND}',
    "chargesAssessment": f'({LAW}, subjectKind: INSTITUTION, subject: "INSTITUTION") {KIND}',
    "settlementAssessment": f'({LAW}, subjectKind: INSTITUTION, subject: "INSTITUTION") {KIND}',
    "ratingAssessment": f'({LAW}, subjectKind: INSTITUTION, subject: "INSTITUTION") {KIND}',
    "node": f'(id: "NODE") {KIND}',
    "enrolDoctor": f"""(input: {{doctor: "DOCTOR", institution: "INSTITUTION", place: "testville", basis: AGREEMENT,
        since: "2025-03-01"}}) {DONE}""",
    "recordViolation": f"""(input: {{place: "testville", {LAW}, clause: "T.1", decisionNo: "9号", doctor: "DOCTOR",
        institution: "INSTITUTION", decidedOn: "2025-03-01"}}) {DONE}""",
    "advanceViolation": f"""(input: {{place: "testville", decisionNo: "DECISION", doctor: "DOCTOR", clause: "CLAUSE",
        event: APPEALED, on: "2025-03-05", actor: "x"}}) {DONE}""",
    "recordExamination": f"""(input: {{doctor: "DOCTOR", institution: "INSTITUTION", place: "testville",
        on: "2025-03-01", passed: true}}) {DONE}""",
    "recordRepair": f"""(input: {{doctor: "DOCTOR", institution: "INSTITUTION", {LAW}, rule: "x",
        on: "2025-03-01"}}) {DONE}""",
    "recordMeasurement": f"""(input: {{{LAW}, region: "REGION", subjectKind: INSTITUTION, subject: "INSTITUTION",
        indicator: "x", period: "2025", on: "2025-03-01", source: "x", documentNo: "1", value: "1"}}) {DONE}""",
    "recordEnrolmentEntry": f"""(input: {{doctor: "DOCTOR", institution: "INSTITUTION", place: "testville", kind: ACT,
        act: SIGN, on: "2025-03-01"}}) {DONE}""",
    "closePeriod": f'(input: {{place: "testville", period: "2024"}}) {DONE}',
    "reopenPeriod": f'(input: {{place: "testville", period: "2024", reason: "x"}}) {DONE}',
    "revisePeriod": f'(input: {{place: "testville", period: "2024"}}) {DONE}',
    "reloadRegulations": DONE,
}
HIDDEN = {"INSTITUTION_UNKNOWN", "VIOLATION_UNKNOWN", "REGION_FORBIDDEN"}
"""What a change says of what lies elsewhere."""


@dataclass(frozen=True, slots=True)
class There:
    """Somebody somewhere."""

    doctor: str
    institution: str
    region: str
    decision: str
    clause: str

    def asks(self, root: str) -> str:
        """Return the question to ``root`` about them."""
        known = {
            "DOCTOR": self.doctor,
            "INSTITUTION": self.institution,
            "REGION": self.region,
            "DECISION": self.decision,
            "CLAUSE": self.clause,
            "NODE": to_base64("Doctor", self.doctor),
        }
        query = QUERIES[root]
        for name, value in known.items():
            query = query.replace(f'"{name}"', f'"{value}"')
        kind = "query" if root not in MUTATIONS else "mutation"
        return f"{kind} {{ {root}{query} }}"


SCHEMA = vars(build_schema())["_schema"]
MUTATIONS = frozenset(SCHEMA.mutation_type.fields)
HERE = There("N", "H-NORTH", "990101", "1号", "T.1")
ELSEWHERE = There("S", "H-SOUTH", "990102", "2号", "T.3")
NOBODY = There("nobody", "nowhere", "990103", "3号", "T.3")
EXPECTED = {
    (line.split()[0], role): line.split()[1:][column]
    for line in TABLE.split("\n")[2:-1]
    for column, role in enumerate(ROLES)
}


def test_the_table_has_every_root_and_every_role() -> None:
    assert {root for root, _ in EXPECTED} == {*SCHEMA.query_type.fields, *MUTATIONS}
    assert TABLE.split("\n")[1].split() == list(ROLES)


def verdict(root: str, result: ExecutionResult) -> str:
    """Return ``no`` for a refusal, ``none`` for nobody and nothing, else ``some``."""
    codes = {(error.extensions or {}).get("code") for error in result.errors or ()}
    if codes:
        assert codes == {"FORBIDDEN"}
        return "no"
    found: Any = (result.data or {})[root]
    if root in MUTATIONS:
        problems: set[str] = {one["code"] for one in found["problems"]}
        return "no" if "FORBIDDEN" in problems else "none" if problems & HIDDEN else "some"
    return "none" if found in NOTHING else "some"


NOTHING: tuple[object, ...] = (None, {"totalCount": 0}, {"nodes": []})
CELLS = {
    ("no", "no"): "no",
    ("some", "some"): "open",
    ("some", "none"): "own",
    ("none", "none"): "none",
}


@pytest.mark.parametrize("role", ROLES)
async def test_every_cell_of_the_table_holds(schema: strawberry.Schema, office: Office, role: str) -> None:
    found: dict[str, str] = {}
    for root in QUERIES:
        verdicts = [
            verdict(root, await asked(schema, office, there.asks(root), ROLES[role])) for there in (HERE, ELSEWHERE)
        ]
        found[root] = CELLS.get((verdicts[0], verdicts[1]), str(verdicts))
    assert found == {root: EXPECTED[root, role] for root in QUERIES}


LOOKUPS = [
    one for one in QUERIES if one not in MUTATIONS and ("DOCTOR" in QUERIES[one] or "INSTITUTION" in QUERIES[one])
]


@pytest.mark.parametrize("root", [*LOOKUPS, "node"])
@pytest.mark.parametrize("role", ["reads", "both", "admin", "nowhere"])
async def test_who_lives_elsewhere_is_looked_up_as_one_who_does_not_exist(
    schema: strawberry.Schema, office: Office, root: str, role: str
) -> None:
    told: list[tuple[object, ...]] = []
    for there in (ELSEWHERE, NOBODY):
        before = office.database.reads_done
        result = await asked(schema, office, there.asks(root), ROLES[role])
        told.append((result.data, result.errors, office.database.reads_done - before))
    assert told[0] == told[1]


async def test_a_change_at_an_institution_elsewhere_is_refused_as_at_one_that_does_not_exist(
    schema: strawberry.Schema, office: Office
) -> None:
    for root in MUTATIONS - {"closePeriod", "reopenPeriod", "revisePeriod", "recordMeasurement", "reloadRegulations"}:
        told = [await asked(schema, office, there.asks(root), ROLES["both"]) for there in (ELSEWHERE, NOBODY)]
        assert told[0].data == told[1].data, root
        assert told[0].errors is None


async def test_a_doctor_found_at_fault_in_the_region_is_seen_there_without_an_enrolment(
    schema: strawberry.Schema, office: Office
) -> None:
    query = '{ doctor(code: "S") { code enrolments { totalCount } violations { totalCount } } }'
    before = await asked(schema, office, query, ROLES["reads"])
    await register(office, violations=[a_violation("10号", "S", "H-NORTH")])
    after = await asked(schema, office, query, ROLES["reads"])
    assert before.data == {"doctor": None}
    assert after.data == {"doctor": {"code": "S", "enrolments": {"totalCount": 0}, "violations": {"totalCount": 1}}}
