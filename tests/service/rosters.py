"""Rosters as hospitals export them: sixteen columns, tabs, GBK. Everyone in them is made up."""

HEADINGS = (
    "医疗机构编码",
    "医疗机构名称",
    "医保医生代码",
    "姓名",
    "性别",
    "身份证件类型",
    "身份证件号码",
    "人员状态",
    "合同起始时间",
    "合同截止时间",
    "医生执业证书编码",
    "执业医疗机构名称",
    "执业类别",
    "执业范围",
    "执业级别",
    "专业技术职务",
)


def a_row(**changes: str) -> list[str]:
    """Return a good row of a roster, with the cells named in ``changes`` replaced."""
    cells = dict(
        zip(
            HEADINGS,
            (
                "H21010200001",
                "演示人民医院",
                "D210102000001",
                "赵知微",
                "女",
                "居民身份证",
                "",
                "在职",
                "2023-01-01",
                "2027-12-31",
                "110210000000001",
                "演示人民医院",
                "临床",
                "内科专业",
                "执业医师",
                "主治医师",
            ),
            strict=True,
        )
    )
    return list((cells | changes).values())


def a_roster(*rows: list[str], encoding: str = "gb18030") -> bytes:
    """Return the bytes of a roster."""
    return "".join("\t".join(row) + "\r\n" for row in (HEADINGS, *rows)).encode(encoding)
