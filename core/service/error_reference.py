"""The reference of error codes, as Markdown: each with what it means and what to do, in both languages."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from core.text import Text

_FILE = Path(__file__).with_name("error_codes.toml")
_BEGINS = """\
# Error codes

Generated from the codes: `guiju export-schema --all`. A code is stable and in capitals; the message beside it says
where, what and why in Chinese and English, and may change its words. Go by the code.

* GraphQL: `errors[].extensions` has `code`, `field` (the argument, or none) and `message { zh en }`; a mutation answers
  what is wrong with its input as `problems[]`, with the same three.
* HTTP: a request that is refused before it is run has a body of the same form and the status given below.
* Command line: exit code 3 and `CODE: message`; with `--json` one line on the standard error,
  `{"error": {"code": …, "message": {"zh": …, "en": …}, …}}`.
"""
_SECTIONS: Mapping[str, str] = MappingProxyType(
    {
        "request": "## Requests and commands\n",
        "plugin": "## Plugins\n\n`Plugin.reason.code`, and what `guiju check` says of a folder: why a plugin is not "
        "served, or what its code did.\n",
        "row": "## Rows of files\n\nWhat `guiju import` says of a row, a column or a file, in its report too. Beside "
        "these a row may have any code that recording it would have.\n",
        "receipt": "## Receipts\n\nWhat `guiju verify` says of one that does not hold.\n",
    }
)
_CHECKS = """\
## Data files of regulations

What `guiju check` and `Plugin.reason.problems` say of a data file, each with its line and column, the line itself,
what is wrong and what would be right:
"""


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """What is said about one code."""

    code: str
    means: Text
    do: Text
    status: int | None
    """The HTTP status, if a request is refused with it before it is run; None: it never is."""


@dataclass(frozen=True, slots=True)
class ErrorCodes:
    """Every code that is known: in sections, and those of data files, which are told in full where they occur."""

    sections: Mapping[str, tuple[ErrorCode, ...]]
    data_file: tuple[str, ...]

    @property
    def names(self) -> frozenset[str]:
        """Every code."""
        return frozenset(one.code for section in self.sections.values() for one in section) | set(self.data_file)


@cache
def error_codes() -> ErrorCodes:
    """Return every code that is known, by section, in order."""
    found: Mapping[str, Any] = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    statuses: Mapping[str, int] = found["status"]
    sections = {
        name: tuple(_code(code, said, statuses.get(code)) for code, said in sorted(found[name].items()))
        for name in _SECTIONS
    }
    return ErrorCodes(MappingProxyType(sections), tuple(sorted(found["data_file"]["codes"])))


def _code(code: str, said: list[str], status: int | None) -> ErrorCode:
    zh, en, do_zh, do_en = said
    return ErrorCode(code, Text(zh=zh, en=en), Text(zh=do_zh, en=do_en), status)


def errors_page() -> str:
    """Return the page on every code."""
    return "\n".join([_BEGINS, *_parts(error_codes())])


def _parts(codes: ErrorCodes) -> Iterator[str]:
    for name, heading in _SECTIONS.items():
        yield heading
        has_status = any(one.status is not None for one in codes.sections[name])
        yield (
            "| code | HTTP | means | what to do |\n|---|---|---|---|"
            if has_status
            else ("| code | means | what to do |\n|---|---|---|")
        )
        for one in codes.sections[name]:
            status = f" {one.status or ''} |" if has_status else ""
            yield f"| `{one.code}` |{status} {_both(one.means)} | {_both(one.do)} |"
        yield ""
    yield f"{_CHECKS}\n{', '.join(f'`{code}`' for code in codes.data_file)}.\n"


def _both(text: Text) -> str:
    return f"{text.zh}<br>{text.en}"
