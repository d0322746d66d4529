"""Impact preview: equal to a comparison made independently, over whatever the registry holds, and without a trace."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import Path

import anyio
import pytest

from core.assessment.comparing.impact import ChangeKind, Sums, sums_of
from core.errors import NotFoundError, RefusedError
from core.host import Host
from core.regulation.files.problems import DataFileError
from core.regulation.settings import load_settings
from core.service.assessing import assess_doctors, settle
from core.service.impacting import DoctorImpact, Preview, impacts, load_versions, preview_of
from core.service.office import opened
from core.storage import ReadOnly, Reads
from tests.service.impact_village import (
    DEARER,
    OLD,
    Decided,
    a_file,
    a_host,
    a_ledger,
    a_text,
    code_of,
    digest_of_rows,
    fill,
)

pytestmark = pytest.mark.anyio

DOCTORS = 2000
TODAY = date(2026, 3, 1)
REVOKED, SUSPENDED, NORMAL = "REVOKED", "SUSPENDED", "NORMAL"


@dataclass(frozen=True, slots=True)
class Village:
    """A host, a filled database and a folder for data files."""

    host: Host
    database: Path
    folder: Path


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Village:
    folder = tmp_path_factory.mktemp("impact")
    host = a_host(folder)
    anyio.run(partial(fill, host, folder / "registry.sqlite3", DOCTORS, a_ledger(DOCTORS)))
    return Village(host, folder / "registry.sqlite3", folder)


def a_preview(host: Host, old: str, new: str, period: str | None = None, as_of: date | None = None) -> Preview:
    return preview_of(*load_versions(host, old, new), period, as_of, TODAY)


async def seen(host: Host, database: Path, preview: Preview, batch: int = 1000) -> list[DoctorImpact]:
    async with ReadOnly.open(database) as source:
        found = impacts(host.catalogue, Reads(source), preview, batch=batch)
        return [one async for some in found for one in some]


Account = tuple[int, str, date | None, date | None]
"""Points lost in 2025, status, since and until: by hand, for one price of a late report."""


def by_hand(decided: Iterable[Decided], late: int, as_of: date) -> Account:
    """Return what Testville's text means for one doctor, counted without the engine."""
    lost = Counter[int]()
    suspended: list[tuple[date, date]] = []
    revoked: list[date] = []
    for one in sorted(decided, key=lambda one: (one.on, one.decision_no)):
        if one.on > as_of:
            continue
        year = one.on.year
        before = lost[year]
        lost[year] += late if one.clause == "late" else 3
        if before < 6 <= lost[year]:
            suspended.append((one.on, two_months_after(one.on)))
        if before < 10 <= lost[year]:
            revoked.append(one.on)
    if revoked:
        return lost[2025], REVOKED, revoked[0], None
    running = [(until, since) for since, until in suspended if since <= as_of < until]
    if not running:
        return lost[2025], NORMAL, None, None
    until, since = max(running)
    return lost[2025], SUSPENDED, since, until


def two_months_after(day: date) -> date:
    year, month = (day.year, day.month + 2) if day.month < 11 else (day.year + 1, day.month - 10)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def account_of(one: DoctorImpact, side: str) -> Account:
    outcome = one.impact.before if side == "before" else one.impact.after
    assert outcome.points_lost is not None
    assert outcome.standing is not None
    standing = outcome.standing
    return int(outcome.points_lost), standing.status.value, standing.since, standing.until


