"""Small dialogs of the ledger: a reason, a note, evidence, acceptance."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QWidget

from fangfan_desktop.domain.dates import parse_date
from fangfan_desktop.domain.ledger_rules import LedgerState
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind, Value
from fangfan_desktop.usecases.ledger_life import (
    accept_line,
    add_evidence,
    add_note,
    set_state,
)
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.dialogs.field_form import FieldForm
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button

_DAY = Field("day", ("日期",), Kind.DATE)


class _FieldDialog(ActionDialog):
    """A dialog of a few fields."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        button: str,
        fields: Sequence[Field],
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, title, button, hint=hint, parent=parent)
        # a day asked for is today's until another is typed
        values: dict[str, Value] = {"day": context.today().isoformat()} if _DAY in fields else {}
        self.form = FieldForm(fields, values)
        self.body.addWidget(self.form)
        self.form.editor(fields[0].key).setFocus()

    def text(self, key: str) -> str:
        """What is typed."""
        return str(self.form.texts()[key])

    def day(self) -> date:
        """The day that is typed.

        Raises:
            UserError: it is no date.
        """
        return parse_date(self.text("day"))


class ReasonDialog(_FieldDialog):
    """Moves a line back to an earlier state, for a reason."""

    def __init__(
        self, context: PageContext, title: str, line_ids: Sequence[int], state: LedgerState,
        parent: QWidget | None = None,
    ) -> None:  # fmt: skip
        fields = (Field("reason", ("原因",), Kind.TEXT, hint="如：抽查发现没有整改到位"),)
        step = title.rpartition("：")[2]  # the button says what it does, not which line
        super().__init__(context, title, step, fields, parent=parent)
        self._line_ids, self._state = tuple(line_ids), state

    def call(self) -> Callable[[], Any]:
        database, reason = self.context.database, self.text("reason")
        if not reason:
            raise UserError("请写明原因。")
        return lambda: set_state(
            database, line_ids=self._line_ids, state=self._state, reason=reason
        )


class NoteDialog(_FieldDialog):
    """Writes down how the rectification comes on."""

    def __init__(
        self, context: PageContext, line_id: int, number: int, parent: QWidget | None = None
    ) -> None:
        fields = (Field("text", ("进展",), Kind.TEXT, hint="如：已联系施工队，本周进场"), _DAY)
        super().__init__(
            context,
            f"第{number}条：记录进展",
            "保存",
            fields,
            parent=parent,
        )
        self._line_id = line_id

    def call(self) -> Callable[[], Any]:
        database, text, day = self.context.database, self.text("text"), self.day()
        return lambda: add_note(database, line_id=self._line_id, text=text, noted_on=day)


class AcceptanceDialog(_FieldDialog):
    """Records who accepted the rectification."""

    def __init__(
        self, context: PageContext, line_id: int, number: int, parent: QWidget | None = None
    ) -> None:
        fields = (Field("who", ("验收人",), Kind.TEXT, hint="姓名或单位"), _DAY)
        super().__init__(
            context,
            f"第{number}条：验收",
            "保存",
            fields,
            parent=parent,
        )
        self._line_id = line_id

    def call(self) -> Callable[[], Any]:
        database, who, day = self.context.database, self.text("who"), self.day()
        return lambda: accept_line(
            database, line_id=self._line_id, accepted_by=who, accepted_on=day
        )


class EvidenceDialog(_FieldDialog):
    """Adds a file, or says where a paper lies."""

    def __init__(
        self, context: PageContext, line_id: int, number: int, parent: QWidget | None = None
    ) -> None:
        fields = (
            Field(
                "text",
                ("说明",),
                Kind.TEXT,
                is_required=False,
                hint="如：整改后照片，存村委会档案柜第2盒",
            ),
            _DAY,
        )
        super().__init__(
            context,
            f"第{number}条：添加佐证材料",
            "添加",
            fields,
            hint="可选一个文件（照片、扫描件，最大20 MB，存进数据库），也可只写纸质材料放在哪里。",
            parent=parent,
        )
        self._line_id = line_id
        self.path = QLineEdit()
        self.path.setAccessibleName("文件")
        self.path.setPlaceholderText("没有选文件")
        row = QHBoxLayout()
        row.addWidget(self.path, 1)
        row.addWidget(Button("选文件…", self._choose, icon="folder"))
        self.body.addLayout(row)

    def call(self) -> Callable[[], Any]:
        database, text, day = self.context.database, self.text("text"), self.day()
        typed = self.path.text().strip()
        path = Path(typed) if typed else None
        return lambda: add_evidence(
            database, line_id=self._line_id, description=text, path=path, added_on=day
        )

    def _choose(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择佐证文件")
        if chosen:
            self.path.setText(chosen)
