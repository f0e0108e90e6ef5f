"""The list of notices that were put up, each with the light of its last day."""

from typing import Any, cast

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from fangfan_desktop.domain.workdays import LightColour
from fangfan_desktop.usecases.notice_book import NoticeLine, NoticeState
from fangfan_desktop.views import style
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.settings.lines_table import Line, LinesTable

_HEADINGS = ("种类", "村（社区）", "户", "公示期", "状态")
_STATE_COLUMN = 4


class NoticeTable(LinesTable):
    """Rows of notices; a click or the arrow keys take one in hand."""

    def __init__(self) -> None:
        super().__init__(
            _HEADINGS,
            name="已公示",
            number_columns=frozenset({2}),
            tight_columns=frozenset({0, 1, 3}),
        )
        self.levels: dict[int, Level] = {}
        self._lights = _Lights(self)
        self.setItemDelegateForColumn(_STATE_COLUMN, self._lights)

    def show_notices(self, notices: tuple[NoticeLine, ...]) -> None:
        """Show these notices."""
        self.levels = {one.notice_id: level_of(one) for one in notices}
        self.show_lines(
            [
                Line(
                    one.notice_id,
                    (
                        one.kind.label,
                        one.village,
                        f"{one.households:,}",
                        f"{_day(one.starts_on)}—{_day(one.ends_on)}",
                        state_words(one),
                    ),
                    is_pale=one.state in {NoticeState.ENDED, NoticeState.WITHDRAWN},
                )
                for one in notices
            ]
        )

    def take(self, notice_id: int) -> bool:
        """Take a notice in hand; whether it is there."""
        for row, line in enumerate(self.lines.lines):
            if line.key == notice_id:
                self.selectRow(row)
                return True
        return False


class _Lights(QStyledItemDelegate):
    # A dot before the words of the state.
    def __init__(self, table: NoticeTable) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        level = self._table.levels.get(self._table.lines.lines[index.row()].key, Level.PLAIN)
        shown = cast("Any", option)  # its fields are missing in Qt's stubs
        shown.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
        shown.icon = QIcon(_dot(level))


def level_of(line: NoticeLine) -> Level:
    """The tone of where a notice stands."""
    if line.state is NoticeState.OVER:
        return Level.DANGER
    if line.state is NoticeState.RUNNING:
        return Level.WARN if line.light is LightColour.NEAR else Level.OK
    return Level.PLAIN


def state_words(line: NoticeLine) -> str:
    """公示中，还有 2 天."""
    return f"{line.state.value}，{line.standing}" if line.standing else line.state.value


def _day(day: object) -> str:
    return str(day).replace("-", ".")


def _dot(level: Level) -> QPixmap:
    look = style.current()
    width = look.px("dot")
    picture = QPixmap(width, width)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(Qt.GlobalColor.transparent))
    painter.setBrush(look.colour(level.value))
    painter.drawEllipse(picture.rect())
    painter.end()
    return picture