@pytest.mark.parametrize("as_of", [date(2025, 1, 25), date(2025, 12, 31)])
async def test_one_point_more_over_two_thousand_doctors_equals_a_comparison_by_hand(
    village: Village, as_of: date
) -> None:
    digest = digest_of_rows(village.database)
    preview = a_preview(village.host, OLD, a_file(village.folder, DEARER), "2025", as_of)
    found = await seen(village.host, village.database, preview)
    assert digest_of_rows(village.database) == digest
    ledger: dict[str, list[Decided]] = {code_of(number): [] for number in range(DOCTORS)}
    for one in a_ledger(DOCTORS):
        ledger[one.doctor].append(one)
    expected = {code: (by_hand(rows, 2, as_of), by_hand(rows, 3, as_of)) for code, rows in ledger.items()}
    assert {one.doctor.code: (account_of(one, "before"), account_of(one, "after")) for one in found} == expected
    shown = {one.doctor.code for one in found if one.impact.kinds and one.impact.kinds != (ChangeKind.SANCTIONS,)}
    changed = {code for code, (before, after) in expected.items() if before != after}
    assert shown == changed
    assert len(changed) > 100
    assert_sums(sums_of(one.impact for one in found), list(expected.values()))


def assert_sums(sums: Sums, expected: list[tuple[Account, Account]]) -> None:
    assert sums.doctors == len(expected)
    assert sums.points_before == sum(before[0] for before, _ in expected)
    assert sums.points_after == sum(after[0] for _, after in expected)
    passages = {(str(one.before), str(one.after)): one.doctors for one in sums.passages}
    assert passages == Counter((before[1], after[1]) for before, after in expected)
    kinds = {one.kind: one.doctors for one in sums.kinds}
    for kind, place in ((ChangeKind.POINTS, 0), (ChangeKind.STANDING, 1), (ChangeKind.SINCE, 2), (ChangeKind.UNTIL, 3)):
        assert kinds.get(kind, 0) == sum(before[place] != after[place] for before, after in expected)


async def test_the_records_named_are_those_that_cost_more_or_bring_what_is_new(tmp_path: Path) -> None:
    host = a_host(tmp_path)
    await fill(host, tmp_path / "some.sqlite3", 40, a_ledger(40))
    preview = a_preview(host, OLD, a_file(tmp_path, DEARER), "2025", date(2025, 12, 31))
    named = {one.doctor.code: set(one.impact.records) for one in await seen(host, tmp_path / "some.sqlite3", preview)}
    dearer: dict[str, set[str]] = {code: set() for code in named}
    every: dict[str, set[str]] = {code: set() for code in named}
    for one in a_ledger(40):
        every[one.doctor].add(f"{one.decision_no}/{one.clause}")
        if one.clause == "late" and one.on.year == 2025:
            dearer[one.doctor].add(f"{one.decision_no}/late")
    assert sum(map(len, dearer.values())) > 20
    assert all(dearer[code] <= named[code] <= every[code] for code in named)


@pytest.mark.parametrize("batch", [1, 7, 5000])
async def test_the_size_of_a_batch_changes_nothing(village: Village, tmp_path: Path, batch: int) -> None:
    database = tmp_path / "few.sqlite3"
    await fill(village.host, database, 23, a_ledger(23))
    preview = a_preview(village.host, OLD, a_file(village.folder, DEARER), "2025")
    found = await seen(village.host, database, preview, batch)
    assert [one.doctor.code for one in found] == [code_of(number) for number in range(23)]
    assert sums_of(one.impact for one in found) == sums_of(
        one.impact for one in await seen(village.host, database, preview)
    )


async def test_records_of_both_ids_are_assessed_under_both_texts(tmp_path: Path) -> None:
    later = a_text(('id = "testville-2020"', 'id = "testville-2026"'), ("from = 2020-01-01", "from = 2026-01-01"))
    until = a_text(("from = 2020-01-01,", "from = 2020-01-01, to = 2026-01-01,"))
    host = a_host(tmp_path, v2020=until, v2026=later)
    decided = [
        Decided(code_of(0), "late", date(2025, 11, 1)),
        Decided(code_of(0), "false", date(2026, 2, 1), "testville-2026"),
    ]
    await fill(host, tmp_path / "two.sqlite3", 1, decided)
    cheaper = a_file(tmp_path, later.replace("points = 3,", "points = 1,"))
    (one,) = await seen(host, tmp_path / "two.sqlite3", a_preview(host, OLD, cheaper, "2026"))
    assert (one.impact.before.points_lost, one.impact.after.points_lost) == (3, 1)
    (same,) = await seen(host, tmp_path / "two.sqlite3", a_preview(host, OLD, "testville-2026", "2025"))
    assert (same.impact.before.points_lost, same.impact.is_change) == (2, False)


