"""Sending a printed table to a printer: what was previewed is what is printed.

Pages are drawn on the background thread and painted one after the other on the window's thread, so
the window answers and the clerk can cancel between two pages.
"""

import shiboken6
from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from fangfan_desktop.documents.pdf_preview import Picture
from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.reports.page_view import image_of

_DOTS_PER_INCH = 300
_MM_PER_POINT = 25.4 / 72
_A4_LONG_MM = 300


def ask_printer(preview: TablePreview, parent: QWidget) -> QPrinter | None:
    """Let the clerk choose a printer and pages; None when given up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    width, height = preview.pages.page_size(0)
    is_large = max(width, height) * _MM_PER_POINT > _A4_LONG_MM
    size = QPageSize.PageSizeId.A3 if is_large else QPageSize.PageSizeId.A4
    printer.setPageSize(QPageSize(size))
    landscape, portrait = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait
    printer.setPageOrientation(landscape if width > height else portrait)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle("打印")
    dialog.setMinMax(1, preview.pages.page_count)
    is_accepted = dialog.exec() == QDialog.DialogCode.Accepted
    # it points to the printer, which may be gone when one of its buttons is reached once more
    shiboken6.delete(dialog)
    return printer if is_accepted else None


class PrintJob(QObject):
    """Prints the chosen pages one by one.

    Signals:
        finished: number of pages sent; 0 when cancelled or when the printer refused.
    """

    finished = Signal(int)

    def __init__(
        self,
        operations: Operations,
        preview: TablePreview,
        printer: QPrinter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._operations = operations
        self._preview = preview
        self._printer = printer
        first = printer.fromPage() or 1
        last = printer.toPage() or preview.pages.page_count
        self._pages = list(range(first - 1, min(last, preview.pages.page_count)))
        self._painter = QPainter()
        self._done = 0

    def start(self) -> None:
        """Begin; `finished` tells the end."""
        if not self._painter.begin(self._printer):
            self.finished.emit(0)
            return
        self._next()

    def _next(self) -> None:
        if self._done == len(self._pages):
            self._end(self._done)
            return
        page = self._pages[self._done]
        total, done = len(self._pages), self._done

        def render(progress: object) -> Picture:
            if callable(progress):
                progress(done, total, "打印")
            return self._preview.pages.render(page, _DOTS_PER_INCH)

        self._operations.start(
            render,
            label="打印",
            is_long=True,
            on_done=self._paint,
            on_cancel=lambda: self._end(0),
            owner=self,
            worker="background",
        )

    def _paint(self, picture: Picture) -> None:
        if self._done and not self._printer.newPage():
            self._end(0)
            return
        paper = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        image = image_of(picture)
        scale = min(paper.width() / image.width(), paper.height() / image.height())
        target = QRectF(0, 0, image.width() * scale, image.height() * scale)
        self._painter.drawImage(target, image)
        self._done += 1
        self._next()

    def _end(self, pages: int) -> None:
        if pages == 0:
            self._printer.abort()
        self._painter.end()
        self.finished.emit(pages)
