"""What a tab of the settings is."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.page import PageContext

_LARGE = 150  # percent
_ROWS_IN_SIGHT = 8  # title, heading and some lines of a card


class SettingsPanel(QWidget):
    """A tab of 设置与备份; `tables` names what makes it stale."""

    tables: tuple[str, ...] = ()
    help_chapter = ""  # of the manual; "" for that of the page

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._layouts: list[tuple[QLayout, bool]] = []
        self._beside: QBoxLayout | None = None
        self._cards: tuple[QWidget, ...] = ()
        style.current().zoom_changed.connect(self._fit_margins)

    def fit_margins(self, layout: QLayout, *, is_outer: bool = True) -> None:
        """The panel's edges stand under those of the page's title; its cards apart alike."""
        self._layouts.append((layout, is_outer))
        self._fit_margins()

    def _fit_margins(self) -> None:
        gap = style.current().px("space_3")
        for layout, is_outer in self._layouts:
            layout.setContentsMargins(0, gap if is_outer else 0, 0, 0)
            layout.setSpacing(gap)

    def put_beside(self, left: QWidget, right: QWidget) -> None:
        """Two cards beside each other; one below the other where the letters are large."""
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        row.addWidget(left, 2)
        row.addWidget(right, 3)
        self.fit_margins(row)
        self._beside, self._cards = row, (left, right)
        style.current().zoom_changed.connect(self._place_cards)
        self._place_cards()

    def _place_cards(self) -> None:
        look = style.current()
        is_large = look.zoom >= _LARGE
        direction = QBoxLayout.Direction
        if self._beside is not None:
            self._beside.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        for card in self._cards:
            card.setMinimumHeight(look.px("row_wide") * _ROWS_IN_SIGHT if is_large else 0)

    def reload(self) -> None:
        """Ask for what is shown."""
        raise NotImplementedError

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to what `open_page` named beside the tab."""

    def write(self, call: Callable[[], Any], name: str) -> None:
        """Run a use case; a refusal is shown above the page."""
        self.context.write(call, label=name, owner=self)
