"""Violations in bulk do what the same file does read whole: the same rows, problems and entry in the trail."""

import asyncio
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.intake import stream
from core.service.loading import Load
from core.service.loading import bulk as bulk_loading
from core.storage import bulk as bulk_storage
from tests.service.bulk_village import DOCTORS, HEADINGS, INSTITUTIONS, Kept, Village, a_file, a_row, register
from tests.service.testville import a_host

MANY = [a_row(decision_no=f"试决{number}号", doctor=DOCTORS[number % 2]) for number in range(50)]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    folder = tmp_path_factory.mktemp("village")
    host = a_host(folder / "plugins")
    asyncio.run(register(host, folder / "registered.sqlite3"))
    return Village(host, folder / "registered.sqlite3")


def problems(done: Load) -> list[tuple[int, str | None, str]]:
    return [(one.row, one.column, str(one.code)) for one in done.problems]


def both(village: Village, folder: Path, text: str, *, skip: bool = False, times: int = 1) -> tuple[Load, Kept]:
    """Load a file both ways, demand that nothing differs, and return what happened."""
    whole, by_whole = village.loaded(folder, text, bulk=False, skip=skip, times=times)
    bulk, by_bulk = village.loaded(folder, text, bulk=True, skip=skip, times=times)
    assert sorted(problems(bulk), key=str) == sorted(problems(whole), key=str)
    assert (bulk.loaded, bulk.rows, bulk.put, list(bulk.numbers)) == (
        whole.loaded, whole.rows, whole.put, list(whole.numbers),
    )  # fmt: skip
    assert by_bulk == by_whole
    return bulk, by_bulk


def test_good_rows_are_loaded_alike(village: Village, tmp_path: Path) -> None:
    rows = [
        *MANY,
        a_row(
            decision_no="A-1", clause="range", points="2.50", cases="3", department="A01", occurred_on="2025-03-01",
            notified_on="2025-03-12", months="2", determined_by="试局", note="多次", responsibility="重要",
            reason="情节",
        ),
        a_row(decision_no=" A-2 ", decided_on="2025年3月9日", note="'=1"),
    ]  # fmt: skip
    done, kept = both(village, tmp_path, a_file(rows))
    assert (done.loaded, done.put.created, done.problems) == (True, 52, ())
    assert len(kept.violations) == 52


def test_the_same_file_again_changes_nothing(village: Village, tmp_path: Path) -> None:
    done, kept = both(village, tmp_path, a_file(MANY), times=2)
    assert (done.put.created, done.put.unchanged, len(kept.violations)) == (0, 50, 50)


BAD = {
    "an empty cell": {"clause": ""},
    "no date": {"decided_on": "2025-02-30"},
    "days out of order": {"occurred_on": "2025-04-01"},
    "notified too early": {"notified_on": "2025-03-09"},
    "a formula": {"note": "=1+1"},
    "an unknown clause": {"clause": "none"},
    "points that the law fixes": {"points": "3"},
    "points out of range": {"clause": "range", "points": "9"},
    "an unknown doctor": {"doctor": "D990101000009"},
    "an unknown institution": {"institution": "H99010100009"},
    "an unknown regulation": {"regulation": "nowhere"},
    "another place": {"place": "plainville"},
    "a day to come": {"decided_on": "2027-01-01"},
    "too large a number": {"cases": str(2**63)},
    "too long a number": {"decision_no": "第" * 501},
}


@pytest.mark.parametrize("changes", BAD.values(), ids=BAD)
@pytest.mark.parametrize("skip", [False, True])
def test_a_bad_row_is_told_alike(village: Village, tmp_path: Path, changes: dict[str, str], *, skip: bool) -> None:
    rows = [*MANY[:3], a_row(**({"decision_no": "B-1"} | changes)), *MANY[3:]]
    done, kept = both(village, tmp_path, a_file(rows), skip=skip)
    assert {row for row, _, _ in problems(done)} == {5}
    assert (done.loaded, len(kept.violations)) == ((True, 50) if skip else (False, 0))


def test_rows_of_another_width_and_blank_rows_are_told_alike(village: Village, tmp_path: Path) -> None:
    text = a_file([MANY[0], ["a", "b"], [], ["", ""], [*MANY[1], "x"], [*MANY[2], " "]])
    done, _ = both(village, tmp_path, text, skip=True)
    assert [(row, code) for row, _, code in problems(done)] == [(3, "CELLS_TOO_FEW"), (6, "CELLS_TOO_MANY")]


def test_rows_that_repeat_or_contradict_each_other_are_settled_alike(village: Village, tmp_path: Path) -> None:
    rows = [*MANY, MANY[7], a_row(decision_no="试决8号", cases="2"), MANY[9]]
    done, kept = both(village, tmp_path, a_file(rows), skip=True)
    codes = [code for _, _, code in problems(done)]
    assert sorted(codes) == ["ROWS_CONTRADICT", "ROWS_CONTRADICT", "ROW_REPEATED", "ROW_REPEATED"]
    assert len(kept.violations) == 49


def test_a_local_code_is_warned_of_alike(village: Village, tmp_path: Path) -> None:
    done, _ = both(village, tmp_path, a_file([*MANY, a_row(decision_no="L", doctor=DOCTORS[2])]))
    assert problems(done) == [(52, "doctor", "LOCAL_CODE")]


def test_indexes_that_were_put_off_are_there_again(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_storage, "REBUILT_FROM_ROWS", 1)
    monkeypatch.setattr(bulk_loading, "USUAL_ROW_BYTES", 1)
    both(village, tmp_path, a_file(MANY))


@st.composite
def files(draw: st.DrawFn) -> str:
    values = {
        "decision_no": ["A", "B", "试决3号", ""],
        "clause": ["late", "range", "none"],
        "doctor": [*DOCTORS, "D990101000009"],
        "institution": [*INSTITUTIONS, " H99010100001 "],
        "decided_on": ["2025-03-10", "2025/3/10", "20250310", "45000", "2019-12-31"],
        "occurred_on": ["", "2025-03-09", "2025-03-11"],
        "notified_on": ["", "2025-03-10", "2025-03-09"],
        "points": ["", "2", "2.0", "9"],
        "department": ["", "A01", "B02"],
        "cases": ["", "1", "0"],
        "note": ["", "x", "=x", "'=x", '"x,y"', '"x\ny"'],
    }
    usual = st.fixed_dictionaries({}, optional={name: st.sampled_from(one) for name, one in values.items()})
    rows = draw(st.lists(usual, min_size=1, max_size=8))
    return a_file([a_row(**row) for row in rows])


@given(text=files(), skip=st.booleans(), times=st.sampled_from([1, 2]), block=st.sampled_from([40, 250, 2**20]))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_file_is_loaded_alike(
    village: Village,
    tmp_path: Path,
    text: str,
    skip: bool,  # noqa: FBT001
    times: int,
    block: int,
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk_loading, "BLOCK_BYTES", block)
        both(village, tmp_path, text, skip=skip, times=times)


def test_a_file_is_loaded_alike_where_the_library_for_columns_is_missing(
    village: Village, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "can_read_columns", lambda: False)
    both(village, tmp_path, a_file([*MANY, a_row(decision_no="B-1", clause="")]), skip=True)


def test_the_headings_may_be_in_any_order(village: Village, tmp_path: Path) -> None:
    text = a_file([list(reversed(row)) for row in MANY], list(reversed(HEADINGS)))
    assert both(village, tmp_path, text)[0].put.created == 50
