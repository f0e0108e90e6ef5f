"""Files that anybody may see: nothing leaves before the finished bytes are looked through."""

from collections.abc import Callable, Collection
from pathlib import Path
from typing import TypeVar

from fangfan_desktop.errors import UserError
from fangfan_desktop.whole_file import write_whole

Result = TypeVar("Result")


def write_public(
    target: Path, write: Callable[[Path], Result], allowed: Collection[str] = ()
) -> Result:
    """Write a public file; with a private number anywhere inside it never appears.

    Args:
        target: the file; an older one stays where the new one is refused.
        write: writes the file at the path that it is given, which ends as the target does.
        allowed: numbers that may stand there: the office's own telephones.

    Raises:
        UserError: an ID number, mobile number or bank card number was found; the sentence says
            where. Or the file can't be looked into.
        OutsideError: the target cannot be written.
    """
    from fangfan_desktop.documents.leak_check import (  # noqa: PLC0415 - loads three file readers
        find_leaks,
        leak_sentence,
    )

    with write_whole(target, target.suffix.lower()) as temporary:
        result = write(temporary)
        if leaks := find_leaks(temporary.read_bytes(), target.name, allowed):
            raise UserError(leak_sentence(leaks))
    return result
