"""The camera of the pictures: the running program, brought to rest, and its window as a PNG."""

from pathlib import Path

from PIL import Image
from PySide6.QtCore import QEventLoop, QPoint, QRect, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from sqlalchemy import text

from fangfan_desktop.app import Program
from fangfan_desktop.storage.database import Database

_VEIL = QColor(31, 41, 51, 90)
_EDGE = QColor(148, 158, 170)
_COLOURS = 256  # of a picture: flat surfaces and smooth letters need no more
_LONGEST_MS = 120_000
_SHORT_TIMER = 1_500  # milliseconds; longer ones are clocks, not work under way


class Camera:
    """The running program, and where its pictures go."""

    def __init__(self, program: Program, out: Path, zoom: int) -> None:
        self.program = program
        self.window = program.window
        self.out = out
        self.zoom = zoom
        self.work = out  # a folder for files that scenes make; set by `run`

    def settle(self) -> None:
        """Wait until nothing is asked, nothing is about to be asked, and all is laid out."""
        for _ in range(200):
            QApplication.processEvents()
            self.program.operations.wait_until_idle(_LONGEST_MS)
            QApplication.processEvents()
            waiting = [
                timer
                for top in QApplication.topLevelWidgets()
                for timer in top.findChildren(QTimer)
                if timer.isActive() and timer.isSingleShot() and timer.interval() <= _SHORT_TIMER
            ]
            if not waiting and self.program.operations.is_idle:
                return
            if waiting:
                loop = QEventLoop()
                waiting[0].timeout.connect(loop.quit)
                loop.exec()
        raise TimeoutError("the window does not come to rest")

    def shoot(self, name: str, *above: QWidget) -> None:
        """Save the window, dialogs drawn in the middle, `above` such as menus as they stand."""
        self.settle()
        picture = self.window.grab()
        shown = above or tuple(
            dialog for dialog in self.window.findChildren(QDialog) if dialog.isVisible()
        )
        for widget in shown:
            _draw_above(picture, self.window, widget, is_in_place=widget in above)
        self.save(picture, name)

    def save(self, picture: QPixmap, name: str) -> None:
        """Write a picture as a PNG of few colours: small, and enough for flat surfaces."""
        suffix = "" if self.zoom == 100 else f"-{self.zoom}"  # noqa: PLR2004 - percent
        image = picture.toImage().convertToFormat(QImage.Format.Format_RGB888)
        size = (image.width(), image.height())
        whole = Image.frombytes(
            "RGB", size, bytes(image.constBits()), "raw", "RGB", image.bytesPerLine()
        )
        few = whole.quantize(
            _COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=4, dither=Image.Dither.NONE
        )
        few.save(self.out / f"{name}{suffix}.png", optimize=True)

    def open(self, page: str, **target: object) -> QWidget:
        """Show a page and what it is to show."""
        self.window.open_page(page, **target)
        self.settle()
        return self.window.page(page)

    @property
    def database(self) -> Database:
        """The open database, a copy."""
        database = self.program.database
        assert database is not None  # noqa: S101 - the pages are open
        return database

    def number(self, query: str) -> int:
        """The first number of a query."""
        with self.database.read() as session:
            return int(session.execute(text(query)).scalar_one())

    def close_dialogs(self) -> None:
        """Give up whatever dialog is open."""
        for dialog in self.window.findChildren(QDialog):
            dialog.reject()
        self.settle()


def _draw_above(picture: QPixmap, window: QWidget, widget: QWidget, *, is_in_place: bool) -> None:
    painter = QPainter(picture)
    if is_in_place:
        place = window.mapFromGlobal(widget.pos())
        painter.fillRect(QRect(place, widget.size()).adjusted(-1, -1, 1, 1), _EDGE)
    else:
        painter.fillRect(picture.rect(), _VEIL)
        free = window.rect().size() - widget.size()
        place = QPoint(max(0, free.width() // 2), max(0, free.height() // 2))
    painter.drawPixmap(place, widget.grab())
    painter.end()
