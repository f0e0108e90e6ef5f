"""Looks of an .xlsx that value readers leave out: widths, heights, page, formats, drop-down lists.

Read straight from the parts of the file, as far as they make sense: whatever is missing or odd
there is left out, since looks only serve as suggestions. The file has been through the guard.
"""

import math
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import join, normpath
from xml.parsers import expat

from fangfan_desktop.documents.blank_table import ListRule, Merged
from fangfan_desktop.forms.form import Page

FORMAT_ROWS = 60  # rows from the top whose styles and number formats are kept
_POINT = 25.4 / 72  # millimetres
_INCH = 25.4
_CHARACTER = 7 * _INCH / 96  # a digit of the usual font is 7 pixels wide
_PADDING = 5 * _INCH / 96
_PAPERS = {"8": "A3", "9": "A4"}
_BUILT_IN = {"1": "0", "2": "0.00", "3": "#,##0", "4": "#,##0.00", "9": "0%", "10": "0.00%"}
_DATES = dict.fromkeys(("14", "15", "16", "17", "22", "31", "57", "58"), "yyyy-mm-dd")
_FORMATS = _BUILT_IN | _DATES | {"49": "@"}
_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_REFERENCE = re.compile(rf"=?(?:(?:'((?:[^']|'')+)'|([^'!\[\]]+))!)?({_AREA.pattern})")
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')
_CHUNK = 1 << 16


@dataclass(slots=True)
class Looks:
    """Looks of one sheet; lengths in millimetres, rows and columns from 0."""

    widths: dict[int, float] = field(default_factory=dict[int, float])
    heights: dict[int, float] = field(default_factory=dict[int, float])
    page: Page | None = None
    lists: tuple[ListRule, ...] = ()
    formats: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    styles: dict[tuple[int, int], int] = field(default_factory=dict[tuple[int, int], int])


def read_looks(path: Path) -> dict[str, Looks]:
    """Looks of the sheets by name."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            parts = _sheet_parts(archive, names)
            ranges = _named_ranges(archive, names)
            formats = _cell_formats(archive, names)
            return {
                sheet: _sheet_looks(archive, part, formats, ranges)
                for sheet, part in parts.items()
                if part in names
            }
    except (expat.ExpatError, ValueError, KeyError, zipfile.BadZipFile):
        return {}


def parse_area(text: str) -> Merged | None:
    """The rectangle that A1, B2:C3 or $B$2:$C$3 names; None where it is none."""
    match = _AREA.fullmatch(text.strip())
    if match is None:
        return None
    first, top, last, bottom = match.groups()
    left, right = _column(first), _column(last or first)
    low, high = int(top) - 1, int(bottom or top) - 1
    return Merged(min(low, high), min(left, right), max(low, high), max(left, right))


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


_Attributes = dict[str, str]
_Start = Callable[[str, _Attributes], None]
_End = Callable[[str, str], None]


def _walk(archive: zipfile.ZipFile, part: str, start: _Start, end: _End | None = None) -> None:
    """Call `start` for each element with its name without prefix, `end` with its own text too."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    texts: list[str] = []

    def on_start(name: str, attributes: _Attributes) -> None:
        texts.clear()
        start(name.rpartition(":")[2], attributes)

    def on_end(name: str) -> None:
        if end is not None:
            end(name.rpartition(":")[2], "".join(texts))
        texts.clear()

    def refuse(*_: object) -> None:
        raise ValueError(part)

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    if end is not None:
        parser.CharacterDataHandler = texts.append
    parser.StartDoctypeDeclHandler = refuse
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk, False)
    parser.Parse(b"", True)


