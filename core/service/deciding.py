"""Deciding what a closed period says of doctors: as the records stand now, and what succeeds what is frozen already."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from core.assessment.periods import Period
from core.proof.decision import Decision
from core.regulation.law import Law
from core.service.assessing import facts_under, ledgers_of
from core.service.facts import Ledger
from core.service.freezing import Laws, frozen, of_period, settled_on, what_changed
from core.service.office import Office
from core.service.questions import Question
from core.service.receipts import decision_of
from core.storage import FrozenRow, NewFrozen, Reads

AT_A_STRETCH = 10
"""How many doctors are decided about before other tasks have their turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciding:
    """Of which place's period is decided, under which laws, and by when what counts was recorded."""

    office: Office
    reads: Reads
    period: Period
    row: int | None
    """The period's id in the registry; None: it is not there yet."""
    laws: Sequence[Law] | None
    """The laws to be closed by; None: nothing new is frozen, and all that is frozen is looked at."""
    known_at: datetime
    kept: Laws

    async def about(self, doctors: Sequence[int]) -> list[NewFrozen]:
        """Return what is to be frozen of ``doctors`` (ids): what is not yet, and successors of what would be other."""
        there = [] if self.row is None else await self.reads.last_frozen(self.row, doctors)
        if self.laws is not None:
            ids = {law.id for law in self.laws}
            there = [one for one in there if one.regulation in ids]
        done = {(one.doctor_id, one.regulation) for one in there}
        ledgers = await ledgers_of(self.reads, doctors)
        named = await self.reads.doctors_by_id(doctors)
        new = [(law, one) for one in doctors for law in self.laws or () if (one, law.id) not in done]
        found: list[NewFrozen] = []
        for turn, (law, one) in enumerate(new):
            decision = self._decided(law, ledgers[one], named[one].code)
            found.append(frozen(decision, one, self.kept))
            if turn % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
        return [*found, *await self._successors(there, ledgers)]

    async def _successors(self, there: Sequence[FrozenRow], ledgers: dict[int, Ledger]) -> list[NewFrozen]:
        """Return the successors of those that would be other now; a regulation not served answers nothing."""
        kept = await self.reads.kept_laws({one.law_digest for one in there})
        found: list[NewFrozen] = []
        for turn, one in enumerate(there):
            law = self.office.host.catalogue.find(one.regulation)
            if law is None:
                continue
            now = self._decided(law, ledgers[one.doctor_id], one.doctor, one.as_of)
            changed = what_changed(one, kept[one.law_digest], now)
            if changed is not None:
                found.append(frozen(now, one.doctor_id, self.kept, follows=one, changed=changed))
            if turn % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
        return found

    def _decided(self, law: Law, ledger: Ledger, subject: str, since: date | None = None) -> Decision:
        """Return the decision as the records stand now; ``since`` is the day of the last one before."""
        catalogue, known = self.office.host.catalogue, ledger.known_at(self.known_at)
        last = self.period.end - date.resolution
        facts = facts_under(catalogue, law, known, last)
        day = max(settled_on(facts, self.period, self.office.today()), since or last)
        if day > last:
            facts = of_period(facts_under(catalogue, law, known, day), self.period)
        return decision_of(Question(law, self.period, day, known_at=self.known_at), facts, subject)
