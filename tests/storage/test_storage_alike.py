"""The same registry on both databases: the same pages in the same order, whatever the letters."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.storage import Database, DoctorFilter, InstitutionFilter, Reads, ViolationFilter
from tests.databases import Kind, a_registry, kinds
from tests.storage.registry_samples import a_doctor, a_violation, an_enrolment, an_institution, register

pytestmark = [pytest.mark.anyio, pytest.mark.skipif(len(kinds()) == 1, reason="one kind alone is asked for")]

NAMES = [
    *("a", "A", "b", "B", "ab", "aB", "Ab", "a-b", "a b", " a", "a ", "a_b", "a%b", "a\\b", "~", "!", "-", "_", "%"),
    *("0", "00", "9", "10", "ä", "Ä", "é", "E", "e", "ß", "ss", "SS", "İ", "\u0131", "i", "I", "K", "k", "\u212a"),
    *("医", "医师", "醫", "ア", "ｱ", "\uff21", "\uff41", "😀", "\ufffd", "z", "Z", "Ω", "ω", "ς", "\u03c3"),
    *("'", '"', "$1", "?", "\n"),
]
"""Codes and names in whose order and case databases differ, if they are let to."""
FIRST = date(2024, 1, 1)
TEXTS = st.sampled_from(NAMES) | st.text("aAbBäÄß\u0131İkK\u212a医%_\\\\ 'ｱ\uff21", min_size=1, max_size=3)


@pytest.fixture
async def both(tmp_path: Path) -> AsyncGenerator[list[Reads]]:
    async with AsyncExitStack() as stack:
        reads: list[Reads] = []
        for kind in Kind:
            registry = stack.enter_context(a_registry(kind, tmp_path))
            db = await stack.enter_async_context(Database.open(registry.location))
            await register(
                db,
                institutions=[an_institution(f"H{name}", name=name) for name in NAMES],
                doctors=[a_doctor(name, name=f"{name}{NAMES[-number]}") for number, name in enumerate(NAMES)],
                enrolments=[an_enrolment(name, f"H{name}") for name in NAMES],
                violations=[
                    a_violation(name, doctor=name, institution=f"H{name}", on=str(FIRST + timedelta(number % 7)))
                    for number, name in enumerate(NAMES)
                ],
            )
            reads.append(Reads(db))
        yield reads


async def answers(reads: Reads, text: str | None, after: str | None, limit: int) -> list[object]:
    """Return what the registry answers to everything that a text, a cursor and a size can be asked of."""
    day = None if after is None else (date(2024, 1, 4), len(after))
    return [
        await reads.page_doctors(DoctorFilter(regions=None, text=text), after, limit),
        await reads.count_doctors(DoctorFilter(regions=None, text=text)),
        await reads.page_institutions(InstitutionFilter(regions=None, text=text), after, limit),
        await reads.page_violations(ViolationFilter(regions=None, text=text), day, limit),
        list(await reads.doctors_by_code([text or "", after or ""])),
        await reads.unknown_doctors([text or "", after or ""]),
    ]


async def test_all_pages_are_the_same_in_the_same_order(both: list[Reads]) -> None:
    first, second = [await answers(reads, None, None, 1000) for reads in both]
    assert first == second
    codes = [row.code for row in await both[1].page_doctors(DoctorFilter(regions=None), None, 1000)]
    assert codes == sorted(NAMES)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS, after=st.none() | TEXTS, limit=st.integers(0, 9))
async def test_a_page_is_the_same_whatever_is_asked(
    both: list[Reads], text: str, after: str | None, limit: int
) -> None:
    first, second = [await answers(reads, text, after, limit) for reads in both]
    assert first == second
