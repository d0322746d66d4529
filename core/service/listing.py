"""The list of regulations for people: every system with its schemes, source, confidence and gaps, as Markdown."""

from collections.abc import Sequence

from core.regulation.law import Law
from core.regulation.model import Regulation
from core.regulation.vocabulary import Scheme
from core.service.measuring_names import measurables_of

START = "<!-- regulations: generated from the data -->"
END = "<!-- /regulations -->"


_WITHOUT_NUMBERS = """\
## Texts without a number

Many model texts list criteria, duties or forms and state no number. Where such a text names a grade, or a circumstance
and what follows from it, its data hold a `rating` scheme: the grade or circumstance is given by whoever decides, never
worked out, and `simulateRating` (facts in the request) or `ratingAssessment` (facts in the registry) says what follows.
Where it names neither, as the tenth of the templates does with its duties and forms, nothing follows that could be
asked for, and it has no folder. What a text says beside its schemes is read with
`regulation(id) { provisions { kind citation { code } label { zh en } } gaps { parameters label { zh en } } }`; a value
that it leaves out is named under `missing` in every answer that needs it, and none is ever made up for it.
"""
_MEASURED = """\
## What the registry records

Scorecard, charges, settlement and rating answer from measurements, too: `scorecardAssessment`, `chargesAssessment`,
`settlementAssessment` and `ratingAssessment`. What a measurement under a regulation may name as its `indicator` is
listed with the regulation below, with what it holds: a NUMBER, an AMOUNT in yuan or a COUNT as `value`; a FINDING
(YES or NO), a CHOICE among ids, or WORDS as `grade`. `:…` stands for a code of the recorder's own. A department is
written as its institution's code, a slash and its own. Of two rows about the same thing the later day holds, and on one
day the later document; an act or deduction is told apart by its document, or without one by its day, and stays in the
year of its first row. A prescription is not recorded.
"""


def schemes_of(regulation: Regulation) -> tuple[Scheme, ...]:
    """Return the schemes that ``regulation`` states."""
    return tuple(scheme for scheme in Scheme if getattr(regulation, scheme.value.lower()) is not None)


def table(laws: Sequence[Law]) -> str:
    """Return one row a regulation."""
    rows = ["| id | 规定 regulation | schemes | source | in force | gaps |", "|---|---|---|---|---|---|"]
    return "\n".join([*rows, *(_row(law.regulation) for law in laws)])


def _row(regulation: Regulation) -> str:
    source, force = regulation.source, regulation.in_force
    schemes = ", ".join(scheme.value.lower() for scheme in schemes_of(regulation)) or "-"
    extract = f", articles {source.articles}" if source.articles else ""
    since = force.from_.isoformat() if force.from_ else "?"
    until = f" to {force.to.isoformat()}" if force.to else ""
    names = regulation.title.zh + "<br>" + regulation.title.en
    basis = f"{source.confidence.lower()}{extract}"
    return f"| `{regulation.id}` | {names} | {schemes} | {basis} | {since}{until} | {len(regulation.gaps) or '-'} |"


def page(laws: Sequence[Law]) -> str:
    """Return the whole page: the table, then each regulation with its gaps and readings."""
    parts = [
        "# Regulations\n\nGenerated from the data: `guiju export-schema --all`.\n",
        table(laws) + "\n",
        _WITHOUT_NUMBERS,
        _MEASURED,
        *(_section(law.regulation) for law in laws),
    ]
    return "\n".join(parts)


def _section(regulation: Regulation) -> str:
    lines = [f"## `{regulation.id}`\n", f"{regulation.title.zh} / {regulation.title.en}\n"]
    if regulation.gaps:
        lines.append("What the text at hand does not say:\n")
        lines += [_gap(gap.id, gap.parameters, gap.label.zh, gap.label.en) for gap in regulation.gaps]
        lines.append("")
    if regulation.readings:
        lines.append("Readings, the default first:\n")
        for reading in regulation.readings:
            choices = "; ".join(f"`{choice.id}` {choice.label.zh} / {choice.label.en}" for choice in reading.choices)
            place = reading.cite.text.zh
            lines.append(f"* `{reading.id}` ({place}) {reading.question.zh} / {reading.question.en} {choices}")
        lines.append("")
    lines += _measured(regulation)
    return "\n".join(lines)


def _measured(regulation: Regulation) -> list[str]:
    names = measurables_of(regulation)
    listed = ", ".join(f"`{one.shown}` {one.holds}" for one in names)
    return [f"Measurements may name: {listed}\n"] if names else []


def _gap(name: str, parameters: Sequence[str], zh: str, en: str) -> str:
    missing = f" (`{'`, `'.join(parameters)}`)" if parameters else ""
    return f"* `{name}`{missing}: {zh} / {en}"


def within(text: str, laws: Sequence[Law]) -> str:
    """Return ``text`` with the table between its markers made anew; ValueError if it has no markers."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    if not rest or END not in rest:
        raise ValueError("no markers")
    return f"{before}{START}\n{table(laws)}\n{END}{after}"
