"""帮扶责任人走访记录 (手中有“本”): the booklet page that a helper takes to a household.

The head says who the household is, the table which visits there were; empty rows down to the foot
of the page are filled in by hand and signed by the household. It stays with helper and household,
so it has a telephone number, but no ID number: nothing on it needs one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from fangfan_desktop.documents.pdf_paper import Paper
from fangfan_desktop.documents.pdf_writer import Printed, print_sheets
from fangfan_desktop.documents.sheet import Align, Column, Row, Sheet, Sizes
from fangfan_desktop.domain.dates import format_date
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import HeaderCell, Kind, Page
from fangfan_desktop.whole_file import write_whole

TITLE = "帮扶责任人走访记录"
# heading, share of the page
_COLUMNS = (
    ("走访日期", 20.0),
    ("走访人", 16.0),
    ("走访发现的情况", 42.0),
    ("农户诉求", 34.0),
    ("采取的措施", 40.0),
    ("农户签字", 22.0),
)
_LONG = frozenset({"走访发现的情况", "农户诉求", "采取的措施"})
_FACTS = (30.0, 57.0, 30.0, 57.0)  # label and value, twice beside each other
_NOTE = "注：每户一页，一般每季度至少走访一次；手写的请当场填写，由农户签字。"


class BookletSize(StrEnum):
    """The paper of a page, upright."""

    A5 = "A5"
    A4 = "A4"

    @property
    def label(self) -> str:
        """What a person chooses by."""
        return f"{self.value} 竖版"


_SIZES = {
    BookletSize.A5: Sizes(title=16, line=10.5, note=8, header=(9,), cell=9),
    BookletSize.A4: Sizes(title=20, line=12, note=9, header=(10.5,), cell=10.5),
}
_MARGINS = {BookletSize.A5: 10.0, BookletSize.A4: 16.0}  # millimetres; room for staples
_HAND_LINES = 5  # height of an empty row, in lines of print: room for three by hand


@dataclass(frozen=True, slots=True)
class BookletVisit:
    """A visit that was recorded; texts may be empty."""

    visited_on: date
    visitor: str
    found: str
    needs: str
    actions: str


@dataclass(frozen=True, slots=True)
class BookletPage:
    """One household's page; an unknown text is empty and leaves room to write.

    Attributes:
        place: county, township and village, as on other papers.
        category: 监测对象类别.
        risks: in the order in which they were found.
        helper: name and, where known, unit and office.
        measures: 帮扶措施 in one text.
    """

    place: str
    group: str
    head_name: str
    population: int | None
    category: str
    identified_on: date | None
    risks: tuple[str, ...]
    helper: str
    helper_phone: str
    measures: str
    visits: tuple[BookletVisit, ...] = ()


def write_booklet(
    pages: Sequence[BookletPage],
    target: Path,
    size: BookletSize = BookletSize.A4,
    blank_rows: int = 2,
) -> Printed:
    """Print the pages into one .pdf, which appears whole or not at all.

    Args:
        pages: one a household; each begins on a new page, numbered for itself.
        target: the file.
        size: the paper.
        blank_rows: empty rows that there are at the least; more fill the page.

    Returns:
        What was printed; its rows are visits.

    Raises:
        UserError: there is no household, or the target is no .pdf file.
        OutsideError: the target cannot be written.
    """
    if not pages:
        raise UserError("没有可以打印的走访记录：请先选监测对象。")
    margin = _MARGINS[size]
    page = Page(
        size=size.value,
        is_landscape=False,
        margin_left=margin,
        margin_right=margin,
        margin_top=margin,
        margin_bottom=margin,
    )
    sizes = _SIZES[size]
    with write_whole(target, ".pdf") as temporary:
        paper = Paper(temporary, page, TITLE, sizes.page_number)
        rows = 0
        for one in pages:
            print_sheets(paper, booklet_sheets(one, size, blank_rows))
            rows += len(one.visits)
            paper.end_part()
        paper.save()
    return Printed(rows, paper.page_count, tuple(paper.missing))


def booklet_sheets(page: BookletPage, size: BookletSize, blank_rows: int) -> tuple[Sheet, ...]:
    """A household's facts, and under them the table of visits, the earliest first."""
    sizes = _SIZES[size]
    facts = Sheet(
        name=TITLE,
        title=TITLE,
        subtitle_left=page.place,
        columns=_labelled(_FACTS),
        header=(),
        rows=_facts(page),
        sizes=sizes,
    )
    measures = Sheet(
        name=TITLE,
        title="",
        columns=_labelled((_FACTS[0], sum(_FACTS[1:]))),
        header=(),
        rows=(("帮扶措施", page.measures),),
        sizes=sizes,
        is_below=True,
    )
    visits = Sheet(
        name=TITLE,
        title="",
        columns=tuple(_column(heading, width) for heading, width in _COLUMNS),
        header=_header(page),
        rows=tuple(map(_visit, sorted(page.visits, key=lambda visit: visit.visited_on))),
        footnotes=(_NOTE,),
        sizes=sizes,
        is_below=True,
        spare_rows=blank_rows,
        spare_height=_HAND_LINES,
        fills_page=True,
    )
    return facts, measures, visits


def _labelled(widths: Sequence[float]) -> tuple[Column, ...]:
    return tuple(
        Column(print_width=width, align=Align.LEFT if place % 2 else Align.CENTER)
        for place, width in enumerate(widths)
    )


def _header(page: BookletPage) -> tuple[HeaderCell, ...]:
    """The columns' headings under a line that says on each page whose visits they are."""
    group = f"（{page.group}）" if page.group else ""
    whose = HeaderCell(0, 0, 1, len(_COLUMNS), f"走访情况　户主：{page.head_name}{group}")
    headings = (HeaderCell(1, place, 1, 1, heading) for place, (heading, _) in enumerate(_COLUMNS))
    return (whose, *headings)


def _column(heading: str, width: float) -> Column:
    if heading in _LONG:
        return Column(Kind.LONG_TEXT, print_width=width)
    kind = Kind.DATE if heading == "走访日期" else Kind.TEXT
    return Column(kind, print_width=width, is_balanced=kind is Kind.TEXT)


def _facts(page: BookletPage) -> tuple[Row, ...]:
    population = "" if page.population is None else f"{page.population}人"
    identified = "" if page.identified_on is None else format_date(page.identified_on)
    return (
        ("户主姓名", page.head_name, "村民小组", page.group),
        ("家庭人口", population, "监测对象类别", page.category),
        ("识别时间", identified, "主要风险", "、".join(page.risks)),
        ("帮扶责任人", page.helper, "联系电话", page.helper_phone),
    )


def _visit(visit: BookletVisit) -> Row:
    texts = (visit.visitor, visit.found, visit.needs, visit.actions)
    return (visit.visited_on.isoformat(), *texts, None)
