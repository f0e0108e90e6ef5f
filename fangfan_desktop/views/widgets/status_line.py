"""The bottom line: what was saved when, counts of the page, running work with cancel."""

from PySide6.QtCore import QSize, Qt, QTime
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.operation import Operation, Operations
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label


class _Counts(QLabel):
    """One line that gives way at its end; the whole of it is in the tooltip."""

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        end = Qt.TextElideMode.ElideRight
        text = self.fontMetrics().elidedText(self.text(), end, self.width())
        at = Qt.AlignmentFlag.AlignVCenter.value
        role = QPalette.ColorRole.WindowText
        self.style().drawItemText(painter, self.rect(), at, self.palette(), True, text, role)
        painter.end()


class StatusLine(QWidget):
    """Saved time left, then the page's counts; running work and hints at the right."""

    def __init__(self, operations: Operations, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._operations = operations
        self.setProperty("role", "status")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._layout = QHBoxLayout(self)
        self._saved = label("", "saved")
        self._text = _Counts()
        self._work = label()
        self._bar = QProgressBar()
        self._bar.setAccessibleName("进度")
        self.cancel_button = Button("取消", self._cancel_work, role="link")
        self._hint = label("F1 帮助")
        self._layout.addWidget(self._saved)
        self._layout.addWidget(self._text, 1)
        for widget in (self._work, self._bar, self.cancel_button, self._hint):
            self._layout.addWidget(widget)
        operations.running_changed.connect(self._show_work)
        operations.progressed.connect(self._show_work)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        self._show_work()

    @property
    def saved(self) -> str:
        """What is said of saving."""
        return self._saved.text()

    @property
    def work(self) -> str:
        """What is said of the work under way, or ""."""
        return "" if self._work.isHidden() else self._work.text()

    def show_saved(self) -> None:
        """Say that everything is on disk as of now."""
        self._saved.setText(f"✓ 已保存 {QTime.currentTime().toString('HH:mm:ss')}")

    def show_text(self, text: str) -> None:
        """Counts of the page and of the selection."""
        self._text.setText(text)
        self._text.setToolTip(text)

    def show_hint(self, text: str) -> None:
        """Keys worth knowing on this page."""
        self._hint.setText(text)

    def _resize(self) -> None:
        look = style.current()
        self._layout.setContentsMargins(look.px("space_4"), 0, look.px("space_4"), 0)
        self._layout.setSpacing(look.px("space_4"))
        self.setFixedHeight(look.px("status_bar"))
        self._bar.setFixedWidth(look.px("search") // 2)
        self.cancel_button.setMaximumHeight(look.px("status_bar") - look.px("space_1"))

    def _show_work(self, _operation: Operation | None = None) -> None:
        running = self._operations.long_running()
        for widget in (self._work, self._bar, self.cancel_button):
            widget.setVisible(bool(running))
        if not running:
            return
        progress = running[0].progress
        left = max(0, progress.total - progress.done)
        words = [running[0].label, progress.text]
        words += [f"已完成 {progress.done:,}，还剩 {left:,}"] if progress.total else ["正在进行"]
        words += [f"后面还有 {len(running) - 1} 项"] if len(running) > 1 else []
        self._work.setText("  ".join(word for word in words if word))
        share = progress.done / progress.total if progress.total else 0
        self._bar.setRange(0, 100 if progress.total else 0)
        self._bar.setValue(round(share * 100))
        self.cancel_button.setEnabled(not progress.is_cancelled)

    def _cancel_work(self) -> None:
        running = self._operations.long_running()
        if running:
            running[0].cancel()
            self._show_work()
