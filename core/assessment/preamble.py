"""The first steps of every explanation: which law, under which readings, with whose numbers."""

from datetime import date

from core.assessment.outcome import Missing, Step, StepKind
from core.regulation.law import ChosenBecause, Law, LawChoice
from core.regulation.vocabulary import Scheme
from core.text import Text


def preamble(law: Law, scheme: Scheme) -> tuple[Step, ...]:
    """Return the steps that say which law is applied to a question of ``scheme``."""
    force = law.regulation.in_force
    since = force.from_.isoformat() if force.from_ else "…"
    until = force.to.isoformat() if force.to else "…"
    steps = [Step(StepKind.LAW, force.cite, (law.id, law.regulation.title, since, until, why(law)))]
    if law.regulation.inherits is not None:
        steps.append(Step(StepKind.INHERITS, None, (law.regulation.inherits,)))
    steps += [
        Step(StepKind.READING, one.reading.cite, (one.reading.id, one.reading.question, one.choice.label))
        for one in law.chosen
        if not one.is_default
    ]
    steps += [Step(StepKind.OPERATOR, None, (one.basis,)) for one in law.supplied if one.scheme is scheme]
    return tuple(steps)


def why(law: Law) -> Text:
    """Return why ``law`` is applied: the question names it, or it is the version in force on a day."""
    choice = law.choice
    if choice is None:
        return Text(zh="由问题指定", en="the question names it")
    day = choice.day.isoformat()
    match choice.because:
        case ChosenBecause.IN_FORCE:
            return _in_force(day, law.regulation.in_force.acts_since)
        case ChosenBecause.NONE_IN_FORCE:
            return Text(
                zh=f"{day} 没有施行中的版本, 此为最近的版本", en=f"none is in force on {day}; it is the nearest"
            )
        case ChosenBecause.NAMED:
            return _named(law, choice)


def _named(law: Law, choice: LawChoice) -> Text:
    day, force = choice.day.isoformat(), law.regulation.in_force
    if force.from_ is None and force.to is None:
        return Text(
            zh="由问题指定; 手头文本没有施行日期", en="the question names it; the text at hand does not say since when"
        )
    if force.governs(choice.day):
        return Text(zh=f"由问题指定, {day} 施行中", en=f"the question names it, and it is in force on {day}")
    return Text(zh=f"由问题指定, {day} 不在施行期间", en=f"the question names it, though it is not in force on {day}")


def _in_force(day: str, acts_since: date | None) -> Text:
    zh, en = f"{day} 施行的版本即此版", f"of its place's versions the one in force on {day}"
    if acts_since is None:
        return Text(zh=zh, en=en)
    return Text(zh=f"{zh}, 及于 {acts_since} 以来的行为", en=f"{en}, and it reaches back to acts since {acts_since}")


def not_in_force(law: Law) -> Missing | None:
    """Return what is missing where no version is in force on the day asked about, naming the nearest; else None."""
    choice, force = law.choice, law.regulation.in_force
    if choice is None or choice.because is not ChosenBecause.NONE_IN_FORCE:
        return None
    day = choice.day.isoformat()
    if force.to is not None and force.to <= choice.day:
        end = force.to.isoformat()
        text = Text(
            zh=f"{day} 没有施行中的版本; 最后的 {law.id} 至 {end}(不含)止",
            en=f"no version is in force on {day}; the last one, {law.id}, ended on {end}",
        )
    else:
        start = force.from_.isoformat() if force.from_ is not None else "…"
        text = Text(
            zh=f"{day} 尚无施行的版本; 首个 {law.id} 自 {start} 起",
            en=f"no version is in force on {day} yet; the first one, {law.id}, begins on {start}",
        )
    return Missing("regulation.in_force", text)
