"""Plugins whose code loads and whose rule is wrong when it is asked, and odd ones that are right all the same."""

from dataclasses import dataclass

from tests.host.villages import MARKER, data
from tests.host.wrong import POINTS_HOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class WrongRule:
    """A rule that does not answer as it should, and what is told of it."""

    name: str
    rules: str
    code: str
    zh: str
    en: str

    @property
    def files(self) -> dict[str, str]:
        """The files of its folder."""
        return {"2020.toml": data(self.name), "rules.py": self.rules}


def rule(name: str, code: str, body: str, zh: str, en: str, before: str = "") -> WrongRule:
    """Return the rule of this body, with ``guiju_points_of`` before what is told of it in either language."""
    hook = "guiju_points_of"
    return WrongRule(
        name=name,
        code=code,
        rules=before + POINTS_HOOK + body + "\n",
        zh=zh.replace("HOOK", hook),
        en=en.replace("HOOK", hook),
    )


def wrong_answer(name: str, body: str, told: str, before: str = "") -> WrongRule:
    """Return the rule of this body, whose answer is told to be none."""
    return rule(name, "ANSWER_WRONG", body, f"HOOK 回答了 {told}; 应为", f"HOOK answered {told}; it answers", before)


DECIMAL = "from decimal import Decimal\n"
DEEP = """import sys
sys.setrecursionlimit(10**9)


class Deep:
    def __repr__(self):
        return repr(self)


"""

ANSWERING = (
    wrong_answer("answers_a_float", "return 4.5", "float 4.5"),
    wrong_answer("answers_a_whole_number", "return 4", "int 4"),
    wrong_answer("answers_a_text", "return 'four'", 'str "four"'),
    wrong_answer("answers_what_is_true", "return True", "bool true"),
    wrong_answer("answers_an_object_that_cannot_be_shown", "return Deep()", "Deep", DEEP),
    wrong_answer("answers_no_number", "return Decimal('NaN')", "NaN", DECIMAL),
    wrong_answer("answers_without_end", "return Decimal('Infinity')", "Infinity", DECIMAL),
    wrong_answer("answers_less_than_nothing", "return Decimal(-1)", "-1", DECIMAL),
    wrong_answer("answers_a_huge_text", "return 'x' * 10_000_000", 'str "' + "x" * 59, ""),
    rule(
        "answers_a_number_of_many_digits",
        "ANSWER_TOO_LARGE",
        "return Decimal('1' * 100_000)",
        "HOOK 的回答过大 (1.111E+99999)",
        "the answer of HOOK is too large (1.111E+99999)",
        DECIMAL,
    ),
    rule(
        "answers_an_astronomic_number",
        "ANSWER_TOO_LARGE",
        "return Decimal('1E+999999')",
        "HOOK 的回答过大 (1.000E+999999)",
        "the answer of HOOK is too large (1.000E+999999)",
        DECIMAL,
    ),
    rule(
        "raises",
        "HOOK_FAILED",
        "raise RuntimeError('at work')",
        "HOOK 出错: RuntimeError: at work",
        "HOOK failed: RuntimeError: at work",
    ),
    rule("exits", "HOOK_FAILED", "raise SystemExit(1)", "HOOK 出错: SystemExit: 1", "HOOK failed: SystemExit: 1"),
    rule(
        "changes_the_question",
        "HOOK_FAILED",
        "question.lost = 0",
        "HOOK 出错: FrozenInstanceError",
        "HOOK failed: FrozenInstanceError",
    ),
    rule(
        "recurses",
        "HOOK_FAILED",
        "return guiju_points_of(question)",
        "HOOK 出错: RecursionError",
        "HOOK failed: RecursionError",
    ),
    rule(
        "imports_the_core_when_asked",
        "FORBIDDEN_IMPORT",
        "return importlib.import_module('.'.join(['core', 'storage']))",
        "插件的代码导入了 core",
        "the plugin's code imports core",
        "import importlib\n",
    ),
    rule(
        "hoards_memory",
        "OUT_OF_MEMORY",
        "return len(bytearray(10**10))",
        "HOOK 需要的内存超过 512 MiB",
        "HOOK needs over 512 MiB of memory",
    ),
)
"""Rules that answer wrongly, and whose process goes on."""

