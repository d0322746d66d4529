"""The words for what can be wrong with a data file: a code, what is wrong, and what would be right."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from core.regulation.files.positions import Path
from core.text import Text

_SHOWN = 40
"""How many characters of a value are quoted."""


@dataclass(frozen=True, slots=True)
class Wording:
    """A problem without its place."""

    code: str
    message: Text
    hint: Text


class Kind(StrEnum):
    """A kind of TOML value."""

    STRING = "string"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    TIME = "time"
    TABLE = "table"
    ARRAY = "array"

    @property
    def noun(self) -> Text:
        """What the kind is called."""
        return _NOUNS[self]

    @property
    def example(self) -> Text:
        """How a value of the kind is written."""
        return _EXAMPLES[self]

    @classmethod
    def of(cls, value: object) -> "Kind | None":
        """Return the kind of a value that a TOML text gave, or None for any other value."""
        kinds = (
            (bool, cls.BOOLEAN),
            (str, cls.STRING),
            (int, cls.INTEGER),
            ((Decimal, float), cls.DECIMAL),
            (datetime, cls.DATETIME),
            (date, cls.DATE),
            (time, cls.TIME),
            (Mapping, cls.TABLE),
            ((tuple, list), cls.ARRAY),
        )
        return next((kind for types, kind in kinds if isinstance(value, types)), None)


_NOUNS: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.STRING: Text(zh="字符串", en="a string"),
        Kind.INTEGER: Text(zh="整数", en="a whole number"),
        Kind.DECIMAL: Text(zh="小数", en="a decimal number"),
        Kind.BOOLEAN: Text(zh="真假值", en="true or false"),
        Kind.DATE: Text(zh="日期", en="a date"),
        Kind.DATETIME: Text(zh="日期加时间", en="a date with a time"),
        Kind.TIME: Text(zh="时间", en="a time of day"),
        Kind.TABLE: Text(zh="表", en="a table"),
        Kind.ARRAY: Text(zh="数组", en="an array"),
    }
)

_EXAMPLES: Mapping[Kind, Text] = MappingProxyType(
    {
        Kind.STRING: Text(zh='用双引号括起来，例如 "甲"', en='put it in double quotes, as in "text"'),
        Kind.INTEGER: Text(zh="不加引号的整数，例如 3", en="a whole number without quotes, as in 3"),
        Kind.DECIMAL: Text(
            zh="不加引号、带小数点的数，例如 2.50", en="a number with a point and no quotes, as in 2.50"
        ),
        Kind.BOOLEAN: Text(zh="不加引号的 true 或 false", en="true or false, without quotes"),
        Kind.DATE: Text(zh="不加引号的日期，例如 2024-01-31", en="a date without quotes, as in 2024-01-31"),
        Kind.DATETIME: Text(zh="例如 2024-01-31T08:30:00", en="a date and time, as in 2024-01-31T08:30:00"),
        Kind.TIME: Text(zh="例如 08:30:00", en="a time of day, as in 08:30:00"),
        Kind.TABLE: Text(
            zh="写成表：[名称] 下面逐行 键 = 值，或 { 键 = 值 }",
            en="a table: [name] above its keys, or { key = value }",
        ),
        Kind.ARRAY: Text(
            zh='写成数组：["甲", "乙"]；若各项是表，每项以 [[名称]] 开头',
            en='an array, as in ["a", "b"]; for an array of tables start each with [[name]]',
        ),
    }
)


def path_text(path: Path) -> Text:
    """Return a key path as people read it: ``points.clauses#4.cite`` is the key ``cite`` of the fourth clause."""
    written = ""
    for part in path:
        if isinstance(part, int):
            written += f"#{part + 1}"
        else:
            bare = part.isascii() and part.replace("-", "_").replace("_", "a").isalnum()
            written += ("." if written else "") + (part if bare else quoted(part))
    return Text(zh=written or "文件顶层", en=written or "the top of the file")


def quoted(value: str) -> str:
    """Return the text in double quotes, cut when it is long."""
    return json.dumps(value if len(value) <= _SHOWN else value[:_SHOWN] + "…", ensure_ascii=False)


