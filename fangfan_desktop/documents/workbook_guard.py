"""What a file is, and whether it can be read in bounded time and memory, before it is read.

A zip file may hold gigabytes in some kilobytes, and one cell in the last corner of a sheet makes
readers fill everything before it. Both are looked for here, in one pass, a part at a time.
"""

import codecs
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from fangfan_desktop.documents.sheet_extent import (
    MOST_CELLS,
    MOST_ROWS,
    Extent,
    has_declaration,
)
from fangfan_desktop.errors import OutsideError, UserError

_LARGEST_FILE = 300 << 20
_LARGEST_CONTENT = 1 << 30  # all parts of a zip together, unpacked
_LARGEST_TEXTS = 300 << 20  # the list of texts, which readers keep in memory
_SUSPECT_SIZE = 100 << 20
_SUSPECT_RATIO = 250  # real workbooks pack 5 to 50 times
_MOST_PARTS = 10_000
_CHUNK = 1 << 20
_OVERLAP = 512  # longer than any row or cell tag that matters
_LONGEST_FORMULA = 9 << 10  # 8,192 characters and their tags

_TOO_LARGE = "里面的内容太大，不像一份正常的表格，没有读取。请只保留要导入的表再试。"
_DAMAGED = "已经损坏，读不出来。请用 WPS 或 Excel 打开检查，另存为 .xlsx 后再试。"

# A worksheet, whatever its part is called: the workbook may point anywhere.
_SHEET = re.compile(rb"<(?:\w+:)?(?:worksheet|sheetData)[\s/>]")
_SHEET_WORDS = (b"worksheet", b"sheetData")
_WIDE_STARTS = {
    b"\xff\xfe": "utf-16",
    b"\xfe\xff": "utf-16",
    b"<\x00": "utf-16-le",
    b"\x00<": "utf-16-be",
}
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
        try:
            _check_part(file, part, budget)
        except (
            zlib.error,
            struct.error,
            expat.ExpatError,
            UnicodeError,
            NotImplementedError,
        ) as error:
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
    if part.filename == "content.xml":
        _check_ods(chunks, budget)
        return
    chunks = _as_utf8(chunks)
    is_text = part.filename.lower().endswith((".xml", ".rels"))  # a picture may be XML too
    size, tail = 0, b""
    for chunk in chunks:
        piece = tail + chunk
        if any(word in piece for word in _SHEET_WORDS) and _SHEET.search(piece):
            chunks = chain([piece], chunks)
            _check_extent(_with_values(chunks, budget) if budget.needs_values else chunks, budget)
            return
        size += len(chunk)
        if (is_text and has_declaration(piece)) or size > _LARGEST_TEXTS:
            budget.refuse()
        tail = piece[-_OVERLAP:]


def _as_utf8(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """The part in the letters that are searched for: XML may be written two bytes a letter."""
    first = next(chunks, b"")
    encoding = _WIDE_STARTS.get(first[:2])
    if encoding is None:
        yield from chain([first], chunks)
        return
    decoder = codecs.getincrementaldecoder(encoding)()
    for chunk in chain([first], chunks):
        yield decoder.decode(chunk).encode()


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
    extent = Extent()
    tail = b""
    for chunk in chunks:
        piece = tail + chunk
        extent.look(piece)
        tail = piece[-_OVERLAP:]
    if extent.last_row > MOST_ROWS or extent.used_rows > MOST_ROWS:
        budget.refuse()
    if extent.used_rows * extent.used_columns > MOST_CELLS:
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
