"""An impact preview for scripts: a row of CSV for each doctor changed, or one JSON document."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from core.assessment.arithmetic import plain
from core.assessment.comparing.impact import Sums
from core.assessment.outcome import PointsOutcome
from core.assessment.periods import Period
from core.assessment.points.terms import SanctionImposed
from core.cli.shared import cell
from core.regulation.changes import RuleChange
from core.regulation.law import Law
from core.service.impacting import DoctorImpact, Preview

COLUMNS = (
    "doctor", "name", "kinds", "points_before", "points_after", "left_before", "left_after", "status_before",
    "status_after", "since_before", "since_after", "until_before", "until_after", "may_reapply_from_before",
    "may_reapply_from_after", "missing_before", "missing_after", "records",
)  # fmt: skip

Node = dict[str, object]
"""A table of the JSON document."""


def row_of(one: DoctorImpact) -> list[str]:
    """Return the cells of a doctor, as ``COLUMNS`` names them; what is not decided is empty."""
    impact = one.impact
    sides = [_cells(outcome) for outcome in (impact.before, impact.after)]
    pairs = [value for pair in zip(*sides, strict=True) for value in pair]
    values = (one.doctor.code, one.doctor.name, " ".join(impact.kinds), *pairs, "; ".join(impact.records))
    return [cell(value) for value in values]


def _cells(outcome: PointsOutcome) -> tuple[object, ...]:
    standing = outcome.standing
    return (
        _number(outcome.points_counted),
        _number(outcome.points_left),
        standing and standing.status,
        standing and standing.since,
        standing and standing.until,
        standing and standing.may_reapply_from,
        " ".join(one.name for one in outcome.missing),
    )


def document(preview: Preview, sums: Sums, doctors: Iterable[DoctorImpact]) -> str:
    """Return the preview as one JSON document: numbers of points as text, days as YYYY-MM-DD, null: not decided."""
    content = {
        "old": _version(preview.old, preview.old_period),
        "new": _version(preview.new, preview.new_period),
        "as_of": preview.as_of,
        "rules": [_rule(one) for one in preview.changes],
        "sums": _sums(sums),
        "doctors": [_doctor(one) for one in doctors],
    }
    return json.dumps(content, ensure_ascii=False, indent=2, default=str)


def _version(law: Law, period: Period) -> Node:
    return {"regulation": law.id, "digest": law.digest, "period": period.name}


def _rule(one: RuleChange) -> Node:
    return {
        "kind": one.kind,
        "id": one.id,
        "alteration": one.alteration,
        "before": one.before,
        "after": one.after,
        "values": [{"path": value.path, "before": value.before, "after": value.after} for value in one.values],
    }


def _sums(sums: Sums) -> Node:
    return {
        "doctors": sums.doctors,
        "changed": sums.changed,
        "kinds": {one.kind: one.doctors for one in sums.kinds},
        "points_before": plain(sums.points_before),
        "points_after": plain(sums.points_after),
        "points_open": sums.points_open,
        "undecided_before": sums.undecided_before,
        "undecided_after": sums.undecided_after,
        "newly_undecided": sums.newly_undecided,
        "standings": [{"before": one.before, "after": one.after, "doctors": one.doctors} for one in sums.passages],
    }


def _doctor(one: DoctorImpact) -> Node:
    impact = one.impact
    return {
        "doctor": one.doctor.code,
        "name": one.doctor.name,
        "kinds": impact.kinds,
        "records": impact.records,
        "before": _side(impact.before, impact.sanctions_gone),
        "after": _side(impact.after, impact.sanctions_new),
    }


def _side(outcome: PointsOutcome, sanctions: Sequence[SanctionImposed]) -> Node:
    """Return what one law makes of it; of sanctions those that the other law has not."""
    standing = outcome.standing
    return {
        "determination": outcome.determination,
        "missing": [one.name for one in outcome.missing],
        "points_lost": _number(outcome.points_lost),
        "points_counted": _number(outcome.points_counted),
        "points_left": _number(outcome.points_left),
        "status": standing and standing.status,
        "object": standing and standing.object,
        "since": standing and standing.since,
        "until": standing and standing.until,
        "may_reapply_from": standing and standing.may_reapply_from,
        "sanctions": [
            {"kind": one.kind, "object": one.object, "start": one.start, "end": one.end, "record": one.record}
            for one in sanctions
        ],
    }


def _number(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
