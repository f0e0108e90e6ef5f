"""What the clerk chooses of a notice: kind, village, who is listed, days, columns, paper."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.domain.notice_paper import PaperSize
from fangfan_desktop.domain.notice_rules import (
    NoticeKind,
    NoticeLevel,
    PublicColumn,
    count_people,
)
from fangfan_desktop.usecases.notice_drafts import NoticeDraft, NoticeWish
from fangfan_desktop.usecases.notice_lists import Candidate
from fangfan_desktop.usecases.notice_sheets import FinishedNotice, NoticeCounts, NoticeDesk
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.notices.leak_card import LeakCard
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.date_box import DateBox
from fangfan_desktop.views.widgets.label import label, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_ALL = "全镇"
_SETTLE_MS = 150  # typing a date changes it digit by digit
_LEAST_ROWS, _MOST_ROWS = 1, 7
LARGE = 150  # percent; beyond it choices and pages stand one below the other
_LARGE_ROWS = 12
_ANY_WIDTH = 16_777_215  # Qt's own greatest
_A4, _A3 = "A4", "A3 大字（贴公示栏）"
_RISK_OFF = "主要风险（涉及健康信息，默认不公开）"
_COLUMN_NAMES = {PublicColumn.CATEGORY: "类别"}  # where the heading is too long for a tick
_CASE = Qt.ItemDataRole.UserRole


class NoticeChoices(Card):
    """The left side of the page.

    Signals:
        changed: the notice in hand is another one.
    """

    changed = Signal()

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.context = context
        self._counts: NoticeCounts | None = None
        self._unticked: set[int] = set()
        self._ready: tuple[int, ...] = ()
        self._wanted: Mapping[str, Any] = {}
        self._is_end_chosen = False
        self._is_place_chosen = False
        self.kind, self.village = StillChoice(), StillChoice()
        self.people = QListWidget()
        self.starts_on, self.ends_on = DateBox(context.today()), DateBox(context.today())
        self.columns = {column: QCheckBox(_name(column)) for column in PublicColumn}
        self.paper = StillChoice()
        self.place, self.number = QLineEdit(), QLineEdit()
        self.red_head = QCheckBox("红头")
        self.leaks = LeakCard()
        self._step = wrapped("", "small")
        self._period = wrapped("", "small")
        self._gaps = wrapped("", "small")
        self._gaps.setProperty("level", Level.WARN.value)
        self._notes = wrapped("", "small")
        self.fill_gaps = Button(
            "去设置填写", lambda: context.open_page("settings", tab="单位"), role="link"
        )
        self._area = QScrollArea()
        self._settle = QTimer(self, singleShot=True, interval=_SETTLE_MS)
        self._settle.timeout.connect(self.changed)
        self._name_things()
        self._lay_out()
        self._connect()
        self._fit()
        style.current().zoom_changed.connect(self._fit)

    # What is shown

    def show_counts(self, counts: NoticeCounts) -> None:
        """Offer the kinds and villages; what is in hand stays while something is ready there."""
        kind, village = self._wish_place(counts)
        self._counts = counts
        with QSignalBlocker(self.kind):
            self.kind.clear()
            for one in NoticeKind:
                self.kind.addItem(_counted(one.label, counts.ready.get(one, {}).get(None, 0)), one)
            self.kind.setCurrentIndex(self.kind.findData(kind))
        self._offer_villages(village)
        risk = self.columns[PublicColumn.RISK]
        risk.setEnabled(counts.may_show_risk)
        risk.setText(_name(PublicColumn.RISK) if counts.may_show_risk else _RISK_OFF)
        risk.setToolTip("" if counts.may_show_risk else "要公开的，先在“设置与备份—单位”里打开。")
        if not counts.may_show_risk:
            risk.setChecked(False)

    def show_desk(self, desk: NoticeDesk) -> None:
        """Show who could be listed, and the period of the draft."""
        draft = desk.draft
        self._show_people(desk.candidates)
        self._step.setText(_listed_words(draft) if draft else "")
        if draft is not None:
            with QSignalBlocker(self.ends_on):
                self.ends_on.set_day(draft.period.ends_on)
        self._period.setText(draft.period.note if draft else "")
        gaps = "、".join(draft.paper.gaps) if draft else ""
        self._gaps.setText(f"还不知道、印成横线的：{gaps}" if gaps else "")
        self._gaps.setVisible(bool(gaps))
        self.fill_gaps.setVisible(bool(gaps))
        if draft is None:
            self.leaks.hide()
            self._notes.hide()

    def show_finished(self, finished: FinishedNotice) -> None:
        """Show what the look through the finished pages found."""
        self.leaks.show_finished(finished)
        self._notes.setText("\n".join(finished.notes))
        self._notes.setVisible(bool(finished.notes))

    def choose(self, target: Mapping[str, Any]) -> None:
        """Take `kind` (its word) and `village_id` in hand, as soon as they can be offered."""
        self._wanted = dict(target)
        self._is_place_chosen = True
        if self._counts is not None:
            self._forget_choices()
            self.show_counts(self._counts)

    def start_anew(self) -> None:
        """The notice in hand hangs; the next one is what is ready first."""
        self._is_place_chosen = False
        self._forget_choices()

    @property
    def notice_kind(self) -> NoticeKind:
        """The kind in hand."""
        return NoticeKind(self.kind.currentData() or NoticeKind.TO_INCLUDE_VILLAGE)

    @property
    def is_nobody_ticked(self) -> bool:
        """Whether somebody could be listed, but the clerk took all ticks away."""
        return bool(self._ready) and set(self._ready) <= self._unticked

    def wish(self) -> NoticeWish:
        """What the clerk asks for."""
        is_large = self.paper.currentText() == _A3
        case_ids = [one for one in self._ready if one not in self._unticked]
        return NoticeWish(
            kind=self.notice_kind,
            village_id=self.village.currentData(),
            case_ids=case_ids if self._unticked else None,
            starts_on=self.starts_on.day,
            ends_on=self.ends_on.day if self._is_end_chosen else None,
            columns=[column.value for column, box in self.columns.items() if box.isChecked()],
            posted_at=self.place.text(),
            size=PaperSize.A3 if is_large else PaperSize.A4,
            is_board=is_large,
            has_red_head=self.red_head.isChecked(),
            document_number=self.number.text(),
        )

    # Events

    def _take_kind(self) -> None:
        self._is_place_chosen = True
        self._forget_choices()
        self._offer_villages(None)
        self.changed.emit()

    def _take_village(self) -> None:
        self._is_place_chosen = True
        self._forget_choices()
        self.changed.emit()

    def _take_start(self) -> None:
        self._is_end_chosen = False
        self._settle.start()

    def _take_end(self) -> None:
        self._is_end_chosen = True
        self._settle.start()

    def _take_tick(self, item: QListWidgetItem) -> None:
        case_id = int(item.data(_CASE))
        is_ticked = item.checkState() is Qt.CheckState.Checked
        (self._unticked.discard if is_ticked else self._unticked.add)(case_id)
        self.changed.emit()

    def _take_red_head(self) -> None:
        self.number.setVisible(self.red_head.isChecked())
        self.changed.emit()

    # Details

    def _forget_choices(self) -> None:
        self._unticked.clear()
        self._ready = ()
        self._is_end_chosen = False

    def _wish_place(self, counts: NoticeCounts) -> tuple[NoticeKind, int | None]:
        """Kind and village to take in hand: what was asked for, what was, what is ready first."""
        wanted, self._wanted = self._wanted, {}
        if wanted.get("kind"):
            return NoticeKind(str(wanted["kind"])), wanted.get("village_id")
        if self._counts is not None:
            kind, village = self.notice_kind, self.village.currentData()
            if self._is_place_chosen or counts.ready.get(kind, {}).get(village, 0):
                return kind, village
        for kind in NoticeKind:
            if counts.ready.get(kind):
                return kind, None
        return self.notice_kind, self.village.currentData()

    def _offer_villages(self, village_id: int | None) -> None:
        """Villages with what is ready there; without one asked for, that with the most."""
        counts = self._counts
        if counts is None:
            return
        kind = self.notice_kind
        ready = counts.ready.get(kind, {})
        with QSignalBlocker(self.village):
            self.village.clear()
            if kind.level is NoticeLevel.TOWNSHIP:
                self.village.addItem(_counted(_ALL, ready.get(None, 0)), None)
            for name, key in counts.villages.items():
                self.village.addItem(_counted(name, ready.get(key, 0)), key)
            if village_id is None and kind.level is NoticeLevel.VILLAGE:
                keys = list(counts.villages.values())
                village_id = max(keys, key=lambda key: ready.get(key, 0), default=None)
            self.village.setCurrentIndex(max(0, self.village.findData(village_id)))

    def _show_people(self, candidates: tuple[Candidate, ...]) -> None:
        self._ready = tuple(each.listed.case_id for each in candidates if each.is_ready)
        has_villages = self.village.currentData() is None
        row = self.people.currentRow()
        with QSignalBlocker(self.people):
            self.people.clear()
            for each in candidates:
                item = QListWidgetItem(_words(each, has_villages=has_villages))
                item.setData(_CASE, each.listed.case_id)
                item.setToolTip(item.text())
                is_ticked = each.is_ready and each.listed.case_id not in self._unticked
                item.setCheckState(Qt.CheckState.Checked if is_ticked else Qt.CheckState.Unchecked)
                if not each.is_ready:
                    item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
                self.people.addItem(item)
            self.people.setCurrentRow(min(row, len(candidates) - 1))
        self._fit()

    def _fit(self) -> None:
        look = style.current()
        rows = min(max(self.people.count(), _LEAST_ROWS), _MOST_ROWS)
        high = max(self.people.sizeHintForRow(0), look.px("row_wide"))
        self.people.setFixedHeight(rows * high + 2 * look.px("hairline"))
        is_large = look.zoom >= LARGE
        self.setMinimumWidth(0 if is_large else look.px("search"))
        self.setMaximumWidth(_ANY_WIDTH if is_large else look.px("search"))
        self._area.setMinimumHeight(look.px("row_wide") * _LARGE_ROWS if is_large else 0)

    def _name_things(self) -> None:
        names = {
            self.kind: "种类",
            self.village: "村（社区）",
            self.people: "名单",
            self.starts_on: "公示开始",
            self.ends_on: "公示截止",
            self.paper: "纸张",
            self.place: "公示地点",
            self.number: "文号",
        }
        for widget, name in names.items():
            widget.setAccessibleName(name)
        self.people.setProperty("role", "picks")
        self.people.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.paper.addItems([_A4, _A3])
        self.place.setPlaceholderText("不填则按模板，如村务公开栏")
        self.number.setPlaceholderText("如：雒政公〔2022〕5号")
        self.number.hide()
        for column in PublicColumn:
            self.columns[column].setChecked(column is not PublicColumn.RISK)
        for column in (PublicColumn.SERIAL, PublicColumn.HEAD):
            self.columns[column].setEnabled(False)
        self.columns[PublicColumn.SERIAL].hide()
        self.leaks.hide()

    def _lay_out(self) -> None:
        look = style.current()
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, look.px("space_1"), 0)
        column.setSpacing(look.px("space_2"))
        column.addWidget(self.kind)
        column.addWidget(self.village)
        column.addWidget(_heading("名单", self._step))
        column.addWidget(self.people)
        column.addWidget(label("公示期", "heading"))
        column.addLayout(_row(self.starts_on, label("至"), self.ends_on))
        column.addWidget(self._period)
        gaps = QHBoxLayout()
        gaps.addWidget(self._gaps, 1)
        gaps.addWidget(self.fill_gaps)
        column.addLayout(gaps)
        column.addWidget(label("列", "heading"))
        ticks = [self.columns[column] for column in PublicColumn if column not in _APART]
        column.addLayout(_row(*ticks[:2]))
        column.addLayout(_row(*ticks[2:]))
        column.addWidget(self.columns[PublicColumn.RISK])
        column.addWidget(label("纸张和地点", "heading"))
        column.addLayout(_row(self.paper, self.red_head))
        column.addWidget(self.number)
        column.addWidget(self.place)
        column.addWidget(self._notes)
        column.addStretch(1)
        area = self._area
        area.setProperty("role", "plain")
        area.setWidget(inner)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.body.addWidget(area, 1)
        self.body.addWidget(self.leaks)

    def _connect(self) -> None:
        self.kind.activated.connect(self._take_kind)
        self.village.activated.connect(self._take_village)
        self.people.itemChanged.connect(self._take_tick)
        self.starts_on.dateChanged.connect(self._take_start)
        self.ends_on.dateChanged.connect(self._take_end)
        for box in self.columns.values():
            box.toggled.connect(self._settle.start)
        self.paper.activated.connect(self._settle.start)
        self.red_head.toggled.connect(self._take_red_head)
        for line in (self.place, self.number):
            line.textEdited.connect(self._settle.start)


_APART = frozenset({PublicColumn.SERIAL, PublicColumn.RISK})


def _name(column: PublicColumn) -> str:
    return _COLUMN_NAMES.get(column, column.value)


def _counted(name: str, number: int) -> str:
    return f"{name}（{number} 户）" if number else name


def _listed_words(draft: NoticeDraft) -> str:
    return f"{len(draft.rows)} 户 {count_people(draft.rows)} 人，勾上的写进名单"


def _words(each: Candidate, *, has_villages: bool) -> str:
    """陆永福 二组 4人 脱贫不稳定户, and what is still lacking."""
    listed = each.listed
    place = listed.village + listed.group if has_villages else listed.group
    parts = (listed.head_name, place, f"{listed.people}人")
    words = " ".join(part for part in parts if part)
    if not each.is_ready:
        return f"{words} · {each.why_not}"
    return words if has_villages else f"{words} {listed.category}"


def _heading(text: str, beside: QWidget) -> QWidget:
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label(text, "heading"))
    row.addWidget(beside, 1)
    return made


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
