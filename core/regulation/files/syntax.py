"""What is wrong with a text that is not TOML, in words for people who do not write TOML every day."""

import re
import unicodedata
from dataclasses import dataclass

from core.regulation.files.messages import Wording, path_text, quoted
from core.regulation.files.positions import Position, line_starts, tail
from core.text import Text

_SUFFIX = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?(?:[Tt ]\d[\d:.]*)?")
_LEADING_ZERO = re.compile(r"(?<![\w.])[+-]?0\d+")
_WORD = re.compile(r"[^\s,\]}#=]+")
_MEANT_ASCII = re.compile(r"""[0-9A-Za-z=,.:\[\]{}#"'+_ -]""")
_LOOKALIKES = "“”„〝〞「」『』‘’、。【】〔〕−–—"  # noqa: RUF001 - the characters that people type by mistake
_ASCII_FOR = '"""""""""\'\',.[][]---'


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong and where."""

    position: Position
    wording: Wording


@dataclass(frozen=True, slots=True)
class _Refusal:
    """What ``tomllib`` said about a text."""

    text: str
    reason: str
    offset: int
    position: Position
    line: str
    """The line up to its end."""

    def at(self, index: int) -> Position:
        """Return the place of a character of the line, counted from 0."""
        return Position(self.position.line, index + 1)


def explain(text: str, message: str) -> Fault:
    """Return what is wrong with ``text``, which ``tomllib`` refused with ``message``."""
    refusal = _refusal(text, message)
    explained = (
        _repeated(refusal)
        or _unclosed(refusal)
        or _full_width(refusal, refusal.position.column - 1)
        or _bad_date(refusal)
        or _leading_zero(refusal)
        or _without_quotes(refusal)
    )
    return explained or Fault(refusal.position, _in_the_words_of_tomllib(refusal))


def _refusal(text: str, message: str) -> _Refusal:
    starts = line_starts(text)
    match = _SUFFIX.search(message)
    reason = message[: match.start()] if match else message
    if match is None:
        line, column = 1, 1
    elif match["line"] is None:
        end = text.rstrip()
        line = end.count("\n") + 1
        column = len(end) - starts[line - 1] + 1
    else:
        line, column = min(int(match["line"]), len(starts)), int(match["column"])
    whole = match is not None and match["line"] is None
    offset = len(text) if whole else starts[line - 1] + column - 1
    end_of_line = starts[line] if line < len(starts) else len(text)
    source = text[starts[line - 1] : end_of_line].rstrip("\r\n")
    return _Refusal(text, reason, offset, Position(line, column), source)


def to_ascii(character: str) -> str | None:
    """Return the ASCII character that a full-width or typographic one stands for, or None where there is none."""
    if character.isascii():
        return None
    index = _LOOKALIKES.find(character)
    meant = _ASCII_FOR[index] if index >= 0 else unicodedata.normalize("NFKC", character)
    return meant if _MEANT_ASCII.fullmatch(meant) else None


def _full_width(refusal: _Refusal, index: int) -> Fault | None:
    run, meant = "", ""
    for character in refusal.line[index:]:
        ascii_character = to_ascii(character)
        if ascii_character is None:
            break
        run, meant = run + character, meant + ascii_character
    if not run:
        return None
    codes = " ".join(f"U+{ord(character):04X}" for character in run[:3]) + (" …" if len(run) > 3 else "")  # noqa: PLR2004
    kind_zh = "全角空格" if not meant.strip() else f"全角或排版用的字符 {run}"
    kind_en = "a wide space" if not meant.strip() else f"the full-width or typographic {run}"
    write_zh = "改为半角空格" if not meant.strip() else f"改为半角的 {meant}"
    write_en = "write an ordinary space" if not meant.strip() else f"write the ASCII {meant}"
    return Fault(
        refusal.at(index),
        Wording(
            "FULL_WIDTH",
            Text(zh=f"这里是{kind_zh}（{codes}）", en=f"this is {kind_en} ({codes})"),
            Text(zh=write_zh, en=write_en),
        ),
    )


def _repeated(refusal: _Refusal) -> Fault | None:
    if not re.match(r"Cannot (declare|overwrite|mutate|redefine)|Duplicate", refusal.reason):
        return None
    last = tail(refusal.text[: refusal.offset])
    name = path_text(last.path)
    on_zh = f"，第 {last.earlier.line} 行已经写过" if last.earlier else ""
    on_en = f", and line {last.earlier.line} has it already" if last.earlier else ""
    return Fault(
        last.place,
        Wording(
            "DUPLICATE_KEY",
            Text(zh=f"{name.zh} 重复定义{on_zh}", en=f"{name.en} is defined twice{on_en}"),
            Text(
                zh="只保留一处；若是列表中的又一项，用 [[名称]] 开头",
                en="keep one of them; start a further entry of a list with [[name]]",
            ),
        ),
    )


def _unclosed(refusal: _Refusal) -> Fault | None:
    if not re.match(
        r"Unterminated string|Illegal character '\\n'|Found invalid character '\\n'|Expected [\"']['\"]", refusal.reason
    ):
        return None
    quote = tail(refusal.text[: refusal.offset]).quote
    if quote is None:
        return None
    starts = line_starts(refusal.text)
    end = starts[quote.line] if quote.line < len(starts) else len(refusal.text)
    line = refusal.text[starts[quote.line - 1] : end].rstrip()
    mark = line[quote.column - 1]
    if len(line) > quote.column and to_ascii(line[-1]) == mark:
        there = _Refusal(refusal.text, refusal.reason, refusal.offset, Position(quote.line, len(line)), line)
        return _full_width(there, len(line) - 1)
    triple = line[quote.column - 1 :].startswith(mark * 3)
    closing = mark * 3 if triple else mark
    return Fault(
        quote,
        Wording(
            "UNCLOSED_STRING",
            Text(zh=f"这里的引号 {closing} 没有配对", en=f"the quote {closing} opened here is never closed"),
            Text(
                zh=f"在文字末尾补上 {closing}" + ("" if triple else '；多行文字用 """ 括起来'),
                en=f"add {closing} after the text" + ("" if triple else '; put a text of several lines in """'),
            ),
        ),
    )


