"""The header of a blank table: which rows are title, header, hints, samples, rows to fill, notes.

Rows and columns count from 0. The header's cells may be merged, or merged only to the eye: a group
whose cells to the right are empty, or which is written over each of its columns.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from fangfan_desktop.documents.blank_body import FoundBody, find_body
from fangfan_desktop.documents.blank_cells import HeaderGrid
from fangfan_desktop.documents.blank_form import BlankWorkbook
from fangfan_desktop.documents.blank_page import is_page_of_one
from fangfan_desktop.documents.blank_rows import (
    is_annex,
    is_below,
    is_form_line,
    is_hints,
    is_numbers,
    is_title,
    is_value,
)
from fangfan_desktop.documents.blank_table import BlankSheet
from fangfan_desktop.documents.personal_words import (
    has_number_of_person,
    is_name_below,
    without_people,
)
from fangfan_desktop.errors import UserError
from fangfan_desktop.forms.form import Page
from fangfan_desktop.forms.headings import plain_heading

_HEADER_WITHIN = 30  # rows from the top in which the header begins
_MOST_LEVELS = 5
_FEWEST_COLUMNS = 3
_LONGEST_HEADING = 220
_KNOWN_WEIGHT = 3  # a heading that forms have counts as three that nobody knows
_HIDDEN_DIVISOR = 10
_FEWEST_OF_FURTHER = 4  # columns of one more table on a sheet
_FEWEST_KNOWN = 2  # and of them with headings that the caller knows
_MOST_VALUES = 0.4  # of a header's cells may look like answers (是, 2024)
_MOST_UNDER_LEAVES = 0.2  # of the cells under finished headings may have a text in a further level


@dataclass(frozen=True, slots=True)
class FoundColumn:
    """A column of the table."""

    index: int  # column of the sheet
    headings: tuple[str, ...]  # one a level; "" = the cell above spans down to here
    choices: tuple[str, ...] = ()  # of its drop-down list
    number_format: str = ""
    width: float | None = None  # millimetres
    sample: str = ""
    hint: str = ""  # what the row of hints says


@dataclass(frozen=True, slots=True)
class FoundHeader:
    """A table found on a sheet, with what stands around its rows."""

    sheet: str
    is_hidden: bool
    title: str
    annex: str
    subtitle: str
    first_row: int
    levels: int
    columns: tuple[FoundColumn, ...]
    body: FoundBody
    page: Page | None
    known: int  # columns whose heading the caller knows
    is_page: bool = False  # labels beside blanks, one household on a page: no table at all

    @property
    def first_data_row(self) -> int:
        """The first row to fill in, after hints, column numbers and samples."""
        return self.body.first_row

    @property
    def last_data_row(self) -> int | None:
        """The last row before a sum or notes; None where nothing follows."""
        return self.body.last_row

    @property
    def footnotes(self) -> tuple[str, ...]:
        """Notes under the table, without sums and signature lines."""
        return self.body.footnotes

    @property
    def score(self) -> float:
        """How much it is a table to fill in; the best of a workbook has the most."""
        score = len(self.columns) + _KNOWN_WEIGHT * self.known
        if self.is_page:
            return score / _HIDDEN_DIVISOR**2
        return score / _HIDDEN_DIVISOR if self.is_hidden else score


def find_headers(book: BlankWorkbook, known: Collection[str] = ()) -> list[FoundHeader]:
    """The tables of a workbook, the best first.

    Args:
        book: as it was read.
        known: headings that forms have, as `plain_heading` gives them; they help to choose.

    Raises:
        UserError: no sheet has a header.
    """
    found = [header for sheet in book.sheets for header in find_tables(sheet, known)]
    if not found:
        raise UserError(
            f"“{book.path.name}”里没有找到表头。请核对是不是空白表："
            "表头应在前 30 行之内，至少有三栏。"
        )
    return sorted(found, key=lambda header: -header.score)


def find_tables(sheet: BlankSheet, known: Collection[str] = ()) -> list[FoundHeader]:
    """The tables of a sheet that stand one under another, the first one first.

    The further ones are told from notes and signatures by headings that are known. A header that
    is repeated for the next page is none of them.
    """
    first = find_header(sheet, known)
    found = [] if first is None else [first]
    if first is not None and first.first_row > _FEWEST_COLUMNS and not first.is_page:
        upper = find_header(sheet, known, until=first.first_row)
        if upper is not None and _is_further(upper, [first]):
            found = [upper, _below_another(sheet, first, upper)]
    while found and not found[-1].is_page and found[-1].body.last_row is not None:
        below = find_header(sheet, known, since=found[-1].body.last_row + 1)
        if below is None or not _is_further(below, found):
            break
        found.append(below)
    return found


def _below_another(sheet: BlankSheet, header: FoundHeader, upper: FoundHeader) -> FoundHeader:
    """The table with the title between it and the table above it."""
    since = (upper.body.last_row or 0) + 1
    title, annex, subtitle = _above(sheet, header.first_row, since)
    return replace(header, title=title, annex=annex, subtitle=subtitle)


def _is_further(header: FoundHeader, others: Sequence[FoundHeader]) -> bool:
    texts = [column.headings for column in header.columns]
    return (
        len(texts) >= _FEWEST_OF_FURTHER
        and header.known >= _FEWEST_KNOWN
        and not header.is_page
        and all(texts != [column.headings for column in other.columns] for other in others)
        and all(
            other.first_row < header.first_row
            or (header.body.last_row is not None and header.body.last_row < other.first_row)
            for other in others
        )
    )


def find_header(
    sheet: BlankSheet, known: Collection[str] = (), *, since: int = 0, until: int | None = None
) -> FoundHeader | None:
    """The table of a sheet; None where there is none.

    Args:
        sheet: as it was read.
        known: as for `find_headers`.
        since: row from which it is looked for.
        until: row before which its header begins and ends; None: the sheet's last.
    """
    best: tuple[float, HeaderGrid] | None = None
    stop = len(sheet.rows) if until is None else until
    for start in range(since, min(since + _HEADER_WITHIN, stop)):
        if not _can_begin(sheet, start):
            continue
        grid = HeaderGrid(sheet, start, _levels(sheet, start))
        if start + grid.levels > stop:
            continue
        score = _grid_score(grid, known)
        if score and (best is None or score > best[0]):
            best = score, grid
    return None if best is None else _found(sheet, best[1], known, since)


def header_at(
    sheet: BlankSheet, first_row: int, levels: int, known: Collection[str] = ()
) -> FoundHeader:
    """The table whose header stands in these rows, as a reader of the sheet says.

    Args:
        sheet: as it was read.
        first_row: of the header, from 0.
        levels: rows of the header.
        known: as for `find_headers`.

    Raises:
        UserError: there is no text in these rows.
    """
    grid = HeaderGrid(sheet, first_row, levels) if first_row < len(sheet.rows) else None
    if grid is None or not grid.paths():
        rows = f"第{first_row + 1}到第{first_row + levels}行"
        raise UserError(f"“{sheet.name}”的{rows}没有文字，不能作表头，请改行号。")
    return _found(sheet, grid, known)


def _can_begin(sheet: BlankSheet, row: int) -> bool:
    """Whether the header can begin in the row: several labels, no line to fill in, no numbers."""
    texts = [text for text in sheet.rows[row] if text]
    if len(texts) < 2 or is_numbers(texts):  # noqa: PLR2004 - two cells at least
        return False
    # 合计 may be a heading too, where what follows it are no sums
    if is_below(texts) and (len(texts) < _FEWEST_COLUMNS or any(map(is_value, texts))):
        return False
    lines = sum(
        is_form_line(text) and len(text) < _LONGEST_HEADING and _has_blank(text) for text in texts
    )
    return lines * 2 < len(texts)


def _has_blank(text: str) -> bool:
    return text.rstrip().endswith(("：", ":")) or "  " in text or "：" in text


def _levels(sheet: BlankSheet, start: int) -> int:
    """Rows of the header that begins in `start`."""
    levels = 1
    while levels < _MOST_LEVELS and start + levels < len(sheet.rows):
        grid = HeaderGrid(sheet, start, levels)
        if not _goes_on(sheet, grid, start + levels):
            break
        levels += 1
    return levels


def _goes_on(sheet: BlankSheet, grid: HeaderGrid, row: int) -> bool:
    """Whether the next row is one more level of the header."""
    if _is_units(sheet, grid, row):
        return False  # 序号 may be merged down over the row of units all the same
    if any(merged.top < row <= merged.bottom for merged in grid.cells_across()):
        return True  # a merged cell of the header reaches down into it
    texts = sheet.rows[row]
    labels = [text for text in texts if text]
    values = sum(map(is_value, labels))
    if not labels or is_numbers(labels) or is_below(texts) or values > _MOST_VALUES * len(labels):
        return False
    columns = [c for c in range(len(texts)) if texts[c]]
    if any(
        has_number_of_person(texts[c])
        or (grid.is_leaf(c) and is_name_below(grid.lowest(c), texts[c]))
        for c in columns
    ):
        return False  # somebody's row
    if _looks_like_header(sheet, row, columns) and not is_hints(texts):
        return True
    under_leaves = sum(1 for c in columns if grid.is_leaf(c) and grid.lowest(c) != texts[c])
    return under_leaves <= _MOST_UNDER_LEAVES * len(columns)


def _is_units(sheet: BlankSheet, grid: HeaderGrid, row: int) -> bool:
    """Whether a row of hints (户, 人, 万元) stands under headings that want nothing more."""
    texts = sheet.rows[row]
    columns = [c for c, text in enumerate(texts) if text]
    return is_hints(texts) and len(columns) > 1 and all(map(grid.is_leaf, columns))


def _looks_like_header(sheet: BlankSheet, row: int, columns: Sequence[int]) -> bool:
    """Whether the row's cells have the styles of those above them, and the row below has not."""

    def styles(at: int) -> list[int | None]:
        return [sheet.styles.get((at, column)) for column in columns]

    here = styles(row)
    return None not in here and here == styles(row - 1) and here != styles(row + 1)


