"""The doctor list that hospitals export from the insurance interface (医保医师名单), sixteen columns a row.

Each row tells of an institution, a doctor and the enrolment of the one at the other. Sex, certificate and identity
document are looked at where that protects the import, and dropped.
"""

import re
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from core.intake.cells import Cells
from core.intake.codes import CodeKind, is_identity_number
from core.intake.headings import Field
from core.intake.options import Options
from core.intake.problems import ProblemCode, Refusal
from core.intake.rows import Record, doctor_of, region_for
from core.intake.texts import parse_name
from core.intake.values import one_of
from core.records import EnrolmentRecord, InstitutionRecord
from core.regulation.vocabulary import Basis
from core.text import Text


class Employment(StrEnum):
    """Whether a doctor still works at the institution (人员状态)."""

    ACTIVE = "ACTIVE"
    RETIRED = "RETIRED"
    LEFT = "LEFT"


_EMPLOYMENT_WORDS = (
    (Employment.ACTIVE, ("1", "在职", "在岗", "返聘")),
    (Employment.RETIRED, ("2", "退休", "离休")),
    (Employment.LEFT, ("离职", "离岗", "辞职", "调离", "调出", "解聘")),
)
_EMPLOYMENTS = MappingProxyType({word: employment for employment, words in _EMPLOYMENT_WORDS for word in words})
_RESIDENT_CARDS = frozenset({"01", "1", "居民身份证", "身份证", "居民身份证（户口簿）", "居民身份证(户口簿)"})
_OLD_NUMBER = re.compile(r"[0-9]{15}")
_parse_employment = one_of(_EMPLOYMENTS)


def read_roster_row(cells: Cells, options: Options) -> tuple[Record, ...]:
    """Return the institution, the doctor and the enrolment of a row."""
    _check_identity(cells)
    code = cells.code(Field.INSTITUTION, CodeKind.INSTITUTION)
    name = cells.text(Field.INSTITUTION_NAME, parse_name)
    institution = InstitutionRecord(code=code, name=name, region=region_for(cells, Field.INSTITUTION, code, options))
    doctor = doctor_of(cells, Field.DOCTOR)
    practises_at = cells.optional(Field.PRACTISES_AT, parse_name)
    since = cells.day(Field.SINCE)
    enrolment = EnrolmentRecord(
        doctor=doctor.code,
        institution=code,
        place=options.place or "",
        basis=options.basis or Basis.AGREEMENT,
        since=since,
        until=_until(cells, since),
        main=practises_at is None or practises_at == name,
    )
    return institution, doctor, enrolment


def _until(cells: Cells, since: date) -> date | None:
    """Return the day from which the enrolment no longer holds; None while the doctor is employed.

    The contract of someone still employed is mostly renewed, so its end ends nothing.
    """
    employment = cells.required(Field.EMPLOYMENT, _parse_employment, Employment.ACTIVE)
    end = cells.end(Field.UNTIL)
    cells.later(Field.UNTIL, end, Field.SINCE, since)
    if employment is Employment.ACTIVE:
        return None
    if end is None and not cells.is_refused(Field.UNTIL):
        cells.refuse(Field.UNTIL, _END_MISSING)
    return end


def _check_identity(cells: Cells) -> None:
    """Warn of a wrong identity number, without repeating it; nothing of it leaves this function."""
    cells.refuse_scientific(Field.IDENTITY_NUMBER)
    number, kind = cells.raw(Field.IDENTITY_NUMBER), cells.raw(Field.IDENTITY_KIND)
    if number is None or (kind is not None and kind not in _RESIDENT_CARDS):
        return
    if not is_identity_number(number) and not _OLD_NUMBER.fullmatch(number):
        cells.warn(Field.IDENTITY_NUMBER, _IDENTITY_NUMBER_WRONG)


_END_MISSING = Refusal(
    ProblemCode.END_DATE_MISSING,
    Text(
        zh="人员已退休或离职，但没有截止日期；请填写离开之日",
        en="the doctor has retired or left, but there is no end date; fill in the day of leaving",
    ),
)
_IDENTITY_NUMBER_WRONG = Refusal(
    ProblemCode.IDENTITY_NUMBER_WRONG,
    Text(
        zh="身份证号码（***）的格式或校验码不对；请核对。号码本身不会保存",
        en="the identity number (***) has a wrong form or check digit; check it. The number itself is not kept",
    ),
)
