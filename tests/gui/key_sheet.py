"""A small sheet of every kind of cell in a window of its own, for the table of keys.

It answers `edits_requested` as a page does: in a later turn of the events, row by row, refusing
what does not apply, each request one step that Ctrl+Z takes back.

    A 序号  B 户主  C 人数  D 收入     E 独居  F 赡养  G 大病           H 方式    I 日期  J 证号
    K 电话  L 类别  M 困难（长文字）

A, B and L come from elsewhere; F applies where E is 是; C to F are the group 重点, C and D in it
the group 人数收入, K to M the group 其他. A and B are frozen.
"""

from datetime import date

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from fangfan_desktop.forms.form import Condition, Field, Form, Kind, Source, Subject, Value
from fangfan_desktop.forms.header import header_cells
from fangfan_desktop.forms.marks import CampaignFacts
from fangfan_desktop.forms.row_check import row_checker
from fangfan_desktop.views.grid.arrangement import ColumnChoices
from fangfan_desktop.views.grid.column import EditRequest, Refusal, columns_of
from fangfan_desktop.views.grid.faces import Row
from fangfan_desktop.views.grid.form_grid import FormGrid

_WIDE = 80
FORM = Form(
    key="keys",
    name="键表",
    year=2022,
    subject=Subject.HOUSEHOLD,
    title="键表",
    subtitle="",
    frozen_columns=2,
    fields=(
        Field("seq", ("序号", "", ""), Kind.NUMBER, Source.COMPUTED, width=40),
        Field("head_name", ("户主", "", ""), Kind.TEXT, Source.REGISTRY, width=_WIDE),
        Field("people", ("重点", "人数收入", "人数"), Kind.NUMBER, width=_WIDE),
        Field("income", ("重点", "人数收入", "收入"), Kind.MONEY, width=_WIDE),
        Field("apart", ("重点", "独居", ""), Kind.YES_NO, width=_WIDE),
        Field(
            "able",
            ("重点", "赡养", ""),
            Kind.YES_NO,
            applies=(Condition("apart", (1,), "独居老人户才填。"),),
            width=_WIDE,
        ),
        Field("ill", ("大病", "", ""), Kind.YES_NO, note_key="ill_note", width=_WIDE),
        Field(
            "method",
            ("方式", "", ""),
            Kind.CHOICE,
            choices=("入户排查", "电话核查", "委托亲友"),
            width=_WIDE,
        ),
        Field("day", ("日期", "", ""), Kind.DATE, width=_WIDE),
        Field("id_number", ("证号", "", ""), Kind.ID_NUMBER, is_required=False, width=_WIDE),
        Field("phone", ("其他", "电话", ""), Kind.TEXT, is_required=False, width=_WIDE),
        Field("category", ("其他", "类别", ""), Kind.TEXT, Source.REGISTRY, width=_WIDE),
        Field("needs", ("其他", "困难", ""), Kind.LONG_TEXT, is_required=False, width=_WIDE),
    ),
)
LETTERS = "ABCDEFGHIJKLM"
_KEYS = FORM.value_keys
TODAY = date(2022, 5, 20)
_ID = "450221195003070023"
_ROWS: tuple[dict[str, Value], ...] = (
    {"head_name": "韦桂兰", "people": 5, "income": 1_199_700, "apart": 1, "able": 1, "ill": 1,
     "ill_note": "大病住院", "method": "入户排查", "day": "2022-05-06", "phone": "宅电1",
     "category": "脱贫户", "needs": "缺水"},
    {"head_name": "覃𠮷", "people": 2, "income": 648_050, "apart": 0, "ill": 0,
     "method": "电话核查", "category": "监测户"},
    {"head_name": "莫㛃", "people": 3, "category": "脱贫户"},
    {"head_name": "蓝䶮", "people": 4, "income": 2_000_000, "apart": 0, "method": "入户排查",
     "phone": "宅电4", "category": "一般户", "needs": "修路\n通水"},
    {"head_name": "罗𫘝", "people": 1, "category": "一般户"},
    {"head_name": "梁佳", "people": 6, "income": 700_000, "apart": 1, "day": "2022-04-30",
     "id_number": _ID, "category": "脱贫户"},
    {"head_name": "黄玉", "income": 700_000, "category": "一般户"},
    {"head_name": "农卫", "people": 8, "apart": 0, "category": "一般户", "needs": "无"},
)  # fmt: skip
ROWS = [tuple(row.get(key) for key in _KEYS) for row in _ROWS]
IDS = [101, 102, 103, 104, 105, 106, 107, 108]
_ROWS_IN_SIGHT = 6.5
_COLUMNS_IN_SIGHT = 5.5  # beside the frozen ones


