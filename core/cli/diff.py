"""``guiju diff``: two versions of a regulation, clause by clause, for people who read laws and for scripts."""

import json
from collections.abc import Iterator, Sequence

import click

from core.cli.diff_words import ALTERATION, KIND, NAMES, NOTHING, VALUES
from core.cli.output import answers
from core.cli.shared import Home, lang_option, read_settings, with_home
from core.regulation.changes import Alteration, RuleChange, RuleKind, ValueChange, regulation_changes
from core.regulation.citation import Citation
from core.regulation.law import Law
from core.service.impacting import load_versions
from core.text import Lang, Text


@click.command("diff")
@click.argument("old")
@click.argument("new")
@answers()
@lang_option
@with_home
def diff(home: Home, old: str, new: str) -> None:
    """逐条比较两个版本 / Compare two versions of a regulation, clause by clause.

    OLD NEW 为数据文件的路径, 或已有规定的标识 / are paths of data files, or ids of regulations served.

    退出码: 0 已比较(无论有无不同), 2 用法不对, 3 拒绝 /
    Exit codes: 0 compared, whether or not they differ, 2 called wrongly, 3 refused.
    """
    first, second = load_versions(home.host(), old, new, read_settings(home.settings))
    changes = regulation_changes(first.regulation, second.regulation)
    if home.as_json:
        click.echo(_document(first, second, changes))
        return
    for line in _lines(first, second, changes, home.lang):
        click.echo(line)


def _lines(old: Law, new: Law, changes: Sequence[RuleChange], lang: Lang) -> Iterator[str]:
    for side, law in ((Text(zh="旧", en="old"), old), (Text(zh="新", en="new"), new)):
        yield f"{side.get(lang)}: {law.id} {law.regulation.title.get(lang)}"
    if not changes:
        yield Text(zh="两个版本没有不同", en="the two versions do not differ").get(lang)
        return
    counted = [(kind, sum(one.alteration is kind for one in changes)) for kind in Alteration]
    listed = ", ".join(f"{ALTERATION[kind].get(lang)} {count}" for kind, count in counted if count)
    yield Text(zh=f"不同 {len(changes)} 处: {listed}", en=f"{len(changes)} differences: {listed}").get(lang)
    for one in changes:
        yield ""
        yield _heading(one, lang)
        yield from (f"    {_value(one, value, lang)}" for value in one.values if not _is_said(one, value))


def _is_said(one: RuleChange, value: ValueChange) -> bool:
    """Return whether the heading says ``value`` already: the place of what is new or gone."""
    return one.alteration is not Alteration.CHANGED and value.path == "cite"


def _heading(one: RuleChange, lang: Lang) -> str:
    """Return where it stands, what kind of table it is and what became of it."""
    parts = [_places(one, lang), KIND[one.kind].get(lang), _called(one, lang)]
    if one.kind is not RuleKind.HEAD:
        parts.append(f"({one.id})")
    return f"{' '.join(part for part in parts if part)}: {ALTERATION[one.alteration].get(lang)}"


def _called(one: RuleChange, lang: Lang) -> str:
    if one.kind is RuleKind.HEAD:
        return _name(one.id, lang)
    return one.label.get(lang) if one.label is not None else ""


def _places(one: RuleChange, lang: Lang) -> str:
    return " → ".join(dict.fromkeys(cite.text.get(lang) for cite in (one.before, one.after) if cite is not None))


def _value(one: RuleChange, value: ValueChange, lang: Lang) -> str:
    """Return a value by its name; of what is new or gone that which it says, else what it said and says."""
    path = value.path
    if one.kind is RuleKind.HEAD and "." in path:
        path = path.partition(".")[2]  # the heading names the first step
    last = path.rpartition(".")[2]
    is_place = last == "cite" or last.endswith("_cite")
    before, after = (_written(each, lang, is_place=is_place) for each in (value.before, value.after))
    said = f"{before} → {after}"
    if one.alteration is not Alteration.CHANGED:
        said = after if one.alteration is Alteration.ADDED else before
    return f"{_path(path, lang)}: {said}"


def _path(path: str, lang: Lang) -> str:
    """Return a path in words; tables of a list are counted from 1."""
    words: list[str] = []
    for step in path.split("."):
        if step.isdecimal():
            words[-1:] = [f"{''.join(words[-1:])} {int(step) + 1}"]
        else:
            words.append(_name(step, lang))
    return Text(zh=" · ".join(words), en=", ".join(words)).get(lang)


def _name(name: str, lang: Lang) -> str:
    return NAMES[name].get(lang) if name in NAMES else name


def _written(value: str | None, lang: Lang, *, is_place: bool) -> str:
    if value is None:
        return NOTHING.get(lang)
    if is_place:
        return Citation.parse(value).text.get(lang)
    return ", ".join(VALUES[part].get(lang) if part in VALUES else part for part in value.split(", "))


def _document(old: Law, new: Law, changes: Sequence[RuleChange]) -> str:
    """Return the differences as one JSON document: values as the data files write them, null: not stated."""
    content = {
        "old": _version(old),
        "new": _version(new),
        "changes": [
            {
                "kind": one.kind,
                "id": one.id,
                "alteration": one.alteration,
                "label": None if one.label is None else _text(one.label),
                "before": None if one.before is None else str(one.before),
                "after": None if one.after is None else str(one.after),
                "values": [{"path": each.path, "before": each.before, "after": each.after} for each in one.values],
            }
            for one in changes
        ],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _version(law: Law) -> dict[str, object]:
    return {"regulation": law.id, "digest": law.digest, "title": _text(law.regulation.title)}


def _text(text: Text) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
