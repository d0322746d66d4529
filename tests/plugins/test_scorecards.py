"""Tables of grades that one regulation borrows from another."""

from decimal import Decimal

import pytest

from core.regulation.schemes.scorecard import Scale
from tests.plugins import shipped

SCALES = {
    one.law.id: one.law.regulation.scorecard.scale
    for one in shipped.ALL
    if one.law.regulation.scorecard is not None and one.law.regulation.scorecard.scale is not None
}
BORROWED = [name for name, scale in SCALES.items() if scale.borrowed_from is not None]


def table(scale: Scale) -> list[tuple[str, str, str, Decimal | None]]:
    return [(one.id, str(one.cite), one.label.zh, one.at_least) for one in scale.grades]


@pytest.mark.parametrize("name", BORROWED)
def test_a_borrowed_table_is_that_of_the_regulation_it_is_borrowed_from(name: str) -> None:
    lender = SCALES[SCALES[name].borrowed_from or ""]

    assert lender.borrowed_from is None
    assert table(SCALES[name]) == table(lender)


def test_the_texts_without_grades_of_their_own_borrow_them() -> None:
    assert BORROWED == ["agency_evaluation", "office_kpi"]
