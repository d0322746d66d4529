"""The reference of data files: every field of every type, generated from their JSON Schemas, as Markdown.

A type is on the page of the scheme that alone uses it, else on that of the head of the file; types that the worked
examples and the settings share with regulations are described there once.
"""

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.assessment.cases import CaseFile
from core.regulation.json_schema import regulation_schema, schema_text, settings_schema
from core.regulation.vocabulary import Scheme
from core.service.json_schema_nodes import Node, Words

_HEAD, _CASES, _SETTINGS = "regulation", "cases", "settings"
_FILE = "The file"
_NOTE = "Generated from the types: `guiju export-schema --all`."
_VALUES = """\
## How values are written

An **id** is made of ASCII letters and digits with `.`, `_` or `-` between them, a letter first: `T.1.1`. A **citation**
says where in the text something stands: `11.二.1` is 第十一条（二）1, Article 11(2)1; `14.三款` is 第十四条第三款,
Article 14, paragraph 3; `?` is a place whose number is not at hand; `reported 14` one that only the press tells of. A
**number** is exact: `0.5` is a half. A **day** is written without quotes: `2025-03-01`. A **table by name** has keys of
its own: `{ meaning_of_twice = "event" }`. What does not apply is left out; there is no empty value.
"""
_FEW = 6
"""In more places than these a type is said to stand in many."""


@dataclass(frozen=True, slots=True)
class _Page:
    """One page: what it is about, what it begins with, and the types described on it."""

    name: str
    title: str
    begins: str
    types: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which type stands on which page, and where in a data file it is written."""

    page_of: Mapping[str, str]
    headings: Mapping[str, str]
    places: Mapping[str, Sequence[str]]
    written: Mapping[str, str]
    """What a text of some pattern is called."""

    def words(self, page: str) -> Words:
        """Return what types and forms are called on ``page``, each with a link."""
        files = {key: "" if name == page else f"{name}.md" for key, name in self.page_of.items()}
        types = {key: f"[{self.headings[key]}]({file}#{_anchor(self.headings[key])})" for key, file in files.items()}
        head = "" if page == _HEAD else f"{_HEAD}.md"
        forms = {pattern: f"[{name}]({head}#how-values-are-written)" for pattern, name in self.written.items()}
        return Words(types, forms)


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def field_pages() -> dict[str, str]:
    """Return every page of the reference by its name, without ``.md``."""
    head = Node.model_validate_json(regulation_schema())
    cases = Node.model_validate_json(schema_text(CaseFile, "Worked examples"))
    settings = Node.model_validate_json(settings_schema())
    pages = list(_pages(head, cases, settings))
    page_of = {key: page.name for page in pages for key in page.types}
    headings = {key: heading for page in pages for key, heading in _headings(page)}
    places: dict[str, list[str]] = defaultdict(list)
    for root in (head, cases, settings):
        for key, place in _places(root, root, "", ()):
            if place not in places[key] and (root is head or key not in head.definitions):
                places[key].append(place)
    cite = head.definitions["Provision"].properties["cite"]
    written = {one.pattern: name for one, name in ((head.properties["id"], "id"), (cite, "citation")) if one.pattern}
    layout = _Layout(page_of, headings, places, written)
    return {page.name: _text(page, layout) for page in pages}


def _headings(page: _Page) -> Iterator[tuple[str, str]]:
    """Yield the heading of each type; of two types of one name, with the module that each comes from."""
    count = Counter(node.title for node in page.types.values())
    for key, node in page.types.items():
        module = key.rpartition("__")[0].rpartition("__")[2]
        yield key, _FILE if not key else f"{node.title} ({module})" if count[node.title] > 1 else node.title


def _pages(head: Node, cases: Node, settings: Node) -> Iterator[_Page]:
    """Yield each page with its types; a type is described on one page alone."""
    entries = {scheme.value.lower(): head.properties[scheme.value.lower()] for scheme in Scheme}
    used = {name: tuple(_reached(head, (entry,))) for name, entry in entries.items()}
    around = tuple(_reached(head, (one for name, one in head.properties.items() if name not in entries)))
    count = Counter([*around, *(key for keys in used.values() for key in keys)])
    shared = dict.fromkeys([*around, *(key for keys in used.values() for key in keys if count[key] > 1)])
    yield _Page(_HEAD, "Head of a regulation, and what schemes share", head.description, {"": head} | _of(head, shared))
    for name, keys in used.items():
        types = _of(head, (key for key in keys if key not in shared))
        yield _Page(name, f"The {name} scheme", head.definitions[keys[0]].description, types)
    own = (key for key in _reached(cases, (cases,)) if key not in head.definitions)
    yield _Page(_CASES, "Worked examples", cases.description, {"": cases} | _of(cases, own))
    left = (key for key in _reached(settings, (settings,)) if key not in head.definitions)
    yield _Page(_SETTINGS, "Operator's settings", settings.description, {"": settings} | _of(settings, left))


def _of(root: Node, keys: Iterable[str]) -> dict[str, Node]:
    return {key: root.definitions[key] for key in keys}


def _reached(root: Node, start: Iterable[Node]) -> Iterator[str]:
    """Yield the key of each type that can stand in ``start``, at any depth: once, the nearest first."""
    seen: set[str] = set()
    waiting = deque(start)
    while waiting:
        node = waiting.popleft()
        for one in (node, *node.properties.values()):
            for key, _ in one.targets():
                if key not in seen:
                    seen.add(key)
                    waiting.append(root.definitions[key])
                    yield key


def _places(root: Node, node: Node, path: str, above: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield key and place of each table: ``[points]`` for one, ``[[points.clauses]]`` for a list of them."""
    for name, one in node.properties.items():
        here = f"{path}.{name}" if path else name
        for key, in_list in one.targets():
            if key in above or root.definitions[key].enum:
                continue
            yield key, f"[[{here}]]" if in_list else f"[{here}]"
            yield from _places(root, root.definitions[key], here, (*above, key))


