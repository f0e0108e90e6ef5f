"""The manual in a window of its own (F1), beside the work and never in its way."""

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QBrush,
    QKeySequence,
    QShortcut,
    QShowEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from fangfan_desktop.usecases.manual import REFERENCE, Chapter, chapter_for, list_chapters
from fangfan_desktop.views import style
from fangfan_desktop.views.widgets.button import Button
from fangfan_desktop.views.widgets.label import label

_WIDTH, _HEIGHT = 920, 680  # pixels at 100 %
_LIST_WIDTH = 220  # pixels at 100 %
_LINE_HEIGHT = 112  # percent of the font's own line, which is airy already
_HEADING_SIZES = {1: "text_title", 2: "text_brand", 3: "text"}
_KEY = Qt.ItemDataRole.UserRole


class HelpWindow(QWidget):
    """Chapters left, the chapter right, words to look for above.

    Signals:
        reference_shown: the reference of all forms is shown; answer with `update_chapter`.
    """

    reference_shown = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setWindowTitle("使用说明")
        self.setProperty("role", "ground")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._chapters = {chapter.key: chapter for chapter in list_chapters()}
        self._plain = {key: _plain_text(one) for key, one in self._chapters.items()}
        self._document: QTextDocument | None = None  # the one shown, once it is our own
        self._hits: list[QTextCursor] = []
        self._at = 0
        self.list = QListWidget()
        self.list.setAccessibleName("各章")
        self.text = QTextBrowser()
        self.text.setAccessibleName("说明")
        self.text.setOpenLinks(False)
        self.text.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.search = QLineEdit()
        self.search.setPlaceholderText("在说明里查找")
        self.search.setAccessibleName("在说明里查找")
        self.search.setClearButtonEnabled(True)
        self.note = label("", "small")
        self._fill_list()
        self._lay_out()
        self._connect()
        self._fit()
        self.show_chapter(next(iter(self._chapters)))

    @property
    def chapter(self) -> str:
        """Key of the chapter that is shown."""
        return str(self.list.currentItem().data(_KEY))

    def show_page_help(self, page: str) -> None:
        """Show the chapter about a page, and come to the front."""
        self.show_chapter(chapter_for(page))
        if self.isMinimized():
            self.showNormal()
        self.show()
        self.raise_()
        self.activateWindow()

    def show_chapter(self, key: str) -> None:
        """Show the chapter with that key.

        Raises:
            KeyError: there is no such chapter.
        """
        self.list.setCurrentRow(list(self._chapters).index(self._chapters[key].key))

    def update_chapter(self, chapter: Chapter) -> None:
        """Take a chapter in place of the one with its key; the place in the text is kept."""
        if self._chapters[chapter.key] == chapter:
            return
        self._chapters[chapter.key] = chapter
        self._plain[chapter.key] = _plain_text(chapter)
        if self.chapter == chapter.key:
            bar = self.text.verticalScrollBar()
            at = bar.value()
            self._show_current()
            bar.setValue(at)
        self._search_again()

    def find_next(self) -> bool:
        """Go to the next place in the chapter, else to the next chapter that has one."""
        return self._find(1)

    def find_previous(self) -> bool:
        """Go to the place before."""
        return self._find(-1)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.list.doItemsLayout()  # the lines' heights are known once the style sheet is applied

    # Making

    def _fill_list(self) -> None:
        for chapter in self._chapters.values():
            item = QListWidgetItem(chapter.title)
            item.setData(_KEY, chapter.key)
            self.list.addItem(item)

    def _lay_out(self) -> None:
        look = style.current()
        space = look.px("space_3")
        head = QHBoxLayout()
        head.addWidget(self.search, 1)
        head.addWidget(self.note)
        head.addWidget(Button("上一处", self.find_previous))
        head.addWidget(Button("下一处", self.find_next))
        body = QSplitter(Qt.Orientation.Horizontal)
        body.setChildrenCollapsible(False)
        body.addWidget(self.list)
        body.addWidget(self.text)
        body.setStretchFactor(1, 1)
        body.setSizes([look.scaled(_LIST_WIDTH), look.scaled(_WIDTH - _LIST_WIDTH)])
        down = QVBoxLayout(self)
        down.setContentsMargins(space, space, space, space)
        down.setSpacing(space)
        down.addLayout(head)
        down.addWidget(body, 1)

    def _connect(self) -> None:
        self.list.currentRowChanged.connect(self._show_current)
        self.text.anchorClicked.connect(self._follow)
        self.search.textChanged.connect(self._search_again)
        self.search.returnPressed.connect(self.find_next)
        style.current().zoom_changed.connect(self._zoom)
        for keys, action in (
            ("Esc", self.close),
            ("Ctrl+F", self._begin_search),
            ("F3", self.find_next),
            ("Shift+F3", self.find_previous),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(action)

    # Showing

    def _show_current(self) -> None:
        before, document = self._document, QTextDocument(self.text)
        document.setMarkdown(self._current.text)
        dress(document)  # before it is shown: each change of a shown one sets all its lines anew
        self.text.setDocument(document)
        self._document = document
        self._mark_hits()
        if before is not None:
            before.deleteLater()
        if self.chapter == REFERENCE:
            self.reference_shown.emit()

    @property
    def _current(self) -> Chapter:
        return self._chapters[self.chapter]

    def _follow(self, link: QUrl) -> None:
        """Links name a chapter's file; what is no chapter is not followed: the program is alone."""
        key = link.path().removesuffix(".md")
        if key in self._chapters:
            self.show_chapter(key)

    def _zoom(self) -> None:
        self._fit()
        self.list.doItemsLayout()
        self._show_current()

    def _fit(self) -> None:
        """As large as the letters ask for and the screen has room."""
        look = style.current()
        wanted = QSize(look.scaled(_WIDTH), look.scaled(_HEIGHT))
        self.resize(wanted.boundedTo(self.screen().availableSize()))

    # Searching

    def _begin_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _search_again(self) -> None:
        """Say in the list which chapters hold the words, and mark them in the one shown."""
        words = self.search.text().strip()
        for row, (key, chapter) in enumerate(self._chapters.items()):
            times = self._plain[key].count(words.casefold()) if words else 0
            self.list.item(row).setText(f"{chapter.title}（{times}）" if times else chapter.title)
        self._mark_hits()

    def _mark_hits(self) -> None:
        words = self.search.text().strip()
        document = self.text.document()
        self._hits, self._at = [], 0
        found = document.find(words) if words else QTextCursor()
        while not found.isNull():
            self._hits.append(found)
            found = document.find(words, found)
        self._paint_hits()
        if not words or self._hits:
            return
        has_elsewhere = any(words.casefold() in text for text in self._plain.values())
        self.note.setText("本章没有，看左边标了数的章" if has_elsewhere else "没有找到")

    def _paint_hits(self) -> None:
        look = style.current()
        marks: list[QTextEdit.ExtraSelection] = []
        for number, cursor in enumerate(self._hits):
            mark = QTextEdit.ExtraSelection()
            is_here = number == self._at
            # The stubs leave out the two public fields of this small structure.
            form = QTextCharFormat()
            form.setBackground(look.colour("warn" if is_here else "find_ground"))
            if is_here:
                form.setForeground(look.colour("on_accent"))
            setattr(mark, "format", form)  # noqa: B010
            setattr(mark, "cursor", cursor)  # noqa: B010
            marks.append(mark)
        self.text.setExtraSelections(marks)
        self.note.setText(f"{self._at + 1}/{len(self._hits)}" if self._hits else "")
        if self._hits:
            place = QTextCursor(self._hits[self._at])
            place.clearSelection()
            self.text.setTextCursor(place)
            self.text.ensureCursorVisible()

    def _find(self, sign: int) -> bool:
        words = self.search.text().strip()
        if not words:
            return False
        if 0 <= self._at + sign < len(self._hits):
            self._at += sign
            self._paint_hits()
            return True
        count, here = self.list.count(), self.list.currentRow()
        for step in range(1, count + 1):
            row = (here + sign * step) % count
            if words.casefold() not in list(self._plain.values())[row]:
                continue
            self.list.setCurrentRow(row)
            self._at = 0 if sign > 0 else max(0, len(self._hits) - 1)
            self._paint_hits()
            return bool(self._hits)
        return False


def _plain_text(chapter: Chapter) -> str:
    """The chapter as it is searched: without signs and links, upper and lower case alike."""
    document = QTextDocument()
    document.setMarkdown(chapter.text)
    return document.toPlainText().casefold()


def dress(document: QTextDocument) -> None:
    """Give a document that was read from Markdown the program's letters, spaces and lines."""
    look = style.current()
    document.setDefaultFont(look.font())
    document.setDocumentMargin(look.px("space_4"))
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            _dress_table(frame)
    block = document.begin()
    while block.isValid():
        cursor = QTextCursor(block)
        level = block.blockFormat().headingLevel()
        is_in_table = isinstance(cursor.currentFrame(), QTextTable)
        cursor.mergeBlockFormat(_block_format(level, is_in_table=is_in_table))
        for first, last, given in _fragments(block):
            cursor.setPosition(first)
            cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
            _dress_letters(cursor, given, level)
        block = block.next()


def _fragments(block: QTextBlock) -> list[tuple[int, int, QTextCharFormat]]:
    """First and last position and format of each run of letters; taken before they change."""
    found: list[tuple[int, int, QTextCharFormat]] = []
    piece = block.begin()
    while not piece.atEnd():
        run = piece.fragment()
        found.append((run.position(), run.position() + run.length(), run.charFormat()))
        piece += 1
    return found


def _block_format(level: int, *, is_in_table: bool) -> QTextBlockFormat:
    look = style.current()
    form = QTextBlockFormat()
    if not is_in_table:
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin(look.px("space_4") if level > 1 else 0)
        form.setBottomMargin(look.px("space_2"))
    return form


def _dress_letters(cursor: QTextCursor, given: QTextCharFormat, level: int) -> None:
    look = style.current()
    is_bold = level > 0 or given.fontWeight() > QTextCharFormat().fontWeight()
    form = QTextCharFormat(given)
    form.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    form.setFont(look.font(_HEADING_SIZES.get(level, "text"), is_bold=is_bold))
    if given.isAnchor():
        form.setForeground(look.colour("info_text"))
    elif given.fontFixedPitch():
        form.setBackground(look.colour("plain_ground"))
    cursor.setCharFormat(form)


def _dress_table(table: QTextTable) -> None:
    look = style.current()
    form = table.format()
    form.setBorder(0)
    form.setBorderCollapse(True)
    form.setCellSpacing(0)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    form.setBottomMargin(look.px("space_3"))
    table.setFormat(form)
    for row in range(table.rows()):
        for column in range(table.columns()):
            cell = table.cellAt(row, column)
            cell.setFormat(_cell_format(cell.format(), is_head=row == 0))


def _cell_format(given: QTextCharFormat, *, is_head: bool) -> QTextTableCellFormat:
    look = style.current()
    form = given.toTableCellFormat()
    form.setPadding(look.px("space_1"))
    form.setBottomBorder(look.px("hairline"))
    form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
    form.setBottomBorderBrush(QBrush(look.colour("line")))
    if is_head:
        form.setBackground(look.colour("header"))
    return form
