"""The enumerations of publication, each value described for a reader new to the regulation."""

from core.regulation.schemes.publication import Channel, NameMask, PublishedFrom
from schema.vocabulary import described

__all__ = ["Channel", "NameMask", "PublishedFrom"]

described(
    Channel,
    "Where something is made public (公示).",
    {
        "WEB_SITE": "The web site of the authority or agency (网站).",
        "WECHAT": "The official WeChat account (微信公众号).",
        "AT_INSTITUTION": "On display at the institution (院内公示).",
        "PRESS": "The news media (新闻媒体).",
    },
    name="PublicationChannel",
)
described(
    NameMask,
    "How a published notice names the person.",
    {
        "FULL": "By the whole name.",
        "SURNAME": "By its first character, the rest replaced by a mark of fixed length (张某某).",
        "WITHHELD": "Not at all (某某).",
    },
)
described(
    PublishedFrom,
    "The day on which a notice begins.",
    {"SANCTION": "The first day of the sanction.", "DECIDED": "The day of the decision."},
)
