"""Whom the audit trail names: the token's label, the demo, the user of the command line."""

from datetime import date

import pytest

from core.intake import Kind, Options
from core.records import ExaminationRecord
from core.regulation.vocabulary import Basis
from core.service.demo import fill
from core.service.loading import load
from core.service.office import Office
from core.service.recording import record_examination
from core.service.tokens import issue_token
from core.service.viewer import EVERYONE_IN_DEMO, Scope, Viewer, viewer_of
from core.storage import read_entries
from tests.service.rosters import a_roster, a_row

pytestmark = pytest.mark.anyio

EXAMINATION = ExaminationRecord(doctor="D210102000001", place="shenyang", on=date(2025, 3, 2), passed=True)


async def actors(office: Office) -> list[str]:
    return [entry.actor for entry in await read_entries(office.database)]


async def test_a_request_is_told_under_the_label_of_its_token_and_a_demo_as_such(office: Office) -> None:
    options = Options(place="shenyang", basis=Basis.REGISTRATION)
    await load(office, Kind.ROSTER, a_roster(a_row()), "roster.txt", options, actor="cli:clerk")
    secret = await issue_token(office.database, "front", (Scope.RECORD,), None, actor="cli:clerk")
    before = len(await actors(office))
    assert await actors(office) == ["cli:clerk"] * before

    viewer = await viewer_of(office.reads, secret)
    assert viewer is not None
    assert (await record_examination(office, viewer, EXAMINATION, "H21010200001")).created
    another = ExaminationRecord(doctor="D210102000001", place="shenyang", on=date(2025, 4, 2), passed=True)
    assert (await record_examination(office, EVERYONE_IN_DEMO, another, "H21010200001")).created
    assert (await actors(office))[before:] == ["token:front", "demo"]


def test_a_token_that_is_called_demo_does_not_pass_for_the_demo() -> None:
    assert Viewer("demo", frozenset(Scope), None).actor == "token:demo"


async def test_a_trial_run_and_a_second_filling_of_the_demo_are_not_told(office: Office) -> None:
    options = Options(place="shenyang", basis=Basis.REGISTRATION)
    await load(office, Kind.ROSTER, a_roster(a_row()), "roster.txt", options, try_only=True)
    assert await actors(office) == []

    await fill(office, 7)
    told = await actors(office)
    assert set(told) == {"demo"}
    await fill(office, 7)
    assert await actors(office) == told