def shown(value: object) -> Text:
    """Return what a value is and, where it is short, how it was written."""
    kind = Kind.of(value)
    if kind is Kind.BOOLEAN:
        return Text(zh=str(value).lower(), en=str(value).lower())
    noun = Text(zh="该值", en="this value") if kind is None else kind.noun
    if kind in {None, Kind.TABLE, Kind.ARRAY}:
        return noun
    written = quoted(value) if isinstance(value, str) else str(value)[:_SHOWN]
    return Text(zh=f"{noun.zh} {written}", en=f"the {noun.en.removeprefix('a ')} {written}")


def listed(values: Iterable[str]) -> str:
    """Return the values one after the other, at most thirty."""
    every = list(values)
    most = 30
    return ", ".join(every[:most]) + (" …" if len(every) > most else "")


# --- the whole file


def refused(where: str, first: Text, count: int) -> Text:
    """Return the one sentence that stands for all problems of a file."""
    rest_zh = f"（共 {count} 处错误）" if count > 1 else ""
    rest_en = f" ({count} problems in all)" if count > 1 else ""
    return Text(zh=f"{where}: {first.zh}{rest_zh}", en=f"{where}: {first.en}{rest_en}")


def counted(problems: int, files: int) -> Text:
    """Return the line that counts what was found."""
    if not problems:
        return Text(zh="没有发现错误", en="no problems")
    one = "problem" if problems == 1 else "problems"
    return Text(
        zh=f"共 {problems} 处错误，涉及 {files} 个文件",
        en=f"{problems} {one} in {files} {'file' if files == 1 else 'files'}",
    )


def fix_label() -> Text:
    """Return what stands before a hint."""
    return Text(zh="改法：", en="fix: ")


def not_utf8(byte: int, likely: str | None) -> Wording:
    """Return the words for bytes that are not UTF-8; ``likely`` names the encoding that they seem to be in."""
    guess_zh = f"，看上去是 {likely} 编码" if likely else ""
    guess_en = f"; it looks like {likely}" if likely else ""
    return Wording(
        "NOT_UTF8",
        Text(zh=f"字节 0x{byte:02X} 不是 UTF-8{guess_zh}", en=f"byte 0x{byte:02X} is not UTF-8{guess_en}"),
        Text(zh="在编辑器中另存为 UTF-8 编码", en="save the file as UTF-8 in your editor"),
    )


def bad_number(path: Path | None) -> Wording:
    """Return the words for a number that is not finite or has absurdly many digits; no path where none is known."""
    zh = "这里的" if path is None else f"{path_text(path).zh} 的"
    en = "this" if path is None else path_text(path).en
    return Wording(
        "BAD_NUMBER",
        Text(zh=f"{zh}数过长，或不是有限的数", en=f"{en} is a number too long to be meant, or not finite"),
        Text(zh="写成普通的数，例如 12 或 0.5", en="write an ordinary number such as 12 or 0.5"),
    )


# --- what the types refuse


def unknown_key(path: Path, suggestion: str | None, known: Iterable[str]) -> Wording:
    """Return the words for a key that the table does not have; ``known`` are the keys it may still hold."""
    name = path_text(path)
    names = listed(known)
    if suggestion is not None:
        hint = Text(zh=f"是否想写 {suggestion}？", en=f"did you mean {suggestion}?")
    elif names:
        hint = Text(zh=f"删去该键；此处可写：{names}", en=f"remove the key; possible here: {names}")
    else:
        hint = Text(zh="删去该键", en="remove the key")
    return Wording("UNKNOWN_KEY", Text(zh=f"不认识的键 {name.zh}", en=f"unknown key {name.en}"), hint)


def missing_key(path: Path) -> Wording:
    """Return the words for a key that must be given."""
    name, parent, last = path_text(path), path_text(path[:-1]), path_text(path[-1:]).en
    where = Text(zh=f"在 {parent.zh} 中", en=f"in {parent.en}")
    if len(path) == 1:
        where = Text(zh="在文件开头", en="at the top of the file")
    return Wording(
        "MISSING_KEY",
        Text(zh=f"缺少必填的键 {name.zh}", en=f"the key {name.en} is missing"),
        Text(zh=f"{where.zh}写上 {last} = …", en=f"write {last} = … {where.en}"),
    )


