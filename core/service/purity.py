"""Whether a plugin's ``rules.py`` reads the clock or draws lots: its text is looked at, it is not run.

A rule of law gives the same answer to the same question on any day and any machine.
"""

import ast
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.regulation.files.problems import Problem
from core.text import Text

_CLOCKS = frozenset(
    {
        "today",
        "now",
        "utcnow",
        "time",
        "time_ns",
        "monotonic",
        "monotonic_ns",
        "perf_counter",
        "perf_counter_ns",
        "localtime",
        "gmtime",
        "ctime",
    }
)
"""What of ``datetime`` and ``time`` asks what time it is."""
_OF_CLOCKS = frozenset({"datetime", "time"})
_LOTS = frozenset({"random", "secrets", "uuid"})
"""Modules from which nothing comes but chance."""
_CHANCE = frozenset({"urandom", "getrandom"})
"""What of ``os`` draws lots."""

_WORDS: Mapping[str, tuple[Text, Text]] = MappingProxyType(
    {
        "CLOCK_READ": (
            Text(zh="rules.py 读取当前时间, 同一问题日后会有不同答案", en="rules.py asks what time it is"),
            Text(
                zh="只依据所问的内容作答; 需要日期的规则写成数据",
                en="answer from the question alone; what depends on a day belongs into the data",
            ),
        ),
        "RANDOM_CHOICE": (
            Text(zh="rules.py 使用随机数, 同一问题会有不同答案", en="rules.py draws lots"),
            Text(
                zh="去掉随机数; 由机关酌情决定的, 写成区间",
                en="draw none; what the authority is to choose is a range in the data",
            ),
        ),
    }
)


def check_rules(source: str, file: str) -> tuple[Problem, ...]:
    """Return each place of the Python text ``source`` that reads a clock or draws lots; ``file`` is its name.

    Text that is no Python, or that Python cannot take in, has no such place.
    """
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return ()
    lines = source.splitlines()
    found = sorted({(node.lineno, node.col_offset, code) for node, code in _impure(tree)})
    return tuple(_problem(file, line, column, lines[line - 1], code) for line, column, code in found)


def _problem(file: str, line: int, offset: int, source: str, code: str) -> Problem:
    message, hint = _WORDS[code]
    column = len(source.encode()[:offset].decode(errors="replace")) + 1
    return Problem(code, file, line, column, source, message, hint)


def _impure(tree: ast.Module) -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    clocks = set(_clocks(tree))
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                if any(_top(one.name) in _LOTS for one in names):
                    yield node, "RANDOM_CHOICE"
            case ast.ImportFrom(module=str(module), names=names):
                code = _imported(_top(module), {one.name for one in names})
                if code is not None:
                    yield node, code
            case ast.Attribute(attr=attribute):
                if attribute in _CHANCE:
                    yield node, "RANDOM_CHOICE"
                elif attribute in _CLOCKS and _root(node) in clocks:
                    yield node, "CLOCK_READ"
            case _:
                pass


def _clocks(tree: ast.Module) -> Iterator[str]:
    """Yield the names under which the text knows modules and classes that can ask what time it is."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                yield from (one.asname or _top(one.name) for one in names if _top(one.name) in _OF_CLOCKS)
            case ast.ImportFrom(module=str(module), names=names) if _top(module) in _OF_CLOCKS:
                yield from (one.asname or one.name for one in names)
            case _:
                pass


def _imported(module: str, names: set[str]) -> str | None:
    if module in _LOTS or (module == "os" and names & _CHANCE):
        return "RANDOM_CHOICE"
    return "CLOCK_READ" if module == "time" and names & _CLOCKS else None


def _root(node: ast.expr) -> str:
    """Return the name at the beginning of a chain such as ``datetime.date.today``; empty if it begins otherwise."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""


def _top(module: str) -> str:
    return module.partition(".")[0]
