"""A bulk run: part by part through the columnar engine, and the other one for those whom columns do not hold."""

from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

from core.bulk.engine.arrays import number_of_day
from core.bulk.engine.assess import assess_columns
from core.bulk.engine.plan import NotColumnar, Plan, plan_of
from core.bulk.files.parts import Counted, Parts, Run
from core.bulk.files.tables import Tables, tables_of_result, tables_of_rows
from core.bulk.rows import rows_of
from core.errors import RefusedError
from core.proof.engine import SEMANTICS, Engine
from core.service.bulk.sources import Part, Source
from core.service.calendars import PUBLICATION
from core.service.questions import Question
from core.text import Text

Progress = Callable[[int, int], None]
"""Is told how many records or doctors of how many are done, about."""
Work = Callable[[Sequence[int]], AsyncGenerator[tuple[int, Counted]]]
"""Does the parts of these numbers, each kept as a whole, and yields each once it is, in any order."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has done."""

    told: int
    """Doctors with something to tell; everyone else has a clean sheet."""
    one_by_one: int
    """Doctors whom the engine for one answered for."""
    resumed: int
    """Parts that an earlier run of the same question had done."""


@dataclass(frozen=True, slots=True)
class Assessing:
    """One question put to parts."""

    question: Question
    plan: Plan | NotColumnar = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "plan", plan_of(self.question.law))

    @property
    def columns(self) -> frozenset[str]:
        """What of a record is wanted beside what always is."""
        return frozenset() if isinstance(self.plan, NotColumnar) else self.plan.columns

    async def tables(self, part: Part) -> tuple[Tables, int]:
        """Return what is said of a part, and of how many the engine for one doctor said it."""
        plan, question = self.plan, self.question
        if isinstance(plan, NotColumnar):
            answers = await part.answers(part.everyone)
            return tables_of_rows(rows_of(doctor, one) for doctor, one in sorted(answers.items())), len(answers)
        left, found = set(part.apart), list[Tables]()
        for framed in part.framed(plan):
            result = assess_columns(plan, framed.chunk, question.period, number_of_day(question.as_of))
            left.update(framed.codes_of(result.irregular))
            found.append(tables_of_result(plan, framed, result))
        answers = await part.answers(left)
        others = tables_of_rows(rows_of(doctor, one) for doctor, one in sorted(answers.items()))
        return Tables.of(found).joined_with(others), len(answers)


async def assess_in_bulk(
    source: Source, question: Question, out: Path, size: int, progress: Progress, work: Work | None = None
) -> Done:
    """Assess everyone in ``source`` and write the standings to ``out``, the sanctions beside it.

    ``size`` is how many records, or doctors, make a part of the source. ``work`` does the parts; None: this process.
    What an interrupted run of the same question has done is not done again.
    Raises RefusedError where something cannot be read or written, or the records change meanwhile.
    """
    parts, count = Parts(out), await source.count()
    about = await _about(source, question, size)
    done = parts.begin(about)
    resumed, total = len(done), await source.total()
    progress(total * resumed // max(count, 1), total)
    missing = [number for number in range(count) if number not in done]
    async for number, counted in (work or _here(source, question, parts))(missing):
        done[number] = counted
        progress(total * len(done) // count, total)
    if await source.digest() != about.facts:
        raise _changed()
    parts.finish(count)
    return Done(sum(one.told for one in done.values()), sum(one.one_by_one for one in done.values()), resumed)


def _here(source: Source, question: Question, parts: Parts) -> Work:
    assessing = Assessing(question)

    async def work(numbers: Sequence[int]) -> AsyncGenerator[tuple[int, Counted]]:
        for number in numbers:
            tables, alone = await assessing.tables(await source.read(number, assessing.columns))
            yield number, parts.keep(number, tables, alone)

    return work


def engine_here() -> str:
    """Return what this engine's answers mean and the package that it came in, such as 0.1.0/1."""
    return str(Engine(semantics=SEMANTICS, package=version("guiju")))


async def _about(source: Source, question: Question, size: int) -> Run:
    return Run(
        regulation=question.law.id,
        law=question.law.digest,
        facts=await source.digest(),
        period=question.period.name,
        as_of=question.as_of.isoformat(),
        engine=engine_here(),
        calendar=PUBLICATION,
        records=size,
    )


def _changed() -> RefusedError:
    text = Text(
        zh="读取期间记录文件被改动, 结果没有写出; 文件写完后再运行",
        en="the files of records were changed while they were read, and no result was written; run it once they are "
        "complete",
    )
    return RefusedError("RECORDS_CHANGED", text, field="from")
