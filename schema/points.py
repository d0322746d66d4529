"""The points scheme of a regulation (记分): clauses, thresholds, escalations and conventions."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated

import strawberry

from core.regulation.base import Range, Unfixed
from core.regulation.behaviours import LABELS
from core.regulation.law import Law
from core.regulation.schemes import points as law_of_points
from schema.fields import argument, field, resolved
from schema.node import Node, node_id
from schema.points_rules import (
    AppealRule,
    Conventions,
    Degrees,
    Distinction,
    PaymentRule,
    PointsSubject,
    Repairs,
    StaffShare,
)
from schema.publication import PublicationRule
from schema.text import Citation, Text
from schema.vocabulary import Behaviour, CountedPer, Per, PeriodKind, RecordField, SanctionKind, SanctionObject
from schema.vocabulary_of_answers import PointsKind
from schema.vocabulary_of_points import Reach, Reached


@dataclass(frozen=True, slots=True)
class ClauseOf:
    """A clause with the regulation that it belongs to."""

    law: Law
    clause: law_of_points.Clause


@dataclass(frozen=True, slots=True)
class SchemeOf:
    """A points scheme with the regulation that it belongs to."""

    law: Law
    scheme: law_of_points.PointsScheme


def points_scheme_of(law: Law) -> SchemeOf | None:
    """Return the points scheme of ``law``, or None if it has none."""
    return None if law.regulation.points is None else SchemeOf(law, law.regulation.points)


def clause_of(law: Law | None, name: str) -> ClauseOf | None:
    """Return the clause called ``name``, or None if the law has no such clause or is not at hand."""
    scheme = law.regulation.points if law is not None else None
    found = scheme.clause_by_id.get(name) if scheme is not None else None
    return None if law is None or found is None else ClauseOf(law, found[1])


def _points_kind(value: Decimal | Range | Unfixed) -> PointsKind:
    if isinstance(value, Decimal):
        return PointsKind.FIXED
    return PointsKind.RANGE if isinstance(value, Range) else PointsKind(value.value)


@strawberry.type(description="What a clause costs, as the text gives it.")
class PointsValue:
    """Stands for what ``core.regulation.base.Points`` holds."""

    kind: PointsKind = field("How the text gives it.", _points_kind)
    value: Decimal | None = field("The number, if it is fixed.", lambda one: one if isinstance(one, Decimal) else None)
    from_: Decimal | None = field("Least number of a range.", lambda one: getattr(one, "from_", None), name="from")
    to: Decimal | None = field("Greatest number of a range.", lambda one: getattr(one, "to", None))


@strawberry.type(description="A length in calendar months that the deciding body chooses.")
class MonthsRange:
    """Stands for ``core.regulation.base.Range``."""

    from_: int = field("Least number of months.", lambda one: int(one.from_), name="from")
    to: int = field("Greatest number of months.", lambda one: int(one.to))


@dataclass(frozen=True, slots=True)
class MonthsFixed:
    """Months that a number of points fixes."""

    points: Decimal
    months: int


def _months_at(sanction: law_of_points.Sanction) -> list[MonthsFixed]:
    fixed = [MonthsFixed(Decimal(points), months) for points, months in sanction.months_at.items()]
    return sorted(fixed, key=lambda one: one.points)


@strawberry.type(description="A length in calendar months that a number of points fixes.")
class MonthsAt:
    """Stands for ``MonthsFixed``."""

    points: Decimal = field("Points counted in the period.")
    months: int = field("Length in calendar months.")


@strawberry.type(description="A consequence (处理) as the text lays it down.")
class SanctionRule:
    """Stands for ``core.regulation.schemes.points.Sanction``."""

    kind: SanctionKind = field("What is done.")
    citation: Citation = field("Where the text says so.", "cite")
    object: SanctionObject = field("What it takes away.")
    months: int | None = field(
        "Length in calendar months, if the text fixes it.",
        lambda one: one.months if isinstance(one.months, int) else None,
    )
    months_range: MonthsRange | None = field(
        "Length that the deciding body chooses; none: fixed, or until lifted.",
        lambda one: one.months if isinstance(one.months, Range) else None,
    )
    months_at: list[MonthsAt] = field("Lengths that a number of points fixes within the range, by points.", _months_at)
    until_exam: bool = field("Whether it lasts, beyond its term, until an examination is passed.")
    bar_months: int | None = field("Months before a new application; none: the text does not say.")
    reached: Reached | None = field("How its threshold must have been reached; none: either way.")


@strawberry.type(description="An act that costs points (条款).")
class Clause(Node):
    """Stands for ``ClauseOf``."""

    id: strawberry.ID = node_id("Clause", lambda one: f"{one.law.id}/{one.clause.id}")
    code: str = field("Its name within the regulation, which records use.", "clause.id")
    citation: Citation = field("Where the text names the act and its points.", "clause.cite")
    label: Text = field("The act in short.", "clause.label")
    behaviour: Behaviour | None = field(
        "What the act is, in the taxonomy shared by all regions; none: not classified.", "clause.behaviour"
    )
    behaviour_label: Text | None = field(
        "What the behaviour is called; none: not classified.", lambda one: LABELS.get(one.clause.behaviour)
    )
    points: PointsValue = field("What it costs.", "clause.points")
    per: Per = field("What the points are counted by.", "clause.per")
    of: int | None = field("The count that `per` REVIEW and EVERY speak of.", "clause.of")
    requires: list[RecordField] = field("Fields that a record must carry.", "clause.requires")
    sanctions: list[SanctionRule] = field("Consequences of the act itself, whatever the points.", "clause.sanctions")

    @classmethod
    def is_type_of(cls, value: object, _info: object) -> bool:
        """Return whether ``value`` is what this type stands for."""
        return isinstance(value, ClauseOf)


@strawberry.type(description="A number of points at which something follows.")
class Threshold:
    """Stands for ``core.regulation.schemes.points.Threshold``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("What follows, in short.")
    at: Decimal | None = field("Reached when at least this many points are lost in the period.")
    left_below: Decimal | None = field("Reached when fewer than this many points are left in the period.")
    sanctions: list[SanctionRule] = field("What follows.")


