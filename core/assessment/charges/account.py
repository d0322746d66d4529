"""The account of one period of charges, while it is being drawn up, and its sums.

Money is rounded to the fen, half up, charge by charge, so that every sum is exact.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from core.assessment.arithmetic import plain
from core.assessment.charges.terms import ActFound, AuditDeduction, Charge, ConsequenceOwed, MeasuredValue, Owed
from core.assessment.money import yuan
from core.assessment.outcome import Missing, Step, StepKind
from core.assessment.periods import Period
from core.regulation.citation import Citation
from core.regulation.schemes.charges import Bearer, Rule
from core.text import Text

ZERO = Decimal("0.00")
WHOLE = 100
_FEN = 2
_PLACES = 6

ChargedRecord = ActFound | MeasuredValue | AuditDeduction
"""A record of any kind that can cost something."""


def rounded(number: Fraction | Decimal | int, places: int) -> Decimal:
    """Return ``number`` to so many decimal places, half up (away from zero)."""
    exact = Fraction(number)
    units = math.floor(abs(exact) * 10**places + Fraction(1, 2))
    return Decimal(units if exact >= 0 else -units).scaleb(-places)


def fen(amount: Fraction | Decimal | int) -> Decimal:
    """Return an amount in yuan to the fen, half up."""
    return rounded(amount, _FEN)


def measure(number: Fraction | Decimal | int) -> Decimal:
    """Return a quantity or distance to six places, without needless zeros."""
    return Decimal(plain(rounded(number, _PLACES)))


def charge_of(rule: Rule, record: ChargedRecord, amount: Decimal | None) -> Charge:
    """Return what ``record`` costs under ``rule``, so far without how it comes about."""
    return Charge(
        record=record.id,
        rule=rule.id,
        citation=rule.cite,
        label=rule.label,
        on=record.on,
        bearer=rule.bearer,
        owed_by=record.owed_by,
        amount=amount,
    )


@dataclass(slots=True)
class Account:
    """The running account of one period. ``open`` says that a record could not be priced or placed at all."""

    period: Period
    open: bool = False
    charges: list[Charge] = field(default_factory=list[Charge])
    consequences: list[ConsequenceOwed] = field(default_factory=list[ConsequenceOwed])
    missing: list[Missing] = field(default_factory=list[Missing])
    steps: list[Step] = field(default_factory=list[Step])
    owed: Decimal | None = ZERO
    """What is owed so far; None: not decided."""

    def lack(self, name: str, text: Text, record: str, citation: Citation | None) -> None:
        """Note that a value is missing, once."""
        if all(one.name != name for one in self.missing):
            self.missing.append(Missing(name, text))
            self.steps.append(Step(StepKind.MISSING, citation, (name, text), record=record))

    def note(self, kind: StepKind, citation: Citation, arguments: tuple[Text | str, ...], record: str) -> None:
        """Note a step that changes no sum."""
        self.steps.append(Step(kind, citation, arguments, record=record))

    def add(self, charge: Charge, kind: StepKind, arguments: tuple[Text | str, ...]) -> None:
        """Enter a charge whose amount is decided, with the step that says how it comes about."""
        self.charges.append(charge)
        before = self.owed
        if self.owed is not None and charge.amount is not None and not charge.from_deposit:
            self.owed += charge.amount
        self.steps.append(Step(kind, charge.citation, arguments, before, self.owed, charge.record))

    def leave(self, charge: Charge) -> None:
        """Enter a charge whose amount is not decided, with the step that says what it can be."""
        self.charges.append(charge)
        self.owed = self.owed if charge.from_deposit else None
        if charge.amount_from is not None and charge.amount_to is not None:
            arguments = (charge.on.isoformat(), charge.label, yuan(charge.amount_from), yuan(charge.amount_to))
            self.note(StepKind.CHARGE_RANGE, charge.citation, arguments, charge.record)


def total_of(charges: Iterable[Charge]) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Return the sum of ``charges`` and, if it is not decided, the least and the most it can be; None: not known."""
    amounts = [(one.amount, one.least, one.most) for one in charges]
    total, least, most = (_sum([each[index] for each in amounts]) for index in range(3))
    return (total, None, None) if total is not None else (None, least, most)


def _sum(amounts: list[Decimal | None]) -> Decimal | None:
    known = [one for one in amounts if one is not None]
    return sum(known, ZERO) if len(known) == len(amounts) else None


def owed_by_each(charges: Iterable[Charge]) -> tuple[Owed, ...]:
    """Return what each department and person owes, in the order of kind and code."""
    by_bearer: dict[tuple[Bearer, str | None], list[Charge]] = {}
    for one in charges:
        by_bearer.setdefault((one.bearer, one.owed_by), []).append(one)
    found: list[Owed] = []
    for (bearer, code), theirs in sorted(by_bearer.items(), key=lambda item: (item[0][0], item[0][1] or "")):
        total, least, most = total_of(theirs)
        found.append(Owed(bearer=bearer, owed_by=code, total=total, total_from=least, total_to=most))
    return tuple(found)


def line_of_charges(charges: Iterable[Charge], *, taken: bool = False) -> str:
    """Return the sum in one line, as in ``4×30.00[4.一] + 30%×500.00[5] = 270.00``; ``taken``: as subtractions.

    A product that is not exact to the fen is written as its amount, so that the line adds up to the fen.
    """
    counted = [one for one in charges if one.amount]
    total = sum((one.amount or ZERO for one in counted), ZERO)
    terms = [_term(one) for one in counted]
    if taken:
        return f"{' '.join(f'- {one}' for one in terms)} = {yuan(-total)}"
    return f"{' + '.join(terms) or yuan(ZERO)} = {yuan(total)}"


def _term(charge: Charge) -> str:
    amount = charge.amount or ZERO
    exact, text = Fraction(amount), yuan(amount)
    if charge.percent is not None and charge.base is not None:
        exact = Fraction(charge.percent) * Fraction(charge.base) / WHOLE
        text = f"{plain(charge.percent)}%×{yuan(charge.base)}"
    elif charge.quantity is not None and charge.unit_amount is not None:
        exact = Fraction(charge.quantity) * Fraction(charge.unit_amount)
        text = f"{plain(charge.quantity)}×{yuan(charge.unit_amount)}"
    return f"{text if exact == Fraction(amount) else yuan(amount)}[{charge.citation}]"
