"""The file of a notice as it was put up, to be looked at and printed again."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop.usecases.previews import TablePreview
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.reports.page_view import PageView
from fangfan_desktop.views.reports.printing import PrintJob, ask_printer
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import wrapped

_WIDTH, _HEIGHT = 760, 680  # pixels at 100 %


class NoticeOriginal(QDialog):
    """Shows pages; they are let go when it closes."""

    def __init__(
        self, context: PageContext, title: str, preview: TablePreview, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._job: PrintJob | None = None
        self.setWindowTitle("公示原件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.view = PageView(context.operations)
        look = style.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(*[look.px("space_4")] * 4)
        head = QHBoxLayout()
        head.addWidget(wrapped(title, "heading"), 1)
        head.addWidget(Button("打印", self.print, icon="printer"))
        close = Button("关闭", self.accept, role="main")
        close.setDefault(True)
        head.addWidget(close)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        room = self.screen().availableGeometry()
        self.resize(
            min(look.scaled(_WIDTH), room.width() * 9 // 10),
            min(look.scaled(_HEIGHT), room.height() * 9 // 10),
        )
        self.view.show_whole_pages()
        self.view.show_preview(preview)
        self.finished.connect(self.view.clear)

    def print(self) -> None:
        """Print it once more; its period is not touched."""
        preview = self.view.preview
        printer = None if preview is None else ask_printer(preview, self)
        if preview is not None and printer is not None:
            self._job = PrintJob(self.context.operations, preview, printer, self)
            self._job.finished.connect(self._say_printed)
            self._job.start()

    def _say_printed(self, pages: int) -> None:
        words = f"已送到打印机，{pages} 页。" if pages else "没有打印，请检查打印机。"
        self.context.show_message(words, Level.OK if pages else Level.WARN)