def _text(page: _Page, layout: _Layout) -> str:
    words = layout.words(page.name)
    parts = [f"# {page.title}\n", f"{_NOTE} {_code(page.begins)}\n", *([_VALUES] if page.name == _HEAD else [])]
    tables = {key: node for key, node in page.types.items() if not node.enum}
    for key, node in tables.items():
        parts += [f"## {layout.headings[key]}\n", _about(node, page, layout.places.get(key, ()))]
        parts += [*_fields(node, words), ""]
    for key, node in page.types.items():
        if node.enum:
            parts += [
                f"## {layout.headings[key]}\n",
                f"{_code(node.description)}\n",
                "| value | meaning |",
                "|---|---|",
            ]
            parts += [*(f"| `{value}` | {_cell(meaning)} |" for value, meaning in node.terms.items()), ""]
    return "\n".join(parts).rstrip("\n") + "\n"


def _about(node: Node, page: _Page, places: Sequence[str]) -> str:
    said = "" if node.description == page.begins else _code(node.description)
    where = ", ".join(f"`{place}`" for place in places) if len(places) <= _FEW else "many places"
    written = f"Written at {where}." if places else "The top of the file."
    return f"{said} {written}".strip() + "\n"


def _fields(node: Node, words: Words) -> Iterator[str]:
    yield "| field | what stands there | if left out | meaning |"
    yield "|---|---|---|---|"
    for name, one in node.properties.items():
        absent = "required" if name in node.required else _default(one)
        yield f"| `{name}` | {_cell(words.of(one))} | {absent} | {_cell(one.description)} |"


def _default(node: Node) -> str:
    match node.default:
        case bool(value):
            return f"`{str(value).lower()}`"
        case str() | int() as value:
            return f"`{value}`"
        case list():
            return "empty"
        case dict():
            return "each at its default"
        case _:
            return "-"


def _code(text: str) -> str:
    """Return ``text`` with the code in it as Markdown marks it."""
    return text.replace("``", "`")


def _cell(text: str) -> str:
    return _code(" ".join(text.split())).replace("|", "\\|")
