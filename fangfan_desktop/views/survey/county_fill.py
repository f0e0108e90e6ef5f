"""填到县里的表: their workbook is looked at, what fits is shown, then a filled copy is written."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop import paths
from fangfan_desktop.usecases.fill_county_workbook import (
    FilledWorkbook,
    FillPlan,
    fill_county_workbook,
    plan_fill,
)
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ScrollingBody
from fangfan_desktop.views.grid.plain_grid import plain_grid, show_lines
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Operation, Progress
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label, set_level, wrapped

_COLUMNS = (("工作表", 110), ("县里的栏目", 290), ("填什么", 170), ("说明", 90))
_HEIGHT, _WIDTH, _GRID = 560, 760, 180  # pixels at 100 %
_SHARE = 0.9  # of the screen at most
_HINT = (
    "选县里发来的空表（.xlsx）。格式、公式、打印设置都保留，"
    "只把本次排查的内容填到表头下面，另存一份。"
)
_WORKBOOK = "工作簿 (*.xlsx)"


class CountyFill(QDialog):
    """The dialog; it stays until closed, with the way to the written file."""

    def __init__(
        self,
        context: PageContext,
        campaign_id: int,
        villages: dict[str, int],
        village_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self._campaign_id = campaign_id
        self._running: Operation | None = None
        self.source: Path | None = None
        self.written: Path | None = None
        self.plan: FillPlan | None = None
        self.setWindowTitle("填到县里的表")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.choose_button = Button("选择县里的表…", self.choose, icon="folder")
        self.file = label("还没有选文件", "secondary")
        self.village = QComboBox()
        self.village.setAccessibleName("村")
        self.village.addItem("全部村（社区）", None)
        for name, key in villages.items():
            self.village.addItem(name, key)
        self.village.setCurrentIndex(max(0, self.village.findData(village_id)))
        self.summary = wrapped("", "heading")
        self.grid = plain_grid("栏目对照", _COLUMNS, "栏")
        self.notes = wrapped("", "small")
        self.problem = wrapped("", "small")
        set_level(self.problem, Level.DANGER)
        self.folder_button = Button("打开所在文件夹", self.open_folder, icon="folder")
        self.fill_button = Button("填写并另存…", self.ask_target, role="main")
        self._lay_out()
        self.village.currentIndexChanged.connect(self._look)
        self._enable()

    def choose(self) -> None:
        """Ask which workbook."""
        name, _ = QFileDialog.getOpenFileName(self, "选择县里的表", "", _WORKBOOK)
        if name:
            self.take(Path(name))

    def take(self, source: Path) -> None:
        """Look at the workbook; nothing is written."""
        self.source = source
        self.file.setText(source.name)
        self._look()

    def ask_target(self) -> None:
        """Ask where the filled copy goes, and write it."""
        if self.source is None:
            return
        place = "" if self.village.currentData() is None else self.village.currentText()
        wanted = paths.export_dir() / f"{self.source.stem}{place}（已填）.xlsx"
        name, _ = QFileDialog.getSaveFileName(self, "另存为", str(wanted), _WORKBOOK)
        if name:
            self.fill_to(Path(name))

    def fill_to(self, target: Path) -> None:
        """Write the filled copy, off the window's thread."""
        source, village, database = self.source, self.village.currentData(), self._context.database
        campaign_id = self._campaign_id
        if source is None:
            return

        def work(progress: Progress) -> FilledWorkbook:
            return fill_county_workbook(
                database,
                source=source,
                target=target,
                campaign_id=campaign_id,
                village_id=village,
                progress=progress,
            )

        self._running = self._context.operations.start(
            work,
            label=f"填写“{target.name}”",
            is_long=True,
            on_done=self._filled,
            on_error=self._fail,
            on_cancel=self._stopped,
            owner=self,
            worker="background",
        )
        self._enable()

    def open_folder(self) -> None:
        """Show the written file's folder."""
        if self.written is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.written.parent)))

    def reject(self) -> None:
        """Give up: the work where it is under way, else the dialog."""
        if self._running is not None:
            self._running.cancel()
        else:
            super().reject()

    def _look(self) -> None:
        source, village, database = self.source, self.village.currentData(), self._context.database
        campaign_id = self._campaign_id
        self.plan = self.written = None
        self._enable()
        if source is None:
            return

        def work(progress: Progress) -> FillPlan:
            progress(0, 0, f"读取{source.name}")
            return plan_fill(database, source=source, campaign_id=campaign_id, village_id=village)

        self._context.operations.start(
            work,
            label=f"读取“{source.name}”",
            is_long=True,
            on_done=self._show_plan,
            on_error=self._fail,
            latest="county-fill",
            owner=self,
            worker="background",
        )

    def _show_plan(self, plan: FillPlan) -> None:
        self.plan = plan
        self.problem.hide()
        rows = sum(count for _, count in plan.sheets)
        total = len(plan.matched) + len(plan.unmatched)
        sheets = "、".join(f"{name} {count:,} 行" for name, count in plan.sheets)
        self.summary.setText(
            f"按“{plan.form}”填，共 {rows:,} 行；{total} 栏中对上 {len(plan.matched)} 栏。"
            f"工作表：{sheets}。"
        )
        lines = [
            (each.sheet, each.heading, each.name, "" if each.is_sure else "请核对")
            for each in plan.matched
        ]
        show_lines(
            self.grid, lines + [("", heading, "", "不填，留空") for heading in plan.unmatched]
        )
        self.notes.setText("\n".join(plan.notes))
        self._enable()

    def _filled(self, done: FilledWorkbook) -> None:
        self._running = None
        self.written = done.file
        self.problem.hide()
        self.summary.setText(f"已填好 {done.rows:,} 行，写到“{done.file}”。")
        self.notes.setText("\n".join(done.notes))
        self._context.show_message(f"已写到“{done.file}”，{done.rows:,} 行。", Level.OK)
        self._enable()
        self.folder_button.setFocus()

    def _fail(self, sentence: str) -> None:
        self._stopped()
        if self.plan is None:
            self.summary.setText("")
        self.problem.setText(sentence)
        self.problem.show()

    def _stopped(self) -> None:
        self._running = None
        self._enable()

    def _enable(self) -> None:
        has_plan = self.plan is not None
        is_busy = self._running is not None
        self.fill_button.setEnabled(has_plan and not is_busy)
        self.choose_button.setEnabled(not is_busy)
        self.village.setEnabled(not is_busy)
        self.folder_button.setVisible(self.written is not None)
        if not has_plan:
            self.summary.setText("" if self.source is None else "正在看这个文件…")
            self.notes.setText("")
            show_lines(self.grid, ())
        self.grid.setVisible(has_plan)

    def _lay_out(self) -> None:
        look = style.current()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(*[look.px("space_4")] * 4)
        outer.setSpacing(look.px("space_3"))
        outer.addWidget(label("填到县里的表", "title"))
        outer.addWidget(wrapped(_HINT, "secondary"))
        row = QHBoxLayout()
        row.addWidget(self.choose_button)
        row.addWidget(self.file, 1)
        row.addWidget(self.village)
        outer.addLayout(row)
        inner = QWidget()
        found = QVBoxLayout(inner)
        found.setContentsMargins(0, 0, 0, 0)
        self.grid.setMinimumHeight(look.scaled(_GRID))
        found.addWidget(self.summary)
        found.addWidget(self.grid, 1)
        found.addWidget(self.notes)
        found.addStretch()
        outer.addWidget(ScrollingBody(inner), 1)
        outer.addWidget(self.problem)
        self.problem.hide()
        buttons = QHBoxLayout()
        buttons.addWidget(self.folder_button)
        buttons.addStretch()
        buttons.addWidget(Button("关闭", self.reject))
        buttons.addWidget(self.fill_button)
        outer.addLayout(buttons)
        room = self.screen().availableSize() * _SHARE
        self.resize(
            min(look.scaled(_WIDTH), room.width()), min(look.scaled(_HEIGHT), room.height())
        )
