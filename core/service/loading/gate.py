"""Which of very many violations the regulations admit: what alike ones have in common is asked once."""

from collections.abc import Hashable, Sequence

from core.intake.bulk import Columns
from core.intake.headings import Field
from core.service.admission import check_violation
from core.service.office import Office

MOST_REMEMBERED = 200_000


class Gate:
    """Admits violations as ``check_violation`` does.

    Its questions are of two kinds: of place, regulation, clause and points, and of the regulation and the days. A
    violation that it has admitted answers both for all that share the one or the other. It never refuses: what it has
    no answer for is left to be asked about by itself.
    """

    def __init__(self, office: Office) -> None:
        self._catalogue = office.host.catalogue
        self._today = office.today()
        self._clauses: set[Hashable] = set()
        self._days: set[Hashable] = set()
        self._asking_for_act = {law.id for law in self._catalogue.laws if law.regulation.in_force.acts_since}

    def left(self, columns: Columns) -> list[int]:
        """Return the positions of the rows that are not known to be admitted."""
        clauses = [columns.column(one) for one in (Field.REGULATION, Field.PLACE, Field.CLAUSE, Field.POINTS)]
        days = [columns.column(one) for one in (Field.REGULATION, Field.DECIDED_ON)]
        if not self._asking_for_act.isdisjoint(columns.column(Field.REGULATION)):
            days.append(columns.column(Field.OCCURRED_ON))
        if self._clauses.issuperset(zip(*clauses, strict=True)) and self._days.issuperset(zip(*days, strict=True)):
            return []
        keys = list(zip(zip(*clauses, strict=True), zip(*days, strict=True), strict=True))
        self._ask(columns, keys)
        return [at for at, (clause, day) in enumerate(keys) if clause not in self._clauses or day not in self._days]

    def _ask(self, columns: Columns, keys: Sequence[tuple[Hashable, Hashable]]) -> None:
        if len(self._days) > MOST_REMEMBERED:
            self._days.clear()
        tried: set[Hashable] = set()
        for at, (clause, day) in enumerate(keys):
            asks = {one for one, known in ((clause, self._clauses), (day, self._days)) if one not in known}
            if asks and not asks <= tried:
                tried |= asks
                if not check_violation(self._catalogue, columns.record(at), self._today):
                    self._clauses.add(clause)
                    self._days.add(day)
