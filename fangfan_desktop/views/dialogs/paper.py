"""A paper as it will be printed, and the way to the printer."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.reports.page_view import PageView
from fangfan_desktop.views.reports.printing import PrintJob, ask_printer
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped

_SHARE = 0.9  # of the screen at most


class PaperDialog(QDialog):
    """The dialog; `make` prints the paper into memory, on the storage thread."""

    def __init__(  # noqa: PLR0913 - the words of a dialog
        self,
        context: PageContext,
        make: Callable[[], TablePreview],
        *,
        title: str,
        heading: str,
        hint: str,
        size: tuple[int, int] = (760, 700),
        parent: QWidget | None = None,
    ) -> None:
        """Show the paper; `size` is pixels at 100 %."""
        super().__init__(parent)
        self._context = context
        self._job: QObject | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        outer.addWidget(label(heading, "title"))
        outer.addWidget(wrapped(hint, "secondary"))
        self.view = PageView(context.operations)
        outer.addWidget(self.view, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(Button("关闭", self.reject))
        self.print_button = Button("打印", self.print, icon="printer", role="main")
        self.print_button.setEnabled(False)
        row.addWidget(self.print_button)
        outer.addLayout(row)
        room = self.screen().availableGeometry()
        width, height = size
        self.resize(
            min(look.scaled(width), int(room.width() * _SHARE)),
            min(look.scaled(height), int(room.height() * _SHARE)),
        )
        self.finished.connect(self.view.clear)
        context.operations.start(make, label=f"准备{heading}", on_done=self._show, owner=self)

    def print(self) -> None:
        """Ask for the printer and print what is shown."""
        preview = self.view.preview
        if preview is None:
            return
        printer = ask_printer(preview, self)
        if printer is not None:
            self.print_button.setEnabled(False)
            job = PrintJob(self._context.operations, preview, printer, self)
            job.finished.connect(self._printed)
            self._job = job
            job.start()

    def _show(self, preview: TablePreview) -> None:
        self.view.show_preview(preview)
        self.print_button.setEnabled(True)

    def _printed(self, pages: int) -> None:
        self.print_button.setEnabled(True)
        if pages:
            self._context.show_message(f"已送到打印机，{pages} 页。", Level.OK)
            self.accept()
        else:
            words = "没有打印：已取消，或者打印机没有响应。请检查打印机。"
            self._context.show_message(words, Level.WARN)
