"""做公示: the notice in hand, its finished pages, and the way to the wall."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from fangfan_desktop import paths
from fangfan_desktop.domain.notice_rules import count_people
from fangfan_desktop.usecases.notice_drafts import NoticeDraft, NoticeWish
from fangfan_desktop.usecases.notice_sheets import (
    FinishedNotice,
    NoticeCounts,
    NoticeDesk,
    export_notice,
    finish_notice,
    read_counts,
    read_desk,
)
from fangfan_desktop.usecases.notices import StartedNotice, start_notice
from fangfan_desktop.usecases.previews import TablePreview, preview_content
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.notices.choices import LARGE, NoticeChoices
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.reports.page_view import PageView
from fangfan_desktop.views.reports.printing import PrintJob, ask_printer
from fangfan_desktop.views.widgets.card import Card, EmptyState
from fangfan_desktop.views.widgets.page_header import PageHeader

_TITLE = "公示公告"
_FILTERS = {".docx": "Word 文档 (*.docx)", ".pdf": "PDF 文件 (*.pdf)"}
_ROWS_IN_SIGHT = 14
_NOBODY = "名单里一户也没有勾，请至少勾选一户。"


class NoticeMaking(QWidget):
    """The first tab: choices at the left, pages at the right.

    Signals:
        started: id of a notice that was put up.
    """

    started = Signal(int)

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.choose_printer: Callable[[TablePreview, QWidget], QPrinter | None] = ask_printer
        self.draft: NoticeDraft | None = None
        self.finished: FinishedNotice | None = None
        self._drafted: NoticeWish | None = None
        self._job: PrintJob | None = None
        self.header = PageHeader(_TITLE)
        self.word_button = self.header.add_button("Word", lambda: self.export(".docx"), icon="file")
        self.pdf_button = self.header.add_button("PDF", lambda: self.export(".pdf"))
        self.start_button = self.header.add_button(
            "开始公示", self.start, tip="不打印，只开始计公示期"
        )
        self.main_button = self.header.add_button(
            "打印并开始公示", self.print_and_start, icon="printer", is_main=True
        )
        self.choices = NoticeChoices(context)
        self.view = PageView(context.operations)
        self.nothing = EmptyState(
            "megaphone",
            "还没有可以公示的个案",
            "个案记到公示这一步，名单自己就有了。",
            "去监测帮扶",
            lambda: context.open_page("cases"),
        )
        self.view.show_whole_pages()
        self._about, self._kind = "", _TITLE
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._right = QStackedWidget()
        self._right.addWidget(self.nothing)
        self._right.addWidget(self.view)
        self._lay_out()
        self.choices.changed.connect(self._read_desk)
        self._enable()
        style.current().zoom_changed.connect(self._place)
        self._place()

    def hasHeightForWidth(self) -> bool:
        # else the page would be made as high as all its sentences want, and scroll
        return False

    def reload(self) -> None:
        """Read again what could be put up."""
        self.context.read(
            lambda: read_counts(self.context.database),
            label="读取公示名单",
            on_done=self._take_counts,
            latest="notice counts",
            owner=self,
        )

    def show_target(self, target: Mapping[str, Any]) -> None:
        """Take a kind and a village in hand."""
        self.choices.choose(target)
        self.reload()

    def print_and_start(self) -> None:
        """Ask for a printer; the period begins, then every page is printed."""
        if self.finished is None:
            return
        printer = self.choose_printer(self.finished.preview, self)
        if printer is not None:
            self._start(printer)

    def start(self) -> None:
        """Begin the period without printing."""
        self._start(None)

    def export(self, ending: str) -> None:
        """Ask for a file and write the notice into it; nothing is put up."""
        if self.draft is None:
            return
        name = f"{self.draft.paper.title_text}{ending}"
        chosen, _ = QFileDialog.getSaveFileName(
            self, "导出公示公告", str(paths.export_dir() / name), _FILTERS[ending]
        )
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, path: Path) -> None:
        """Write the notice in hand into a file."""
        wish = self._kept_wish()
        if wish is None:
            return
        database = self.context.database
        self.context.read(
            lambda: export_notice(database, wish=wish, path=path),
            label="导出公示公告",
            on_done=lambda draft: self.context.show_message(
                f"已写到“{path}”，{len(draft.rows)} 户；隐私检查通过。公示还没有开始。", Level.OK
            ),
            owner=self,
        )

    # Reading

    def _take_counts(self, counts: NoticeCounts) -> None:
        self.choices.show_counts(counts)
        self._read_desk()

    def _read_desk(self) -> None:
        wish = self.choices.wish()
        database = self.context.database
        # until the pages are there nothing is printed that the clerk has not seen
        self._drafted, self.finished = None, None
        self._enable()
        self.context.read(
            lambda: read_desk(database, wish=wish),
            label="读取公示名单",
            on_done=lambda desk: self._take_desk(wish, desk),
            latest="notice desk",
            owner=self,
        )

    def _take_desk(self, wish: NoticeWish, desk: NoticeDesk) -> None:
        self.choices.show_desk(desk)
        self.draft, self._drafted = desk.draft, wish
        self._show_header(desk)
        draft = desk.draft
        if draft is None:
            self._show_nothing(desk)
            return
        self.context.operations.start(
            lambda: finish_notice(draft, desk.allowed),
            label="排版公示公告",
            on_done=lambda finished: self._show_finished(draft, finished),
            latest="notice pages",
            owner=self,
            worker="background",
        )

    def _show_finished(self, draft: NoticeDraft, finished: FinishedNotice) -> None:
        if draft is not self.draft:
            return
        self.finished = finished
        self.view.show_preview(finished.preview)
        self._right.setCurrentWidget(self.view)
        self.choices.show_finished(finished)
        self._enable()

    def _show_nothing(self, desk: NoticeDesk) -> None:
        self.view.clear()
        is_waiting = any(each.is_ready for each in desk.candidates)
        words = _NOBODY if self.choices.is_nobody_ticked else desk.problem
        self.nothing.set_detail(words)
        self.nothing.set_title("现在还不能公示" if is_waiting else "还没有可以公示的个案")
        self.nothing.button.setVisible(not is_waiting)
        self._right.setCurrentWidget(self.nothing)
        self._enable()

    def _show_header(self, desk: NoticeDesk) -> None:
        kind = self.choices.notice_kind
        self._kind = kind.label
        draft = desk.draft
        if draft is None:
            self._about = kind.level.value
            self._place()
            return
        ready = [each for each in desk.candidates if each.is_ready]
        least = max((each.least_days for each in ready), default=kind.least_days)
        unit = "个工作日" if draft.period.in_working_days else "天"
        people = count_people(draft.rows)
        self._about = (
            f"{kind.level.value} · 不少于 {least} {unit} · {len(draft.rows)} 户 {people} 人"
        )
        self._place()

    def _enable(self) -> None:
        finished = self.finished
        is_clean = finished is not None and not finished.leaks and not finished.problem
        for button in (self.word_button, self.pdf_button, self.start_button, self.main_button):
            button.setEnabled(is_clean)

    # Putting up

    def _kept_wish(self) -> NoticeWish | None:
        """What is shown, to the day and the case: what is put up is what was looked at."""
        draft, wish = self.draft, self._drafted
        if draft is None or wish is None or self.finished is None:
            return None
        period = draft.period
        return replace(
            wish, case_ids=draft.case_ids, starts_on=period.starts_on, ends_on=period.ends_on
        )

    def _start(self, printer: QPrinter | None) -> None:
        wish = self._kept_wish()
        if wish is None:
            return
        database = self.context.database
        for button in (self.start_button, self.main_button):
            button.setEnabled(False)  # a second click would find the cases listed already
        self.context.write(
            lambda: start_notice(database, wish=wish),
            label=f"开始{wish.kind.label}",
            on_done=lambda started: self._say_started(started, printer),
            on_error=self._say_refused,
            owner=self,
        )

    def _say_started(self, started: StartedNotice, printer: QPrinter | None) -> None:
        self.context.show_message("公示已经开始，原件已存。到期后在“已公示”里记录结果。", Level.OK)
        if printer is not None:
            name = started.file_name
            preview = preview_content(started.content, name=name, rows=0)
            self._job = PrintJob(self.context.operations, preview, printer, self)
            self._job.finished.connect(self._say_printed)
            self._job.start()
        self.choices.start_anew()
        self.started.emit(started.notice_id)

    def _say_refused(self, sentence: str) -> None:
        self.context.show_message(sentence, Level.WARN)
        self.reload()

    def _say_printed(self, pages: int) -> None:
        if pages:
            self.context.show_message(f"公示已经开始，已送到打印机，{pages} 页。", Level.OK)
        else:
            self.context.show_message(
                "公示已经开始，但没有打印：打印机没有响应，或者打印被取消。"
                "请在“已公示”里打开原件再印，或者按撤销。",
                Level.WARN,
            )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.current().px("space_3"))
        column.addWidget(self.header)
        right = Card(is_padded=False)
        right.body.addWidget(self._right)
        self._pages = right
        self._body.addWidget(self.choices)
        self._body.addWidget(right, 1)
        column.addLayout(self._body, 1)

    def _place(self) -> None:
        """Beside each other; one below the other where the letters are large."""
        look = style.current()
        is_large = look.zoom >= LARGE
        direction = QBoxLayout.Direction
        self._body.setDirection(direction.TopToBottom if is_large else direction.LeftToRight)
        self._pages.setMinimumHeight(look.px("row_wide") * _ROWS_IN_SIGHT if is_large else 0)
        # the buttons need the room; the kind stands in the first box all the same
        self.header.set_title(_TITLE if is_large else self._kind)
        self.header.set_subtitle("" if is_large else self._about)
