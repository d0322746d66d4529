import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import cast

from hypothesis import given
from hypothesis import strategies as st

from core.regulation.files.positions import Path, Position, locate, tail

LITERALS = (
    "0",
    "-1_000",
    "0xFF",
    "2.50",
    "6e-3",
    "inf",
    "true",
    "false",
    "2011-01-05",
    "2011-01-05 10:00:00",
    "2011-01-05T10:00:00.5+08:00",
    "07:32:00",
    '""',
    '"text"',
    r'"a \"quoted\" \\ # = [ ] { } , \u4e2d"',
    "''",
    r"'C:\dir\'",
    "'say \"x\"'",
    '"医师"',
    '""""""',
    '"""one\n[two]\n# three\n"""',
    '"""ends in two quotes"""""',
    '"""a \\"""\\\n   b "" c"""',
    "''''''",
    "'''\n'' \\ [x]\n= '''",
    "'''ends in two'''''",
)
KEYS = (
    ("k{}", "k{}"),
    ("{}", "{}"),
    ("-_{}", "-_{}"),
    ('"k {}.x"', "k {}.x"),
    ('"医师{}"', "医师{}"),
    (r'"\u4e2d\t\"{}"', '中\t"{}'),
    ("'#=[{}]'", "#=[{}]"),
)
BLANKS = ("", "  # comment", "\t# [no.table] = \"x '''", " ")
BREAKS = ("", " ", "\n", "\n  # ] } \" '\n")


@dataclass
class Writer:
    """Writes a random document and notes where it put each leaf and how it spelt the leaf and its key."""

    random: Random
    lines: list[str] = field(default_factory=list[str])
    leaves: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])
    keys: list[tuple[Path, str]] = field(default_factory=list[tuple[Path, str]])
    names: int = 0

    def key(self) -> tuple[str, str]:
        self.names += 1
        written, name = self.random.choice(KEYS)
        return written.format(self.names), name.format(self.names)

    def dotted(self, base: Path) -> tuple[str, Path, str]:
        parts = [self.key() for _ in range(self.random.choice((1, 1, 2, 3)))]
        dot = self.random.choice((".", " . ", ".\t"))
        return dot.join(written for written, _ in parts), (*base, *(name for _, name in parts)), parts[-1][0]

    def pair(self, base: Path, depth: int) -> str:
        written, path, last = self.dotted(base)
        self.keys.append((path, last))
        equals = self.random.choice(("=", " = ", "\t=  "))
        return f"{written}{equals}{self.value(path, depth)}"

    def value(self, path: Path, depth: int) -> str:
        kind = self.random.choice(("leaf", "leaf", "array", "table")) if depth else "leaf"
        if kind == "leaf":
            literal = self.random.choice(LITERALS)
            self.leaves.append((path, literal))
            return literal
        count = self.random.randrange(4)
        if kind == "table":
            return "{" + ", ".join(self.pair(path, depth - 1) for _ in range(count)) + self.random.choice(("}", " }"))
        items = [self.random.choice(BREAKS) + self.value((*path, index), depth - 1) for index in range(count)]
        comma = self.random.choice((",", "\n,", ", # c\n"))
        end = self.random.choice(("", ",", "\n,\n")) if items else self.random.choice(BREAKS)
        return "[" + comma.join(items) + end + "]"

    def statements(self, base: Path) -> None:
        for _ in range(self.random.randrange(4)):
            indent = self.random.choice(("", "  ", "\t"))
            self.lines.append(indent + self.pair(base, 2) + self.random.choice(BLANKS))
        self.lines.extend(self.random.sample(BLANKS, 1))

    def table(self, written: str, base: Path, depth: int) -> None:
        """Write tables and arrays of tables whose headers begin with ``written``."""
        for _ in range(self.random.randrange(1, 3)):
            own, path, _ = self.dotted(base)
            header = f"{written}.{own}" if written else own
            if self.random.random() < 0.5:
                self.section(f"[{header}]", header, path, depth)
                continue
            for index in range(self.random.randrange(1, 4)):
                self.section(f"[[ {header} ]]", header, (*path, index), depth)

    def section(self, line: str, header: str, path: Path, depth: int) -> None:
        late = line.startswith("[[") is False and depth > 0 and self.random.random() < 0.3
        if not late:
            self.lines.append(line + self.random.choice(BLANKS))
            self.statements(path)
        if depth:
            self.table(header, path, depth - 1)
        if late:  # a table may be declared after the tables within it
            self.lines.append(line)
            self.statements(path)


def a_document(random: Random) -> tuple[str, Writer]:
    writer = Writer(random)
    writer.statements(())
    writer.table("", (), 2)
    return "\n".join(writer.lines), writer


