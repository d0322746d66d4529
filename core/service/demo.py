"""A synthetic region: made-up institutions, doctors and two years of violations under every regulation at hand.

The same seed gives the same people and records on every machine. Nobody in it exists; names are drawn from short
lists of syllables, codes from the regulation's own region.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from core.assessment.periods import Period
from core.records import (
    DepartmentRecord,
    DoctorRecord,
    EnrolmentEntryRecord,
    EnrolmentRecord,
    EntryKind,
    ExaminationRecord,
    InstitutionRecord,
    MeasurementRecord,
    Put,
    Qualification,
    ViolationRecord,
)
from core.regulation.base import Range, Unfixed
from core.regulation.law import Law
from core.regulation.schemes.points import Clause
from core.regulation.vocabulary import Attribute, Basis, PeriodKind, Responsibility
from core.service.demo_measurements import measured
from core.service.office import Office
from core.service.viewer import DEMO

YEARS = (2024, 2025)
INSTITUTIONS = 4
"""For each regulation that registers doctors in a region of its own."""
DOCTORS = 60
"""For each of them."""

_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
_GIVEN = "安宁明远思齐若云景行嘉言知微怀瑾书瑶子衿清和望舒予怀维桢亦然"
_KINDS = (("人民医院", "三级"), ("中医医院", "二级"), ("社区卫生服务中心", "一级"))
_DEPARTMENTS = (("A01", "内科"), ("A04", "外科"), ("A05", "妇产科"), ("A07", "儿科"), ("A50", "中医科"))
_TITLES = ("住院医师", "主治医师", "副主任医师", "主任医师")
_FIRST_DAY = date(YEARS[0] - 3, 1, 1)


@dataclass(slots=True)
class Demo:
    """The records of a synthetic region, in the order in which they are loaded."""

    institutions: list[InstitutionRecord]
    departments: list[DepartmentRecord]
    doctors: list[DoctorRecord]
    enrolments: list[EnrolmentRecord]
    entries: list[EnrolmentEntryRecord]
    violations: list[ViolationRecord]
    examinations: list[ExaminationRecord]
    measurements: list[MeasurementRecord]


async def fill(office: Office, seed: int = 20110101) -> Put:
    """Put the synthetic region of ``seed`` into the registry; filling it again changes nothing."""
    demo = made_up(office.host.catalogue.laws, seed)
    async with office.database.writing(actor=DEMO) as writes:
        put = await writes.put_institutions(demo.institutions)
        put += await writes.put_departments(demo.departments)
        put += await writes.put_doctors(demo.doctors)
        put += await writes.put_enrolments(demo.enrolments)
        put += await writes.add_entries(demo.entries)
        put += await writes.add_violations(demo.violations)
        put += await writes.add_examinations(demo.examinations)
        put += await writes.add_measurements(demo.measurements)
        for place, period in _periods(office.host.catalogue.laws):
            put += await writes.open_period(
                place=place, kind=period.kind, name=period.name, start=period.start, end=period.end
            )
    return put


def _periods(laws: Sequence[Law]) -> Iterator[tuple[str, Period]]:
    for law in filter(registers_doctors, laws):
        kind = law.regulation.points.period if law.regulation.points else PeriodKind.YEAR
        yield from ((law.regulation.place, Period.of(kind, date(year, 1, 1))) for year in YEARS)


def made_up(laws: Sequence[Law], seed: int) -> Demo:
    """Return the synthetic region of ``seed``, with people under each of ``laws`` that registers doctors."""
    demo = Demo([], [], [], [], [], [], [], [])
    for number, law in enumerate(filter(registers_doctors, laws)):
        _Region(law, number, random.Random(f"{seed}/{law.id}"), demo).fill()  # noqa: S311 - nothing here is secret
    demo.measurements += measured(laws, demo.institutions, demo.enrolments, YEARS[-1], seed)
    return demo


def registers_doctors(law: Law) -> bool:
    """Return whether ``law`` has doctors of a region of its own, not of the whole country or of none."""
    regulation = law.regulation
    return regulation.region.code[:2] in _PROVINCES and bool(regulation.points or regulation.enrolment)


_PROVINCES = frozenset(f"{code}" for code in range(11, 83))
"""The first two digits of a province's or a special region's code in GB/T 2260."""


@dataclass(slots=True)
class _Region:
    """One regulation's part of the synthetic region, while it is being made."""

    law: Law
    number: int
    """Its place among the regulations, which keeps codes apart where two share a region."""
    random: random.Random
    demo: Demo

    def fill(self) -> None:
        """Add this regulation's institutions, doctors and records to the demo."""
        institutions = [self._institution(number) for number in range(INSTITUTIONS)]
        for number in range(DOCTORS):
            self._doctor(number, institutions)

    def _area(self, number: int) -> str:
        """Return a district of the regulation's region: a city's own, or one of a province's first city."""
        code = self.law.regulation.region.code
        city = code[:4] if code[2:4] != "00" else f"{code[:2]}01"
        return f"{city}{number % 4 + 2:02}"

    def _institution(self, number: int) -> InstitutionRecord:
        kind, level = _KINDS[number % len(_KINDS)]
        area = self._area(number)
        record = InstitutionRecord(
            code=f"H{area}{self.number + 1:02}{number + 1:03}",
            name=f"{self.law.regulation.region.name.zh}演示{self.number * INSTITUTIONS + number + 1}号{kind}",
            region=area,
            level=level,
        )
        self.demo.institutions.append(record)
        self.demo.departments += [DepartmentRecord(institution=record.code, code=c, name=n) for c, n in _DEPARTMENTS]
        return record

    def _doctor(self, number: int, institutions: list[InstitutionRecord]) -> None:
        home = institutions[number % len(institutions)]
        assistant = self.random.random() < 0.12  # noqa: PLR2004 - a plausible share
        record = DoctorRecord(
            code=f"D{home.region}{self.number + 1:02}{number + 1:04}",
            name=self.random.choice(_SURNAMES) + "".join(self.random.sample(_GIVEN, self.random.choice((1, 2, 2)))),
            qualification=Qualification.ASSISTANT_LICENSED if assistant else Qualification.LICENSED,
            title=_TITLES[0] if assistant else self.random.choice(_TITLES),
            category="临床",
            scope=self.random.choice(_DEPARTMENTS)[1] + "专业",
        )
        self.demo.doctors.append(record)
        self._enrol(record, home, number)
        self._violate(record, home)

    def _enrol(self, doctor: DoctorRecord, home: InstitutionRecord, number: int) -> None:
        since = _FIRST_DAY + timedelta(days=self.random.randrange(700))
        left = since + timedelta(days=1100 + self.random.randrange(300)) if number % 23 == 0 else None
        scheme = self.law.regulation.enrolment
        self.demo.enrolments.append(
            EnrolmentRecord(
                doctor=doctor.code,
                institution=home.code,
                place=self.law.regulation.place,
                basis=scheme.basis if scheme else Basis.REGISTRATION,
                since=since,
                until=left,
                department=self.random.choice(_DEPARTMENTS)[0],
            )
        )
        if scheme is None:
            return
        for attribute in Attribute:
            if attribute not in (Attribute.LICENSED, Attribute.ASSISTANT_LICENSED, Attribute.INSTITUTION_DESIGNATED):
                self._entry(doctor, home, EntryKind.FINDING, since, attribute)
        self._entry(doctor, home, EntryKind.INCIDENTS_CHECKED, since, None)
        waiting = number % 17 == 0  # some have not come to the end of the procedure
        for step, transition in enumerate(scheme.transitions[: -1 if waiting else None]):
            on = since - timedelta(days=7 * (len(scheme.transitions) - 1 - step))
            self.demo.entries.append(
                EnrolmentEntryRecord(
                    doctor=doctor.code,
                    institution=home.code,
                    place=self.law.regulation.place,
                    kind=EntryKind.ACT,
                    on=on,
                    act=transition.act,
                )
            )

    def _entry(
        self, doctor: DoctorRecord, home: InstitutionRecord, kind: EntryKind, on: date, attribute: Attribute | None
    ) -> None:
        self.demo.entries.append(
            EnrolmentEntryRecord(
                doctor=doctor.code,
                institution=home.code,
                place=self.law.regulation.place,
                kind=kind,
                on=on,
                attribute=attribute,
                holds=None if attribute is None else attribute is not Attribute.NEWLY_HIRED,
            )
        )

    def _violate(self, doctor: DoctorRecord, home: InstitutionRecord) -> None:
        """Give a little more than a third of the doctors records, most of them few, of mostly mild acts."""
        scheme = self.law.regulation.points
        if scheme is None or self.random.random() < 0.62:  # noqa: PLR2004 - the share without a record
            return
        plain = [one for one in scheme.clauses if one.points not in (Unfixed.NONE, Unfixed.RULE)]
        mild = plain[: max(1, len(plain) // 3)] if plain[0].points != Unfixed.ALL else plain[-9:]
        for _ in range(min(6, int(self.random.paretovariate(1.2)))):
            clause = self.random.choice(mild if self.random.random() < 0.8 else plain)  # noqa: PLR2004 - mostly mild
            self._record(doctor, home, clause)
        if self.random.random() < 0.5:  # noqa: PLR2004 - half of them sit the examination
            on = date(YEARS[-1], 6, 1) + timedelta(days=self.random.randrange(150))
            place = self.law.regulation.place
            self.demo.examinations.append(ExaminationRecord(doctor=doctor.code, place=place, on=on, passed=True))

    def _points(self, clause: Clause) -> Decimal | None:
        """Return the points a decision chooses, where the law leaves them to it and to no degree of responsibility."""
        scheme = self.law.regulation.points
        if scheme is not None and scheme.degrees is not None:
            return None
        if isinstance(clause.points, Range):
            return Decimal(self.random.randint(int(clause.points.from_), int(clause.points.to)))
        return Decimal(5) if clause.points is Unfixed.UNSTATED else None

    def _months(self) -> int | None:
        """Return the least months that every range of the law allows, or None where it leaves none open."""
        scheme = self.law.regulation.points
        sanctions = [one for threshold in scheme.thresholds for one in threshold.sanctions] if scheme else []
        ranges = [one.months for one in sanctions if isinstance(one.months, Range)]
        return max((int(one.from_) for one in ranges), default=None)

    def _occurred_on(self, decided_on: date) -> date:
        """Return a day of the act that the law still reaches back to."""
        day = decided_on - timedelta(days=self.random.randrange(5, 60))
        return max(day, self.law.regulation.in_force.acts_since or day)

    def _record(self, doctor: DoctorRecord, home: InstitutionRecord, clause: Clause) -> None:
        on = date(YEARS[0], 1, 1) + timedelta(days=self.random.randrange(365 * len(YEARS)))
        if not self.law.regulation.in_force.governs(on):
            on = on.replace(year=YEARS[-1], day=min(on.day, 28))
        if not self.law.regulation.in_force.governs(on):
            return
        self.demo.violations.append(
            ViolationRecord(
                place=self.law.regulation.place,
                regulation=self.law.id,
                clause=clause.id,
                decision_no=f"演示医保决〔{on.year}〕{len(self.demo.violations) + 1}号",
                doctor=doctor.code,
                institution=home.code,
                decided_on=on,
                cases=self.random.choice((1, 1, 1, 2)),
                points=self._points(clause),
                months=self._months(),
                responsibility=self.random.choice(list(Responsibility)) if isinstance(clause.points, Range) else None,
                reason="演示裁量" if isinstance(clause.points, Range) else None,
                occurred_on=self._occurred_on(on),
                notified_on=on + timedelta(days=3),
                determined_by="演示经办机构" if clause.requires else None,
                note="演示记录" if clause.requires else None,
            )
        )
