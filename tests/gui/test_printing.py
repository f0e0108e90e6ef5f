"""The printer's dialog."""

from typing import Any, cast

from PySide6.QtCore import QTimer
from PySide6.QtPrintSupport import QPrintDialog
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from fangfan_desktop.views.reports.printing import ask_printer


class _Pages:
    page_count = 1

    def page_size(self, _page: int) -> tuple[float, float]:
        return 595, 842


class _Preview:
    pages = _Pages()


def test_the_dialog_does_not_outlive_its_printer(qtbot: QtBot):
    parent = QWidget()
    qtbot.addWidget(parent)
    QTimer.singleShot(0, lambda: cast("QDialog", QApplication.activeModalWidget()).reject())
    assert ask_printer(cast("Any", _Preview()), parent) is None
    assert not parent.findChildren(QPrintDialog)