def _grid_score(grid: HeaderGrid, known: Collection[str]) -> float:
    paths = list(grid.paths().values())
    lowest = [_lowest(path) for path in paths]
    names = sum(1 for text in lowest if plain_heading(text) in known)
    if len(paths) + min(names, 1) < _FEWEST_COLUMNS:
        return 0  # two columns are a table where one of them is known
    if max(map(len, lowest)) > _LONGEST_HEADING:
        return 0
    values = sum(map(is_value, lowest))
    if values > _MOST_VALUES * len(paths):
        return 0
    repeated = len(paths) - len(set(paths))
    # an earlier row of the same size is the header, what follows are rows of it
    return len(paths) - 2 * values - repeated + _KNOWN_WEIGHT * names - grid.first_row / 100


def _lowest(path: Sequence[str]) -> str:
    return next((text for text in reversed(path) if text), "")


def _found(
    sheet: BlankSheet, grid: HeaderGrid, known: Collection[str], since: int = 0
) -> FoundHeader:
    paths = grid.paths()
    body = find_body(sheet, grid.first_row + grid.levels, tuple(paths), sheet.rows[grid.first_row])
    title, annex, subtitle = _above(sheet, grid.first_row, since)
    return FoundHeader(
        sheet=sheet.name,
        is_hidden=sheet.is_hidden,
        title=title,
        annex=annex,
        subtitle=subtitle,
        first_row=grid.first_row,
        levels=grid.levels,
        columns=tuple(_column(sheet, body, grid, index, path) for index, path in paths.items()),
        body=body,
        page=sheet.page,
        known=sum(1 for path in paths.values() if plain_heading(_lowest(path)) in known),
        is_page=since == 0 and is_page_of_one(sheet),
    )


