"""Opening the program's file, and making it on the first run."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from fangfan_desktop import paths
from fangfan_desktop.errors import OutsideError
from fangfan_desktop.storage.connection import is_plain
from fangfan_desktop.storage.database import Database, open_database
from fangfan_desktop.usecases.township import change_settings, create_township
from fangfan_desktop.whole_file import sweep

_DEMO_HOUSEHOLDS = 2000


class FileState(StrEnum):
    """What stands at the place of the database."""

    MISSING = "missing"
    PLAIN = "plain"
    ENCRYPTED = "encrypted"  # or something that is no database: only the key can tell


@dataclass(frozen=True, slots=True)
class FirstAnswers:
    """What the first run asks; an empty password makes an unencrypted file."""

    township_code: str  # nine digits
    office_name: str
    operator_name: str
    password: str
    is_demo: bool


def file_state(path: Path) -> FileState:
    """What stands there, by its first bytes.

    Raises:
        OutsideError: the file cannot be read.
    """
    if not path.exists():
        return FileState.MISSING
    try:
        return FileState.PLAIN if is_plain(path) else FileState.ENCRYPTED
    except OSError as error:
        raise OutsideError(f"读不了数据库文件“{path}”。请检查权限，或者U盘是否插好。") from error


def open_township(path: Path, *, password: str | None) -> Database:
    """Open the database of a township; what a killed program left unfinished is taken away.

    Raises:
        UserError: wrong password, foreign file, in use, of a newer program.
        OutsideError: the file is damaged, or the disk fails.
    """
    database = open_database(path, password)
    for folder in (paths.export_dir(), paths.backup_dir()):
        sweep(folder)
    return database


def start_township(
    path: Path,
    *,
    answers: FirstAnswers,
    progress: Callable[[int, int, str], None] | None = None,
) -> Database:
    """Make the database of the first run: empty, or with a made-up township to look around in.

    Raises:
        UserError: the township is not in the list, or the file exists already.
        OutsideError: the file cannot be written.
    """
    password = answers.password or None
    if answers.is_demo:
        # every start imports this module, and next to none needs a made-up township
        from fangfan_desktop.usecases.demo import DemoSize, create_demo  # noqa: PLC0415

        database = create_demo(
            path,
            size=DemoSize(_DEMO_HOUSEHOLDS),
            township_code=answers.township_code,
            password=password,
            progress=progress,
        )
    else:
        database = create_township(path, township_code=answers.township_code, password=password)
    values = {"office_name": answers.office_name, "operator_name": answers.operator_name}
    change_settings(database, values={key: value for key, value in values.items() if value})
    return database
