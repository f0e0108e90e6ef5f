"""程序: procedures of taking in and clearing: which one the office goes by, its own versions."""

from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QTabWidget

from fangfan_desktop.domain.procedures import INCLUDED, STAGE_START, Procedure, Stage
from fangfan_desktop.usecases.procedure_drafts import NOTICES, step_drafts
from fangfan_desktop.usecases.procedures import (
    ProcedureEntry,
    ProcedureList,
    copy_procedure,
    read_procedure_list,
    retire_procedure,
    save_procedure,
)
from fangfan_desktop.usecases.township import change_settings
from fangfan_desktop.views.dialogs.procedure_edit import ProcedureEdit
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import wrapped

_HEADINGS = ("步骤", "谁办", "等哪一步", "时限", "公示公告", "材料")
_SINCE = {INCLUDED: "纳入起", STAGE_START: "启动起"}


class ProceduresPanel(SettingsPanel):
    """The tab."""

    tables = ("procedure", "setting")

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._list = ProcedureList((), "", "")
        self._wanted = ""
        self.list = LinesTable(
            ("程序", "年份", "版本", "状态"), name="程序", tight_columns=frozenset({1, 2, 3})
        )
        self.list.doubleClicked.connect(self.edit)
        self.use_button = Button("采用", self.use, icon="check", role="flat")
        self.edit_button = Button("修改", self.edit, icon="edit", role="flat")
        self.copy_button = Button("另存", self.ask_copy, icon="copy", role="flat")
        self.retire_button = Button("停用", self.retire, icon="eye-off", role="flat")
        left, right = Card("程序"), Card()
        for button in (self.use_button, self.edit_button, self.copy_button, self.retire_button):
            left.head.addWidget(button)
        left.body.addWidget(self.list)
        self._title = right
        self._words = wrapped("", "small")
        right.body.addWidget(self._words)
        self._tabs = QTabWidget()
        self.steps = {
            stage: LinesTable(_HEADINGS, name=stage.label, tight_columns=frozenset({1, 3}))
            for stage in Stage
        }
        for stage, table in self.steps.items():
            self._tabs.addTab(table, stage.label)
        right.body.addWidget(self._tabs, 1)
        self.put_beside(left, right)
        self.list.selectionModel().currentRowChanged.connect(self._chosen)

    @property
    def entry(self) -> ProcedureEntry | None:
        """The procedure in hand."""
        key = self.list.current_key
        return next((e for e in self._list.entries if e.procedure.key == key), None)

    def reload(self) -> None:
        self.context.read(
            lambda: read_procedure_list(self.context.database),
            label="读取程序",
            on_done=self._show,
            latest="procedures",
            owner=self,
        )

    def use(self) -> None:
        """Go by the procedure in hand; going by it already, leave the choice to region and year."""
        entry = self.entry
        if entry is None:
            return
        key = entry.procedure.key
        chosen = "" if self._list.chosen == key else key
        self.write(
            partial(change_settings, self.context.database, values={"procedure_key": chosen}),
            "选用程序",
        )

    def edit(self) -> ProcedureEdit | None:
        """Edit the procedure in hand as a new version."""
        entry = self.entry
        return None if entry is None else self._edit(entry.procedure)

    def ask_copy(self) -> AskTexts | None:
        """Ask for the name of a procedure of the office's own, like the one in hand."""
        entry, database = self.entry, self.context.database
        if entry is None:
            return None
        taken = [each.procedure.key for each in self._list.entries]

        def copy(given: list[Any]) -> Procedure:
            own = copy_procedure(entry.procedure, name=str(given[0]).strip(), taken=taken)
            save_procedure(database, procedure=own)
            return own

        asked = [Asked("程序的名称", f"{entry.procedure.name}（本单位）")]
        dialog = AskTexts(self.context, "另存为本单位的程序", asked, copy, self)
        dialog.succeeded.connect(self._copied)
        dialog.open()
        return dialog

    def retire(self) -> None:
        """Offer the office's procedure in hand no more, or again."""
        entry = self.entry
        if entry is not None:
            key, is_retired = entry.procedure.key, not entry.is_retired
            self.write(
                partial(retire_procedure, self.context.database, key=key, is_retired=is_retired),
                "停用程序" if is_retired else "启用程序",
            )

    def _edit(self, procedure: Procedure) -> ProcedureEdit:
        dialog = ProcedureEdit(self.context, procedure, parent=self)
        dialog.succeeded.connect(self._saved)
        dialog.open()
        return dialog

    def _saved(self, _changes: object) -> None:
        self.context.show_message(
            "已保存为新版本。新登记的线索用新版本，已经在办的个案仍按原来的程序。", Level.OK
        )

    def _copied(self, own: Procedure) -> None:
        self._wanted = own.key
        self.reload()
        self._edit(own)

    def _show(self, found: ProcedureList) -> None:
        self._list = found
        self.list.show_lines([self._line(entry) for entry in found.entries])
        if self._wanted:
            keys = [line.key for line in self.list.lines.lines]
            if self._wanted in keys:
                self.list.selectRow(keys.index(self._wanted))
            self._wanted = ""
        self._show_entry()

    def _line(self, entry: ProcedureEntry) -> Line:
        key = entry.procedure.key
        if entry.is_retired:
            state = "已停用"
        elif key == self._list.in_force:
            state = "本单位采用" if key == self._list.chosen else "按地区采用"
        else:
            state = ""
        version = f"第{entry.version}版" if entry.version else "内置"
        texts = (entry.procedure.name, str(entry.procedure.year), version, state)
        return Line(key, texts, is_pale=entry.is_retired)

    def _chosen(self, _index: QModelIndex) -> None:
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.entry
        for button in (self.use_button, self.edit_button, self.copy_button):
            button.setEnabled(entry is not None)
        self.retire_button.setEnabled(entry is not None and entry.version > 0)
        if entry is None:
            return
        procedure = entry.procedure
        is_chosen = self._list.chosen == procedure.key
        self.use_button.setText("不指定" if is_chosen else "采用")
        self.use_button.setEnabled(not entry.is_retired)
        self.retire_button.setText("启用" if entry.is_retired else "停用")
        self._title.title.setText(procedure.name)
        self._title.title.show()
        self._words.setText(_about(procedure))
        for stage, table in self.steps.items():
            table.show_lines(_step_lines(procedure, stage))


def _about(procedure: Procedure) -> str:
    parts = (
        f"来源：{procedure.source}" if procedure.source else "",
        f"纳入后{procedure.helper.words}内落实帮扶责任人，{procedure.measures.words}内制定措施",
        f"每{procedure.visit_months}个月至少走访一次",
        f"满{procedure.clear_after_months}个月才可消除（自然消除除外）"
        if procedure.clear_after_months
        else "",
        procedure.note,
    )
    return "。".join(part.rstrip("。") for part in parts if part) + "。"


def _step_lines(procedure: Procedure, stage: Stage) -> list[Line]:
    lines: list[Line] = []
    for draft in step_drafts(procedure, stage):
        limit = f"{_SINCE.get(draft.since, '线索起')}{draft.limit}" if draft.limit else ""
        notice = f"{NOTICES.get(draft.notice, draft.notice)} {draft.days}" if draft.notice else ""
        name = f"{draft.name}（审定）" if draft.is_decision else draft.name
        lines.append(
            Line(
                draft.key,
                (name, draft.level, draft.after or "上一步", limit, notice, draft.papers),
            )
        )
    return lines
