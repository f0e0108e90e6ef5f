"""Lay down the milestones (工作节点) and the supervision groups (督导组) of a campaign."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QMenu, QWidget

from fangfan_desktop.storage.changes import Changes
from fangfan_desktop.usecases.campaign_changes import (
    CampaignPlan,
    MilestoneRow,
    set_milestones,
    set_supervision_groups,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog, ScrollingBody
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.date_box import DateBox
from fangfan_desktop.views.widgets.label import label

_WIDTH = 720  # pixels at 100 %
_SCREEN_SHARE = 0.9  # of a screen that has no room for that
_SHOWN_VILLAGES = 2  # names on the button, before it says how many


class _PlanDialog(ActionDialog):
    """Rows of editors under headings; rows are added below and taken away at their right."""

    def __init__(  # noqa: PLR0913 - the words of a dialog
        self,
        context: PageContext,
        title: str,
        *,
        hint: str,
        headings: Sequence[str],
        stretch: Sequence[int],
        add_words: str,
        parent: QWidget | None,
    ) -> None:
        super().__init__(context, title, "保存", hint=hint, parent=parent)
        self._editors: list[tuple[QWidget, ...]] = []
        self._headings = [label(heading, "secondary") for heading in headings]
        inner = QWidget()
        self._grid = QGridLayout(inner)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.current().px("space_2"))
        self._grid.setVerticalSpacing(style.current().px("space_2"))
        for column, (heading, share) in enumerate(zip(self._headings, stretch, strict=True)):
            self._grid.addWidget(heading, 0, column)
            self._grid.setColumnStretch(column, share)
        self.body.addWidget(inner)
        self.add_button = Button(add_words, self._add_below, icon="plus", role="flat")
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch(1)
        room = int(self.screen().availableGeometry().width() * _SCREEN_SHARE)
        self.setMinimumWidth(min(style.current().scaled(_WIDTH), room))

    def add_row(self) -> None:
        """Add an empty row and go to it."""
        raise NotImplementedError

    def _add_below(self) -> None:
        self.add_row()
        # once the new row has its place; where there are many, they scroll
        area = cast("ScrollingBody", self.findChild(ScrollingBody))
        QTimer.singleShot(0, self, lambda: area.ensureWidgetVisible(self.add_button))

    def _place(self, *editors: QWidget) -> None:
        """Put a row below the others."""
        remove = IconButton("trash", "删去这一行")
        row = (*editors, remove)
        remove.clicked.connect(lambda: self._remove(row))
        self._editors.append(row)
        self._lay_rows()
        self._name_rows()

    def _remove(self, row: tuple[QWidget, ...]) -> None:
        self._editors.remove(row)
        for widget in row:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._lay_rows()
        self._name_rows()
        self.add_button.setFocus()

    def _lay_rows(self) -> None:
        for heading in self._headings:
            heading.setVisible(bool(self._editors))
        for number, row in enumerate(self._editors, start=1):
            for column, widget in enumerate(row):
                self._grid.addWidget(widget, number, column)
                widget.show()  # the keys go only to what is shown already

    def _name_rows(self) -> None:
        for number, row in enumerate(self._editors, start=1):
            for heading, widget in zip(self._headings, row, strict=False):
                if not isinstance(widget, VillageChoice):  # it says which villages
                    widget.setAccessibleName(f"第{number}行{heading.text()}")
            row[-1].setAccessibleName(f"删去第{number}行")


class MilestonesDialog(_PlanDialog):
    """工作节点: what must be done by which day."""

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        plan: CampaignPlan,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            "工作节点",
            hint=f"“{plan.name}”到哪一天做完什么。到期前一周起列在工作台。",
            headings=("节点", "日期", "要完成的工作（可不填）"),
            stretch=(3, 0, 4),
            add_words="增加节点",
            parent=parent,
        )
        self._campaign_id, self._ends_on = campaign_id, plan.ends_on
        self.rows: list[tuple[QLineEdit, DateBox, QLineEdit]] = []
        for milestone in plan.milestones:
            self._show(milestone)
        if not plan.milestones:
            self.add_row()

    def add_row(self) -> None:
        self._show(("", self._ends_on, "")).setFocus()

    def _show(self, milestone: MilestoneRow) -> QLineEdit:
        name, due, what = milestone
        row = (_line(name, "如 入户排查"), DateBox(due), _line(what, ""))
        self.rows.append(row)
        self._place(*row)
        return row[0]

    def _remove(self, row: tuple[QWidget, ...]) -> None:
        self.rows = [mine for mine in self.rows if mine[0] is not row[0]]
        super()._remove(row)

    def call(self) -> Callable[[], Changes]:
        database, campaign_id = self.context.database, self._campaign_id
        rows = [(name.text(), due.day, what.text()) for name, due, what in self.rows]
        milestones = [row for row in rows if row[0].strip() or row[2].strip()]
        return lambda: set_milestones(database, campaign_id=campaign_id, milestones=milestones)


@dataclass(frozen=True, slots=True)
class _GroupEditors:
    name: QLineEdit
    members: QLineEdit
    villages: "VillageChoice"


class GroupsDialog(_PlanDialog):
    """督导组: who is in it, and which villages it looks after."""

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        plan: CampaignPlan,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            context,
            "督导组",
            hint=f"“{plan.name}”的督导组：成员和联系的村（社区）。",
            headings=("名称", "成员（可不填）", "村（社区）"),
            stretch=(3, 4, 4),
            add_words="增加督导组",
            parent=parent,
        )
        self._campaign_id, self._villages = campaign_id, plan.villages
        self.rows: list[_GroupEditors] = []
        for group in plan.groups:
            self._show(group.name, group.members, group.village_ids)
        if not plan.groups:
            self.add_row()

    def add_row(self) -> None:
        self._show("", "", ()).setFocus()

    def _show(self, name: str, members: str, village_ids: Collection[int]) -> QLineEdit:
        choice = VillageChoice(self._villages, village_ids)
        row = _GroupEditors(_line(name, "如 督导一组"), _line(members, "姓名，用顿号隔开"), choice)
        self.rows.append(row)
        self._place(row.name, row.members, row.villages)
        return row.name

    def _remove(self, row: tuple[QWidget, ...]) -> None:
        self.rows = [mine for mine in self.rows if mine.name is not row[0]]
        super()._remove(row)

    def call(self) -> Callable[[], Changes]:
        database, campaign_id = self.context.database, self._campaign_id
        rows = [(row.name.text(), row.members.text(), row.villages.chosen) for row in self.rows]
        groups = [row for row in rows if row[0].strip() or row[1].strip() or row[2]]
        return lambda: set_supervision_groups(database, campaign_id=campaign_id, groups=groups)


class VillageChoice(Button):
    """A button that names the villages chosen; its menu stays open while they are ticked."""

    def __init__(self, villages: Sequence[tuple[int, str]], chosen: Collection[int]) -> None:
        super().__init__("")
        self.setProperty("has_menu", True)
        self._menu = _StayingMenu(self)
        self.actions_by_id: dict[int, QAction] = {}
        for key, name in villages:
            action = self._menu.addAction(name)
            action.setCheckable(True)
            action.setChecked(key in chosen)
            action.toggled.connect(self._show_chosen)
            self.actions_by_id[key] = action
        self.setMenu(self._menu)
        self._show_chosen()

    @property
    def chosen(self) -> list[int]:
        """Keys of the villages ticked, in their order."""
        return [key for key, action in self.actions_by_id.items() if action.isChecked()]

    def _show_chosen(self) -> None:
        names = [action.text() for action in self.actions_by_id.values() if action.isChecked()]
        shown = "、".join(names[:_SHOWN_VILLAGES])
        if len(names) > _SHOWN_VILLAGES:
            shown = f"{names[0]}等{len(names)}个村"
        self.setText(shown or "选村（社区）")
        self.setToolTip("、".join(names))
        self.setAccessibleName(f"村（社区）：{'、'.join(names) or '未选'}")


class _StayingMenu(QMenu):
    """A menu of ticks that stays open until Esc or a click beside it."""

    def mouseReleaseEvent(self, arg__1: QMouseEvent) -> None:
        if not self._tick():
            super().mouseReleaseEvent(arg__1)

    def keyPressEvent(self, arg__1: QKeyEvent) -> None:
        keys = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if arg__1.key() not in keys or not self._tick():
            super().keyPressEvent(arg__1)

    def _tick(self) -> bool:
        """Tick what is pointed at; False where nothing is."""
        # Qt gives nothing where no line is pointed at
        action = cast("QAction | None", self.activeAction())
        if action is None or not action.isCheckable():
            return False
        action.trigger()
        return True


def _line(text: str, hint: str) -> QLineEdit:
    line = QLineEdit(text)
    line.setPlaceholderText(hint)
    line.setCursorPosition(0)
    line.setToolTip(text)  # it may be longer than the box
    line.textChanged.connect(line.setToolTip)
    return line
