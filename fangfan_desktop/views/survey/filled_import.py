"""导入填好的本表: a workbook with answers is taken into the form in hand."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from fangfan_desktop.usecases.form_import import FormImport, import_form
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.page import PageContext

_WORKBOOKS = "表格 (*.xlsx *.xls *.ods *.csv)"


class FilledImport:
    """Asks for the workbook and takes it in; a report is written where rows are refused."""

    def __init__(self, context: PageContext, owner: QWidget) -> None:
        self._context = context
        self._owner = owner

    def ask(self, campaign_id: int, form_key: str) -> None:
        """Ask which workbook."""
        name, _ = QFileDialog.getOpenFileName(self._owner, "导入填好的表", "", _WORKBOOKS)
        if name:
            self.take(campaign_id, form_key, Path(name))

    def take(self, campaign_id: int, form_key: str, path: Path) -> None:
        """Take the workbook in, off the window's thread."""
        database = self._context.database

        def work(progress: Progress) -> FormImport:
            taken = import_form(
                database, form_key=form_key, campaign_id=campaign_id, path=path, progress=progress
            )
            if taken.refused:
                import_form(
                    database,
                    form_key=form_key,
                    campaign_id=campaign_id,
                    path=path,
                    report_path=_report_of(path),
                    is_trial=True,
                )
            return taken

        self._context.operations.start(
            work,
            label=f"导入“{path.name}”",
            is_long=True,
            on_done=lambda taken: self._tell(taken, path),
            owner=self._owner,
        )

    def _tell(self, taken: FormImport, path: Path) -> None:
        self._context.show_saved()
        self._context.changed(taken.changes)
        rows = taken.rows
        words = f"导入完成：新增 {rows.added:,} 行，更改 {rows.changed:,} 行，相同 {rows.same:,} 行"
        if taken.warnings:
            words += f"，提醒 {len(taken.warnings):,} 处"
        if taken.refused:
            words += (
                f"，拒收 {taken.refused:,} 行。原因写在“{_report_of(path).name}”中，改好后可再导入"
            )
        self._context.show_message(f"{words}。", Level.WARN if taken.refused else Level.OK)


def _report_of(path: Path) -> Path:
    """Where the report of an import goes: beside the workbook."""
    return path.with_name(f"{path.stem}（导入报告）.xlsx")
