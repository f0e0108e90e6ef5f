"""Our own line icons: 24-unit SVG drawings, stroke 1.8, tinted with a token's colour."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from fangfan_desktop import paths

# Widths a pixmap is made in: 18 px at the zoom steps people use, and on dense screens.
_WIDTHS = (14, 18, 22, 27, 36, 54)


@lru_cache(maxsize=256)
def tinted(name: str, colour: str) -> bytes:
    """The SVG text of an icon, drawn in `colour` (#RRGGBB).

    Raises:
        FileNotFoundError: there is no such icon.
    """
    text = (paths.resource_dir() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace("currentColor", colour).encode()


@lru_cache(maxsize=512)
def pixmap(name: str, colour: str, width: int) -> QPixmap:
    """An icon as a square picture, `width` in pixels."""
    renderer = QSvgRenderer(QByteArray(tinted(name, colour)))
    picture = QPixmap(width, width)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, width, width))
    painter.end()
    return picture


@lru_cache(maxsize=256)
def icon(name: str, colour: str, disabled: str = "") -> QIcon:
    """An icon for a button, with a paler picture where it is disabled."""
    made = QIcon()
    for width in _WIDTHS:
        made.addPixmap(pixmap(name, colour, width))
        if disabled:
            made.addPixmap(pixmap(name, disabled, width), QIcon.Mode.Disabled)
    return made


def names() -> list[str]:
    """All icons there are, in order."""
    return sorted(file.stem for file in (paths.resource_dir() / "icons").glob("*.svg"))
