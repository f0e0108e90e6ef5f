"""What a file is, and whether it can be read in bounded time and memory, before it is read.

A zip file may hold gigabytes in some kilobytes, and one cell in the last corner of a sheet makes
readers fill everything before it. Both are looked for here, in one pass, a part at a time.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from fangfan_desktop.errors import OutsideError, UserError

MOST_CELLS = 20_000_000  # of the rectangle that holds all values of a sheet
_LARGEST_FILE = 300 << 20
_LARGEST_CONTENT = 1 << 30  # all parts of a zip together, unpacked
_LARGEST_TEXTS = 300 << 20  # the list of texts, which readers keep in memory
_SUSPECT_SIZE = 100 << 20
_SUSPECT_RATIO = 250  # real workbooks pack 5 to 50 times
_MOST_PARTS = 10_000
_MOST_ROWS = 1_048_576
_CHUNK = 1 << 20
_OVERLAP = 512  # longer than any row or cell tag that matters
_LONGEST_FORMULA = 9 << 10  # 8,192 characters and their tags

_TOO_LARGE = "里面的内容太大，不像一份正常的表格，没有读取。请只保留要导入的表再试。"
_DAMAGED = "已经损坏，读不出来。请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再试。"

# Each begins with plain letters where it can: that is what makes searching megabytes quick.
_ROW = re.compile(rb"row\b[^>]*?\sr=[\"'](\d+)")
_CELL = re.compile(rb"<(?:\w+:)?c\b[^>]*?\sr=[\"']([A-Z]+)(\d+)[\"'][^>]*(?<!/)>")
_CELL_WITHOUT_PLACE = re.compile(rb"<(?:\w+:)?c(?:\s+(?!r=)\w+=(?:\"[^\"]*\"|'[^']*'))*\s*>")
_WIDE = re.compile(rb'r="(?:[B-Z][A-Z]|[A-Z]{3,})\d')
_NARROW = re.compile(rb'r="A[A-Z]\d')
# A formula without the value that it last had: readers would take the cell for an empty one. A
# text formula (t="str") may honestly have none.
_FORMULA = re.compile(rb"<(?:\w+:)?f[ />]")
_NEVER_WORKED_OUT = re.compile(
    rb"""<(?:\w+:)?c\b(?![^>]*\st=["']str["'])[^>]*?\sr=["']([A-Z]+\d+)["'][^>]*>\s*"""
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)


class FileKind(Enum):
    """What the file is, by its content; its ending may lie."""

    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    TEXT = "text"
    DOCX = "docx"


def check_workbook(path: Path, *, needs_values: bool = True) -> FileKind:
    """Look at the file before any reader does.

    Args:
        path: of the file.
        needs_values: refuse a formula whose value was never worked out; a blank form has such ones.

    Raises:
        UserError: it is no workbook, is encrypted, damaged or too large; the sentence says so.
        OutsideError: it cannot be opened.
    """
    kind = _check(path, needs_values=needs_values)
    if kind is FileKind.DOCX:
        raise UserError(
            f"“{path.name}”是 Word 文件，不是能读的表格。请用 WPS 或 Excel 另存为 .xlsx 后再试。"
        )
    return kind


def check_blank(path: Path) -> FileKind:
    """Look at a file that holds a blank form: a workbook or a Word file (.docx).

    Formulas need no values here: nobody has opened the file since its sums were written.

    Raises:
        UserError: it is neither, is encrypted, damaged or too large; the sentence says so.
        OutsideError: it cannot be opened.
    """
    if path.suffix.lower() in {".doc", ".wps", ".et"}:
        raise UserError(f"“{path.name}”是旧格式。请用 WPS 打开，另存为 .docx 或 .xlsx 后再试。")
    kind = _check(path, needs_values=False)
    if kind is FileKind.TEXT:
        raise UserError(
            f"“{path.name}”是纯文本，没有合并的表头。请选 .xlsx、.xls 或 .docx 的空白表。"
        )
    return kind


def _check(path: Path, *, needs_values: bool) -> FileKind:
    try:
        with path.open("rb") as file:
            size = file.seek(0, 2)
            file.seek(0)
            start = file.read(8192)
            if size > _LARGEST_FILE:
                raise UserError(f"“{path.name}”{_TOO_LARGE}")
            kind = _kind_by_start(path, start)
            if kind is FileKind.XLSX:  # or any other zip
                file.seek(0)
                kind = _check_zip(path, file, needs_values=needs_values)
    except OSError as error:
        raise OutsideError(
            f"打不开“{path.name}”：{_why(error)}。请核对文件名和位置，或关闭打开它的程序再试。"
        ) from error
    return kind


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "没有这个文件"
    if isinstance(error, IsADirectoryError):
        return "这是一个文件夹"
    if isinstance(error, PermissionError):
        return "没有权限，或它正在别的程序里打开着"
    return error.strerror or str(error)


def _kind_by_start(path: Path, start: bytes) -> FileKind:
    if not start:
        raise UserError(f"“{path.name}”是空文件。")
    if start.startswith(b"PK\x03\x04"):
        return FileKind.XLSX
    if start.startswith(b"\xd0\xcf\x11\xe0"):
        if path.suffix.lower() in {".xlsx", ".docx"}:
            raise UserError(
                f"“{path.name}”设了打开密码，或其实是旧格式。"
                f"请用 WPS 打开，去掉密码后另存为 {path.suffix.lower()}。"
            )
        return FileKind.XLS
    if re.search(rb"<\s*(?:html|table|!doctype|\?xml)", start[:1024], re.IGNORECASE):
        raise UserError(
            f"“{path.name}”其实是网页格式的表。请用 WPS 或 Excel 打开，另存为 .xlsx 后再试。"
        )
    if path.suffix.lower() in {".csv", ".txt", ".tsv"}:
        return FileKind.TEXT
    raise UserError(f"“{path.name}”不是表格文件。能读的是 .xlsx、.xls、.ods 和 .csv。")


def _check_zip(path: Path, file: BinaryIO, *, needs_values: bool) -> FileKind:
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise UserError(f"“{path.name}”{_DAMAGED}") from error
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise UserError(f"“{path.name}”设了密码。请去掉密码后再试。")
    if "xl/workbook.xml" in names:
        kind = FileKind.XLSX
    elif "content.xml" in names:
        kind = FileKind.ODS
    elif "word/document.xml" in names:
        kind = FileKind.DOCX
    else:
        raise UserError(
            f"“{path.name}”不是能读的表格。请用 WPS 或 Excel 打开，另存为 .xlsx 后再试。"
        )
    if len(parts) > _MOST_PARTS:
        raise UserError(f"“{path.name}”{_TOO_LARGE}")
    budget = _Budget(path.name, needs_values)
    for part in parts:
        if part.filename.endswith((".xml", ".rels")):
            try:
                _check_part(file, part, budget)
            except (zlib.error, struct.error, expat.ExpatError, NotImplementedError) as error:
                raise UserError(f"“{path.name}”{_DAMAGED}") from error
    return kind


@dataclass
class _Budget:
    name: str
    needs_values: bool = True
    unpacked: int = 0
    packed: int = 0

    def spend(self, size: int) -> None:
        self.unpacked += size
        is_bomb = self.unpacked > _SUSPECT_SIZE and self.unpacked > _SUSPECT_RATIO * max(
            self.packed, 1
        )
        if self.unpacked > _LARGEST_CONTENT or is_bomb:
            self.refuse()

    def refuse(self) -> None:
        raise UserError(f"“{self.name}”{_TOO_LARGE}")


def _check_part(file: BinaryIO, part: zipfile.ZipInfo, budget: _Budget) -> None:
    budget.packed += part.compress_size
    chunks = _unpacked(file, part, budget)
    if part.filename.startswith("xl/worksheets/"):
        _check_extent(_with_values(chunks, budget) if budget.needs_values else chunks, budget)
    elif part.filename == "content.xml":
        _check_ods(chunks, budget)
    else:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            if _has_declaration(chunk) or size > _LARGEST_TEXTS:
                budget.refuse()


def _has_declaration(piece: bytes) -> bool:
    # Where entities are declared; no workbook has any.
    return b"<!DOCTYPE" in piece or b"<!ENTITY" in piece


def _unpacked(file: BinaryIO, part: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    """What is really packed there: the size that the file declares may lie."""
    file.seek(part.header_offset)
    header = file.read(30)
    name, extra = struct.unpack_from("<HH", header, 26)
    file.seek(part.header_offset + 30 + name + extra)
    left = part.compress_size
    if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError(part.compress_type)
    inflate = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    pending = b""
    while left > 0 or pending:
        if not pending:
            pending = file.read(min(left, _CHUNK // 8))
            left -= len(pending)
            if not pending:
                raise struct.error("cut short")
        chunk = inflate.decompress(pending, _CHUNK) if inflate else pending
        pending = inflate.unconsumed_tail if inflate else b""
        budget.spend(len(chunk))
        yield chunk


_ONE_LETTER, _A_LETTERS, _MANY_LETTERS = 26, 52, 16_384


def _extents(chunks: Iterator[bytes]) -> Iterator[tuple[int, int, int]]:
    """For each piece of a worksheet: last row tag, last row and last column with something in it.

    Where it cannot matter, the columns are guessed from the letters used: looking at every cell
    takes ten times as long.
    """
    tail = b""
    for chunk in chunks:
        piece = tail + chunk
        if _has_declaration(piece):
            yield _MOST_ROWS + 1, 0, 0
            return
        last_row = max((int(row) for row in _ROW.findall(piece)), default=0)
        columns = _most_columns(piece)
        if columns == _MANY_LETTERS or last_row * columns > MOST_CELLS // 4:
            yield last_row, *_used(piece, last_row)
        else:
            yield last_row, last_row, columns
        tail = piece[-_OVERLAP:]


def _most_columns(piece: bytes) -> int:
    # No program writes these quotes: whoever does gets the close look.
    if b"r='" in piece or _WIDE.search(piece):
        return _MANY_LETTERS
    return _A_LETTERS if _NARROW.search(piece) else _ONE_LETTER


def _used(piece: bytes, last_row: int) -> tuple[int, int]:
    """Last row and column with something in them."""
    rows, columns = 0, 0
    for letters, row in _CELL.findall(piece):
        rows = max(rows, int(row))
        columns = max(columns, _column_number(letters))
    if _CELL_WITHOUT_PLACE.search(piece):
        rows, columns = max(rows, last_row), max(columns, _ONE_LETTER)
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _with_values(chunks: Iterator[bytes], budget: _Budget) -> Iterator[bytes]:
    """The pieces of a worksheet, as long as every formula in them has a value."""
    tail = b""
    for chunk in chunks:
        piece = tail + chunk
        if _FORMULA.search(piece):
            found = _NEVER_WORKED_OUT.search(piece)
            if found is not None:
                raise UserError(
                    f"“{budget.name}”里单元格 {found[1].decode()} 的公式还没有算出结果，"
                    "会被读成空格。请用 WPS 或 Excel 打开，保存一次后再试。"
                )
        tail = piece[-_LONGEST_FORMULA:]
        yield chunk


def _check_extent(chunks: Iterator[bytes], budget: _Budget) -> None:
    last_row, used_rows, used_columns = 0, 0, 0
    for extent in _extents(chunks):
        last_row = max(last_row, extent[0])
        used_rows = max(used_rows, extent[1])
        used_columns = max(used_columns, extent[2])
    if last_row > _MOST_ROWS or used_rows > _MOST_ROWS:
        budget.refuse()
    if used_rows * used_columns > MOST_CELLS:
        raise UserError(
            f"“{budget.name}”里有单元格远在表格之外，按范围算超过两千万格。请删除多余的行和列后再试。"
        )


class _OdsExtent:
    """Follows an OpenDocument table and counts how far its values reach."""

    def __init__(self, budget: _Budget) -> None:
        self._budget = budget
        self._row = 0
        self._column = 0
        self._row_repeats = 1
        self._last_column = 0
        self._row_has_value = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table:table":
            self._row = 0
            self._last_column = 0
        elif name == "table:table-row":
            self._row_repeats = _count(attributes.get("table:number-rows-repeated"))
            self._column = 0
            self._row_has_value = False
        elif name in {"table:table-cell", "table:covered-table-cell"}:
            self._column += _count(attributes.get("table:number-columns-repeated"))
            if "office:value-type" in attributes or "table:formula" in attributes:
                self._row_has_value = True
                self._last_column = max(self._last_column, self._column)

    def end(self, name: str) -> None:
        if name != "table:table-row":
            return
        self._row += self._row_repeats
        if self._row_has_value and self._row * self._last_column > MOST_CELLS:
            self._budget.refuse()

    def refuse_declaration(self, *_: object) -> None:
        self._budget.refuse()


def _count(text: str | None) -> int:
    return int(text) if text and text.isdecimal() else 1


def _check_ods(chunks: Iterator[bytes], budget: _Budget) -> None:
    extent = _OdsExtent(budget)
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    parser.EndElementHandler = extent.end
    parser.StartDoctypeDeclHandler = extent.refuse_declaration
    for chunk in chunks:
        parser.Parse(chunk, False)
    parser.Parse(b"", True)
