"""The pages of the documentation and the fenced blocks in them, as a Markdown reader sees them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).parent.parent.parent
_COMMENTS: Mapping[str, str] = {"graphql": "# ", "python": "# ", "toml": "# ", "ts": "// ", "tsx": "// "}
PAGES = sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: what it is written in, what it says, and the comment that stands just above it."""

    page: Path
    line: int
    language: str
    text: str
    marker: str

    @property
    def where(self) -> str:
        """File and line, as a reader finds it."""
        return f"{name_of(self.page)}:{self.line}"

    @property
    def file(self) -> str | None:
        """The file that the block is the whole of, by the comment in its first line or above it; None: of none."""
        if self.marker.startswith("file:"):
            return self.marker.removeprefix("file:")
        first, _, _ = self.text.partition("\n")
        comment = _COMMENTS.get(self.language)
        name = "" if comment is None else first.removeprefix(comment)
        is_name = name not in {"", first} and " " not in name and Path(name).suffix != ""
        return name if is_name else None


def name_of(page: Path) -> str:
    """Return the path of ``page`` in the project."""
    return page.relative_to(ROOT).as_posix()


def blocks_of(page: Path) -> list[Block]:
    """Return the fenced blocks of ``page``, in order."""
    return list(_blocks(page, _tokens(page)))


def _blocks(page: Path, tokens: list[Token]) -> Iterator[Block]:
    marker = ""
    for token in tokens:
        if token.type == "fence":
            assert token.map is not None
            yield Block(page, token.map[0] + 1, token.info.strip(), token.content, marker)
        content = token.content.strip()
        is_comment = token.type == "html_block" and content.startswith("<!--") and content.endswith("-->")
        marker = content[4:-3].strip() if is_comment else ""


def inline_code(page: Path) -> list[str]:
    """Return what stands between backticks in the prose of ``page``, on one line each."""
    return [" ".join(child.content.split()) for child in _inner(page) if child.type == "code_inline"]


def links_of(page: Path) -> list[str]:
    """Return where the links of ``page`` lead within the project, as they are written."""
    hrefs = [unquote(str(child.attrs["href"])) for child in _inner(page) if child.type == "link_open"]
    return [href for href in hrefs if not re.match(r"(https?|mailto):", href)]


@cache
def anchors_of(page: Path) -> frozenset[str]:
    """Return the anchors that a code host and the site give to the headings of ``page``."""
    tokens = _tokens(page)
    headings = [after.content for token, after in pairwise(tokens) if token.type == "heading_open"]
    return frozenset(re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings)


def _tokens(page: Path) -> list[Token]:
    return MarkdownIt("commonmark").enable("table").parse(page.read_text(encoding="utf-8"))


def _inner(page: Path) -> Iterator[Token]:
    return (child for token in _tokens(page) for child in token.children or ())
