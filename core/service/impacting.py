"""Impact preview: what a change of the law would do to everyone in the registry, before anything is changed.

Both versions are loaded as the host would load them; the registry is only read. The same facts, all records that name
either version, are assessed under both.
"""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from core.assessment.comparing.impact import Impact, impact_between
from core.assessment.periods import Period
from core.assessment.points.assess import assess_points
from core.errors import NotFoundError, RefusedError
from core.host import Host
from core.regulation.catalogue import Catalogue
from core.regulation.changes import RuleChange, scheme_changes
from core.regulation.files.load import law_of, parent_of
from core.regulation.files.problems import DataFileError, Problem
from core.regulation.files.reading import decode, parse
from core.regulation.law import Law
from core.regulation.settings import Settings, apply_settings
from core.regulation.vocabulary import PeriodKind, Scheme
from core.service.assessing import following, ledgers_of
from core.service.calendars import PUBLISHED
from core.service.facts import Ledger
from core.service.questions import parse_period
from core.storage import DoctorRow, Reads
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """Two versions of a place's law, and the period and day for which they are compared."""

    old: Law
    new: Law
    old_period: Period
    new_period: Period
    """As ``old_period``, unless the versions count by periods of different kinds."""
    as_of: date

    @property
    def regulations(self) -> tuple[str, ...]:
        """The ids by which records name the versions compared: one, or two."""
        return tuple(dict.fromkeys((self.old.id, self.new.id)))

    @property
    def changes(self) -> tuple[RuleChange, ...]:
        """What differs between the two texts, as they are applied."""
        return scheme_changes(self.old.regulation.points, self.new.regulation.points)


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorImpact:
    """What the change of law does to one doctor."""

    doctor: DoctorRow
    impact: Impact


def load_versions(host: Host, old: str, new: str, settings: Settings | None = None) -> tuple[Law, Law]:
    """Return the laws called ``old`` and ``new``, each the path of a data file or an id that ``host`` serves.

    A file may inherit from what the host serves, and ``new`` from ``old``. ``settings`` are applied to a file by its
    id, as they have been to what is served; where a clause leaves its points to ``rules.py``, the place's own answers.

    Raises:
        DataFileError: with every problem of both files.
        NotFoundError: there is neither a file nor a regulation of that name.
        RefusedError: a file cannot be read, or settings would replace numbers that it states.
    """
    problems: list[Problem] = []
    first = _try(host.catalogue, old, None, problems)
    second = _try(host.catalogue, new, first, problems)
    if first is None or second is None:
        raise DataFileError(problems)
    return _applied(host, old, first, settings), _applied(host, new, second, settings)


def _try(catalogue: Catalogue, name: str, other: Law | None, problems: list[Problem]) -> Law | None:
    """Return the law called ``name``, or None after adding what is wrong with its file to ``problems``.

    With an earlier file already wrong, what this one would inherit from may be just what is missing.
    """
    try:
        return _version(catalogue, name, other)
    except DataFileError as error:
        problems += [one for one in error.problems if not problems or one.code != "PARENT_MISSING"]
        return None


def _version(catalogue: Catalogue, name: str, other: Law | None) -> Law:
    path = Path(name)
    if not path.is_file():
        found = catalogue.find(name)
        if found is None:
            raise _unknown(catalogue, name)
        return found
    try:
        document = parse(decode(path.read_bytes(), name), name)
    except OSError as error:
        reason = error.strerror or str(error)
        text = Text(zh=f"文件 {name} 不能读取: {reason}", en=f"the file {name} cannot be read: {reason}")
        raise RefusedError("FILE_UNREADABLE", text) from error
    parents = {law.id: law for law in catalogue.laws}
    if other is not None:
        parents[other.id] = other
    own, parent = str(document.data.get("id")), parent_of(document)
    if parent is not None and own in _ancestry(parent, parents):
        parents = {id_: law for id_, law in parents.items() if id_ != parent}
    return law_of(document, parents)


def _ancestry(name: str | None, laws: Mapping[str, Law]) -> frozenset[str]:
    """Return ``name`` and the ids of all that it inherits from."""
    found = set[str]()
    while name is not None and name not in found:
        found.add(name)
        name = laws[name].regulation.inherits if name in laws else None
    return frozenset(found)


def _applied(host: Host, name: str, law: Law, settings: Settings | None) -> Law:
    """Return the law of a file with its place's rules and the operator's settings; what is served has them already."""
    served = host.catalogue.find(law.id)
    if law is served or not Path(name).is_file():
        return law
    versions = host.catalogue.versions(law.regulation.place)
    rules = next((one.rules for one in (served, *reversed(versions)) if one is not None and one.rules), None)
    law = replace(law, rules=rules)
    return law if settings is None else apply_settings(law, settings)


