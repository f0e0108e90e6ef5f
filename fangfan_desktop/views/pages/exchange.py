"""数据交换: rosters in (file → columns → trial → one step that can be undone), and out again."""

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Literal

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QSizePolicy, QStackedWidget, QTabWidget

from fangfan_desktop import paths
from fangfan_desktop.usecases.exports import ExportResult, export_table
from fangfan_desktop.usecases.roster_aliases import (
    SheetView,
    inspect_roster,
    map_sheet,
    save_mapping,
)
from fangfan_desktop.usecases.roster_import import ImportResult, import_roster
from fangfan_desktop.usecases.roster_tables import SheetKind, SheetMapping
from fangfan_desktop.usecases.roster_template import write_roster_template
from fangfan_desktop.views.exchange.columns import ColumnsPanel
from fangfan_desktop.views.exchange.form_wizard import ENDINGS as _BLANK_ENDINGS
from fangfan_desktop.views.exchange.form_wizard import FormWizard
from fangfan_desktop.views.exchange.steps import StepLine
from fangfan_desktop.views.exchange.trial import TrialPanel, apply_words
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import Page, PageContext, PageSpec
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader

_STEPS = ("选择文件", "表头与列", "对应关系", "试运行", "写入")
_READABLE = "表格文件 (*.xlsx *.xls *.ods *.csv *.xlsm);;所有文件 (*)"
_LARGE = 150  # percent
_ENDINGS = frozenset({".xlsx", ".xls", ".ods", ".csv", ".xlsm"})

Stage = Literal["start", "columns", "trial", "done"]


