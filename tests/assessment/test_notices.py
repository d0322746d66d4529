"""Public notices: what is published of a person, from which day, until when, and what ends it early."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from core.assessment.facts import Violation
from core.assessment.points.terms import Notice
from core.regulation.citation import Citation
from core.regulation.schemes.publication import Channel, NameMask
from core.regulation.vocabulary import SanctionKind
from core.text import Text
from tests.assessment.testville import HEAD, POINTS, a_law, a_violation, assessed

SILENT = """
[[points.publications]]
id = "out"
cite = "8"
label = { zh = "公示暂停和取消", en = "Suspensions and revocations are published" }
of = ["SUSPEND", "REVOKE"]
"""
SPOKEN = """channels = ["PRESS"]
mask = "FULL"
names_institution = true
starts_on = "DECIDED"
until = { cite = "8.二", months = 3 }
"""
REVOKING = [a_violation("all", "2025-03-31", id="one")]
"""Takes all twenty points: revoked for 24 months."""


def published(
    violations: Sequence[Violation],
    as_of: str,
    *,
    text: str = SILENT,
    readmitted: Sequence[str] = (),
    passed: Sequence[str] = (),
    start: str = "DECIDED",
) -> list[tuple[SanctionKind, str, str | None]]:
    """Return kind, first day and the day after the last of each notice of a day."""
    beginning = "[points.conventions]\nstarts_on = "
    law = a_law((f'{beginning}"DECIDED"', f'{beginning}"{start}"'), text=HEAD + POINTS + text)
    notices = assessed(law, violations, as_of, readmitted=readmitted, passed=passed).notices
    return [(one.kind, one.start.isoformat(), one.end.isoformat() if one.end else None) for one in notices]


def six_points(on: str) -> list[Violation]:
    """Return two acts of one day that together cost six points: suspended for two months, until an examination."""
    return [a_violation("act", on, decision="1号", id=name) for name in ("a", "b")]


def test_a_silent_text_shows_a_masked_name_no_institution_and_no_end() -> None:
    law = a_law(text=HEAD + POINTS + SILENT)
    assert assessed(law, REVOKING, "2025-04-01").notices == (
        Notice(
            publication="out",
            citation=Citation.parse("8"),
            label=Text(zh="公示暂停和取消", en="Suspensions and revocations are published"),
            kind=SanctionKind.REVOKE,
            record="one",
            channels=(),
            start=date(2025, 3, 31),
            end=None,
            mask=NameMask.SURNAME,
            names_institution=False,
        ),
    )


def test_what_the_text_says_is_done() -> None:
    law = a_law(text=HEAD + POINTS + SILENT + SPOKEN)
    (notice,) = assessed(law, REVOKING, "2025-04-01").notices
    assert (notice.channels, notice.mask, notice.names_institution) == ((Channel.PRESS,), NameMask.FULL, True)
    assert (notice.start, notice.end) == (date(2025, 3, 31), date(2025, 6, 30))


def test_nothing_is_published_where_the_text_has_nothing_published() -> None:
    assert assessed(a_law(text=HEAD + POINTS), REVOKING, "2025-04-01").notices == ()


def test_a_sanction_of_another_kind_is_not_published() -> None:
    assert published([a_violation("act", "2025-03-01")], "2025-03-01") == []


def test_a_notice_begins_with_the_sanction_not_with_the_decision() -> None:
    assert published(REVOKING, "2025-03-31", start="NEXT_MONTH") == []
    assert published(REVOKING, "2025-04-01", start="NEXT_MONTH") == [(SanctionKind.REVOKE, "2025-04-01", None)]


def test_a_notice_can_begin_with_the_decision() -> None:
    said = [(SanctionKind.REVOKE, "2025-03-31", "2025-06-30")]
    assert published(REVOKING, "2025-03-31", text=SILENT + SPOKEN, start="NEXT_MONTH") == said


def test_a_notice_of_three_months_is_gone_on_the_day_after_them() -> None:
    assert published(REVOKING, "2025-06-29", text=SILENT + SPOKEN) != []
    assert published(REVOKING, "2025-06-30", text=SILENT + SPOKEN) == []


def test_a_notice_of_three_months_outlasts_a_suspension_of_two() -> None:
    given = six_points("2025-03-01")
    said = [(SanctionKind.SUSPEND, "2025-03-01", "2025-06-01")]
    assert published(given, "2025-05-31", text=SILENT + SPOKEN, passed=["2025-04-20"]) == said
    assert published(given, "2025-05-31", passed=["2025-04-20"]) == []


def test_a_silent_text_publishes_a_suspension_until_its_examination_is_passed() -> None:
    given = six_points("2025-03-01")
    assert published(given, "2025-05-01") == [(SanctionKind.SUSPEND, "2025-03-01", None)]
    assert published(given, "2025-05-01", passed=["2025-04-20"]) == []


def test_a_notice_that_ends_with_the_sanction_says_when() -> None:
    text = SILENT + 'until = { cite = "8.二", with_sanction = true }\n'
    law = a_law((", months = 2, until_exam = true", ", months = 2"), text=HEAD + POINTS + text)
    (notice,) = assessed(law, six_points("2025-03-01"), "2025-04-30").notices
    assert (notice.start, notice.end) == (date(2025, 3, 1), date(2025, 5, 1))
    assert assessed(law, six_points("2025-03-01"), "2025-05-01").notices == ()


def test_a_notice_crosses_the_year() -> None:
    assert published(REVOKING, "2026-02-01") == [(SanctionKind.REVOKE, "2025-03-31", None)]


def test_who_is_readmitted_is_published_no_more() -> None:
    assert published(REVOKING, "2027-03-31", readmitted=["2027-03-31"]) == []
    assert published(REVOKING, "2027-03-31", readmitted=["2027-03-01"]) != []


def test_a_suspension_absorbed_by_a_revocation_is_not_published_beside_it() -> None:
    given = [*six_points("2025-03-01"), a_violation("all", "2025-04-01")]
    assert published(given, "2025-04-01") == [(SanctionKind.REVOKE, "2025-04-01", None)]


def test_a_sanction_without_a_term_is_published_until_further_notice() -> None:
    text = SILENT.replace('["SUSPEND", "REVOKE"]', '["INTERVIEW"]')
    said = [(SanctionKind.INTERVIEW, "2025-03-01", None)]
    assert published([a_violation("act", "2025-03-01")], "2025-03-02", text=text) == said


def test_what_cannot_be_decided_is_not_published() -> None:
    given = [*REVOKING, a_violation("unstated", "2025-04-01")]
    outcome = assessed(a_law(text=HEAD + POINTS + SILENT), given, "2025-05-01")
    assert outcome.standing is None
    assert outcome.notices == ()


def test_the_rule_counts_as_used_once_it_publishes_something() -> None:
    law = a_law(text=HEAD + POINTS + SILENT)
    assert "out" in assessed(law, REVOKING, "2025-04-01").rules_used
    assert "out" not in assessed(law, [a_violation("one", "2025-03-01")], "2025-04-01").rules_used


def test_a_notice_that_only_the_press_tells_of_says_so() -> None:
    law = a_law(('cite = "8"\nlabel', 'cite = "reported 8"\nlabel'), text=HEAD + POINTS + SILENT)
    (notice,) = assessed(law, REVOKING, "2025-04-01").notices
    assert notice.reported
    assert not replace(notice, citation=Citation.parse("8")).reported
