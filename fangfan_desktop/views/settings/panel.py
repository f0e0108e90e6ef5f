"""What a tab of the settings is."""

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.page import PageContext


class SettingsPanel(QWidget):
    """A tab of 设置与备份; `tables` names what makes it stale."""

    tables: tuple[str, ...] = ()

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._layouts: list[tuple[QLayout, bool]] = []
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

    def reload(self) -> None:
        """Ask for what is shown."""
        raise NotImplementedError

    def write(self, call: Callable[[], Any], name: str) -> None:
        """Run a use case; a refusal is shown above the page."""
        self.context.write(call, label=name, owner=self)
