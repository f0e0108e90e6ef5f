"""报表导出: what is previewed is what is exported and printed."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import cast

import openpyxl
import pypdfium2
import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QComboBox, QLabel
from pytestqt.qtbot import QtBot

from fangfan_desktop.forms.load import load_form
from fangfan_desktop.storage.database import Database
from fangfan_desktop.usecases.campaign_forms import use_form
from fangfan_desktop.usecases.household_forms import load_rows, set_answers
from fangfan_desktop.usecases.office_forms import save_form
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.pages.reports import ReportsPage
from fangfan_desktop.views.reports.page_view import PageView
from fangfan_desktop.views.reports.printing import PrintJob
from fangfan_desktop.views.style import Style
from tests.small_township import add_campaign, make_township

Said = list[tuple[str, Level]]


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with make_township(tmp_path / "a.db", 12) as opened:
        add_campaign(opened)
        yield opened


@pytest.fixture
def said() -> Said:
    return []


def make_page(
    qtbot: QtBot, operations: Operations, look: Style, database: Database, said: Said
) -> ReportsPage:
    context = PageContext(
        operations=operations,
        database=database,
        style=look,
        campaign_id=lambda: 1,
        changed=lambda _changes: None,
        open_page=lambda *_args, **_target: None,
        show_message=lambda text, level: said.append((text, level)),
        show_saved=lambda: None,
        show_status=lambda _text: None,
    )
    page = ReportsPage(context)
    qtbot.addWidget(page)
    page.resize(1000, 600)
    page.show()
    page.on_shown()
    operations.wait_until_idle()
    return page


def view_of(page: ReportsPage) -> PageView:
    found = page.findChild(PageView)
    assert isinstance(found, PageView)
    return found


def test_a_preview_shows_the_first_page_and_leaves_no_file(
    qtbot: QtBot,
    operations: Operations,
    look: Style,
    database: Database,
    said: Said,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    page = make_page(qtbot, operations, look, database, said)
    page.preview()
    operations.wait_until_idle()
    view = view_of(page)
    assert view.preview is not None
    assert view.preview.rows == 12
    labels = cast("list[QLabel]", view.findChildren(QLabel))
    assert max(label.pixmap().width() for label in labels) > 500
    assert list(scratch.iterdir()) == []
    view.clear()
    operations.wait_until_idle()


def test_a_change_of_the_table_forgets_the_preview(
    qtbot: QtBot, operations: Operations, look: Style, database: Database, said: Said
):
    page = make_page(qtbot, operations, look, database, said)
    page.preview()
    operations.wait_until_idle()
    page.show_target({"table": "ledger"})
    operations.wait_until_idle()
    assert view_of(page).preview is None
    assert page.table.name == "ledger"


def test_print_asked_for_elsewhere_is_previewed_for_that_village(
    qtbot: QtBot, operations: Operations, look: Style, database: Database, said: Said
):
    page = make_page(qtbot, operations, look, database, said)
    page.show_target({"table": "household-form", "village_id": 1, "action": "print"})
    operations.wait_until_idle()
    preview = view_of(page).preview
    assert preview is not None
    assert 0 < preview.rows <= 12
    view_of(page).clear()
    operations.wait_until_idle()


def test_a_form_of_the_office_can_be_asked_for_and_is_printed(
    qtbot: QtBot, operations: Operations, look: Style, database: Database, said: Said
) -> None:
    page = make_page(qtbot, operations, look, database, said)
    own = replace(load_form("visit-check"), key="own-1", name="本县入户表", scope="all")
    save_form(database, form=own)
    use_form(database, campaign_id=1, form_key="own-1")
    page.show_target({"table": "own-1", "village_id": 1, "action": "print"})
    operations.wait_until_idle()
    assert page.table.title == "本县入户表"
    preview = view_of(page).preview
    assert preview is not None
    assert preview.pages.page_count == preview.rows == 10
    page.show_target({"table": "nothing"})
    operations.wait_until_idle()
    assert page.table.name == "own-1"


def test_an_export_is_written_and_said(
    qtbot: QtBot,
    operations: Operations,
    look: Style,
    database: Database,
    said: Said,
    tmp_path: Path,
):
    page = make_page(qtbot, operations, look, database, said)
    target = tmp_path / "附件1.xlsx"
    page.export_to(target)
    operations.wait_until_idle()
    assert target.read_bytes()[:2] == b"PK"
    assert said[-1][1] is Level.OK
    assert "12 行" in said[-1][0]


def test_every_page_reaches_the_printer(
    qtbot: QtBot,
    operations: Operations,
    look: Style,
    database: Database,
    said: Said,
    tmp_path: Path,
):
    page = make_page(qtbot, operations, look, database, said)
    page.preview()
    operations.wait_until_idle()
    preview = view_of(page).preview
    assert preview is not None
    printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    job = PrintJob(operations, preview, printer, page)
    with qtbot.waitSignal(job.finished, timeout=30_000) as ended:
        job.start()
    assert ended.args == [preview.pages.page_count]
    printed = pypdfium2.PdfDocument(tmp_path / "printed.pdf")
    assert len(printed) == preview.pages.page_count
    printed.close()
    view_of(page).clear()
    operations.wait_until_idle()


def test_a_preview_can_be_enlarged_until_small_print_is_readable(
    qtbot: QtBot, operations: Operations, look: Style, database: Database, said: Said
):
    page = make_page(qtbot, operations, look, database, said)
    page.preview()
    operations.wait_until_idle()
    view = view_of(page)

    def width() -> int:
        labels = cast("list[QLabel]", view.findChildren(QLabel))
        return max(label.pixmap().width() for label in labels)

    # the page is drawn once more when the pane has its full size
    qtbot.waitUntil(lambda: operations.is_idle and width() > page.width() * 0.7)
    before = width()
    sizes = view.findChild(QComboBox)
    assert isinstance(sizes, QComboBox)
    sizes.setCurrentText("2 倍")
    operations.wait_until_idle()
    assert 1.9 < width() / before <= 2.0  # less by a scroll bar at most
    view.clear()
    operations.wait_until_idle()


def test_a_paper_can_be_written_without_answers(
    qtbot: QtBot,
    operations: Operations,
    look: Style,
    database: Database,
    tmp_path: Path,
):
    row = load_rows(database, campaign_id=1)[0]
    set_answers(database, campaign_id=1, edits=[(row.id, "needs", "修路")])
    page = make_page(qtbot, operations, look, database, [])
    page.export_to(tmp_path / "填.xlsx")
    operations.wait_until_idle()
    page.content_box.setCurrentIndex(1)
    page.export_to(tmp_path / "空.xlsx")
    operations.wait_until_idle()
    texts = {name: _texts(tmp_path / f"{name}.xlsx") for name in ("填", "空")}
    assert "修路" in texts["填"]
    assert "修路" not in texts["空"]
    assert "韦𠮷祥" in texts["空"]
    page.show_target({"table": "statistics"})
    assert not page.content_box.isEnabled()
    assert page.content_box.currentIndex() == 0


def _texts(path: Path) -> set[str]:
    sheet = openpyxl.load_workbook(path).worksheets[0]
    return {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
