"""Drop-down lists of yes/no and choice columns."""

from collections.abc import Sequence

from fangfan_desktop.documents.sheet import Column
from fangfan_desktop.documents.xlsx_book import Book, Tab, column_letters
from fangfan_desktop.documents.xlsx_cells import write_text
from fangfan_desktop.forms.form import Kind

# Excel's list of a drop-down, written inside the rule, may have so many characters.
_LONGEST_LIST = 255


def add_lists(
    tab: Tab, columns: Sequence[Column], rows: tuple[int, int], long_lists: "ListTab"
) -> None:
    """Put the drop-down lists of yes/no and choice columns on rows first to last, from 0."""
    for place, column in enumerate(columns):
        choices = ("是", "否") if column.kind is Kind.YES_NO else column.choices
        if not choices:
            continue
        tab.data_validation(
            rows[0],
            place,
            rows[1],
            place,
            {
                "validate": "list",
                "source": long_lists.source(choices),
                # A warning, not a wall: the list of a blank form may lag behind the rules.
                "error_type": "warning",
                "error_title": "不在选项之内",
                "error_message": "请从下拉列表中选择。",
            },
        )


class ListTab:
    """A hidden sheet that holds the lists that are too long to stand in a rule themselves."""

    def __init__(self, book: Book) -> None:
        self._book = book
        self._lists: dict[tuple[str, ...], str] = {}

    def source(self, choices: tuple[str, ...]) -> list[str] | str:
        """What a drop-down's rule names as its source."""
        if len(",".join(choices)) <= _LONGEST_LIST and not any("," in text for text in choices):
            return list(choices)
        column = len(self._lists)
        letters = "$" + column_letters(column)
        return self._lists.setdefault(choices, f"=选项!{letters}$1:{letters}${len(choices)}")

    def write(self) -> None:
        """Write the hidden sheet, where any list needs it. Call once, after all other sheets."""
        if not self._lists:
            return
        tab = self._book.add_worksheet("选项")
        tab.hide()
        plain = self._book.add_format({"num_format": "@"})
        for row in range(max(map(len, self._lists))):
            for column, choices in enumerate(self._lists):
                if row < len(choices):
                    write_text(tab, row, column, choices[row], plain)
