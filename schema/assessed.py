"""An answer of the points scheme on its way to a client: the outcome, what it was made from, and whose it is."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from core.assessment.facts import PointsFacts
from core.assessment.outcome import PointsOutcome
from core.assessment.points.glance import PointsGlance
from core.storage import DoctorRow


@dataclass(frozen=True, slots=True)
class PointsAssessed:
    """An outcome of the points scheme, the facts it was made from, and whose it is; None: of facts in the request."""

    outcome: PointsOutcome
    facts: PointsFacts
    doctor: DoctorRow | None = None
    law_at: date | None = None
    """The day whose law was asked for; None: the law was named, or is that of the day asked about."""
    known_at: datetime | None = None
    """Nothing recorded later was looked at; None: everything was."""


class PointsGlanced(NamedTuple):
    """The few fields of an answer that are seen at a glance, and whose they are; what else there is was not asked."""

    outcome: PointsGlance
    doctor: DoctorRow
