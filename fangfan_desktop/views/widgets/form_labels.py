"""Forms that stand one below the other: their editors begin at one line."""

from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QLabel, QLayoutItem, QWidget


def line_up(within: QWidget) -> None:
    """Give the labels of all forms of a widget one width, that of the widest; text at the right.

    Rows that are hidden do not count. Call again after rows came or went.
    """
    forms = cast("list[QFormLayout]", within.findChildren(QFormLayout))
    names = [name for form in forms for name in _names(form) if name.isVisibleTo(within)]
    width = max((name.sizeHint().width() for name in names), default=0)
    for name in names:
        if name.minimumWidth() != width:
            name.setMinimumWidth(width)
            name.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def _names(form: QFormLayout) -> list[QLabel]:
    found: list[QLabel] = []
    for row in range(form.rowCount()):
        # Qt gives nothing where an editor takes the whole row
        item = cast("QLayoutItem | None", form.itemAt(row, QFormLayout.ItemRole.LabelRole))
        widget = item.widget() if item is not None else None
        if isinstance(widget, QLabel):
            found.append(widget)
    return found
