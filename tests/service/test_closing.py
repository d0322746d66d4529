"""Closing periods: assessments are frozen with their proof, later changes make successors, what is frozen stays."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from core.host import Host
from core.intake import Kind, Options
from core.proof.verify import Verdict, verify
from core.records import ViolationEntryRecord, ViolationRecord
from core.regulation.vocabulary import LifeEvent, PeriodKind
from core.service.advancing import advance_violation
from core.service.assessing import assess_doctors, settle
from core.service.closing import Closing, close_period, reopen_period, revise
from core.service.freezing import outcome_of_frozen, receipt_of_frozen
from core.service.loading import load
from core.service.office import Office, opened
from core.service.recording import record_repair, record_violation
from core.service.viewer import EVERYONE_IN_DEMO, Scope, Viewer
from core.storage import FrozenRow, PeriodState
from tests.databases import REFUSALS, Registry
from tests.service.testville import POINTS, a_repair, a_violation

pytestmark = pytest.mark.anyio

BUREAU = Viewer("bureau", frozenset({Scope.ADMIN}), ("9901",))
LATE = a_violation(number="9", on=date(2025, 12, 30))


async def closed(office: Office, *before: ViolationRecord) -> Closing:
    for record in before:
        assert (await record_violation(office, EVERYONE_IN_DEMO, record)).created
    done = await close_period(office, BUREAU, "testville", "2025")
    assert done.problems == ()
    return done


async def rows_of(office: Office, place: str = "testville") -> list[FrozenRow]:
    """Return every frozen assessment of 2025, each followed by its successors."""
    period = await office.reads.period(place, PeriodKind.YEAR, date(2025, 1, 1))
    if period is None:
        return []
    first = await office.reads.page_frozen(period.id, None)
    later = await office.reads.successors_of(row.id for row in first)
    return [row for one in first for row in (one, *later[one.id])]


async def receipts_of(office: Office, rows: Sequence[FrozenRow]) -> list[bytes]:
    laws = await office.reads.kept_laws({row.law_digest for row in rows})
    return [receipt_of_frozen(row, laws[row.law_digest]) for row in rows]


def entry(event: LifeEvent, on: date, number: str = "1") -> ViolationEntryRecord:
    return ViolationEntryRecord(
        place="testville",
        decision_no=number,
        doctor="N",
        clause="late",
        event=event,
        on=on,
        actor="试镇医保中心",
        reason="复核",
    )


def left(row: FrozenRow) -> Any:  # noqa: ANN401 - JSON
    return outcome_of_frozen(row)["points_left"]


async def test_closing_freezes_the_assessment_of_every_doctor_with_its_digests(testville: Office) -> None:
    done = await closed(testville, a_violation())
    rows = await rows_of(testville)
    question = settle(testville, POINTS, "2025")
    outcomes = await assess_doctors(testville, question, [row.doctor_id for row in rows])

    assert (done.frozen, done.succeeded) == (2, 0)
    assert done.period is not None
    assert done.period.state is PeriodState.CLOSED
    assert [(row.doctor, row.number, left(row), row.changed) for row in rows] == [
        ("N", 0, "10", None),
        ("S", 0, "12", None),
    ]
    assert {row.law_digest for row in rows} == {question.law.digest}
    assert [row.facts_digest for row in rows] == [outcomes[row.doctor_id].facts_digest for row in rows]
    assert {row.as_of for row in rows} == {date(2025, 12, 31)}


async def test_replaying_a_frozen_assessment_gives_the_same_digest(testville: Office) -> None:
    await closed(testville, a_violation(), replace(a_violation(number="2"), notified_on=date(2025, 3, 12)))
    await record_violation(testville, EVERYONE_IN_DEMO, LATE)
    rows = await rows_of(testville)
    found = [verify(data) for data in await receipts_of(testville, rows)]

    assert [one.verdict for one in found] == [Verdict.EQUAL] * 3
    assert [one.digest for one in found] == [row.digest for row in rows]


async def test_what_was_frozen_is_answered_again_by_its_law_day_and_moment(testville: Office) -> None:
    await closed(testville, a_violation())
    await record_violation(testville, EVERYONE_IN_DEMO, LATE)
    for row in await rows_of(testville):
        question = settle(testville, row.regulation, "2025", row.as_of, known_at=row.known_at)
        outcome = (await assess_doctors(testville, question, [row.doctor_id]))[row.doctor_id]
        assert (outcome.facts_digest, str(outcome.points_left)) == (row.facts_digest, left(row))


async def test_closing_twice_changes_nothing(testville: Office, registry: Registry) -> None:
    await closed(testville, a_violation())
    before = registry.contents()
    again = await close_period(testville, BUREAU, "testville", "2025")
    assert (again.frozen, again.succeeded, again.problems) == (0, 0, ())
    assert registry.contents() == before


async def test_a_record_that_comes_late_makes_a_successor_by_itself_and_leaves_the_frozen_one_as_it_was(
    testville: Office,
) -> None:
    await closed(testville, a_violation())
    before = await rows_of(testville)
    proofs = await receipts_of(testville, before)

    assert (await record_violation(testville, EVERYONE_IN_DEMO, LATE)).created
    after = await rows_of(testville)

    assert [(row.doctor, row.number, left(row)) for row in after] == [("N", 0, "10"), ("N", 1, "8"), ("S", 0, "12")]
    assert [after[0], after[2]] == before
    assert await receipts_of(testville, [after[0], after[2]]) == proofs
    changed = after[1].changed
    assert changed is not None
    assert changed.en.startswith("entered since: 9/late. ")
    assert changed.zh.startswith("新登记: 9/late。")
    assert "10" in changed.en
    assert "8" in changed.en


async def test_the_same_record_again_makes_no_further_successor(testville: Office) -> None:
    await closed(testville, a_violation())
    for _ in range(2):
        await record_violation(testville, EVERYONE_IN_DEMO, LATE)
    assert [row.number for row in await rows_of(testville)] == [0, 1, 0]


async def test_a_record_of_another_year_changes_no_frozen_assessment(testville: Office) -> None:
    await closed(testville, a_violation())
    await record_violation(testville, EVERYONE_IN_DEMO, a_violation(number="3", on=date(2026, 2, 1)))
    assert [row.number for row in await rows_of(testville)] == [0, 0]


async def test_a_repair_that_comes_late_makes_a_successor(testville: Office) -> None:
    await closed(testville, a_violation())
    assert (await record_repair(testville, EVERYONE_IN_DEMO, a_repair(), "H-NORTH")).created
    rows = await rows_of(testville)
    assert [(row.number, left(row)) for row in rows] == [(0, "10"), (1, "11"), (0, "12")]


async def test_a_record_set_aside_after_the_period_makes_a_successor_as_of_that_day(testville: Office) -> None:
    await closed(testville, a_violation())
    assert (
        await advance_violation(testville, EVERYONE_IN_DEMO, entry(LifeEvent.OVERTURNED, date(2026, 2, 10)))
    ).created
    rows = await rows_of(testville)
    assert [(row.number, left(row), row.as_of) for row in rows[:2]] == [
        (0, "10", date(2025, 12, 31)),
        (1, "12", date(2026, 2, 10)),
    ]
    assert rows[1].changed is not None
    assert rows[1].changed.en.startswith("something became of: 1/late. ")


async def test_a_record_set_aside_before_the_closing_never_counts(testville: Office) -> None:
    await record_violation(testville, EVERYONE_IN_DEMO, a_violation())
    await advance_violation(testville, EVERYONE_IN_DEMO, entry(LifeEvent.OVERTURNED, date(2026, 1, 10)))
    await closed(testville)
    assert [(row.number, left(row)) for row in await rows_of(testville)] == [(0, "12"), (0, "12")]


async def test_a_file_loaded_late_makes_successors_too(testville: Office) -> None:
    await closed(testville)
    rows = "\n".join(f"testville,{POINTS},late,F-{name},{name},H-NORTH,2025-11-03" for name in ("N", "S"))
    file = f"place,regulation,clause,decision_no,doctor,institution,decided_on\n{rows}\n".encode()
    done = await load(testville, Kind.VIOLATIONS, file, "late.csv", Options())
    assert done.loaded, done.problems
    assert [(row.doctor, row.number) for row in await rows_of(testville)] == [("N", 0), ("N", 1), ("S", 0), ("S", 1)]


async def test_a_file_that_is_only_tried_makes_none(testville: Office) -> None:
    await closed(testville)
    file = (
        "place,regulation,clause,decision_no,doctor,institution,decided_on\n"
        f"testville,{POINTS},late,F,N,H-NORTH,2025-11-03\n"
    ).encode()
    await load(testville, Kind.VIOLATIONS, file, "late.csv", Options(), try_only=True)
    assert [row.number for row in await rows_of(testville)] == [0, 0]


async def test_while_a_period_is_reopened_the_next_closing_brings_the_successors(testville: Office) -> None:
    await closed(testville, a_violation())
    reopened = await reopen_period(testville, BUREAU, "testville", "2025", "漏录一份决定")
    await record_violation(testville, EVERYONE_IN_DEMO, LATE)
    meanwhile = await rows_of(testville)
    again = await closed(testville)

    assert reopened.period is not None
    assert reopened.period.state is PeriodState.REOPENED
    assert [row.number for row in meanwhile] == [0, 0]
    assert (again.frozen, again.succeeded) == (0, 1)
    assert [row.number for row in await rows_of(testville)] == [0, 1, 0]
    entries = (await testville.reads.entries_of_periods([reopened.period.id]))[reopened.period.id]
    assert [(one.state, one.actor, one.reason) for one in entries] == [
        (PeriodState.CLOSED, "token:bureau", None),
        (PeriodState.REOPENED, "token:bureau", "漏录一份决定"),
        (PeriodState.CLOSED, "token:bureau", None),
    ]


async def test_a_revised_law_makes_successors_when_the_period_is_revised_and_both_receipts_hold(
    testville: Office, tmp_path: Path
) -> None:
    await closed(testville, a_violation())
    amended = tmp_path / "amended"
    (amended / "testville").mkdir(parents=True)
    text = (tmp_path / "plugins" / "testville" / "2020.toml").read_text(encoding="utf-8")
    (amended / "testville" / "2020.toml").write_text(text.replace("points = 2,", "points = 3,"), encoding="utf-8")
    later = replace(testville, host=Host.load([amended], packages=False))

    assert (await revise(later, BUREAU, "testville", "2025")).succeeded == 1
    rows = await rows_of(later)
    assert [(row.doctor, row.number, left(row)) for row in rows] == [("N", 0, "10"), ("N", 1, "9"), ("S", 0, "12")]
    assert rows[0].law_digest == rows[2].law_digest != rows[1].law_digest
    assert rows[1].changed is not None
    assert "the regulation's data was" in rows[1].changed.en
    assert [verify(data).verdict for data in await receipts_of(later, rows)] == [Verdict.EQUAL] * 3
    assert (await revise(later, BUREAU, "testville", "2025")).succeeded == 0


async def test_a_law_is_kept_once_however_many_assessments_rest_on_it(testville: Office) -> None:
    await closed(testville, a_violation())
    assert len(await testville.database.read("SELECT 1 FROM kept_law")) == 1
    (kept,) = [tuple(row) for row in await testville.database.read("SELECT regulation, data FROM kept_law")]
    assert (kept[0], json.loads(kept[1])["id"]) == (POINTS, POINTS)
    assert '"thresholds"' in kept[1]
    assert all('"thresholds"' not in row.content for row in await rows_of(testville))


@pytest.mark.parametrize("table", ["frozen", "kept_law", "period_entry"])
async def test_nothing_frozen_can_be_changed_or_deleted_even_in_the_database(
    testville: Office, registry: Registry, table: str
) -> None:
    await closed(testville, a_violation())
    for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET recorded_at = '2000-01-01'"):  # noqa: S608 - our own names
        with pytest.raises(REFUSALS, match="append-only"):
            registry.run(statement)


@pytest.mark.parametrize(
    ("viewer", "place", "period", "regulation", "code"),
    [
        (Viewer("clerk", frozenset({Scope.RECORD}), None), "testville", "2025", None, "FORBIDDEN"),
        (Viewer("north", frozenset({Scope.ADMIN}), ("990101",)), "testville", "2025", None, "REGION_FORBIDDEN"),
        (BUREAU, "testville", "2026", None, "PERIOD_NOT_OVER"),
        (BUREAU, "testville", "2025-Q1", None, "NOTHING_TO_CLOSE"),
        (BUREAU, "testville", "2019", None, "NOTHING_TO_CLOSE"),
        (BUREAU, "testville", "soon", None, "PERIOD_INVALID"),
        (BUREAU, "supplyville", "2025", None, "NOTHING_TO_CLOSE"),
        (BUREAU, "nowhere", "2025", None, "NOTHING_TO_CLOSE"),
        (BUREAU, "testville", "2025", "nowhere", "REGULATION_UNKNOWN"),
        (BUREAU, "testville", "2025", "testville-plain", "PLACE_MISMATCH"),
    ],
    ids=range(10),
)
async def test_a_closing_that_nobody_may_or_can_make_is_refused_and_freezes_nothing(
    testville: Office, viewer: Viewer, place: str, period: str, regulation: str | None, code: str
) -> None:
    done = await close_period(testville, viewer, place, period, regulation)
    assert [one.code for one in done.problems] == [code]
    assert await rows_of(testville, place) == []


async def test_only_a_closed_period_is_reopened_or_revised_and_only_with_a_reason(testville: Office) -> None:
    early = await reopen_period(testville, BUREAU, "testville", "2025", "x")
    unrevised = await revise(testville, BUREAU, "testville", "2025")
    await closed(testville)
    silent = await reopen_period(testville, BUREAU, "testville", "2025", " ")
    assert [one.problems[0].code for one in (early, unrevised, silent)] == [
        "PERIOD_NOT_CLOSED",
        "PERIOD_NOT_CLOSED",
        "REASON_MISSING",
    ]


async def test_a_doctor_is_on_the_page_of_those_who_may_see_a_record_of_theirs(testville: Office) -> None:
    done = await closed(testville)
    assert done.period is not None
    period, reads = done.period.id, testville.reads
    assert [row.doctor for row in await reads.page_frozen(period, ["990101"])] == ["N"]
    assert [row.doctor for row in await reads.page_frozen(period, ["9901"], limit=1)] == ["N"]
    assert await reads.page_frozen(period, []) == []
    counts = [await reads.count_frozen(period, regions) for regions in (None, ["990102"], [])]
    assert counts == [2, 1, 0]


async def test_a_closing_that_is_interrupted_leaves_nothing_behind(testville: Office, registry: Registry) -> None:
    days = iter([date(2026, 3, 1), date(2026, 3, 1)])  # asked once for all and once for each doctor: not for the second
    await record_violation(testville, EVERYONE_IN_DEMO, a_violation())
    with pytest.raises(RuntimeError, match="StopIteration"):
        await close_period(replace(testville, today=lambda: next(days)), BUREAU, "testville", "2025")
    assert next(days, None) is None
    assert await rows_of(testville) == []
    async with opened(testville.host, registry.location) as office:
        assert await office.reads.period("testville", PeriodKind.YEAR, date(2025, 1, 1)) is None