class KeySheet(QWidget):
    """The window: a field, the grid, another field."""

    def __init__(self) -> None:
        super().__init__()
        checker = row_checker(FORM, CampaignFacts(line_fen=700_000, year=2022))
        self._check = checker.check
        self.before, self.after = QLineEdit(), QLineEdit()
        self.grid = FormGrid(
            columns_of(FORM),
            header_cells(FORM),
            frozen_columns=FORM.frozen_columns,
            name="键表",
            row_state=lambda _row_id, values: checker.check(values),
        )
        layout = QVBoxLayout(self)
        for widget in (self.before, self.grid, self.after):
            layout.addWidget(widget)
        self.grid.actions_.today = lambda: TODAY
        self.disk: dict[int, Row] = {}
        self.done: list[dict[int, Row]] = []  # rows as they were before each step
        self.undone: list[dict[int, Row]] = []
        self.told: list[str] = []
        self.counted = ""
        self.opened: list[int] = []
        self._connect()

    def _connect(self) -> None:
        grid = self.grid
        grid.edits_requested.connect(self._take)
        grid.told.connect(self._hear)
        grid.selection_counted.connect(self._count)
        grid.row_opened.connect(self._open)
        QShortcut(QKeySequence("Ctrl+Z"), self).activated.connect(self._undo)
        QShortcut(QKeySequence("Ctrl+Y"), self).activated.connect(self._redo)

    def _take(self, request: EditRequest) -> None:
        QTimer.singleShot(0, lambda: self._write(request))

    def _hear(self, text: str, level: object) -> None:
        del level
        self.told.append(text)

    def _count(self, text: str) -> None:
        self.counted = text

    def _open(self, row_id: int, key: str) -> None:
        del key
        self.opened.append(row_id)

    def _undo(self) -> None:
        if self.grid.model.take_back_refused():
            return
        self._step(self.done, self.undone)

    def _redo(self) -> None:
        self._step(self.undone, self.done)

    def show_ready(self) -> None:
        """Show the window in its size and make it the active one."""
        self.show()
        QTest.qWaitForWindowExposed(self)
        self.activateWindow()
        QTest.qWaitForWindowActive(self)
        view = self.grid.view
        for _ in range(2):
            wide = view.frozen_width() + round(_COLUMNS_IN_SIGHT * _WIDE)
            high = round(_ROWS_IN_SIGHT * view.verticalHeader().defaultSectionSize())
            seen = view.viewport().size()
            self.resize(self.width() + wide - seen.width(), self.height() + high - seen.height())
            QApplication.processEvents()

    def begin(self) -> None:
        """As it was at first: rows, nothing refused, no editor, no menu, no steps."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            popup.close()
        editor = self.editor()
        if editor is not None:
            QTest.keyClick(editor, Qt.Key.Key_Escape)
        QApplication.processEvents()
        self.grid.find_bar.close_bar()
        self.grid.find_bar.text.clear()
        self.grid.find_bar.new_text.clear()
        self.grid.preview.close()
        grid, view = self.grid, self.grid.view
        for row_id, key in grid.model.refused_cells():
            grid.model.drop_refused(IDS.index(row_id), grid.model.column_of[key])
        grid.model.read_only = ""
        grid.keys.goes_down = True
        view.set_choices(ColumnChoices())
        grid.model.set_rows(IDS, ROWS)
        self.disk = dict(zip(IDS, ROWS, strict=True))
        view.go(0, 0)
        for bar in (view.verticalScrollBar(), view.horizontalScrollBar()):
            bar.setValue(0)
        QGuiApplication.clipboard().clear()
        view.setFocus()
        QApplication.processEvents()
        for told in (self.done, self.undone, self.told, self.opened):
            told.clear()

    # The page

    def _write(self, request: EditRequest) -> None:
        model = self.grid.model
        rows: dict[int, Row] = {}
        refused: list[tuple[int, int, Refusal]] = []
        for row_id in {edit.row_id for edit in request.edits}:
            wanted = {e.key: e.value for e in request.edits if e.row_id == row_id}
            row = list(self.disk[row_id])
            for key, value in wanted.items():
                row[model.place_of[key]] = value
            reasons = self._check(tuple(row)).reasons
            for key, value in wanted.items():
                column = model.column_of[key]
                if value is not None and reasons[column]:
                    row[model.place_of[key]] = self.disk[row_id][model.place_of[key]]
                    refused.append((row_id, column, Refusal(str(value), reasons[column])))
            rows[row_id] = tuple(row)
        before = {i: self.disk[i] for i in rows}
        if before != rows:
            self.done.append(before)
            self.undone.clear()
        self.disk.update(rows)
        model.apply_saved(request, rows)
        model.keep_refused(refused)

    def _step(self, taken: list[dict[int, Row]], kept: list[dict[int, Row]]) -> None:
        if taken:
            rows = taken.pop()
            kept.append({i: self.disk[i] for i in rows})
            self.disk.update(rows)
            before = dict(self.grid.model.rows())
            self.grid.model.update_rows(rows)
            self.grid.show_changed(before)

    # What is seen

    def editor(self) -> QLineEdit | QPlainTextEdit | None:
        """The editor that is open."""
        for table in (self.grid.view, self.grid.view.frozen):
            for child in table.viewport().children():
                if isinstance(child, QLineEdit | QPlainTextEdit) and child.isVisible():
                    return child
        return None

    def settle(self) -> None:
        """Handle what is under way; the page answers in a later turn."""
        for _ in range(3):
            QApplication.processEvents()

    def point(self, row: int, column: int) -> QPoint:
        """The middle of a cell, in the viewport of the half that shows it."""
        rect = self.grid.view.cell_rect(row, column)
        return self.half(column).mapFrom(self.grid.view, rect.center())

    def half(self, column: int) -> QWidget:
        """The viewport that shows a column."""
        view = self.grid.view
        table = view.frozen if column < view.frozen_columns else view
        return table.viewport()

    def texts(self) -> dict[str, str]:
        """The text of each cell that has one, as it would be copied, by its name such as C3."""
        model = self.grid.model
        return {
            f"{letter}{row + 1}": text
            for row in range(len(IDS))
            for column, letter in enumerate(LETTERS)
            if (text := model.copied_text(row, column))
        }
