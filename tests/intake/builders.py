"""Files as hospitals and bureaux write them, with made-up people in a made-up place."""

from core.intake import Field, Kind, Options, Reading, read
from core.regulation.vocabulary import Basis

TESTVILLE = Options(place="testville", basis=Basis.AGREEMENT)

# Check digit by hand: 9·7+9·9+0·10+1·5+0·8+1·4+1·2+9·1+9·6+0·3+0·7+1·9+0·10+1·5+0·8+0·4+1·2 = 234 = 21·11+3 → 9
IDENTITY_NUMBER = "990101199001010019"

ROSTER_COLUMNS = {
    "医疗机构编码": "H99010100001",
    "医疗机构名称": "试镇医院",
    "医保医生代码": "D990101000001",
    "姓名": "甲乙丙",
    "性别": "女",
    "身份证件类型": "居民身份证",
    "身份证件号码": IDENTITY_NUMBER,
    "人员状态": "在职",
    "合同起始时间": "2020-03-01",
    "合同截止时间": "2030-03-01",
    "医生执业证书编码": "ZS0001",
    "执业医疗机构名称": "试镇医院",
    "执业类别": "临床",
    "执业范围": "内科专业",
    "执业级别": "执业医师",
    "专业技术职务": "主治医师",
}


def a_roster(*changes: dict[str, str], delimiter: str = "\t") -> str:
    """Return a roster with one row for each of ``changes`` to the usual row; one usual row when there are none."""
    rows = [{**ROSTER_COLUMNS, **change} for change in changes or ({},)]
    lines = [list(ROSTER_COLUMNS), *(list(row.values()) for row in rows)]
    return "".join(delimiter.join(line) + "\r\n" for line in lines)


def read_roster(*changes: dict[str, str], options: Options = TESTVILLE) -> Reading:
    """Return the reading of ``a_roster`` written in GBK."""
    return read(Kind.ROSTER, a_roster(*changes).encode("gb18030"), "roster.txt", options)


def read_text(kind: Kind, text: str, options: Options = TESTVILLE) -> Reading:
    """Return the reading of ``text`` written in UTF-8 with its mark."""
    return read(kind, text.encode("utf-8-sig"), "list.csv", options)


def places(reading: Reading) -> list[tuple[int, str | None, str]]:
    """Return where each problem is and its code."""
    return [(problem.row, problem.column, str(problem.code)) for problem in reading.problems]


def cells_of(**cells: str) -> str:
    """Return a file of one row, with the fields as headings."""
    assert all(name in [field.value for field in Field] for name in cells)
    return ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"
