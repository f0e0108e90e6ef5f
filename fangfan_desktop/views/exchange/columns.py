"""Matching the columns of a sheet: heading and samples left, what it is right."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.usecases.roster_aliases import (
    ColumnView,
    FieldChoice,
    SheetView,
    field_choices,
)
from fangfan_desktop.usecases.roster_rows import Part
from fangfan_desktop.usecases.roster_tables import ColumnMatch, SheetKind, SheetMapping
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import Tag, label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice, StillNumber

_KINDS = (
    (SheetKind.HOUSEHOLDS, "农户：一户一行"),
    (SheetKind.PEOPLE, "家庭成员：一人一行"),
    (SheetKind.BOTH, "一人一行，并带农户各栏（系统导出）"),
    (None, "不导入这张表"),
)
_PARTS = {Part.HOUSEHOLD: "农户", Part.PERSON: "成员"}
_MOST_ROWS = 30


class ColumnsPanel(QWidget):
    """One sheet's matching. Emits `changed` at each choice and `header_changed` for another row."""

    changed = Signal()
    header_changed = Signal(int, object)  # row from 1, SheetKind or None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: SheetView | None = None
        self._choices: list[tuple[ColumnView, QComboBox]] = []
        self._kind = StillChoice()
        self._kind.setAccessibleName("这张表是什么")
        for kind, text in _KINDS:
            self._kind.addItem(text, kind)
        self._header_row = StillNumber()
        self._header_row.setRange(1, _MOST_ROWS)
        self._header_row.setAccessibleName("表头在第几行")
        self._note = wrapped("", "small")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setProperty("role", "plain")
        layout = QVBoxLayout(self)
        layout.addLayout(self._make_top())
        layout.addWidget(self._note)
        layout.addWidget(self._scroll, 1)
        self._kind.currentIndexChanged.connect(self._ask_again)
        self._header_row.editingFinished.connect(self._ask_again)

    @property
    def mapping(self) -> SheetMapping | None:
        """The mapping as chosen, None where the sheet is not imported."""
        kind = self._chosen_kind()
        if kind is None or self._view is None:
            return None
        columns = tuple(_matched(view, _chosen(box)) for view, box in self._choices)
        return SheetMapping(kind, self._header_row.value(), columns)

    def show_sheet(self, view: SheetView) -> None:
        """Show how a sheet would be read."""
        self._view = view
        mapping = view.mapping
        for control in (self._kind, self._header_row):
            control.blockSignals(True)
        kind = None if mapping is None else mapping.kind
        self._kind.setCurrentIndex(next(i for i, item in enumerate(_KINDS) if item[0] is kind))
        self._header_row.setMaximum(max(1, min(_MOST_ROWS, view.row_count)))
        self._header_row.setValue(1 if mapping is None else mapping.header_row)
        for control in (self._kind, self._header_row):
            control.blockSignals(False)
        self._fill(view.columns, () if kind is None else field_choices(kind))
        self._say()

    def _chosen_kind(self) -> SheetKind | None:
        # Qt gives an enumeration of texts back as plain text
        kind = self._kind.currentData()
        return None if kind is None else SheetKind(kind)

    def _make_top(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label("这张表是"))
        row.addWidget(self._kind)
        row.addSpacing(style.current().px("space_4"))
        row.addWidget(label("表头在第"))
        row.addWidget(self._header_row)
        row.addWidget(label("行"))
        row.addStretch()
        return row

    def _fill(self, columns: Sequence[ColumnView], choices: Sequence[FieldChoice]) -> None:
        self._choices = []
        body = QWidget()
        grid = QGridLayout(body)
        for place, text in enumerate(("文件中的列", "内容举例", "对应花名册的栏目", "")):
            grid.addWidget(label(text, "small"), 0, place)
        for at, view in enumerate(columns, 1):
            heading = wrapped(view.match.heading)
            heading.setMinimumWidth(style.current().px("icon_big") * 3)
            grid.addWidget(heading, at, 0)
            samples = label(_shortened("、".join(view.samples)), "small")
            samples.setToolTip("、".join(view.samples))
            # Samples are cut before what is chosen for them.
            samples.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
            grid.addWidget(samples, at, 1)
            box = _field_box(view, choices)
            box.currentIndexChanged.connect(self._say)
            box.currentIndexChanged.connect(self.changed)
            self._choices.append((view, box))
            grid.addWidget(box, at, 2)
            grid.addWidget(self._offer(view, box), at, 3)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(columns) + 1, 1)
        self._scroll.setWidget(body)
        body.setAutoFillBackground(False)  # the card behind is white already

    def _offer(self, view: ColumnView, box: QComboBox) -> QWidget:
        field = None if view.offer is None else view.offer.field
        if view.offer is None or field is None:
            return Tag("已认出", Level.OK) if view.match.part is not None else Tag("没有用到")
        offer = (view.offer.part, view.offer.key)
        button = Button(f"是“{field.name}”？", role="link", tip="按相近的栏名推测，点一下采用")
        button.clicked.connect(lambda: box.setCurrentIndex(_place_of(box, offer)))
        return button

    def _ask_again(self) -> None:
        kind = self._chosen_kind()
        if kind is None:
            self._fill((), ())
            self._say()
            self.changed.emit()
        else:
            self.header_changed.emit(self._header_row.value(), kind)

    def _say(self) -> None:
        used = [_chosen(box) for _, box in self._choices if _chosen(box)]
        double = {choice for choice in used if used.count(choice) > 1}
        text = f"用到 {len(used)} 列，没有用到 {len(self._choices) - len(used)} 列。"
        if double:
            text += f"有 {len(double)} 个栏目对应了几列：取其中第一个不空的格。"
        self._note.setText(text if self._choices else "这张表不导入。")


def _field_box(view: ColumnView, choices: Sequence[FieldChoice]) -> QComboBox:
    box = StillChoice()
    box.setAccessibleName(f"{view.match.heading}对应的栏目")
    box.addItem("不使用", None)
    parts = {choice.part for choice in choices}
    for choice in choices:
        text = f"{_PARTS[choice.part]}：{choice.title}" if len(parts) > 1 else choice.title
        box.addItem(text, (choice.part, choice.key))
    box.setCurrentIndex(_place_of(box, (view.match.part, view.match.key)))
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return box


def _place_of(box: QComboBox, choice: tuple[Part | None, str]) -> int:
    return next((i for i in range(1, box.count()) if tuple(box.itemData(i)) == choice), 0)


def _chosen(box: QComboBox) -> tuple[Part, str] | None:
    data = box.currentData()
    return None if data is None else (Part(data[0]), str(data[1]))


def _matched(view: ColumnView, chosen: tuple[Part, str] | None) -> ColumnMatch:
    part, key = (None, "") if chosen is None else chosen
    return ColumnMatch(view.match.index, view.match.heading, part, key)


def _shortened(text: str) -> str:
    longest = 40
    return text if len(text) <= longest else text[: longest - 1] + "…"
