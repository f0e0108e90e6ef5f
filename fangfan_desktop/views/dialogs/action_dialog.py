"""A dialog that does one thing: it stays open, with all that was typed, until the thing is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.errors import UserError
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.form_labels import line_up
from fangfan_desktop.views.widgets.label import label, wrapped

if TYPE_CHECKING:
    from fangfan_desktop.views.operation import Operation

Call = Callable[..., Any]  # without arguments; a long one takes the progress
_AROUND = 200  # pixels at 100 %: title, hint, buttons and margins of a dialog


class ActionDialog(QDialog):
    """Fill `body`, override `call`; a refusal is shown inside and nothing typed is lost.

    Where `is_long`, the call is given a `Progress`, and the window shows how far it is.

    Signals:
        succeeded: what the use case returned.
    """

    succeeded = Signal(object)
    is_long = False

    def __init__(
        self,
        context: PageContext,
        title: str,
        button: str,
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self._running: Operation | None = None
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        outer.addWidget(label(title, "title"))
        if hint:
            outer.addWidget(wrapped(hint, "secondary"))
        inner = QWidget()
        self.body = QVBoxLayout(inner)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(look.px("space_3"))
        body = ScrollingBody(inner)
        body.grown.connect(self._fit, Qt.ConnectionType.QueuedConnection)
        outer.addWidget(body, 1)
        self._problem = wrapped("", "small")
        self._problem.setProperty("level", Level.DANGER.value)
        self._problem.hide()
        outer.addWidget(self._problem)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(Button("取消", self.reject))
        self.main_button = Button(button, self.submit, role="main")
        self.main_button.setDefault(True)
        row.addWidget(self.main_button)
        outer.addLayout(row)
        self.setMinimumWidth(look.px("dialog"))

    @property
    def problem(self) -> str:
        """The sentence shown, or ""."""
        return "" if self._problem.isHidden() else self._problem.text()

    def call(self) -> Call:
        """The use case with all that was typed.

        Raises:
            UserError: something cannot be read; the sentence is shown.
        """
        raise NotImplementedError

    def submit(self) -> None:
        """Do it."""
        try:
            call = self.call()
        except UserError as error:
            self.show_problem(error.sentence)
            return
        self._problem.hide()
        self.main_button.setEnabled(False)
        if self.is_long:
            self._work_long(call)
            return
        self.context.write(
            call,
            label=self.windowTitle(),
            on_done=self._done,
            on_error=self.show_problem,
            owner=self,
        )

    def _work_long(self, call: Callable[..., Any]) -> None:
        def done(result: Any) -> None:
            self._running = None
            self._done(result)

        def failed(sentence: str) -> None:
            self._running = None
            self.show_problem(sentence)

        self._running = self.context.operations.start(
            call,
            label=self.windowTitle(),
            is_long=True,
            on_done=done,
            on_error=failed,
            on_cancel=self._cancelled,
            on_written=self.context.tell_written,
            owner=self,
        )

    def _cancelled(self) -> None:
        self._running = None
        self.main_button.setEnabled(True)

    def reject(self) -> None:
        """Give up: the work where it is under way, else the dialog."""
        if self._running is not None:
            self._running.cancel()
        else:
            super().reject()

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong; the dialog stays."""
        self.main_button.setEnabled(True)
        self._problem.setText(sentence)
        self._problem.show()
        self._fit()

    def _fit(self) -> None:
        """Take the height that the content needs, after rows came or went."""
        line_up(self)
        self.adjustSize()

    def fit_width(self) -> None:
        """Be as wide as the content needs: ticks in columns must not be cut off at the right."""
        look = style.current()
        beside = 2 * look.px("space_4") + look.px("scroll")
        needed = self.body.parentWidget().minimumSizeHint().width() + beside
        self.setMinimumWidth(max(look.px("dialog"), needed))

    def showEvent(self, arg__1: QShowEvent) -> None:
        super().showEvent(arg__1)
        line_up(self)

    def _done(self, result: Any) -> None:
        show_warnings(self.context, result)
        self.succeeded.emit(result)
        self.accept()


class ScrollingBody(QScrollArea):
    """As high as its content while the screen has room; then it scrolls."""

    grown = Signal()

    def __init__(self, inner: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidget(inner)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        is_done = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            self.grown.emit()
        return is_done

    def sizeHint(self) -> QSize:
        inner = self.widget()
        layout = inner.layout()
        if layout is not None:
            layout.activate()
        hint = inner.sizeHint()
        # what is left of the screen beside title, hint and buttons
        screen = self.screen().availableGeometry().height()
        room = max(screen * 9 // 10 - style.current().scaled(_AROUND), screen // 3)
        return QSize(hint.width() + 2 * self.frameWidth(), min(hint.height() + 2, room))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


def show_warnings(context: PageContext, result: Any) -> None:
    """Show the warnings of a result that has some, above the page."""
    warnings = getattr(result, "warnings", ())
    if warnings:
        context.show_message(" ".join(warnings), Level.WARN)
