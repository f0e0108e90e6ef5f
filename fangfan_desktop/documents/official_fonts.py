"""Which fonts of official papers this computer lacks, for one sentence to the clerk."""

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from fangfan_desktop.documents.docx_package import BODY_FONT, HEADER_FONT, TITLE_FONT

_ENDINGS = frozenset({".ttf", ".ttc", ".otf"})
# How the files of each font begin, as makers of systems and office programs name them.
_FILES = {
    TITLE_FONT: ("fzxbs", "fzxiaobiaosong", "方正小标宋"),
    BODY_FONT: ("simfang", "fangsong", "仿宋", "fzfs", "stfangso", "方正仿宋"),
    HEADER_FONT: ("simhei", "黑体", "fzht", "方正黑体"),
}


def missing_fonts_note(folders: Sequence[Path] | None = None) -> str:
    """A sentence to be shown once where official fonts are not installed; "" where all are.

    Args:
        folders: where fonts are looked for; those of this computer if not given.
    """
    searched = font_folders() if folders is None else folders
    names = {path.stem.lower() for folder in searched for path in _font_files(folder)}
    missing = [
        font
        for font, beginnings in _FILES.items()
        if not any(name.startswith(beginnings) for name in names)
    ]
    if not missing:
        return ""
    listed = "、".join(f"“{font}”" for font in missing)
    return (
        f"本机没有装{listed}：PDF 用随程序带的宋体、黑体代替，字号不变；"
        "Word 稿里仍写公文字体的名称，在装有这些字体的电脑上打开即按公文字体显示。"
    )


def font_folders() -> tuple[Path, ...]:
    """Where this computer keeps its fonts, those of the user included."""
    home = Path.home()
    if sys.platform == "win32":
        windows = Path(os.environ.get("WINDIR", r"C:\Windows"))
        own = Path(os.environ.get("LOCALAPPDATA", home / "AppData" / "Local"))
        return (windows / "Fonts", own / "Microsoft" / "Windows" / "Fonts")
    return (
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local" / "share" / "fonts",
        home / ".fonts",
    )


def _font_files(folder: Path) -> Iterator[Path]:
    # A folder that is not there or may not be read has no fonts for us.
    for parent, _, names in os.walk(folder):
        for name in names:
            path = Path(parent, name)
            if path.suffix.lower() in _ENDINGS:
                yield path
