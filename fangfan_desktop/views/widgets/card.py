"""Cards: the white boxes that a page is made of, and the figure cards of the workbench."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import IconLabel, label, set_level, wrapped


class Card(QFrame):
    """A white box with rounded corners; fill `body`, put tags and links into `head`."""

    def __init__(
        self, title: str = "", *, is_padded: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._is_padded = is_padded
        outer = QVBoxLayout(self)
        self.head = QHBoxLayout()
        self.title = label(title, "heading")
        self.head.addWidget(self.title)
        self.head.addStretch()
        self.body = QVBoxLayout()
        outer.addLayout(self.head)
        self.title.setVisible(bool(title))  # before it lies here it would be a window of its own
        outer.addLayout(self.body, 1)
        self._set_margins()
        style.current().zoom_changed.connect(self._set_margins)

    def _set_margins(self) -> None:
        look = style.current()
        side = look.px("space_4") if self._is_padded else look.px("hairline")
        above = look.px("space_3") if self._is_padded else look.px("hairline")
        outer = self.layout()
        if outer is not None:
            outer.setContentsMargins(side, above, side, above)
            outer.setSpacing(look.px("space_2") if self._is_padded else 0)
        self.body.setSpacing(look.px("space_2") if self._is_padded else 0)


class KeyFigure(Card):
    """A figure with its unit and a line of detail; can be opened by click or Enter."""

    opened = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name = title
        self._caption = label(title, "secondary")
        self._figure = label("—", "figure")
        self._unit = label("", "secondary")
        self._detail = label("", "small")
        row = QHBoxLayout()
        row.addWidget(self._figure)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch()
        self.body.addWidget(self._caption)
        self.body.addLayout(row)
        self.body.addWidget(self._detail)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set(
        self,
        value: str,
        unit: str = "",
        detail: str = "",
        level: Level = Level.PLAIN,
        figure_level: Level = Level.PLAIN,
    ) -> None:
        """Show a figure; `level` tones the detail, `figure_level` the figure itself."""
        self._figure.setText(value)
        self._unit.setText(unit)
        self._detail.setText(detail)
        set_level(self._detail, level)
        set_level(self._figure, figure_level)
        self.setAccessibleName(f"{self._name} {value} {unit} {detail}")

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.opened.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}:
            self.opened.emit()
        else:
            super().keyPressEvent(event)


class EmptyState(QWidget):
    """What an empty page says: what it is for and what to do first."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        button: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        layout = QVBoxLayout(self)
        centre = Qt.AlignmentFlag.AlignHCenter
        layout.addStretch(1)
        layout.addWidget(IconLabel(icon, "text_3", "icon_big"), 0, centre)
        self._title = label(title, "heading")
        layout.addWidget(self._title, 0, centre)
        words = wrapped(text, "secondary")
        words.setAlignment(centre)
        self._words = words
        layout.addWidget(words, 0, centre)
        self.button = Button(button, on_click, role="main")
        layout.addWidget(self.button, 0, centre)
        self.button.setVisible(bool(button))  # not before it lies here
        layout.addStretch(2)
        style.current().zoom_changed.connect(self._fit)
        self._fit()

    def set_title(self, text: str) -> None:
        """Say something else under the icon."""
        self._title.setText(text)

    def set_detail(self, text: str) -> None:
        """Say something else under the title."""
        self._words.setText(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # The sentence breaks its lines where there is little room.
        return QSize(style.current().px("search") // 2, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        # A centred label is given the height of its guess, not that of its wrapped lines.
        free = self.width() - 2 * style.current().px("space_3")
        width = min(style.current().px("popup"), max(free, style.current().px("search") // 2))
        self._words.setFixedWidth(width)
        self._words.ensurePolished()
        self._words.setMinimumHeight(self._words.heightForWidth(width))
