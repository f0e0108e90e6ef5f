"""Says what a large paste would do, before it is done."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fangfan_desktop.views import style
from fangfan_desktop.views.grid.block import BlockPlan
from fangfan_desktop.views.grid.clipboard_actions import ClipboardActions
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, wrapped


class PasteDialog(QDialog):
    """Enter pastes, Esc gives up; nothing is changed before."""

    def __init__(self, actions: ClipboardActions, parent: QWidget) -> None:
        super().__init__(parent)
        self._actions = actions
        self._plan: tuple[BlockPlan, str] | None = None
        self._lines: list[QLabel] = []
        self.setWindowTitle("粘贴")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self._title = label("", "title")
        self._place = QWidget()
        self.confirm = Button("粘贴", self.accept, role="main")
        self.confirm.setDefault(True)
        self.give_up = Button("取消", self.reject)
        self._outer = QVBoxLayout(self)
        self._outer.addWidget(self._title)
        self._outer.addWidget(self._place, 1)
        self.take_rest = Button("", self._copy_rest)
        row = QHBoxLayout()
        row.addWidget(self.take_rest)
        row.addStretch()
        row.addWidget(self.give_up)
        row.addWidget(self.confirm)
        self._outer.addLayout(row)

    @property
    def text(self) -> str:
        """What is said."""
        said = [self._title.text()]
        said += [each.text() for each in self._lines]
        return "\n".join(said)

    def show_plan(self, plan: BlockPlan, action: str) -> None:
        """Show what is about to be pasted."""
        self._plan = plan, action
        look = style.current()
        self._title.setText(f"粘贴 {plan.rows:,} 行 × {plan.columns:,} 列")
        place = QWidget()
        layout = QVBoxLayout(place)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px("space_1"))
        self._lines = [wrapped(f"将写入 {plan.cells:,} 格，可以撤销。")]
        if plan.target:
            self._lines.insert(0, wrapped(f"贴到：{plan.target}。", "secondary"))
        if plan.same:
            self._lines.append(wrapped(f"{plan.same:,} 格与现在的内容相同。", "secondary"))
        for what, reasons in plan.left_out():
            self._lines.append(wrapped(f"{what}。"))
            self._lines += [wrapped(f"　· {reason}", "secondary") for reason in reasons]
        for line in self._lines:
            layout.addWidget(line)
        self._outer.replaceWidget(self._place, place)
        self._place.deleteLater()
        self._place = place
        self._outer.setContentsMargins(*[look.px("space_4")] * 4)
        self._outer.setSpacing(look.px("space_3"))
        self.setMinimumWidth(look.px("dialog"))
        self.take_rest.setVisible(bool(plan.rest))
        self.take_rest.setText(f"复制放不下的 {len(plan.rest):,} 行")
        self.take_rest.setEnabled(True)
        self.confirm.setEnabled(not plan.is_empty)
        self.open()
        (self.give_up if plan.is_empty else self.confirm).setFocus()

    def _copy_rest(self) -> None:
        """Put the rows that find no place on the clipboard, to be pasted elsewhere."""
        if self._plan is not None:
            self._actions.copy_block(self._plan[0].rest)
            self.take_rest.setText("放不下的行已复制")
            self.take_rest.setEnabled(False)

    def accept(self) -> None:
        """Paste."""
        plan, self._plan = self._plan, None
        super().accept()
        if plan is not None:
            self._actions.carry_out(*plan)
