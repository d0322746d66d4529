"""What the viewer may see of the registry: institutions in the viewer's regions, and people through them.

What may not be seen reads exactly like what does not exist.
"""

from collections.abc import Awaitable, Sequence

from core.storage import DoctorRow, EnrolmentRow, InstitutionRow, ViolationRow
from schema.context import Context


async def seen_institution(context: Context, code: str) -> InstitutionRow | None:
    """Return the institution with this code; None if there is none or it lies elsewhere."""
    found = (await context.reads.institutions_by_code([code])).get(code)
    return found if found is not None and context.viewer.sees(found.region) else None


def seen_doctor(context: Context, code: str) -> Awaitable[DoctorRow | None]:
    """Return the doctor with this code; None if there is none or no record of theirs may be seen."""
    return context.reads.doctor_within(code, context.viewer.regions)


async def sees_under(context: Context, doctor: int, place: str) -> bool:
    """Return whether the viewer may see how the doctor stands under a place's regulations.

    A standing follows the person and rests on every record under the place, so it is shown as a whole to those who
    may see a record of the doctor under that place, and otherwise not at all.
    """
    if context.viewer.regions is None:
        return True
    rows = (*await seen_enrolments(context, doctor), *await seen_violations(context, doctor))
    return any(row.place == place for row in rows)


async def sees_each_under(context: Context, doctors: Sequence[int], place: str) -> list[bool]:
    """Return for each of the doctors whether the viewer may see how they stand under a place's regulations."""
    if context.viewer.regions is None:
        return [True] * len(doctors)
    each = zip(
        await seen_enrolments_of_each(context, doctors), await seen_violations_of_each(context, doctors), strict=True
    )
    return [any(row.place == place for rows in both for row in rows) for both in each]


async def seen_enrolments(context: Context, doctor: int) -> tuple[EnrolmentRow, ...]:
    """Return those enrolments of a doctor that the viewer may see, by first day."""
    rows = await context.loaders.enrolments_of.load(doctor)
    seen = await _seen(context, {row.institution_id for row in rows})
    return rows if seen is None else tuple(row for row in rows if row.institution_id in seen)


async def seen_enrolments_of_each(context: Context, doctors: Sequence[int]) -> list[tuple[EnrolmentRow, ...]]:
    """Return what ``seen_enrolments`` does for each of the doctors, in their order."""
    each = await context.loaders.enrolments_of.load_many(doctors)
    seen = await _seen(context, {row.institution_id for rows in each for row in rows})
    return each if seen is None else [tuple(row for row in rows if row.institution_id in seen) for rows in each]


async def seen_violations_of_each(context: Context, doctors: Sequence[int]) -> list[tuple[ViolationRow, ...]]:
    """Return what ``seen_violations`` does for each of the doctors, in their order."""
    each = await context.loaders.violations_of.load_many(doctors)
    seen = await _seen(context, {row.institution_id for rows in each for row in rows})
    return each if seen is None else [tuple(row for row in rows if row.institution_id in seen) for rows in each]


async def seen_violations(context: Context, doctor: int) -> tuple[ViolationRow, ...]:
    """Return those violations of a doctor that the viewer may see, by day of decision."""
    rows = await context.loaders.violations_of.load(doctor)
    seen = await _seen(context, {row.institution_id for row in rows})
    return rows if seen is None else tuple(row for row in rows if row.institution_id in seen)


async def _seen(context: Context, institutions: set[int]) -> set[int] | None:
    """Return those of the institutions that the viewer may see; None: all, without asking the registry."""
    if context.viewer.regions is None:
        return None
    rows = await context.loaders.institutions.load_many(sorted(institutions))
    return {row.id for row in rows if context.viewer.sees(row.region)}