async def test_what_an_earlier_version_lets_count_on_is_in_both_answers_and_the_older_is_as_assessed(
    tmp_path: Path,
) -> None:
    first = a_text(("from = 2020-01-01,", "from = 2020-01-01, to = 2025-07-01,"))
    second = a_text(
        ('id = "testville-2020"', 'id = "testville-2025"'),
        ("from = 2020-01-01,", 'from = 2025-07-01, continues = "testville-2020",'),
    )
    host = a_host(tmp_path, v2020=first, v2025=second)
    decided = [
        Decided(code_of(0), "late", date(2025, 3, 1)),
        Decided(code_of(0), "late", date(2025, 8, 1), "testville-2025"),
    ]
    await fill(host, tmp_path / "on.sqlite3", 1, decided)
    dearer = a_file(tmp_path, second.replace("points = 2,", "points = 3,"))
    (one,) = await seen(host, tmp_path / "on.sqlite3", a_preview(host, "testville-2025", dearer, "2025"))
    assert (one.impact.before.points_lost, one.impact.after.points_lost) == (4, 5)
    assert one.impact.records == (f"{code_of(0)}-2025-08-01/late",)
    async with opened(host, tmp_path / "on.sqlite3", today=lambda: TODAY) as office:
        assessed = await assess_doctors(office, settle(office, "testville-2025", "2025"), [one.doctor.id])
    assert assessed[one.doctor.id].arithmetic == one.impact.before.arithmetic
    assert assessed[one.doctor.id].facts_digest == one.impact.before.facts_digest


async def test_a_doctor_whose_clause_is_gone_is_shown_as_undecidable_with_its_name(tmp_path: Path) -> None:
    host = a_host(tmp_path)
    await fill(host, tmp_path / "gone.sqlite3", 2, [Decided(code_of(0), "late", date(2024, 3, 1), number="A")])
    without = a_file(tmp_path, a_text(('id = "late"', 'id = "tardy"')))
    found = await seen(host, tmp_path / "gone.sqlite3", a_preview(host, OLD, without, "2025"))
    assert [one.impact.kinds for one in found] == [(ChangeKind.DECIDABLE,), ()]
    assert [missing.name for missing in found[0].impact.after.missing] == ["points.clauses.late"]
    assert found[0].impact.records == ("A/late",)


async def test_who_has_left_is_looked_at_since_a_standing_outlasts_an_enrolment(tmp_path: Path) -> None:
    host = a_host(tmp_path)
    decided = [Decided(code_of(0), "late", date(2021, 3, day), number=str(day)) for day in range(1, 5)]
    await fill(host, tmp_path / "left.sqlite3", 1, decided)
    dearer = a_file(tmp_path, DEARER)
    (one,) = await seen(host, tmp_path / "left.sqlite3", a_preview(host, OLD, dearer, "2025"))
    assert one.impact.kinds == (ChangeKind.STANDING, ChangeKind.SINCE, ChangeKind.SANCTIONS)


async def test_texts_that_count_by_different_periods_are_each_asked_about_their_own(village: Village) -> None:
    halves = a_file(village.folder, a_text(('period = "YEAR"', 'period = "HALF_YEAR"')), "halves.toml")
    preview = a_preview(village.host, OLD, halves, "2025")
    assert (preview.old_period.name, preview.new_period.name) == ("2025", "2025-H2")
    assert preview.as_of == date(2025, 12, 31)
    early = a_preview(village.host, OLD, halves, "2025-H1", date(2025, 2, 1))
    assert (early.old_period.name, early.new_period.name) == ("2025", "2025-H1")
    with pytest.raises(RefusedError, match="PERIOD_INVALID"):
        a_preview(village.host, OLD, halves, "2025-Q1")


