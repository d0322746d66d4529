"""The words for what an official text says of a data file, with what to do about it."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.regulation.against.terms import About, Compared, Verdict, Why
from core.regulation.files.messages import path_text
from core.text import Text

_SHOWN = 6
"""How many of the numbers that a place gives are listed."""


def message_of(one: Compared) -> Text:
    """Return what was found, with the place and the value."""
    what = _what(one)
    return what if one.why is None else _joined(what, _MESSAGES[one.why](one))


def hint_of(one: Compared) -> Text:
    """Return what to do about it."""
    if one.verdict is Verdict.CONFIRMED:
        return Text(zh="无需处理", en="nothing")
    return _HINTS.get(one.why, _BY_HAND) if one.why is not None else _BY_HAND


def _joined(first: Text, second: Text) -> Text:
    return Text(zh=f"{first.zh}: {second.zh}", en=f"{first.en}: {second.en}")


def _what(one: Compared) -> Text:
    cite = one.cite.text if one.cite is not None else None
    place = Text(zh=f"〔{cite.zh}〕" if cite else "", en=f" [{cite.en}]" if cite else "")
    if one.path is None or one.about is About.PLACE:
        name, value = (
            Text(zh="原文" if one.path is None else "出处", en="the text" if one.path is None else "cited"),
            "",
        )
    else:
        name, value = path_text(one.path), f" = {one.value}"
    return Text(zh=f"{name.zh}{value}{place.zh}", en=f"{name.en}{value}{place.en}")


def _others(one: Compared) -> str:
    listed = ", ".join(one.others[:_SHOWN])
    return listed + (" …" if len(one.others) > _SHOWN else "")


def _fixed(zh: str, en: str) -> Callable[[Compared], Text]:
    text = Text(zh=zh, en=en)
    return lambda _: text


_MESSAGES: Mapping[Why, Callable[[Compared], Text]] = MappingProxyType(
    {
        Why.PLACE_MISSING: _fixed("原文没有这一处", "the text has no such place"),
        Why.OTHER_NUMBER: lambda one: Text(
            zh=f"该处没有此数, 而有 {_others(one)}", en=f"the place does not give it, but {_others(one)}"
        ),
        Why.OTHER_DATE: lambda one: Text(
            zh=f"该处没有此日期, 而有 {_others(one)}", en=f"the place does not give it, but {_others(one)}"
        ),
        Why.OTHER_PARAGRAPH: _fixed(
            "在另一款, 该款有同类的其他数", "it stands in another paragraph; the one cited gives others"
        ),
        Why.LABEL_DIFFERS: lambda one: Text(
            zh=f"名称中有此数, 数据中却是 {_others(one)}", en=f"the label gives it, the values beside it {_others(one)}"
        ),
        Why.NOT_TOGETHER: _fixed(
            "该处有此数, 但与引起它的数不在同一句",
            "it stands there, but in no sentence with the number it follows from",
        ),
        Why.NOWHERE: lambda one: Text(
            zh=f"全文没有此数, 同类的数有 {_others(one)}",
            en=f"it stands nowhere in the text, which gives {_others(one)}",
        ),
        Why.NOT_NAMED: _fixed("原文没有提到此文号", "the text does not name it"),
        Why.ITEM_WITHOUT_RULE: _fixed(
            "同级各项已逐项列入数据, 这一项没有条款或规定",
            "others of its row are in the data, this one has no rule or provision",
        ),
        Why.NOT_IN_NUMERALS: _fixed(
            "该处没有这一类的数字, 或以文字表述", "the place gives no number of this kind, or gives it in words"
        ),
        Why.SOMEWHERE: _fixed(
            "全文中有此数, 不能判定是否在该处", "it stands in the text; whether in its place cannot be told"
        ),
        Why.NO_PLACE: _fixed("数据未写出处或条款号", "the data names no place"),
        Why.NOT_DIVIDED: _fixed("原文没有连续的条款编号", "the text has no article numbers that run through"),
        Why.REPORTED: _fixed("仅据报道, 原文没有这一处", "only reported, and not in this text"),
        Why.OTHER_TEXT: _fixed("出自另一文本", "it stands in another text"),
        Why.DERIVED: _fixed("由文件中其他数推算", "worked out from other numbers of the file"),
        Why.ITEMS_TOGETHER: _fixed(
            "所列各项由一条规则或规定一并引用", "one rule or provision cites all the items listed there"
        ),
        Why.NUMBER_UNUSED: lambda one: Text(
            zh=f"此处的 {one.value} 未见于数据", en=f"its {one.value} is in no value and no label of the data"
        ),
    }
)

_BY_HAND = Text(zh="请人工核对", en="compare it by hand")
_HINTS: Mapping[Why, Text] = MappingProxyType(
    {
        Why.PLACE_MISSING: Text(
            zh="更正 cite; 若 --lines 截去了该处, 扩大行的范围",
            en="correct the cite, or widen --lines if they cut the place off",
        ),
        Why.OTHER_NUMBER: Text(zh="更正数值, 或更正 cite", en="correct the number, or the cite"),
        Why.OTHER_DATE: Text(zh="更正日期, 或更正 cite", en="correct the date, or the cite"),
        Why.OTHER_PARAGRAPH: Text(
            zh="核对款次; 原文分行可能与款不一致",
            en="see which paragraph it is; lines of the text may not be paragraphs",
        ),
        Why.LABEL_DIFFERS: Text(zh="核对数值与名称", en="see whether the value or the label is right"),
        Why.NOT_TOGETHER: Text(zh="核对二者是否对应", en="see whether the two belong together"),
        Why.NOWHERE: Text(zh="更正数值, 或改用正确的原文", en="correct the number, or give the right text"),
        Why.NOT_NAMED: Text(zh="更正文号, 或删去", en="correct the document's number, or leave it out"),
        Why.ITEM_WITHOUT_RULE: Text(
            zh="为它写一条规则, 不涉及计算的写入 [[provisions]]",
            en="write a rule for it, or a [[provisions]] table if it computes nothing",
        ),
    }
)
