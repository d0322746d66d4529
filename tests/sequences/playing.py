"""Playing a sequence: its entries into a real registry, each at its moment, and its questions to the service."""

from collections.abc import Sequence as Several
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.assessment.facts import LifeEntry
from core.assessment.outcome import PointsOutcome
from core.assessment.points.contest import contest
from core.assessment.points.lives import first_refused
from core.records import (
    DoctorRecord,
    EnrolmentRecord,
    ExaminationRecord,
    InstitutionRecord,
    Qualification,
    RepairRecord,
    ViolationEntryRecord,
    ViolationRecord,
)
from core.regulation.law import Law
from core.regulation.vocabulary import Basis
from core.service.admission import (
    FieldProblem,
    check_enrolment,
    check_examination,
    check_repair,
    check_violation,
)
from core.service.advancing import advance_violation
from core.service.assessing import Assessed, assess_ledger, ledgers_of, settle
from core.service.calendars import PUBLISHED
from core.service.facts import violation_of
from core.service.office import Office
from core.service.questions import Question
from core.service.recording import enrol_doctor, record_examination, record_repair, record_violation
from core.service.viewer import EVERYONE_IN_DEMO
from core.storage import Writes
from tests.sequences.told import (
    Asked,
    Entry,
    GivenEnrolment,
    GivenExamination,
    GivenLife,
    GivenRepair,
    GivenViolation,
    Prospect,
    Sequence,
)

HOSPITAL = "H-SEQUENCES"
Record = ViolationRecord | ViolationEntryRecord | ExaminationRecord | RepairRecord | EnrolmentRecord


