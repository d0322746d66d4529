"""The demo: the same people on every machine, every regulation in use, filling it again changes nothing."""

import pytest

from core.host import Host
from core.regulation.vocabulary import Status
from core.service.assessing import assess_all, settle
from core.service.demo import DOCTORS, INSTITUTIONS, fill, made_up, registers_doctors
from core.service.office import Office


def test_the_same_seed_gives_the_same_region(host: Host) -> None:
    assert made_up(host.catalogue.laws, 7) == made_up(host.catalogue.laws, 7)
    assert made_up(host.catalogue.laws, 7) != made_up(host.catalogue.laws, 8)


def test_no_code_stands_for_two_people(host: Host) -> None:
    codes = [doctor.code for doctor in made_up(host.catalogue.laws, 7).doctors]
    assert len(codes) == len(set(codes)) == DOCTORS * len(list(filter(registers_doctors, host.catalogue.laws)))


@pytest.mark.anyio
async def test_it_uses_every_regulation_and_can_be_filled_twice(office: Office) -> None:
    first = await fill(office, 7)
    again = await fill(office, 7)
    assert first.created > INSTITUTIONS + DOCTORS
    assert (again.created, again.updated) == (0, 0)
    seen: dict[str, set[Status | None]] = {}
    for law in filter(registers_doctors, office.host.catalogue.laws):
        question = settle(office, law.id, "2025")
        seen[law.id] = {
            outcome.standing.status if outcome.standing else None
            async for batch in assess_all(office, question)
            for _, outcome in batch
        }
        assert len(seen[law.id]) >= (2 if law.regulation.points else 1), law.id
    assert {Status.NORMAL, Status.SUSPENDED, Status.REVOKED, Status.TERMINATED, None} <= set().union(*seen.values())
