"""Somebody else's workbook filled with our rows; everything else in it stays as it is.

Only the parts that have to change are changed, in the places that have to: rows, ranges that go
with the table, styles in other number formats. See docs/decisions/0004-their-own-workbook.md.
"""

import contextlib
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fangfan_desktop.documents.fill_neighbours import (
    NEIGHBOUR_KINDS,
    grown_formulas,
    grown_neighbour,
    grown_pivot,
    grown_workbook,
)
from fangfan_desktop.documents.fill_sheet import FilledSheet, SheetFill
from fangfan_desktop.documents.list_choices import list_choices
from fangfan_desktop.documents.sheet_part import SheetPart
from fangfan_desktop.documents.sheet_rows import Formulas
from fangfan_desktop.documents.standing_rows import Book, StandingRows
from fangfan_desktop.documents.style_book import StyleBook
from fangfan_desktop.documents.workbook_guard import FileKind, check_blank
from fangfan_desktop.documents.workbook_parts import WorkbookParts, of_plain_workbook
from fangfan_desktop.documents.workbook_values import SheetContent, WorkbookValues
from fangfan_desktop.errors import UserError
from fangfan_desktop.whole_file import write_whole

Progress = Callable[[int, int, str], None]

_XLSX = ".xlsx"
_MACROS = ("vbaproject", "macrosheets/")
_SIGNATURES = "_xmlsignatures/"
_LISTS_OF_PARTS = ("[Content_Types].xml", "xl/_rels/workbook.xml.rels", "_rels/.rels")
# What parts that are not as the format has them end in.
_BROKEN = (LookupError, ValueError, zlib.error, zipfile.BadZipFile)
_SHOWN = 3  # examples in a note


@dataclass(frozen=True, slots=True)
class FillResult:
    """What was written: rows of ours in all sheets, and sentences for the clerk."""

    rows: int
    notes: tuple[str, ...] = ()


def check_fillable(source: Path) -> None:
    """Whether the file is a workbook of the kind that can be filled.

    Raises:
        UserError: it is none; the sentence says to save it as .xlsx.
        OutsideError: it cannot be opened.
    """
    kind = check_blank(source)
    if kind is not FileKind.XLSX:
        raise UserError(f"“{source.name}”不是 .xlsx。请用 WPS 或 Excel 打开，另存为 .xlsx 后再填。")
    with zipfile.ZipFile(source) as archive:
        names = " ".join(archive.NameToInfo).lower()
        if any(mark in names for mark in _MACROS) or source.suffix.lower() in {".xlsm", ".xltm"}:
            raise UserError(
                f"“{source.name}”带有宏，不能填。请用 WPS 或 Excel 打开，另存为 .xlsx 后再填。"
            )


def fill_workbook(
    source: Path,
    target: Path,
    *,
    places: Sequence[SheetFill],
    progress: Progress | None = None,
) -> FillResult:
    """Write the workbook filled.

    Args:
        source: their blank, .xlsx.
        target: the new file, .xlsx; another one than the blank.
        places: what goes into which sheet.
        progress: told (rows done, rows in all, what is being done); may raise to cancel.

    Raises:
        UserError: the source is no .xlsx, is damaged, has no such sheet, or is the target.
        OutsideError: a file cannot be read or written; an older target is still there.
    """
    check_fillable(source)
    _refuse_same_file(source, target)
    try:
        with write_whole(target, ending=_XLSX) as temporary, zipfile.ZipFile(source) as archive:
            filling = _Filling(WorkbookParts(archive), places)
            filling.write(temporary, progress or _silent)
    except _BROKEN as error:
        raise UserError(
            f"“{source.name}”里有读不懂的内容，没有填。"
            "请用 WPS 或 Excel 打开，另存为 .xlsx 后再填。"
        ) from error
    return FillResult(sum(fill.rows for fill in places), tuple(filling.notes()))


def _refuse_same_file(source: Path, target: Path) -> None:
    """Their blank is needed again for the next village, and who fills a form once too often."""
    is_same = False
    with contextlib.suppress(OSError):  # no such target yet, or a name that no file can have
        is_same = target.samefile(source)
    if is_same:
        raise UserError(f"“{target.name}”就是空白表本身，不能写在它上面。请换一个文件名。")


