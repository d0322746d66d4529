"""A bulk run: part by part through the columnar engine, and the other one for those whom columns do not hold."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from core.bulk.engine.arrays import number_of_day
from core.bulk.engine.assess import assess_columns
from core.bulk.engine.plan import NotColumnar, Plan, plan_of
from core.bulk.files.parts import Parts, Run
from core.bulk.files.tables import Tables, tables_of_result, tables_of_rows
from core.bulk.rows import rows_of
from core.proof.engine import SEMANTICS
from core.service.assessing import Question
from core.service.bulk.sources import Part, Source


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has done."""

    told: int
    """Doctors with something to tell; everyone else has a clean sheet."""
    one_by_one: int
    """Doctors whom the engine for one answered for."""
    resumed: int
    """Parts that an earlier run of the same question had done."""


async def assess_in_bulk(
    source: Source, question: Question, out: Path, size: int, progress: Callable[[int, int], None]
) -> Done:
    """Assess everyone in ``source`` and write the standings to ``out``, the sanctions beside it.

    ``size`` is how many records, or doctors, make a part of the source; ``progress`` is told how many parts of how
    many are done. What an interrupted run of the same question has done is not done again.
    Raises RefusedError where something cannot be read or written.
    """
    plan = plan_of(question.law)
    parts, count = Parts(out), await source.count()
    resumed = parts.begin(await _about(source, question, size))
    columns = frozenset[str]() if isinstance(plan, NotColumnar) else plan.columns
    told = one_by_one = 0
    for number in range(resumed, count):
        progress(number, count)
        tables, alone = await _assessed(await source.read(number, columns), plan, question)
        parts.keep(number, tables)
        told, one_by_one = told + tables.standings.height, one_by_one + alone
    parts.finish(count)
    progress(count, count)
    return Done(told, one_by_one, resumed)


async def _about(source: Source, question: Question, size: int) -> Run:
    return Run(
        regulation=question.law.id,
        law=question.law.digest,
        facts=await source.digest(),
        period=question.period.name,
        as_of=question.as_of.isoformat(),
        engine=str(SEMANTICS),
        records=size,
    )


async def _assessed(part: Part, plan: Plan | NotColumnar, question: Question) -> tuple[Tables, int]:
    """Return what is said of a part, and of how many the engine for one doctor said it."""
    if isinstance(plan, NotColumnar):
        answers = await part.answers(part.everyone)
        return tables_of_rows(rows_of(doctor, one) for doctor, one in sorted(answers.items())), len(answers)
    framed = part.framed(plan)
    result = assess_columns(plan, framed.chunk, question.period, number_of_day(question.as_of))
    left = {*framed.codes_of(result.irregular), *part.apart}
    answers = await part.answers(left)
    others = tables_of_rows(rows_of(doctor, one) for doctor, one in sorted(answers.items()))
    return tables_of_result(plan, framed, result).joined_with(others), len(answers)