class ExchangePage(Page):
    """The import wizard of the roster, with its template and export."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self.setAcceptDrops(True)
        self._path: Path | None = None
        self._stage: Stage = "start"
        self._result: ImportResult | None = None
        self._panels: dict[str, ColumnsPanel] = {}
        self._header = PageHeader("数据交换")
        self._template = self._header.add_button("空白模板", self.ask_template, icon="table")
        self._export = self._header.add_button("导出花名册", self.ask_export, icon="file-export")
        self._blank = self._header.add_button(
            "从空白表新建表样", self.show_wizard, icon="list-check"
        )
        self._report = self._header.add_button("导出拒收行", self.ask_report, icon="download")
        self._back = self._header.add_button("换一个文件", self.start_again, icon="arrow-left")
        self._main = self._header.add_button("选择文件", self._go_on, is_main=True)
        self._steps = StepLine(_STEPS)
        self._start = EmptyState(
            "upload",
            "把花名册导入农户档案",
            "选择或拖入工作簿（.xlsx、.xls、.ods、.csv）：本程序的花名册模板，"
            "或全国系统导出的一人一行表。先试运行看结果，再写入；写入后可以整批撤销。",
            "选择文件",
            self._ask_file,
        )
        self._tabs = QTabWidget()
        self._trial = TrialPanel()
        self._stack = QStackedWidget()
        columns = Card()
        columns.body.addWidget(self._tabs, 1)
        start = Card()
        start.body.addWidget(self._start, 1)
        for widget in (start, columns, self._trial):
            self._stack.addWidget(widget)
        for widget in (self._header, self._steps):
            self.content.addWidget(widget)
        self.content.addWidget(self._stack, 1)
        self.wizard = FormWizard(context)
        self.wizard.left.connect(partial(self.show_wizard, is_shown=False))
        self.wizard.hide()
        self.content.addWidget(self.wizard, 1)
        self._show_stage("start")
        context.style.zoom_changed.connect(self._show_again)

    @property
    def help_chapter(self) -> str:
        """Forms from blank workbooks have a chapter of their own."""
        return "own-forms" if self._is_wizard else ""

    @property
    def _is_wizard(self) -> bool:
        return not self.wizard.isHidden()

    def show_wizard(self, *, is_shown: bool = True) -> None:
        """A form from a blank workbook, in the place of the roster's import; or that again."""
        for widget in (self._header, self._steps, self._stack):
            widget.setVisible(not is_shown)
        self.wizard.setVisible(is_shown)
        (self.wizard if is_shown else self._blank).setFocus()

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Go to the wizard of forms (`blank_form`), with a `path` to open there."""
        if target.get("blank_form"):
            self.show_wizard()
            if target.get("path"):
                self.wizard.open_file(Path(target["path"]))

    def set_campaign(self, campaign_id: int | None) -> None:
        self.wizard.show_campaign()

    @property
    def stage(self) -> Stage:
        """Where the wizard is."""
        return self._stage

    @property
    def result(self) -> ImportResult | None:
        """The last trial or import."""
        return self._result

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        endings = _BLANK_ENDINGS if self._is_wizard else _ENDINGS
        if len(urls) == 1 and Path(urls[0].toLocalFile()).suffix.lower() in endings:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = Path(event.mimeData().urls()[0].toLocalFile())
        (self.wizard.open_file if self._is_wizard else self.open_file)(path)

    def refresh(self, changes: object) -> None:
        """A trial is out of date once anything else was changed."""
        if self._stage == "trial" and changes is not None:
            self._main.setToolTip("农户档案有了变化，写入时会重新比对")

    def start_again(self) -> None:
        """Forget the file in hand."""
        self._path = None
        self._result = None
        self._show_stage("start")

    def open_file(self, path: Path) -> None:
        """Look into a workbook and show how it would be read."""
        self._path = path
        database = self.context.database
        self.context.operations.start(
            lambda: inspect_roster(database, path=path),
            label=f"读取“{path.name}”",
            on_done=self._show_sheets,
            owner=self,
        )

    def try_out(self) -> None:
        """Say what importing would do; nothing is written."""
        self._run(is_trial=True)

    def apply(self) -> None:
        """Import what was tried, as one step that can be undone."""
        self._run(is_trial=False)

    def mapping(self) -> dict[str, SheetMapping]:
        """How the clerk wants each sheet to be read."""
        chosen = {name: panel.mapping for name, panel in self._panels.items()}
        return {name: mapping for name, mapping in chosen.items() if mapping is not None}

    def ask_template(self) -> None:
        """Ask for a file and write the empty workbook into it."""
        path = self._ask_target("保存空白模板", "花名册模板.xlsx", "工作簿 (*.xlsx)")
        if path is not None:
            database = self.context.database
            self.context.operations.start(
                lambda: write_roster_template(path=path, database=database),
                label="保存空白模板",
                on_done=lambda _: self._say(f"空白模板已保存为“{path.name}”。"),
                owner=self,
            )

    def ask_export(self) -> None:
        """Ask for a file and write the roster into it."""
        kinds = "工作簿 (*.xlsx);;PDF 文件 (*.pdf)"
        path = self._ask_target("导出花名册", "农户花名册.xlsx", kinds)
        if path is not None:
            self.export_to(path)

    def export_to(self, path: Path) -> None:
        """Write the roster into a file."""

        def done(exported: ExportResult) -> None:
            self._say("".join((f"已导出 {exported.rows:,} 行到“{path.name}”。", *exported.notes)))

        database = self.context.database
        self.context.operations.start(
            lambda progress: export_table(database, table="roster", path=path, progress=progress),
            label="导出花名册",
            is_long=True,
            on_done=done,
            owner=self,
            worker="background",
        )

    def ask_report(self) -> None:
        """Ask for a file and write the workbook with the bad cells marked into it."""
        if self._path is None:
            return
        name = f"{self._path.stem}（拒收和提醒）.xlsx"
        path = self._ask_target("导出拒收行", name, "工作簿 (*.xlsx)")
        if path is not None:
            self.report_to(path)

    def report_to(self, path: Path) -> None:
        """Write the workbook with the bad cells marked."""
        source, mapping, database = self._path, self.mapping(), self.context.database
        trial = self._result
        if source is None:
            return
        self.context.operations.start(
            lambda progress: import_roster(
                database,
                path=source,
                report_path=path,
                is_trial=True,
                mapping=mapping,
                trial=trial,
                progress=progress,
            ),
            label="导出拒收行",
            is_long=True,
            on_done=lambda _: self._say(f"已标出有问题的格，存为“{path.name}”。"),
            owner=self,
        )

    # --- steps -------------------------------------------------------------------------------

    def _go_on(self) -> None:
        {
            "start": self._ask_file,
            "columns": self.try_out,
            "trial": self.apply,
            "done": self.start_again,
        }[self._stage]()

    def _ask_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, "选择花名册", str(Path.home()), _READABLE)
        if chosen:
            self.open_file(Path(chosen))

    def _show_sheets(self, sheets: Sequence[SheetView]) -> None:
        self._tabs.clear()
        self._panels = {}
        for sheet in sheets:
            panel = ColumnsPanel()
            panel.show_sheet(sheet)
            panel.header_changed.connect(partial(self._map_again, sheet.name))
            self._panels[sheet.name] = panel
            self._tabs.addTab(panel, sheet.name)
        used = [i for i, sheet in enumerate(sheets) if sheet.mapping is not None]
        self._tabs.setCurrentIndex(used[0] if used else 0)
        if not used:
            self.context.show_message(
                "没有认出花名册：请在下面指定这张表是什么、表头在第几行，再对应各列。", Level.WARN
            )
        self._show_stage("columns")

    def _map_again(self, name: str, row: int, kind: SheetKind | None) -> None:
        path, database = self._path, self.context.database
        if path is None:
            return
        self.context.read(
            lambda: map_sheet(database, path=path, sheet_name=name, header_row=row, kind=kind),
            label="读取表头",
            on_done=self._show_sheet,
            owner=self,
        )

    def _show_sheet(self, view: SheetView) -> None:
        panel = self._panels.get(view.name)
        if panel is not None:
            panel.show_sheet(view)

    def _run(self, *, is_trial: bool) -> None:
        path, mapping, database = self._path, self.mapping(), self.context.database
        if path is None:
            return
        trial = None if is_trial else self._result
        self._main.setEnabled(False)
        if is_trial:
            self._keep_mapping()  # before the trial, which is good until the next change

        self.context.operations.start(
            lambda progress: import_roster(
                database,
                path=path,
                is_trial=is_trial,
                mapping=mapping,
                trial=trial,
                progress=progress,
            ),
            label="试运行" if is_trial else "导入花名册",
            is_long=True,
            on_done=self._show_trial if is_trial else self._show_done,
            on_error=self._show_error,
            on_cancel=lambda: self._main.setEnabled(True),
            owner=self,
        )

    def _show_error(self, sentence: str) -> None:
        self._main.setEnabled(True)
        self.context.show_message(sentence, Level.DANGER)

    def _show_trial(self, result: ImportResult) -> None:
        self._result = result
        self._trial.show_result(result)
        self._show_stage("trial")

    def _show_done(self, result: ImportResult) -> None:
        self._result = result
        self._trial.show_result(result)
        self._show_stage("done")
        self.context.show_saved()
        self.context.changed(result.changes)
        households, people = result.households, result.people
        self._say(
            f"已导入：新增 {households.added:,} 户 {people.added:,} 人，"
            f"更改 {households.changed:,} 户 {people.changed:,} 人，拒收 {result.refused:,} 行。"
        )

    def _keep_mapping(self) -> None:
        """What the clerk matched by hand is known the next time."""
        path, mapping, database = self._path, self.mapping(), self.context.database
        if path is not None and mapping:
            self.context.operations.start(
                lambda: save_mapping(database, name=path.stem, mapping=mapping),
                label="保存对应关系",
                on_done=self.context.changed,
                owner=self,
            )

    def _show_again(self, _zoom: int) -> None:
        self._show_stage(self._stage)

    # --- looks -------------------------------------------------------------------------------

    def _show_stage(self, stage: Stage) -> None:
        self._stage = stage
        self._steps.set_current({"start": 0, "columns": 2, "trial": 3, "done": 5}[stage])
        self._stack.setCurrentIndex({"start": 0, "columns": 1, "trial": 2, "done": 2}[stage])
        for place in range(self._stack.count()):
            # only what is shown says how wide and high the page must be
            is_shown = place == self._stack.currentIndex()
            policy = QSizePolicy.Policy.Preferred if is_shown else QSizePolicy.Policy.Ignored
            self._stack.widget(place).setSizePolicy(policy, policy)
        is_start = stage == "start"
        for button in (self._template, self._export, self._blank):
            button.setVisible(is_start)
        self._back.setVisible(stage in {"columns", "trial"})
        result = self._result
        has_marks = result is not None and bool(result.refusals or result.warnings)
        self._report.setVisible(stage in {"trial", "done"} and has_marks)
        self._header.set_title("数据交换" if is_start else "导入花名册")
        self._header.set_subtitle(self._subtitle())
        self._name_buttons()
        self._main.setAccessibleName(self._main.text())
        self._main.setEnabled(stage != "trial" or (result is not None and result.has_changes))

    def _name_buttons(self) -> None:
        """Short names where the letters are large: all buttons stay in sight."""
        self._report.setText("拒收行" if self._is_large else "导出拒收行")
        self._blank.setText("新建表样" if self._is_large else "从空白表新建表样")
        self._back.setText("换文件" if self._is_large else "换一个文件")
        self._main.setText(self._main_text())
        self._steps.set_short(is_short=self._is_large)

    def _subtitle(self) -> str:
        if self._path is None or self._is_large:
            return ""
        return f"{self._path.name} · {len(self.mapping())} 张表"

    @property
    def _is_large(self) -> bool:
        """Whether the writing is so large that words have to be saved."""
        return self.context.style.zoom > _LARGE

    def _main_text(self) -> str:
        if self._stage != "trial" or self._result is None:
            return {"start": "选择文件", "columns": "试运行", "done": "再导入一个"}.get(
                self._stage, "写入"
            )
        return apply_words(self._result, is_short=self._is_large)

    def _say(self, sentence: str) -> None:
        self.context.show_message(sentence, Level.OK)

    def _ask_target(self, title: str, name: str, kinds: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self, title, str(paths.export_dir() / name), kinds)
        return Path(chosen) if chosen else None


SPEC = PageSpec("exchange", "数据交换", "arrows", ExchangePage)
