"""节假日: the days off and make-up days of a year, changed by the day or by a year's notice."""

from functools import partial
from typing import Any

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout

from fangfan_desktop.domain.workdays import known_years
from fangfan_desktop.usecases import holidays
from fangfan_desktop.usecases.holidays import HolidayYear
from fangfan_desktop.views import style
from fangfan_desktop.views.dialogs.holiday_notice import HolidayNotice
from fangfan_desktop.views.dialogs.texts import Asked, AskTexts
from fangfan_desktop.views.level import Level
from fangfan_desktop.views.page import PageContext
from fangfan_desktop.views.settings.panel import SettingsPanel
from fangfan_desktop.views.settings.year_calendar import YearCalendar, words_of
from fangfan_desktop.views.widgets.button import Button, IconButton
from fangfan_desktop.views.widgets.card import Card
from fangfan_desktop.views.widgets.label import Tag, wrapped
from fangfan_desktop.views.widgets.still_box import StillChoice

_LARGE = 150  # percent; from here on the cards stand below each other
_FIRST_YEAR = 2015  # older ones matter to no case
_YEARS_AHEAD = 2
_LEGEND = (
    "“休”是放假，“班”是补班，灰字是周末，右上角有小三角的是本单位填写的。"
    "方向键选日子，回车或双击改成上班或休息。"
)


class HolidaysPanel(SettingsPanel):
    """The tab."""

    tables = ("day_correction",)

    def __init__(self, context: PageContext) -> None:
        super().__init__(context)
        self._year: HolidayYear | None = None
        today = context.today()
        self.years = StillChoice()
        self.years.setAccessibleName("年份")
        for year in range(_FIRST_YEAR, max(today.year + _YEARS_AHEAD, known_years().stop) + 1):
            self.years.addItem(f"{year}年", year)
        self.years.setCurrentIndex(self.years.findData(today.year))
        self.calendar = YearCalendar()
        self.tag, self.sentence = Tag(""), wrapped()
        self.day_words = wrapped()
        self.turn_button = Button("改为休息", self.turn, icon="edit")
        self.note_button = Button("说明", self.write_note, icon="type")
        self.back_button = Button("恢复这一天", self.give_back, icon="undo")
        self.enter_button = Button("填写放假安排", self.enter_notice, icon="plus")
        self.clear_button = Button("清除本年填写", self.clear, icon="trash", role="flat")
        self._build()
        self.years.currentIndexChanged.connect(self.reload)
        self.calendar.chosen.connect(self._show_day)
        self.calendar.turned.connect(self.turn)

    def reload(self) -> None:
        database, year = self.context.database, self.years.currentData()
        self.context.read(
            lambda: holidays.read_year(database, year=year),
            label="读取节假日",
            on_done=self._show,
            latest="holidays",
            owner=self,
        )

    def turn(self) -> None:
        """The day in hand is worked where it was off, and the other way round."""
        database, day = self.context.database, self.calendar.current
        if day is not None:
            self.write(
                lambda: holidays.correct_day(database, day=day.day, is_worked=not day.is_worked),
                self.turn_button.text(),
            )

    def write_note(self) -> AskTexts | None:
        """Ask why the day in hand is as it is."""
        database, day = self.context.database, self.calendar.current
        if day is None:
            return None

        def save(given: list[Any]) -> Any:
            return holidays.correct_day(
                database, day=day.day, is_worked=day.is_worked, note=given[0]
            )

        asked = Asked("说明", day.note if day.is_entered else "", hint="例如：县里通知调休")
        dialog = AskTexts(self.context, words_of(day), [asked], save, self)
        dialog.open()
        return dialog

    def give_back(self) -> None:
        """Forget what the office said of the day in hand."""
        database, day = self.context.database, self.calendar.current
        if day is not None:
            self.write(lambda: holidays.clear_correction(database, day=day.day), "恢复这一天")

    def enter_notice(self) -> HolidayNotice:
        """Ask for the notice of the year shown; then show the year that was entered."""
        dialog = HolidayNotice(self.context, self.years.currentData(), self)
        dialog.succeeded.connect(partial(self._show_entered, dialog))
        dialog.open()
        return dialog

    def _show_entered(self, dialog: HolidayNotice, _changes: object) -> None:
        self.years.setCurrentIndex(self.years.findData(dialog.year_box.value()))

    def clear(self) -> None:
        """Drop all that the office said of the year; undo brings it back."""
        database, year = self.context.database, self._year
        if year is None:
            return
        forget = holidays.take_built_in if year.is_built_in else holidays.clear_corrections
        self.write(lambda: forget(database, year=year.year), self.clear_button.text())

    def _build(self) -> None:
        row = QHBoxLayout()
        row.addWidget(IconButton("chevron-left", "上一年", lambda: self._turn_year(-1)))
        row.addWidget(self.years, 1)
        row.addWidget(IconButton("chevron-right", "下一年", lambda: self._turn_year(1)))
        year, day, days = Card("节假日"), Card("选中的日子"), Card()
        year.head.addWidget(self.tag)
        year.body.addLayout(row)
        for widget in (self.sentence, self.enter_button, self.clear_button):
            year.body.addWidget(widget)
        year.body.addStretch()
        for widget in (self.day_words, self.turn_button, self.note_button, self.back_button):
            day.body.addWidget(widget)
        day.body.addStretch()
        day.body.addWidget(wrapped(_LEGEND, "small"))
        days.body.addWidget(self.calendar)
        self._side = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._side.addWidget(year)
        self._side.addWidget(day, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.addLayout(self._side, 1)
        self._row.addWidget(days, 3)
        self.fit_margins(self._row)
        self.fit_margins(self._side, is_outer=False)
        style.current().zoom_changed.connect(self._place)
        self._place()

    def _place(self) -> None:
        """Where the letters are large, the calendar takes the whole width below the rest."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        is_large = style.current().zoom >= _LARGE
        self._row.setDirection(down if is_large else right)
        self._side.setDirection(right if is_large else down)
        for place in range(self._side.count()):
            self._side.setStretch(place, 1 if is_large else place)

    def _turn_year(self, by: int) -> None:
        place = self.years.currentIndex() + by
        if 0 <= place < self.years.count():
            self.years.setCurrentIndex(place)

    def _show(self, year: HolidayYear) -> None:
        is_first = self._year is None
        self._year = year
        self.calendar.show_year(year)
        today = self.context.today()
        if is_first and today.year == year.year:
            self.calendar.choose(today)
        has_own = any(day.is_entered for day in year.days)
        if year.is_built_in:
            self.tag.set("程序已有" if not has_own else "有更改", Level.OK)
        else:
            self.tag.set(
                "本单位填写" if has_own else "还没有", Level.INFO if has_own else Level.WARN
            )
        self.sentence.setText(year.sentence)
        self.clear_button.setText("恢复内置安排" if year.is_built_in else "清除本年填写")
        self.clear_button.setEnabled(has_own)

    def _show_day(self) -> None:
        day = self.calendar.current
        if day is None:
            return
        self.day_words.setText(words_of(day))
        self.turn_button.setText("改为休息" if day.is_worked else "改为上班")
        self.back_button.setEnabled(day.is_entered)
