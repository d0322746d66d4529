"""Closed periods: their states, the assessments frozen in them and the laws these rest on; all of it append-only.

An assessment is frozen once; what it would be later is another row, its successor, and the first stays as it is. A law
is kept once by its digest, however many assessments rest on it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from core.proof.canonical import Json, digest_of_json
from core.proof.chain import Action
from core.storage import decoding
from core.storage.audit import Trail
from core.storage.backend import Transaction
from core.storage.batches import SLICE
from core.storage.checks import check_value
from core.storage.closing_models import Frozen, KeptLaw, PeriodEntry
from core.storage.conditions import Where
from core.storage.loaders import Loaders, chunks, grouped
from core.storage.models import EvaluationPeriod
from core.storage.rows import PeriodRow, PeriodState
from core.text import Text

FROZEN = (
    "SELECT f.id, f.period_id, f.doctor_id, d.code, f.regulation, f.number, l.digest, f.facts_digest, "
    "f.outcome_digest, f.digest, f.engine, f.calendar, f.as_of, f.known_at, f.content, f.changed_zh, f.changed_en, "
    "f.recorded_at FROM frozen f JOIN doctor d ON d.id = f.doctor_id JOIN kept_law l ON l.id = f.law_id"
)
PLACE = "SELECT t.place FROM evaluation_period t WHERE t.id = f.period_id"
STATE = "SELECT t.state FROM evaluation_period t WHERE t.id = f.period_id"
ENTRY = "SELECT e.id, e.period_id, e.state, e.actor, e.reason, e.recorded_at FROM period_entry e"
LAST = (
    "f.number = (SELECT MAX(n.number) FROM frozen n WHERE n.doctor_id = f.doctor_id AND n.period_id = f.period_id "
    "AND n.regulation = f.regulation)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodEntryRow:
    """A change of a period's state: who closed or reopened it, and why."""

    id: int
    period_id: int
    state: PeriodState
    actor: str
    reason: str | None
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRow:
    """An assessment frozen when its period was closed, or a successor of one."""

    id: int
    period_id: int
    doctor_id: int
    doctor: str
    """The doctor's code."""
    regulation: str
    number: int
    """0: frozen when the period was closed; 1: its first successor, and so on."""
    law_digest: str
    facts_digest: str
    outcome_digest: str
    digest: str
    """The digest over all parts of its receipt."""
    engine: str
    calendar: str | None
    """The publication of days off; None: none was known."""
    as_of: date
    known_at: datetime
    content: str
    """What its receipt holds, as JSON in one line, without the regulation's data."""
    changed: Text | None
    """What is other than in the one before, and why; None: it is the first."""
    recorded_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFrozen:
    """An assessment to be frozen; its fields are those of ``FrozenRow``."""

    doctor_id: int
    regulation: str
    number: int
    law_digest: str
    facts_digest: str
    outcome_digest: str
    digest: str
    engine: str
    calendar: str | None
    as_of: date
    known_at: datetime
    content: str
    changed: Text | None = None
    follows: int | None = None
    """Id of the one that it succeeds."""