def _unknown(catalogue: Catalogue, name: str) -> NotFoundError:
    known = ", ".join(law.id for law in catalogue.laws) or "-"
    return NotFoundError(
        "VERSION_UNKNOWN",
        Text(
            zh=f"没有文件 {name}, 也没有标识为 {name} 的规定; 写数据文件的路径, 或下列标识之一: {known}",
            en=f"there is no file {name} and no regulation with that id; give the path of a data file, or one of: "
            f"{known}",
        ),
    )


def preview_of(old: Law, new: Law, period: str | None, as_of: date | None, today: date) -> Preview:
    """Return what two versions are compared for: the period of ``as_of`` if none is named, ``today`` or its last day.

    If they count by periods of different kinds, each is asked about its own period of the day.

    Raises:
        RefusedError: they belong to different places, neither has points, or no period of theirs has this name.
    """
    if old.regulation.place != new.regulation.place:
        raise _places_differ(old, new)
    kinds = [_kind(one) or _kind(other) for one, other in ((old, new), (new, old))]
    own, newer = kinds
    if own is None or newer is None:
        raise _no_points(old, new)
    if period is None:
        day = as_of or today
        return Preview(old=old, new=new, old_period=Period.of(own, day), new_period=Period.of(newer, day), as_of=day)
    named = parse_period(period)
    if named.kind not in kinds:
        raise _other_kind(named, own, newer)
    day = as_of or min(today, named.end - timedelta(days=1))
    within = max(named.start, min(day, named.end - timedelta(days=1)))
    periods = [named if kind is named.kind else Period.of(kind, within) for kind in (own, newer)]
    return Preview(old=old, new=new, old_period=periods[0], new_period=periods[1], as_of=day)


def _kind(law: Law) -> PeriodKind | None:
    scheme = law.regulation.points
    return scheme.period if scheme is not None else None


def _places_differ(old: Law, new: Law) -> RefusedError:
    one, other = old.regulation.place, new.regulation.place
    text = Text(
        zh=f"{old.id} 属于 {one}, {new.id} 属于 {other}; 只能比较同一地区的两个版本",
        en=f"{old.id} belongs to {one}, {new.id} to {other}; compare two versions of one place",
    )
    return RefusedError("PLACE_MISMATCH", text)


def _no_points(old: Law, new: Law) -> RefusedError:
    gap = new.regulation.gap_of(Scheme.POINTS) or old.regulation.gap_of(Scheme.POINTS)
    zh, en = (f": {gap.label.zh}", f": {gap.label.en}") if gap is not None else ("", "")
    text = Text(
        zh=f"{old.id} 与 {new.id} 都没有记分办法, 无可比较{zh}",
        en=f"neither {old.id} nor {new.id} has a points scheme, so there is nothing to compare{en}",
    )
    return RefusedError("NO_POINTS", text)


def _other_kind(named: Period, own: PeriodKind, newer: PeriodKind) -> RefusedError:
    text = Text(
        zh=f"周期 {named.name!r} 不能用: 旧版按 {own} 计, 新版按 {newer} 计",
        en=f"the period {named.name!r} cannot be used: the older version counts by {own}, the newer by {newer}",
    )
    return RefusedError("PERIOD_INVALID", text, field="period")


async def impacts(
    catalogue: Catalogue, reads: Reads, preview: Preview, *, batch: int = 1000
) -> AsyncIterator[list[DoctorImpact]]:
    """Yield what the change does to every doctor that the place has ever had, by code, at most ``batch`` at a time.

    These are all who were enrolled there, or had a decision there, up to the end of the period or the day asked about:
    also those who have left, whose standing may outlast their enrolment. ``catalogue`` holds the versions before, of
    which a version may let points count on.
    """
    place = preview.old.regulation.place
    end = max(preview.old_period.end, preview.new_period.end, preview.as_of + timedelta(days=1))
    async for rows in reads.enrolled_doctors(place, date.min, end, batch=batch):
        ledgers = await ledgers_of(reads, [row.id for row in rows])
        yield [DoctorImpact(doctor=row, impact=_impact(catalogue, preview, ledgers[row.id])) for row in rows]


def _impact(catalogue: Catalogue, preview: Preview, ledger: Ledger) -> Impact:
    place = preview.old.regulation.place
    old, *more = (ledger.facts(place, one) for one in preview.regulations)
    facts = replace(
        old,
        violations=(*old.violations, *(one for each in more for one in each.violations)),
        repairs=(*old.repairs, *(one for each in more for one in each.repairs)),
    )
    before, after = (
        assess_points(
            law,
            following(catalogue, law, facts, ledger, preview.as_of, preview.regulations),
            period,
            preview.as_of,
            PUBLISHED,
        )
        for law, period in ((preview.old, preview.old_period), (preview.new, preview.new_period))
    )
    return impact_between(before, after, facts)
