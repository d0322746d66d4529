"""Verifying a receipt from the file alone: its bytes, its digests, and its answer worked out anew.

No database, no network, no plugin. Whatever the bytes are, the answer is a list of findings, never an exception.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import zip_longest

from core.proof.canonical import Json, UnreadableError, digest_of_json, is_table, parsed, shortened, unreadable, written
from core.proof.decision import Decision, answered
from core.proof.engine import SEMANTICS
from core.proof.reading import decision_of
from core.proof.receipt import NAME, VERSION, WHOLE, law_part, parts, rules_of
from core.text import Text

PARTS = ("calendar", "clauses", "engine", "facts", "format", "law", "outcome", "question", "rulings")
MOST_FINDINGS = 50
"""How many differences are told; one wrong fact can change most of an answer."""


class Verdict(StrEnum):
    """What became of verifying a receipt."""

    EQUAL = "EQUAL"
    """Worked out anew, it says the same in every field."""
    EQUAL_AS_RULED = "EQUAL_AS_RULED"
    """The same, if the answers of a plugin's rules that it quotes are right; only that plugin can say."""
    DIFFERS = "DIFFERS"
    UNREADABLE = "UNREADABLE"
    """It is no receipt that this version can repeat."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong with a receipt, and where: a JSON path such as ``$.outcome.points_left``, or a line."""

    code: str
    where: str
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What verifying a receipt has found."""

    verdict: Verdict
    found: tuple[Finding, ...] = ()
    digest: str | None = None
    """The digest over all parts that the receipt states; None: it states none."""
    ruled: tuple[str, ...] = ()
    """Clauses whose points a plugin's rules gave; the answers are taken from the receipt."""
    law: tuple[str, str] | None = None
    """Id and digest of the law, where a plugin would have to be asked."""


def verify(data: bytes) -> Findings:
    """Return whether the receipt ``data`` is sound, and says what its law makes of its facts."""
    try:
        given = _receipt(parsed(data))
    except UnreadableError as error:
        return _unreadable(error)
    damaged = [*_digests(given)]
    found = [*_bytes(given, data), *damaged]
    digests = given["digests"]
    digest = digests.get(WHOLE) if is_table(digests) else None
    try:
        found += _answer(given, is_told={one.where for one in damaged} <= _TOLD_BY_OTHERS)
    except UnreadableError as error:
        found.append(_finding(error))
    except Exception as error:  # noqa: BLE001 - a forged receipt may ask for anything, such as days beyond the calendar
        name = type(error).__name__
        text = Text(zh=f"不能复算 ({name})", en=f"it cannot be worked out ({name})")
        found.append(Finding("NOT_COMPUTABLE", "$", text))
    found = list(dict.fromkeys(found))[:MOST_FINDINGS]
    shown = digest if isinstance(digest, str) else None
    if found:
        other = any(one.code in _NOT_HERE for one in found)
        return Findings(verdict=Verdict.UNREADABLE if other else Verdict.DIFFERS, found=tuple(found), digest=shown)
    return _equal(given, shown)


_TOLD_BY_OTHERS = frozenset({"$.clauses", "$.digests", f"$.digests.{WHOLE}", "$.outcome"})
"""Parts that follow from the others: if no more than these were changed, the others say what stood there."""
_NOT_HERE = frozenset({"ENGINE_OTHER", "SCHEME_UNKNOWN"})
"""Codes that say that this version cannot repeat the decision."""


_ABSENT = "—"
"""Stands in a message for a value that only one of two has."""


def _equal(given: Mapping[str, Json], digest: str | None) -> Findings:
    law, rulings = given["law"], given["rulings"]
    if not rulings or not isinstance(rulings, list) or not is_table(law):
        return Findings(verdict=Verdict.EQUAL, digest=digest)
    ruled = sorted({str(one["clause"]) for one in rulings if is_table(one)})
    return Findings(
        verdict=Verdict.EQUAL_AS_RULED,
        digest=digest,
        ruled=tuple(ruled),
        law=(str(law["id"]), str(law["digest"])),
    )


