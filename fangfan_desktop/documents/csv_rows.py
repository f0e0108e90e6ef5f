"""Rows of a comma-separated file, whatever its encoding and separator."""

import codecs
import csv
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from fangfan_desktop.errors import UserError

_SEPARATORS = ",\t;|，"
_SAMPLE_LINES = 20
_NO_TEXT = re.compile("[\x00-\x08\x0e-\x1f]")
_LONGEST_CELL = 1 << 20
_MOST_ROWS = 1_048_576
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_csv_rows(path: Path) -> list[list[str]]:
    """The rows, as text; ID numbers stay what they are.

    Raises:
        UserError: the encoding is none that Chinese programs write, or there are too many rows.
        OSError: the file cannot be read.
    """
    text = decode_text(path.read_bytes(), path.name)
    if _NO_TEXT.search(text):
        raise UserError(f"“{path.name}”不是文本表格，里面有不该有的字节。")
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.splitlines(keepends=True)
    reader = csv.reader(lines, delimiter=_separator(lines))
    try:
        rows = list(islice(reader, _MOST_ROWS + 1))
    except csv.Error as error:
        raise UserError(
            f"“{path.name}”第 {reader.line_num} 行读不出来，引号可能不成对。请改好后再试。"
        ) from error
    if len(rows) > _MOST_ROWS:
        raise UserError(f"“{path.name}”超过 1048576 行。请分成几个文件。")
    return rows


def decode_text(data: bytes, name: str) -> str:
    """Text in UTF-8, UTF-16 or GB 18030, with or without a mark in front."""
    for encoding in _encodings(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UserError(f"认不出“{name}”的文字编码。请用 WPS 打开，另存为 .xlsx 后再试。")


def _encodings(data: bytes) -> Iterator[str]:
    marked = next((code for mark, code in _BYTE_ORDER_MARKS if data.startswith(mark)), None)
    if marked:
        yield marked
        return
    # Latin letters, commas and line ends of unmarked UTF-16 have a zero byte each.
    sample = data[:4096]
    if sample.count(0) * 8 > len(sample):
        yield "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be"
    yield "utf-8"
    yield "gb18030"


def _separator(lines: list[str]) -> str:
    # The right one splits the first lines into several cells, and equally often.
    sample = [line for line in lines[:_SAMPLE_LINES] if line.strip()]

    def fitness(separator: str) -> tuple[int, int]:
        counts = [line.count(separator) for line in sample]
        return (min(counts, default=0), sum(counts))

    best = max(_SEPARATORS, key=fitness)
    return best if fitness(best)[1] else ","
