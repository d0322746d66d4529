"""Plugins whose code is wrong when it is loaded."""

from tests.host.villages import MARKER
from tests.host.wrong import FILES_HOOK, Wrong, code

HOOKS = "guiju_points_of, guiju_regulation_files"
MARK = "pluggy.HookimplMarker('guiju')"

UNIMPORTABLE = (
    code(
        "raises_at_import",
        "IMPORT_FAILED",
        "raise RuntimeError('no such table')",
        "导入 rules.py 失败: RuntimeError: no such table; 改正",
        "importing rules.py failed: RuntimeError: no such table; correct",
    ),
    code(
        "calls_exit_at_import",
        "IMPORT_FAILED",
        "import sys\nsys.exit('giving up')",
        "导入 rules.py 失败: SystemExit: giving up",
        "importing rules.py failed: SystemExit: giving up",
    ),
    code(
        "is_interrupted_at_import",
        "IMPORT_FAILED",
        "raise KeyboardInterrupt",
        "导入 rules.py 失败: KeyboardInterrupt",
        "importing rules.py failed: KeyboardInterrupt",
    ),
    code(
        "does_not_parse",
        "IMPORT_FAILED",
        "def rules(:\n",
        "导入 rules.py 失败: SyntaxError: invalid syntax (rules.py, line 1)",
        "importing rules.py failed: SyntaxError: invalid syntax (rules.py, line 1)",
    ),
    code(
        "imports_what_is_not_there",
        "IMPORT_FAILED",
        "import nowhere_to_be_found",
        "导入 rules.py 失败: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
        "importing rules.py failed: ModuleNotFoundError: No module named 'nowhere_to_be_found'",
    ),
    code(
        "recurses_at_import",
        "IMPORT_FAILED",
        "def deep():\n    return deep()\n\n\ndeep()\n",
        "导入 rules.py 失败: RecursionError: maximum recursion depth exceeded",
        "importing rules.py failed: RecursionError: maximum recursion depth exceeded",
    ),
    code(
        "nests_beyond_what_python_reads",
        "IMPORT_FAILED",
        "x = " + "(" * 5000 + ")" * 5000,
        "导入 rules.py 失败: SyntaxError: too many nested parentheses",
        "importing rules.py failed: SyntaxError: too many nested parentheses",
    ),
    Wrong(
        name="is_written_in_gbk",
        code="IMPORT_FAILED",
        zh="导入 rules.py 失败: SyntaxError: (unicode error) 'utf-8' codec can't decode",
        en="importing rules.py failed: SyntaxError: (unicode error) 'utf-8' codec can't decode",
        files={"2020.toml": "", "rules.py": "x = '规矩'".encode("gbk")},
    ),
    Wrong(
        name="links_its_rules_to_nothing",
        code="IMPORT_FAILED",
        zh="导入 rules.py 失败: FileNotFoundError",
        en="importing rules.py failed: FileNotFoundError",
        files={"2020.toml": ""},
        links={"rules.py": "gone.py"},
    ),
    code(
        "raises_an_error_that_cannot_be_told",
        "IMPORT_FAILED",
        "class Odd(Exception):\n    def __str__(self):\n        raise ValueError\n\n\nraise Odd\n",
        "导入 rules.py 失败: Odd:",
        "importing rules.py failed: Odd:",
    ),
    code(
        "raises_an_error_in_no_language",
        "IMPORT_FAILED",
        "raise ValueError('\\udcff')",
        "导入 rules.py 失败: ValueError: ?",
        "importing rules.py failed: ValueError: ?",
    ),
)

