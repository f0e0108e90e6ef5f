"""The line that says which rows a grid shows; only there while columns filter or sort."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.grid.heading_line import ElidedLabel
from fangfan_desktop.views.grid.model import GridModel
from fangfan_desktop.views.grid.row_order import RowOrder
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import IconLabel


class FilterLine(QWidget):
    """已筛出 312 / 1,204 户 · 排序：户主姓名▲, with what takes it back. `unit` is what a row is."""

    def __init__(self, model: GridModel, order: RowOrder) -> None:
        super().__init__()
        self.unit = "行"
        self._model, self._order = model, order
        self.setProperty("role", "notice")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._said = ElidedLabel()
        again = Button("重新应用", order.reapply, role="link", tip="Ctrl+Alt+L")
        self.unfilter = Button("清除筛选", order.clear_filters, role="link")
        self.unsort = Button("清除排序", lambda: order.set_levels(()), role="link")
        self._layout = QHBoxLayout(self)
        self._layout.addWidget(IconLabel("filter", "accent_text", "icon_small"))
        self._layout.addWidget(self._said, 1)
        for button in (again, self.unfilter, self.unsort):
            # the keys of the grid do the same, and Tab is to lead out of it in one go
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            self._layout.addWidget(button)
        order.changed.connect(self.renew)
        model.modelReset.connect(self.renew)
        style.current().zoom_changed.connect(self._resize)
        self._resize()
        self.renew()

    @property
    def text(self) -> str:
        """What is said; "" where the page's rows are shown as they come."""
        return self._said.whole if self._order.is_active else ""

    def renew(self) -> None:
        """Say how it is now."""
        order = self._order
        said: list[str] = []
        if order.filters:
            said.append(f"已筛出 {order.shown:,} / {order.total:,} {self.unit}")
        if order.levels:
            columns = self._model
            names = [
                f"{columns.columns[columns.column_of[level.key]].field.name}"
                f"{'▼' if level.is_down else '▲'}"
                for level in order.levels
            ]
            said.append(f"排序：{'、'.join(names)}")
        self._said.set_whole(" · ".join(said))
        self.unfilter.setVisible(bool(order.filters))
        self.unsort.setVisible(bool(order.levels))
        self.setVisible(order.is_active)

    def _resize(self) -> None:
        look = style.current()
        side = look.px("space_3")
        self._layout.setContentsMargins(side, 0, side, 0)
        self._layout.setSpacing(look.px("space_2"))
        self.setMinimumWidth(1)