def test_without_a_period_the_day_is_today_and_the_period_its_own(village: Village) -> None:
    preview = a_preview(village.host, OLD, OLD)
    assert (preview.as_of, preview.old_period.name, preview.changes) == (TODAY, "2026", ())


def test_problems_of_both_files_are_told_at_once_each_at_its_line(village: Village) -> None:
    one = a_file(village.folder, a_text(("full = 12", "full = -12")), "one.toml")
    other = a_file(village.folder, a_text(("at = 6", "at = 11")), "other.toml")
    with pytest.raises(DataFileError) as caught:
        load_versions(village.host, one, other)
    assert {(problem.file, problem.source) for problem in caught.value.problems} >= {(one, "full = -12")}
    assert {problem.file for problem in caught.value.problems} == {one, other}


def test_a_text_may_inherit_from_the_older_one_and_is_not_blamed_for_its_mistakes(village: Village) -> None:
    parent = a_file(village.folder, a_text(('id = "testville-2020"', 'id = "testville-draft"')), "parent.toml")
    child = DEARER.partition("[points]")[0].replace('id = "testville-2020"', 'id = "testville-next"')
    heir = a_file(village.folder, child.replace("source =", 'inherits = "testville-draft"\nsource ='), "heir.toml")
    _, law = load_versions(village.host, parent, heir)
    assert law.regulation.points is not None
    assert law.regulation.points.full == Decimal(12)
    broken = a_file(village.folder, a_text(("full = 12", "full = -12")), "broken.toml")
    with pytest.raises(DataFileError) as caught:
        load_versions(village.host, broken, heir)
    assert {problem.file for problem in caught.value.problems} == {broken}
    with pytest.raises(DataFileError, match="testville-draft"):
        load_versions(village.host, OLD, heir)


def test_a_text_cannot_inherit_from_itself_through_the_version_served(village: Village) -> None:
    own = a_text(("source =", 'inherits = "testville-2020"\nsource =')).partition("[points]")[0]
    with pytest.raises(DataFileError, match="testville-2020"):
        load_versions(village.host, OLD, a_file(village.folder, own, "own.toml"))


def test_the_operator_s_readings_hold_for_a_file_of_the_same_id(village: Village) -> None:
    reading = """
[[readings]]
id = "start"
cite = "3"
question = { zh = "何日起算?", en = "From which day?" }
choices = [
  { id = "decision", label = { zh = "决定日", en = "Decision" } },
  { id = "next_month", label = { zh = "次月", en = "Next month" }, set = { "points.conventions.starts_on" = "NEXT_MONTH" } },
]
"""  # noqa: E501 - an inline table is one line
    path = a_file(village.folder, a_text() + reading, "read.toml")
    text = '[[regulation]]\nid = "testville-2020"\nreadings = { start = "next_month" }\n'
    _, law = load_versions(village.host, OLD, path, load_settings(text.encode(), "settings.toml"))
    assert [chosen.choice.id for chosen in law.chosen] == ["next_month"]


def test_versions_of_different_places_are_not_compared(village: Village) -> None:
    path = a_file(village.folder, a_text(('place = "testville"', 'place = "elsewhere"')), "elsewhere.toml")
    with pytest.raises(RefusedError, match="PLACE_MISMATCH"):
        a_preview(village.host, OLD, path)


def test_versions_without_points_are_not_compared(village: Village) -> None:
    path = a_file(village.folder, a_text().partition("[points]")[0], "pointless.toml")
    with pytest.raises(RefusedError, match="NO_POINTS"):
        a_preview(village.host, path, path)
    assert a_preview(village.host, OLD, path, "2025").new_period.name == "2025"


def test_a_name_that_is_neither_a_file_nor_served_is_told_with_what_is_at_hand(village: Village) -> None:
    with pytest.raises(NotFoundError, match=r"VERSION_UNKNOWN: .*testville-2020"):
        load_versions(village.host, OLD, "nowhere.toml")
