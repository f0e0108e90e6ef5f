"""Files that are kept inside the database: scans, photos, evidence."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.errors import OutsideError, UserError

LARGEST_FILE = 20 * 1024 * 1024  # bytes
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file's name and bytes, known by their SHA-256."""

    name: str
    sha256: str
    content: bytes


def read_kept_file(path: Path) -> KeptFile:
    """The bytes of a file that is to be kept.

    Raises:
        UserError: it is empty, or larger than 20 MB.
        OutsideError: it cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise UserError(
                f"“{path.name}”有{size / _MEGABYTE:.0f} MB，最大20 MB。请压缩图片，或只写明存放处。"
            )
        content = path.read_bytes()
    except OSError as error:
        raise OutsideError(f"读不了“{path.name}”：{error.strerror or error}。") from error
    if not content:
        raise UserError(f"“{path.name}”是空文件，请另选。")
    return KeptFile(path.name, hashlib.sha256(content).hexdigest(), content)
