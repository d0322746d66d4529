"""What a page of the registry can be narrowed to. None always means: not narrowed by this.

``regions`` is what the viewer may see: prefixes of GB/T 2260 codes, None for everything, empty for nothing. It is
part of every filter, so that no page can be asked for without deciding it.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from core.regulation.vocabulary import PeriodKind
from core.storage.rows import InstitutionRow, PeriodState


class EnrolmentStatus(StrEnum):
    """Where a day lies in an enrolment."""

    ACTIVE = "ACTIVE"
    """On or after the start and before the end."""
    ENDED = "ENDED"
    """On or after the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class InstitutionFilter:
    """Institutions in the order of their codes."""

    regions: tuple[str, ...] | None
    text: str | None = None
    """A part of the name or code; letters A-Z match in either case."""
    region: str | None = None
    """Two, four or six digits: province, city or district."""
    designated: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorFilter:
    """Doctors in the order of their codes.

    ``region``, ``institution``, ``place``, ``status`` and ``regions`` are asked of one and the same enrolment, so
    that no doctor is found by an enrolment that the viewer may not see. A doctor is ACTIVE when one such enrolment
    is, and ENDED when one such enrolment has ended and none is active. ``status`` needs ``on``.
    """

    regions: tuple[str, ...] | None
    text: str | None = None
    region: str | None = None
    institution: str | None = None
    """An institution's code."""
    place: str | None = None
    status: EnrolmentStatus | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a status without its day."""
        need_day(self.status, self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentFilter:
    """Enrolments in the order of their first days. ``status`` needs ``on``."""

    regions: tuple[str, ...] | None
    place: str | None = None
    doctor: str | None = None
    """A doctor's code."""
    institution: str | None = None
    status: EnrolmentStatus | None = None
    on: date | None = None

    def __post_init__(self) -> None:
        """Raise ValueError for a status without its day."""
        need_day(self.status, self.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class ViolationFilter:
    """Violations in the order of the days on which they were decided."""

    regions: tuple[str, ...] | None
    place: str | None = None
    regulation: str | None = None
    clause: str | None = None
    doctor: str | None = None
    institution: str | None = None
    region: str | None = None
    decided_from: date | None = None
    decided_until: date | None = None
    """The first day after those wanted."""
    text: str | None = None
    """A part of the decision's number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordFilter:
    """Doctors enrolled, or with a violation, at an institution wanted: those on whom anything more is recorded.

    ``place`` is that of this enrolment or violation; what more is recorded can be of any place and institution.
    """

    regions: tuple[str, ...] | None
    region: str | None = None
    """Two, four or six digits: province, city or district."""
    institution: str | None = None
    """An institution's code."""
    place: str | None = None

    def has(self, institution: InstitutionRow) -> bool:
        """Return whether ``institution`` is one of those wanted."""
        allowed = self.regions is None or institution.region.startswith(self.regions or ("-",))
        return (
            allowed
            and institution.region.startswith(self.region or "")
            and self.institution
            in (
                None,
                institution.code,
            )
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodFilter:
    """Evaluation periods in the order of their first days; they are open to everyone."""

    place: str | None = None
    kind: PeriodKind | None = None
    state: PeriodState | None = None


def need_day(status: EnrolmentStatus | None, on: date | None) -> None:
    """Raise ValueError for a status without its day."""
    if status is not None and on is None:
        raise ValueError("a filter by status needs the day on which it is asked")
