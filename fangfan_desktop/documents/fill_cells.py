"""Our values as cells of somebody else's workbook: in their styles, with their words."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from fangfan_desktop.documents.cell_text import cell_text, date_of
from fangfan_desktop.documents.style_book import PLAIN_DATE, TEXT, StyleBook, is_date_code
from fangfan_desktop.documents.xlsx_cells import day_cell, empty_cell, number_cell, text_cell
from fangfan_desktop.forms.form import Kind, Value

# What yes and no may be called in a drop-down list; the first pair that it has is taken.
_PAIRS = (("是", "否"), ("有", "无"), ("√", "×"), ("√", "✕"), ("✓", "✗"), ("Y", "N"), ("1", "0"))
_TICKS = ("√", "✓", "☑")
_FEN = 100
_LONG_NUMBER = 11  # digits: telephones, cards; a spreadsheet would spoil longer ones
_MOST_KEPT = 4096
_DAY_ZERO, _DAY_ZERO_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_YEAR = 1901


@dataclass(frozen=True, slots=True)
class ColumnFill:
    """What goes into a column of theirs.

    Attributes:
        column: from 1.
        kind: of the values.
        values: one a row, as they are stored (money in fen, dates as ISO text, yes/no 1 and 0).
        is_counter: the rows' numbers (序号), which prepared rows have already.
        name: its heading, for messages.
        yuan: of how many yuan the column counts money (万元: 10,000).
    """

    column: int
    kind: Kind
    values: Sequence[Value]
    is_counter: bool = False
    name: str = ""
    yuan: int = 1


@dataclass
class CellMaker:
    """Makes the cells of one column: (value, style of theirs) → the cell from its place on.

    Attributes:
        kind: of the values.
        styles: of the workbook; None where it has none.
        choices: of the column's drop-down list; empty where there is none.
        is_1904: the workbook counts its days from 1904.
        yuan: of how many yuan the column counts money.
        strangers: texts that were written and are none of the choices.
    """

    kind: Kind
    styles: StyleBook | None
    choices: tuple[str, ...] = ()
    is_1904: bool = False
    yuan: int = 1
    strangers: set[str] = field(default_factory=set[str])
    _made: dict[tuple[Value, int], str] = field(default_factory=dict[tuple[Value, int], str])

    def tail(self, value: Value, style: int) -> str:
        """The cell as XML from after its place on."""
        key = (value, style)
        known = self._made.get(key)
        if known is None:
            if len(self._made) >= _MOST_KEPT:
                self._made.clear()
            known = self._made[key] = self._tail(value, style)
        return known

    def result(self, value: Value) -> float | str | None:
        """What formulas find in the cell."""
        if value is None or value == "":
            return None
        if self.kind is Kind.YES_NO and value in {0, 1}:
            word = self._words()[0 if value else 1]
            return float(word) if word.isdecimal() else word or None
        if isinstance(value, int):
            return value / (_FEN * self.yuan) if self.kind is Kind.MONEY else float(value)
        day = date_of(value) if self.kind is Kind.DATE else None
        if day is not None:
            return float((day - (_DAY_ZERO_1904 if self.is_1904 else _DAY_ZERO)).days)
        return cell_text(self.kind, value)

    def _tail(self, value: Value, style: int) -> str:
        if value is None or value == "":
            return empty_cell(style)
        if self.kind is Kind.YES_NO and value in {0, 1}:
            return self._answer(bool(value), style)
        if isinstance(value, int):
            if self.kind is Kind.MONEY:
                return number_cell(value / (_FEN * self.yuan), style)
            if self.kind not in {Kind.TEXT, Kind.ID_NUMBER}:
                return number_cell(value, style)
        day = date_of(value) if self.kind is Kind.DATE else None
        if day is not None:
            return self._day(day, style)
        text = cell_text(self.kind, value)
        if self.choices and text not in self.choices:
            self.strangers.add(text)
        return text_cell(text, self._text_style(text, style))

    def _answer(self, is_yes: bool, style: int) -> str:  # noqa: FBT001 - it is the value
        word = self._words()[0 if is_yes else 1]
        if not word:
            return empty_cell(style)
        return number_cell(int(word), style) if word.isdecimal() else text_cell(word, style)

    def _words(self) -> tuple[str, str]:
        for pair in _PAIRS:
            if set(pair) <= set(self.choices):
                return pair
        tick = next((tick for tick in _TICKS if tick in self.choices), None)
        return (tick, "") if tick else _PAIRS[0]

    def _day(self, day: date, style: int) -> str:
        code = self.styles.code(style) if self.styles else TEXT
        if code == TEXT or day.year < _FIRST_YEAR:
            return text_cell(day.isoformat(), style)
        assert self.styles is not None  # noqa: S101 - the line above
        if not is_date_code(code):
            style = self.styles.with_code(style, PLAIN_DATE)
        # the cell counts from its own day zero
        return day_cell(day - (_DAY_ZERO_1904 - _DAY_ZERO) if self.is_1904 else day, style)

    def _text_style(self, text: str, style: int) -> int:
        is_number_like = self.kind in {Kind.ID_NUMBER, Kind.PAIR} or (
            len(text) >= _LONG_NUMBER and text.isdecimal()
        )
        return self.styles.with_code(style, TEXT) if self.styles and is_number_like else style
