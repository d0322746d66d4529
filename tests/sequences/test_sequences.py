"""Sequences derived by hand from the law: what is entered, day by day, and what holds at each step."""

from collections import Counter
from datetime import date

import pytest

from core.assessment.facts import StaffFacts
from core.assessment.points.staff import assess_staff
from core.service.office import Office
from tests.sequences.playing import Play
from tests.sequences.seeing import seen, wanted
from tests.sequences.told import FILES, LAWS, SEQUENCES, STAFF, Sequence, StaffAsked

each_sequence = pytest.mark.parametrize("sequence", SEQUENCES, ids=lambda one: one.id)


@pytest.mark.anyio
@each_sequence
async def test_each_step_gives_what_the_law_says(each_office: Office, sequence: Sequence) -> None:
    play = Play(each_office, sequence, "told")
    await play.forwards()
    for asked in sequence.questions:
        given = await play.ask(asked)
        assert seen(asked.expect, given) == wanted(asked.expect), asked
        if asked.expect.relieved is not None or asked.expect.confirmed is not None:
            assert play.prospects(asked, given) == (asked.expect.relieved, asked.expect.confirmed), asked


@pytest.mark.anyio
@each_sequence
async def test_what_was_answered_once_is_answered_again_by_what_was_known_then(
    office: Office, sequence: Sequence
) -> None:
    play = Play(office, sequence, "then")
    for asked, answered in await play.forwards():
        assert (await play.ask(asked)).outcome == answered, asked


@pytest.mark.anyio
@each_sequence
async def test_the_order_of_entry_does_not_matter(office: Office, sequence: Sequence) -> None:
    forwards, backwards = Play(office, sequence, "forwards"), Play(office, sequence, "backwards")
    await forwards.forwards()
    await backwards.backwards()
    for asked in sequence.questions:
        assert (await forwards.ask(asked)).outcome == (await backwards.ask(asked)).outcome, asked


@pytest.mark.parametrize("asked", STAFF, ids=lambda one: one.id)
def test_a_share_of_the_staff_has_the_measure_that_the_law_names(office: Office, asked: StaffAsked) -> None:
    law = office.host.catalogue.get(asked.regulation)
    facts = StaffFacts(affected=asked.affected, staff=asked.staff)
    outcome = assess_staff(law, facts, date(2025, 12, 31))
    assert (outcome.measure, outcome.discretionary, tuple(one.name for one in outcome.missing)) == (
        asked.measure,
        asked.discretionary,
        asked.missing,
    )


def test_each_sequence_has_a_name_of_its_own_and_is_told_in_the_order_of_recording() -> None:
    names = Counter(one.id for one in (*SEQUENCES, *STAFF))
    assert [name for name, times in names.items() if times > 1] == []
    late = [one.id for one in SEQUENCES if sorted(entry.at for entry in one.entries) != [e.at for e in one.entries]]
    assert late == []


def test_every_made_up_law_and_every_file_is_used() -> None:
    used = {name for one in SEQUENCES for name in (one.regulation, *(each.regulation for each in one.entries))}
    laws = {f"{path.parent.name}-{path.stem}" for path in LAWS.glob("*/*.toml")}
    assert laws - used - {one.regulation for one in STAFF} == set()
    assert [name for name, file in FILES.items() if not file.sequence and not file.staff] == []
