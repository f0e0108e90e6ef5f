"""A fault of the program is a sentence on the screen and a note without anybody's data."""

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop import paths
from fangfan_desktop.errors import UserError
from fangfan_desktop.views import crash, icons
from fangfan_desktop.views.style import Style
from fangfan_desktop.views.window_memory import WindowMemory, load_memory, save_memory


def fault(name: str) -> BaseException:
    try:
        icons.tinted(f"韦某某-{name}", "#000000")
    except FileNotFoundError as error:
        return error
    raise AssertionError


@pytest.fixture
def dialog(look: Style) -> Iterator[crash.CrashDialog]:
    del look
    made = crash.CrashDialog()
    yield made
    if made.box is not None:
        made.box.close()


def test_the_note_names_the_kind_and_our_lines_but_no_value():
    note = crash.crash_note(fault("450203"))
    assert "FileNotFoundError" in note
    assert "views/icons.py:" in note
    assert "韦某某" not in note
    assert "450203" not in note


def test_the_cause_is_noted_too():
    error = RuntimeError("450203")
    error.__cause__ = ValueError("韦某某")
    note = crash.crash_note(error)
    assert note.splitlines() == ["builtins.RuntimeError", "builtins.ValueError"]


@pytest.mark.expects_log("FileNotFoundError")
def test_one_dialog_at_a_time_tells_it(dialog: crash.CrashDialog, qtbot: QtBot):
    error = fault("a")
    dialog.take(type(error), error, error.__traceback__)
    qtbot.waitUntil(lambda: dialog.box is not None)
    first = dialog.box
    assert first is not None
    assert "已保存的内容没有受影响" in first.text()
    dialog.take(type(error), error, error.__traceback__)
    QApplication.processEvents()
    assert dialog.box is first
    copy = next(button for button in first.buttons() if button.text() == "复制出错信息")
    copy.click()
    assert "FileNotFoundError" in QApplication.clipboard().text()


@pytest.mark.expects_log("FileNotFoundError")
def test_a_fault_on_another_thread_is_told_on_this_one(dialog: crash.CrashDialog, qtbot: QtBot):
    error = fault("b")
    thread = threading.Thread(target=dialog.take, args=(type(error), error, error.__traceback__))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: dialog.box is not None)


@pytest.mark.expects_log("kind of fault")
def test_the_log_holds_no_sentences(own_home: Path):
    logger = logging.getLogger("fangfan_desktop")
    before = list(logger.handlers)
    crash.start_log()
    try:
        logging.getLogger("fangfan_desktop.views.operation").info("韦某某户已经存在")
        logging.getLogger("fangfan_desktop.crash").error("kind of fault")
    finally:
        for handler in [one for one in logger.handlers if one not in before]:
            logger.removeHandler(handler)
            handler.close()
    [file] = list((own_home / "logs").iterdir())
    text = file.read_text(encoding="utf-8")
    assert "kind of fault" in text
    assert "韦某某" not in text


def test_what_the_window_remembers_comes_back():
    save_memory(WindowMemory(zoom=125, campaign=3, campaign_setting=2))
    assert load_memory() == WindowMemory(125, 3, 2)


@pytest.mark.parametrize("spoilt", ["", "[]", "{", '{"zoom": "大"}', '{"other": 1}'])
def test_a_spoilt_memory_begins_anew(spoilt: str):
    (paths.data_dir() / "window.json").write_text(spoilt, encoding="utf-8")
    assert load_memory() == WindowMemory()
    assert load_memory().zoom_percent == 100


def test_an_error_for_people_is_noted_without_its_sentence():
    note = crash.crash_note(UserError("韦某某户已经存在"))
    assert note == "fangfan_desktop.errors.UserError"
