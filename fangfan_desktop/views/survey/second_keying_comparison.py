"""比对: where two keyings differ, side by side, and settled; the record of it as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QMenu,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop import paths
from fangfan_desktop.forms.form import Form
from fangfan_desktop.usecases.exports import ExportResult
from fangfan_desktop.usecases.household_forms import (
    ANNEX_TABLE,
    FURTHER_TABLE,
    HOUSEHOLD_FORM,
    SavedAnswers,
    household_basis,
)
from fangfan_desktop.usecases.second_keying import (
    Choice,
    Comparison,
    Keep,
    KeyingDifference,
    compare_keyings,
    settle_differences,
)
from fangfan_desktop.usecases.second_keying_sheet import comparison_words, write_comparison
from fangfan_desktop.views import style
from fangfan_desktop.views.grid_habits import HabitKeeper
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.operation import Progress
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.survey.second_keying_grid import KEEP_WORDS, DifferenceGrid
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.label import wrapped

_TABLES = (
    "second_keying",
    "campaign",
    "campaign_form",
    "household",
    "person",
    "village",
    "village_group",
)
_NOTHING = (
    "还没有录第二遍",
    "点“继续录入”，照着纸表把要核对的户、要核对的栏再录一遍。录几栏比几栏，没有录的不算不同。",
)
_Place = tuple[int, str]  # household and field
_LOWEST = 200  # pixels at 100 %: header and a few rows
_WORKBOOK = "Excel 工作簿 (*.xlsx)"


@dataclass(frozen=True, slots=True)
class _Compared:
    form: Form
    found: Comparison


class ComparisonPanel(QWidget):
    """The differences with what is right, for one form of one campaign."""

    back_requested = Signal()  # on with the keying

    def __init__(
        self, context: PageContext, parent: QWidget | None = None, *, form_key: str
    ) -> None:
        super().__init__(parent)
        self.grid = DifferenceGrid()
        self.found: Comparison | None = None
        self._context = context
        self._form_key = form_key
        self._tables = (
            *_TABLES,
            ANNEX_TABLE if form_key == HOUSEHOLD_FORM else FURTHER_TABLE,
        )
        self._form: Form | None = None
        self._campaign_id: int | None = None
        self._is_stale = True
        self._selected = ""
        self._refused: SavedAnswers | None = None
        self._recorded: dict[_Place, tuple[KeyingDifference, Choice]] = {}
        self._habits = HabitKeeper(context, self.grid, "second-keying")
        self.words = wrapped("", "secondary")
        self.whole = QCheckBox("第二遍没有录的格也比")
        self.whole.setToolTip("录了第二遍的户，没有录的格当作“纸上是空的”来比")
        tip = "选中的行采用{}；也可以按 {}"
        self.first = Button(
            "采用第一遍", lambda: self._choose(Keep.FIRST), tip=tip.format("第一遍", 1)
        )
        self.second = Button(
            "采用第二遍", lambda: self._choose(Keep.SECOND), tip=tip.format("第二遍", 2)
        )
        self.everything = Button(
            "全部采用…", self.open_menu, tip="筛出的每一处都采用同一遍，一步核定"
        )
        self.record = Button("核对记录…", self._ask_target, icon="file-export")
        self.settle_button = Button("核定", self._settle_chosen, icon="check", role="main")
        self._card = Card(is_padded=False)
        self._empty = EmptyState("search-check", *_NOTHING, "继续录入", self.back_requested.emit)
        self._agreed = EmptyState("check", "两遍一致", "没有不同的格。")
        self._lay_out()
        self._connect()

    # What the desk tells

    def set_campaign(self, campaign_id: int | None) -> None:
        """Compare in another campaign."""
        self._campaign_id = campaign_id
        self._recorded.clear()
        self._is_stale = True

    def refresh(self, changes: object) -> None:
        """Something was changed; None for all."""
        touches = getattr(changes, "touches", None)
        if touches is None or touches(*self._tables):
            self._is_stale = True
            self._load_where_seen()
        elif touches("setting"):
            self._habits.read()

    def show_status(self) -> None:
        """Counts of the comparison and the selection, in the bottom line."""
        if not self.isVisible() or self.found is None:
            return
        counts = [f"不同 {len(self.found.differences):,} 处"]
        counts.append(f"待核定 {len(self.grid.choices()):,} 处")
        if bool(self.grid.order.filters):
            counts.append(f"筛出 {self.grid.model.rowCount():,} 处")
        parts = (self.grid.current_household, self._selected, " · ".join(counts))
        self._context.show_status("     ".join(filter(None, parts)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._load_where_seen()

    # Making

    def _lay_out(self) -> None:
        look = style.current()
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.whole)
        tools = QHBoxLayout()
        for button in (self.first, self.second, self.everything):
            tools.addWidget(button)
        tools.addStretch()
        for button in (self.record, self.settle_button):
            tools.addWidget(button)
        for state in (self._empty, self._agreed):
            state.hide()
            self._card.body.addWidget(state)
        self._card.body.addWidget(self.grid, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(look.px("space_3"))
        layout.addLayout(head)
        layout.addLayout(tools)
        layout.addWidget(self._card, 1)
        self.setFocusProxy(self.grid)
        look.zoom_changed.connect(self._resize)
        self._resize()
        self._show_choices()

    def _resize(self) -> None:
        # Where the letters are large the page scrolls, rather than showing a header alone.
        self._card.setMinimumHeight(style.current().scaled(_LOWEST))

    def _connect(self) -> None:
        self.whole.toggled.connect(self._compare_again)
        self.grid.chosen.connect(self._show_choices)
        self.grid.told.connect(self._context.show_message)
        self.grid.current_moved.connect(self.show_status)
        self.grid.selection_counted.connect(self._take_selected)
        self.grid.model.modelReset.connect(self._show_choices)

    # Reading

    def _compare_again(self) -> None:
        self._is_stale = True
        self._load_where_seen()

    def _load_where_seen(self) -> None:
        if self._is_stale and self.isVisible() and self._campaign_id is not None:
            self._is_stale = False
            self._load(self._campaign_id)

    def _load(self, campaign_id: int) -> None:
        database, form_key, is_whole = (
            self._context.database,
            self._form_key,
            self.whole.isChecked(),
        )

        def read(progress: Progress) -> _Compared:
            basis = household_basis(database, campaign_id=campaign_id, form_key=form_key)
            found = compare_keyings(
                database,
                campaign_id=campaign_id,
                form_key=form_key,
                is_whole=is_whole,
                progress=progress,
            )
            return _Compared(basis.form, found)

        self._context.operations.start(
            read,
            label="比对两遍录入",
            is_long=True,
            on_done=self._show,
            on_cancel=self._cancelled,
            latest=f"second-keying-{form_key}",
            owner=self,
        )

    def _cancelled(self) -> None:
        self._is_stale = True

    def _show(self, compared: _Compared) -> None:
        found = self.found = compared.found
        self._form = compared.form
        focus = cast("QWidget | None", self.window().focusWidget())
        has_keys = focus is not None and self.isAncestorOf(focus)
        self.grid.show_differences(compared.form, found.differences)
        self._empty.setVisible(not found.households)
        differs = bool(found.differences)
        self._agreed.set_detail(f"{comparison_words(found)}。可以导出核对记录存档。")
        self._agreed.setVisible(bool(found.households) and not differs)
        self.grid.setVisible(differs)
        self.words.setText(f"{comparison_words(found)}。" if differs else "")
        for widget in (self.whole, self.record):
            widget.setVisible(bool(found.households))
        for widget in (self.first, self.second, self.everything, self.settle_button):
            widget.setVisible(differs)
        self._show_refused()
        self._show_choices()
        if differs and self.grid.view.place[0] < 0:
            self.grid.view.go(0, self.grid.model.column_of["keep"])
        if has_keys and not differs:  # else the next control that Qt finds would have them
            (self.record if found.households else self._empty.button).setFocus()

    # Choosing and settling

    def _choose(self, keep: Keep) -> None:
        if not self.grid.choose(keep):
            words = f"先选中要采用{KEEP_WORDS[keep]}的行。"
            self._context.show_message(words, Level.INFO)
        self.grid.view.setFocus()

    def open_menu(self) -> QMenu:
        """全部采用: one keying for all rows that are shown, as one step."""
        count = self.grid.model.rowCount()
        menu = QMenu(self)
        for keep, word in KEEP_WORDS.items():
            action = menu.addAction(f"{word}（筛出的 {count:,} 处）" if self._is_filtered else word)
            action.triggered.connect(lambda _=False, keep=keep: self._settle_all(keep))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.everything.mapToGlobal(QPoint(0, self.everything.height())))
        return menu

    @property
    def _is_filtered(self) -> bool:
        return bool(self.grid.order.filters)

    def _settle_all(self, keep: Keep) -> None:
        self.settle(self.grid.all_kept(keep))

    def _settle_chosen(self) -> None:
        self.settle(self.grid.choices())

    def settle(self, choices: Sequence[Choice]) -> None:
        """Take what is right into the form, as one step; the differences are gone then."""
        database, campaign_id, form_key = self._context.database, self._campaign_id, self._form_key
        if campaign_id is None or not choices:
            return
        self.grid.view.setFocus()  # the button goes with the last difference
        settled = self._with_choices(choices)
        self._context.operations.start(
            lambda progress: settle_differences(
                database,
                campaign_id=campaign_id,
                form_key=form_key,
                choices=choices,
                progress=progress,
            ),
            label=f"核定 {len(choices):,} 处",
            is_long=True,
            on_done=lambda saved: self._take_settled(saved, settled, len(choices)),
            on_written=self._context.tell_written,
            owner=self,
        )

    def _with_choices(
        self, choices: Sequence[Choice]
    ) -> dict[_Place, tuple[KeyingDifference, Choice]]:
        """What is settled, with both keyings as they were: the record still tells it."""
        chosen = {(each.household_id, each.key): each for each in choices}
        found = self.found.differences if self.found is not None else ()
        places = {(each.household_id, each.key): each for each in found}
        return {
            place: (places[place], choice) for place, choice in chosen.items() if place in places
        }

    def _take_settled(
        self,
        saved: SavedAnswers,
        settled: dict[_Place, tuple[KeyingDifference, Choice]],
        count: int,
    ) -> None:
        self._recorded |= settled
        self._settled(saved, count)

    def _settled(self, saved: SavedAnswers, count: int) -> None:
        refused = len({(row_id, key) for row_id, key in saved.refused})
        self._refused = saved
        if not saved.changes.rows:  # else it is compared anew, and shown then
            self._show_refused()
        if not refused:
            self._context.show_message(f"已核定 {count:,} 处。核错了可以撤销。", Level.OK)
            return
        first = next(iter(saved.refused.values()))
        words = (
            f"{refused:,} 处没有核定，已标红，其余 {count - refused:,} 处已核定。第一处：{first}"
        )
        self._context.show_message(words, Level.WARN)

    def _show_refused(self) -> None:
        saved, self._refused = self._refused, None
        if saved is not None:
            self.grid.show_refused(saved.refused)

    def _show_choices(self) -> None:
        count = len(self.grid.choices())
        has_rows = self.grid.model.rowCount() > 0
        self.settle_button.setText(f"核定 {count:,} 处" if count else "核定")
        self.settle_button.setEnabled(count > 0)
        for button in (self.first, self.second, self.everything):
            button.setEnabled(has_rows)
        self.show_status()

    def _take_selected(self, words: str) -> None:
        self._selected = words
        self.show_status()

    # The record

    def _ask_target(self) -> None:
        name = f"{self._form.name if self._form else ''}二次录入核对记录.xlsx"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "导出核对记录", str(paths.export_dir() / name), _WORKBOOK
        )
        if chosen:
            self.write_record(Path(chosen))

    def write_record(self, path: Path) -> None:
        """Write the differences with what is chosen so far into a workbook."""
        database, campaign_id, form_key = self._context.database, self._campaign_id, self._form_key
        found, choices = self.found, list(self.grid.choices())
        if campaign_id is None or found is None:
            return
        # Settled since the program was started, and not taken back: they differ no more.
        open_places = {(each.household_id, each.key) for each in found.differences}
        settled = [pair for place, pair in self._recorded.items() if place not in open_places]
        differences = (*(difference for difference, _ in settled), *found.differences)
        found = replace(found, differences=differences)
        choices += [choice for _, choice in settled]

        def write(_progress: Any) -> ExportResult:
            return write_comparison(
                database,
                campaign_id=campaign_id,
                form_key=form_key,
                found=found,
                choices=choices,
                path=path,
            )

        def done(result: ExportResult) -> None:
            self._context.show_message(f"核对记录已存到“{result.file}”。", Level.OK)

        self._context.operations.start(
            write, label="导出核对记录", is_long=True, on_done=done, owner=self
        )
