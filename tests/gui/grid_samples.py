"""A small form and rows that the grid's tests share."""

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source, Subject, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import row_checker
from fangfan_desktop.views.grid.column import EditRequest, columns_of
from fangfan_desktop.views.grid.form_grid import FormGrid

FORM = Form(
    key="small",
    name="小表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="小表",
    subtitle="",
    frozen_columns=2,
    fields=(
        Field("seq", ("序号", "", ""), Kind.NUMBER, Source.COMPUTED, width=40),
        Field("head_name", ("户主姓名", "", ""), Kind.TEXT, Source.REGISTRY),
        Field("people", ("重点", "人数", "家庭人口数"), Kind.NUMBER),
        Field("income", ("重点", "人数", "收入"), Kind.MONEY),
        Field("apart", ("重点", "是否独居", ""), Kind.YES_NO),
        Field(
            "able",
            ("重点", "子女是否有赡养能力", ""),
            Kind.YES_NO,
            applies=(Condition("apart", (1,), "独居老人户才填。"),),
        ),
        Field("method", ("排查方式", "", ""), Kind.CHOICE, choices=("入户排查", "电话核查")),
        Field("day", ("日期", "", ""), Kind.DATE),
        Field("needs", ("困难和诉求", "", ""), Kind.LONG_TEXT, is_required=False, width=240),
    ),
)
KEYS = [field.key for field in FORM.fields]
ROWS: list[tuple[Value, ...]] = [
    (None, "韦桂兰", 5, 1_199_700, 1, 1, "入户排查", "2022-05-06", None),
    (None, "覃𠮷", 2, 648_050, 0, None, "电话核查", None, "缺水"),
    (None, "莫㛃", 3, None, None, None, None, None, None),
    (None, "蓝䶮", 4, 2_000_000, 0, None, "入户排查", None, None),
    (None, "罗𫘝", 1, None, None, None, None, None, None),
]
IDS = [11, 12, 13, 14, 15]


def make_grid() -> FormGrid:
    """The grid on its five rows, current cell at the first 家庭人口数."""
    checker = row_checker(FORM, CampaignFacts(line_fen=700_000, year=2022))
    grid = FormGrid(
        columns_of(FORM),
        header_cells(FORM),
        frozen_columns=FORM.frozen_columns,
        name="小表",
        row_state=lambda _row_id, values: checker.check(values),
    )
    grid.resize(700, 300)
    grid.model.set_rows(IDS, ROWS)
    return grid


def save_at_once(grid: FormGrid) -> list[EditRequest]:
    """Answer each request as a page does after the use case; returns the requests."""
    requests: list[EditRequest] = []

    def save(request: EditRequest) -> None:
        requests.append(request)
        grid.model.apply_saved(request, {})

    grid.edits_requested.connect(save)
    return requests


def messages(grid: FormGrid) -> list[str]:
    """The sentences that the grid tells the window from now on."""
    told: list[str] = []

    def hear(text: str, level: object) -> None:
        del level
        told.append(text)

    grid.told.connect(hear)
    return told


def press(grid: FormGrid, *keys: str) -> None:
    """Press keys where the focus is: "Ctrl+D", "Down", or a text to be typed in between <>."""
    for key in keys:
        if key.startswith("<"):
            for letter in key[1:-1]:
                _type(open_editor(grid) or grid.view, letter)
        else:
            *held, name = key.split("+")
            modifiers = _PLAIN
            for each in held:
                modifiers |= _HELD[each]
            code: Qt.Key = getattr(Qt.Key, f"Key_{_NAMES.get(name, name)}")
            QTest.keyClick(open_editor(grid) or grid.view, code, modifiers)
        QApplication.processEvents()


_PLAIN = Qt.KeyboardModifier.NoModifier
_HELD = {
    "Ctrl": Qt.KeyboardModifier.ControlModifier,
    "Shift": Qt.KeyboardModifier.ShiftModifier,
    "Alt": Qt.KeyboardModifier.AltModifier,
}
_NAMES = {"PgDown": "PageDown", "PgUp": "PageUp", ";": "Semicolon"}


def _type(target: QWidget, letter: str) -> None:
    if letter.isascii():
        QTest.keyClicks(target, letter)
    else:  # a key of a Chinese layout
        QApplication.sendEvent(target, QKeyEvent(QEvent.Type.KeyPress, 0, _PLAIN, letter))


def open_editor(grid: FormGrid) -> QWidget | None:
    """The editor that is open in the grid."""
    for table in (grid.view, grid.view.frozen):
        for editor in table.viewport().children():
            is_editor = isinstance(editor, QLineEdit | QPlainTextEdit)
            if is_editor and editor.isVisible():
                return editor
    return None


def column(key: str) -> int:
    """Place of a column."""
    return KEYS.index(key)


def centre(grid: FormGrid, row: int, key: str) -> QPoint:
    """The middle of a cell in the viewport."""
    return grid.view.visualRect(grid.model.index(row, column(key))).center()
