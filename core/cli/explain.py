"""An outcome as text for people: the answer, the sanctions with their dates, the distance, the sum, every step."""

from collections.abc import Iterator

from core.assessment.arithmetic import plain
from core.assessment.outcome import PointsOutcome, SanctionImposed, Standing, Step
from core.assessment.points.sanctions import name_of, until_of
from core.assessment.sentences import sentence
from core.regulation.citation import Citation
from core.regulation.vocabulary import SanctionObject, Status
from core.text import Lang, Text

_STATUS = {
    Status.NORMAL: Text(zh="正常", en="normal"),
    Status.WATCH: Text(zh="关注", en="watched"),
    Status.INTERVIEW: Text(zh="约谈", en="interview"),
    Status.TRAINING: Text(zh="培训考核", en="training"),
    Status.SUSPENDED_PENDING_EXAM: Text(zh="期满待考试", en="suspended pending examination"),
    Status.SUSPENDED: Text(zh="暂停", en="suspended"),
    Status.REVOKED: Text(zh="取消资格", en="revoked"),
    Status.TERMINATED: Text(zh="解除协议", en="terminated"),
}
_OBJECT = {
    SanctionObject.QUALIFICATION: Text(zh="医保医师资格", en="qualification"),
    SanctionObject.PRESCRIBING_RIGHT: Text(zh="医保处方权", en="prescribing right"),
}


def explain(outcome: PointsOutcome, lang: Lang) -> str:
    """Return ``outcome`` as text in ``lang``, every line with the place in the law it rests on."""
    return "\n".join(_lines(outcome, lang))


def status_name(status: Status) -> Text:
    """Return what a standing is called."""
    return _STATUS[status]


def _lines(outcome: PointsOutcome, lang: Lang) -> Iterator[str]:
    zh = lang is Lang.ZH
    law = outcome.law
    yield f"{law.regulation.title.get(lang)} ({law.id})"
    yield (
        f"周期 {outcome.period.name}, 截至 {outcome.as_of}"
        if zh
        else f"period {outcome.period.name}, as of {outcome.as_of}"
    )
    yield ("结论: " if zh else "determination: ") + outcome.determination
    for missing in outcome.missing:
        yield ("  缺少 " if zh else "  missing ") + f"{missing.name}: {missing.text.get(lang)}"
    if outcome.points_lost is not None and outcome.points_left is not None and outcome.points_full is not None:
        lost, left, full = map(plain, (outcome.points_lost, outcome.points_left, outcome.points_full))
        yield (
            f"记分: 扣 {lost} 分, 剩余 {left} 分, 满分 {full} 分"
            if zh
            else f"points: {lost} lost, {left} left of {full}"
        )
    if outcome.standing is not None:
        yield ("状态: " if zh else "standing: ") + _standing(outcome.standing, lang)
    yield from _sanctions("处理" if zh else "sanctions", outcome.sanctions, lang)
    yield from _sanctions("前期结转" if zh else "carried over", outcome.carried, lang)
    yield from _headroom(outcome, lang)
    if outcome.arithmetic is not None:
        yield ("算式: " if zh else "arithmetic: ") + outcome.arithmetic
    yield "步骤:" if zh else "steps:"
    yield from (f"  {number}. {_step(step, lang)}" for number, step in enumerate(outcome.steps, 1))
    digests = law.digest[:16], outcome.facts_digest[:16]
    text = "规定 sha256:{}  事实 sha256:{}" if zh else "regulation sha256:{}  facts sha256:{}"
    yield text.format(*digests)


def _standing(standing: Standing, lang: Lang) -> str:
    text = f"{_STATUS[standing.status].get(lang)} ({standing.status})"
    if standing.object is not None:
        text += f" · {_OBJECT[standing.object].get(lang)}"
    if standing.since is not None:
        end = standing.until.isoformat() if standing.until else "…"
        text += f" [{standing.since}, {end})"
    return text + _cited(standing.citation, lang)


def _sanctions(title: str, sanctions: tuple[SanctionImposed, ...], lang: Lang) -> Iterator[str]:
    if sanctions:
        yield f"{title}:"
    for one in sanctions:
        absorbed = "" if not one.absorbed else (" (已并入)" if lang is Lang.ZH else " (absorbed)")
        what = f"{name_of(one.kind).get(lang)} · {_OBJECT[one.object].get(lang)}"
        when = f"{one.start} 起, " if lang is Lang.ZH else f"from {one.start}, "
        yield f"  {what}: {when}{until_of(one).get(lang)}{absorbed}{_cited(one.citation, lang)}"


def _headroom(outcome: PointsOutcome, lang: Lang) -> Iterator[str]:
    room = outcome.headroom
    if room is None:
        return
    points, what = plain(room.points_to_next), room.label.get(lang)
    if lang is Lang.ZH:
        reset = "" if room.days_until_reset is None else f"; {room.days_until_reset} 天后重新计分"
        yield f"距下一档: 再扣 {points} 分即 {what}{reset}{_cited(room.citation, lang)}"
    else:
        reset = "" if room.days_until_reset is None else f"; points reset in {room.days_until_reset} days"
        yield f"headroom: {points} more points lead to {what}{reset}{_cited(room.citation, lang)}"


def _step(step: Step, lang: Lang) -> str:
    return sentence(step, lang) + _cited(step.citation, lang)


def _cited(citation: Citation | None, lang: Lang) -> str:
    if citation is None:
        return ""
    return f"〔{citation.text.zh}〕" if lang is Lang.ZH else f" [{citation.text.en}]"
