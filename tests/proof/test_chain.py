"""The audit chain: whatever is done to a trail is found, and named by entry and field.

How many spoilt trails were tried is asserted, and recorded as the property ``tried`` of each test's report.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.proof.chain import ORIGIN, Action, Entry, Head, digest_of_record, digest_of_records, sealed
from core.proof.chain_checks import verify, verify_noted
from core.proof.chain_findings import Finding, FindingKind
from tests.proof.chains import FIELDS, a_chain, flips, following, head_of, resealed, swapped, without

LENGTH = 24
CHAIN = a_chain(LENGTH)
HEAD = head_of(CHAIN)

Tell = Callable[[str, object], None]


def test_a_sound_trail_has_nothing_wrong_with_it_at_any_length() -> None:
    for length in range(LENGTH + 1):
        entries = CHAIN[:length]
        assert verify(entries, head_of(entries)) == ()
        assert verify_noted(entries, head_of(entries).hash, length) == ()


def test_a_trail_of_a_registry_that_has_none_is_sound() -> None:
    assert verify([], None) == ()


@pytest.mark.parametrize("field", FIELDS)
def test_a_flip_of_any_character_of_any_field_is_found_and_named(field: str, record_property: Tell) -> None:
    tried = 0
    for place, entry in enumerate(CHAIN):
        for flipped in flips(entry, field):
            spoilt = [*CHAIN[:place], flipped, *CHAIN[place + 1 :]]
            expected = (Finding(FindingKind.CHANGED, entry.number, field=field),)
            assert verify(spoilt, HEAD) == expected, (field, place)
            tried += 1
    record_property("tried", tried)
    assert tried >= LENGTH * 5


@given(
    place=st.integers(0, LENGTH - 1),
    field=st.sampled_from([name for name in FIELDS if name != "number"]),
    text=st.text(st.characters(exclude_categories=[]).filter(lambda one: not "\ud800" <= one <= "\udc7f"), max_size=90),
)
def test_whatever_text_a_field_is_given_is_found_and_named(place: int, field: str, text: str) -> None:
    text = "".join(one for one in text if not "\udd00" <= one <= "\udfff")
    entry = CHAIN[place]
    changed = replace(entry, **{field: text})
    expected = () if changed == entry else (Finding(FindingKind.CHANGED, entry.number, field=field),)
    assert verify([*CHAIN[:place], changed, *CHAIN[place + 1 :]], HEAD) == expected


@pytest.mark.parametrize("other", ["digests", "hash"])
def test_two_fields_changed_in_one_entry_are_both_named(other: str, record_property: Tell) -> None:
    tried = 0
    for place, entry in enumerate(CHAIN):
        for field in ("at", "actor", "action", "subject", "content"):
            spoilt = replace(entry, **{field: "x", other: "0" * len(getattr(entry, other))})
            found = {one.field for one in verify([*CHAIN[:place], spoilt, *CHAIN[place + 1 :]], HEAD)}
            assert {field, other} <= found, (place, field)
            tried += 1
    record_property("tried", tried)
    assert tried == LENGTH * 5


def test_an_entry_that_is_removed_is_named() -> None:
    for place in range(LENGTH - 1):
        expected = (Finding(FindingKind.MISSING, place + 1, place + 1),)
        assert verify(without(CHAIN, place), HEAD) == expected


def test_two_entries_that_are_removed_are_both_named() -> None:
    for one, other in combinations(range(LENGTH - 1), 2):
        found = verify(without(without(CHAIN, other), one), HEAD)
        gone = {number for finding in found for number in range(finding.number or 0, (finding.last or 0) + 1)}
        assert {finding.kind for finding in found} == {FindingKind.MISSING}
        assert gone == {one + 1, other + 1}


def test_a_tail_that_is_cut_off_is_named_to_its_end() -> None:
    for length in range(LENGTH):
        assert verify(CHAIN[:length], HEAD) == (Finding(FindingKind.CUT, length + 1, LENGTH),)


def test_any_two_entries_that_change_places_are_named(record_property: Tell) -> None:
    tried = 0
    for one, other in combinations(range(LENGTH), 2):
        found = verify(swapped(CHAIN, one, other), HEAD)
        assert found == (Finding(FindingKind.MISPLACED, one + 1), Finding(FindingKind.MISPLACED, other + 1))
        tried += 1
    record_property("tried", tried)
    assert tried == LENGTH * (LENGTH - 1) // 2


def test_two_entries_that_change_places_but_not_numbers_are_named_by_what_they_were_sealed_with() -> None:
    for one, other in combinations(range(LENGTH), 2):
        spoilt = swapped(CHAIN, one, other)
        for place in (one, other):
            spoilt[place] = replace(spoilt[place], number=place + 1)
        found = verify(spoilt, HEAD)
        assert {finding.number for finding in found} == {one + 1, other + 1}
        assert {finding.kind for finding in found} == {FindingKind.CHANGED, FindingKind.MISPLACED}


def test_an_entry_that_is_written_anew_and_sealed_again_is_named() -> None:
    for place, entry in enumerate(CHAIN[:-1]):
        spoilt = [*CHAIN[:place], resealed(entry), *CHAIN[place + 1 :]]
        assert verify(spoilt, HEAD) == (Finding(FindingKind.REWRITTEN, entry.number),)


def test_a_last_entry_that_is_sealed_again_does_not_agree_with_the_head() -> None:
    spoilt = [*CHAIN[:-1], resealed(CHAIN[-1])]
    assert verify(spoilt, HEAD) == (Finding(FindingKind.HEAD_CHANGED, LENGTH, field="hash"),)


def test_fields_and_digests_that_agree_under_another_hash_are_an_entry_written_anew() -> None:
    spoilt = replace(resealed(CHAIN[4]), hash=CHAIN[4].hash)
    assert verify([*CHAIN[:4], spoilt, *CHAIN[5:]], HEAD) == (Finding(FindingKind.REWRITTEN, 5),)


def test_a_trail_that_goes_on_from_another_one_is_named_at_its_first_entry() -> None:
    first = resealed(CHAIN[0], previous="1" * 64)
    assert verify([first], head_of([first])) == (Finding(FindingKind.REWRITTEN, 1),)


def test_an_entry_that_is_there_twice_is_named() -> None:
    for place in range(LENGTH):
        found = verify([*CHAIN[: place + 1], *CHAIN[place:]], HEAD)
        assert found == (Finding(FindingKind.REPEATED, place + 1),)


def test_entries_behind_the_head_are_named_though_they_are_sound() -> None:
    added = [*CHAIN, following(CHAIN)]
    assert verify(added, HEAD) == (Finding(FindingKind.UNCOUNTED, LENGTH + 1, LENGTH + 1),)


@pytest.mark.parametrize("number", [0, 1, LENGTH - 1, LENGTH + 1, 2**40])
def test_a_head_with_another_number_is_named(number: int) -> None:
    assert verify(CHAIN, Head(number, HEAD.hash)) == (Finding(FindingKind.HEAD_CHANGED, LENGTH, field="number"),)


def test_a_head_with_any_flipped_character_is_named() -> None:
    for at, old in enumerate(HEAD.hash):
        flipped = HEAD.hash[:at] + ("0" if old != "0" else "1") + HEAD.hash[at + 1 :]
        assert verify(CHAIN, Head(LENGTH, flipped)) == (Finding(FindingKind.HEAD_CHANGED, LENGTH, field="hash"),)


def test_a_head_that_is_gone_is_named() -> None:
    assert verify(CHAIN, None) == (Finding(FindingKind.HEAD_MISSING),)


def test_a_trail_written_anew_as_a_whole_is_found_out_by_a_head_noted_down_before() -> None:
    forged: list[Entry] = []
    for entry in CHAIN:
        forged.append(resealed(entry, previous=head_of(forged).hash))
    assert verify(forged, head_of(forged)) == ()
    for noted in (CHAIN[4], CHAIN[-1]):
        assert verify_noted(forged, noted.hash, noted.number) == (Finding(FindingKind.NOTED_ABSENT, noted.number),)
        assert verify_noted(forged, noted.hash) == (Finding(FindingKind.NOTED_ABSENT),)


def test_a_noted_head_holds_for_the_trail_that_has_grown_since() -> None:
    for length in range(LENGTH + 1):
        noted = head_of(CHAIN[:length])
        assert verify_noted(CHAIN, noted.hash, length) == ()
        assert verify_noted(CHAIN, noted.hash) == ()


def test_a_trail_and_head_set_back_together_are_found_out_by_a_noted_head() -> None:
    for length in range(LENGTH):
        kept = CHAIN[:length]
        assert verify(kept, head_of(kept)) == ()
        assert verify_noted(kept, HEAD.hash, LENGTH) == (Finding(FindingKind.CUT, length + 1, LENGTH),)


def test_a_noted_head_believes_no_hash_that_a_changed_entry_still_bears() -> None:
    changed = [*CHAIN[:-1], replace(CHAIN[-1], actor="token:another")]
    assert verify_noted(changed, HEAD.hash, LENGTH) == (Finding(FindingKind.NOTED_ABSENT, LENGTH),)


@pytest.mark.parametrize("kind", list(FindingKind))
def test_every_finding_is_told_in_both_languages_with_its_number_and_field(kind: FindingKind) -> None:
    text = Finding(kind, 3, 5, "actor").text
    assert "{" not in text.zh + text.en
    if kind not in (FindingKind.HEAD_MISSING, FindingKind.NOTED_ABSENT):
        assert "3-5" in text.zh
        assert "3-5" in text.en
    if kind in (FindingKind.CHANGED, FindingKind.HEAD_CHANGED):
        assert "actor" in text.zh
        assert "actor" in text.en


def test_an_entry_says_its_moment_in_utc_to_the_microsecond() -> None:
    at = datetime(2024, 5, 1, 8, 30, tzinfo=timezone(timedelta(hours=8)))
    entry = sealed(Head(), at=at, actor="demo", action=Action.OPENED, subject="s", content="{}")
    assert (entry.number, entry.at, entry.previous) == (1, "2024-05-01T00:30:00.000000+00:00", ORIGIN)


def test_a_moment_without_a_time_zone_is_refused() -> None:
    moment = datetime(2024, 5, 1, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(ValueError, match="time zone"):
        sealed(Head(), at=moment, actor="demo", action=Action.OPENED, subject="s", content="{}")


def test_text_may_not_wander_from_one_field_into_the_next() -> None:
    one = sealed(Head(), at=datetime(2024, 5, 1, tzinfo=UTC), actor="ab", action=Action.OPENED, subject="c", content="")
    other = sealed(
        Head(), at=datetime(2024, 5, 1, tzinfo=UTC), actor="a", action=Action.OPENED, subject="bc", content=""
    )
    assert one.hash != other.hash


@dataclass(frozen=True, slots=True)
class _Record:
    code: str
    on: date | None = None
    points: Decimal | None = None


def test_equal_records_have_equal_digests_however_their_numbers_are_written() -> None:
    assert digest_of_record(_Record("P1", points=Decimal("2.50"))) == digest_of_record(
        _Record("P1", points=Decimal("2.5"))
    )
    assert digest_of_record(_Record("P1", points=Decimal(100))) == digest_of_record(
        _Record("P1", points=Decimal("1E2"))
    )


@given(st.lists(st.sampled_from("abcd"), max_size=6), st.lists(st.sampled_from("abcd"), max_size=6))
def test_records_have_one_digest_in_any_order_and_another_for_other_records(one: list[str], other: list[str]) -> None:
    digests = [digest_of_records(digest_of_record(_Record(code)) for code in codes) for codes in (one, other)]
    assert (digests[0] == digests[1]) == (sorted(one) == sorted(other))


def test_any_field_of_a_record_changes_its_digest() -> None:
    records = [
        _Record("P1"),
        _Record("P2"),
        _Record("P1", on=date(2024, 3, 1)),
        _Record("P1", points=Decimal(1)),
        _Record("P1", on=date(2024, 3, 1), points=Decimal(1)),
    ]
    assert len({digest_of_record(record) for record in records}) == len(records)
