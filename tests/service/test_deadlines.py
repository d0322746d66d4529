"""What comes up for the people of a made-up place, drawn from the registry and the published days off."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from core.service.calendars import PUBLISHED
from core.service.deadlines import ComingUp, Span, coming_up
from core.service.office import Office
from core.storage import RecordFilter
from tests.service.staff_village import a_violation, an_enrolment, an_office, enter, leaving

pytestmark = pytest.mark.anyio

EVERYWHERE = RecordFilter(regions=None)
ALWAYS = Span(start=date(2000, 1, 1), end=None, as_of=date(2025, 12, 31))


async def found_by(office: Office, wanted: RecordFilter = EVERYWHERE, span: Span = ALWAYS) -> list[ComingUp]:
    return [one async for one in coming_up(office, wanted, span)]


def told(coming: list[ComingUp]) -> list[tuple[str, str, str | None]]:
    """Return person, kind and day of each deadline but the ends of periods."""
    return [
        (one.doctor.code, each.deadline.kind.value, None if each.deadline.on is None else each.deadline.on.isoformat())
        for one in coming
        for each in one.found
        if each.deadline.kind.value != "PERIOD_ENDS"
    ]


# Spring Festival 2026 as published: off from Sunday 15 to Monday 23 February; worked instead are Saturday 14 and
# Saturday 28 February. After Tuesday 10 February: Wed 11, 12, 13, Sat 14, Tue 24, 25, 26, 27, Sat 28 February, Mon 2
# March.
async def test_terms_are_counted_by_the_published_days_off(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await enter(
            office,
            [an_enrolment("A"), an_enrolment("B")],
            [a_violation("A", "2026-02-09", "late", notified="2026-02-10")],
            [leaving("B", "2026-02-10")],
        )
        found = await found_by(office, span=replace(ALWAYS, as_of=date(2026, 2, 10)))

    assert told(found) == [("A", "OBJECTION_ENDS", "2026-03-02"), ("B", "DUTY_DUE", "2026-03-02")]
    assert [each.institution and each.institution.code for one in found for each in one.found] == [
        None,
        None,
        "H-NORTH",
    ]


async def test_a_term_into_a_year_that_is_not_published_has_no_day(tmp_path: Path) -> None:
    year = max(PUBLISHED.years)
    async with an_office(tmp_path) as office:
        await enter(office, [an_enrolment("A")], entries=[leaving("A", f"{year}-12-20")])
        found = await found_by(
            office, span=Span(start=date(year, 1, 1), end=date(year, 1, 2), as_of=date(year, 12, 20))
        )

    assert told(found) == [("A", "DUTY_DUE", None)]
    assert found[0].found[0].deadline.calendar == year + 1


async def test_the_days_asked_about_bound_what_is_found(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await enter(office, [an_enrolment("A")], [a_violation("A", notified="2025-03-10")])
        # Objection: ten working days after Monday 10 March 2025 is Monday the 24th; suspended until 10 May.
        in_march = await found_by(office, span=replace(ALWAYS, start=date(2025, 3, 24), end=date(2025, 5, 9)))
        in_may = await found_by(office, span=replace(ALWAYS, start=date(2025, 3, 25), end=date(2025, 5, 10)))
        never = await found_by(office, span=replace(ALWAYS, start=date(2025, 3, 25), end=date(2025, 5, 9)))

    assert told(in_march) == [("A", "OBJECTION_ENDS", "2025-03-24")]
    assert told(in_may) == [("A", "SUSPENSION_ENDS", "2025-05-09")]
    assert never == []


async def test_what_is_found_is_of_the_institutions_and_places_wanted(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await enter(
            office,
            [an_enrolment("N"), an_enrolment("S", "H-SOUTH"), an_enrolment("both"), an_enrolment("both", "H-SOUTH")],
            [a_violation("N"), a_violation("S", institution="H-SOUTH")],
            [leaving("both", "2025-03-10"), leaving("both", "2025-03-11", "H-SOUTH")],
        )

        async def people(wanted: RecordFilter) -> list[str]:
            return [f"{code} {on}" for code, _, on in told(await found_by(office, wanted))]

        everyone = ["N 2025-05-09", "S 2025-05-09", "both 2025-03-24", "both 2025-03-25"]
        north, south = ["N 2025-05-09", "both 2025-03-24"], ["S 2025-05-09", "both 2025-03-25"]
        assert await people(EVERYWHERE) == everyone
        assert await people(RecordFilter(regions=None, place="staffville")) == everyone
        assert await people(RecordFilter(regions=None, place="elsewhere")) == []
        assert await people(RecordFilter(regions=())) == []
        assert await people(RecordFilter(regions=("990101",))) == north
        assert await people(RecordFilter(regions=None, region="990102")) == south
        assert await people(RecordFilter(regions=("990101",), region="990102")) == []
        assert await people(RecordFilter(regions=None, institution="H-SOUTH")) == south


async def test_whoever_has_no_record_is_not_looked_at_and_whoever_has_nothing_coming_is_left_out(
    tmp_path: Path,
) -> None:
    async with an_office(tmp_path) as office:
        await enter(
            office,
            [an_enrolment("A"), an_enrolment("B"), an_enrolment("C")],
            [a_violation("B", "2024-03-10", "late")],
            [leaving("C", "2025-03-10", reported="2025-03-12")],
        )

        on_record = [row.code for row in await office.reads.doctors_on_record(EVERYWHERE)]
        assert on_record == ["B", "C"]
        assert await found_by(office) == []


async def test_what_was_recorded_later_is_not_looked_at(tmp_path: Path) -> None:
    async with an_office(tmp_path) as office:
        await enter(office, [an_enrolment("A")], [a_violation("A")], [leaving("A", "2025-03-10")])
        now = await found_by(office)
        before = await found_by(office, span=replace(ALWAYS, known_at=datetime(2020, 1, 1, tzinfo=UTC)))

    assert len(told(now)) == 2
    assert now[0].recorded_at is not None
    assert before == []
