"""The rating engine: a grade, circumstances and figures under one law → what follows, and how far it has gone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.periods import Period
from core.assessment.preamble import preamble
from core.assessment.rating.consequences import STATUS, Cause, Sheet, draw, is_within, reject_unknown_forms
from core.assessment.rating.figures import duties_of, measurements_of, ranks_of, rates_of
from core.assessment.rating.terms import (
    CircumstanceNoted,
    ConsequenceDrawn,
    GradeGiven,
    RatingFacts,
    RatingOutcome,
)
from core.regulation.digest import digest_of
from core.regulation.law import Law
from core.regulation.schemes.rating import ConsequenceKind, DataOf, Repetition, Worsening
from core.regulation.vocabulary import Scheme, Status
from core.text import Text

_SEVERITY = {status: order for order, status in enumerate(Status)}
_NO_GRADE = Text(zh="本期没有等次", en="no grade was given for the period")
_NO_SCORE = Text(zh="比较两期须有得分", en="the scores of both periods are to be compared")
_UNSTATED = Text(zh="手头文本未写该等次的后果", en="the text at hand does not say what follows from the grade")


def assess_rating(law: Law, facts: RatingFacts, period: Period, as_of: date) -> RatingOutcome:
    """Return what ``law`` makes of ``facts`` for ``period``, as it stands at the end of the day ``as_of``.

    Nothing recorded after ``as_of`` counts. Grades of earlier periods are looked at for repetition alone.
    """
    scheme = law.regulation.rating
    if scheme is None:
        return _undecided(law, facts, period, as_of)
    data_period = before(period) if scheme.data_of is DataOf.PREVIOUS else period
    sheet = Sheet(scheme, _in_order(facts), period, data_period, as_of)
    if data_period != period:
        sheet.steps.append(Step(StepKind.RATING_DATA, scheme.cite, (period.name, data_period.name)))
    grade: GradeGiven | None = None
    if facts.subject in scheme.subjects:
        grade = _rate(sheet)
    else:
        text = Text(zh=f"该规定不评 {facts.subject}", en=f"the regulation does not rate {facts.subject}")
        sheet.reject("SUBJECT_NOT_RATED", facts.subject, text)
        sheet.lack("subject", text, scheme.cite)
        sheet.is_open = True
    return _answer(law, sheet, grade, digest_of(facts))


def before(period: Period) -> Period:
    """Return the period before ``period``, of the same kind."""
    return Period.of(period.kind, period.start - timedelta(days=1))


def _in_order(facts: RatingFacts) -> RatingFacts:
    """Return ``facts`` in an order of their own, so that the order of entry never matters."""
    return replace(
        facts,
        grades=tuple(sorted(facts.grades, key=lambda one: (one.on, one.id))),
        circumstances=tuple(sorted(facts.circumstances, key=lambda one: (one.on, one.circumstance, one.id))),
        performed=tuple(sorted(facts.performed, key=lambda one: (one.duty, one.of, one.on))),
        ranked=tuple(sorted(facts.ranked, key=lambda one: (one.ranking, one.rank, one.item))),
        measurements=tuple(sorted(facts.measurements, key=lambda one: (one.indicator, one.value, one.target or 0))),
        checked=tuple(sorted(facts.checked, key=repr)),
    )


def _rate(sheet: Sheet) -> GradeGiven | None:
    """Enter what grades, repetition and circumstances lead to; return the last grade of the period, if there is one."""
    held = _held(sheet)
    within = [one for one in held.values() if is_within(one.period, sheet.period)]
    graded = sorted(within, key=lambda one: (one.period.end, one.period.start))
    for given in graded:
        _grade(sheet, given)
        for repetition in sheet.scheme.repetitions:
            if _is_repeated(sheet, held, given, repetition):
                _repetition(sheet, given, repetition)
    if sheet.scheme.grades and not graded:
        sheet.lack(f"grades.{sheet.period.name}", _NO_GRADE, sheet.scheme.cite)
        sheet.is_open = True
    noted = list(_noted(sheet))
    for one in noted:
        _circumstance(sheet, one)
    reject_unknown_forms(sheet, [*graded, *noted])
    return graded[-1] if graded else None


def _held(sheet: Sheet) -> Mapping[Period, GradeGiven]:
    """Return the grade that holds for each period: of those in the scale, the last decided."""
    scale = [grade.id for grade in sheet.scheme.grades]
    held: dict[Period, GradeGiven] = {}
    for one in sheet.facts.grades:
        if one.on > sheet.as_of:
            continue
        if one.grade in scale:
            held[one.period] = one
        elif is_within(one.period, sheet.period):
            listed = ", ".join(scale) or "-"
            wrong = Text(
                zh=f"{one.grade} 不在该规定的等次之内: {listed}",
                en=f"{one.grade} is not in the scale of this regulation: {listed}",
            )
            sheet.reject("GRADE_NOT_IN_SCALE", one.id, wrong)
    return held


def _grade(sheet: Sheet, given: GradeGiven) -> None:
    grade = next(one for one in sheet.scheme.grades if one.id == given.grade)
    sheet.used.add(grade.id)
    sheet.steps.append(Step(StepKind.RATED, grade.cite, (given.period.name, grade.label), record=given.id))
    if grade.stated:
        draw(sheet, given, Cause("grades", grade.id, grade.cite), grade.consequences)
    else:
        sheet.lack(f"rating.grades.{grade.id}.consequences", _UNSTATED, grade.cite, record=given.id)
        sheet.is_open = True


def _is_repeated(sheet: Sheet, held: Mapping[Period, GradeGiven], given: GradeGiven, repetition: Repetition) -> bool:
    """Return whether the grade was not improved on in as many periods in a row as ``repetition`` says."""
    here = given
    for _ in range(repetition.times - 1):
        earlier = held.get(before(here.period))
        if earlier is None or earlier.grade != repetition.grade or not _is_no_better(sheet, repetition, earlier, here):
            return False
        here = earlier
    return True


def _repetition(sheet: Sheet, given: GradeGiven, repetition: Repetition) -> None:
    arguments = (str(repetition.times), repetition.label)
    sheet.used.add(repetition.id)
    sheet.steps.append(Step(StepKind.REPEATED, repetition.cite, arguments, record=given.id))
    draw(sheet, given, Cause("repetitions", repetition.id, repetition.cite), repetition.consequences)


def _is_no_better(sheet: Sheet, repetition: Repetition, earlier: GradeGiven, here: GradeGiven) -> bool:
    if repetition.worsens_by is Worsening.SAME_GRADE:
        return here.grade == repetition.grade
    if earlier.score is not None and here.score is not None:
        return here.score < earlier.score
    for one in (earlier, here):
        if one.score is None:
            sheet.lack(f"grades.{one.period.name}.score", _NO_SCORE, repetition.cite, record=one.id)
    sheet.is_open = True
    return False


def _noted(sheet: Sheet) -> Iterator[CircumstanceNoted]:
    """Yield the circumstances found in the period by the day asked about, rejecting those no rule knows."""
    known = {one.id for one in sheet.scheme.circumstances}
    for one in sheet.facts.circumstances:
        if one.on in sheet.period and one.on <= sheet.as_of:
            if one.circumstance in known:
                yield one
            else:
                sheet.unknown(one.id, one.circumstance)


def _circumstance(sheet: Sheet, noted: CircumstanceNoted) -> None:
    found = next(one for one in sheet.scheme.circumstances if one.id == noted.circumstance)
    sheet.used.add(found.id)
    arguments = (noted.on.isoformat(), found.label)
    sheet.steps.append(Step(StepKind.CIRCUMSTANCE, found.cite, arguments, record=noted.id))
    draw(sheet, noted, Cause("circumstances", found.id, found.cite), found.consequences)


def _answer(law: Law, sheet: Sheet, given: GradeGiven | None, digest: str) -> RatingOutcome:
    duties, ranks = duties_of(sheet), ranks_of(sheet)
    measurements, rates = measurements_of(sheet), rates_of(sheet)
    grade = next((one for one in sheet.scheme.grades if given is not None and one.id == given.grade), None)
    status = None if sheet.is_open else _status(sheet.consequences)
    if status is not None:
        sheet.steps.append(Step(StepKind.RATING_STATUS, sheet.scheme.cite, (sheet.as_of.isoformat(), status.value)))
    return RatingOutcome(
        law=law,
        as_of=sheet.as_of,
        facts_digest=digest,
        missing=tuple(sheet.missing),
        steps=(*preamble(law, Scheme.RATING), *sheet.steps),
        subject=sheet.facts.subject,
        period=sheet.period,
        data_period=sheet.data_period,
        grade=grade.id if grade is not None else None,
        grade_label=grade.label if grade is not None else None,
        status=status,
        is_reward_candidate=None if status is None else _is_candidate(sheet.consequences),
        consequences=tuple(sheet.consequences),
        procedures=tuple(sheet.procedures),
        duties=duties,
        ranks=ranks,
        measurements=measurements,
        rates=rates,
        rejected=tuple(sheet.rejected),
        rules_used=frozenset(sheet.used),
    )


def _status(consequences: Sequence[ConsequenceDrawn]) -> Status:
    """Return the gravest standing that what follows gives; what a closed procedure has settled gives none."""
    kinds = [one.kind for one in consequences if not one.is_settled]
    kinds += [form.kind for one in consequences if not one.is_settled for form in one.forms if form.is_chosen]
    return max((STATUS.get(kind, Status.NORMAL) for kind in kinds), key=_SEVERITY.__getitem__, default=Status.NORMAL)


def _is_candidate(consequences: Sequence[ConsequenceDrawn]) -> bool:
    return any(one.kind is ConsequenceKind.REWARD for one in consequences)


def _undecided(law: Law, facts: RatingFacts, period: Period, as_of: date) -> RatingOutcome:
    gap = law.regulation.gap_of(Scheme.RATING)
    label = gap.label if gap else Text(zh="该规定没有评级办法", en="the regulation has no rating scheme")
    missing = tuple(Missing(name, label) for name in (gap.parameters if gap and gap.parameters else ("rating",)))
    steps = (*preamble(law, Scheme.RATING), *(Step(StepKind.MISSING, None, (one.name, one.text)) for one in missing))
    return RatingOutcome(
        law=law,
        as_of=as_of,
        facts_digest=digest_of(facts),
        missing=missing,
        steps=steps,
        subject=facts.subject,
        period=period,
        data_period=period,
    )
