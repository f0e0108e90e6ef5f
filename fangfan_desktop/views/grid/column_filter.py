"""What the clerk filters a column by: values, a condition, states of its cells. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from fangfan_desktop.domain.natural_order import Key
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Field, Kind
from fangfan_desktop.forms.values import parse_value
from fangfan_desktop.views.grid.sort_keys import Cell, sort_key

EMPTY_WORDS = "空（未填）"
_MOST_NAMED = 3  # values
_MEASURED = {Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.PAIR}


class Compare(StrEnum):
    """A condition; its value is the word on the screen."""

    CONTAINS = "包含"
    LACKS = "不包含"
    EQUALS = "等于"
    DIFFERS = "不等于"
    BEGINS = "开头是"
    ABOVE = "大于"
    BELOW = "小于"
    BETWEEN = "介于"
    EMPTY = "空"
    FILLED = "非空"


class CellState(StrEnum):
    """What may be the matter with a cell; its value is the word on the screen."""

    ERROR = "错误"
    DOUBT = "疑问"
    HINT = "提示"
    REFUSED = "未写入"
    CLOSED = "不适用"


_WITHOUT_TEXT = {Compare.EMPTY, Compare.FILLED}


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """Which rows a column lets through; all that is said must hold.

    `values` are labels as the list of values shows them, "" for empty cells; `states` let a row
    through whose cell has one of them.
    """

    values: frozenset[str] | None = None
    test: Compare | None = None
    text: str = ""
    upper: str = ""  # the other end of 介于; both ends belong to it
    states: frozenset[CellState] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Whether it lets everything through."""
        return self.values is None and self.test is None and not self.states

    def words(self) -> str:
        """What it says, for tooltips: 值：是、空（未填）；包含“缺水”."""
        said: list[str] = []
        if self.values is not None:
            names = sorted(value or EMPTY_WORDS for value in self.values)
            more = f"等 {len(names):,} 种" if len(names) > _MOST_NAMED else ""
            said.append(f"值：{'、'.join(names[:_MOST_NAMED]) or '一种也不选'}{more}")
        if self.test is Compare.BETWEEN:
            said.append(f"介于 {self.text} 和 {self.upper}")
        elif self.test in _WITHOUT_TEXT:
            said.append(str(self.test))
        elif self.test is not None:
            said.append(f"{self.test}“{self.text}”")
        if self.states:
            said.append("或".join(state for state in CellState if state in self.states))
        return "；".join(said)


def tests_of(field: Field) -> list[Compare]:
    """The conditions that make sense for a field."""
    if field.kind in _MEASURED:
        measured = (Compare.ABOVE, Compare.BELOW, Compare.BETWEEN)
        return [Compare.EQUALS, Compare.DIFFERS, *measured, Compare.EMPTY, Compare.FILLED]
    if field.kind is Kind.YES_NO and not field.note_key:
        return [Compare.EMPTY, Compare.FILLED]
    texts = (Compare.CONTAINS, Compare.LACKS, Compare.EQUALS, Compare.DIFFERS, Compare.BEGINS)
    return [*texts, Compare.EMPTY, Compare.FILLED]


def needs_text(test: Compare | None) -> bool:
    """Whether a condition is asked with a text."""
    return test is not None and test not in _WITHOUT_TEXT


def passes(
    column_filter: ColumnFilter, field: Field, text_of: Callable[[Cell], str]
) -> Callable[[Cell], bool]:
    """The condition, to be asked of cells (None is an empty one).

    Args:
        column_filter: its `test` is asked, its values and states are not.
        field: says whether texts or amounts are compared.
        text_of: the text of a cell.

    Raises:
        UserError: the text is no number, amount or date, where one is needed.
    """
    test, text = column_filter.test, column_filter.text.strip()
    if test is None:
        return lambda _cell: True
    if test in _WITHOUT_TEXT:
        return lambda cell: (cell is None) == (test is Compare.EMPTY)
    if not text:
        raise UserError(f"请写明“{test}”什么")
    if field.kind in _MEASURED:
        return _measure(test, field, text, column_filter.upper.strip())
    wanted = text.casefold()
    compare = _TEXT_TESTS[test]
    return lambda cell: compare(text_of(cell).casefold(), wanted)


_TEXT_TESTS: dict[Compare, Callable[[str, str], bool]] = {
    Compare.CONTAINS: lambda text, wanted: wanted in text,
    Compare.LACKS: lambda text, wanted: wanted not in text,
    Compare.EQUALS: lambda text, wanted: text == wanted,
    Compare.DIFFERS: lambda text, wanted: text != wanted,
    Compare.BEGINS: lambda text, wanted: text.startswith(wanted),
}


def _measure(test: Compare, field: Field, text: str, upper: str) -> Callable[[Cell], bool]:
    key = sort_key(field)
    low = _read(field, text)
    if test is Compare.BETWEEN:
        if not upper:
            raise UserError("“介于”要写明从多少到多少")
        ends = sorted((low, _read(field, upper)))
        return lambda cell: cell is not None and ends[0] <= key(cell) <= ends[1]
    if test is Compare.ABOVE:
        return lambda cell: cell is not None and key(cell) > low
    if test is Compare.BELOW:
        return lambda cell: cell is not None and key(cell) < low
    is_same = test is Compare.EQUALS
    return lambda cell: (cell is not None and key(cell) == low) == is_same


def _read(field: Field, text: str) -> Key:
    if field.kind is Kind.PAIR and text.isdigit():
        return (int(text),)
    return sort_key(field)(parse_value(field, text))
