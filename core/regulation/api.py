"""The version of what plugins rest on: the hooks and the types of the data files."""

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from core.regulation.findings import Finding
from core.text import Text

HOST_API = "1.0"
"""Raised in its first part when a plugin that was right could become wrong, in its second when something is added."""

FIELD = "host_api"
"""The field of a data file that states the range it was made for."""

WRONG_API = "WRONG_API"
API_RANGE_INVALID = "API_RANGE_INVALID"


def misfit(stated: str) -> Finding | None:
    """Return what is wrong if this host is none that ``stated``, a range of versions, admits; None: it is one."""
    try:
        admitted = SpecifierSet(stated)
    except InvalidSpecifier:
        return Finding(
            (FIELD,),
            API_RANGE_INVALID,
            Text(zh=f"{stated!r} 不是版本范围", en=f"{stated!r} is no range of versions"),
            Text(zh='写成如 ">=1,<2"', en='write a range such as ">=1,<2"'),
        )
    if HOST_API in admitted:
        return None
    return Finding(
        (FIELD,),
        WRONG_API,
        Text(
            zh=f"为接口 {stated} 编写, 本系统的接口是 {HOST_API}",
            en=f"made for the host API {stated}; the API of this host is {HOST_API}",
        ),
        Text(
            zh="安装与本系统相符的插件版本, 或核对后改写范围",
            en="install the version of the plugin for this host, or check it against this API and widen the range",
        ),
    )
