"""Choices of a drop-down list: written out, or standing in cells."""

import re
from collections.abc import Callable

from fangfan_desktop.documents.cell_references import Area, parse_area
from fangfan_desktop.documents.sheet_part import SheetPart
from fangfan_desktop.documents.sheet_rows import read_rows
from fangfan_desktop.documents.workbook_parts import WorkbookParts
from fangfan_desktop.errors import UserError

_MOST = 2000
_RANGE = re.compile(
    r"(?:('(?:[^']|'')+'|[^!'\"]+)!)?(\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?)"
)
_QUOTED = re.compile(r'"((?:[^"]|"")*)"')


def list_choices(parts: WorkbookParts, home: str) -> Callable[[str], tuple[str, ...]]:
    """Source of a list → its choices; nothing where the source cannot be followed.

    Args:
        parts: of the workbook.
        home: the sheet in which the lists are.
    """
    known: dict[str, tuple[str, ...]] = {}

    def choices(formula: str) -> tuple[str, ...]:
        if formula not in known:
            known[formula] = _choices(parts, home, formula.strip().removeprefix("="))
        return known[formula]

    return choices


def _choices(parts: WorkbookParts, home: str, formula: str) -> tuple[str, ...]:
    if formula.startswith("{"):
        return tuple(text.replace('""', '"') for text in _QUOTED.findall(formula))
    if formula.startswith('"'):
        words = formula.strip('"').replace('""', '"').split(",")
        return tuple(word.strip() for word in words if word.strip())
    for element, text in parts.named():
        if element.attributes.get("name", "").casefold() == formula.casefold():
            formula = text
            break
    match = _RANGE.fullmatch(formula)
    area = parse_area(match[2]) if match else None
    if match is None or area is None:
        return ()
    sheet = (match[1] or home).removeprefix("'").removesuffix("'").replace("''", "'")
    return _texts(parts, sheet, area)


def _texts(parts: WorkbookParts, sheet: str, area: Area) -> tuple[str, ...]:
    try:
        part = parts.sheet(sheet).part
    except UserError:  # the list points at a sheet that is gone
        return ()
    shared = parts.shared_texts()
    texts: list[str] = []
    for row in read_rows(SheetPart.read(parts.read(part)).data):
        if not area.top <= row.number <= area.bottom:
            continue
        for cell in row.cells:
            if area.left <= cell.column <= area.right and len(texts) < _MOST:
                text = cell.text(shared).text
                if text:
                    texts.append(text)
    return tuple(texts)
