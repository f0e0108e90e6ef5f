"""The real program from its start to its end, on files of its own."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import cast

import pytest
import shiboken6
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop import paths
from fangfan_desktop.app import Program
from fangfan_desktop.storage.database import open_database
from fangfan_desktop.storage.history import undo
from fangfan_desktop.usecases.campaign_changes import remove_campaign
from fangfan_desktop.usecases.campaigns import create_campaign
from fangfan_desktop.usecases.demo import DemoSize, create_demo
from fangfan_desktop.usecases.township import change_settings, create_township, office_settings
from fangfan_desktop.views.first_run.password_dialog import PasswordDialog
from fangfan_desktop.views.first_run.trouble_dialog import TroubleDialog
from fangfan_desktop.views.first_run.wizard import FirstRun, Start
from fangfan_desktop.views.grid.form_grid import FormGrid
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.style import Style

TOWNSHIP = "450203100"
Run = Callable[[], Program]


@pytest.fixture
def run(qtbot: QtBot, look: Style) -> Iterator[Run]:
    """Starts the program; whatever was started is closed after the test."""
    del look
    started: list[Program] = []

    def start() -> Program:
        program = Program(paths.default_database())
        qtbot.addWidget(program.window)
        started.append(program)
        program.start()
        return program

    yield start
    for program in started:
        if shiboken6.isValid(program.window):
            program.window.close()


def type_in(widget: QWidget, text: str) -> None:
    """As an input method writes: keys of a keyboard know no Chinese."""
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(widget, event)


def settle(program: Program) -> None:
    program.operations.wait_until_idle()


def township(password: str | None = None, *, with_campaign: bool = False) -> None:
    with create_township(
        paths.default_database(), township_code=TOWNSHIP, password=password
    ) as database:
        if with_campaign:
            for number in (1, 2):
                create_campaign(
                    database,
                    name=f"第{number}次排查",
                    year=2022,
                    line_fen=700_000,
                    income_from=date(2021, 5, 1),
                    income_to=date(2022, 4, 30),
                    starts_on=date(2022, 5, number),
                    ends_on=date(2022, 6, number),
                )


def dialog_of(program: Program) -> object:
    settle(program)
    return program.opening.dialog


def answer_first_run(program: Program, qtbot: QtBot, start: Start, password: str = "") -> FirstRun:
    dialog = dialog_of(program)
    assert isinstance(dialog, FirstRun)
    assert not dialog.next.isEnabled()
    type_in(dialog.township.search, "雒容")
    settle(program)
    rows = [dialog.township.found.item(row).text() for row in range(dialog.township.found.count())]
    dialog.township.found.setCurrentRow(rows.index("广西壮族自治区 柳州市 鱼峰区 雒容镇"))
    assert "坭桥村" in dialog.township.villages.text()
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    assert dialog.office.office.text() == "雒容镇人民政府"
    type_in(dialog.office.operator, "㛃经办")
    type_in(dialog.office.password, password)
    if password:
        assert not dialog.next.isEnabled()
        type_in(dialog.office.again, password)
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    dialog.start.choices[start].setChecked(True)
    qtbot.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
    return dialog


def test_the_first_run_leads_to_the_workbench(run: Run, qtbot: QtBot):
    program = run()
    answer_first_run(program, qtbot, Start.EMPTY, "山路十八弯")
    settle(program)
    assert program.window.isEnabled()
    assert program.window.current_key == "workbench"
    assert program.window.top.township.text() == "雒容镇"
    program.window.close()
    with open_database(paths.default_database(), "山路十八弯") as database:
        assert office_settings(database)["operator_name"] == "㛃经办"


def test_looking_around_opens_the_made_up_township(run: Run, qtbot: QtBot):
    program = run()
    answer_first_run(program, qtbot, Start.DEMO)
    program.operations.wait_until_idle(60_000)
    assert program.window.current_key == "workbench"
    assert program.window.context.campaign_id() is not None


def test_giving_up_the_first_run_makes_nothing(run: Run):
    program = run()
    dialog = dialog_of(program)
    assert isinstance(dialog, FirstRun)
    dialog.reject()
    assert not program.window.isVisible()
    assert not paths.default_database().exists()


def test_a_wrong_password_is_a_sentence_and_the_right_one_opens(run: Run, qtbot: QtBot):
    township("山路")
    program = run()
    dialog = dialog_of(program)
    assert isinstance(dialog, PasswordDialog)
    type_in(dialog.password, "水路")
    qtbot.keyClick(dialog.password, Qt.Key.Key_Return)
    settle(program)
    assert "密码不对" in dialog.problem.text()
    assert not program.window.isEnabled()
    dialog.password.clear()
    type_in(dialog.password, "山路")
    qtbot.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    settle(program)
    assert program.window.current_key == "workbench"


def test_the_password_may_come_from_the_environment(run: Run, monkeypatch: pytest.MonkeyPatch):
    township("山路")
    monkeypatch.setenv("FANGFAN_PASSWORD", "山路")
    program = run()
    settle(program)
    assert program.window.current_key == "workbench"


def test_a_second_program_is_told_who_holds_the_file(run: Run):
    township()
    with open_database(paths.default_database()):
        program = run()
        dialog = dialog_of(program)
        assert isinstance(dialog, TroubleDialog)
        assert "正被另一个程序使用" in dialog.sentence.text()
    dialog.again.click()
    settle(program)
    assert program.window.current_key == "workbench"


def test_a_damaged_file_is_replaced_by_a_backup_and_kept(run: Run):
    township()
    first = run()
    settle(first)
    first.window.close()
    [backup] = list(paths.backup_dir().glob("*.db"))
    paths.default_database().write_bytes(b"SQLite format 3\x00" + b"damaged" * 900)
    program = run()
    dialog = dialog_of(program)
    assert isinstance(dialog, TroubleDialog)
    assert dialog.backups.count() == 1
    dialog.restore.click()
    settle(program)
    assert program.window.current_key == "workbench"
    kept = list(paths.backup_dir().glob("*恢复前*"))
    assert [path.read_bytes()[16:23] for path in kept] == [b"damaged"]
    assert backup.exists()


def test_work_before_a_kill_is_there_at_the_next_start(run: Run, own_home: Path):
    township()
    code = (
        "import os, signal\n"
        "from fangfan_desktop import paths\n"
        "from fangfan_desktop.storage.database import open_database\n"
        "from fangfan_desktop.usecases.township import change_settings\n"
        "database = open_database(paths.default_database())\n"
        "change_settings(database, values={'operator_name': '𠮷'})\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    ended = subprocess.run(  # noqa: S603 - this interpreter, the text above
        [sys.executable, "-c", code],
        check=False,
        env={**os.environ, "FANGFAN_HOME": str(own_home)},
        cwd=Path(__file__).parents[2],
    )
    assert ended.returncode == -signal.SIGKILL
    program = run()
    settle(program)
    assert program.window.top.undo.toolTip().startswith("撤销：修改设置")
    assert program.database is not None
    assert office_settings(program.database)["operator_name"] == "𠮷"


def test_closing_makes_a_proven_backup(run: Run):
    township()
    program = run()
    settle(program)
    program.window.close()
    [backup] = list(paths.backup_dir().glob("*.db"))
    with open_database(backup) as database:
        assert office_settings(database)["township_name"] == "雒容镇"


def test_a_backup_that_fails_is_told_and_the_work_is_safe(
    run: Run, monkeypatch: pytest.MonkeyPatch
):
    township()
    program = run()
    settle(program)
    shutil.rmtree(paths.backup_dir())
    (paths.data_dir() / "backups").write_text("a file stands in the way", encoding="utf-8")
    monkeypatch.setattr(paths, "backup_dir", lambda: paths.data_dir() / "backups")
    told: list[str] = []

    def tell(_parent: QWidget, _title: str, text: str) -> None:
        told.append(text)

    monkeypatch.setattr(QMessageBox, "warning", tell)
    program.window.close()
    assert len(told) == 1
    assert "自动备份没有完成" in told[0]
    with open_database(paths.default_database()) as database:
        assert office_settings(database)["township_name"] == "雒容镇"


def test_undo_and_redo_go_by_name(run: Run, qtbot: QtBot):
    township()
    with open_database(paths.default_database()) as database:
        change_settings(database, values={"office_name": "甲"})
    program = run()
    settle(program)
    top = program.window.top
    assert top.undo.isEnabled()
    qtbot.mouseClick(top.undo, Qt.MouseButton.LeftButton)
    settle(program)
    assert not top.undo.isEnabled()
    assert top.redo.toolTip().startswith("重做：修改设置")
    assert program.window.banner.text == "已撤销“修改设置”。"
    qtbot.mouseClick(top.redo, Qt.MouseButton.LeftButton)
    settle(program)
    assert program.database is not None
    assert office_settings(program.database)["office_name"] == "甲"


def test_the_campaign_in_hand_is_remembered_without_a_step_of_history(run: Run):
    township(with_campaign=True)
    program = run()
    settle(program)
    assert program.window.top.campaign.text() == "第2次排查"
    undo = program.window.top.undo.toolTip()
    program.window.campaign_chosen.emit(1)
    settle(program)
    assert program.window.top.campaign.text() == "第1次排查"
    assert program.window.top.undo.toolTip() == undo
    program.window.close()
    again = run()
    settle(again)
    assert again.window.top.campaign.text() == "第1次排查"


def test_the_size_of_letters_is_remembered(run: Run, look: Style):
    township()
    program = run()
    settle(program)
    look.set_zoom(125)
    program.window.close()
    look.set_zoom(100)
    settle(run())
    assert look.zoom == 125


def test_the_status_line_tells_backup_and_encryption(run: Run):
    township()
    program = run()
    settle(program)
    labels = cast("list[QLabel]", program.window.status.findChildren(QLabel))
    texts = " ".join(one.text() for one in labels)
    assert "还没有备份" in texts
    assert "未加密" in texts


def test_after_a_cell_only_the_names_of_undo_are_read_anew(run: Run):
    township(with_campaign=True)
    program = run()
    settle(program)
    assert program.database is not None
    with program.database.action("改一格") as unit:
        unit.connection.exec_driver_sql(
            "INSERT INTO ledger_line (campaign_id, number, level, problem, deadline, state)"
            " VALUES (2, 1, 'township', '漏雨', '2022-05-01', '待整改')"
        )
    program.window.changed(unit.changes)
    settle(program)
    assert program.window.top.undo.toolTip().startswith("撤销：改一格")
    assert program.window.navigation._entries["ledger"].count == 1


def test_closing_while_long_work_runs_is_asked(run: Run):
    township()
    program = run()
    settle(program)
    gate = threading.Event()

    def work(progress: Progress) -> None:
        gate.wait()
        progress(1, 2, "")

    program.operations.start(work, label="导入花名册", is_long=True)
    answers = ["继续等待", "取消并退出"]
    told: list[str] = []

    def answer() -> None:
        box = cast("QMessageBox", QApplication.activeModalWidget())
        told.append(box.text())
        if len(told) == len(answers):
            gate.set()
        next(one for one in box.buttons() if one.text() == answers[len(told) - 1]).click()

    QTimer.singleShot(0, answer)
    program.window.close()
    assert program.window.isVisible()
    QTimer.singleShot(0, answer)
    program.window.close()
    assert not program.window.isVisible()
    assert told[0].startswith("正在导入花名册")


def test_closing_with_texts_that_could_not_be_read_is_asked(run: Run):
    create_demo(paths.default_database(), size=DemoSize(10)).close()
    program = run()
    settle(program)
    program.window.open_page("survey")
    settle(program)
    grids = cast("list[FormGrid]", program.window.findChildren(FormGrid))
    grid = next(one for one in grids if one.isVisible())
    column = grid.model.column_of["income_per_capita"]
    grid.model.enter_text(0, column, "八千元")
    settle(program)
    told: list[str] = []

    def answer(button: str) -> None:
        box = cast("QMessageBox", QApplication.activeModalWidget())
        told.append(box.text())
        next(one for one in box.buttons() if one.text() == button).click()

    QTimer.singleShot(0, lambda: answer("返回修改"))
    program.window.close()
    assert program.window.isVisible()
    assert told == ["有 1 格的内容没读懂、没有写入（表中标红）。现在退出，这些内容会丢失。"]
    grid.model.enter_text(0, column, "8000")
    settle(program)
    program.window.close()
    assert not program.window.isVisible()


def test_a_campaign_that_is_removed_gives_way_to_another_without_complaint(run: Run):
    township(with_campaign=True)
    program = run()
    settle(program)
    window, database = program.window, program.database
    assert database is not None
    for key in ("survey", "ledger", "workbench"):
        window.open_page(key)
        settle(program)
    for campaign, left in ((2, 1), (1, None)):
        window.changed(remove_campaign(database, campaign_id=campaign))
        settle(program)
        assert window.context.campaign_id() == left
    for campaign in (1, 2):
        window.changed(undo(database))
        settle(program)
        assert window.context.campaign_id() == campaign
    assert not window.banner.text
