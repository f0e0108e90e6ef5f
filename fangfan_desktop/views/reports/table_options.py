"""What else there is to choose or to fill in for the table in hand of 报表导出."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fangfan_desktop.documents.wall_pdf import WallSize
from fangfan_desktop.usecases.exports import Table
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_PUBLIC = "贴在墙上的表，导出前自动检查有没有身份证号码、电话和银行卡号。"


class TableOptions(QWidget):
    """The paper of a table for walls; where the rows of some registers are looked after.

    Signals:
        changed: another paper was chosen.
    """

    changed = Signal()

    def __init__(
        self, ask_archive: Callable[[], object], open_groups: Callable[[], object]
    ) -> None:
        super().__init__()
        self.paper = StillChoice()
        self.paper.setAccessibleName("纸张")
        for size in WallSize:
            self.paper.addItem(size.label, size)
        self.archive_button = Button("登记村级档案…", ask_archive, icon="list-check")
        self.groups_button = Button("调整人群分组…", open_groups, icon="users")
        self._wall: tuple[QWidget, ...] = (
            label("纸张", "heading"),
            self.paper,
            wrapped(_PUBLIC, "small"),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (*self._wall, self.archive_button, self.groups_button):
            layout.addWidget(widget)
        self.paper.currentIndexChanged.connect(self.changed)

    @property
    def wall_size(self) -> WallSize:
        """The paper in hand."""
        return WallSize(self.paper.currentData())

    def show_for(self, table: Table) -> None:
        """Show what goes with that table."""
        for widget in self._wall:
            widget.setVisible(table.is_public)
        self.archive_button.setVisible(table.name == "archive-checklist")
        self.groups_button.setVisible(table.name == "eight-groups")
