"""数据交换: a roster goes in by trial and one step, and what it cannot take is told."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

import pytest
import xlsxwriter
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from fangfan_desktop.documents.workbook_reader import read_workbook
from fangfan_desktop.storage.database import Database
from fangfan_desktop.storage.history import last_done, undo
from fangfan_desktop.usecases.township import create_township
from fangfan_desktop.views.exchange.findings import FindingsTable
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.pages.exchange import ExchangePage
from fangfan_desktop.views.style import Style

if TYPE_CHECKING:
    from fangfan_desktop.views.level import Level

HOUSEHOLDS = (
    ("行政村", "村民小组", "户编号", "户主姓名", "户主身份证号码", "备注", "心愿"),
    ("坭桥村", "一组", "A1", "覃䶮", "450221198003154213", "=1+1", "修路"),
    ("南桥村", "一组", "A2", "韦玉", "", "", ""),
)
PEOPLE = (
    ("户编号", "姓名", "与户主关系", "身份证号码"),
    ("A1", "覃䶮", "户主", "450221198003154213"),
    ("A1", "韦𠮷祥", "之子", "4.50221E+17"),
)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with create_township(tmp_path / "a.db", township_code="450203100") as made:
        yield made


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "雒容镇登记表.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_formulas": False})
    for name, rows in (("农户", HOUSEHOLDS), ("家庭成员", PEOPLE)):
        tab = book.add_worksheet(name)
        for at, row in enumerate(rows):
            tab.write_row(at, 0, row)
    book.close()
    return path


@pytest.fixture
def page(qtbot: QtBot, operations: Operations, look: Style, database: Database) -> ExchangePage:
    messages: list[tuple[str, Level]] = []
    context = PageContext(
        operations=operations,
        database=database,
        style=look,
        campaign_id=lambda: None,
        changed=lambda _: None,
        open_page=lambda *_, **__: None,
        show_message=lambda text, level: messages.append((text, level)),
        show_saved=lambda: None,
        show_status=lambda _: None,
    )
    made = ExchangePage(context)
    made.resize(1180, 700)
    qtbot.addWidget(made)
    return made


def test_a_roster_is_tried_and_then_written_as_one_step(
    page: ExchangePage, operations: Operations, database: Database, workbook: Path
):
    page.open_file(workbook)
    operations.wait_until_idle()
    assert page.stage == "columns"
    assert set(page.mapping()) == {"农户", "家庭成员"}
    page.try_out()
    operations.wait_until_idle()
    assert page.stage == "trial"
    result = page.result
    assert result is not None
    assert (result.households.added, result.people.added, result.refused) == (1, 1, 2)
    before = last_done(database)
    page.apply()
    operations.wait_until_idle()
    assert page.stage == "done"
    step = last_done(database)
    assert step is not None
    assert step.name == "导入花名册"
    undo(database)
    assert last_done(database) == before


def test_the_tabs_of_a_trial_show_one_outcome_and_then_all_again(
    page: ExchangePage, operations: Operations, workbook: Path
):
    page.open_file(workbook)
    operations.wait_until_idle()
    page.try_out()
    operations.wait_until_idle()
    buttons = cast("list[QPushButton]", page.findChildren(QPushButton))
    refused = next(button for button in buttons if button.text() == "拒收 2")
    table = page.findChild(FindingsTable)
    assert isinstance(table, FindingsTable)
    everything = table.findings.rowCount()
    refused.click()
    assert {table.findings.texts(row)[0] for row in range(table.findings.rowCount())} == {"拒收"}
    assert table.findings.rowCount() == 2 < everything
    refused.click()
    assert table.findings.rowCount() == everything


def test_refused_rows_are_exported_with_their_reasons(
    page: ExchangePage, operations: Operations, workbook: Path, tmp_path: Path
):
    page.open_file(workbook)
    operations.wait_until_idle()
    page.try_out()
    operations.wait_until_idle()
    target = tmp_path / "拒收.xlsx"
    page.report_to(target)
    operations.wait_until_idle()
    people = read_workbook(target).sheet("家庭成员")
    assert people is not None
    assert "后几位已丢失" in str(people.rows[2][-1])


def test_nothing_to_write_cannot_be_written(
    page: ExchangePage, operations: Operations, workbook: Path
):
    for _ in range(2):
        page.open_file(workbook)
        operations.wait_until_idle()
        page.try_out()
        operations.wait_until_idle()
        if page.result is not None and page.result.has_changes:
            page.apply()
            operations.wait_until_idle()
    assert page.result is not None
    assert not page.result.has_changes
    assert page.stage == "trial"


def test_every_step_fits_a_small_screen_with_large_letters(
    page: ExchangePage, operations: Operations, look: Style, workbook: Path
):
    look.set_zoom(200)
    page.show()
    room = 1366 - look.px("nav_narrow") - look.px("scroll")
    assert page.minimumSizeHint().width() <= room
    page.open_file(workbook)
    operations.wait_until_idle()
    assert page.stage == "columns"
    assert page.minimumSizeHint().width() <= room
    page.try_out()
    operations.wait_until_idle()
    assert page.stage == "trial"
    assert page.minimumSizeHint().width() <= room