class _Filling:
    """A workbook that is being filled."""

    def __init__(self, parts: WorkbookParts, places: Sequence[SheetFill]) -> None:
        self._parts = parts
        self._sheets = {
            parts.sheet(fill.sheet).part: FilledSheet.read(
                fill, parts.read(parts.sheet(fill.sheet).part)
            )
            for fill in places
        }
        self._growths = {
            sheet.fill.sheet.casefold(): sheet.growth for sheet in self._sheets.values()
        }
        self._style_part = next(iter(parts.of_kind(parts.workbook, "styles")), "")
        styles = parts.read(self._style_part) if parts.has(self._style_part) else b""
        self._styles = StyleBook(styles) if styles else None
        known = dict[str, SheetContent]()
        book = Book(self._growths, WorkbookValues(known), parts.shared_texts())
        for sheet in self._sheets.values():
            sheet.prepare(
                list_choices(parts, sheet.fill.sheet), self._styles, is_1904=parts.is_1904
            )
            sheet.join(book)
            known[sheet.fill.sheet.casefold()] = sheet
        self._others = dict(self._other_sheets(book))
        known |= {sheet.name.casefold(): sheet for sheet in self._others.values()}
        self._neighbours = {
            part: sheet.growth
            for name, sheet in self._sheets.items()
            for part in parts.of_kind(name, *NEIGHBOUR_KINDS)
        }

    def write(self, target: Path, progress: Progress) -> None:
        """Write all parts; styles last, as filling makes new ones."""
        total = sum(sheet.fill.rows for sheet in self._sheets.values())
        done = 0
        late: list[zipfile.ZipInfo] = []
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
            for entry in self._parts.archive.infolist():
                name = entry.filename
                if name.endswith(("/calcChain.xml", "/")) or name.startswith(_SIGNATURES):
                    continue
                if entry.filename == self._style_part:
                    late.append(entry)
                elif entry.filename in self._sheets:
                    sheet = self._sheets[entry.filename]
                    with new.open(_packed(entry), "w", force_zip64=True) as file:
                        for rows, piece in sheet.chunks(self._growths):
                            file.write(piece)
                            progress(done + rows, total, f"填写{sheet.fill.sheet}")
                    done += sheet.fill.rows
                else:
                    new.writestr(_packed(entry), self._other(entry.filename))
            for entry in late:
                new.writestr(_packed(entry), self._styles.xml() if self._styles else b"")

    def _other_sheets(self, book: Book) -> Iterator[tuple[str, StandingRows]]:
        """The sheets that have formulas or may be asked by one."""
        for place in self._parts.sheets:
            is_plain = place.part.startswith("xl/worksheets/") and self._parts.has(place.part)
            if is_plain and place.part not in self._sheets:
                part = SheetPart.read(self._parts.read(place.part))
                formulas = Formulas()
                formulas.learn(part.data)
                yield place.part, StandingRows(place.name, part, book, formulas=formulas)

    def _other_sheet(self, sheet: StandingRows) -> bytes:
        part = sheet.part
        head, tail = part.grown(sheet.name, self._growths, None)
        rows = part.data
        if b"<f" in rows or b":f" in rows:
            rows = "".join(sheet.xml()).encode()
        return head + rows + tail

    def _other(self, name: str) -> bytes:
        raw = self._parts.archive.read(name)
        if name == self._parts.workbook:
            names = [sheet.name for sheet in self._parts.sheets]
            return grown_workbook(self._parts.read(name), self._growths, names)
        if name in _LISTS_OF_PARTS:
            return of_plain_workbook(raw)
        if name in self._neighbours:
            return grown_neighbour(self._parts.read(name), self._neighbours[name])
        if name in self._others:
            return self._other_sheet(self._others[name])
        return self._pointing(name, raw)

    def _pointing(self, name: str, raw: bytes) -> bytes:
        """A part that may point at a table from elsewhere."""
        if name.startswith("xl/pivotCache/pivotCacheDefinition"):
            return grown_pivot(self._parts.read(name), self._growths)
        if name.startswith("xl/charts/") and name.endswith(".xml"):
            part = self._parts.read(name)
            new = grown_formulas(part, self._growths, "")
            return raw if new == part else new
        return raw

    def notes(self) -> Iterator[str]:
        """What the clerk should know of the filled file."""
        if any(name.startswith(_SIGNATURES) for name in self._parts.archive.NameToInfo):
            yield "原工作簿带有数字签名；内容变了，签名不再有效，新文件里已去掉。"
        for sheet in self._sheets.values():
            name = sheet.fill.sheet
            for fill, maker in zip(sheet.fill.columns, sheet.makers, strict=True):
                if maker.strangers:
                    texts = sorted(maker.strangers)
                    shown = "、".join(f"“{text}”" for text in texts[:_SHOWN])
                    more = f"等 {len(texts)} 种" if len(texts) > _SHOWN else ""
                    yield f"“{name}”的“{fill.name}”栏里，{shown}{more}不在它的下拉选项里，请核对。"
            if sheet.growth.added and sheet.part.is_one_page():
                yield f"“{name}”设了缩放到一页，行多时字会印得很小，打印前请看一下页面设置。"


def _packed(entry: zipfile.ZipInfo) -> zipfile.ZipInfo:
    """The entry's name and date; its content is packed anew."""
    packed = zipfile.ZipInfo(entry.filename, entry.date_time)
    packed.compress_type = zipfile.ZIP_DEFLATED
    packed.external_attr = entry.external_attr
    return packed


def _silent(_done: int, _total: int, _text: str) -> None:
    pass