def paths_of(value: object, path: Path = ()) -> Iterator[Path]:
    if path:
        yield path
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from paths_of(inner, (*path, key))
    if isinstance(value, list):
        for index, inner in enumerate(cast("list[object]", value)):
            yield from paths_of(inner, (*path, index))


def text_at(text: str, position: Position) -> str:
    lines = text.split("\n")
    return "\n".join([lines[position.line - 1][position.column - 1 :], *lines[position.line :]])


@given(st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]))
def test_every_path_that_tomllib_reads_has_a_place_and_no_other(random: Random, end: str) -> None:
    text = a_document(random)[0].replace("\n", end)

    assert locate(text).paths() == frozenset(paths_of(tomllib.loads(text)))


@given(st.randoms(use_true_random=False), st.sampled_from(["\n", "\r\n"]))
def test_a_leaf_stands_where_its_literal_begins_and_its_key_where_the_key_begins(random: Random, end: str) -> None:
    text, writer = a_document(random)
    text = text.replace("\n", end)
    positions = locate(text)

    for path, literal in writer.leaves:
        assert text_at(text, positions.of(path)).startswith(literal.replace("\n", end))
    for path, written in writer.keys:
        assert text_at(text, positions.key(path)).startswith(written)


@given(st.text(alphabet="[]{}=\"'\\\n\r.,# a1\t医", max_size=80))
def test_a_scan_ends_on_any_text_at_a_place_within_it(text: str) -> None:
    broken = tail(text)

    lines = text.split("\n")
    assert 1 <= broken.place.line <= len(lines)
    assert 1 <= broken.place.column <= len(lines[broken.place.line - 1]) + 1


def test_headers_inline_tables_and_elements_have_places() -> None:
    text = (
        'place = "testville"\n'
        "[points]\n"
        "full = 12\n"
        "[[points.clauses]]\n"
        'cite = "1"\n'
        "[[points.clauses]]\n"
        "  cost = { from = 1,\tto = 3 } # 医\n"
        "[points.clauses.label]\n"
        'zh = "甲"\n'
        'notes = ["医师", [\n  2]]\n'
    )
    positions = locate(text)

    clause = ("points", "clauses", 1)
    assert {path: positions.of(path) for path in positions.paths()} == {
        ("place",): Position(1, 9),
        ("points",): Position(2, 1),
        ("points", "full"): Position(3, 8),
        ("points", "clauses"): Position(4, 1),
        ("points", "clauses", 0): Position(4, 1),
        ("points", "clauses", 0, "cite"): Position(5, 8),
        clause: Position(6, 1),
        (*clause, "cost"): Position(7, 10),
        (*clause, "cost", "from"): Position(7, 19),
        (*clause, "cost", "to"): Position(7, 27),
        (*clause, "label"): Position(8, 1),
        (*clause, "label", "zh"): Position(9, 6),
        (*clause, "label", "notes"): Position(10, 9),
        (*clause, "label", "notes", 0): Position(10, 10),
        (*clause, "label", "notes", 1): Position(10, 16),
        (*clause, "label", "notes", 1, 0): Position(11, 3),
    }
    assert positions.key((*clause, "label")) == Position(8, 17)
    assert positions.key((*clause, "cost", "to")) == Position(7, 22)


def test_a_path_that_is_not_there_gets_the_nearest_place_around_it() -> None:
    positions = locate("# head\na = 1\n[b]\nc = { d = 2 }\n")

    assert positions.of(("b", "c", "x", 3)) == Position(4, 5)
    assert positions.key(("b", "nothing")) == Position(3, 2)
    assert positions.of(("nothing",)) == Position(2, 1)
    assert positions.of(()) == Position(2, 1)
    assert ("b", "c", "x") not in positions
    assert ("b", "c", "d") in positions


def test_an_empty_text_has_its_first_place_only() -> None:
    assert locate("").paths() == frozenset()
    assert locate("# nothing\n").of(("a",)) == Position(1, 1)


def test_nesting_of_any_depth_is_scanned_and_the_deepest_share_a_place() -> None:
    deep = 5000
    positions = locate("a = " + "[" * deep + "]" * deep + "\nb = 1\n")

    assert positions.of(("a", *[0] * 10)) == Position(1, 15)
    assert positions.of(("a", *[0] * 999)) == positions.of(("a", *[0] * 255))
    assert positions.of(("b",)) == Position(2, 5)


def test_a_line_is_given_without_its_end() -> None:
    text = "a = 1\r\n\r\nb = 2"
    positions = locate(text)

    assert [positions.source(text, line) for line in (1, 2, 3, 4)] == ["a = 1", "", "b = 2", ""]
