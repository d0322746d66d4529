"""About whom a token may record: whoever has a record in its regions, and whoever has none anywhere.

What lies elsewhere reads as what does not exist: by the same error, found by the same statements.
"""

from dataclasses import dataclass

from core.errors import NotFoundError
from core.service.office import Office
from core.service.viewer import Viewer
from core.storage import DoctorRow, EnrolmentFilter, InstitutionRow, ViolationFilter
from core.storage.writes import refuse_unknown
from core.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Whom a record is about, by code, and which of its fields says so. None: the record names no such."""

    institution: str | None = None
    department: str | None = None
    doctor: str | None = None
    binds: bool = False
    """Whether the record itself makes the doctor one of the institution's region."""
    institution_field: str = "institution"
    doctor_field: str = "doctor"


async def require_institution(office: Office, viewer: Viewer, about: About) -> None:
    """Raise NotFoundError unless the institution lies in the viewer's regions and has the department."""
    if about.institution is None:
        return
    found = await _institution(office, viewer, about.institution)
    if found is None:
        text = Text(
            zh=f"令牌的地区内没有编码为 {about.institution} 的机构; 核对编码, 或用该地区的令牌",
            en=f"no institution with the code {about.institution} lies in the token's regions; check the code, or use "
            "a token of its region",
        )
        raise NotFoundError("INSTITUTION_UNKNOWN", text, field=about.institution_field)
    if about.department is not None:
        rows = (await office.reads.departments_of_institutions([found.id]))[found.id]
        if all(row.code != about.department for row in rows):
            refuse_unknown(departments={f"{about.institution}/{about.department}"})


async def _institution(office: Office, viewer: Viewer, code: str) -> InstitutionRow | None:
    found = (await office.reads.institutions_by_code([code])).get(code)
    return found if found is not None and viewer.sees(found.region) else None


async def require_doctor(office: Office, viewer: Viewer, about: About) -> DoctorRow | None:
    """Return the doctor, None if the record names none; raise NotFoundError unless the viewer may record about them.

    To be asked last, when nothing else is wrong: whoever learns that a doctor has no record anywhere, by a record that
    binds them, has then made one.
    """
    if about.doctor is None:
        return None
    found = await office.reads.doctor_on_file(about.doctor, viewer.regions, or_newcomer=about.binds)
    if found is None:
        text = Text(
            zh=f"令牌的地区内没有编码为 {about.doctor} 的医师; 核对编码, 从别处来的医师先由管辖两地的令牌"
            "或 guiju import 备案",
            en=f"no doctor with the code {about.doctor} is on file in the token's regions; check the code. One who "
            "comes from elsewhere is enrolled first by a token for both regions, or by `guiju import`",
        )
        raise NotFoundError("DOCTOR_UNKNOWN", text, field=about.doctor_field)
    return found


async def sees_under(office: Office, viewer: Viewer, doctor: str, place: str) -> bool:
    """Return whether a record of the doctor under a place's regulations lies in the viewer's regions."""
    if viewer.regions is None:
        return True
    enrolments = EnrolmentFilter(regions=viewer.regions, place=place, doctor=doctor, on=office.today())
    violations = ViolationFilter(regions=viewer.regions, place=place, doctor=doctor)
    return (await office.reads.count_enrolments(enrolments)) + (await office.reads.count_violations(violations)) > 0
