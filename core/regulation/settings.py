"""The operator's settings: values in place of gaps, and readings other than the default.

They are never law: every answer that uses them says so, with the decision they rest on.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from pydantic import Field

from core.errors import NotFoundError, RefusedError
from core.regulation.base import Model, Named
from core.regulation.checks import check
from core.regulation.files.load import misfits
from core.regulation.files.problems import DataFileError
from core.regulation.files.reading import decode, parse
from core.regulation.findings import unique_ids
from core.regulation.law import Law, Supply
from core.regulation.schemes.points import PointsScheme
from core.regulation.schemes.points_checks import check_points
from core.text import Text


class Supplied(Named):
    """What the operator settles for one regulation; ``id`` is the regulation's."""

    readings: dict[str, str] = Field(default_factory=dict)
    """Readings other than the default: reading id = choice id."""
    basis: Text | None = None
    """The decision or agreement that the values rest on."""
    points: PointsScheme | None = None
    """A points scheme where the regulation declares a gap; its citations are those of the basis."""
    set: dict[str, str | int | bool | Decimal | date] = Field(default_factory=dict)
    """Single values where the regulation declares a gap: the parameter's name = value."""


class Settings(Model):
    """The operator's settings."""

    regulation: tuple[Supplied, ...] = ()
    """One table a regulation."""


def load_settings(data: bytes, file: str) -> Settings:
    """Return the settings that a file states.

    Raises:
        DataFileError: with every problem of the file.
    """
    document = parse(decode(data, file), file)
    settings = document.validate(Settings)
    problems = [
        document.problem(one.path, one.code, one.message, one.hint)
        for index, supplied in enumerate(settings.regulation)
        if supplied.points is not None
        for one in check_points(supplied.points, ("regulation", index, "points"))
    ]
    problems += [
        document.problem(("regulation", index), "BASIS_MISSING", _NO_BASIS, _GIVE_BASIS)
        for index, supplied in enumerate(settings.regulation)
        if (supplied.points is not None or supplied.set) and supplied.basis is None
    ]
    problems += [
        document.problem(one.path, one.code, one.message, one.hint)
        for one in unique_ids(("regulation",), settings.regulation)
    ]
    if problems:
        raise DataFileError(problems)
    return settings


def apply_settings(law: Law, settings: Settings) -> Law:
    """Return ``law`` as the operator has settled it.

    Raises:
        NotFoundError: a reading or choice that the regulation does not declare.
        RefusedError: values where the regulation has its own, or that do not fit where they would stand.
    """
    for supplied in settings.regulation:
        if supplied.id != law.id:
            continue
        if supplied.basis is not None and (supplied.points is not None or supplied.set):
            _require_gaps(law, supplied)
            _require_fit(law, supplied)
            law = law.supplied_with(Supply(basis=supplied.basis, points=supplied.points, values=supplied.set))
        law = law.under(supplied.readings)
    return law


def _require_gaps(law: Law, supplied: Supplied) -> None:
    """Raise RefusedError if what is supplied would replace a number that the law itself states."""
    declared = [name for gap in law.regulation.gaps for name in gap.parameters]
    stated = [path for path in supplied.set if not any(f"{path}.".startswith(f"{name}.") for name in declared)]
    if supplied.points is not None and law.regulation.points is not None:
        stated.append("points")
    if stated:
        raise _not_a_gap(law, ", ".join(stated))


def _require_fit(law: Law, supplied: Supplied) -> None:
    """Raise RefusedError if a value that is supplied cannot stand where the gap is."""
    reason = next((reason for _, reason in misfits(law.data, supplied.set, list(check(law.regulation)))), None)
    if reason is not None:
        raise RefusedError(
            "SETTING_INVALID",
            Text(
                zh=f"{law.id} 的设置不能使用: {reason.zh}; 核对 set 中的名称和数值",
                en=f"the settings of {law.id} do not fit: {reason.en}; compare names and values under set",
            ),
            field="settings",
        )


def _not_a_gap(law: Law, names: str) -> RefusedError:
    return RefusedError(
        "NOT_A_GAP",
        Text(
            zh=f"{law.id} 没有把 {names} 列为缺项, 设置不能替换法定数值",
            en=f"{law.id} declares no gap {names}; settings cannot replace what the law states",
        ),
        field="settings",
    )


def unknown_regulations(settings: Settings, laws: Mapping[str, Law]) -> NotFoundError | None:
    """Return the error for settings of regulations that are not at hand, or None."""
    unknown = [one.id for one in settings.regulation if one.id not in laws]
    if not unknown:
        return None
    listed, known = ", ".join(unknown), ", ".join(laws) or "-"
    return NotFoundError(
        "REGULATION_UNKNOWN",
        Text(
            zh=f"设置中的规定不存在: {listed}; 现有: {known}",
            en=f"settings for unknown regulations: {listed}; at hand: {known}",
        ),
    )


_NO_BASIS = Text(zh="经办者的数值没有写依据", en="the operator's values state no basis")
_GIVE_BASIS = Text(zh="加上 basis = { zh = …, en = … }", en="add basis = { zh = …, en = … }")
