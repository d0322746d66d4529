"""The Shenyang rule by hand: NumPy over arrays, for this one rule and nothing else.

``python bench/bulk_kernel.py RECORDS OUT`` reads Parquet and writes standings and sanctions of 2024 as Parquet.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl
from bulk_data import POINTS

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
YEAR, AS_OF = 2024, 20088
"""The period, and its last day."""
FULL, HALF = 10, 5
NORMAL, PENDING, SUSPENDED, REVOKED = range(4)
STATUS = ("NORMAL", "SUSPENDED_PENDING_EXAM", "SUSPENDED", "REVOKED")
KIND = ("SUSPEND", "REVOKE")
NEVER = 1 << 21


def plus_months(days: Ints, months: Ints) -> Ints:
    """Return the corresponding day so many months later, or the month's last."""
    month = days.astype("datetime64[D]").astype("datetime64[M]")
    within = days - month.astype("datetime64[D]").astype(np.int64)
    to = month + months.astype("timedelta64[M]")
    last = (to + 1).astype("datetime64[D]").astype(np.int64) - 1
    return np.minimum(to.astype("datetime64[D]").astype(np.int64) + within, last)


def changes(*keys: Ints) -> Flags:
    """Return where one of the keys is not what it was."""
    found = np.ones(keys[0].size, dtype=np.bool_)
    for number, key in enumerate(keys):
        differs = key[1:] != key[:-1]
        found[1:] = differs if number == 0 else found[1:] | differs
    return found


@dataclass(frozen=True, slots=True, eq=False)
class Crossings:
    """Records that take an account over a threshold, by doctor and day, and what follows."""

    doctor: Ints
    day: Ints
    year: Ints
    row: Ints
    revokes: Flags
    first_of_year: Flags
    end: Ints
    absorbed: Flags


def in_order(read: pl.DataFrame) -> tuple[Ints, Ints, Ints]:
    """Return row, doctor and day of the records known on the day, by doctor, day and number."""
    key = read["doctor"].to_numpy() << 16 | read["decided_on"].cast(pl.Int32).to_numpy().astype(np.int64)
    bits = key.size.bit_length()
    key = key << bits | np.arange(key.size)
    key.sort()
    row = key & (1 << bits) - 1
    doctor, day = key >> bits + 16, key >> bits & 0xFFFF
    known = day <= AS_OF
    if not known.all():
        row, doctor, day = row[known], doctor[known], day[known]
    same = np.flatnonzero((doctor[1:] == doctor[:-1]) & (day[1:] == day[:-1]))
    if same.size:
        tied = np.unique(np.append(same, same + 1))
        number = read["decision_no"].to_numpy()[row[tied]]
        row[tied] = row[tied][np.lexsort((number, day[tied], doctor[tied]))]
    return row, doctor, day


def crossings(row: Ints, doctor: Ints, day: Ints, year: Ints, lost: Ints, points: Ints) -> Crossings:
    """Return what reaches five or ten points: a suspension, or in a second year the revocation."""
    before = lost - points
    at = np.flatnonzero(((lost >= HALF) & (before < HALF)) | ((lost >= FULL) & (before < FULL)))
    who, when = doctor[at], day[at]
    first_of_year = changes(who, year[at])
    first = np.flatnonzero(changes(who))
    turn = np.cumsum(first_of_year)
    turn -= np.repeat(turn[first], np.diff(np.append(first, who.size)))
    revokes = first_of_year & (turn > 0)
    end = plus_months(when, np.where(lost[at] >= FULL, 12, 6))
    end[revokes] = NEVER
    absorbed = (np.maximum.accumulate(np.where(revokes, who, 0)) == who) & ~revokes
    active, lag = np.arange(who.size), 1
    while (active := active[active + lag < who.size]).size:
        active = active[who[active + lag] == who[active]]
        new = active + lag
        covers = ~revokes[active] & (when[new] < end[active]) & (end[active] <= end[new]) & ~absorbed[new]
        absorbed[active[covers]] = True
        lag += 1
    return Crossings(who, when, year[at], row[at], revokes, first_of_year, end, absorbed)


