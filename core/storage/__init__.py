"""The registry: facts in and out of the database, with all queries and all writes in one place.

Map:

* ``database``        an open registry: ``Database.open``, ``read``, ``writing``, ``data_version``
* ``locations``       where it is: a path, or one URL
* ``read_only``       a registry opened for reading alone: ``ReadOnly.open``
* ``inspecting``      a database looked at from outside, whatever state it is in
* ``reads``           pages, counts and streams; ``loaders``: many at once by id or code
* ``filters``         what a page can be narrowed to; ``conditions``: the SQL that says it
* ``rows``            what is read; ``decoding``: from the database's columns to it
* ``writes``          batches by natural key; ``batches``, ``kinds``: how one is kept; ``checks``: what is refused
* ``bulk``            very many violations at once
* ``closings``        closed periods, the assessments frozen in them, and the laws these rest on
* ``changes``         about whom anything was written since a mark
* ``token_writes``    tokens kept, given an end, revoked
* ``audit``           the audit trail: told of each write, read back to the letter
* ``backups``         all of a registry in one file; ``copying``: rows as they are, from one database to another
* ``snapshots``       what a snapshot says of each kind, by natural keys; ``snapshot_fields``: columns as JSON, and back
* ``models``          the tables (``closing_models``: of closed periods); ``migrations``: the steps to them;
  ``append_only``: one such step
* ``tables``          what Tortoise is told of models and migrations; which databases are refused
* ``backend``         what is asked of a database; ``sqlite`` and ``postgres``: a package each that answers it
* ``transactions``    one at a time, and none cut half-way; ``trouble``: what can be the matter, in the project's words

It imports the audit chain, records, vocabulary, text and errors of the core; it knows no plugin, no GraphQL and no file
format.
"""

from core.storage.audit import UNNAMED, read_entries, read_head
from core.storage.bulk import BulkViolations
from core.storage.changes import Mark, changed_since, mark_of
from core.storage.closings import FrozenRow, NewFrozen, PeriodEntryRow, frozen_key
from core.storage.database import Database
from core.storage.filters import (
    DoctorFilter,
    EnrolmentFilter,
    EnrolmentStatus,
    InstitutionFilter,
    PeriodFilter,
    RecordFilter,
    ViolationFilter,
)
from core.storage.locations import named
from core.storage.read_only import ReadOnly
from core.storage.reads import DayKey, Reads
from core.storage.rows import (
    DepartmentRow,
    DoctorRow,
    EnrolledAt,
    EnrolmentEntryRow,
    EnrolmentKey,
    EnrolmentRow,
    ExaminationRow,
    InstitutionRow,
    MeasurementRow,
    PeriodRow,
    PeriodState,
    RepairRow,
    TokenRow,
    ViolationEntryRow,
    ViolationKey,
    ViolationRow,
)
from core.storage.writes import Writes

__all__ = [
    "UNNAMED",
    "BulkViolations",
    "Database",
    "DayKey",
    "DepartmentRow",
    "DoctorFilter",
    "DoctorRow",
    "EnrolledAt",
    "EnrolmentEntryRow",
    "EnrolmentFilter",
    "EnrolmentKey",
    "EnrolmentRow",
    "EnrolmentStatus",
    "ExaminationRow",
    "FrozenRow",
    "InstitutionFilter",
    "InstitutionRow",
    "Mark",
    "MeasurementRow",
    "NewFrozen",
    "PeriodEntryRow",
    "PeriodFilter",
    "PeriodRow",
    "PeriodState",
    "ReadOnly",
    "Reads",
    "RecordFilter",
    "RepairRow",
    "TokenRow",
    "ViolationEntryRow",
    "ViolationFilter",
    "ViolationKey",
    "ViolationRow",
    "Writes",
    "changed_since",
    "frozen_key",
    "mark_of",
    "named",
    "read_entries",
    "read_head",
]
