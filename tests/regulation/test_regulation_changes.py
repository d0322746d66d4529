"""All that differs between two whole regulations, in the order of the text."""

from core.regulation.changes import Alteration, RuleKind, ValueChange, regulation_changes
from core.regulation.citation import Citation
from core.regulation.law import Law
from tests.assessment.testville import ENROLMENT, GAP, HEAD, POINTS, a_law

OLD = a_law()


def changes(new: Law, old: Law = OLD) -> list[tuple[RuleKind, str, Alteration]]:
    return [(one.kind, one.id, one.alteration) for one in regulation_changes(old.regulation, new.regulation)]


def test_a_regulation_does_not_differ_from_itself_nor_by_labels_of_its_rules() -> None:
    assert changes(OLD) == []
    assert changes(a_law(("Late report", "Report too late"), ("Left", "Gone"))) == []


def test_the_head_of_the_text_comes_first_with_its_days_and_its_source() -> None:
    new = a_law(
        ("at = 6", "at = 7"),
        ("Testville measures", "Testville rules"),
        ("from = 2020-01-01", "from = 2021-01-01, acts_since = 2020-06-01"),
        ('confidence = "TEMPLATE"', 'confidence = "OFFICIAL", number = "1"'),
    )
    found = regulation_changes(OLD.regulation, new.regulation)
    assert [(one.kind, one.id) for one in found] == [
        (RuleKind.HEAD, "title"),
        (RuleKind.HEAD, "in_force"),
        (RuleKind.HEAD, "source"),
        (RuleKind.THRESHOLD, "six"),
    ]
    assert found[1].values == (
        ValueChange(path="in_force.from", before="2020-01-01", after="2021-01-01"),
        ValueChange(path="in_force.acts_since", before=None, after="2020-06-01"),
    )
    assert (found[1].before, found[0].before) == (Citation.parse("9"), None)


def test_rules_of_every_kind_and_scheme_stand_in_the_order_of_the_text() -> None:
    new = a_law(
        ("times = 3", "times = 2"),
        ("points = 2.5\n", "points = 3.5\n"),
        ("months = 12\n", "months = 6\n"),
        ("full = 20", "full = 22"),
    )
    found = regulation_changes(OLD.regulation, new.regulation)
    assert [(one.kind, one.id) for one in found] == [
        (RuleKind.RULE, "enrolment.conditions.clean"),
        (RuleKind.SCHEME, "points"),
        (RuleKind.CLAUSE, "half"),
        (RuleKind.ESCALATION, "thrice"),
    ]


def test_what_is_new_or_gone_is_given_with_all_that_it_says() -> None:
    added = '\n[[points.escalations]]\nid = "again"\ncite = "8"\nlabel = { zh = "再", en = "Again" }\n'
    added += 'counts = "SUSPEND"\ntimes = 2\nsanction = { kind = "REVOKE", cite = "8" }\n'
    new = a_law(text=HEAD + ENROLMENT + POINTS + added)
    (came,) = regulation_changes(OLD.regulation, new.regulation)
    (went,) = regulation_changes(new.regulation, OLD.regulation)
    assert (came.alteration, went.alteration) == (Alteration.ADDED, Alteration.REMOVED)
    assert ValueChange(path="times", before=None, after="2") in came.values
    assert ValueChange(path="times", before="2", after=None) in went.values
    assert (came.before, came.after) == (None, Citation.parse("8"))


def test_provisions_gaps_and_readings_are_compared_too() -> None:
    provision = '[[provisions]]\ncite = "1"\nkind = "PURPOSE"\nlabel = {{ zh = "目的", en = "{}" }}\n'
    head, rest = HEAD + provision.format("Why"), ENROLMENT
    old = a_law(text=head + rest + GAP)
    new = a_law(text=HEAD + provision.format("What for") + rest + POINTS)
    found = {(one.kind, one.id): one for one in regulation_changes(old.regulation, new.regulation)}
    assert found[RuleKind.PROVISION, "1"].values == (ValueChange(path="label.en", before="Why", after="What for"),)
    assert found[RuleKind.GAP, "points"].alteration is Alteration.REMOVED
    assert found[RuleKind.READING, "overlap"].alteration is Alteration.ADDED


def test_a_scheme_that_only_one_text_has_comes_with_all_its_rules() -> None:
    without = a_law(text=HEAD + POINTS)
    gone = changes(without)
    assert gone[0] == (RuleKind.SCHEME, "enrolment", Alteration.REMOVED)
    assert (RuleKind.RULE, "enrolment.conditions.licence", Alteration.REMOVED) in gone
    assert {kind for kind, _, _ in gone} == {RuleKind.SCHEME, RuleKind.RULE}
    assert {each for _, _, each in changes(OLD, without)} == {Alteration.ADDED}