def weights(found: Crossings) -> Ints:
    """Return the standing that each crossing gives on the day, so that the gravest is the greatest number."""
    status = np.where(found.revokes, REVOKED, np.where(found.end > AS_OF, SUSPENDED, PENDING))
    status[found.absorbed] = NORMAL
    since = np.where(status == PENDING, found.end, found.day)
    return (status << 44) | (np.where(status == SUSPENDED, found.end, NEVER) << 22) | since


def days(column: Ints, there: Flags) -> pl.Series:
    """Return numbers as days, nothing where there is none."""
    found = pl.Series(column.astype(np.int32)).cast(pl.Date)
    return found if there.all() else found.set(pl.Series(~there), None)


def standings(found: Crossings, weight: Ints, account: Ints) -> pl.DataFrame:
    """Return what is to be told of each doctor; ``account`` holds the points of the year by doctor."""
    first = np.flatnonzero(changes(found.doctor))
    gravest, counted = np.zeros_like(account), np.zeros_like(account)
    gravest[found.doctor[first]] = np.maximum.reduceat(weight, first) if first.size else weight
    np.add.at(counted, found.doctor[found.first_of_year], 1)
    told = np.flatnonzero((account > 0) | (gravest > 0))
    lost, gravest = account[told], gravest[told]
    status, until, since = gravest >> 44, gravest >> 22 & NEVER * 2 - 1, gravest & NEVER * 2 - 1
    again = plus_months(np.where(status == REVOKED, since, 0), np.full(told.size, 12))
    return pl.DataFrame(
        {
            "doctor": told,
            "points_lost": lost,
            "points_left": np.maximum(FULL - lost, 0),
            "status": pl.Series(STATUS).gather(status),
            "since": days(since, status > NORMAL),
            "until": days(until, status == SUSPENDED),
            "may_reapply_from": days(again, status == REVOKED),
            "suspensions": counted[told],
        }
    )


def sanctions(read: pl.DataFrame, found: Crossings, weight: Ints) -> pl.DataFrame:
    """Return the sanctions of the year and those carried into it."""
    kept = np.flatnonzero((found.year == YEAR) | (weight >> 44 > 0))
    row, revokes = found.row[kept], found.revokes[kept]
    return pl.DataFrame(
        {
            "doctor": found.doctor[kept],
            "kind": pl.Series(KIND).gather(revokes.astype(np.int64)),
            "record": read["decision_no"].gather(row).cast(pl.String) + "/" + read["clause"].gather(row),
            "period": found.year[kept],
            "start": days(found.day[kept], found.day[kept] > 0),
            "end": days(found.end[kept], ~revokes),
            "absorbed": found.absorbed[kept],
        }
    )


def main(source: Path, out: Path) -> None:
    """Read, assess and write."""
    read = pl.read_parquet(source, columns=["doctor", "clause", "decided_on", "decision_no", "cases"])
    cost = np.array(list(POINTS.values()), dtype=np.int64)
    clause = read["clause"].cast(pl.Enum(list(POINTS))).to_physical().to_numpy()
    row, doctor, day = in_order(read)
    points = (cost[clause] * read["cases"].to_numpy())[row]
    first_day = int(day.min())
    years = np.arange(first_day, int(day.max()) + 1).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64)
    year = years[day - first_day] + 1970
    opens = changes(doctor, year)
    total, start = np.cumsum(points), np.flatnonzero(opens)
    lost = total - np.repeat(total[start] - points[start], np.diff(np.append(start, total.size)))
    found = crossings(row, doctor, day, year, lost, points)
    weight = weights(found)
    ends = np.append(opens[1:], True) & (year == YEAR)
    account = np.zeros(int(doctor[-1]) + 1, dtype=np.int64)
    account[doctor[ends]] = lost[ends]
    standings(found, weight, account).write_parquet(out, compression="lz4")
    sanctions(read, found, weight).write_parquet(out.with_suffix(".sanctions.parquet"), compression="lz4")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
