"""A made-up town for the scan of who sees whom: its people are told apart by characters that no text of a law has."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import cast

from core.records import DoctorRecord, EnrolmentRecord
from core.service.demo import Demo, made_up
from core.service.office import Office
from core.service.viewer import Scope, Viewer

LAWS = ("hunan-2025", "shenyang-2011", "zhejiang-2014")
"""One with public notices, one with points alone, one with enrolment alone."""
RARE = 0x20000
"""First of the characters, outside the basic plane, that stand for given names."""
_CODES = re.compile(r"[DH][0-9]{11,12}(?![0-9])")
_DECISIONS = re.compile(r"演示医保决〔[0-9]{4}〕[0-9]+号")
_OPAQUE = re.compile(r"[A-Za-z0-9+/_-]{8,}={0,2}")


def marks(text: str) -> set[str]:
    """Return every given name, code and decision number in ``text``, also within ids and cursors."""
    found = {one for one in text if ord(one) >= RARE}
    found |= {one for pattern in (_CODES, _DECISIONS) for one in pattern.findall(text)}
    return found


def marks_in(answer: object) -> set[str]:
    """Return the marks in every text of an answer; what is opaque is looked into."""
    found: set[str] = set()
    for text in _texts(answer):
        found |= marks(text)
        if _OPAQUE.fullmatch(text):
            with suppress(ValueError, binascii.Error):
                found |= marks(base64.b64decode(text, altchars=b"-_").decode())
                found |= marks(base64.b64decode(text).decode())
    return found


def _texts(answer: object) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for one in cast("dict[str, object]", answer).values():
            yield from _texts(one)
    elif isinstance(answer, list | tuple):
        for one in cast("list[object]", answer):
            yield from _texts(one)


@dataclass(frozen=True, slots=True)
class Town:
    """The demo of a few laws; some of its people are enrolled, and have records, in a second district."""

    demo: Demo

    @property
    def regions(self) -> Mapping[str, str]:
        """The region of each institution."""
        return {one.code: one.region for one in self.demo.institutions}

    def hidden_from(self, viewer: Viewer) -> set[str]:
        """Return the given names, codes and decision numbers that ``viewer`` may not see.

        A record is seen in its own region, and as part of a standing by whoever sees another under the same place.
        """
        sees = viewer.sees if viewer.may(Scope.READ) else _nothing
        records = [*self.demo.enrolments, *self.demo.violations]
        under = {(one.doctor, one.place) for one in records if sees(self.regions[one.institution])}
        people = {doctor for doctor, _ in under}
        hidden = {one.code for one in self.demo.institutions if not sees(one.region)}
        hidden |= {mark for one in self.demo.doctors if one.code not in people for mark in (one.code, one.name[1:])}
        return hidden | {one.decision_no for one in self.demo.violations if (one.doctor, one.place) not in under}

    def values(self, viewer: Viewer) -> Iterator[Mapping[str, object]]:
        """Yield what to ask about: somebody hidden from ``viewer``, somebody seen, and somebody seen only elsewhere."""
        hidden = self.hidden_from(viewer)
        cases = [(one.doctor in hidden, one.decision_no in hidden) for one in self.demo.violations]
        for case in ((True, True), (False, False), (False, True)):
            if case in cases:
                one = self.demo.violations[cases.index(case)]
                yield {
                    "code": one.doctor,
                    "doctor": one.doctor,
                    "institution": one.institution,
                    "regulation": one.regulation,
                    "place": one.place,
                    "clause": one.clause,
                    "period": "2025",
                    "record": f"{one.decision_no}/{one.clause}",
                    "decisionNo": one.decision_no,
                    "text": one.decision_no,
                    "asOf": "2025-12-31",
                }


def _nothing(_: str) -> bool:
    return False


async def settle_town(office: Office) -> Town:
    """Enter the town into the registry and return it."""
    demo = made_up([office.host.catalogue.get(law) for law in LAWS], 20110101)
    demo.doctors[:] = [_renamed(one, number) for number, one in enumerate(demo.doctors)]
    _spread(demo)
    async with office.database.writing() as writes:
        await writes.put_institutions(demo.institutions)
        await writes.put_departments(demo.departments)
        await writes.put_doctors(demo.doctors)
        await writes.put_enrolments(demo.enrolments)
        await writes.add_entries(demo.entries)
        await writes.add_violations(demo.violations)
        await writes.add_examinations(demo.examinations)
    return Town(demo)


def _renamed(doctor: DoctorRecord, number: int) -> DoctorRecord:
    return replace(doctor, name=f"{doctor.name[0]}{chr(RARE + number)}")


def _spread(demo: Demo) -> None:
    """Give people records in a second district.

    Every seventh is enrolled at the next institution of the same law too, every third decision is moved there, and
    every fourth is followed by one of another law in that law's own region.
    """
    after = {one.code: other.code for one, other in zip(demo.institutions, demo.institutions[1:], strict=False)}
    also: list[EnrolmentRecord] = []
    for one in demo.enrolments[::7]:
        there = after.get(one.institution)
        if there is not None and there[:3] == one.institution[:3]:
            also.append(replace(one, institution=there, since=one.since + timedelta(days=30), main=False))
    demo.enrolments += also
    for number, one in enumerate(demo.violations[::3]):
        there = after.get(one.institution)
        if there is not None and there[:3] == one.institution[:3]:
            demo.violations[number * 3] = replace(one, institution=there, department=None)
    one_of = {one.regulation: one for one in demo.violations}
    demo.violations += [
        replace(other, doctor=one.doctor, decision_no=f"演示医保决〔2023〕{number}号")
        for number, one in enumerate(demo.violations[::4])
        for other in one_of.values()
        if other.regulation != one.regulation
    ]
