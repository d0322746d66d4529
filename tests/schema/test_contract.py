"""What clients rely on is kept: the schema that is served answers what the released one answered."""

from hashlib import sha256
from pathlib import Path

import pytest

from schema.build import sdl
from schema.contract import Breach, breaches, unclear_deprecations

ROOT = Path(__file__).parents[2]
RELEASED = ROOT / "docs" / "schema" / "released.graphql"

BEFORE = '''
"""What there is."""
type Query {
  doctor(code: String!): Doctor
  old: String @deprecated(reason: "Use `doctor`. Removed in 0.2.")
}

"""A doctor."""
type Doctor {
  name: String!
  standing(on: String, at: String @deprecated(reason: "Use `on`. Removed in 0.2.")): Status
}

"""How one stands."""
enum Status {
  PRACTISING
  SUSPENDED
  HALTED @deprecated(reason: "Use `SUSPENDED`. Removed in 0.2.")
}

"""What is asked."""
input Asked {
  code: String
}
'''


def after(old: str, new: str) -> str:
    assert old in BEFORE
    return BEFORE.replace(old, new)


def test_the_schema_served_keeps_what_was_released() -> None:
    broken = breaches(RELEASED.read_text(encoding="utf-8"), sdl())
    assert not broken, "\n".join([*map(str, broken), "see docs/clients/changes.md for how a change is made"])


def test_the_changelog_tells_of_the_released_schema_by_its_digest() -> None:
    digest = sha256(RELEASED.read_bytes()).hexdigest()[:16]
    assert f"`{digest}`" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), (
        f"docs/schema/released.graphql is another: say in CHANGELOG.md, under Contract, what changed, and `{digest}`"
    )


def test_what_the_schema_deprecates_says_what_to_use_and_when_it_goes() -> None:
    assert unclear_deprecations(sdl()) == ()


@pytest.mark.parametrize(
    ("old", "new", "breach"),
    [
        ("  name: String!\n", "", Breach("FIELD_REMOVED", "Field Doctor.name was removed.", announced=False)),
        (
            "(code: String!)",
            "(code: String!, place: String!)",
            Breach("REQUIRED_ARG_ADDED", "A required argument Query.doctor(place:) was added.", announced=False),
        ),
        (
            "  SUSPENDED\n",
            "",
            Breach("VALUE_REMOVED_FROM_ENUM", "Enum value Status.SUSPENDED was removed.", announced=False),
        ),
        (
            "name: String!",
            "name: String",
            Breach("FIELD_CHANGED_KIND", "Field Doctor.name changed type from String! to String.", announced=False),
        ),
        (
            "  code: String\n}",
            "  code: String\n  place: String!\n}",
            Breach("REQUIRED_INPUT_FIELD_ADDED", "A required field Asked.place was added.", announced=False),
        ),
        (
            '  old: String @deprecated(reason: "Use `doctor`. Removed in 0.2.")\n',
            "",
            Breach("FIELD_REMOVED", "Field Query.old was removed.", announced=True),
        ),
        (
            ', at: String @deprecated(reason: "Use `on`. Removed in 0.2.")',
            "",
            Breach("ARG_REMOVED", "Argument Doctor.standing(at:) was removed.", announced=True),
        ),
        (
            '  HALTED @deprecated(reason: "Use `SUSPENDED`. Removed in 0.2.")\n',
            "",
            Breach("VALUE_REMOVED_FROM_ENUM", "Enum value Status.HALTED was removed.", announced=True),
        ),
    ],
)
def test_what_breaks_a_client_is_named(old: str, new: str, breach: Breach) -> None:
    assert breaches(BEFORE, after(old, new)) == (breach,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  name: String!\n", "  name: String!\n  title: String\n"),
        ("(code: String!)", "(code: String!, place: String)"),
        ("  SUSPENDED\n", "  SUSPENDED\n  REVOKED\n"),
        ("  code: String\n}", "  code: String\n  place: String\n}"),
        ("  name: String!\n", '  name: String! @deprecated(reason: "Use `label`. Removed in 0.2.")\n'),
        ('"""A doctor."""', '"""A physician."""'),
    ],
)
def test_what_adds_or_explains_breaks_no_client(old: str, new: str) -> None:
    assert breaches(BEFORE, after(old, new)) == ()


def test_a_breach_reads_as_one_line() -> None:
    (breach,) = breaches(BEFORE, after("  SUSPENDED\n", ""))
    assert str(breach) == "VALUE_REMOVED_FROM_ENUM: Enum value Status.SUSPENDED was removed. (never announced)"


@pytest.mark.parametrize(
    ("reason", "name"),
    [
        ("Use `doctor`. Removed in 0.2.", "Query.old"),
        ("Use `on`. Removed in 0.2.", "Doctor.standing.at"),
        ("Use `SUSPENDED`. Removed in 0.2.", "Status.HALTED"),
    ],
)
def test_a_deprecation_that_names_no_way_out_is_found(reason: str, name: str) -> None:
    assert unclear_deprecations(BEFORE) == ()
    for unclear in ("No longer supported", "Removed in 0.2.", "Use `doctor`.", "Use `doctor`. Removed in a while."):
        assert unclear_deprecations(after(reason, unclear)) == (name,)
