"""The abstract table (表) that every writer takes: what stands on the paper, not how it is drawn.

Rows hold stored values: money in fen, yes/no as 1 and 0, dates as ISO text, None for not answered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from fangfan_desktop.documents.record_layout import RecordLayout
from fangfan_desktop.forms.form import HeaderCell, Kind, Page, Value

Row = Sequence[Value]

# Papers, in millimetres: short and long side.
PAPER_MM = {
    "A2": (420.0, 594.0),
    "A3": (297.0, 420.0),
    "A4": (210.0, 297.0),
    "A5": (148.0, 210.0),
}

# 填表人、审核人、负责人、填报日期: the line under a wide table, official papers have it so.
SIGN_LINE = ("填表人：", "审核人：", "负责人：", "填报日期：")

# Names are centred, long answers start at the left: both read best so in narrow columns.
_LEFT_KINDS = frozenset({Kind.LONG_TEXT})


class Align(StrEnum):
    """Where a cell's text stands between its left and right border."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: how its values are written and how wide it is."""

    kind: Kind = Kind.TEXT
    choices: tuple[str, ...] = ()
    width: int = 80  # screen pixels at 100 %
    print_width: float = 9.0  # millimetres on paper; scaled to the page with its neighbours
    align: Align | None = None  # None: by kind
    is_balanced: bool = False  # no last line of one character where the others are long

    @property
    def alignment(self) -> Align:
        """The alignment asked for, else the one usual for the kind."""
        if self.align is not None:
            return self.align
        return Align.LEFT if self.kind in _LEFT_KINDS else Align.CENTER


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large the letters are, in points; as official tables to be held in the hand have them."""

    title: float = 18.0
    line: float = 12.0  # annex number, subtitle, sign line
    note: float = 9.0
    cell: float = 9.0
    # Headers of many narrow columns are set smaller until they leave most of the page to the rows.
    header: tuple[float, ...] = (9.0, 8.0, 7.0, 6.0)
    page_number: float = 9.0


HAND_SIZES = Sizes()


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with everything around it. `rows` may be an iterator: it is read once.

    Every row has as many values as there are columns.
    """

    name: str  # of the sheet's tab in a workbook
    title: str  # "" where the header row stands first, as in an import workbook
    columns: tuple[Column, ...]
    header: tuple[HeaderCell, ...]
    rows: Iterable[Row] = ()
    annex: str = ""  # 附件1: on its own line above the title
    subtitle_left: str = ""
    subtitle_right: str = ""
    hints: tuple[str, ...] = ()  # one a column, or empty
    total: Row | None = None  # 合计, under the rows
    footnotes: tuple[str, ...] = ()
    sign_line: tuple[str, ...] = ()
    page: Page = field(default_factory=Page)
    frozen_columns: int = 0
    is_below: bool = False  # on paper: under the sheet before it, where the page has room
    spare_rows: int = 0  # empty rows below that get borders' formats and drop-down lists
    spare_height: int = 2  # on paper: of such a row, in lines of print
    fills_page: bool = False  # on paper: further empty rows down to the foot of the page
    record: RecordLayout | None = None  # on paper: a page a row instead of a table
    sizes: Sizes = HAND_SIZES  # of a table; larger ones hang on a wall

    @property
    def header_levels(self) -> int:
        """Number of header rows; the row of hints not counted."""
        return max((cell.row + cell.row_span for cell in self.header), default=0)


def flat_header(headings: Iterable[str]) -> tuple[HeaderCell, ...]:
    """A header of one row, nothing merged."""
    return tuple(HeaderCell(0, column, 1, 1, text) for column, text in enumerate(headings))
