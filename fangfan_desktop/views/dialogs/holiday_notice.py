"""填写放假安排: the text of a year's notice is pasted or typed, read at once, kept as one step."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtWidgets import QFormLayout, QPlainTextEdit, QWidget

from fangfan_desktop.domain.holiday_notice import (
    HolidayLine,
    notice_year,
    parse_notice,
    weekday_name,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.usecases.holidays import YEARS, correct_days
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.action_dialog import ActionDialog
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.widgets.label import label, set_level, wrapped
from fangfan_desktop.views.widgets.still_box import StillNumber

_HINT = (
    "把国务院办公厅“部分节假日安排的通知”的正文贴在下面；也可以一行写一个节日。存成一步，可以撤销。"
)
_EXAMPLE = "春节 放假 2月15日至2月23日，补班 2月14日、2月28日\n清明节 放假 4月4日至4月6日"
_LINES = 8  # of text in sight


class HolidayNotice(ActionDialog):
    """The dialog for one year; the year follows the title of a pasted notice."""

    def __init__(self, context: PageContext, year: int, parent: QWidget | None = None) -> None:
        super().__init__(context, "填写放假安排", "保存", hint=_HINT, parent=parent)
        self.year_box = StillNumber()
        self.year_box.setRange(YEARS.start, YEARS.stop - 1)
        self.year_box.setSuffix("年")
        self.year_box.setValue(year)
        self.year_box.setAccessibleName("年份")
        form = QFormLayout()
        form.addRow(label("年份", "secondary"), self.year_box)
        self.body.addLayout(form)
        self.text = QPlainTextEdit()
        self.text.setPlaceholderText(_EXAMPLE)
        self.text.setAccessibleName("通知正文")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(style.current().px("row") * _LINES)
        self.body.addWidget(self.text)
        self.found = wrapped("", "small")
        self.body.addWidget(self.found)
        self.text.textChanged.connect(self._follow_title)
        self.year_box.valueChanged.connect(self._show_found)
        self._show_found()
        self.text.setFocus()

    def call(self) -> Callable[[], Any]:
        database, year = self.context.database, self.year_box.value()
        lines = parse_notice(self.text.toPlainText(), year)
        return lambda: correct_days(database, year=year, lines=lines)

    def _follow_title(self) -> None:
        year = notice_year(self.text.toPlainText())
        if year is not None and year in YEARS:
            self.year_box.setValue(year)
        self._show_found()

    def _show_found(self) -> None:
        """What was understood, festival by festival, or what stands in the way."""
        text = self.text.toPlainText()
        level = Level.PLAIN
        if not text.strip():
            words = "贴进来以后，这里列出认出的放假和补班日子。"
        else:
            try:
                lines = parse_notice(text, self.year_box.value())
                words = "认出：\n" + "\n".join(_line_words(line) for line in lines)
            except UserError as error:
                words, level = error.sentence, Level.WARN
        self.found.setText(words)
        set_level(self.found, level)


def _line_words(line: HolidayLine) -> str:
    parts: list[str] = []
    days = line.days_off
    if days:
        first, last = days[0], days[-1]
        span = _day(first) if first == last else f"{_day(first)}至{_day(last)}"
        parts.append(f"{span}放假，共{len(days)}天")
    if line.make_up:
        parts.append("补班 " + "、".join(_day(day) for day in line.make_up))
    words = "；".join(parts)
    return f"{line.name}：{words}" if line.name else words


def _day(day: date) -> str:
    return f"{day.month}月{day.day}日（{weekday_name(day).replace('星期', '周')}）"
