"""Text in the two languages of the project."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field


class Lang(StrEnum):
    """A language that a label or sentence can be read in."""

    ZH = "zh"
    EN = "en"


class Text(BaseModel):
    """One text in Chinese and in English, in the project's own words."""

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", use_attribute_docstrings=True)

    zh: str = Field(min_length=1)
    """The text in simplified Chinese."""

    en: str = Field(min_length=1)
    """The text in English."""

    def get(self, lang: Lang) -> str:
        """Return the text in ``lang``."""
        return self.zh if lang is Lang.ZH else self.en
