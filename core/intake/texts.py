"""Cells to texts: codes, names, numbers of documents, notes; each function returns the text or why it was not taken."""

import re

from core.intake.codes import has_identity_shape, holds_identity_number
from core.intake.formulas import FORMULA_STARTS, is_guarded, unguarded
from core.intake.letters import IDEOGRAPHS, is_foreign_letter, is_hidden, is_ideograph, is_latin
from core.intake.problems import ProblemCode, Refusal, shown
from core.intake.values import SCIENTIFIC, full_width, is_full_width, is_scientific
from core.text import Text

_CODE_LIMIT, _NAME_LIMIT, _TEXT_LIMIT, _NOTE_LIMIT = 64, 100, 500, 4000
_CODE_MARKS = "-_./:@()（）〔〕"
_CODE = re.compile(f"[0-9A-Za-z{IDEOGRAPHS}{re.escape(_CODE_MARKS)}]+")
_CHINESE = re.compile(f"[{IDEOGRAPHS}]+")


def parse_code(value: str) -> str | Refusal:
    """Return a code of letters, digits, Chinese characters and a few marks, without spaces."""
    if is_full_width(value):
        return full_width(value)
    text = _IDENTITY_NUMBER if has_identity_shape(value) else _kept(value, _CODE_LIMIT)
    if isinstance(text, Refusal) or _CODE.fullmatch(text):
        return text
    return Refusal(
        ProblemCode.NOT_A_CODE,
        Text(
            zh=f"“{shown(value)}”不是编码；编码只含字母、数字、汉字及{_CODE_MARKS}，不含空格",
            en=f'"{shown(value)}" is no code; a code has letters, digits, Chinese characters and {_CODE_MARKS} only',
        ),
    )


def parse_name(value: str) -> str | Refusal:
    """Return a name: it has a Chinese or Latin letter and no letter of another script. Never repeated in messages."""
    text = _kept(value, _NAME_LIMIT)
    if isinstance(text, Refusal) or _CHINESE.fullmatch(text):
        return text
    foreign = next((char for char in text if is_foreign_letter(char)), None)
    if foreign is not None:
        return Refusal(
            ProblemCode.NOT_A_NAME,
            Text(
                zh=f"名称中有字母{foreign}（U+{ord(foreign):04X}），多为编码读错所致；请另存为UTF-8",
                en=f"the name holds the letter {foreign} (U+{ord(foreign):04X}), which mostly means a wrong encoding; "
                "save the file as UTF-8",
            ),
        )
    if any(is_ideograph(char) or is_latin(char) for char in text):
        return text
    return Refusal(
        ProblemCode.NOT_A_NAME,
        Text(zh="名称中没有汉字或拉丁字母；请核对", en="the name has no Chinese or Latin letter; check it"),
    )


def parse_text(value: str) -> str | Refusal:
    """Return a short text on one line."""
    return _kept(value, _TEXT_LIMIT)


def parse_document_number(value: str) -> str | Refusal:
    """Return the number of a document.

    Issuers do build it from area, date and serial, just like an identity number, so that is not looked for.
    """
    return _kept(value, _TEXT_LIMIT, is_document_number=True)


def parse_note(value: str) -> str | Refusal:
    """Return a longer text, which may have several lines."""
    return _kept(value, _NOTE_LIMIT, may_break_lines=True)


def _kept(value: str, limit: int, *, is_document_number: bool = False, may_break_lines: bool = False) -> str | Refusal:
    """Return the text that ``value`` writes, without the apostrophe that guards a formula's sign; or why not."""
    if not is_guarded(value) and value.startswith(FORMULA_STARTS):
        return _FORMULA
    text = unguarded(value)
    if is_scientific(text):
        return SCIENTIFIC
    if not is_document_number and holds_identity_number(text):
        return _IDENTITY_NUMBER
    if len(text) > limit:
        return _too_long(len(text), limit)
    if text.isprintable():
        return text
    allowed = "\r\n" if may_break_lines else ""
    hidden = next((char for char in text if is_hidden(char) and char not in allowed), None)
    return text if hidden is None else _hidden(hidden)


def _too_long(length: int, limit: int) -> Refusal:
    return Refusal(
        ProblemCode.CELL_TOO_LONG,
        Text(
            zh=f"有{length}个字符，上限为{limit}；请缩短",
            en=f"has {length} characters and the limit is {limit}; shorten it",
        ),
    )


def _hidden(char: str) -> Refusal:
    return Refusal(
        ProblemCode.HIDDEN_CHARACTER,
        Text(
            zh=f"含有不可见或未定义的字符U+{ord(char):04X}；请删除或改用标准字符",
            en=f"holds the invisible or undefined character U+{ord(char):04X}; delete it or use a standard one",
        ),
    )


_FORMULA = Refusal(
    ProblemCode.FORMULA,
    Text(
        zh="以= + - @开头，表格软件会当作公式执行；请删去该符号，或在前面加一个单引号",
        en="begins with = + - or @, which a spreadsheet runs as a formula; remove the sign, or write an apostrophe "
        "before it",
    ),
)
_IDENTITY_NUMBER = Refusal(
    ProblemCode.IDENTITY_NUMBER_MISPLACED,
    Text(
        zh="此处是身份证号码，本系统不保存；请检查各列是否错位，并将其删除",
        en="this is an identity number, which is never kept; check whether the columns have shifted, and remove it",
    ),
)
