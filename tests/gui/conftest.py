"""The window's tests run on the real widgets, drawn off screen."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fangfan_desktop.views import fonts, style
from fangfan_desktop.views.operation import Operations
from fangfan_desktop.views.style import Style


@pytest.fixture(scope="session")
def _dressed(qapp: QApplication) -> Iterator[Style]:
    assert fonts.load_translations(qapp)
    yield style.install(qapp)
    # What lies on the clipboard of the offscreen platform would be freed after Python is gone.
    qapp.clipboard().clear()


@pytest.fixture(autouse=True)
def look(_dressed: Style) -> Iterator[Style]:
    """The style of the program; each test starts at 100 %."""
    yield _dressed
    _dressed.set_zoom(100)


@pytest.fixture
def operations(look: Style) -> Iterator[Operations]:
    """The threads; ended after the test."""
    del look
    made = Operations()
    yield made
    made.close()


@pytest.fixture
def settle(qtbot: QtBot, operations: Operations) -> Callable[[], None]:
    """Handle events until nothing is under way."""

    def run() -> None:
        qtbot.waitUntil(lambda: operations.is_idle)
        qtbot.wait(1)
        operations.wait_until_idle()

    return run