def _column(
    sheet: BlankSheet, body: FoundBody, grid: HeaderGrid, index: int, path: tuple[str, ...]
) -> FoundColumn:
    row = body.first_row
    widths = [sheet.widths.get(c) for c in range(index, grid.last_column(index) + 1)]
    return FoundColumn(
        index=index,
        headings=path,
        choices=() if _is_own_list(sheet, body, grid, index) else sheet.choices(row, index),
        number_format=sheet.formats.get((row, index), ""),
        width=sum(width or 0 for width in widths) or None,
        sample=next((sheet.text(r, index) for r in body.sample_rows), ""),
        hint=next((without_people(sheet.text(r, index)) for r in body.hint_rows), ""),
    )


def _is_own_list(sheet: BlankSheet, body: FoundBody, grid: HeaderGrid, index: int) -> bool:
    """Whether a list's choices are what the rows of the table itself say: names of people."""
    rule = sheet.list_rule(body.first_row, index)
    if (
        rule is None
        or rule.cells is None
        or rule.cells_sheet.casefold()
        not in {
            "",
            sheet.name.casefold(),
        }
    ):
        return False
    is_below = rule.cells.top >= grid.first_row + grid.levels
    return is_below and rule.cells.left in grid.paths()


def _above(sheet: BlankSheet, first_row: int, since: int = 0) -> tuple[str, str, str]:
    """Title, annex and the line of unit and date, from what stands above the header."""
    lines = [] if since else list(sheet.above)
    lines += [text for row in sheet.rows[since:first_row] for text in _once(row)]
    # 填表说明：… is no title
    lines = [line for line in lines if is_form_line(line) or not is_below([line])]
    annex = next((line for line in lines if is_annex(line)), "")
    forms = [line for line in lines if is_form_line(line) and not is_annex(line)]
    titles = [line for line in lines if is_title(line)]
    named = [
        line
        for line in titles
        if any(word in line for word in ("表", "台账", "名册", "清单", "册"))
    ]
    if named:
        last = titles.index(named[-1])
        # a long title is written in several rows one under another
        titles = [line.replace("\n", "") for line in titles[: last + 1]]
    title = "".join(dict.fromkeys(line.replace("\n", "") for line in titles[-2:]))
    subtitle = without_people("    ".join(forms))
    name = sheet.name if not sheet.above else ""
    return without_people(title) or name, annex.strip(), subtitle


def _once(row: Sequence[str]) -> Iterator[str]:
    yield from Counter(text for text in row if text)