@strawberry.type(description="A heavier consequence of repetition.")
class Escalation:
    """Stands for ``core.regulation.schemes.points.Escalation``."""

    code: str = field("Its name within the regulation.", "id")
    citation: Citation = field("Where the text sets it.", "cite")
    label: Text = field("What follows, in short.")
    counts: SanctionKind = field("The sanction whose repetition counts.")
    times: int = field("How many make the escalation.")
    counted_per: CountedPer = field("Whether a period counts once or each reaching decision counts.")
    window_months: int | None = field("How far back it looks, in months; none: a whole life.")
    sanction: SanctionRule = field("What follows instead.")


def _clauses(
    root: strawberry.Parent[SchemeOf],
    text: Annotated[str | None, argument("A part of the code, citation or label, in either language.")] = None,
) -> list[ClauseOf]:
    return [ClauseOf(root.law, one) for one in root.scheme.clauses if text is None or _mentions(one, text)]


def _mentions(clause: law_of_points.Clause, text: str) -> bool:
    cite = clause.cite.text
    said = (clause.id, str(clause.cite), cite.zh, cite.en, clause.label.zh, clause.label.en)
    return any(text.casefold() in one.casefold() for one in said)


def _clause(
    root: strawberry.Parent[SchemeOf], code: Annotated[str, argument("The clause's name within the regulation.")]
) -> ClauseOf | None:
    return clause_of(root.law, code)


@strawberry.type(description="A period's points of a doctor (记分) and what they lead to.")
class PointsScheme:
    """Stands for ``SchemeOf``."""

    full: Decimal = field("Points at the start of each period.", "scheme.full")
    period: PeriodKind = field("The interval over which points are summed.", "scheme.period")
    capped: bool = field("Whether at most the full number counts as lost.", "scheme.capped")
    cap_citation: Citation | None = field(
        "Where the text sets that limit; none: where it sets the full number.", "scheme.cap_cite"
    )
    citation: Citation = field("Where the text sets the full number.", "scheme.cite")
    reach: Reach = field("Where a standing holds; it follows the person to every institution there.", "scheme.reach")
    subjects: list[PointsSubject] = field(
        "The professions that it is about; empty: the text at hand speaks of doctors alone.", "scheme.subjects"
    )
    degrees: Degrees | None = field(
        "What a degree of responsibility fixes within a range of points; none: the decision chooses.",
        "scheme.degrees",
    )
    conventions: Conventions = field("How dates and totals are read.", "scheme.conventions")
    clauses: list[Clause] = resolved(_clauses, "The acts that cost points, in the order of the text.")
    clause: Clause | None = resolved(_clause, "One act, by its name; none if there is no such clause.")
    thresholds: list[Threshold] = field("What the points lead to, mildest first.", "scheme.thresholds")
    escalations: list[Escalation] = field("What repetition leads to.", "scheme.escalations")
    distinctions: list[Distinction] = field("What enough points left lead to.", "scheme.distinctions")
    repairs: Repairs | None = field(
        "How points can be given back; none: the text at hand does not provide for it.", "scheme.repairs"
    )
    payment: PaymentRule | None = field(
        "Whether care is paid for; none: the text at hand does not say.", "scheme.payment"
    )
    appeal: AppealRule | None = field(
        "How long a person can object; none: the text at hand does not say.", "scheme.appeal"
    )
    staff_shares: list[StaffShare] = field(
        "What follows for an institution from the standings of its staff, mildest first.", "scheme.staff_shares"
    )
    publications: list[PublicationRule] = field(
        "What the text has made public (公示); empty: the text at hand has nothing published.", "scheme.publications"
    )
