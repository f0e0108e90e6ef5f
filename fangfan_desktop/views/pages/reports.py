"""报表导出: every table of the catalogue, looked at, printed or written as a file."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
)

from fangfan_desktop import paths
from fangfan_desktop.usecases.choices import village_choices
from fangfan_desktop.usecases.exports import TABLES, ExportResult, Table, export_table, list_tables
from fangfan_desktop.usecases.previews import TablePreview, preview_table
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import Page, PageContext
from fangfan_desktop.views.reports.page_view import PageView
from fangfan_desktop.views.reports.printing import PrintJob, ask_printer
from fangfan_desktop.views.reports.table_options import TableOptions
from fangfan_desktop.views.settings.village_archive import VillageArchive
from fangfan_desktop.views.survey.county_fill import CountyFill
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.label import label
from fangfan_desktop.views.widgets.page_header import PageHeader

_ALL_VILLAGES = "全部村（社区）"
_LOWEST_LIST = 150  # pixels at 100 %
_FILTERS = {".xlsx": "工作簿 (*.xlsx)", ".pdf": "PDF 文件 (*.pdf)", ".docx": "Word 文档 (*.docx)"}


class ReportsPage(Page):
    """Choose a table and a village; preview, print, export."""

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._job: PrintJob | None = None
        self._wanted_village: int | None = None
        self._known: dict[str, Table] = {}
        self._header = PageHeader("报表导出")
        self._preview_button = self._header.add_button("预览", self.preview, icon="eye")
        self._print_button = self._header.add_button("打印", self.print, icon="printer")
        self._header.add_button("填到县里的表…", self.ask_county, icon="table")
        self._header.add_button("导出", self.export, icon="file-export", is_main=True)
        self._tables = QListWidget()
        self._tables.setAccessibleName("报表")
        self._tables.setWordWrap(True)
        self._tables.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._villages = QComboBox()
        self._villages.setAccessibleName("村（社区）")
        self._villages.addItem(_ALL_VILLAGES, None)
        self.content_box = QComboBox()
        self.content_box.setAccessibleName("内容")
        self.content_box.addItem("已填的内容", False)
        self.content_box.addItem("空白表（手写）", True)
        self.options = TableOptions(
            self.ask_archive, lambda: context.open_page("settings", tab="人群分组")
        )
        self._view = PageView(context.operations)
        self._right = QStackedWidget()
        self._right.addWidget(
            EmptyState(
                "file-export",
                "选一张表，先预览再导出",
                "左边选表和村，点“预览”看打印出来的样子；点“导出”存成工作簿或 PDF，交给上级。",
                "预览",
                self.preview,
            )
        )
        self._right.addWidget(self._view)
        self.content.addWidget(self._header)
        self.content.addLayout(self._make_body(), 1)
        self._show_tables(list(TABLES.values()))
        self.options.changed.connect(self._forget_preview)
        self._tables.currentRowChanged.connect(self._show_options)
        self._tables.currentRowChanged.connect(self._forget_preview)
        self._tables.currentRowChanged.connect(self._offer_blank)
        self.content_box.currentIndexChanged.connect(self._forget_preview)
        self._villages.currentIndexChanged.connect(self._take_village)

    def on_shown(self) -> None:
        self._load_villages()
        self._load_tables()

    def set_campaign(self, campaign_id: int | None) -> None:
        self._forget_preview()
        self._load_tables()

    def refresh(self, changes: object) -> None:
        self._forget_preview()
        self._load_villages()
        self._load_tables()

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Choose the table and the village that another page asked for; preview before printing."""
        name = str(target.get("table") or "")
        if name in self._known:
            self._tables.setCurrentRow(list(self._known).index(name))
        elif name:
            self._load_tables(lambda: self._go_on(target))
            return
        self._wanted_village = target.get("village_id")
        self._choose_village()
        if target.get("action") == "print":
            self.preview()

    def _go_on(self, target: Mapping[str, Any]) -> None:
        """The tables are known now; one that is still unknown is passed over."""
        if target.get("table") in self._known:
            self.show_target(target)

    @property
    def table(self) -> Table:
        """The chosen table."""
        return self._known[str(self._tables.currentItem().data(Qt.ItemDataRole.UserRole))]

    def preview(self) -> None:
        """Show the table as it will be printed."""
        self._make_preview(lambda: None)

    def print(self) -> None:
        """Print the table; it is previewed first where it isn't yet."""
        if self._view.preview is None:
            self._make_preview(self._ask_and_print)
        else:
            self._ask_and_print()

    def export(self) -> None:
        """Ask for a file and write the table into it."""
        table = self.table
        if not self._has_campaign(table):
            return
        village = "" if self._wanted_village is None else self._villages.currentText()
        blank = "（空白）" if self._is_blank else ""
        name = f"{table.title.replace(' ', '')}{village}{blank}{table.endings[0]}"
        chosen, _ = QFileDialog.getSaveFileName(
            self,
            f"导出{table.title}",
            str(paths.export_dir() / name),
            ";;".join(_FILTERS[ending] for ending in table.endings),
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the chosen table into a file."""
        self.context.operations.start(
            lambda progress: export_table(
                self.context.database, path=path, progress=progress, **self._request()
            ),
            label=f"导出{self.table.title}",
            is_long=True,
            on_done=self._say_exported,
            owner=self,
            worker="background",
        )

    def ask_county(self) -> None:
        """Fill the county's own workbook from the campaign in hand."""
        campaign_id = self.context.campaign_id()
        if campaign_id is None:
            words = "填县里的表要先有一次排查。请先到“集中排查”新建一次。"
            self.context.show_message(words, Level.WARN)
            return
        villages = self._village_choices()
        CountyFill(self.context, campaign_id, villages, self._wanted_village, self).open()

    def ask_archive(self) -> VillageArchive | None:
        """Open the papers of the village in hand, or of the first one."""
        villages = self._village_choices()
        if not villages:
            self.context.show_message("还没有村（社区），请先到“设置与备份”添加。", Level.WARN)
            return None
        dialog = VillageArchive(self.context, villages, self._wanted_village, self)
        dialog.open()
        return dialog

    def _village_choices(self) -> dict[str, int]:
        return {
            self._villages.itemText(row): int(self._villages.itemData(row))
            for row in range(1, self._villages.count())
        }

    def _show_options(self) -> None:
        if self._tables.currentRow() >= 0:
            self.options.show_for(self.table)
            # what is shown below takes room from the list
            QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        self._tables.scrollToItem(self._tables.currentItem())

    def _make_body(self) -> QHBoxLayout:
        left = Card()
        left.body.addWidget(label("报表", "heading"))
        left.body.addWidget(self._tables, 1)
        # where the letters are large the page scrolls, rather than showing a line or two
        self._tables.setMinimumHeight(self.context.style.scaled(_LOWEST_LIST))
        left.body.addWidget(label("村（社区）", "heading"))
        left.body.addWidget(self._villages)
        left.body.addWidget(label("内容", "heading"))
        left.body.addWidget(self.content_box)
        left.body.addWidget(self.options)
        right = Card(is_padded=False)
        right.body.addWidget(self._right)
        body = QHBoxLayout()
        body.addWidget(left, 1)
        body.addWidget(right, 4)
        return body

    def _request(self) -> dict[str, Any]:
        table = self.table
        return {
            "table": table.name,
            "campaign_id": self.context.campaign_id() if table.needs_campaign else None,
            "village_id": self._wanted_village,
            "is_blank": self._is_blank,
            "wall_size": self.options.wall_size,
        }

    @property
    def _is_blank(self) -> bool:
        return self.table.blank is not None and bool(self.content_box.currentData())

    def _offer_blank(self) -> None:
        """Only some papers can be printed to be filled in by hand."""
        can_be = self.table.blank is not None
        self.content_box.setEnabled(can_be)
        if not can_be:
            self.content_box.setCurrentIndex(0)

    def _has_campaign(self, table: Table) -> bool:
        if table.needs_campaign and self.context.campaign_id() is None:
            self.context.show_message(
                f"{table.title}属于一次排查，还没有排查。请先到“集中排查”新建一次。", Level.WARN
            )
            return False
        return True

    def _make_preview(self, then: Any) -> None:
        if not self._has_campaign(self.table):
            return
        request = self._request()

        def show(preview: TablePreview) -> None:
            self._view.show_preview(preview)
            self._right.setCurrentWidget(self._view)
            for note in preview.notes:
                self.context.show_message(note, Level.WARN)
            then()

        self.context.operations.start(
            lambda progress: preview_table(self.context.database, progress=progress, **request),
            label=f"预览{self.table.title}",
            is_long=True,
            on_done=show,
            owner=self,
            worker="background",
        )

    def _ask_and_print(self) -> None:
        preview = self._view.preview
        if preview is None:
            return
        printer = ask_printer(preview, self)
        if printer is not None:
            self._job = PrintJob(self.context.operations, preview, printer, self)
            self._job.finished.connect(self._say_printed)
            self._job.start()

    def _say_printed(self, pages: int) -> None:
        if pages:
            self.context.show_message(f"已送到打印机，{pages} 页。", Level.OK)
        else:
            self.context.show_message(
                "没有打印：已取消，或者打印机没有响应。请检查打印机。", Level.WARN
            )

    def _say_exported(self, result: ExportResult) -> None:
        text = f"已写到“{result.file}”，{result.rows} 行。" + "".join(result.notes)
        self.context.show_message(text, Level.WARN if result.notes else Level.OK)

    def _forget_preview(self, _index: int = 0) -> None:
        self._view.clear()
        self._right.setCurrentIndex(0)

    def _take_village(self) -> None:
        self._wanted_village = self._villages.currentData()
        self._forget_preview()

    def _load_tables(self, then: Callable[[], None] | None = None) -> None:
        """The catalogue, and what the campaign in hand has of its own."""

        def show(tables: list[Table]) -> None:
            self._show_tables(tables)
            if then is not None:
                then()

        self.context.operations.start(
            partial(list_tables, self.context.database, campaign_id=self.context.campaign_id()),
            label="读取报表目录",
            on_done=show,
            on_error=lambda _sentence: None,  # the campaign is gone; another one is taken in hand
            latest="report tables",
            owner=self,
        )

    def _show_tables(self, tables: list[Table]) -> None:
        names = list(self._known)
        if names == [table.name for table in tables]:
            return
        name = names[self._tables.currentRow()] if names else ""
        self._known = {table.name: table for table in tables}
        with QSignalBlocker(self._tables):
            self._tables.clear()
            for table in tables:
                made = QListWidgetItem(table.title)
                made.setData(Qt.ItemDataRole.UserRole, table.name)
                self._tables.addItem(made)
            self._tables.setCurrentRow(list(self._known).index(name) if name in self._known else 0)
        self.options.show_for(self.table)
        if name and name not in self._known:
            self._forget_preview()

    def _load_villages(self) -> None:
        self.context.read(
            partial(village_choices, self.context.database),
            label="读取村名",
            on_done=self._show_villages,
            latest="report villages",
            owner=self,
        )

    def _show_villages(self, villages: dict[str, int]) -> None:
        with QSignalBlocker(self._villages):
            self._villages.clear()
            self._villages.addItem(_ALL_VILLAGES, None)
            for name, key in villages.items():
                self._villages.addItem(name, key)
            self._choose_village()

    def _choose_village(self) -> None:
        self._villages.setCurrentIndex(max(0, self._villages.findData(self._wanted_village)))
