"""Public files with a text planted in one place each, made by the libraries or part by part."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import docx
import xlsxwriter
from reportlab.pdfgen.canvas import Canvas

from fangfan_desktop.domain.identity_number import check_digit

FIRST17 = "45022119900307242"
ID_NUMBER = FIRST17 + check_digit(FIRST17)
NUMBERS = {
    "15": "450221900307242",
    "18": "450221198811052011",
    "18X": ID_NUMBER,
    "20": ID_NUMBER + "42",
    "22": ID_NUMBER + "42B1",
    "手机": "13800001111",
    "分写": "+86 138-0000-1111",
    "空格": "138 0000 1111",
    "卡16": "6217000000000000",
    "卡19": "6228480000000000018",
}
HEADINGS = ("序号", "村民小组", "户主姓名", "家庭人口", "监测对象类别", "识别时间")
ROWS = (
    (1, "第1组", "韦*芳", 4, "脱贫不稳定户", "2022-05-09"),
    (2, "第13组", "莫*", 3, "边缘易致贫户", "2022-05-10"),
    (3, "第2组", "韦*芳（尾号2428）", 2, "突发严重困难户", "2022-05-11"),
)
CONTACT = "监督电话：12317、0772-2345678"


def workbook(plant: Callable[[Any, Any], object] | None = None) -> bytes:
    """A public list as .xlsx; `plant` gets the book and its sheet 名单."""
    return _plain_workbook() if plant is None else _workbook(plant)


@cache
def _plain_workbook() -> bytes:
    return _workbook(lambda _book, _sheet: None)


def _workbook(plant: Callable[[Any, Any], object]) -> bytes:
    target = io.BytesIO()
    book: Any = xlsxwriter.Workbook(target)
    sheet = book.add_worksheet("名单")
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(ROWS, 1):
        sheet.write_row(number, 0, row)
    sheet.write(5, 0, CONTACT)
    plant(book, sheet)
    book.close()
    return target.getvalue()


def word_file(plant: Callable[[Any], object] | None = None) -> bytes:
    """A notice as .docx; `plant` gets the document."""
    return _plain_word_file() if plant is None else _word_file(plant)


@cache
def _plain_word_file() -> bytes:
    return _word_file(lambda _: None)


def _word_file(plant: Callable[[Any], object]) -> bytes:
    document: Any = docx.Document()
    document.add_heading("拟纳入监测对象公示")
    document.add_paragraph(f"公示期：2022-05-13至2022-05-18。{CONTACT}")
    table = document.add_table(len(ROWS) + 1, len(HEADINGS))
    for cells, row in zip(table.rows, (HEADINGS, *ROWS), strict=True):
        for cell, value in zip(cells.cells, row, strict=True):
            cell.text = str(value)
    plant(document)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def pdf_file(plant: Callable[[Any], object] | None = None, **options: object) -> bytes:
    """A list of one page as .pdf; `plant` gets the canvas."""
    target = io.BytesIO()
    canvas: Any = Canvas(target, **options)  # pyright: ignore[reportArgumentType] - by name
    canvas.setFont("Helvetica", 9)
    for number, row in enumerate(ROWS):
        for left, value in zip((40, 80, 150, 260, 300, 400), row, strict=True):
            canvas.drawString(
                left, 800 - 18 * number, str(value).encode("ascii", "replace").decode()
            )
    canvas.drawString(40, 700, "12317 0772-2345678 2022-05-13 2022-05-18")
    if plant is not None:
        plant(canvas)
    canvas.save()
    return target.getvalue()


def with_parts(
    content: bytes,
    edits: Mapping[str, tuple[str, str]] | None = None,
    more: Mapping[str, bytes] | None = None,
    comment: bytes = b"",
) -> bytes:
    """The package with texts of its parts replaced, parts added, a comment of the zip."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            if more and info.filename in more:
                continue
            part = old.read(info)
            if edits and info.filename in edits:
                pattern, replacement = edits[info.filename]
                text, count = re.subn(
                    pattern, replacement.replace("\\", r"\\"), part.decode(), count=1
                )
                assert count, f"{pattern} is not in {info.filename}"
                part = text.encode()
            new.writestr(info.filename, part, zipfile.ZIP_DEFLATED)
        for name, part in (more or {}).items():
            new.writestr(name, part)
        new.comment = comment
    return target.getvalue()


def picture(note: str, *, is_packed: bool) -> bytes:
    """A PNG of one pixel with a text beside it."""
    text = note.encode()
    kind, body = (b"tEXt", b"Comment\x00" + text)
    if is_packed:
        kind, body = (b"zTXt", b"Comment\x00\x00" + zlib.compress(text))
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    chunks = [
        (b"IHDR", header),
        (kind, body),
        (b"IDAT", zlib.compress(b"\x00\x00")),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I4s", len(data), name) + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in chunks
    )