def _about_a_value(refusal: _Refusal) -> bool:
    return refusal.reason.startswith(("Invalid value", "Invalid date", "Expected newline", "Unclosed"))


def _bad_date(refusal: _Refusal) -> Fault | None:
    index = refusal.position.column - 1
    for match in _DATE.finditer(refusal.line) if _about_a_value(refusal) else ():
        if match.start() <= index <= match.end():
            return Fault(
                refusal.at(match.start()),
                Wording(
                    "BAD_DATE",
                    Text(zh=f"{match.group()} 不是有效日期", en=f"{match.group()} is not a date"),
                    Text(
                        zh="写成 年-月-日 的四位、两位、两位数字，并核对该日存在，例如 2011-01-05",
                        en="write year, month and day as 4, 2 and 2 digits, a day that exists, as in 2011-01-05",
                    ),
                ),
            )
    return None


def _leading_zero(refusal: _Refusal) -> Fault | None:
    index = refusal.position.column - 1
    for match in _LEADING_ZERO.finditer(refusal.line) if _about_a_value(refusal) else ():
        if match.start() <= index <= match.end():
            number = match.group()
            return Fault(
                refusal.at(match.start()),
                Wording(
                    "BAD_NUMBER",
                    Text(zh=f"数 {number} 不能以 0 开头", en=f"the number {number} cannot begin with 0"),
                    Text(
                        zh=f'若是代码，加引号写成 "{number}"；若是数，去掉前面的 0',
                        en=f'put a code in quotes, "{number}"; leave the zero out of a number',
                    ),
                ),
            )
    return None


def _without_quotes(refusal: _Refusal) -> Fault | None:
    match = _WORD.match(refusal.line, refusal.position.column - 1)
    if not refusal.reason.startswith("Invalid value") or match is None:
        return None
    word = match.group()
    if refusal.line[match.end() :].lstrip().startswith("="):
        return Fault(
            refusal.position,
            Wording(
                "TOML_SYNTAX",
                Text(zh=f"键 {word} 出现在数组或值的位置", en=f"the key {word} stands where a value was expected"),
                Text(zh="在它之前补上缺少的值或右方括号 ]", en="before it, add the missing value or the closing ]"),
            ),
        )
    if not any(character.isalpha() for character in word):
        return None
    written = {"yes": "true", "true": "true", "no": "false", "false": "false"}.get(word.lower()) or quoted(word)
    return Fault(
        refusal.position,
        Wording(
            "NO_QUOTES",
            Text(zh=f"{quoted(word)[1:-1]} 不是可用的值", en=f"{quoted(word)[1:-1]} is not a value"),
            Text(
                zh=f"改为 {written}；文字须加双引号，真假值写 true 或 false",
                en=f"write {written}: text stands in double quotes, truth is true or false",
            ),
        ),
    )


def _in_the_words_of_tomllib(refusal: _Refusal) -> Wording:
    return Wording(
        "TOML_SYNTAX",
        Text(zh=_chinese(refusal.reason), en=refusal.reason),
        Text(
            zh="按 TOML 的写法修改：每行一个 键 = 值，文字加双引号，中文键名也加双引号，括号成对",
            en="write one key = value a line, text and keys beyond a-z in double quotes, and close each bracket",
        ),
    )


def _chinese(reason: str) -> str:
    sentences = (
        ("Invalid value", "等号后没有值，或值的写法不对"),
        ("Expected newline", "一条语句之后还有多余的内容"),
        ("Expected '='", "键之后缺少等号"),
        ("Expected ']", "表名之后缺少右方括号"),
        ("Unclosed array", "数组没有用 ] 结束，或两项之间缺少逗号"),
        ("Unclosed inline table", "行内表没有用 } 结束，或两项之间缺少逗号"),
        ("Unescaped", "双引号内的反斜杠须写成两个"),
        ("Invalid hex value", "转义字符 \\u 之后须有四位十六进制数字"),
        ("Illegal character", "这里有不可用的控制字符"),
        ("Found invalid character", "这里有不可用的控制字符"),
        ("Invalid initial character", "键名的写法不对"),
    )
    general = "这里不符合 TOML 的写法"
    return next((zh for start, zh in sentences if reason.startswith(start)), general)
