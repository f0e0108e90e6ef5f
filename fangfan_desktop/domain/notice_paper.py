"""A notice as it stands on paper, ready to be printed: no placeholder is left in it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fangfan_desktop.errors import UserError

BODY_SIZE = 16.0  # points; 三号, by GB/T 9704
_LARGEST_BODY = 26.0


class PaperSize(StrEnum):
    """Sheet of a notice, upright."""

    A4 = "A4"
    A3 = "A3"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePaper:
    """Everything on the paper, in this order, and what it is printed on.

    Attributes:
        title: line feeds break it; else it is broken by its sense where it needs several lines.
        paragraphs: above the list.
        headings: of the list's columns; none where there is no list.
        rows: of the list, a text for each heading.
        closing: paragraphs under the list.
        signature: the unit; "" leaves it out.
        date_line: under the unit.
        gaps: names of what was not known and stands on the paper as a line to write on.
        issued_on: goes into the file's properties; without it 2000-01-01 does.
        red_head: unit of a red letterhead (红头), "" for none.
        document_number: under the red letterhead, e.g. 雒政公〔2022〕5号.
        is_board: set for a notice board, with a larger title.
        body_size: of the text, in points; larger where old people read it on a wall.
    """

    title: str
    paragraphs: tuple[str, ...]
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = ()
    signature: str = ""
    date_line: str = ""
    gaps: tuple[str, ...] = ()
    issued_on: date | None = None
    red_head: str = ""
    document_number: str = ""
    size: PaperSize = PaperSize.A4
    is_board: bool = False
    body_size: float = BODY_SIZE

    def __post_init__(self) -> None:
        """Refuse what cannot be printed.

        Raises:
            UserError: text too small or too large.
            ValueError: a row has not one text a heading.
        """
        if not BODY_SIZE <= self.body_size <= _LARGEST_BODY:
            raise UserError(
                f"正文字号应在{BODY_SIZE:g}磅（三号）到{_LARGEST_BODY:g}磅（一号）之间。"
            )
        if any(len(row) != len(self.headings) for row in self.rows):
            raise ValueError(self.headings)

    @property
    def title_text(self) -> str:
        """The title in one line."""
        return "".join(self.title.split("\n"))
