"""The top of a page: title, tag, a line about it, and its buttons with one main button."""

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label


class PageHeader(QWidget):
    """Title left, buttons right; the main button stands last."""

    def __init__(self, title: str, subtitle: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(style.current().px("space_3"))
        self._title = label(title, "title")
        self._subtitle = label(subtitle, "secondary")
        for widget in (self._title, self._subtitle):
            self._layout.addWidget(widget)
        self._layout.addStretch()
        self._has_main = False

    def set_title(self, text: str) -> None:
        """Show another title."""
        self._title.setText(text)

    def set_subtitle(self, text: str) -> None:
        """Show another line beside the title."""
        self._subtitle.setText(text)

    def add_button(
        self,
        text: str,
        on_click: Callable[[], object] | None = None,
        *,
        icon: str = "",
        is_main: bool = False,
        tip: str = "",
    ) -> Button:
        """Add a button at the right.

        Raises:
            ValueError: the page has its main button already.
        """
        if is_main and self._has_main:
            raise ValueError(text)
        button = Button(text, on_click, icon=icon, role="main" if is_main else "", tip=tip)
        where = self._layout.count() - (1 if self._has_main else 0)
        self._layout.insertWidget(where, button)
        self._has_main = self._has_main or is_main
        return button
