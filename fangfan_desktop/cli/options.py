"""Options that several commands share, and opening the database they name."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from fangfan_desktop import paths
from fangfan_desktop.errors import OutsideError, UserError

DbOption = Annotated[
    Path | None,
    typer.Option("--db", metavar="FILE", help="数据库文件；不写则用桌面程序自己的那个"),
]
PasswordFileOption = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="存有密码的文件（第一行）"),
]
JsonOption = Annotated[bool, typer.Option("--json", help="结果以一个 JSON 对象输出")]
CampaignOption = Annotated[
    str | None,
    typer.Option("--campaign", metavar="N", help="排查的名称或编号；只有一次排查时可以不写"),
]
VillageOption = Annotated[str | None, typer.Option("--village", metavar="V", help="村（社区）名")]

_HOW_TO_GIVE = "请设置环境变量 FANGFAN_PASSWORD，或者用 --password-file 指明密码文件"


def database_path(given: Path | None) -> Path:
    """The file named, or the desktop program's own."""
    return given if given is not None else paths.default_database()


def existing_password(path: Path, password_file: Path | None) -> str | None:
    """The password of a file that exists; None for a plain one.

    Order: environment FANGFAN_PASSWORD, the password file, a question on the terminal.

    Raises:
        UserError: the file needs a password and there is no way to get it.
    """
    from fangfan_desktop.storage.connection import is_plain  # noqa: PLC0415 - loads the driver

    if not path.is_file() or path.stat().st_size == 0 or is_plain(path):
        return None
    return _given_password(password_file) or _asked_password(
        "密码：",
        f"“{path.name}”有密码，或者不是本程序的数据库。{_HOW_TO_GIVE}；选错了文件请改文件名。",
    )


def new_password(password_file: Path | None, *, is_plain: bool) -> str | None:
    """The password for a new file; None with `--plain`.

    Raises:
        UserError: none was given and there is no terminal to ask on, or the two entries differ.
    """
    if is_plain:
        return None
    given = _given_password(password_file)
    if given:
        return given
    refusal = f"需要密码。{_HOW_TO_GIVE}；新建不加密的数据库请加 --plain。"
    first = _asked_password("给新数据库设一个密码（忘记后数据无法找回）：", refusal)
    if _asked_password("再输入一次：", refusal) != first:
        raise UserError("两次输入的密码不一样，没有建立数据库。请再试一次。")
    return first


def _given_password(password_file: Path | None) -> str | None:
    from_environment = os.environ.get("FANGFAN_PASSWORD")
    if from_environment:
        return from_environment
    if password_file is None:
        return None
    try:
        lines = password_file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise OutsideError(f"读不了密码文件“{password_file}”。请检查文件名和权限。") from error
    if not lines or not lines[0]:
        raise UserError(f"密码文件“{password_file}”的第一行是空的。请把密码写在第一行。")
    return lines[0]


def _asked_password(question: str, refusal: str) -> str:
    """Ask on the terminal; `refusal` is said where there is none."""
    if not sys.stdin.isatty():
        raise UserError(refusal)
    # getpass would write its question to the terminal in English when echo cannot be switched off
    answer = typer.prompt(question, hide_input=True, prompt_suffix="", err=True)
    return str(answer)
