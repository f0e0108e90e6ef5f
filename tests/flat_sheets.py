"""A workbook as LibreOffice sees it: values, styles, merged cells, widths, page, by cell."""

import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree as ET

_MOST_ROWS, _MOST_COLUMNS = 120, 60
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"

Looks = dict[str, object]


def soffice() -> str | None:
    """LibreOffice's program, where it is installed."""
    return shutil.which("soffice")


@dataclass
class FlatSheet:
    """A sheet; rows and columns from 1."""

    name: str
    page: Looks
    print_ranges: str
    titles: set[int] = field(default_factory=set[int])
    values: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    formulas: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    looks: dict[tuple[int, int], Looks] = field(default_factory=dict[tuple[int, int], Looks])
    merged: dict[tuple[int, int], tuple[str, str]] = field(
        default_factory=dict[tuple[int, int], tuple[str, str]]
    )
    notes: dict[tuple[int, int], str] = field(default_factory=dict[tuple[int, int], str])
    lists: dict[tuple[int, int], Looks] = field(default_factory=dict[tuple[int, int], Looks])
    widths: list[tuple[Looks, str]] = field(default_factory=list[tuple[Looks, str]])
    heights: list[tuple[Looks, str]] = field(default_factory=list[tuple[Looks, str]])


def read_flat(files: list[Path], folder: Path) -> list[dict[str, FlatSheet]]:
    """Convert the workbooks, of different names, by LibreOffice; read what it made of them."""
    program = soffice()
    assert program is not None
    subprocess.run(  # noqa: S603 - a program of the system, our own files
        [
            program,
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "fods",
            "--outdir",
            str(folder / "flat"),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return [_read((folder / "flat" / file.name).with_suffix(".fods")) for file in files]


def _read(path: Path) -> dict[str, FlatSheet]:
    root = ET.parse(path).getroot()  # noqa: S314 - LibreOffice wrote it
    styles = _Styles(root)
    rules = {
        rule.attrib[f"{_TABLE}name"]: _of_rule(rule)
        for rule in root.iter(f"{_TABLE}content-validation")
    }
    return {
        table.attrib[f"{_TABLE}name"]: _sheet(table, styles, rules)
        for table in root.iter(f"{_TABLE}table")
    }


def _of_rule(rule: ET.Element) -> Looks:
    return {k: v for k, v in rule.attrib.items() if not k.endswith(("}name", "base-cell-address"))}


class _Styles:
    """Styles by what they look like, as their names differ from file to file."""

    def __init__(self, root: ET.Element) -> None:
        self._by_name = {
            (e.tag, e.attrib[f"{_STYLE}name"]): e
            for e in root.iter()
            if f"{_STYLE}name" in e.attrib
        }
        self._known: dict[tuple[str, str], Looks] = {}

    def looks(self, name: str | None) -> Looks:
        """What the style looks like, with what it takes over from others."""
        return self._of(f"{_STYLE}style", name or "Default")

    def page(self, table_style: str) -> Looks:
        """The page of a table's style."""
        style = self._by_name[f"{_STYLE}style", table_style]
        master = style.attrib.get(f"{_STYLE}master-page-name", "")
        element = self._by_name.get((f"{_STYLE}master-page", master))
        if element is None:
            return {}
        layout = self._of(
            f"{_STYLE}page-layout", element.attrib.get(f"{_STYLE}page-layout-name", "")
        )
        words = ["".join(part.itertext()).strip() for part in element]
        return {"layout": layout, "words": words, "display": self._inside(style)}

    def _of(self, tag: str, name: str) -> Looks:
        key = (tag, name)
        if key not in self._known:
            self._known[key] = {}
            style = self._by_name.get(key)
            self._known[key] = {} if style is None else self._resolved(style)
        return self._known[key]

    def _resolved(self, style: ET.Element) -> Looks:
        parent = style.attrib.get(f"{_STYLE}parent-style-name")
        data = style.attrib.get(f"{_STYLE}data-style-name", "")
        merged = dict(self._of(style.tag, parent)) if parent is not None else {}
        merged |= self._inside(style)
        number = next((e for (_, name), e in self._by_name.items() if name == data), None)
        if number is not None:
            merged["number"] = ET.tostring(number).partition(b">")[2]
        return merged

    def _inside(self, style: ET.Element) -> Looks:
        found: Looks = {}
        for child in style.iter():
            if child is not style and child.tag != f"{_STYLE}map":
                found |= {f"{child.tag}{key}": value for key, value in child.attrib.items()}
        return found


def _sheet(table: ET.Element, styles: _Styles, rules: dict[str, Looks]) -> FlatSheet:
    style = table.attrib[f"{_TABLE}style-name"]
    sheet = FlatSheet(
        table.attrib[f"{_TABLE}name"],
        styles.page(style),
        table.attrib.get(f"{_TABLE}print-ranges", ""),
    )
    defaults: list[str | None] = []
    for column in table.iter(f"{_TABLE}table-column"):
        look = styles.looks(column.attrib.get(f"{_TABLE}style-name"))
        shown = column.attrib.get(f"{_TABLE}visibility", "visible")
        times = min(_times(column, "columns"), _MOST_COLUMNS)
        sheet.widths += [(look, shown)] * times
        defaults += [column.attrib.get(f"{_TABLE}default-cell-style-name")] * times
    at = 0
    for row, is_title in _rows(table):
        look = styles.looks(row.attrib.get(f"{_TABLE}style-name"))
        shown = row.attrib.get(f"{_TABLE}visibility", "visible")
        for _ in range(min(_times(row, "rows"), _MOST_ROWS)):
            at += 1
            if at > _MOST_ROWS:
                return sheet
            if is_title:
                sheet.titles.add(at)
            sheet.heights.append((look, shown))
            _read_row(sheet, row, at, (styles, rules, defaults))
    return sheet


def _rows(table: ET.Element) -> Iterator[tuple[ET.Element, bool]]:
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            yield child, False
        elif child.tag == f"{_TABLE}table-header-rows":
            yield from ((row, True) for row in child)


def _read_row(
    sheet: FlatSheet,
    row: ET.Element,
    at: int,
    known: tuple[_Styles, dict[str, Looks], list[str | None]],
) -> None:
    styles, rules, defaults = known
    column = 0
    for cell in row:
        for _ in range(_times(cell, "columns")):
            column += 1
            if column > _MOST_COLUMNS:
                return
            place = (at, column)
            default = defaults[column - 1] if column <= len(defaults) else None
            sheet.looks[place] = styles.looks(cell.attrib.get(f"{_TABLE}style-name") or default)
            text = "\n".join("".join(p.itertext()) for p in cell.findall(f"{_TEXT}p"))
            if text:
                sheet.values[place] = text
            if f"{_TABLE}formula" in cell.attrib:
                sheet.formulas[place] = cell.attrib[f"{_TABLE}formula"]
            spans = tuple(
                cell.attrib.get(f"{_TABLE}number-{what}-spanned", "1")
                for what in ("rows", "columns")
            )
            if spans != ("1", "1"):
                sheet.merged[place] = (spans[0], spans[1])
            rule = cell.attrib.get(f"{_TABLE}content-validation-name")
            if rule:
                sheet.lists[place] = rules[rule]
            note = cell.find(f"{_OFFICE}annotation")
            if note is not None:
                sheet.notes[place] = "".join(
                    "".join(p.itertext()) for p in note.findall(f"{_TEXT}p")
                )


def _times(element: ET.Element, what: str) -> int:
    return int(element.attrib.get(f"{_TABLE}number-{what}-repeated", "1"))
