"""Pictures of the pages and their dialogs."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from camera import Camera
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from fangfan_desktop.usecases.demo import DEMO_DAY

_HELP_SIZE = (920, 680)

Scene = Callable[[Camera], None]


def workbench(camera: Camera) -> None:
    camera.open("workbench")
    camera.shoot("01-workbench")


def households(camera: Camera) -> None:
    page = camera.open("households")
    camera.shoot("02-households")
    found = camera.number(
        "SELECT h.id FROM household h JOIN identification i ON i.household_id = h.id"
        " ORDER BY (SELECT count(*) FROM measure m WHERE m.household_id = h.id) DESC,"
        " (SELECT count(*) FROM person p WHERE p.household_id = h.id) DESC, h.id LIMIT 1"
    )
    camera.open("households", household_id=found)
    view = page.household
    names = ("people", "income", "housing", "monitoring", "screenings", "history")
    for number, name in enumerate(names):
        view.tabs.setCurrentIndex(number)
        camera.shoot(f"03-household-{number + 1}-{name}")
    view.tabs.setCurrentIndex(0)
    view.change_button.menu().popup(
        view.change_button.mapToGlobal(view.change_button.rect().bottomLeft())
    )
    camera.shoot("04-household-changes", view.menu)
    view.menu.close()
    for change in ("split", "join", "head"):
        dialog = view.ask(change)
        if change == "split":
            list(dialog.ticks.values())[-1].setChecked(True)
        camera.shoot(f"05-dialog-{change}")
        camera.close_dialogs()
    page.add_household()
    camera.shoot("05-dialog-new-household")
    camera.close_dialogs()


def household_form(camera: Camera) -> None:
    village = camera.number(
        "SELECT village_id FROM household_form GROUP BY village_id"
        " ORDER BY sum(error_count) DESC, village_id LIMIT 1"
    )
    page = camera.open("survey", form="household-form", village_id=village)
    camera.settle()
    camera.shoot("06-household-form")
    panel = page._panels["household-form"]  # noqa: SLF001 - the bench looks inside
    row = camera.number(
        f"SELECT household_id FROM household_form WHERE village_id = {village}"  # noqa: S608
        " AND error_count > 0 ORDER BY id LIMIT 1"
    )
    camera.open("survey", form="household-form", village_id=village, household_id=row)
    problem = next((one for one in panel.grid.problems.found if one.kind == "错误"), None)
    if problem is not None:
        panel._jumps.go_to_problem(problem)  # noqa: SLF001
    camera.shoot("07-household-form-error")
    view = panel.grid.view
    column = panel.grid.model.column_of["income_per_capita"]
    view.go(view.place[0], column)
    QTest.keyClick(view, Qt.Key.Key_F2)
    camera.shoot("08-household-form-editing")
    for editor in view.viewport().findChildren(QLineEdit):
        QTest.keyClick(editor, Qt.Key.Key_Escape)
    view.go(3, column + 2)
    view.select_block(3, column + 2, 9, column + 5)
    camera.shoot("09-household-form-selection")


def village_form(camera: Camera) -> None:
    camera.open("survey", form="village-form")
    camera.shoot("10-village-form")


def statistics(camera: Camera) -> None:
    page = camera.open("survey", form="statistics")
    camera.shoot("11-statistics")
    panel = page._panels["statistics"]  # noqa: SLF001
    panel.open_figure(1, "surveyed")
    camera.shoot("12-statistics-list")
    camera.close_dialogs()


def new_campaign(camera: Camera) -> None:
    from fangfan_desktop.views.dialogs.new_campaign import NewCampaignDialog  # noqa: PLC0415

    camera.open("survey", form="household-form")
    dialog = NewCampaignDialog(["2022年集中排查"], DEMO_DAY, camera.window)
    dialog.show()
    camera.shoot("13-dialog-new-campaign")
    dialog.reject()


def cases(camera: Camera) -> None:
    camera.open("cases")
    camera.shoot("14-cases")


def ledger(camera: Camera) -> None:
    line = camera.number("SELECT min(id) FROM ledger_line WHERE state = '整改中'")
    page = camera.open("ledger", line_id=line)
    camera.shoot("15-ledger-grid")
    for view in ("board", "grid"):
        page.bar.views.select(view)
        page.bar.views.chosen.emit(view)
        if view == "board":
            camera.shoot("16-ledger-board")
    page.ask_new_line()
    camera.shoot("17-dialog-new-line")
    camera.close_dialogs()


def reports(camera: Camera) -> None:
    page = camera.open("reports")
    camera.shoot("18-reports")
    village = camera.number("SELECT min(village_id) FROM household_form")
    camera.open("reports", table="household-form", village_id=village)
    page.preview()
    camera.shoot("19-reports-preview")
    page.refresh(None)  # lets the document go


def exchange(camera: Camera) -> None:
    page = camera.open("exchange")
    camera.shoot("20-exchange")
    roster = camera.work / "雒容镇花名册.xlsx"
    page.export_to(roster)
    camera.settle()
    damage(roster)
    camera.window.banner.hide()
    page.open_file(roster)
    camera.shoot("21-exchange-columns")
    page.try_out()
    camera.shoot("22-exchange-trial")
    page.start_again()


def damage(roster: Path) -> None:
    """Spoil a few cells as spreadsheets and hurried people do."""
    book = openpyxl.load_workbook(roster)
    households, people = book["农户"], book["家庭成员"]
    heads = {cell.value: cell.column for cell in households[1]}
    names = {cell.value: cell.column for cell in people[1]}
    households.cell(4, heads["行政村"]).value = "泥桥村"
    households.cell(6, heads["户编号"]).value = households.cell(5, heads["户编号"]).value
    households.cell(9, heads["监测对象类别"]).value = "困难户"
    households.cell(12, heads["人均纯收入"]).value = "一万二"
    households.cell(15, heads["是否低保户"]).value = "不清楚"
    households.cell(20, heads["联系电话"]).value = "0772-0000000"
    people.cell(5, names["身份证号码"]).value = 4.50221e17
    people.cell(8, names["与户主关系"]).value = None
    people.cell(11, names["残疾等级"]).value = "五级"
    people.cell(14, names["户编号"]).value = "没有这一户"
    people.cell(16, names["健康状况"]).value = "体弱"
    book.save(roster)


def settings(camera: Camera) -> None:
    page = camera.open("settings")
    for number in range(page.tabs.count()):
        page.tabs.setCurrentIndex(number)
        camera.shoot(f"23-settings-{number + 1}")


def first_run(camera: Camera) -> None:
    from fangfan_desktop.views.first_run.password_dialog import PasswordDialog  # noqa: PLC0415
    from fangfan_desktop.views.first_run.wizard import FirstRun  # noqa: PLC0415

    camera.open("workbench")
    dialog = FirstRun(camera.program.operations, camera.window)
    dialog.show()
    dialog.township.search.setFocus()
    dialog.township.search.setText("雒容")
    dialog.township.search.textEdited.emit("雒容")
    camera.settle()
    dialog.township.found.setCurrentRow(0)
    camera.shoot("24-first-run-1")
    for step in (2, 3):
        dialog.next.click()
        camera.shoot(f"24-first-run-{step}")
    dialog.close()
    asking = PasswordDialog("fangfan.db", camera.window)
    asking.show()
    camera.shoot("25-dialog-password")
    asking.close()


def search(camera: Camera) -> None:
    camera.open("workbench")
    box = camera.window.top.search
    camera.window.activateWindow()
    box.setFocus()
    QTest.keyClicks(box, "whx")
    camera.settle()
    picture = camera.window.grab()
    painter = QPainter(picture)
    listed = box._list  # noqa: SLF001
    painter.drawPixmap(camera.window.mapFromGlobal(listed.pos()), listed.grab())
    painter.end()
    camera.save(picture, "26-search")
    listed.hide()
    box.clear()


def manual(camera: Camera) -> None:
    camera.open("survey", form="household-form")
    camera.window.help_requested.emit("survey")
    camera.settle()
    from fangfan_desktop.views.dialogs.help import HelpWindow  # noqa: PLC0415

    shown = camera.window.findChild(HelpWindow)
    shown.resize(*_HELP_SIZE)  # the screen in memory is smaller than a clerk's
    camera.settle()
    camera.save(shown.grab(), "27-help")
    shown.close()


def large_letters(camera: Camera) -> None:
    look = camera.program.look
    before = look.zoom
    look.set_zoom(200)
    household = camera.number("SELECT min(household_id) FROM identification")
    for page, target in (
        ("workbench", {}),
        ("households", {"household_id": household}),
        ("survey", {"form": "household-form"}),
        ("ledger", {}),
    ):
        camera.open(page, **target)
        camera.shoot(f"28-large-{page}")
    look.set_zoom(before)
    camera.settle()


SCENES: tuple[Scene, ...] = (
    workbench,
    households,
    household_form,
    village_form,
    statistics,
    new_campaign,
    cases,
    ledger,
    reports,
    exchange,
    settings,
    first_run,
    search,
    manual,
    large_letters,
)
