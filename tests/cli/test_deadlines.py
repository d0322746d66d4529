"""``guiju deadlines`` as a user types it, and the calendar file that it writes."""

import asyncio
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from icalendar import Calendar

from app import main
from core.cli.deadlines_calendar import calendar_of
from tests.service.staff_village import REGULATION, a_violation, an_enrolment, an_office, enter, leaving


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("village")

    async def fill() -> None:
        async with an_office(path) as office:
            await enter(
                office,
                [an_enrolment("A"), an_enrolment("B", "H-SOUTH")],
                [a_violation("A", notified="2025-03-10"), a_violation("B", "2025-04-07", "late", "H-SOUTH")],
                [leaving("B", "2099-12-20", "H-SOUTH")],
            )

    asyncio.run(fill())
    return path


def run(folder: Path, *arguments: str) -> Result:
    common = ("--db", str(folder / "registry.sqlite3"), "--plugins", str(folder / "laws"))
    return CliRunner().invoke(main, [*common, "deadlines", *arguments], catch_exceptions=False)


def events_of(path: Path) -> list[dict[str, str]]:
    """Return each event of a calendar file, with what its properties say."""
    names = ("UID", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "TRANSP")
    return [
        {name: event.decoded(name).isoformat() if name.startswith("DT") else str(event[name]) for name in names}
        for event in Calendar.from_ical(path.read_bytes()).events
    ]


def test_deadlines_are_listed_by_day_with_their_place_in_the_law(folder: Path) -> None:
    done = run(folder, "--from", "2025-01-01", "--as-of", "2025-12-31", "--lang", "en")

    assert done.exit_code == 0
    assert done.stdout.splitlines() == [
        "2025-03-24  A  last day to object: False report [Article 5]  staffville-2020 A@2025-03-10/false",
        (
            "2025-05-09  A  last day suspended: suspended for two months [Article 3(1)]  "
            "staffville-2020 A@2025-03-10/false"
        ),
        "2025-12-31  A  last day of the period; points start anew: 2025 [Article 1]  staffville-2020",
        "2025-12-31  B  last day of the period; points start anew: 2025 [Article 1]  staffville-2020",
    ]
    assert done.stderr == "4 deadlines of 2 people\n"


def test_deadlines_are_those_of_the_days_and_institutions_asked_for(folder: Path) -> None:
    days = ("--from", "2025-03-24", "--to", "2025-12-31", "--as-of", "2025-12-31")

    assert [line[:10] for line in run(folder, *days).stdout.splitlines()] == ["2025-03-24", "2025-05-09"]
    assert run(folder, *days, "--region", "990102").stdout == ""
    assert run(folder, *days, "--institution", "H-SOUTH").stdout == ""
    assert run(folder, *days, "--place", "elsewhere").stdout == ""
    assert "〔第五条〕" in run(folder, *days, "--place", "staffville").stdout


def test_a_day_that_is_not_known_is_said_and_is_not_in_the_file(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    done = run(folder, "--as-of", "2099-12-20", "--ics", str(path), "--lang", "en")

    assert done.stdout.startswith(
        "no day yet (2099's days off are not published)  B  last day to meet the duty: Taken off"
    )
    assert done.stdout.rstrip().endswith("staffville-2020 H-SOUTH")
    assert "1 deadlines have no day yet and are not in x.ics" in done.stderr
    assert events_of(path) == []


def test_the_calendar_file_holds_all_day_events_in_both_languages_and_nobodys_name(
    folder: Path, tmp_path: Path
) -> None:
    path = tmp_path / "x.ics"
    run(folder, "--from", "2025-01-01", "--to", "2025-12-01", "--as-of", "2025-12-31", "--ics", str(path))
    first, second = events_of(path)

    assert first.pop("UID").endswith("@guiju")
    assert first == {
        "DTSTART": "2025-03-24",
        "DTEND": "2025-03-25",
        "SUMMARY": "可提出异议申诉的最后一天: 误报 / last day to object: False report · A",
        "DESCRIPTION": "员村办法 / Staffville measures\n第五条 / Article 5\n"
        "记录 A@2025-03-10/false / record A@2025-03-10/false",
        "TRANSP": "TRANSPARENT",
    }
    assert (second["DTSTART"], second["DTEND"]) == ("2025-05-09", "2025-05-10")
    assert "甲" not in path.read_text(encoding="utf-8")


def test_names_are_written_where_they_are_asked_for(folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    done = run(folder, "--from", "2025-01-01", "--as-of", "2025-12-31", "--ics", str(path), "--names")

    assert "A 甲A" in done.stdout
    assert {one["SUMMARY"].rpartition(" · ")[2] for one in events_of(path)} == {"A 甲A", "B 甲B"}


def test_the_same_registry_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    paths = [tmp_path / "1.ics", tmp_path / "2.ics"]
    for path in paths:
        run(folder, "--from", "2025-01-01", "--as-of", "2025-12-31", "--ics", str(path))
    stamps = {event.decoded("DTSTAMP") for event in Calendar.from_ical(paths[0].read_bytes()).events}

    assert paths[0].read_bytes() == paths[1].read_bytes()
    assert len(stamps) == 1  # both people were recorded at once


def test_an_event_keeps_its_name_when_its_day_moves(folder: Path, tmp_path: Path) -> None:
    longer = tmp_path / "longer"
    (longer / "laws" / "staffville").mkdir(parents=True)
    (longer / "laws" / "staffville" / "2020.toml").write_text(
        REGULATION.replace("working_days = 10", "working_days = 11"), encoding="utf-8"
    )
    (longer / "registry.sqlite3").write_bytes((folder / "registry.sqlite3").read_bytes())
    days = ("--from", "2025-01-01", "--to", "2025-04-01", "--as-of", "2025-12-31")
    run(folder, *days, "--ics", str(tmp_path / "1.ics"))
    run(longer, *days, "--ics", str(tmp_path / "2.ics"))

    (one,), (other,) = events_of(tmp_path / "1.ics"), events_of(tmp_path / "2.ics")
    assert one["UID"] == other["UID"]
    assert (one["DTSTART"], other["DTSTART"]) == ("2025-03-24", "2025-03-25")


def test_a_file_that_cannot_be_written_is_refused(folder: Path, tmp_path: Path) -> None:
    done = run(folder, "--ics", str(tmp_path / "nowhere" / "x.ics"))

    assert done.exit_code == 3
    assert "FILE_UNWRITABLE" in done.stderr


def test_nothing_coming_up_is_an_empty_calendar() -> None:
    content, left_out = calendar_of([], lambda one: one.doctor.code)

    assert left_out == 0
    assert content.startswith(b"BEGIN:VCALENDAR")
    assert not Calendar.from_ical(content).events