MISHOOKED = (
    code(
        "has_no_hook",
        "NO_HOOK",
        "def points_of(question):\n    return 1\n",
        f"没有实现任何钩子; 用 {MARK} 标记其一: {HOOKS}",
        f"implements no hook; mark one with {MARK}: {HOOKS}",
    ),
    code(
        "misspells_a_hook",
        "UNKNOWN_HOOK",
        MARKER + "\n@hookimpl\ndef guiju_point_of(question):\n    return 1\n",
        "没有名为 guiju_point_of 的钩子; 应为: guiju_points_of",
        "no hook is called guiju_point_of; did you mean: guiju_points_of",
    ),
    code(
        "misspells_a_hook_and_does_not_mark_it",
        "UNKNOWN_HOOK",
        "def guiju_regulations(question):\n    return 1\n",
        "没有名为 guiju_regulations 的钩子; 应为: guiju_regulation_files",
        "no hook is called guiju_regulations; did you mean: guiju_regulation_files",
    ),
    code(
        "does_not_mark_a_hook",
        "UNMARKED_HOOK",
        MARKER + "\ndef guiju_points_of(question):\n    return 1\n",
        f"guiju_points_of 没有标记, 不会被调用; 用 {MARK} 标记",
        f"guiju_points_of is not marked and would never be called; mark it with {MARK}",
    ),
    code(
        "has_an_async_hook",
        "ASYNC_HOOK",
        MARKER + "\n@hookimpl\nasync def guiju_points_of(question):\n    return 1\n",
        "guiju_points_of 是协程; 钩子必须是同步函数",
        "guiju_points_of is a coroutine; hooks are synchronous functions",
    ),
    code(
        "has_an_async_generator",
        "ASYNC_HOOK",
        MARKER + "\n@hookimpl\nasync def guiju_regulation_files():\n    yield 1\n",
        "guiju_regulation_files 是协程; 钩子必须是同步函数",
        "guiju_regulation_files is a coroutine; hooks are synchronous functions",
    ),
    code(
        "asks_for_arguments_that_no_one_gives",
        "REFUSED",
        MARKER + "\n@hookimpl\ndef guiju_points_of(question, doctor):\n    return 1\n",
        "插件不能注册: PluginValidationError",
        "the plugin cannot be registered: PluginValidationError",
    ),
    code(
        "cannot_be_inspected",
        "INSPECTION_FAILED",
        "def __dir__():\n    raise ValueError('no names')\n",
        "无法查看插件的内容: ValueError: no names",
        "the plugin cannot be inspected: ValueError: no names",
    ),
)

MISLISTED = (
    code(
        "raises_when_asked_for_files",
        "HOOK_FAILED",
        FILES_HOOK + "raise KeyError('where')\n",
        "guiju_regulation_files 出错: KeyError: 'where'",
        "guiju_regulation_files failed: KeyError: 'where'",
    ),
    code(
        "exits_when_asked_for_files",
        "HOOK_FAILED",
        FILES_HOOK + "raise SystemExit(2)\n",
        "guiju_regulation_files 出错: SystemExit: 2",
        "guiju_regulation_files failed: SystemExit: 2",
    ),
    code(
        "answers_with_a_number",
        "HOOK_FAILED",
        FILES_HOOK + "return 7\n",
        "guiju_regulation_files 出错: TypeError",
        "guiju_regulation_files failed: TypeError",
    ),
    code(
        "answers_with_names_in_place_of_paths",
        "NO_REGULATION",
        FILES_HOOK + "return ['2020.toml']\n",
        'guiju_regulation_files 没有给出数据文件的路径 (str "2020.toml"); 返回',
        'guiju_regulation_files names no path of a data file (str "2020.toml"); return',
    ),
    code(
        "answers_with_a_million_paths",
        "ANSWER_TOO_LARGE",
        "from pathlib import Path\n"
        + FILES_HOOK
        + "return [Path(f'{number:0>40}.toml') for number in range(100_000)]\n",
        "guiju_regulation_files 的回答过大",
        "the answer of guiju_regulation_files is too large",
    ),
    code(
        "names_a_file_that_is_not_there",
        "FILE_UNREADABLE",
        "from pathlib import Path\n" + FILES_HOOK + "return [Path('2031.toml')]\n",
        "2031.toml 不能读取: FileNotFoundError",
        "2031.toml cannot be read: FileNotFoundError",
    ),
    code(
        "names_a_file_that_never_ends",
        "FILE_UNREADABLE",
        "from pathlib import Path\n" + FILES_HOOK + "return [Path('/dev/zero')]\n",
        "zero 不能读取: OSError: zero is no regular file",
        "zero cannot be read: OSError: zero is no regular file",
    ),
)

FORBIDDEN = (
    code(
        "imports_the_core",
        "FORBIDDEN_IMPORT",
        MARKER + "\nfrom core.regulation.law import Law\n",
        "插件的代码导入了 core.regulation.law; 插件只能使用标准库",
        "the plugin's code imports core.regulation.law; it may use the standard library",
    ),
    code(
        "imports_the_core_by_name",
        "FORBIDDEN_IMPORT",
        MARKER + "\nimport importlib\nhost = importlib.import_module('core.host')\n",
        "插件的代码导入了 core.host",
        "the plugin's code imports core.host",
    ),
    code(
        "imports_the_core_by_a_hidden_name",
        "FORBIDDEN_IMPORT",
        MARKER + "\nhost = __import__('co' + 're')\n",
        "插件的代码导入了 core",
        "the plugin's code imports core",
    ),
)

