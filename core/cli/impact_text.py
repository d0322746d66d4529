"""An impact preview as text for people: what differs in the law, the sums, and each doctor in a line."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from core.assessment.arithmetic import plain
from core.assessment.comparing.impact import ChangeKind, Impact, Sums
from core.assessment.outcome import PointsOutcome
from core.assessment.points.sanction_words import name_of, until_of
from core.assessment.points.terms import SanctionImposed, Standing
from core.cli.diff_words import ALTERATION, KIND
from core.cli.explain import status_name
from core.regulation.changes import RuleChange
from core.regulation.vocabulary import Status
from core.service.impacting import DoctorImpact, Preview
from core.text import Lang, Text

_KIND = {
    ChangeKind.DECIDABLE: Text(zh="可否判定", en="decidable"),
    ChangeKind.POINTS: Text(zh="记分", en="points"),
    ChangeKind.STANDING: Text(zh="状态", en="standing"),
    ChangeKind.SINCE: Text(zh="起始日", en="since"),
    ChangeKind.UNTIL: Text(zh="截止日(不含)", en="until (excluded)"),
    ChangeKind.MAY_REAPPLY_FROM: Text(zh="可重新申请日", en="may reapply from"),
    ChangeKind.SANCTIONS: Text(zh="处理", en="sanctions"),
    ChangeKind.DEADLINES: Text(zh="申诉期限", en="appeal deadlines"),
    ChangeKind.FLAGS: Text(zh="标识", en="flags"),
    ChangeKind.NOTICES: Text(zh="公示", en="notices"),
}
_NOTHING = Text(zh="无", en="none")
_OPEN = Text(zh="不能判定", en="not decidable")


def heading(preview: Preview, lang: Lang) -> Iterator[str]:
    """Yield which versions are compared, for which period and day."""
    sides = (
        (Text(zh="旧", en="old"), preview.old, preview.old_period),
        (Text(zh="新", en="new"), preview.new, preview.new_period),
    )
    for side, law, period in sides:
        title, of = law.regulation.title.get(lang), Text(zh="周期", en="period").get(lang)
        yield f"{side.get(lang)}: {law.id} {title}, {of} {period.name}, sha256:{law.digest[:16]}"
    yield f"{Text(zh='截至', en='as of').get(lang)} {preview.as_of}"


def rule_lines(changes: Sequence[RuleChange], lang: Lang) -> Iterator[str]:
    """Yield what differs between the two texts, each with its place in them."""
    if not changes:
        yield Text(zh="条款没有变化", en="no rule differs").get(lang)
        return
    yield Text(zh=f"条款变化 {len(changes)} 处:", en=f"{len(changes)} rule(s) differ:").get(lang)
    for one in changes:
        what, kind = ALTERATION[one.alteration].get(lang), KIND[one.kind].get(lang)
        label = f" {one.label.get(lang)}" if one.label is not None else ""
        yield f"  {what} {kind} {one.id}{label}{_cited(one, lang)}"
        for value in one.values:
            yield f"    {value.path}: {_text(value.before, lang)} → {_text(value.after, lang)}"


def _cited(one: RuleChange, lang: Lang) -> str:
    """Return where the rule stands: in both texts if in different places."""
    places = dict.fromkeys(cite.text.get(lang) for cite in (one.before, one.after) if cite is not None)
    text = " → ".join(places)
    return f"〔{text}〕" if lang is Lang.ZH else f" [{text}]"


def sums_lines(sums: Sums, lang: Lang) -> Iterator[str]:
    """Yield the sums over everyone looked at."""
    zh = lang is Lang.ZH
    yield (
        f"医师 {sums.doctors} 名, 有变化 {sums.changed} 名"
        if zh
        else f"{sums.doctors} doctors, something changes for {sums.changed}"
    )
    yield from (f"  {_KIND[one.kind].get(lang)}: {one.doctors}" for one in sums.kinds)
    before, after = plain(sums.points_before), plain(sums.points_after)
    left_out = ""
    if sums.points_open:
        open_ = sums.points_open
        left_out = f" (另有 {open_} 名不能判定, 未计入)" if zh else f" (without {open_} who cannot be decided)"
    yield (f"记分合计: {before} → {after}" if zh else f"points in all: {before} → {after}") + left_out
    before, after, newly = sums.undecided_before, sums.undecided_after, sums.newly_undecided
    if before or after:
        yield (
            f"不能判定: {before} → {after} 名, 其中 {newly} 名缺少旧版不缺的内容"
            if zh
            else f"not decidable: {before} → {after}, of whom {newly} for want of what was not missing before"
        )
    yield "状态:" if zh else "standings:"
    for one in sums.passages:
        yield f"  {_status(one.before, lang)} → {_status(one.after, lang)}: {one.doctors}"


def doctor_line(one: DoctorImpact, lang: Lang) -> str:
    """Return what changes for one doctor, and which records it comes from."""
    impact = one.impact
    parts = [f"{_KIND[kind].get(lang)} {_change(impact, kind, lang)}" for kind in impact.kinds]
    if impact.records:
        parts.append(Text(zh="记录 ", en="records ").get(lang) + ", ".join(impact.records))
    return f"{one.doctor.code} {one.doctor.name}: " + "; ".join(parts)


def _change(impact: Impact, kind: ChangeKind, lang: Lang) -> str:
    if kind is ChangeKind.SANCTIONS:
        sides = (_sanctions(impact.sanctions_gone, lang), _sanctions(impact.sanctions_new, lang))
    else:
        sides = (_aspect(impact.before, kind, lang), _aspect(impact.after, kind, lang))
    return " → ".join(sides)


def _aspect(outcome: PointsOutcome, kind: ChangeKind, lang: Lang) -> str:
    """Return what an outcome says about one kind of change."""
    match kind:
        case ChangeKind.DECIDABLE:
            missing = [one.name for one in outcome.missing]
            return f"{_OPEN.get(lang)} ({', '.join(missing)})" if missing else Text(zh="可", en="yes").get(lang)
        case ChangeKind.POINTS:
            return _points(outcome.points_counted, outcome.points_left, lang)
        case ChangeKind.DEADLINES:
            return _list((f"{one.record} {_text(one.last_day, lang)}" for one in outcome.appeals), lang)
        case ChangeKind.FLAGS:
            return _list(outcome.flags, lang)
        case ChangeKind.NOTICES:
            notices = ((name_of(one.kind).get(lang), one.start, one.end or "…") for one in outcome.notices)
            return _list((f"{name} [{start}, {end})" for name, start, end in notices), lang)
        case _:
            return _OPEN.get(lang) if outcome.standing is None else _standing(outcome.standing, kind, lang)


def _standing(standing: Standing, kind: ChangeKind, lang: Lang) -> str:
    match kind:
        case ChangeKind.SINCE:
            return _text(standing.since, lang)
        case ChangeKind.UNTIL:
            return _text(standing.until, lang)
        case ChangeKind.MAY_REAPPLY_FROM:
            return _text(standing.may_reapply_from, lang)
        case _:
            object_ = f" ({standing.object})" if standing.object is not None else ""
            return f"{_status(standing.status, lang)}{object_}"


def _points(counted: Decimal | None, left: Decimal | None, lang: Lang) -> str:
    if counted is None or left is None:
        return _OPEN.get(lang)
    remaining = Text(zh=f"剩余 {plain(left)}", en=f"{plain(left)} left").get(lang)
    return f"{plain(counted)} ({remaining})"


def _sanctions(sanctions: Sequence[SanctionImposed], lang: Lang) -> str:
    absorbed = Text(zh=" (已并入)", en=" (absorbed)").get(lang)
    shown = (f"{name_of(one.kind).get(lang)} {one.start} {until_of(one).get(lang)}" for one in sanctions)
    return _list((text + absorbed * one.absorbed for text, one in zip(shown, sanctions, strict=True)), lang)


def _status(status: Status | None, lang: Lang) -> str:
    return (status_name(status) if status is not None else _OPEN).get(lang)


def _list(items: Iterable[str], lang: Lang) -> str:
    return ", ".join(items) or _NOTHING.get(lang)


def _text(value: date | str | None, lang: Lang) -> str:
    return str(value) if value is not None else _NOTHING.get(lang)