@dataclass(frozen=True, slots=True)
class Play:
    """One performance of a sequence, by people of its own."""

    office: Office
    sequence: Sequence
    name: str
    """What tells the people of this performance from those of others."""

    async def begin(self) -> None:
        """Register the people and their hospital."""
        told = (*self.sequence.entries, *self.sequence.questions)
        async with self.office.database.writing() as writes:
            await writes.put_institutions([InstitutionRecord(code=HOSPITAL, name="试院", region="990101")])
            await writes.put_doctors(
                [
                    DoctorRecord(code=self.code(one), name="甲", qualification=Qualification.LICENSED)
                    for one in sorted({one.doctor for one in told})
                ]
            )

    def code(self, doctor: str) -> str:
        return f"{self.sequence.id}.{doctor}.{self.name}"

    async def forwards(self) -> list[tuple[Asked, PointsOutcome]]:
        """Enter everything in turn; return what each question that says what was known was answered at that time."""
        await self.begin()
        waiting = sorted(
            ((one.known_at, one) for one in self.sequence.questions if one.known_at is not None), key=lambda one: one[0]
        )
        answered: list[tuple[Asked, PointsOutcome]] = []
        for entry in self.sequence.entries:
            while waiting and waiting[0][0] < entry.at:
                answered.append(await self._then(waiting.pop(0)[1]))
            await self.enter(entry)
        return [*answered, *[await self._then(one) for _, one in waiting]]

    async def _then(self, asked: Asked) -> tuple[Asked, PointsOutcome]:
        return asked, (await self.ask(asked.model_copy(update={"known_at": None}))).outcome

    async def backwards(self) -> None:
        """Enter everything in the other order, each at the moment it has, decisions before what became of them."""
        await self.begin()
        accepted = [one for one in reversed(self.sequence.entries) if one.refused is None]
        for entry in sorted(accepted, key=lambda one: not isinstance(one, GivenViolation)):
            await self._write(self.record(entry), entry.at)

    async def enter(self, entry: Entry) -> None:
        """Enter ``entry`` if the service accepts it, and see that it does, or is refused, as the sequence says."""
        record = self.record(entry)
        if entry.refused is not None:
            assert [one.code for one in await self._refused(record, entry.at.date())] == [entry.refused]
            return
        if not (isinstance(entry, GivenLife) and entry.forced):
            assert await self._problems(record, entry.at.date()) == ()
        await self._write(record, entry.at)

    async def ask(self, asked: Asked) -> Assessed:
        """Return what the service answers."""
        doctor = (await self.office.reads.doctors_by_code([self.code(asked.doctor)]))[self.code(asked.doctor)].id
        return assess_ledger(self.office, self.question(asked), (await ledgers_of(self.office.reads, [doctor]))[doctor])

    def question(self, asked: Asked) -> Question:
        """Return what is asked, settled."""
        name = asked.regulation or self.sequence.regulation
        return settle(self.office, name, asked.period, asked.as_of, law_at=asked.law_at, known_at=asked.known_at)

    def prospects(self, asked: Asked, given: Assessed) -> tuple[Prospect, Prospect]:
        """Return what would hold if every open record were settled for the person, and against."""
        law, period = given.outcome.law, given.outcome.period
        found = contest(law, given.facts, period, asked.as_of, PUBLISHED)
        return _prospect(found.if_relieved), _prospect(found.if_confirmed)

    def law(self, entry: Entry) -> Law:
        return self.office.host.catalogue.get(entry.regulation or self.sequence.regulation)

    def record(self, entry: Entry) -> Record:
        """Return the record that ``entry`` tells of."""
        law, doctor = self.law(entry), self.code(entry.doctor)
        place = law.regulation.place
        match entry:
            case GivenViolation():
                return self._violation(entry, law, doctor)
            case GivenLife():
                return ViolationEntryRecord(
                    place=place,
                    decision_no=entry.decision,
                    doctor=doctor,
                    clause=entry.clause,
                    event=entry.event,
                    on=entry.on,
                    actor="试镇医保局",
                )
            case GivenExamination():
                return ExaminationRecord(doctor=doctor, place=place, on=entry.on, passed=entry.passed)
            case GivenRepair():
                return RepairRecord(
                    doctor=doctor,
                    regulation=law.id,
                    rule=entry.rule,
                    on=entry.on,
                    points=entry.points,
                    determined_by=entry.determined_by,
                )
            case GivenEnrolment():
                return EnrolmentRecord(
                    doctor=doctor, institution=HOSPITAL, place=place, basis=Basis.AGREEMENT, since=entry.since
                )

    def _violation(self, entry: GivenViolation, law: Law, doctor: str) -> ViolationRecord:
        return ViolationRecord(
            place=law.regulation.place,
            regulation=law.id,
            clause=entry.clause,
            decision_no=entry.decision,
            doctor=doctor,
            institution=HOSPITAL,
            decided_on=entry.decided_on,
            cases=entry.cases,
            occurred_on=entry.occurred_on,
            notified_on=entry.notified_on,
            points=entry.points,
            months=entry.months,
            determined_by=entry.determined_by,
            note=entry.note,
            responsibility=entry.responsibility,
            reason=entry.reason,
        )

    async def _problems(self, record: Record, today: date) -> Several[FieldProblem | str]:
        """Return everything for which the service would refuse ``record``."""
        catalogue = self.office.host.catalogue
        match record:
            case ViolationRecord():
                return check_violation(catalogue, record, today)
            case RepairRecord():
                return check_repair(catalogue, record, today)
            case ExaminationRecord():
                return check_examination(catalogue, record, today)
            case EnrolmentRecord():
                return check_enrolment(catalogue, record)
            case ViolationEntryRecord():
                return await self._out_of_turn(record)

    async def _out_of_turn(self, record: ViolationEntryRecord) -> tuple[str, ...]:
        key = (record.place, record.decision_no, record.doctor, record.clause)
        found = (await self.office.reads.violations_by_key([key]))[key]
        row = (await self.office.reads.violations_by_id([found]))[found]
        scheme = self.office.host.catalogue.get(row.regulation).regulation.points
        rule = scheme.appeal if scheme is not None else None
        refused = first_refused(violation_of(row, LifeEntry(event=record.event, on=record.on)), rule, PUBLISHED)
        return () if refused is None else (f"{record.event} on {record.on}",)

    async def _refused(self, record: Record, today: date) -> tuple[FieldProblem, ...]:
        """Return the problems of a request to enter ``record`` that must be refused."""
        office = replace(self.office, today=lambda: today)
        match record:
            case ViolationRecord():
                answer = await record_violation(office, EVERYONE_IN_DEMO, record)
            case RepairRecord():
                answer = await record_repair(office, EVERYONE_IN_DEMO, record, HOSPITAL)
            case ExaminationRecord():
                answer = await record_examination(office, EVERYONE_IN_DEMO, record, HOSPITAL)
            case EnrolmentRecord():
                answer = await enrol_doctor(office, EVERYONE_IN_DEMO, record)
            case ViolationEntryRecord():
                answer = await advance_violation(office, EVERYONE_IN_DEMO, record)
        return answer.problems

    async def _write(self, record: Record, at: datetime) -> None:
        async with self.office.database.writing(at=at) as writes:
            await _put(writes, record)


async def _put(writes: Writes, record: Record) -> None:
    match record:
        case ViolationRecord():
            put = await writes.add_violations([record])
        case ViolationEntryRecord():
            put = await writes.add_violation_entries([record])
        case ExaminationRecord():
            put = await writes.add_examinations([record])
        case RepairRecord():
            put = await writes.add_repairs([record])
        case EnrolmentRecord():
            put = await writes.put_enrolments([record])
    assert put.created == 1


def _prospect(outcome: PointsOutcome) -> Prospect:
    assert outcome.standing is not None
    assert outcome.points_left is not None
    return Prospect(status=outcome.standing.status, points_left=outcome.points_left)
