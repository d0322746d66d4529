"""Plugins whose folder or data files are wrong; no code of theirs is run."""

from tests.host.villages import data
from tests.host.wrong import Wrong

UNREADABLE = (
    Wrong(
        name="has_a_folder_for_a_file",
        code="FILE_UNREADABLE",
        zh="2020.toml 不能读取: IsADirectoryError: 2020.toml is a folder; 核对",
        en="2020.toml cannot be read: IsADirectoryError: 2020.toml is a folder; check",
        folders=("2020.toml",),
    ),
    Wrong(
        name="has_a_link_to_nothing",
        code="FILE_UNREADABLE",
        zh="2020.toml 不能读取: FileNotFoundError",
        en="2020.toml cannot be read: FileNotFoundError",
        links={"2020.toml": "2019.toml"},
    ),
    Wrong(
        name="has_a_link_to_itself",
        code="FILE_UNREADABLE",
        zh="2020.toml 不能读取: OSError: [Errno 40]",
        en="2020.toml cannot be read: OSError: [Errno 40]",
        links={"2020.toml": "2020.toml"},
    ),
    Wrong(
        name="has_a_pipe_that_nobody_fills",
        code="FILE_UNREADABLE",
        zh="2020.toml 不能读取: OSError: 2020.toml is no regular file",
        en="2020.toml cannot be read: OSError: 2020.toml is no regular file",
        pipes=("2020.toml",),
    ),
    Wrong(
        name="has_a_link_to_what_never_ends",
        code="FILE_UNREADABLE",
        zh="2020.toml 不能读取: OSError: 2020.toml is no regular file",
        en="2020.toml cannot be read: OSError: 2020.toml is no regular file",
        links={"2020.toml": "/dev/zero"},
    ),
)

EMPTY = (
    Wrong(
        name="holds_no_data",
        files={"notes.txt": "later"},
        code="NO_REGULATION",
        zh="holds_no_data 中没有数据文件; 放入一个如 2011.toml 的文件",
        en="holds_no_data holds no data file; put one such as 2011.toml into it",
    ),
    Wrong(
        name="holds_examples_alone",
        files={"2020.cases.toml": 'regulation = "x"'},
        code="NO_REGULATION",
        zh="holds_examples_alone 中没有数据文件; 放入一个如 2011.toml 的文件",
        en="holds_examples_alone holds no data file; put one such as 2011.toml into it",
    ),
)

MISFILED = (
    Wrong(
        name="is_filed_under_another_name",
        files={"2020.toml": data("elsewhere")},
        code="PLACE_MISMATCH",
        zh="elsewhere 的 place 与文件夹名不同",
        en="the place of elsewhere is not the name of the folder",
    ),
    Wrong(
        name="overlapping",
        files={
            "2020.toml": data("overlapping", id="overlapping-1"),
            "2021.toml": data("overlapping", id="overlapping-2", start="2021-01-01"),
        },
        code="VERSIONS_OVERLAP",
        zh="overlapping-1 与 overlapping-2 的施行期间重叠; 写明 in_force.to",
        en="overlapping-1 and overlapping-2 are in force at the same time; state in_force.to",
    ),
    Wrong(
        name="twice_one_id",
        files={"2020.toml": data("twice_one_id"), "2021.toml": data("twice_one_id", start="2021-01-01")},
        code="ID_CLASH",
        zh="规定 twice_one_id 由多个插件提供: twice_one_id, twice_one_id; 只保留一个",
        en="the regulation twice_one_id is claimed by twice_one_id, twice_one_id; keep one of them",
    ),
)

OF_ANOTHER_API = (
    Wrong(
        name="asks_for_the_next_host",
        files={"2020.toml": 'host_api = ">=2,<3"\nid = 5\nwhat_comes_later = true\n'},
        code="WRONG_API",
        zh="asks_for_the_next_host/2020.toml:1: 为接口 >=2,<3 编写, 本系统的接口是 1.0; 安装",
        en="asks_for_the_next_host/2020.toml:1: made for the host API >=2,<3; the API of this host is 1.0; install",
    ),
    Wrong(
        name="asks_for_no_range",
        files={"2020.toml": 'host_api = "newest"\n' + data("asks_for_no_range")},
        code="API_RANGE_INVALID",
        zh="asks_for_no_range/2020.toml:1: 'newest' 不是版本范围; 写成",
        en="asks_for_no_range/2020.toml:1: 'newest' is no range of versions; write",
    ),
)

WRONG_DATA = (*UNREADABLE, *EMPTY, *MISFILED, *OF_ANOTHER_API)


def mistaken(name: str, content: str | bytes) -> Wrong:
    """Return a folder with one data file that holds one mistake."""
    zh, en = "数据文件有 1 处错误", "the data files hold 1 mistake(s)"
    return Wrong(name=name, files={"2020.toml": content}, code="DATA_WRONG", zh=zh, en=en)


MISTAKEN = (
    (mistaken("written_in_gbk", data("written_in_gbk").encode("gbk")), "NOT_UTF8", 4),
    (mistaken("written_in_utf_16", data("written_in_utf_16").encode("utf-16")), "NOT_UTF8", 1),
    (mistaken("huge", "# nothing\n" * 1_000_000), "FILE_TOO_LARGE", 1),
    (mistaken("a_bomb_of_brackets", "x = " + "[\n" * 100_000), "TOO_DEEP", 1),
    (mistaken("a_bomb_of_names", ".".join("a" * 4_000) + " = 1"), "TOO_DEEP", 1),
    (mistaken("a_bomb_of_keys", "\n".join(f"k{number} = 1" for number in range(30_000))), "TOO_MANY_VALUES", 1),
    (mistaken("one_long_line", "x = [" + "1, " * 300_000 + "]"), "LINE_TOO_LONG", 1),
    (mistaken("null_bytes", b"\0" * 1000), "TOML_SYNTAX", 1),
    (mistaken("a_tar", b"\x1f\x8b\x08\x00" + bytes(range(256)) * 100), "NOT_UTF8", 1),
)
"""Folders with one mistake in the data, its code and its line."""
