import pytest

from core.intake import headings
from core.intake.headings import Field, Heading, lookup, plain

TABLES = (
    headings.INSTITUTION_HEADINGS,
    headings.DEPARTMENT_HEADINGS,
    headings.DOCTOR_HEADINGS,
    headings.ENROLMENT_HEADINGS,
    headings.VIOLATION_HEADINGS,
    headings.EXAMINATION_HEADINGS,
    headings.REPAIR_HEADINGS,
    headings.MEASUREMENT_HEADINGS,
    headings.ROSTER_HEADINGS,
)


@pytest.mark.parametrize("table", TABLES)
def test_no_heading_means_two_fields_of_one_kind(table: tuple[Heading, ...]) -> None:
    names = [plain(name) for column in table for name in {plain(n) for n in (column.field, *column.aliases)}]

    assert sorted(names) == sorted(set(names))


@pytest.mark.parametrize("heading", ["doctor_code", "Doctor Code", " DOCTOR-CODE*", "医保医生代码", "医保 医生代码"])
def test_width_case_spaces_and_underscores_do_not_matter(heading: str) -> None:
    assert lookup(headings.DOCTOR_HEADINGS, {})[plain(heading)] is Field.CODE


def test_full_width_letters_are_the_same_heading() -> None:
    assert plain("\uff43\uff4f\uff44\uff45") == "code"


def test_extra_aliases_override_the_built_in_ones() -> None:
    known = lookup(headings.DOCTOR_HEADINGS, {"工号": Field.CODE, "职称": Field.SCOPE})

    assert known["工号"] is Field.CODE
    assert known["职称"] is Field.SCOPE


def test_extra_aliases_for_other_kinds_are_passed_over() -> None:
    assert "处分日" not in lookup(headings.DOCTOR_HEADINGS, {"处分日": Field.DECIDED_ON})
