"""What goes wrong while a workbook is read, in words: whose fault it is and what to do."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from python_calamine import CalamineError, PasswordError

from fangfan_desktop.errors import FangfanError, OutsideError, UserError


@contextmanager
def faults_in_words(path: Path, keep: str) -> Generator[None]:
    """Say in words why the workbook could not be read; faults of ours stay what they are.

    Args:
        path: the workbook.
        keep: what to leave in a workbook that is too large: 空白表.

    Raises:
        UserError: the file is encrypted, damaged or too large.
        OutsideError: the file cannot be opened.
    """
    try:
        yield
    except FangfanError:
        raise
    except PasswordError as error:
        raise UserError(f"“{path.name}”设了打开密码。请去掉密码后再试。") from error
    except OSError as error:
        raise OutsideError(f"读不了“{path.name}”：{error.strerror or error}。") from error
    except MemoryError as error:
        raise UserError(f"“{path.name}”太大，内存放不下。请只保留{keep}再试。") from error
    except CalamineError as error:
        raise _damaged(path) from error
    except BaseException as error:
        # The reader is Rust: where it meets what it can't make sense of it may panic, and that
        # arrives as an exception that has no public class.
        if type(error).__name__ == "PanicException":
            raise _damaged(path) from error
        raise


def _damaged(path: Path) -> UserError:
    return UserError(
        f"“{path.name}”已经损坏，读不出来。请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再试。"
    )
