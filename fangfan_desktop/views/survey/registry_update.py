"""用答案更新农户档案: which answers, what would change, then as one step."""

from collections.abc import Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QWidget

from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field
from fangfan_desktop.usecases.registry_update import (
    RegistryUpdate,
    plan_registry_update,
    update_registry,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog, Call
from fangfan_desktop.views.grid.plain_grid import plain_grid, show_lines
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_COLUMNS = (
    ("村（社区）", 110),
    ("户主姓名", 90),
    ("栏目", 250),
    ("档案现在", 110),
    ("本次排查", 110),
)
_HEIGHT, _WIDTH = 260, 760  # pixels at 100 %
_BOXES_A_ROW = 2
_HINT = "勾选要采用的栏，下面列出档案会改成什么；没有填的答案不会改动档案。"


class UpdateRegistry(ActionDialog):
    """The dialog; `fields` as `updatable_fields` gives them, `villages` names with their ids."""

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        form_key: str,
        fields: Sequence[Field],
        villages: dict[str, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, "用答案更新农户档案", "更新", hint=_HINT, parent=parent)
        self._campaign_id, self._form_key = campaign_id, form_key
        self._names = {field.key: field.name for field in fields}
        self.plan: RegistryUpdate | None = None
        self.boxes: dict[str, QCheckBox] = {}
        self.village = QComboBox()
        self.village.setAccessibleName("村")
        self.village.addItem("全部村（社区）", None)
        for name, key in villages.items():
            self.village.addItem(name, key)
        self.grid = plain_grid("档案更新", _COLUMNS, "处")
        self.counted = label("", "heading")
        self.passed = wrapped("", "small")
        set_level(self.passed, Level.WARN)
        self._lay_out()
        self.village.currentIndexChanged.connect(self.look)
        self.look()

    @property
    def keys(self) -> list[str]:
        """Keys of the ticked fields."""
        return [key for key, box in self.boxes.items() if box.isChecked()]

    def call(self) -> Call:
        if self.plan is None:
            raise UserError("正在比对，请稍候。")
        if not self.plan.lines:
            raise UserError("所选的栏与农户档案一致，没有可以更新的。")
        database, campaign_id, key = self.context.database, self._campaign_id, self._form_key
        keys, village = self.keys, self.village.currentData()
        return lambda: update_registry(
            database, campaign_id=campaign_id, keys=keys, form_key=key, village_id=village
        )

    def look(self) -> None:
        """Compare the ticked fields with the registry."""
        database, campaign_id, key = self.context.database, self._campaign_id, self._form_key
        keys, village = self.keys, self.village.currentData()
        self.plan = None
        self.context.read(
            lambda: plan_registry_update(
                database, campaign_id=campaign_id, keys=keys, form_key=key, village_id=village
            ),
            label="比对农户档案",
            on_done=self._show,
            latest="registry-update",
            owner=self,
        )

    def _lay_out(self) -> None:
        look = style.current()
        boxes = QGridLayout()
        for place, (key, name) in enumerate(self._names.items()):
            box = self.boxes[key] = QCheckBox(name)
            box.setChecked(True)
            box.toggled.connect(self.look)
            boxes.addWidget(box, place // _BOXES_A_ROW, place % _BOXES_A_ROW)
        row = QHBoxLayout()
        row.addWidget(self.counted, 1)
        row.addWidget(self.village)
        self.grid.setMinimumHeight(look.scaled(_HEIGHT))
        self.body.addLayout(boxes)
        self.body.addLayout(row)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.passed)
        self.passed.hide()
        room = self.screen().availableSize().width() * 9 // 10
        self.setMinimumWidth(min(look.scaled(_WIDTH), room))

    def _show(self, plan: RegistryUpdate) -> None:
        self.plan = plan
        counts = plan.counts
        for key, box in self.boxes.items():
            count = counts.get(self._names[key], 0)
            box.setText(f"{self._names[key]}（{count:,} 处）" if count else self._names[key])
        show_lines(
            self.grid,
            (
                (line.village, line.head_name, line.name, line.before or "（空）", line.after)
                for line in plan.lines
            ),
        )
        self.counted.setText(update_words(plan) if plan.lines else "与农户档案一致，没有要改的。")
        passed = [
            f"“{self._names[key]}”有 {count:,} 户按收入分项算得，不改"
            for key, count in plan.passed_over.items()
        ]
        self.passed.setText("；".join(passed) + "。请到农户档案改分项。" if passed else "")
        self.passed.setVisible(bool(passed))
        self.main_button.setEnabled(bool(plan.lines))


def update_words(plan: RegistryUpdate) -> str:
    """How much is changed: 12 户 20 处."""
    return f"{len({line.household_id for line in plan.lines}):,} 户 {len(plan.lines):,} 处"
