"""Measurements as facts of the charges scheme: acts, measured values and audit deductions of an institution.

A record is its rule with its document, or without one its day; a value of an interval is its rule with the interval.
Later rows of the same record correct it, and it stays on the day of its first row, so that no correction moves money
into another period. Who owes is the row's category, or else the department or doctor that it is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.assessment.charges.terms import ActFound, AuditDeduction, ChargesFacts, Cost, MeasuredValue, ProofFound
from core.records import SubjectKind
from core.regulation.schemes.charges import (
    ActRule,
    ChargesScheme,
    CostKind,
    CostShare,
    Excess,
    InsuredGroup,
    Multiple,
    Tariff,
)
from core.service.measuring_names import PERCENT, STANDARD, named
from core.service.measuring_rows import around, department_of, holds, latest, period_of, record_of
from core.storage import MeasurementRow


@dataclass(frozen=True, slots=True)
class _Record:
    """The rows of one record of a rule, earliest first; there is at least one."""

    name: str
    called: str
    """What sets it apart: its document, its day or its period."""
    rows: tuple[MeasurementRow, ...]

    @property
    def on(self) -> date:
        return self.rows[0].on

    @property
    def id(self) -> str:
        """How explanations call it: the same on every machine, and no two alike."""
        return f"{self.name}/{self.rows[0].subject}/{self.called}"

    @property
    def owed_by(self) -> str | None:
        first = self.rows[0]
        own = first.subject if first.subject_kind is SubjectKind.DOCTOR else department_of(first)
        return next((row.category for row in reversed(self.rows) if row.category), own)

    @property
    def held(self) -> dict[str, MeasurementRow]:
        """The row that holds for each part, by the indicator's name."""
        return latest(self.rows, lambda row: row.indicator)


def charges_facts(scheme: ChargesScheme, rows: Sequence[MeasurementRow]) -> ChargesFacts:
    """Return the records of every year; ``rows`` come from ``measuring_rows.known``."""
    return ChargesFacts(
        acts=tuple(_acts(scheme, rows)),
        measured=tuple(one for rule in scheme.excesses for one in _measured(rule, rows)),
        deductions=tuple(_deductions(scheme, rows)),
    )


def _records(name: str, rows: Sequence[MeasurementRow], *, by_period: bool = False) -> Iterator[_Record]:
    """Yield ``rows`` as records, one a subject and document, or one a subject and period."""
    found: dict[tuple[str, str, str], list[MeasurementRow]] = {}
    for row in rows:
        key = row.subject_kind.value, row.subject, row.period if by_period else record_of(row)
        found.setdefault(key, []).append(row)
    yield from (_Record(name, key[-1], tuple(found[key])) for key in sorted(found))


def _acts(scheme: ChargesScheme, rows: Sequence[MeasurementRow]) -> Iterator[ActFound]:
    for rule in (*scheme.tariffs, *scheme.costs, *scheme.multiples):
        about = [row for row in rows if row.indicator.partition(":")[0] == rule.id]
        for record in _records(rule.id, about):
            act = _act(rule, record)
            if act is not None:
                yield act


def _act(rule: ActRule, record: _Record) -> ActFound | None:
    """Return the act; None: how many items were found is not recorded, so that there is no act of a tariff yet."""
    held = record.held
    proofs = [(proof, held.get(named(rule.id, proof.value))) for proof in rule.requires]
    stated = _value(held, rule.id)
    if isinstance(rule, Tariff) and stated is None:
        return None
    return ActFound(
        id=record.id,
        rule=rule.id,
        on=record.on,
        owed_by=record.owed_by,
        items=int(stated) if isinstance(rule, Tariff) and stated is not None else 1,
        costs=tuple(_costs(rule, held)) if isinstance(rule, CostShare) else (),
        percent=_value(held, named(rule.id, PERCENT)),
        damages=stated if isinstance(rule, Multiple) else None,
        proofs=tuple(ProofFound(proof=proof, holds=holds(row)) for proof, row in proofs if row is not None),
    )


def _costs(rule: CostShare, held: Mapping[str, MeasurementRow]) -> Iterator[Cost]:
    for kind in CostKind:
        amount = _value(held, named(rule.id, kind.value))
        if amount is not None:
            yield Cost(kind=kind, amount=amount)


def _value(held: Mapping[str, MeasurementRow], name: str) -> Decimal | None:
    return held[name].value if name in held else None


def _measured(rule: Excess, rows: Sequence[MeasurementRow]) -> Iterator[MeasuredValue]:
    for group in InsuredGroup if rule.by_group else (None,):
        name = named(rule.id, group.value) if group is not None else rule.id
        standards = [row for row in rows if row.indicator == named(name, STANDARD)]
        values = [row for row in rows if row.indicator == name]
        for record in _records(name, values, by_period=rule.window is not None):
            last = record.rows[-1]
            if last.value is not None:
                own = [row for row in standards if (row.subject_kind, row.subject) == (last.subject_kind, last.subject)]
                approved = around(own, period_of(last))
                yield MeasuredValue(
                    id=record.id,
                    rule=rule.id,
                    on=record.on,
                    value=last.value,
                    standard=approved.value if approved is not None else None,
                    window=period_of(last) if rule.window is not None else None,
                    group=group,
                    subject=department_of(last),
                    owed_by=record.owed_by,
                )


def _deductions(scheme: ChargesScheme, rows: Sequence[MeasurementRow]) -> Iterator[AuditDeduction]:
    if scheme.audit is None:
        return
    prefix = named(scheme.audit.id, "")
    problems = sorted({row.indicator for row in rows if row.indicator.startswith(prefix)})
    for name in problems:
        for record in _records(name, [row for row in rows if row.indicator == name]):
            amount = record.rows[-1].value
            if amount is not None:
                yield AuditDeduction(
                    id=record.id,
                    problem=name.removeprefix(prefix),
                    on=record.on,
                    amount=amount,
                    owed_by=record.owed_by,
                )
