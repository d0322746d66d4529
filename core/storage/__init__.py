"""The registry: facts in and out of the database, with all queries and all writes in one place.

Map:

* ``database``        an open registry: ``Database.open``, ``read``, ``writing``, ``data_version``
* ``reads``           pages, counts and streams; ``loaders``: many at once by id or code
* ``filters``         what a page can be narrowed to; ``conditions``: the SQL that says it
* ``rows``            what is read; ``decoding``: from the database's columns to it
* ``writes``          batches by natural key; ``batches``, ``kinds``: how one is kept; ``checks``: what is refused
* ``models``          the tables; ``migrations``: the steps to them; ``append_only``: one such step
* ``upgrade``         applies migrations and loses nothing
* ``sqlite_backend``  the engine below Tortoise; ``trouble``: its errors as the project's

It imports records, vocabulary, text and errors of the core; it knows no plugin, no GraphQL and no file format.
"""

from core.storage.database import Database
from core.storage.filters import (
    DoctorFilter,
    EnrolmentFilter,
    EnrolmentStatus,
    InstitutionFilter,
    PeriodFilter,
    ViolationFilter,
)
from core.storage.reads import DayKey, Reads
from core.storage.rows import (
    DepartmentRow,
    DoctorRow,
    EnrolmentEntryRow,
    EnrolmentRow,
    ExaminationRow,
    InstitutionRow,
    MeasurementRow,
    PeriodRow,
    PeriodState,
    RepairRow,
    TokenRow,
    ViolationRow,
)
from core.storage.writes import Writes

__all__ = [
    "Database",
    "DayKey",
    "DepartmentRow",
    "DoctorFilter",
    "DoctorRow",
    "EnrolmentEntryRow",
    "EnrolmentFilter",
    "EnrolmentRow",
    "EnrolmentStatus",
    "ExaminationRow",
    "InstitutionFilter",
    "InstitutionRow",
    "MeasurementRow",
    "PeriodFilter",
    "PeriodRow",
    "PeriodState",
    "Reads",
    "RepairRow",
    "TokenRow",
    "ViolationFilter",
    "ViolationRow",
    "Writes",
]