def _sheet_parts(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def relation(name: str, attributes: _Attributes) -> None:
        if name == "Relationship":
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def sheet(name: str, attributes: _Attributes) -> None:
        if name == "sheet":
            id_ = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            target = targets.get(id_, "")
            part = target[1:] if target.startswith("/") else normpath(join("xl", target))
            sheets[attributes.get("name", "")] = part

    if "xl/_rels/workbook.xml.rels" in names:
        _walk(archive, "xl/_rels/workbook.xml.rels", relation)
        _walk(archive, "xl/workbook.xml", sheet)
    return sheets


def _named_ranges(archive: zipfile.ZipFile, names: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    last = ""

    def start(name: str, attributes: _Attributes) -> None:
        nonlocal last
        last = attributes.get("name", "") if name == "definedName" else ""

    def end(name: str, text: str) -> None:
        if name == "definedName" and last:
            found[last.casefold()] = text.strip()

    if "xl/workbook.xml" in names:
        _walk(archive, "xl/workbook.xml", start, end)
    return found


def _cell_formats(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    """Number format by the index that a cell's `s` gives; "" is the general one."""
    own: dict[str, str] = {}
    formats: list[str] = []
    is_inside = False

    def start(name: str, attributes: _Attributes) -> None:
        nonlocal is_inside
        if name == "numFmt":
            own[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            is_inside = True
        elif name == "xf" and is_inside:
            number = attributes.get("numFmtId", "0")
            code = own.get(number) or _FORMATS.get(number, "")
            formats.append("" if code.casefold() == "general" else code)

    def end(name: str, text: str) -> None:
        nonlocal is_inside
        del text
        if name == "cellXfs":
            is_inside = False

    if "xl/styles.xml" in names:
        _walk(archive, "xl/styles.xml", start, end)
    return formats


class _SheetLooks:
    """Follows a worksheet's elements."""

    def __init__(self, formats: list[str], ranges: Mapping[str, str]) -> None:
        self.looks = Looks()
        self._formats = formats
        self._ranges = ranges
        self._row = -1
        self._is_list = False
        self._areas = ""
        self._formula = ""
        self._rules: list[ListRule] = []
        self._margins: _Attributes = {}
        self._setup: _Attributes = {}

    def start(self, name: str, attributes: _Attributes) -> None:
        if name == "c":
            self._cell(attributes)
        elif name == "row":
            self._row = int(attributes.get("r", self._row + 2)) - 1
            if "ht" in attributes:
                self.looks.heights[self._row] = _length(attributes["ht"]) * _POINT
        elif name == "col":
            self._widths(attributes)
        elif name == "pageMargins":
            self._margins = attributes
        elif name == "pageSetup":
            self._setup = attributes
        elif name == "dataValidation":
            self._is_list = attributes.get("type") == "list"
            self._areas, self._formula = attributes.get("sqref", ""), ""

    def end(self, name: str, text: str) -> None:
        if name in {"formula1", "f"} and text.strip():
            self._formula = text.strip()
        elif name == "sqref":
            self._areas = text
        elif name == "dataValidation" and self._is_list:
            self._is_list = False
            areas = [parse_area(area) for area in self._areas.split()]
            rule = list_rule(tuple(a for a in areas if a), self._formula, self._ranges)
            if rule is not None:
                self._rules.append(rule)

    def finished(self) -> Looks:
        self.looks.lists = tuple(self._rules)
        self.looks.page = _page(self._setup, self._margins) if self._setup else None
        return self.looks

    def _cell(self, attributes: _Attributes) -> None:
        if self._row >= FORMAT_ROWS or "s" not in attributes:
            return
        area = parse_area(attributes.get("r", ""))
        style = int(attributes["s"])
        if area is not None:
            self.looks.styles[area.top, area.left] = style
        if area is not None and 0 <= style < len(self._formats) and self._formats[style]:
            self.looks.formats[area.top, area.left] = self._formats[style]

    def _widths(self, attributes: _Attributes) -> None:
        if "width" not in attributes:
            return
        width = _length(attributes["width"]) * _CHARACTER + _PADDING
        first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
        for column in range(first - 1, min(last, first + 299)):
            self.looks.widths[column] = width


def _sheet_looks(
    archive: zipfile.ZipFile, part: str, formats: list[str], ranges: Mapping[str, str]
) -> Looks:
    reader = _SheetLooks(formats, ranges)
    try:
        _walk(archive, part, reader.start, reader.end)
    except (expat.ExpatError, ValueError):
        return Looks()
    return reader.finished()


def list_rule(
    areas: tuple[Merged, ...], formula: str, ranges: Mapping[str, str]
) -> ListRule | None:
    """The rule of a list's formula: "是,否", {"是","否"}, 代码!$A$2:$A$4 or the name of a range.

    None where its choices cannot be known, as with a formula that is worked out.
    """
    if formula.startswith("{") and formula.endswith("}"):
        choices = tuple(text.replace('""', '"') for text in _QUOTED.findall(formula))
        return ListRule(areas, choices) if choices else None
    quoted = _QUOTED.fullmatch(formula)
    if quoted is not None:
        items = (item.strip() for item in quoted[1].replace("，", ",").split(","))
        return ListRule(areas, tuple(dict.fromkeys(item for item in items if item)))
    formula = ranges.get(formula.lstrip("=").casefold(), formula)
    match = _REFERENCE.fullmatch(formula)
    if match is None:
        return None
    sheet = (match[1] or match[2] or "").replace("''", "'").lstrip("$")
    return ListRule(areas, (), sheet, parse_area(match[3]))


def _page(setup: _Attributes, margins: _Attributes) -> Page:
    usual = Page()

    def margin(name: str, default: float) -> float:
        length = _length(margins[name]) * _INCH if name in margins else default
        return round(min(length, 100.0), 1)

    return Page(
        size=_PAPERS.get(setup.get("paperSize", ""), usual.size),
        is_landscape=setup.get("orientation") == "landscape",
        margin_left=margin("left", usual.margin_left),
        margin_right=margin("right", usual.margin_right),
        margin_top=margin("top", usual.margin_top),
        margin_bottom=margin("bottom", usual.margin_bottom),
    )


def _length(text: str) -> float:
    length = float(text)
    if not math.isfinite(length) or length < 0:
        raise ValueError(text)
    return length
