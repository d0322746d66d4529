"""From the content of a receipt back to the decision: every part through its type, and nothing taken on trust."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError
from pydantic.fields import Field

from core.assessment.facts import EnrolmentFacts, PointsFacts
from core.assessment.periods import Period
from core.assessment.workdays import WorkCalendar
from core.proof.canonical import Json, compact, shortened, unreadable
from core.proof.decision import Asked, Decision, Facts, Schedule
from core.proof.engine import Engine
from core.regulation.digest import digest_of
from core.regulation.law import ChosenReading, Law, LawChoice, PointsQuestion
from core.regulation.model import OperatorSupply, Regulation
from core.regulation.vocabulary import Scheme

T = TypeVar("T")


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Question(_Part):
    scheme: Scheme
    regulation: str
    subject: str | None
    institution: str | None
    period: str | None
    as_of: date
    law_at: date | None
    known_at: datetime | None


class _Law(_Part):
    id: str
    digest: str
    choice: LawChoice | None
    readings: dict[str, str]
    supplied: tuple[OperatorSupply, ...]
    regulation: Regulation


class _Ruling(_Part):
    clause: str
    cases: int
    full: Decimal
    lost: Decimal
    points: Annotated[Decimal | None, Field(allow_inf_nan=False)]


class _Calendar(_Part):
    version: str
    years: frozenset[int]
    days_off: frozenset[date]
    make_up_days: frozenset[date]


def decision_of(content: Mapping[str, Json]) -> Decision:
    """Return the decision that the parts of a receipt tell of.

    Raises:
        UnreadableError: a part is not what it should be, at the JSON path in ``field``.
    """
    question = _read(_Question, content["question"], "question")
    kind = {Scheme.POINTS: PointsFacts, Scheme.ENROLMENT: EnrolmentFacts}.get(question.scheme)
    if kind is None:
        zh, en = f"不能复算 {question.scheme}", f"{question.scheme} cannot be repeated from a receipt"
        raise unreadable("SCHEME_UNKNOWN", "$.question.scheme", zh, en)
    given = content["facts"]
    facts: Facts = _read(kind, given.get("given") if isinstance(given, dict) else None, "facts.given")
    return Decision(
        law=law_of(content["law"]),
        facts=facts,
        asked=_asked(question),
        engine=_read(Engine, content["engine"], "engine"),
        schedule=_schedule(content["calendar"]),
        rulings=_rulings(question.regulation, content["rulings"]),
    )


def _read(kind: type[T], value: Json, path: str) -> T:
    """Return ``value`` as ``kind``; raise UnreadableError for anything else, with its path."""
    try:
        return _reader(kind).validate_json(compact(value))
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        steps = "".join(f"[{one}]" if isinstance(one, int) else f".{one}" for one in first["loc"])
        held = shortened(first["input"])
        raise unreadable(
            "PART_UNREADABLE",
            f"$.{path}{steps}",
            f"此处的 {held} 不能读作 {kind.__name__.strip('_')}",
            f"{held} cannot stand here: {first['msg']}",
        ) from error


@cache
def _reader(kind: type[Any]) -> TypeAdapter[Any]:
    return TypeAdapter(kind)


def law_of(part: Json) -> Law:
    """Return the law that a receipt's part about it tells of; raise UnreadableError if it tells of none."""
    read = _read(_Law, part, "law")
    chosen = tuple(
        ChosenReading(reading=one, choice=choice)
        for one in read.regulation.readings
        for choice in one.choices
        if choice.id == read.readings.get(one.id)
    )
    return Law(
        regulation=read.regulation,
        digest=digest_of(read.regulation),
        chosen=chosen,
        supplied=read.supplied,
        data=MappingProxyType({}),
        choice=read.choice,
    )


def _asked(question: _Question) -> Asked:
    try:
        period = Period.parse(question.period) if question.period is not None else None
    except ValueError as error:
        zh, en = f"没有周期 {shortened(question.period)}", f"there is no period {shortened(question.period)}"
        raise unreadable("PART_UNREADABLE", "$.question.period", zh, en) from error
    return Asked(
        as_of=question.as_of,
        period=period,
        subject=question.subject,
        institution=question.institution,
        law_at=question.law_at,
        known_at=question.known_at,
    )


def _schedule(part: Json) -> Schedule | None:
    if part is None:
        return None
    read = _read(_Calendar, part, "calendar")
    calendar = WorkCalendar(years=read.years, days_off=read.days_off, make_up_days=read.make_up_days)
    return Schedule(version=read.version, calendar=calendar)


def _rulings(regulation: str, part: Json) -> dict[PointsQuestion, Decimal | None]:
    return {
        PointsQuestion(
            regulation=regulation, clause=one.clause, cases=one.cases, full=one.full, lost=one.lost
        ): one.points
        for one in _read(tuple[_Ruling, ...], part, "rulings")
    }