OF_ANOTHER_API = (
    code(
        "is_made_for_the_next_host",
        "WRONG_API",
        "GUIJU_API = '>=2'\ndef guiju_hook_of_the_next_host():\n    return 1\n",
        "为接口 >=2 编写, 本系统的接口是 1.0; 安装",
        "made for the host API >=2; the API of this host is 1.0; install",
    ),
    code(
        "states_no_range",
        "API_RANGE_INVALID",
        MARKER + "\nGUIJU_API = 'one'\n",
        "'one' 不是版本范围; 写成",
        "'one' is no range of versions; write",
    ),
)

HARMFUL = (
    code(
        "ends_its_process_at_import",
        "PLUGIN_DIED",
        "import os\nos._exit(3)\n",
        "导入 rules.py 时插件的进程自行结束 (exit code 3)",
        "the plugin's process ended by itself during importing rules.py (exit code 3)",
    ),
    code(
        "kills_itself_at_import",
        "PLUGIN_DIED",
        "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
        "导入 rules.py 时插件的进程自行结束 (SIGKILL, 多为整机内存不足)",
        "the plugin's process ended by itself during importing rules.py (SIGKILL, mostly a lack of memory",
    ),
    code(
        "recurses_until_the_process_ends",
        "PLUGIN_DIED",
        "import sys\nsys.setrecursionlimit(10**9)\nclass Deep:\n    def __repr__(self):\n        return repr(self)\n"
        "repr(Deep())\n",
        "导入 rules.py 时插件的进程自行结束 (SIGSEGV, 多为递归过深)",
        "the plugin's process ended by itself during importing rules.py (SIGSEGV, mostly a recursion that is too deep)",
    ),
    code(
        "ends_its_process_when_asked_for_files",
        "PLUGIN_DIED",
        "import os\n" + FILES_HOOK + "os._exit(0)\n",
        "guiju_regulation_files 时插件的进程自行结束 (exit code 0)",
        "the plugin's process ended by itself during guiju_regulation_files (exit code 0)",
    ),
    code(
        "hoards_memory_at_import",
        "OUT_OF_MEMORY",
        "hoard = bytearray(10**10)\n",
        "导入 rules.py 需要的内存超过 512 MiB; 减少",
        "importing rules.py needs over 512 MiB of memory; use less",
    ),
    code(
        "closes_every_file_at_import",
        "PLUGIN_DIED",
        "import os\nos.closerange(0, 1000)\n",
        "导入 rules.py 时插件的进程自行结束",
        "the plugin's process ended by itself during importing rules.py",
    ),
    code(
        "writes_into_every_file_at_import",
        "ANSWER_GARBLED",
        "import os\nfor number in range(3, 64):\n    try:\n        os.write(number, b'{}\\n')\n    except OSError:\n"
        "        pass\n",
        "导入 rules.py 时插件的进程写出了不成回答的内容",
        "during importing rules.py the plugin's process wrote what is no answer",
    ),
)

HANGING = (
    code(
        "hangs_at_import",
        "LOAD_TIMEOUT",
        "import time\ntime.sleep(1000)\n",
        "导入 rules.py 超过 5 秒, 已终止; 代码只计算",
        "importing rules.py took over 5 s and was ended; code computes",
    ),
    code(
        "hangs_in_a_loop_that_hears_no_signal",
        "LOAD_TIMEOUT",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')\n",
        "导入 rules.py 超过 5 秒, 已终止",
        "importing rules.py took over 5 s and was ended",
    ),
    code(
        "hangs_when_asked_for_files",
        "LOAD_TIMEOUT",
        "import time\n" + FILES_HOOK + "time.sleep(1000)\n",
        "guiju_regulation_files 超过 5 秒, 已终止",
        "guiju_regulation_files took over 5 s and was ended",
    ),
)

WRONG_CODE = (*UNIMPORTABLE, *MISHOOKED, *MISLISTED, *FORBIDDEN, *OF_ANOTHER_API, *HARMFUL)
