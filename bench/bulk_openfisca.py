"""The Shenyang rule in OpenFisca-core, vectorised over records and doctors, a variable for each notion and year.

``PYTHON bench/bulk_openfisca.py RECORDS OUT [numpy]`` needs an environment of its own with openfisca-core and polars.
OpenFisca has no running sum, so that one is NumPy either way; with ``numpy`` the least and greatest of a doctor's
records are too, which OpenFisca itself works out one member of each group at a time.
"""
# pyright: basic

import sys
from pathlib import Path

import numpy as np
import polars as pl
from bulk_data import POINTS
from openfisca_core.entities import Entity, GroupEntity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

NUMPY = "numpy" in sys.argv
YEAR, FIRST_YEAR = 2024, 2020
NEVER = 1 << 21
NORMAL, PENDING, SUSPENDED, REVOKED = range(4)
STATUS = ("NORMAL", "SUSPENDED_PENDING_EXAM", "SUSPENDED", "REVOKED")

record = Entity("record", "records", "A record", "")
doctor = GroupEntity("doctor", "doctors", "A doctor", "", roles=[{"key": "of", "plural": "all", "label": "Record"}])


def plus_months(days, months):
    """Return the corresponding day so many months later, or the month's last."""
    day = days.astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    to = month + months
    last = (to + 1).astype("datetime64[D]").astype(np.int64) - 1
    within = (day - month.astype("datetime64[D]")).astype(np.int64)
    return np.minimum(to.astype("datetime64[D]").astype(np.int64) + within, last)


def first_day(period, years=0):
    """Return the first day of the year so many after that of ``period``, as a number."""
    return int(np.datetime64(f"{period.start.year + years}-01-01").astype(np.int64))


def starts(who):
    """Return where the records of each doctor begin; they come by doctor and day."""
    return np.flatnonzero(np.append(True, np.diff(who) > 0))


class decided_on(Variable):
    value_type = int
    entity = record
    definition_period = DateUnit.ETERNITY


class points(Variable):
    value_type = int
    entity = record
    definition_period = DateUnit.ETERNITY


class held(Variable):
    value_type = int
    entity = record
    definition_period = DateUnit.YEAR

    def formula(records, period):
        day, cost = records("decided_on", period), records("points", period)
        cost = np.where((day >= first_day(period)) & (day < first_day(period, 1)), cost, 0)
        start = starts(records.doctor.members_entity_id)
        total = np.cumsum(cost)
        total -= np.repeat(total[start] - cost[start], np.diff(np.append(start, total.size)))
        return np.where(cost > 0, total, 0)


class lost(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        total = doctors.members("held", period)
        return np.maximum.reduceat(total, starts(doctors.members_entity_id)) if NUMPY else doctors.max(total)


def reached_on(doctors, period, level):
    """Return the day on which ``level`` is reached in the year, ``NEVER`` for none."""
    day, total = doctors.members("decided_on", period), doctors.members("held", period)
    when = np.where(total >= level, day, NEVER)
    return np.minimum.reduceat(when, starts(doctors.members_entity_id)) if NUMPY else doctors.min(when)


class half_on(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        return reached_on(doctors, period, 5)


class full_on(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        return reached_on(doctors, period, 10)


class suspensions(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        own = doctors("half_on", period) < NEVER
        return own + (doctors("suspensions", period.last_year) if period.start.year > FIRST_YEAR else 0)


class revoked_on(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        if period.start.year == FIRST_YEAR:
            return np.full(doctors.count, NEVER)
        again = (doctors("suspensions", period.last_year) > 0) & (doctors("half_on", period) < NEVER)
        before = doctors("revoked_on", period.last_year)
        return np.where(again, doctors("half_on", period), before)


class suspended_until(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        half, full = doctors("half_on", period), doctors("full_on", period)
        ends = np.where(half < full, plus_months(np.where(half < NEVER, half, 0), 6), 0)
        ends = np.where(half < NEVER, ends, 0)
        ends = np.maximum(ends, np.where(full < NEVER, plus_months(np.where(full < NEVER, full, 0), 12), 0))
        return (
            np.maximum(ends, doctors("suspended_until", period.last_year)) if period.start.year > FIRST_YEAR else ends
        )


class status(Variable):
    value_type = int
    entity = doctor
    definition_period = DateUnit.YEAR

    def formula(doctors, period):
        until = doctors("suspended_until", period)
        found = np.where(until > first_day(period, 1) - 1, SUSPENDED, np.where(until > 0, PENDING, NORMAL))
        return np.where(doctors("revoked_on", period) < NEVER, REVOKED, found)


def main(source: Path, out: Path) -> None:
    """Read, assess and write."""
    read = pl.read_parquet(source, columns=["doctor", "clause", "decided_on", "cases"])
    read = read.sort("doctor", "decided_on")
    system = TaxBenefitSystem([record, doctor])
    system.add_variables(
        decided_on, points, held, lost, half_on, full_on, suspensions, revoked_on, suspended_until, status
    )
    codes, number = np.unique(read["doctor"].to_numpy(), return_inverse=True)
    builder = SimulationBuilder()
    builder.create_entities(system)
    builder.declare_person_entity("record", np.arange(read.height))
    group = builder.declare_entity("doctor", np.arange(codes.size))
    builder.join_with_persons(group, number, np.full(read.height, "of"))
    simulation = builder.build(system)
    simulation.max_spiral_loops = YEAR - FIRST_YEAR + 1
    cost = np.array(list(POINTS.values()))[read["clause"].cast(pl.Enum(list(POINTS))).to_physical().to_numpy()]
    simulation.set_input("decided_on", "ETERNITY", read["decided_on"].cast(pl.Int32).to_numpy())
    simulation.set_input("points", "ETERNITY", cost * read["cases"].to_numpy())
    year = str(YEAR)
    found = {name: simulation.calculate(name, year) for name in ("lost", "status", "suspended_until", "suspensions")}
    standings = pl.DataFrame({"doctor": codes, **found})
    standings = standings.with_columns(status=pl.Series(STATUS).gather(found["status"]))
    standings.filter((pl.col("lost") > 0) | (pl.col("status") != "NORMAL")).write_parquet(out, compression="lz4")
    years = range(FIRST_YEAR, YEAR + 1)
    sanctions = [
        pl.DataFrame({"doctor": codes, "year": one, "half_on": simulation.calculate("half_on", str(one)),
                      "full_on": simulation.calculate("full_on", str(one))}).filter(pl.col("half_on") < NEVER)
        for one in years
    ]  # fmt: skip
    pl.concat(sanctions).write_parquet(out.with_suffix(".sanctions.parquet"), compression="lz4")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
