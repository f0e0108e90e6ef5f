"""How a notice looks, the same in .pdf and .docx: sizes in points, depths in millimetres."""

from collections.abc import Sequence
from dataclasses import dataclass

from fangfan_desktop.documents.official_paper import LINES_A_PAGE
from fangfan_desktop.documents.title_lines import em_width
from fangfan_desktop.domain.notice_paper import NoticePaper

INDENT = "　　"  # a paragraph begins two characters in
SEAL_INDENT = 4  # characters from the right edge to the date, which the seal covers
RED_NAME_DEPTH = 35.0  # from the type area's upper edge to the red name
RED_NAME_SIZES = (48.0, 42.0, 36.0, 30.0, 26.0)  # the largest that stands in one line
RED_LINE_WIDTH = 1.5
RED_LINE_GAP = 4.0  # from the document's number to the red line
LIST_LEADING = 1.6  # of the size of its text: rows on a wall stand apart
LIST_GAP = 1 / 3  # of a line, above and below the list
_TITLE_SIZES = (22.0,)  # 二号
_BOARD_TITLE_SIZES = (36.0, 32.0, 28.0, 26.0)
_SHORT_LIST = 20  # rows
_CELL_SHARE, _LONG_LIST_SHARE = 7 / 8, 3 / 4  # of the body: 四号 under 三号, 小四 in long lists
_WIDEST = 14  # characters; longer texts take several lines


@dataclass(frozen=True, slots=True)
class Fit:
    """How tight a notice is set."""

    lines: int = LINES_A_PAGE  # of 16 pt on a page of A4
    seal_lines: int = 2  # free above the signature, for the seal


# The standard lets lines be set tighter so that a signature has text above it on its page.
FITS = (Fit(), Fit(seal_lines=1), *(Fit(lines, 1) for lines in range(23, 27)))


def title_sizes(notice: NoticePaper) -> tuple[float, ...]:
    """Sizes to try for the title, the largest first; it should stand in two lines."""
    return _BOARD_TITLE_SIZES if notice.is_board else _TITLE_SIZES


def cell_size(notice: NoticePaper) -> float:
    """Size of the list's text."""
    is_long = len(notice.rows) > _SHORT_LIST and not notice.is_board
    return notice.body_size * (_LONG_LIST_SHARE if is_long else _CELL_SHARE)


def column_shares(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Widths of the list's columns, by their longest texts; together 1."""
    widths = [
        max(em_width(heading), min(max((em_width(row[i]) for row in rows), default=0.0), _WIDEST))
        + 1
        for i, heading in enumerate(headings)
    ]
    return [width / sum(widths) for width in widths]
