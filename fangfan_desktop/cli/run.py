"""Run one command: exit status 0 done, 1 done with findings, 2 refused and nothing changed."""

import sys
import traceback
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO, TextIOWrapper

import typer

from fangfan_desktop.cli import commands
from fangfan_desktop.cli.console import DONE, REFUSED, answer, say
from fangfan_desktop.errors import FangfanError

# typer carries its own copy of click, and shows only this class of the family in public
_UsageError: type[Exception] = typer.BadParameter.__mro__[1]
_FAULT = (
    "程序自身出错，这一步没有完成，没有保存的内容都已撤回。请把以上内容发给维护人员，"
    "里面没有姓名和号码。"
)
_HELP_WORDS = {
    "Usage:": "用法：",
    "Options:": "选项：",
    "Commands:": "命令：",
    "Arguments:": "参数：",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]",
    "Show this message and exit.": "显示这段说明",
    "[required]": "[必填]",
    "[default: ": "[默认：",
}


def run(arguments: Sequence[str]) -> int:
    """Run the command line with the arguments after the program's name."""
    for stream in (sys.stdout, sys.stderr):
        # a Chinese Windows console would fail on rare characters in its own code page
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    is_json = "--json" in arguments
    try:
        return _run(arguments)
    except typer.Exit as stop:
        return stop.exit_code
    except (typer.Abort, KeyboardInterrupt):
        return _refuse("已取消，没有改动任何数据。", is_json=is_json)
    except FangfanError as error:
        return _refuse(error.sentence, is_json=is_json)
    except _UsageError as error:
        return _refuse(_usage_sentence(error), is_json=is_json)
    except Exception as error:  # noqa: BLE001 - a fault of ours: told as one, never as status 1
        _tell_place(error)
        return _refuse(_FAULT, is_json=is_json)


def _tell_place(error: Exception) -> None:
    """Where the program failed, for whoever mends it; the error's own words may name a person."""
    sys.stderr.writelines(traceback.format_tb(error.__traceback__))
    sys.stderr.write(type(error).__name__ + "\n")


def _run(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(commands.app)
    if "--help" not in arguments:
        result = command.main(list(arguments), prog_name="fangfan", standalone_mode=False)
        return result if isinstance(result, int) else DONE
    with redirect_stdout(StringIO()) as shown:
        command.main(list(arguments), prog_name="fangfan", standalone_mode=False)
    text = shown.getvalue()
    for english, chinese in _HELP_WORDS.items():
        text = text.replace(english, chinese)
    sys.stdout.write(text)
    return DONE


def _refuse(sentence: str, *, is_json: bool) -> int:
    if is_json:
        answer({"error": sentence}, as_json=True)
    say(sentence)
    return REFUSED


def _usage_sentence(error: Exception) -> str:
    """The usage error in Chinese: the library's own words are English."""
    option = getattr(error, "option_name", None)
    if option and hasattr(error, "possibilities"):
        return f"没有选项 {option}。用 fangfan 命令名 --help 看可用的选项。"
    if option:
        return f"{option} 后面缺少值。用 fangfan 命令名 --help 看写法。"
    parameter = getattr(error, "param", None)
    if parameter is None:
        return "命令写得不对。用 fangfan --help 看全部命令，用 fangfan 命令名 --help 看写法。"
    name = parameter.metavar if parameter.param_type_name == "argument" else parameter.opts[0]
    if isinstance(error, typer.BadParameter) and type(error) is typer.BadParameter:
        return f"{name} 的值不对。用 fangfan 命令名 --help 看写法。"
    return f"缺少 {name}。用 fangfan 命令名 --help 看写法。"