ENDING = (
    rule(
        "ends_its_process",
        "PLUGIN_DIED",
        "os._exit(0)",
        "HOOK 时插件的进程自行结束 (exit code 0)",
        "the plugin's process ended by itself during HOOK (exit code 0)",
        "import os\n",
    ),
    rule(
        "recurses_until_the_process_ends",
        "PLUGIN_DIED",
        "return repr(Deep())",
        "HOOK 时插件的进程自行结束 (SIGSEGV, 多为递归过深)",
        "the plugin's process ended by itself during HOOK (SIGSEGV, mostly a recursion that is too deep)",
        DEEP,
    ),
    rule(
        "closes_every_file",
        "PLUGIN_DIED",
        "os.closerange(0, 1000)",
        "HOOK 时插件的进程自行结束",
        "the plugin's process ended by itself during HOOK",
        "import os\n",
    ),
    rule(
        "writes_into_every_file",
        "ANSWER_GARBLED",
        "[os.write(one, b'{}\\n') for one in range(64) if writable(one)]",
        "HOOK 时插件的进程写出了不成回答的内容",
        "during HOOK the plugin's process wrote what is no answer",
        "import fcntl, os\n\n\ndef writable(one):\n    try:\n"
        "        return fcntl.fcntl(one, fcntl.F_GETFL) & (os.O_WRONLY | os.O_RDWR)\n    except OSError:\n"
        "        return False\n\n\n",
    ),
    rule(
        "hangs",
        "HOOK_TIMEOUT",
        "time.sleep(1000)",
        "HOOK 超过 2 秒, 已终止; 代码只计算",
        "HOOK took over 2 s and was ended; code computes",
        "import time\n",
    ),
    rule(
        "hangs_where_no_signal_is_heard",
        "HOOK_TIMEOUT",
        "re.match('(a+)+$', 'a' * 60 + 'b')",
        "HOOK 超过 2 秒, 已终止",
        "HOOK took over 2 s and was ended",
        "import re\n",
    ),
    rule(
        "prints_without_end",
        "HOOK_TIMEOUT",
        "while True: print('', end='', flush=True)",
        "HOOK 超过 2 秒, 已终止",
        "HOOK took over 2 s and was ended",
    ),
)
"""Rules that end their process, or have it ended."""

FOUR = "return Decimal(4)\n"
RAISING_THREAD = "import threading\nthreading.Thread(target=lambda: 1 / 0).start()\n"
STAYING_THREAD = "import threading, time\nthreading.Thread(target=time.sleep, args=(1000,)).start()\n"
ODD = {
    "prints_garbage": "import os\nprint('{}')\nos.write(1, b'garbage\\n' * 10)\n",
    "reads_what_nobody_says": "import sys\nsys.stdin.read()\n",
    "closes_its_input": "import os, sys\nsys.stdin.close()\n",
    "closes_its_output": "import os\nos.close(0)\nos.close(1)\n",
    "starts_a_thread_that_raises": RAISING_THREAD,
    "starts_a_thread_that_stays": STAYING_THREAD,
    "starts_a_process_that_stays": "import subprocess\nsubprocess.Popen(['sleep', '1000'])\n",
    "splits_itself": "import os\nos.fork()\n",
    "hears_no_signal": "import signal\nfor one in (1, 2, 15):\n    signal.signal(one, signal.SIG_IGN)\n",
}
"""What plugins do that is odd when they are loaded, and harms nobody."""
ODD_RULES = {name: MARKER + DECIMAL + before + "\n" + POINTS_HOOK + FOUR for name, before in ODD.items()}
