"""已公示: the notices that hang, that wait for their outcome and that have ended."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fangfan_desktop import paths
from fangfan_desktop.usecases.notice_book import (
    NoticeLine,
    NoticeState,
    NoticeView,
    kept_file,
    list_notices,
    read_notice,
    save_kept_file,
    save_photo,
)
from fangfan_desktop.usecases.notices import withdraw_notice
from fangfan_desktop.usecases.previews import TablePreview, preview_content
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.notice_original import NoticeOriginal
from fangfan_desktop.views.dialogs.notice_outcome import RecordOutcome
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.notices.table import NoticeTable, level_of, state_words
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.lines_table import Line, LinesTable
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, label, wrapped
from fangfan_desktop.views.widgets.page_header import PageHeader

_LARGE = 150  # percent; beyond it the two cards stand one below the other
_ROWS_IN_SIGHT = 8
_NONE = "还没有公示过。"


class NoticeBook(QWidget):
    """The second tab: the list at the left, one notice at the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.notice: NoticeView | None = None
        self._wanted: int | None = None
        self.header = PageHeader("已公示")
        self.withdraw_button = self.header.add_button("撤回…", self.ask_withdrawal)
        self.main_button = self.header.add_button("记录结果", self.ask_outcome, is_main=True)
        self.table = NoticeTable()
        self.listed = LinesTable(
            ("序号", "户主姓名", "结果"), name="公示的名单", tight_columns=frozenset({0, 1})
        )
        self.listed.setToolTip("双击或按回车打开这户的个案")
        self._title, self._tag = wrapped("", "heading"), Tag()
        self._facts, self._outcome = wrapped("", "secondary"), wrapped("", "secondary")
        self.buttons = {
            "打开原件": Button("打开原件", self.open_original, icon="eye", role="flat"),
            "另存…": Button("另存…", self.ask_file, icon="download", role="flat"),
            "照片…": Button("照片…", self.ask_photo_file, icon="file", role="flat"),
        }
        self._right = Card()
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self.table.selectionModel().currentRowChanged.connect(self._take_row)
        self.listed.activated.connect(self._open_case)
        self._show(None)
        style.current().zoom_changed.connect(self._place)
        self._place()

    def hasHeightForWidth(self) -> bool:
        # else the page would be made as high as all its sentences want, and scroll
        return False

    def reload(self, notice_id: int | None = None) -> None:
        """Read the list again; take that notice in hand where one is named."""
        self._wanted = notice_id or self._wanted
        database = self.context.database
        self.context.read(
            lambda: list_notices(database),
            label="读取公示公告",
            on_done=self._take_list,
            latest="notice book",
            owner=self,
        )

    def ask_outcome(self) -> RecordOutcome | None:
        """Ask how the notice in hand ended."""
        notice = self.notice
        if notice is None or notice.line.state is not NoticeState.OVER:
            return None
        dialog = RecordOutcome(self.context, notice, self)
        dialog.open()
        return dialog

    def ask_withdrawal(self) -> AskTexts | None:
        """Ask why the notice in hand is taken down."""
        notice = self.notice
        if notice is None:
            return None
        database, key = self.context.database, notice.line.notice_id

        def save(given: list[Any]) -> object:
            return withdraw_notice(database, notice_id=key, reason=given[0])

        hint = "如：名单有误，更正后重新公示"
        dialog = AskTexts(self.context, "撤回公示", [Asked("原因", hint=hint)], save, self)
        dialog.open()
        return dialog

    def open_original(self) -> None:
        """Show the file that was put up, as it was."""
        notice = self.notice
        if notice is not None:
            database, key = self.context.database, notice.line.notice_id

            def read() -> TablePreview:
                name, content = kept_file(database, notice_id=key)
                return preview_content(content, name=name, rows=len(notice.listed))

            self.context.read(
                read,
                label="打开公示原件",
                on_done=lambda preview: NoticeOriginal(
                    self.context, notice.line.title, preview, self
                ).open(),
                owner=self,
            )

    def ask_file(self) -> None:
        """Ask where the original is written to."""
        notice = self.notice
        if notice is not None:
            name = str(paths.export_dir() / notice.file_name)
            chosen, _ = QFileDialog.getSaveFileName(self, "另存公示原件", name, "PDF 文件 (*.pdf)")
            if chosen:
                self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Write the original into a file."""
        self._write_file(save_kept_file, path)

    def ask_photo_file(self) -> None:
        """Ask where the photo of the board is written to."""
        notice = self.notice
        if notice is not None:
            name = str(paths.export_dir() / notice.photo_name)
            chosen, _ = QFileDialog.getSaveFileName(self, "另存公示照片", name)
            if chosen:
                self._write_file(save_photo, Path(chosen))

    def _write_file(self, save: Callable[..., Path], path: Path) -> None:
        notice = self.notice
        if notice is not None:
            database, key = self.context.database, notice.line.notice_id
            self.context.read(
                lambda: save(database, notice_id=key, path=path),
                label="另存文件",
                on_done=lambda written: self.context.show_message(f"已写到“{written}”。", Level.OK),
                owner=self,
            )

    # Showing

    def _take_list(self, notices: tuple[NoticeLine, ...]) -> None:
        self.header.set_subtitle(_counts(notices))
        self.table.show_notices(notices)
        wanted, self._wanted = self._wanted, None
        if wanted is not None:
            self.table.take(wanted)
        self._read_current()

    def _take_row(self, _current: QModelIndex) -> None:
        self._read_current()

    def _read_current(self) -> None:
        key, database = self.table.current_key, self.context.database
        if key is None:
            self._show(None)
            return
        self.context.read(
            lambda: read_notice(database, notice_id=key),
            label="读取公示公告",
            on_done=self._show,
            latest="notice in hand",
            owner=self,
        )

    def _show(self, notice: NoticeView | None) -> None:
        self.notice = notice
        state = None if notice is None else notice.line.state
        is_open = state in {NoticeState.RUNNING, NoticeState.OVER}
        self.main_button.setEnabled(state is NoticeState.OVER)
        self.withdraw_button.setEnabled(is_open)
        self.buttons["照片…"].setVisible(notice is not None and bool(notice.photo_name))
        for name in ("打开原件", "另存…"):
            self.buttons[name].setEnabled(notice is not None and bool(notice.file_name))
        self._title.setText(notice.line.title if notice else _NONE)
        self._tag.set(state_words(notice.line) if notice else "")
        self._facts.setText(_facts(notice) if notice else "")
        self._outcome.setText(_outcome(notice) if notice else "")
        self._outcome.setVisible(bool(self._outcome.text()))
        self.listed.setVisible(notice is not None)
        if notice is None:
            return
        self._tag.set(state_words(notice.line), level_of(notice.line))
        is_running = state is NoticeState.RUNNING
        day = notice.line.ends_on
        over = f"{day.month}月{day.day}日 24:00 期满以后再记结果"
        self.main_button.setToolTip(over if is_running else "")
        self.listed.show_lines(
            [Line(one.case_id, (_serial(one.shown), _who(one), _how(one))) for one in notice.listed]
        )

    def _open_case(self, _index: QModelIndex) -> None:
        if self.listed.current_key is not None:
            self.context.open_page("cases", case_id=self.listed.current_key)

    def _lay_out(self) -> None:
        look = style.current()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(look.px("space_3"))
        column.addWidget(self.header)
        self._left = Card(is_padded=False)
        self._left.body.addWidget(self.table)
        row = QHBoxLayout()
        row.addWidget(self._tag)
        row.addStretch(1)
        for button in self.buttons.values():
            row.addWidget(button)
        self._right.body.addWidget(self._title)
        self._right.body.addLayout(row)
        for widget in (self._facts, self._outcome):
            self._right.body.addWidget(widget)
        self._right.body.addWidget(label("名单和结果", "heading"))
        self._right.body.addWidget(self.listed, 1)
        self._cards.addWidget(self._left, 3)
        self._cards.addWidget(self._right, 2)
        column.addLayout(self._cards, 1)

    def _place(self) -> None:
        look = style.current()
        is_large = look.zoom >= _LARGE
        direction = QBoxLayout.Direction
        self._cards.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        height = look.px("row_wide") * _ROWS_IN_SIGHT if is_large else 0
        for card in (self._left, self._right):
            card.setMinimumHeight(height)


def _counts(notices: tuple[NoticeLine, ...]) -> str:
    parts = [
        f"{state.value} {number}"
        for state in NoticeState
        if (number := sum(one.state is state for one in notices))
    ]
    return " · ".join(parts)


def _facts(notice: NoticeView) -> str:
    line = notice.line
    place = f"，{notice.posted_at}" if notice.posted_at else ""
    return f"{line.village}{place} · {line.households} 户 · {line.starts_on} 至 {line.ends_on}"


def _outcome(notice: NoticeView) -> str:
    if notice.withdrawn_on is not None:
        return f"{notice.withdrawn_on} 撤回：{notice.withdrawn_reason}"
    if notice.outcome_on is None:
        return ""
    words = f"：{notice.objections}" if notice.objections else ""
    return f"{notice.outcome_on} 记录，{notice.outcome}{words}"


def _who(one: Any) -> str:
    shown: Mapping[str, str] = dict(one.shown)
    return f"{one.head_name}  {shown.get('村民小组', '')}"


def _serial(shown: tuple[tuple[str, str], ...]) -> str:
    return dict(shown).get("序号", "")


def _how(one: Any) -> str:
    return f"{one.outcome}：{one.objection}" if one.objection else one.outcome
