"""Text in two languages, and citations."""

from typing import Annotated, ClassVar

import strawberry

from core import text
from schema.fields import argument, field, resolved
from schema.vocabulary import Lang


def _label(
    root: strawberry.Parent[text.Text], lang: Annotated[Lang, argument("The language wanted.")] = Lang.ZH
) -> str:
    return root.get(lang)


@strawberry.type(description="A text in Chinese and in English, in the project's own words.")
class Text:
    """A text in both languages; stands for ``core.text.Text``."""

    zh: str = field("The text in simplified Chinese.")
    en: str = field("The text in English.")
    label: str = resolved(_label, "The text in one language, for a client that shows one.")


@strawberry.type(
    description="A place in a regulation's text (条款出处): article 条, paragraph 款, item 项, sub-item 目."
)
class Citation:
    """A citation; stands for ``core.regulation.citation.Citation``."""

    is_kept: ClassVar[bool] = True

    code: str = field("The place in short, such as 11.二.1; equal codes of one regulation mean the same place.", str)
    text: Text = field("The place as people write it, such as 第十一条（二）1 and Article 11(2)1.")