class ClosingReads(Loaders):
    """What is read of closed periods."""

    async def entries_of_periods(self, ids: Iterable[int]) -> dict[int, tuple[PeriodEntryRow, ...]]:
        """Return the changes of state of each period, in their order."""
        wanted = frozenset(ids)
        found = map(_entry, await self._rows(ENTRY, "e.period_id", wanted))
        return grouped(wanted, found, of=lambda row: row.period_id, by=lambda row: row.id)

    async def last_frozen(self, period: int, doctors: Iterable[int]) -> list[FrozenRow]:
        """Return the last of each doctor's frozen assessments of a period: one a regulation."""
        found: list[FrozenRow] = []
        for some in chunks(sorted(set(doctors))):
            where = Where().equal("f.period_id", period).add(f"f.doctor_id IN ({_marks(some)})", *some).add(LAST)
            found += await self._frozen(where)
        return found

    async def frozen_doctors(self, period: int, after: int, limit: int) -> list[int]:
        """Return the ids, behind ``after`` and at most ``limit``, of doctors with a frozen assessment of a period."""
        sql = "SELECT DISTINCT doctor_id FROM frozen WHERE period_id = ? AND doctor_id > ? ORDER BY doctor_id LIMIT ?"
        return [row[0] for row in await self._source.read(sql, [period, after, limit])]

    async def closed_periods_of(self, doctors: Iterable[int]) -> dict[int, tuple[int, ...]]:
        """Return the doctors (ids) with frozen assessments by closed period (id); a reopened one is left out."""
        found: dict[int, list[int]] = {}
        for some in chunks(sorted(set(doctors))):
            sql = (
                "SELECT DISTINCT f.period_id, f.doctor_id FROM frozen f "  # noqa: S608 - marks
                "JOIN evaluation_period t ON t.id = f.period_id "
                f"WHERE t.state = ? AND f.doctor_id IN ({_marks(some)}) ORDER BY f.period_id, f.doctor_id"
            )
            for period, doctor in await self._source.read(sql, [PeriodState.CLOSED.value, *some]):
                found.setdefault(period, []).append(doctor)
        return {period: tuple(ids) for period, ids in found.items()}

    async def page_frozen(
        self, period: int, regions: Sequence[str] | None, after: str | None = None, limit: int = 100
    ) -> list[FrozenRow]:
        """Return at most ``limit`` assessments as they were first frozen, by key, from the first behind ``after``.

        ``regions`` are prefixes of the regions in which a doctor must have a record under the period's place; None:
        any. The key is the doctor's code and the regulation, as ``frozen_key`` gives it.
        """
        where = _first_of(period, regions)
        if after is not None:
            doctor, _, regulation = after.partition("\0")
            where.add("(d.code, f.regulation) > (?, ?)", doctor, regulation)
        return await self._frozen(where, " ORDER BY d.code, f.regulation LIMIT ?", limit)

    async def count_frozen(self, period: int, regions: Sequence[str] | None) -> int:
        """Return how many assessments were frozen in a period, successors apart."""
        where = _first_of(period, regions)
        sql = f"SELECT COUNT(*) FROM frozen f JOIN doctor d ON d.id = f.doctor_id{where.sql}"  # noqa: S608 - values are parameters
        return (await self._source.read(sql, where.parameters))[0][0]

    async def successors_of(self, ids: Iterable[int]) -> dict[int, tuple[FrozenRow, ...]]:
        """Return what succeeded each frozen assessment, in order; nothing for one that still holds."""
        wanted = frozenset(ids)
        sql = FROZEN.replace("SELECT ", "SELECT o.id, ", 1) + (
            " JOIN frozen o ON o.doctor_id = f.doctor_id AND o.period_id = f.period_id "
            "AND o.regulation = f.regulation AND o.number < f.number"
        )
        found = [(row[0], _row(row[1:])) for row in await self._rows(sql, "o.id", wanted)]
        pairs = grouped(wanted, found, of=lambda pair: pair[0], by=lambda pair: pair[1].number)
        return {key: tuple(row for _, row in rows) for key, rows in pairs.items()}

    async def some_frozen(self, count: int) -> list[FrozenRow]:
        """Return at most ``count`` assessments frozen in closed periods, spread evenly over all by id."""
        first, last = (await self._source.read("SELECT MIN(id), MAX(id) FROM frozen"))[0]
        found: dict[int, FrozenRow] = {}
        for number in range(count if first is not None else 0):
            where = Where().add("f.id >= ?", first + number * (last - first) // max(count - 1, 1))
            where.add(f"({STATE}) = ?", PeriodState.CLOSED.value)
            found |= {row.id: row for row in await self._frozen(where, " ORDER BY f.id LIMIT ?", 1)}
        return [row for _, row in sorted(found.items())]

    async def kept_laws(self, digests: Iterable[str]) -> dict[str, str]:
        """Return the data of kept laws by digest, as JSON in one line."""
        found = await self._rows("SELECT l.digest, l.data FROM kept_law l", "l.digest", digests)
        return {row[0]: row[1] for row in found}

    async def _frozen(self, where: Where, tail: str = "", *more: object) -> list[FrozenRow]:
        found = await self._source.read(f"{FROZEN}{where.sql}{tail}", [*where.parameters, *more])
        return [_row(row) for row in found]


class ClosingWrites:
    """What is written when a period is closed."""

    _transaction: Transaction
    _trail: Trail
    _at: datetime
    touched: set[str]
    """Codes of the doctors about whom something was written, whose frozen assessments may have a successor now."""

    @property
    def moment(self) -> datetime:
        """When what is written here counts as recorded, in UTC."""
        return self._at

    async def enter_period(self, period: PeriodRow, state: PeriodState, actor: str, reason: str | None = None) -> None:
        """Enter that a period is in another state."""
        check_value("audit_actor", actor)
        if reason is not None:
            check_value("reason", reason)
        entry = PeriodEntry(period_id=period.id, state=state.value, actor=actor, reason=reason, recorded_at=self._at)
        await PeriodEntry.bulk_create([entry], using_db=self._transaction.client)
        await EvaluationPeriod.filter(id=period.id).using_db(self._transaction.client).update(state=state.value)
        action = Action.CLOSED if state is PeriodState.CLOSED else Action.REOPENED
        subject = f"evaluation_period place={period.place}, kind={period.kind.value}, start={period.start}"
        await self._trail.append(action, subject, {"reason": None if reason is None else digest_of_json(reason)})

    async def freeze(self, period: int, rows: Sequence[NewFrozen], laws: dict[str, tuple[str, str]]) -> int:
        """Keep assessments of a period and return how many; ``laws`` are those they rest on, by digest.

        Each law is the id of its regulation and its data as JSON in one line.
        """
        ids = await self._keep(laws)
        for some in chunks(rows, SLICE):
            await Frozen.bulk_create([self._model(period, row, ids) for row in some], using_db=self._transaction.client)
        if rows:
            said: dict[str, Json] = {"created": len(rows), "sha256": digest_of_json([row.digest for row in rows])}
            await self._trail.append(Action.RECORDED, f"frozen period={period}", said)
        return len(rows)

    async def _keep(self, laws: dict[str, tuple[str, str]]) -> dict[str, int]:
        """Keep the laws that are not kept yet; return the ids of all by digest."""
        there = await self._kept(laws)
        new = [
            KeptLaw(digest=digest, regulation=regulation, data=data, recorded_at=self._at)
            for digest, (regulation, data) in laws.items()
            if digest not in there
        ]
        if new:
            await KeptLaw.bulk_create(new, using_db=self._transaction.client)
        return there if not new else await self._kept(laws)

    async def _kept(self, laws: Iterable[str]) -> dict[str, int]:
        digests = list(laws)
        sql = f"SELECT digest, id FROM kept_law WHERE digest IN ({_marks(digests)})"  # noqa: S608 - marks
        return {row[0]: row[1] for row in await self._transaction.fetch(sql, digests)}

    def _model(self, period: int, row: NewFrozen, laws: dict[str, int]) -> Frozen:
        return Frozen(
            period_id=period,
            doctor_id=row.doctor_id,
            regulation=row.regulation,
            number=row.number,
            follows_id=row.follows,
            law_id=laws[row.law_digest],
            facts_digest=row.facts_digest,
            outcome_digest=row.outcome_digest,
            digest=row.digest,
            engine=row.engine,
            calendar=row.calendar,
            as_of=row.as_of,
            known_at=row.known_at,
            content=row.content,
            changed_zh=None if row.changed is None else row.changed.zh,
            changed_en=None if row.changed is None else row.changed.en,
            recorded_at=self._at,
        )


def frozen_key(row: FrozenRow) -> str:
    """Return where a page behind ``row`` begins."""
    return f"{row.doctor}\0{row.regulation}"


def _first_of(period: int, regions: Sequence[str] | None) -> Where:
    where = Where().equal("f.period_id", period).add("f.number = 0")
    if regions is None:
        return where
    tests: list[str] = []
    parameters: list[object] = []
    for table, name in (("e", "enrolment"), ("v", "violation")):
        seen = Where().add(f"{table}.doctor_id = f.doctor_id").within("i.region", regions)
        seen.add(f"{table}.place = ({PLACE})")
        tests.append(
            f"EXISTS (SELECT 1 FROM {name} {table} JOIN institution i ON i.id = {table}.institution_id{seen.sql})"  # noqa: S608 - values are parameters
        )
        parameters += seen.parameters
    return where.add(f"({' OR '.join(tests)})", *parameters)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _entry(row: Any) -> PeriodEntryRow:  # noqa: ANN401 - a row of the database
    key, period, state, actor, reason, recorded_at = row
    return PeriodEntryRow(
        id=key,
        period_id=period,
        state=PeriodState(state),
        actor=actor,
        reason=reason,
        recorded_at=decoding.as_moment(recorded_at),
    )


def _row(row: Any) -> FrozenRow:  # noqa: ANN401 - as above
    (key, period, doctor_id, doctor, regulation, number, law, facts, outcome, digest, engine, calendar, *rest) = row
    as_of, known_at, content, zh, en, recorded_at = rest
    return FrozenRow(
        id=key,
        period_id=period,
        doctor_id=doctor_id,
        doctor=doctor,
        regulation=regulation,
        number=number,
        law_digest=law,
        facts_digest=facts,
        outcome_digest=outcome,
        digest=digest,
        engine=engine,
        calendar=calendar,
        as_of=date.fromisoformat(as_of),
        known_at=decoding.as_moment(known_at),
        content=content,
        changed=None if zh is None else Text(zh=zh, en=en),
        recorded_at=decoding.as_moment(recorded_at),
    )