def _receipt(value: Json) -> dict[str, Json]:
    """Return the parts of a receipt; raise UnreadableError for anything that is none, or of another version."""
    head = value.get("format") if is_table(value) else None
    if not is_table(value) or not is_table(head) or head.get("name") != NAME:
        zh, en = f"没有 format.name = {NAME}, 不是凭证", f"it has no format.name = {NAME}; it is no receipt"
        raise unreadable("NOT_A_RECEIPT", "$.format.name", zh, en)
    if head.get("version") != VERSION or isinstance(head.get("version"), bool):
        shown = shortened(head.get("version"))
        zh, en = f"凭证版本 {shown}, 本程序读 {VERSION}", f"it is of version {shown}; this program reads {VERSION}"
        raise unreadable("VERSION_UNKNOWN", "$.format.version", zh, en)
    names = {*PARTS, "digests"}
    for name in sorted(names ^ value.keys()):
        missing = name in names
        zh = f"缺少 {name}" if missing else f"多出 {shortened(name)}"
        en = f"it lacks {name}" if missing else f"it holds {shortened(name)}, which no receipt has"
        raise unreadable("PART_MISSING" if missing else "PART_UNKNOWN", f"$.{shortened(name)}", zh, en)
    return value


def _bytes(given: Json, data: bytes) -> Iterator[Finding]:
    """Yield where the bytes are not those that the content determines."""
    try:
        due = written(given)
    except UnicodeEncodeError:
        due = b""
    if due != data:
        at = next((n for n, (one, other) in enumerate(zip_longest(due, data)) if one != other), 0)
        line = data.count(b"\n", 0, at) + 1
        text = Text(
            zh="写法不是凭证的写法(空格、顺序或转义被改动)",
            en="it is not written as a receipt is: blanks, order or escapes were changed",
        )
        yield Finding("NOT_CANONICAL", f"line {line}, byte {at + 1}", text)


def _digests(given: Mapping[str, Json]) -> Iterator[Finding]:
    """Yield which parts do not have the digest that the receipt states."""
    stated = given["digests"]
    if not is_table(stated) or set(stated) != {*PARTS, WHOLE}:
        text = Text(zh="摘要不齐, 每部分一个", en="there is one digest for each part and one of all")
        yield Finding("DIGESTS_INCOMPLETE", "$.digests", text)
        return
    for name in PARTS:
        if _digest(given[name]) != stated[name]:
            text = Text(
                zh=f"{name} 部分与其摘要不符: 该部分或摘要被改动",
                en=f"the part {name} does not have its digest: one of them was changed",
            )
            yield Finding("DIGEST_DIFFERS", f"$.{name}", text)
    if _digest({name: stated[name] for name in PARTS}) != stated[WHOLE]:
        text = Text(zh="总摘要与各部分的摘要不符", en="the digest of all is not that of the digests of the parts")
        yield Finding("DIGEST_DIFFERS", f"$.digests.{WHOLE}", text)


def _digest(value: Json) -> str | None:
    try:
        return digest_of_json(value)
    except UnicodeEncodeError:
        return None


def _answer(given: Mapping[str, Json], *, is_told: bool) -> Iterator[Finding]:
    """Yield every field that is other than what comes out anew, if what it comes out of ``is_told`` by the receipt.

    Raise UnreadableError for a part that is none.
    """
    decision = decision_of(given)
    if decision.engine.semantics != SEMANTICS:
        wrote = decision.engine
        text = Text(
            zh=f"由引擎 {wrote} 作出, 本引擎语义为 {SEMANTICS}; 请用 guiju {wrote.package} 复核",
            en=f"an engine {wrote} made it, this one is /{SEMANTICS}; verify it with guiju {wrote.package}",
        )
        yield Finding("ENGINE_OTHER", "$.engine.semantics", text)
    elif is_told:
        yield from _other(given, decision)


def _other(given: Mapping[str, Json], decision: Decision) -> Iterator[Finding]:
    anew = parts(decision, answered(decision), law_part(decision.law), rules_of(decision.law.regulation))
    for name in PARTS:
        for path, told, found in differences(given[name], anew[name], f"$.{name}"):
            text = Text(zh=f"文件写 {told}, 复算得 {found}", en=f"the file says {told}; worked out anew it is {found}")
            yield Finding("VALUE_DIFFERS", path, text)


def differences(told: Json, found: Json, path: str) -> Iterator[tuple[str, str, str]]:
    """Yield the path of each value in which two differ, and both values in short."""
    if is_table(told) and is_table(found):
        for key in sorted({*told, *found}):
            yield from differences(told.get(key, _ABSENT), found.get(key, _ABSENT), f"{path}.{shortened(key)}")
    elif isinstance(told, list) and isinstance(found, list):
        pairs = zip_longest(told, found, fillvalue=_ABSENT)
        for number, (one, other) in enumerate(pairs):
            yield from differences(one, other, f"{path}[{number}]")
    elif type(told) is not type(found) or told != found:
        yield path, shortened(told), shortened(found)


def _finding(error: UnreadableError) -> Finding:
    return Finding(error.code, error.field or "$", error.message)


def _unreadable(error: UnreadableError) -> Findings:
    return Findings(verdict=Verdict.UNREADABLE, found=(_finding(error),))
