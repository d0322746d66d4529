"""The doctors of a frame as numbers from 0 on, and back."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from core.bulk.engine.arrays import NONE, Ints

_SPARSE = 4
"""Numbers of doctors are taken as they are while at most one of so many stands for somebody."""


@dataclass(frozen=True, slots=True, eq=False)
class Doctors:
    """Doctors by number, in the order of their codes."""

    codes: pl.Series
    """Code of each number."""

    def __len__(self) -> int:
        """Return how many numbers there are."""
        return self.codes.len()

    def numbers_of(self, codes: pl.Series) -> Ints:
        """Return the number of each doctor, ``NONE`` for one who is not among them."""
        known = pl.DataFrame({"doctor": self.codes, "number": pl.int_range(len(self), eager=True)})
        asked = pl.DataFrame({"doctor": codes.cast(self.codes.dtype)})
        found = asked.join(known, on="doctor", how="left", maintain_order="left")
        return found["number"].fill_null(NONE).to_numpy()


def doctors_of(column: pl.Series) -> tuple[Doctors, Ints]:
    """Return the doctors in ``column``, and the number of each of its rows."""
    if column.dtype.is_integer():
        return _by_number(column)
    if column.is_sorted():
        begins = (column != column.shift()).fill_null(value=True)
        return Doctors(column.filter(begins)), begins.cast(pl.Int64).cum_sum().to_numpy() - 1
    codes = column.unique().sort()
    number = column.cast(pl.Enum(codes)).to_physical().cast(pl.Int64).to_numpy()
    return Doctors(codes), number


def _by_number(column: pl.Series) -> tuple[Doctors, Ints]:
    numbers = column.cast(pl.Int64).to_numpy()
    if not numbers.size:
        return Doctors(column), numbers
    first, last = int(numbers.min()), int(numbers.max())
    if last - first < _SPARSE * numbers.size:
        return Doctors(pl.int_range(first, last + 1, eager=True)), numbers - first
    codes, number = np.unique(numbers, return_inverse=True)
    return Doctors(pl.Series(codes)), number