def wrong_type(path: Path, value: object, kinds: Iterable[Kind], others: Iterable[str]) -> Wording:
    """Return the words for a value of the wrong kind; ``others`` name expected types that are no TOML kind."""
    name, got, expected, more = path_text(path), shown(value), list(dict.fromkeys(kinds)), list(others)
    zh = "或".join([*(kind.noun.zh for kind in expected), *more])
    en = " or ".join([*(kind.noun.en for kind in expected), *more])
    return Wording(
        "WRONG_TYPE",
        Text(zh=f"{name.zh} 应为{zh}，现为{got.zh}", en=f"{name.en} should be {en}, not {got.en}"),
        Text(
            zh="；或".join(kind.example.zh for kind in expected) or f"写成 {zh}",
            en="; or ".join(kind.example.en for kind in expected) or f"write {en}",
        ),
    )


def not_bilingual(path: Path, value: object) -> Wording:
    """Return the words for a value that should have been a text in both languages."""
    name, got = path_text(path), shown(value)
    return Wording(
        "WRONG_TYPE",
        Text(zh=f"{name.zh} 应有中英两文，现为{got.zh}", en=f"{name.en} should be in both languages, not {got.en}"),
        Text(zh='写成 { zh = "…", en = "…" }', en='write { zh = "…", en = "…" }'),
    )


def not_allowed(path: Path, value: object, allowed: list[str], suggestion: str | None) -> Wording:
    """Return the words for a value outside a fixed list; ``allowed`` as they are written in the file."""
    name, got = path_text(path), shown(value)
    zh, en = f"可写：{listed(allowed)}", f"write one of: {listed(allowed)}"
    if suggestion is not None:
        zh, en = f"是否想写 {suggestion}？{zh}", f"did you mean {suggestion}? {en}"
    return Wording(
        "NOT_ALLOWED",
        Text(zh=f"{name.zh} 不能是{got.zh}", en=f"{name.en} cannot be {got.en}"),
        Text(zh=zh, en=en),
    )


def out_of_bounds(code: str, path: Path, value: object, bound: Text) -> Wording:
    """Return the words for a value beyond a bound, such as ``at least 1``."""
    name, got = path_text(path), shown(value)
    return Wording(
        code,
        Text(zh=f"{name.zh} 应{bound.zh}，现为{got.zh}", en=f"{name.en} should be {bound.en}, not {got.en}"),
        Text(zh=f"写成{bound.zh} 的值", en=f"write a value that is {bound.en}"),
    )


def wrong_length(code: str, path: Path, bound: Text) -> Wording:
    """Return the words for a text or list that is too short or too long, such as ``at least 1 long``."""
    name = path_text(path)
    return Wording(
        code,
        Text(zh=f"{name.zh} 的长度应{bound.zh}", en=f"the length of {name.en} should be {bound.en}"),
        Text(zh="补足或删减内容", en="add to it or shorten it"),
    )


def bad_form(path: Path, value: object, pattern: str) -> Wording:
    """Return the words for a text that does not have the form asked for."""
    name, got = path_text(path), shown(value)
    return Wording(
        "BAD_FORM",
        Text(zh=f"{name.zh} 的写法不对：{got.zh}", en=f"{name.en} does not have the right form: {got.en}"),
        Text(zh=f"须符合 {pattern}", en=f"it must match {pattern}"),
    )


def bad_date_value(path: Path, value: object) -> Wording:
    """Return the words for a value that is no date."""
    name, got = path_text(path), shown(value)
    return Wording(
        "BAD_DATE",
        Text(zh=f"{name.zh} 不是有效日期：{got.zh}", en=f"{name.en} is not a date: {got.en}"),
        Kind.DATE.example,
    )


def invalid(path: Path, reason: str) -> Wording:
    """Return the words for whatever else a type refuses, with the reason in the words of the type."""
    name = path_text(path)
    return Wording(
        "INVALID",
        Text(zh=f"{name.zh} 无效：{reason}", en=f"{name.en} is invalid: {reason}"),
        Text(zh="按上述原因修改", en="change it for the reason given"),
    )


def custom(code: str, path: Path, message: str, texts: Mapping[str, object]) -> Wording:
    """Return the words that a validator chose: ``zh``, ``hint_zh`` and ``hint_en`` beside its English message."""
    name = path_text(path)
    zh, hint_zh, hint_en = (str(texts.get(key) or "") for key in ("zh", "hint_zh", "hint_en"))
    return Wording(
        code.upper(),
        Text(zh=f"{name.zh}: {zh or message}", en=f"{name.en}: {message}"),
        Text(zh=hint_zh or "按上述原因修改", en=hint_en or "change it for the reason given"),
    )
