"""The words for what a plugin's code can do wrong: what happened, and what to do."""

import signal
from collections.abc import Callable, Mapping
from types import MappingProxyType

from core.host.limits import PREFIX, Limits
from core.host.parking import Reason
from core.regulation.files.problems import Problem
from core.text import Text
from core.worker.hookspecs import NAMES, POINTS, PROJECT
from core.worker.messages import Fault, Place
from core.worker.vetting import likely

_SIGNALS: Mapping[str, Text] = MappingProxyType(
    {
        signal.SIGSEGV.name: Text(zh="多为递归过深", en="mostly a recursion that is too deep"),
        signal.SIGABRT.name: Text(zh="多为内存不足", en="mostly a lack of memory"),
        signal.SIGKILL.name: Text(zh="多为整机内存不足", en="mostly a lack of memory of the whole machine"),
    }
)
"""What the signals that end a process mostly come from."""

_Words = Callable[[str, Text, Limits], Text]
"""From what the fault is about, what was being done, and the limits, to what is said."""

_LISTED = ", ".join(NAMES)


def _simple(zh: str, en: str) -> _Words:
    """Return the words of two templates: ``{0}`` is what the fault is about, ``{1}`` what was being done."""

    def words(what: str, doing: Text, limits: Limits) -> Text:
        del limits
        return Text(zh=zh.format(what, doing.zh), en=en.format(what, doing.en))

    return words


def _died(what: str, doing: Text, limits: Limits) -> Text:
    del limits
    mostly = _SIGNALS.get(what)
    zh = f"{what}, {mostly.zh}" if mostly is not None else what
    en = f"{what}, {mostly.en}" if mostly is not None else what
    return Text(
        zh=f"{doing.zh} 时插件的进程自行结束 ({zh}); 找出结束进程的语句并去掉",
        en=f"the plugin's process ended by itself during {doing.en} ({en}); find what ends it and remove that",
    )


def _too_late(what: str, doing: Text, limits: Limits) -> Text:
    """Return the words for what took longer than the limit called ``what`` allows."""
    seconds, variable = getattr(limits, what), f"{PREFIX}{what.upper()}"
    return Text(
        zh=f"{doing.zh} 超过 {seconds} 秒, 已终止; 代码只计算, 不等待、不联网; 确有需要时由运维调高 {variable}",
        en=f"{doing.en} took over {seconds} s and was ended; code computes and waits for nothing; "
        f"if it needs more, the operator raises {variable}",
    )


def _memory(what: str, doing: Text, limits: Limits) -> Text:
    del what
    return Text(
        zh=f"{doing.zh} 需要的内存超过 {limits.memory_mib} MiB; 减少占用, 或由运维调高 {PREFIX}MEMORY_MIB",
        en=f"{doing.en} needs over {limits.memory_mib} MiB of memory; "
        f"use less, or the operator raises {PREFIX}MEMORY_MIB",
    )


def _too_large(what: str, doing: Text, limits: Limits) -> Text:
    size = what or f"> {limits.answer_bytes} B"
    return Text(
        zh=f"{doing.zh} 的回答过大 ({size}); 回答普通的数或少量文件",
        en=f"the answer of {doing.en} is too large ({size}); answer with an ordinary number, or fewer files",
    )


def _wrong(what: str, doing: Text, limits: Limits) -> Text:
    del limits
    return Text(
        zh=f"{doing.zh} 回答了 {what}; 应为不小于零的 Decimal, 或 None",
        en=f"{doing.en} answered {what}; it answers with a Decimal of zero or more, or with None",
    )


_WORDS: Mapping[str, _Words] = MappingProxyType(
    {
        "IMPORT_FAILED": _simple("{1} 失败: {0}; 改正后重新加载", "{1} failed: {0}; correct it and load again"),
        "INSPECTION_FAILED": _simple(
            "无法查看插件的内容: {0}; 去掉出错的 __dir__ 等方法",
            "the plugin cannot be inspected: {0}; remove what fails, such as a __dir__ of its own",
        ),
        "REFUSED": _simple(
            "插件不能注册: {0}; 参数须与钩子一致",
            "the plugin cannot be registered: {0}; its arguments are those of the hook",
        ),
        "NO_HOOK": _simple(
            f"没有实现任何钩子; 用 pluggy.HookimplMarker({PROJECT!r}) 标记其一: {_LISTED}",
            f"implements no hook; mark one with pluggy.HookimplMarker({PROJECT!r}): {_LISTED}",
        ),
        "UNKNOWN_HOOK": lambda what, _, __: Text(
            zh=f"没有名为 {what} 的钩子; 应为: {likely(what)}",
            en=f"no hook is called {what}; did you mean: {likely(what)}",
        ),
        "UNMARKED_HOOK": _simple(
            f"{{0}} 没有标记, 不会被调用; 用 pluggy.HookimplMarker({PROJECT!r}) 标记",
            f"{{0}} is not marked and would never be called; mark it with pluggy.HookimplMarker({PROJECT!r})",
        ),
        "ASYNC_HOOK": _simple("{0} 是协程; 钩子必须是同步函数", "{0} is a coroutine; hooks are synchronous functions"),
        "HOOK_FAILED": _simple("{1} 出错: {0}; 改正后重新加载", "{1} failed: {0}; correct it and load again"),
        "NO_REGULATION": _simple(
            "{1} 没有给出数据文件的路径 ({0}); 返回 pathlib.Path 的列表",
            "{1} names no path of a data file ({0}); return a list of pathlib.Path",
        ),
        "FILE_UNREADABLE": _simple(
            "{1} 不能读取: {0}; 核对文件是否存在、是否为普通文件、有无读取权限",
            "{1} cannot be read: {0}; check that it is there, a regular file, and may be read",
        ),
        "FORBIDDEN_IMPORT": _simple(
            "插件的代码导入了 {0}; 插件只能使用标准库、pluggy 和自己的依赖, 不得导入本系统内部",
            "the plugin's code imports {0}; it may use the standard library, pluggy and what it depends on, "
            "nothing of the host's inside",
        ),
        "LOAD_TIMEOUT": _too_late,
        "HOOK_TIMEOUT": _too_late,
        "PLUGIN_DIED": _died,
        "OUT_OF_MEMORY": _memory,
        "ANSWER_TOO_LARGE": _too_large,
        "ANSWER_WRONG": _wrong,
        "ANSWER_GARBLED": _simple(
            "{1} 时插件的进程写出了不成回答的内容; 插件不得使用不是自己打开的文件描述符",
            "during {1} the plugin's process wrote what is no answer; "
            "it must not use file descriptors that are not its own",
        ),
        "START_FAILED": _simple(
            "不能为插件启动进程: {0}; 核对系统的进程数和内存",
            "no process can be started for the plugin: {0}; check the machine's processes and memory",
        ),
    }
)

CODES = tuple(sorted(_WORDS))
"""Every code that has words here."""


def reason(fault: Fault, doing: Text, limits: Limits) -> Reason:
    """Return what is said of ``fault``, which was met while ``doing`` what is said."""
    return Reason(fault.code, _WORDS[fault.code](fault.what, doing, limits), tuple(map(_problem, fault.places)))


def _problem(place: Place) -> Problem:
    return Problem(
        "FORBIDDEN_IMPORT",
        place.file,
        place.line,
        place.column,
        place.source,
        Text(zh=f"导入了 {place.what}", en=f"imports {place.what}"),
        Text(
            zh=f"去掉这一行; 钩子所需的都在 {POINTS} 的参数里",
            en=f"remove it; all that a hook needs is in the argument of {POINTS}",
        ),
    )
